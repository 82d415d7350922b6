"""Where CXDesk keeps what is not in a workspace: profile, logs, private temporary folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def profile_folder() -> Path:
    """The person's own settings folder; created for them alone. `CXDESK_PROFILE` overrides it."""
    override = os.environ.get("CXDESK_PROFILE")
    if override:
        folder = Path(override)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or Path.home()) / "CXDesk"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "CXDesk"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "cxdesk"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def documents_folder() -> Path:
    """Where a new workspace is offered a place."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def private_folder(prefix: str = "cxdesk-") -> Path:
    """A new temporary folder that only this person can read; the caller removes it."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix=prefix))
