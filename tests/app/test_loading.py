"""Modules are loaded without being read twice."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import inspect, sys
from PySide6 import QtCore
from cxdesk.app.loading import load_without_reading_sources

told = load_without_reading_sources()
read = []
inspect.getsource = lambda module: read.append(module) or ""
import cxdesk.app.icons, cxdesk.domain.kinds
print(told, len(read), QtCore.QObject().objectName() == "")
"""


def test_no_source_is_read_to_find_out_whether_a_module_uses_qt() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "0", "True"]
