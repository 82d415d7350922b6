"""What the bundle and the installers say of the program: once, from pyproject.toml and the package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAME = "CXDesk"
_SAID = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DESCRIPTION: str = _SAID["description"]
PUBLISHER: str = _SAID["authors"][0]["name"]
LICENCE: str = _SAID["license"]["text"]


def _version() -> str:
    found = re.search(r'^__version__ = "([^"]+)"', (ROOT / "cxdesk" / "__init__.py").read_text(encoding="utf-8"), re.M)
    assert found is not None, "cxdesk/__init__.py names no version"
    return found[1]


VERSION = _version()


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows wants it: always four numbers; what follows them (a pre-release) is left out."""
    numbers = [int(part) for part in re.findall(r"\d+", VERSION.split("+")[0])][:3]
    first, second, third = (*numbers, 0, 0, 0)[:3]
    return first, second, third, 0


def windows_version() -> Any:
    """The resource that Windows shows under Properties, Details."""
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    said = {
        "CompanyName": PUBLISHER,
        "FileDescription": NAME,
        "FileVersion": VERSION,
        "InternalName": "cxdesk",
        "LegalCopyright": f"{PUBLISHER}, {LICENCE}",
        "OriginalFilename": "cxdesk.exe",
        "ProductName": NAME,
        "ProductVersion": VERSION,
    }
    table = StringTable("040904B0", [StringStruct(key, value) for key, value in said.items()])
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=four_numbers(), prodvers=four_numbers()),
        kids=[StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [0x0409, 1200])])],
    )
