"""Lists of subscriptions as of a day, held beside the lists that are there: do they speak of the same customers?

Two lists of one business a month apart share most customers. Where they share few, either nearly everybody left, or one
of them is a part of all: that is asked, because by itself each would end the subscriptions of the other's customers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.frame.codes import Codes
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of
from cxdesk.intake.doubts import view_of
from cxdesk.intake.inspection import Beside, Inspection, TableView
from cxdesk.intake.snapshots import day_number, days_of
from cxdesk.workspace.costs_beside import costs_beside
from cxdesk.workspace.totals_beside import totals_beside

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

KIND = "subscription"
TOLD = 3  # customers named
_Lists = dict[str, Collection[str]]  # ISO day → who is on the lists of that day


def beside(workspace: Workspace, inspections: Sequence[Inspection]) -> list[Inspection]:
    """The same, each table of a list knowing how many of its customers are on the list nearest to its day; on the
    newest where its day is not known; and each report of totals or costs knowing another of the same days.
    """
    inspections = costs_beside(workspace, totals_beside(workspace, inspections))
    if not any(view.basis.who for one in inspections for view in one.tables):
        return inspections
    lists = _imported(workspace)
    made = []
    for one in inspections:
        made.append(replace(one, tables=tuple(_compared(view, lists) for view in one.tables)))
        for view in one.tables:
            _first, day = days_of(view)
            if view.basis.who and day:
                lists[day] = {*lists.get(day, ()), *view.basis.who}
    return made


def _imported(workspace: Workspace) -> _Lists:
    """Who is on each list of the workspace, under the names that a list gives them."""
    frame = workspace.frame()
    if not frame.size(KIND):
        return {}
    days, names = frame.column(KIND, "seen_on"), frame.column(KIND, "customer")
    assert isinstance(names, Codes)
    listed = (frame.column(KIND, "started_on") == NO_DAY) & (days != NO_DAY) & (names.codes >= 0)
    return {
        day_of(day).isoformat(): {str(names.labels[code]) for code in np.unique(names.codes[listed & (days == day)])}
        for day in np.unique(days[listed]).tolist()
    }


def _compared(view: TableView, lists: Mapping[str, Collection[str]]) -> TableView:
    first, own = days_of(view)
    others = sorted((day for day in lists if not first <= day <= own), reverse=True)
    if not view.basis.who or not others:
        return view
    day = min(others, key=lambda other: abs(day_number(other) - day_number(own))) if own else others[0]
    shared = [who for who in view.basis.who if who in lists[day]]
    new = [who for who in view.basis.who if who not in lists[day]]
    found = Beside(day, len(view.basis.who), len(shared), tuple(new[:TOLD]))
    return view_of(replace(view, basis=replace(view.basis, beside=found)), view.decisions)
