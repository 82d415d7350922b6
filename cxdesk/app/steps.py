"""What a click does to the question: each step is a Query in, a Query out, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Compare, Query, Selection


def metric(query: Query, name: str, measure: str = "") -> Query:
    """Look at another number; the click inside the old one is let go."""
    return query.with_(selection=Selection(name, measure))


def point(query: Query, of: Selection, period: Period) -> Query:
    """A point of the trend: only its period. The same point again lets go."""
    chosen = query.selection or of
    again = chosen.period == period
    return query.with_(selection=replace(chosen, period=None if again else period, part=None))


def segment(query: Query, of: Selection, split: str, key: str | None) -> Query:
    """A row of the breakdown; `key` None is the row of those without a value."""
    chosen = query.selection or of
    return query.with_(split=split, selection=replace(chosen, segment=NONE if key is None else key, part=None))


def part(query: Query, of: Selection, name: str | None) -> Query:
    """One part of the number: its detractors, its missing answers …"""
    chosen = query.selection or of
    return query.with_(selection=replace(chosen, part=name))


def split(query: Query, attribute: str) -> Query:
    """Break down by another attribute; a segment of the old one means nothing there."""
    selection = replace(query.selection, segment=None) if query.selection else None
    return query.with_(split=attribute, selection=selection)


def period(query: Query, chosen: Period | None) -> Query:
    """Another period for everything; None is all dates. A point outside it is let go."""
    selection = query.selection
    if selection and selection.period and chosen and not _inside(selection.period, chosen):
        selection = replace(selection, period=None)
    return query.with_(range=chosen, selection=selection)


def grain(query: Query, chosen: Grain) -> Query:
    """Other units on the trend; a point of the old units is let go."""
    selection = replace(query.selection, period=None) if query.selection else None
    return query.with_(grain=chosen, selection=selection)


def compare(query: Query, chosen: Compare) -> Query:
    return query.with_(compare=chosen)


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
        if selection.part is not None:
            return query.with_(selection=replace(selection, part=None))
        if selection.segment is not None:
            return query.with_(selection=replace(selection, segment=None))
        if selection.period is not None:
            return query.with_(selection=replace(selection, period=None))
    if brushed is not None and query.range == brushed:
        return query.with_(range=None)
    return query


def _inside(inner: Period, outer: Period) -> bool:
    return inner.start < outer.end and outer.start < inner.end
