"""Modules are loaded without being read twice."""

from __future__ import annotations

import sys
from types import ModuleType

USES_QT = ("cxdesk.app", "pyqtgraph", "PySide6")


def load_without_reading_sources() -> bool:
    """Tell PySide which modules use Qt; left alone it reads the source of every module that is imported from now on and
    looks for its own name in it, which takes a quarter of the start. The answer matters only to modules that ask for
    names in snake case, which none of ours does. Returns whether this PySide could be told.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if not callable(getattr(feature, "_mod_uses_pyside", None)):
        return False
    setattr(feature, "_mod_uses_pyside", _uses_qt)  # noqa: B010 - it has no types
    return True


def _uses_qt(module: ModuleType) -> bool:
    return str(getattr(module, "__name__", "")).startswith(USES_QT)
