"""Reports of totals, held beside reports of the same days that are split otherwise: do they count the same visits?

A report that comes again meets its own rows. One by country beside one by channel meets none of them, and both together
would count every visit twice; but it may as well be of another site. That is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cxdesk.domain.text import fold
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of
from cxdesk.intake.doubts import view_of
from cxdesk.intake.inspection import Inspection, SameDays, TableView
from cxdesk.intake.same_totals import SAME_TOTALS
from cxdesk.intake.stated import STATED, TOTALS
from cxdesk.store import batches

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace


@dataclass(frozen=True)
class _Report:
    """One report of totals: by what its rows are told apart, and its first and last day (ISO)."""

    file: str
    kind: str
    split: frozenset[str]
    first: str
    last: str


def totals_beside(workspace: Workspace, inspections: Sequence[Inspection]) -> list[Inspection]:
    """The same, each report knowing another one of the same days that is split otherwise."""
    if not any(SAME_TOTALS in view.mapping.options for one in inspections for view in one.tables):
        return list(inspections)
    known = _imported(workspace)
    made = []
    for one in inspections:
        tables = []
        for view in one.tables:
            report = _of_view(one.file, view)
            tables.append(view if report is None else _compared(view, report, known))
            known += [report] if report is not None else []
        made.append(replace(one, tables=tuple(tables)))
    return made


def _compared(view: TableView, own: _Report, known: Sequence[_Report]) -> TableView:
    same = [one for one in known if one.kind == own.kind and one.first <= own.last and own.first <= one.last]
    if any(one.split == own.split for one in same):  # the same report, newer: its rows meet their own
        return view
    other = next((one for one in reversed(same)), None)
    if other is None:
        return view
    told = SameDays(other.file, max(other.first, own.first), min(other.last, own.last))
    return view_of(replace(view, basis=replace(view.basis, same_days=told)), view.decisions)


def _of_view(file: str, view: TableView) -> _Report | None:
    mapping = view.mapping
    if SAME_TOTALS not in mapping.options or mapping.kind not in TOTALS:
        return None
    split = _split([use.heading for use in mapping.columns], mapping.options)
    stated = mapping.options.get(STATED, {}).get("day")
    use = mapping.column_of(TOTALS[mapping.kind][0])
    layouts = view.basis.guesses[use.index].layouts if use is not None else ()
    layout = next((one for one in layouts if use is not None and one.layout == use.layout), None)
    first, last = (layout.first, layout.last) if layout is not None else (stated, stated)
    return _Report(file, mapping.kind, split, first, last) if first and last else None


def _split(headings: Sequence[str], options: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(fold(headings[int(at)]) for at in options[SAME_TOTALS]["columns"] if int(at) < len(headings))


def _imported(workspace: Workspace) -> list[_Report]:
    """The live reports, oldest first."""
    live = [one for one in batches.listing(workspace.database) if one.state == "live" and one.kind in TOTALS]
    live = [one for one in live if SAME_TOTALS in one.mapping.get("options", {})]
    found = []
    for one in sorted(live, key=lambda batch: batch.id) if live else ():
        frame = workspace.frame()
        days = frame.days(one.kind, TOTALS[one.kind][0])[frame.column(one.kind, "batch") == one.id]
        days = days[days != NO_DAY]
        if len(days):
            headings = [str(use["heading"]) for use in one.mapping.get("columns", ())]
            first, last = (day_of(int(day)) for day in (days.min(), days.max()))
            found.append(_report(one.file, one.kind, _split(headings, one.mapping["options"]), first, last))
    return found


def _report(file: str, kind: str, split: frozenset[str], first: date, last: date) -> _Report:
    return _Report(file, kind, split, first.isoformat(), last.isoformat())
