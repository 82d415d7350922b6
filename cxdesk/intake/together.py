"""Files that are looked at together: what one of them holds may say that nothing of another should be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cxdesk.intake import formats, leaving_out
from cxdesk.intake.doubts import view_of
from cxdesk.intake.inspection import Inspection, TableView
from cxdesk.system.i18n import N_

COUNTS_THE_SAME = N_("Another file counts the same visits of the same period and says more.")
NEXT_TO_NOTHING = N_("It holds next to nothing; another file holds the rows.")

_Place = tuple[int, int]  # of the file, of the table in it


def looked_at_together(found: Sequence[Inspection]) -> list[Inspection]:
    """The same files, with tables left out that count again what another counts, or hold next to nothing. The person
    may take them all the same.
    """
    views = {(at, n): view for at, one in enumerate(found) for n, view in enumerate(one.tables)}
    if len(found) < 2:
        return list(found)
    open_ = {place: view for place, view in views.items() if not view.left_out}
    places = list(open_)
    why = {places[at]: NEXT_TO_NOTHING for at in leaving_out.scraps(list(open_.values()))} | _twice(open_)
    for place, reason in why.items():
        view = views[place]
        views[place] = view_of(replace(view, basis=replace(view.basis, leave_out=reason)), view.decisions)
    return [replace(one, tables=tuple(views[at, n] for n in range(len(one.tables)))) for at, one in enumerate(found)]


def _twice(views: Mapping[_Place, TableView]) -> dict[_Place, str]:
    """Reports of one tool about the same days that are cut in different ways: all but those cut as the ones that cover
    most. Reports with the same headings may be of different sites.
    """
    tools: dict[str, dict[tuple[str, ...], list[_Place]]] = {}
    for place, view in views.items():
        known = formats.registry().get(view.format or "")
        if known is not None and known.once and _days(view) is not None:
            tools.setdefault(known.tool, {}).setdefault(view.headings, []).append(place)
    found: dict[_Place, str] = {}
    for cuts in tools.values():
        best = max(cuts.values(), key=lambda places: _covers([views[place] for place in places]))
        others = [place for places in cuts.values() if places is not best for place in places]
        again = [place for place in others if any(_overlap(views[place], views[one]) for one in best)]
        found |= dict.fromkeys(again, COUNTS_THE_SAME)
    return found


def _days(view: TableView) -> tuple[date, date] | None:
    """The first and last day that a report is known to be about."""
    use = view.mapping.column_of("started_at")
    layouts = view.basis.guesses[use.index].layouts if use is not None else ()
    ends = (layouts[0].first, layouts[0].last) if layouts else (view.basis.stated,) * 2
    return (date.fromisoformat(ends[0]), date.fromisoformat(ends[1])) if all(ends) else None


def _covers(views: Sequence[TableView]) -> tuple[int, tuple[bool, int]]:
    """How many days reports cover, and how much they say."""
    ends = [days for view in views if (days := _days(view)) is not None]
    return sum((last - first).days + 1 for first, last in ends), max(map(leaving_out.says, views))


def _overlap(one: TableView, other: TableView) -> bool:
    own, theirs = _days(one), _days(other)
    return own is not None and theirs is not None and own[0] <= theirs[1] and theirs[0] <= own[1]
