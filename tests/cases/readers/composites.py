"""Worked cases of numbers made of several questions, and of what people write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.cases.builders import answered, scale_of
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 2


def _halves(mean: float) -> list[float]:
    """Two answers whose mean it is."""
    return [mean - mean % 1, mean + mean % 1] if mean % 1 else [mean, mean]


def _cxi(case: Case, frames: Frames) -> Found:
    rows: list[dict[str, Any]] = []
    for name, part in case["input"]["components"].items():
        rows += answered(f"cxi_{name}", _halves(part["mean"]), scale_of(part["scale"]), prefix=name)
    said = {name: one.figure(0).value for name, one in estimates(frames({"answer": rows}, {}), "cxi").items()}
    return said | {"cxi": said["index"]}


def _css(case: Case, frames: Frames) -> Found:
    rows = [
        {"response": f"r{i}", "role": role, "comment": "Bun"}
        for i, comment in enumerate(case["input"]["comments"])
        for role in comment["tags"] or ["open"]
    ]
    said = {name: one.figure(0).value for name, one in estimates(frames({"answer": rows}, {}), "qual_css").items()}
    return said | {"continue_pct_of_tagged": said["continue_share"]}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {"cxi": _cxi, "qual_css": _css}
