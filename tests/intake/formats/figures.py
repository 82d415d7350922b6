"""What comes out of a file: imported with the command line as it is, then asked for metrics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from cxdesk.cli.main import run


def said(*words: str | Path) -> dict[str, Any]:
    """The object that a command prints."""
    out = StringIO()
    with redirect_stdout(out):
        code = run([*map(str, words), "--json", "--language", "en"])
    assert code == 0, out.getvalue()
    return dict(json.loads(out.getvalue()))


@dataclass(frozen=True)
class Desk:
    """A workspace into which files were imported."""

    path: Path
    tables: Sequence[dict[str, Any]]

    def asked(self, metric: str, *options: str, since: str = "", until: str = "") -> dict[str, dict[str, Any]]:
        """Every measure of a metric, with options of it and in a period."""
        words = [part for option in options for part in ("--set", f"{metric}.{option}")]
        words += [part for name, day in (("--from", since), ("--to", until)) if day for part in (name, day)]
        (found,) = said("metrics", "-w", self.path, metric, *words)["metrics"]
        return {group["measure"]: group for group in found["groups"]}

    def by(self, metric: str, segment: str, *options: str) -> dict[str, dict[str, Any]]:
        """A metric by the values of a segment."""
        words = [part for option in options for part in ("--set", f"{metric}.{option}")]
        (found,) = said("metrics", "-w", self.path, metric, "--by", segment, *words)["metrics"]
        return {str(group["segment"]): group for group in found["groups"]}


def imported(folder: Path, *files: Path, answers: Sequence[str] = ()) -> Desk:
    """Import files without a word more than the answers; every row of theirs is accounted for."""
    path = folder / "desk.cxdesk"
    words = [part for answer in answers for part in ("--answer", answer)]
    done = said("import", *files, "-w", path, *words)
    return Desk(path, done["files"])
