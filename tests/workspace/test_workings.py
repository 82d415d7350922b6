"""The rows behind a number, as a spreadsheet gets them: of every metric, with dates as dates and nothing invented."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.query import Query, Selection
from cxdesk.metrics.registry import metrics
from cxdesk.workspace.workspace import Workspace

ROWS = 20
WITHIN = range(1990, 2050)


def test_of_every_metric_can_be_written_and_hold_only_what_can_be(samples: Callable[[str], Path]) -> None:
    shown = set()
    days = 0
    with Workspace.open(samples("brevio"), read_only=True) as workspace:
        for metric in metrics():
            try:
                found = workspace.workings(Query(), Selection(metric))
            except CXDeskError:
                continue  # the sample lacks what it needs
            rows = [(metric, row.cells) for row in islice(found.rows(), ROWS)]
            shown.add(metric)
            days += sum(isinstance(cell, datetime) for _metric, cells in rows for cell in cells)
            assert all(len(cells) == len(found.headings) for _metric, cells in rows)
            assert [row for row in rows if any(impossible(cell) for cell in row[1])] == []
    assert len(shown) > 60
    assert days > 100


def impossible(cell: object) -> bool:
    """A number that stands for nothing, or a day that no shop has seen."""
    if isinstance(cell, datetime | date):
        return cell.year not in WITHIN
    return isinstance(cell, int | float) and (abs(cell) > 1e12 or math.isinf(cell))
