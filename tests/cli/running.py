"""Runs `cxdesk` as a person would, and reads what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from cxdesk.__main__ import main
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
    """One command in this process; its exit code and what it printed. Files are still read by a child."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*map(str, arguments), "--language", language])
    return Ran(code, out.getvalue(), err.getvalue())


def program(*arguments: str | Path, language: str = "en") -> Ran:
    """One command as a process of its own."""
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
