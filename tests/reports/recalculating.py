"""Computes the formulas of a workbook with a program that is not ours: a library if there is one, else LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LIBRARY = find_spec("formulas") is not None
needs_calculator = pytest.mark.skipif(not (OFFICE or LIBRARY), reason="nothing here calculates spreadsheets")

_BY_LIBRARY = """
import sys, formulas
model = formulas.ExcelModel().loads(sys.argv[1]).finish()
model.calculate()
model.write(dirpath=sys.argv[2])
"""


def recalculated(path: Path, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Sheet (by its name, in capitals) → its lines with the values of all formulas; `folder` lies in a test's own."""
    (found,) = all_recalculated([path], folder)
    return found


def all_recalculated(paths: list[Path], folder: Path) -> list[dict[str, list[tuple[Any, ...]]]]:
    """As `recalculated`, of workbooks with different names: starting the program takes longer than its work."""
    folder.mkdir()
    if LIBRARY:
        for path in paths:
            command = [sys.executable, "-W", "ignore", "-c", _BY_LIBRARY, str(path), str(folder)]
            subprocess.run(command, check=True, capture_output=True)
    else:
        kept = folder.parent.parent / "office"  # of all tests of this process
        profile = f"-env:UserInstallation={kept.as_uri()}"
        command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    done = {one.stem.casefold(): one for one in folder.glob("*.[xX][lL][sS][xX]")}
    assert done.keys() == {path.stem.casefold() for path in paths}
    return [_lines(done[path.stem.casefold()]) for path in paths]


def _lines(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, data_only=not LIBRARY)
    found = {name.upper(): list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    book.close()
    return found
