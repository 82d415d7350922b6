"""Snapshots of one day or of several as stretches of subscriptions: one per customer and price, without doubling."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from cxdesk.intake.batch import Batch
from cxdesk.intake.gathering import ORDER, Rows
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.snapshots import AS_OF, CHURNED, END, START, TENURE, day_number, months_before, stretch

SAME_STRETCH = "same_stretch"
ID = "subscription"
PRICE = ("amount", "mrr", "arr", "plan", "interval", "quantity")
MICROSECONDS_A_DAY = 86_400_000_000


class Stretches:
    """Each row is a customer on one day; rows of one customer follow one another by their days."""

    def __init__(self, mapping: Mapping) -> None:
        said = mapping.options.get(AS_OF)
        self._day = day_number(str(said)) if said else None
        self._names: list[str] = []
        self._rows: dict[Any, list[tuple[int, int, str | None, dict[str, Any]]]] = defaultdict(list)
        self._nameless = 0

    def add(self, batch: Batch) -> None:
        names = [name for name in batch.columns if name != ORDER]
        self._names = self._names or names
        days = batch.columns.get(ORDER) or [None] * batch.n
        for at in range(batch.n):
            own = {name: batch.columns[name][at] for name in names}
            who = own.get(ID) or own.get("customer")
            if who is None:
                self._nameless += 1
                who = (self._nameless,)
            day = self._day if days[at] is None else int(days[at]) // MICROSECONDS_A_DAY
            self._rows[who].append((day or 0, batch.line[at], batch.extra[at], own))

    def rows(self) -> Rows:
        names = list(dict.fromkeys([*self._names, ID, START, END]))
        found = Rows({name: [] for name in names})
        for who, seen in self._rows.items():
            spans = _spans(sorted(seen, key=lambda row: row[:2]))
            found.aside[SAME_STRETCH] += len(seen) - len(spans)
            for line, extra, own in spans:
                own[ID] = own.get(ID) or (None if isinstance(who, tuple) else who)
                found.lines.append(line)
                found.extra.append(extra)
                for name in names:
                    found.columns[name].append(own.get(name))
        found.aside = +Counter(found.aside)
        return found


def _spans(seen: list[tuple[int, int, str | None, dict[str, Any]]]) -> list[tuple[int, str | None, dict[str, Any]]]:
    """The stretches of one customer, oldest first: a new one where the price differs from the snapshot before, or
    where the customer is back.
    """
    spans: list[tuple[int, str | None, dict[str, Any]]] = []
    for day, line, extra, row in seen:
        start, end = stretch(day, row.get(TENURE), row.get(CHURNED))
        own = {**row, START: start, END: end}
        before = spans[-1][2] if spans else None
        if before is None or (before[END] is not None and start is not None and start >= before[END]):
            spans.append((line, extra, own))
        elif before[END] is not None or end is not None or _price(before) == _price(own):
            own[START] = before[START]
            own |= {name: before[name] for name in PRICE if end is not None and name in before}
            own[END] = before[END] if before[END] is not None else end
            spans[-1] = (line, extra, own)
        else:
            since = max(months_before(day, 1), before[START] or 0) if start is None else max(start, _begin(day, before))
            before[END] = since
            own[START] = since
            spans.append((line, extra, own))
    return spans


def _begin(day: int, before: dict[str, Any]) -> int:
    """Since when the price of a snapshot holds that differs from the one before: the month that the snapshot ends."""
    return max(months_before(day, 1), (before[START] or 0) + 1)


def _price(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in PRICE)
