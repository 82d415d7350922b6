"""Runs `cxdesk` as a person would, in a process of its own, and reads the object it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.shared_files import REPOSITORY


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.out))


def cxdesk(*arguments: str | Path, language: str = "en") -> Ran:
    """One command; its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "cxdesk", *map(str, arguments), "--language", language],
        capture_output=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
