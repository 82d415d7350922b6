"""Twenty owners and the files they bring; each was made up from one line, before the importer was looked at."""

from __future__ import annotations

import importlib
import pkgutil

from tests.strange import owners
from tests.strange.truth import Owner

OWNERS: tuple[Owner, ...] = tuple(
    importlib.import_module(f"tests.strange.owners.{module.name}").OWNER
    for module in sorted(pkgutil.iter_modules(owners.__path__), key=lambda module: module.name)
)
