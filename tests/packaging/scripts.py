"""The scripts of `packaging/`, which is a folder of programs and no package."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from tests.shared_files import REPOSITORY


def script(name: str) -> ModuleType:
    """One script as a module of its own."""
    spec = spec_from_file_location(f"packaging_{name}", REPOSITORY / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
