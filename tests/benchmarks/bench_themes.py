"""Themes of the comments of 1,000,000 answers: found by the delivered rules, counted by month, listed."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Query
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.bars import Measured
from tests.benchmarks.stores import workspace

ANSWERS = 1_000_000


def run(folder: Path) -> list[Measured]:
    """Seconds of the processor, after the columns that every question needs are loaded."""
    with Workspace.open(workspace(folder, ANSWERS), read_only=True) as opened:
        frame, nps = opened.frame(), Query(metrics=("nps",))
        opened.board(nps)
        frame.loader.column("answer", "row_id")
        begin = process_time()
        frame.loader.tagged()
        tagged = process_time()
        opened.comment_ids(nps)
        opened.comment_ids(nps)  # the second time nothing is new
        listing = process_time()
        opened.comment_ids(nps, themes=("price",))
        listed = process_time()
        _trend(frame)
        counting = process_time()
        _trend(frame)
        counted = process_time()
    return [
        Measured("themes: all rules over the comments", tagged - begin, "s", 5.0, 2.0),
        Measured("themes: comments of one theme listed", 1000 * (listed - listing), "ms", 300, 100),
        Measured("themes: trend of 36 months, hits kept", 1000 * (counted - counting), "ms", 300, 100),
    ]


def _trend(frame: Frame) -> None:
    """The share of one theme and of all that speak of any, by month."""
    found = evaluate(metric_of("feedback_themes"), frame, Ask(grain=Grain.MONTH), Session(frame))
    assert not isinstance(found, Unavailable)
    for name in ("tagged", "price"):
        one = found[name]
        for group in range(one.groups):
            one.figure(group)
