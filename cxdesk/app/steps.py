"""What a click does to the question: each step is a Query in, a Query out, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.forms import Place
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import PRESENCE, Compare, CompareTo, Query, Selection


def metric(query: Query, name: str, measure: str = "") -> Query:
    """Look at another number; the click inside the old one is let go."""
    return query.with_(selection=Selection(name, measure))


def point(query: Query, of: Selection, period: Period) -> Query:
    """A point of the trend: only its period. The same point again lets go."""
    chosen = query.selection or of
    again = chosen.period == period
    return query.with_(selection=replace(chosen, period=None if again else period, part=None))


def segment(query: Query, of: Selection, split: str, key: str | None, period: Period | None = None) -> Query:
    """A row of the breakdown; `key` None is the row of those without a value. `period` looks at another period than
    the one clicked, such as the one compared with, for those who are in that one only.
    """
    chosen = query.selection or of
    named = replace(chosen, segment=NONE if key is None else key, part=None, period=period or chosen.period)
    return query.with_(split=split, selection=named)


def placed(query: Query, of: Selection, place: Place) -> Query:
    """A cell of a table: its measure, period, group and part, in place of what was looked at."""
    key = place.segment if place.segment is not None else NONE
    chosen = Selection(of.metric, place.measure, place.period, key if place.segmented else None, place.part)
    return query.with_(split=place.split if place.segmented else query.split, selection=chosen)


def whole(query: Query, of: Selection, period: Period | None = None) -> Query:
    """All that the number counts, in the period asked or in another one."""
    return query.with_(selection=replace(query.selection or of, segment=None, part=None, period=period))


def part(query: Query, of: Selection, name: str | None) -> Query:
    """One part of the number: its detractors, its missing answers …"""
    chosen = query.selection or of
    return query.with_(selection=replace(chosen, part=name))


def worth(query: Query, of: Selection, low: float | None, high: float | None, name: str | None = None) -> Query:
    """Rows of which the value lies between two, or that are one part; the same ones again let go."""
    chosen = query.selection or of
    again = (chosen.low, chosen.high, chosen.part) == (low, high, name)
    named = replace(chosen, low=None, high=None, part=None)
    return query.with_(selection=named if again else replace(named, low=low, high=high, part=name))


def split(query: Query, attribute: str) -> Query:
    """Break down by another attribute; a segment of the old one means nothing there."""
    selection = replace(query.selection, segment=None) if query.selection else None
    return query.with_(split=attribute, selection=selection)


def period(query: Query, chosen: Period | None) -> Query:
    """Another period for everything; None is all dates. A point outside it is let go."""
    selection = query.selection
    if selection and selection.period and chosen and not _inside(selection.period, chosen):
        selection = replace(selection, period=None)
    return _without_sides(query.with_(range=chosen, selection=selection))


def grain(query: Query, chosen: Grain) -> Query:
    """Other units on the trend; a point of the old units is let go."""
    selection = replace(query.selection, period=None) if query.selection else None
    return query.with_(grain=chosen, selection=selection)


def compare(query: Query, chosen: Compare) -> Query:
    return _without_sides(query.with_(compare=chosen))


def keep_only(query: Query, attribute: str, key: str | None) -> Query:
    """A segment becomes a filter, in place of what was asked of the same attribute, and is no longer just looked at."""
    value = NONE if key is None else key
    selection = replace(query.selection, segment=None) if query.selection else None
    return filtered(query, Condition(attribute, Op.IS, (value,))).with_(selection=selection)


def filtered(query: Query, condition: Condition) -> Query:
    """With `condition`, which replaces what was asked of the same field with the same sign."""
    kept = [c for c in query.filters if (c.field, c.op) != (condition.field, condition.op)]
    return query.with_(filters=(*kept, condition))


def unfiltered(query: Query, condition: Condition) -> Query:
    return query.without_filter(condition)


def climb(query: Query, brushed: Period | None) -> Query:
    """One level up: out of the part, the segment, the point, then out of the brush. The top stays as it is."""
    selection = query.selection
    if selection is not None:
        if selection.low is not None:
            return query.with_(selection=replace(selection, low=None, high=None))
        if selection.part is not None:
            return query.with_(selection=replace(selection, part=None))
        if selection.segment is not None:
            return query.with_(selection=replace(selection, segment=None))
        if selection.period is not None:
            return query.with_(selection=replace(selection, period=None))
    if brushed is not None and query.range == brushed:
        return query.with_(range=None)
    return query


def _without_sides(query: Query) -> Query:
    """Without a comparison nobody is on both of its sides: that split, and what was looked at in it, is let go."""
    compared = query.range is not None and query.compare.to is not CompareTo.NONE
    if compared or query.split != PRESENCE:
        return query
    selection = replace(query.selection, segment=None, period=None) if query.selection else None
    return query.with_(split=None, selection=selection)


def _inside(inner: Period, outer: Period) -> bool:
    return inner.start < outer.end and outer.start < inner.end
