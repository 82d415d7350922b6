"""All readers of worked cases: those of surveys, and one module in `readers` for each other family of metrics."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping

from tests.cases import found as surveys
from tests.cases import readers
from tests.cases.found import Case, Found, Frames

_MODULES = [importlib.import_module(f"{readers.__name__}.{one.name}") for one in pkgutil.iter_modules(readers.__path__)]
READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    **surveys.READERS,
    **{metric: reader for module in _MODULES for metric, reader in module.READERS.items()},
}
COVERED = surveys.COVERED + sum(module.COVERED for module in _MODULES)


def found(case: Case, frames: Frames) -> Found:
    """Everything the case expects, as CXDesk finds it."""
    return READERS[case["metric"]](case, frames)
