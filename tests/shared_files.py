"""The real and the hostile files that lie beside the repository, for tests that want them.

They are not part of the project: a test that needs them says so with `needs_shared`, and is skipped where
they are absent. `CXDESK_SHARED` names another folder than `../shared`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CXDESK_SHARED", REPOSITORY.parent / "shared"))

# As a decorator or as `pytestmark`; conftest.py turns it into a skip where the folder is absent.
needs_shared = pytest.mark.shared


def shared(*parts: str) -> Path:
    """The path of one shared file. Only for tests marked `needs_shared`."""
    return SHARED.joinpath(*parts)


def shared_paths(folder: str, pattern: str = "*") -> list[Path]:
    """The files of a shared folder that match `pattern`, in order; none where the folder is absent.

    Safe to call while tests are collected, so for `parametrize`.
    """
    return sorted(path for path in SHARED.joinpath(folder).glob(pattern) if path.is_file())


def shared_json(*parts: str) -> Any:
    """A shared JSON file's content, or an empty object where it is absent; safe while tests are collected."""
    path = shared(*parts)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
