"""Reports of what campaigns cost, held beside reports of the same days: do they tell the same costs again?

Where most of what both say of the same days and words is the same to the cent, one is the other made anew, and nothing
is asked. Where the amounts differ it may be a later state of the same report, or the campaign of the same name in
another account; where the same days come to about the same money split otherwise, it may be the same money. Nobody can
tell from the files, so that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.period_words import day_text
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of
from cxdesk.intake.doubts import view_of
from cxdesk.intake.inspection import Inspection, SameDays, TableView
from cxdesk.metrics.views import newer_costs
from cxdesk.metrics.views.newer_costs import KIND, Words
from cxdesk.store import batches
from cxdesk.store.rows import MONEY_UNIT
from cxdesk.system.i18n import number

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

ABOUT_THE_SAME = 0.2  # sums of the same days that differ by less may be the same money
TOLD = 3  # examples
_Key = tuple[Words, int, int]


@dataclass(frozen=True)
class _Report:
    """One report: of which words and days [first, after) it tells which amount."""

    file: str
    sha256: str
    amounts: Mapping[_Key, int]

    @property
    def days(self) -> tuple[int, int]:
        return min(first for _words, first, _after in self.amounts), max(after for *_key, after in self.amounts)

    @property
    def words(self) -> set[Words]:
        return {words for words, _first, _after in self.amounts}

    @property
    def split(self) -> set[tuple[bool, ...]]:
        """Which words are said at all."""
        return {tuple(map(bool, words)) for words in self.words}

    def on(self, first: int, after: int) -> float:
        """What was spent on these days, every amount spread evenly over its own."""
        return sum(
            amount * max(0, min(end, after) - max(start, first)) / (end - start)
            for (_words, start, end), amount in self.amounts.items()
        )


def costs_beside(workspace: Workspace, inspections: Sequence[Inspection]) -> list[Inspection]:
    """The same, each report of costs knowing another one of which it may be a newer state."""
    if not any(view.basis.stretches for one in inspections for view in one.tables):
        return list(inspections)
    known = list(_imported(workspace))
    made = []
    for one in inspections:
        tables = []
        for view in one.tables:
            own = _of_view(one, view)
            tables.append(_compared(view, own, known) if own.amounts else view)
            known += [own] if own.amounts else []
        made.append(replace(one, tables=tuple(tables)))
    return made


def _of_view(one: Inspection, view: TableView) -> _Report:
    told = view.basis.stretches
    first = np.array([stretch.first for stretch in told], np.int64)
    after = np.array([NO_DAY if stretch.after is None else stretch.after for stretch in told], np.int64)
    days = zip(*(column.tolist() for column in newer_costs.covered(first, after)), strict=True)
    found: dict[_Key, int] = {}
    for stretch, (start, end) in zip(told, days, strict=True):
        if end > start and stretch.amount:
            found[stretch.words, start, end] = found.get((stretch.words, start, end), 0) + stretch.amount
    return _Report(one.file, one.sha256, found)


def _imported(workspace: Workspace) -> Iterator[_Report]:
    """The live reports, oldest first, as far as they count."""
    frame = workspace.frame()
    if not frame.size(KIND):
        return
    costs = newer_costs.told(frame)
    gone, _some = newer_costs.told_anew(frame)
    rows = {row.id: row for row in batches.listing(workspace.database)}
    amount = frame.column(KIND, "amount")
    counts = ~gone & np.isfinite(amount) & (amount != 0) & (costs.start != NO_DAY) & (costs.end > costs.start)
    for report in costs.reports:
        found: dict[_Key, int] = {}
        for at in np.flatnonzero(counts & (costs.newest == report.batch)).tolist():
            key = (costs.names[costs.words[at]], int(costs.start[at]), int(costs.end[at]))
            found[key] = found.get(key, 0) + int(amount[at])
        if found:
            yield _Report(rows[report.batch].file, rows[report.batch].sha256, found)


def _compared(view: TableView, own: _Report, known: Sequence[_Report]) -> TableView:
    """The view that knows of the newest report of which it cannot be told whether it is the same."""
    unsure = None
    for other in reversed(known):
        first, after = max(own.days[0], other.days[0]), min(own.days[1], other.days[1])
        if first >= after or other.sha256 == own.sha256:
            continue
        if own.words & other.words:
            both = own.amounts.keys() & other.amounts.keys()
            same = sum(own.amounts[key] == other.amounts[key] for key in both)
            if both and 2 * same >= len(both):
                return view
            unsure = unsure or (other, first, after, False)
        elif not own.split & other.split and _about_the_same(own.on(first, after), other.on(first, after)):
            unsure = unsure or (other, first, after, True)
    if unsure is None:
        return view
    other, first, after, split = unsure
    examples = () if split else tuple(_examples(own, other, first, after))
    told = SameDays(other.file, _iso(first), _iso(after - 1), split, examples, other.sha256)
    return view_of(replace(view, basis=replace(view.basis, same_days=told)), view.decisions)


def _about_the_same(one: float, two: float) -> bool:
    return abs(one - two) <= ABOUT_THE_SAME * max(abs(one), abs(two))


def _examples(own: _Report, other: _Report, first: int, after: int) -> Iterator[str]:
    """Some words of both, with what each says of them."""
    for words in sorted(own.words & other.words)[:TOLD]:
        said = [_first_of(report, words, first, after) for report in (other, own)]
        if said[0] and said[1]:
            yield f"{' · '.join(filter(None, words))}: {said[0]} / {said[1]}"


def _first_of(report: _Report, words: Words, first: int, after: int) -> str:
    found = [
        (start, end, amount)
        for (own, start, end), amount in sorted(report.amounts.items())
        if own == words and start < after and end > first
    ]
    if not found:
        return ""
    start, end, amount = found[0]
    days = day_text(day_of(start)) if end == start + 1 else f"{day_text(day_of(start))} – {day_text(day_of(end - 1))}"
    return f"{number(amount / MONEY_UNIT, 2)} ({days})"


def _iso(day: int) -> str:
    return day_of(day).isoformat()
