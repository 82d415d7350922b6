"""Lists of subscriptions as of one day or of several: each row says how its subscription stood on its day."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cxdesk.intake.batch import Batch
from cxdesk.intake.dates import MONTH_PATTERNS
from cxdesk.intake.gathering import ORDER, Rows
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.snapshots import AS_OF, AS_OF_COLUMN, SEEN, day_number, ends_month

SAME_LINE = "same_line"
ID = "subscription"
MICROSECONDS_A_DAY = 86_400_000_000


class Listed:
    """Rows with their day. A subscription without a name of its own is known by its customer; the second of one
    customer on one day is another subscription, unless it says the very same.
    """

    def __init__(self, mapping: Mapping) -> None:
        said = mapping.options.get(AS_OF)
        self._day = day_number(str(said)) if said else None
        column = mapping.options.get(AS_OF_COLUMN)
        self._whole_months = column is not None and column.get("layout") in MONTH_PATTERNS
        self._rows = Rows({})
        self._known: set[tuple[Any, ...]] = set()
        self._times: Counter[tuple[Any, int | None]] = Counter()

    def add(self, batch: Batch) -> None:
        names = [name for name in batch.columns if name not in (ORDER, ID, SEEN)]
        columns = self._rows.columns
        for name in (*names, ID, SEEN):
            columns.setdefault(name, [None] * len(self._rows.lines))
        ids, customers = (batch.columns.get(name) or [None] * batch.n for name in (ID, "customer"))
        values = [batch.columns[name] for name in names]
        for at, day in enumerate(self._days(batch)):
            row = tuple(column[at] for column in values)
            who = ids[at]
            if who is None and customers[at] is not None:
                said = (day, *row, batch.extra[at])
                if said in self._known:
                    self._rows.aside[SAME_LINE] += 1
                    continue
                self._known.add(said)
                self._times[customers[at], day] += 1
                times = self._times[customers[at], day]
                who = customers[at] if times == 1 else f"{customers[at]} #{times}"
            for name, value in zip(names, row, strict=True):
                columns[name].append(value)
            columns[ID].append(who)
            columns[SEEN].append(day)
            self._rows.lines.append(batch.line[at])
            self._rows.extra.append(batch.extra[at])

    def rows(self) -> Rows:
        return self._rows

    def _days(self, batch: Batch) -> list[int | None]:
        """The day of each row: as said, else as its own column says; a whole month is its last day."""
        if self._day is not None:
            return [self._day] * batch.n
        if SEEN in batch.columns:
            return list(batch.columns[SEEN])
        if ORDER not in batch.columns:  # figures of a moment that nobody dates
            return [None] * batch.n
        days = [None if one is None else int(one) // MICROSECONDS_A_DAY for one in batch.columns[ORDER]]
        return [None if day is None else ends_month(day) for day in days] if self._whole_months else days
