"""Which date layouts the cells of a column fit, and which of them prove the order of day and month."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise

from cxdesk.intake import dates
from cxdesk.intake.dates import COMPACT_PATTERNS, TYPED
from cxdesk.intake.evidence import EXAMPLES, LayoutCount, Seen
from cxdesk.intake.texts import Texts

MOST_RIVALS = 4
IN_ORDER_LEAST = 8  # different days; so many come in order by chance once in 20,000 columns
MOST_TEXTS = 0.9  # so many of the texts among cells that are days must be days, too
MONTHS = 12
MANY = 100  # texts from which on reading them all at once pays
_CELL = re.compile(r"^\d{4}-\d\d-\d\d")
_SECONDS = re.compile(r"[:hH]\d\d:\d\d")
_T = re.compile(r"\dT\d")


def count_layouts(texts: Texts, typed_dates: int) -> tuple[LayoutCount, ...]:
    """The layout that reads most of the cells, then those that read as many; none that reads fewer than half."""
    if typed_dates * 2 > texts.filled:
        typed = _typed(texts, typed_dates)
        return _beside_typed(typed, texts) or (typed,)
    found = []
    for name, alike in _looking_like(texts).items():
        if texts.count(alike) * 2 >= texts.filled:
            found.append(_count(name, alike, texts))
    return _compared(_best([one for one in found if one.cells * 2 >= texts.filled], texts), texts)


def count_months(texts: Texts) -> tuple[LayoutCount, ...]:
    """The layouts of whole months that read every cell but a few, the best first."""
    found: dict[str, list[str]] = {}
    for alike in texts.shapes.values():
        for one in dates.month_candidates(alike[0]):
            found.setdefault(one.name, []).extend(alike)
    counts = [_count(name, alike, texts) for name, alike in found.items()]
    return _best([one for one in counts if one.cells * 2 >= texts.filled], texts)


def _typed(texts: Texts, cells: int) -> LayoutCount:
    days = sorted(text[:10] for text in texts.counts if text[:4].isdigit())
    times = sum(n for text, n in texts.counts.items() if len(text) > 10)
    first, last = (days[0], days[-1]) if days else ("", "")
    return LayoutCount(TYPED, cells, cells, first=first, last=last, times=times)


def _beside_typed(typed: LayoutCount, texts: Texts) -> tuple[LayoutCount, ...]:
    """The layouts of the days typed as text among cells that are days: they read both. None where the texts begin after
    the 12th of their months and the cells never do: then a program took month for day in every cell that it could.
    """
    rest = texts.only(Counter({text: n for text, n in texts.counts.items() if not _CELL.match(text)}))
    found = [_count(name, alike, rest) for name, alike in _looking_like(rest).items()]
    found = [one for one in found if one.cells >= MOST_TEXTS * rest.filled]
    if not rest.filled or not found or _swapped(found[0], rest, texts):
        return ()
    told = _compared(_best(found, rest), rest)
    return tuple(_with(typed, one) for one in told)


def _swapped(one: LayoutCount, rest: Texts, texts: Texts) -> bool:
    written = [date.fromordinal(day + dates.EPOCH).day for day in _days(one, rest).values()]
    cells = [int(text[8:10]) for text in texts.counts if _CELL.match(text)]
    return min(written, default=0) > MONTHS >= max(cells, default=MONTHS)


def _with(typed: LayoutCount, one: LayoutCount) -> LayoutCount:
    return replace(
        one,
        cells=one.cells + typed.cells,
        first=min(one.first, typed.first) if typed.first else one.first,
        last=max(one.last, typed.last),
        times=one.times + typed.times,
    )


def _looking_like(texts: Texts) -> dict[str, list[str]]:
    """Layout → the texts that have its shape."""
    found: dict[str, list[str]] = {}
    for alike in texts.shapes.values():
        for one in dates.candidates(alike[0]):
            found.setdefault(one.name, []).extend(alike)
    return found


def _count(name: str, alike: Sequence[str], texts: Texts) -> LayoutCount:
    one = dates.layout(name)
    other_name = dates.twin(name)
    other = dates.layout(other_name) if other_name else None
    in_full = _days_in_full(one, alike) if other is None else None
    if in_full is not None:
        cells = texts.count(alike)
        ends = (iso_day(min(in_full)), iso_day(max(in_full)))
        return LayoutCount(_named(one, alike), cells, cells, (), *ends, 0, cells)
    cells = proven = offsets = times = 0
    days: set[int] = set()
    bad: list[Seen] = []
    for text in alike:
        wall = one.read(text)
        n = texts.counts[text]
        if wall is None:
            if len(bad) < EXAMPLES:
                bad.append(texts.seen(text))
            continue
        cells += n
        proven += n if other is None or other.read(text) is None else 0
        offsets += n if wall.offset is not None else 0
        times += n if wall.time or ":" in text else 0
        days.add(wall.day)
    first, last = (iso_day(min(days)), iso_day(max(days))) if days else ("", "")
    return LayoutCount(_named(one, alike), cells, proven, tuple(bad), first, last, offsets, times)


def _days_in_full(one: dates.Layout, alike: Sequence[str]) -> set[int] | None:
    """The days of instants that are all written in full, read all at once; None where one is not, or they are few."""
    if len(alike) < MANY or not one.splits or "%I" in one.name:
        return None
    from cxdesk.intake.dates_in_full import DatesInFull, parts_of

    pieces = parts_of(one.date_pattern)
    between = "T" if "T" in alike[0] else " "
    found = None if pieces is None else DatesInFull(pieces, between, lambda _day: 0).read(alike)
    return None if found is None else {instant // dates.DAY for instant in found[0]}


def iso_day(day: int) -> str:
    """The ISO date of a number of days since 1970-01-01."""
    return date.fromordinal(day + dates.EPOCH).isoformat()


def _named(one: dates.Layout, alike: Sequence[str]) -> str:
    """The layout's full pattern, with T, seconds and offset where cells have them."""
    if not one.has_time or one.name in COMPACT_PATTERNS:
        return one.name
    sample = alike[:200]
    seconds = ":%S" if any(_SECONDS.search(text) for text in sample) else ""
    between = "T" if any(_T.search(text) for text in sample[:1]) else " "
    half = " %p" if "%I" in one.name else ""
    offset = "%z" if any((wall := one.read(text)) and wall.offset is not None for text in sample) else ""
    hour = "%I" if half else "%H"
    return f"{one.date_pattern}{between}{hour}:%M{seconds}{half}{offset}"


def _best(found: list[LayoutCount], texts: Texts) -> tuple[LayoutCount, ...]:
    """The layout of most cells and its rivals; of those that read all cells as the same days, the first."""
    timed = any(one.times for one in found)
    found = [one for one in found if dates.layout(one.layout).has_time == timed] or found
    kept: list[LayoutCount] = []
    for one in sorted(found, key=lambda one: -one.cells):
        same = any(_alike(one, other, texts) for other in kept)
        if not same and len(kept) < MOST_RIVALS:
            kept.append(one)
    return tuple(kept)


def _alike(one: LayoutCount, other: LayoutCount, texts: Texts) -> bool:
    """Whether two layouts read a column alike. Where months are words, the same count and ends are proof enough."""
    if (one.cells, one.first, one.last) != (other.cells, other.first, other.last):
        return False
    return ("%b" in one.layout and "%b" in other.layout) or _days(one, texts) == _days(other, texts)


def _compared(found: tuple[LayoutCount, ...], texts: Texts) -> tuple[LayoutCount, ...]:
    """Twins that read every cell, told apart by an example and by the order of the rows."""
    first = found[0] if found else None
    other = next((one for one in found[1:] if dates.twin(one.layout) == first.layout), None) if first else None
    if first is None or other is None or other.cells != first.cells or first.proven:
        return found
    here, there = _days(first, texts), _days(other, texts)
    example = next(text for text, day in here.items() if there[text] != day)
    told = {
        one.layout: replace(
            one, example=example, example_day=iso_day(days[example]), in_order=_in_order(days, texts.cells)
        )
        for one, days in ((first, here), (other, there))
    }
    return tuple(told.get(one.layout, one) for one in found)


def _days(one: LayoutCount, texts: Texts) -> dict[str, int]:
    """Text → the day that it names in a layout."""
    known = dates.layout(one.layout)
    return {text: wall.day for text in texts.counts if (wall := known.read(text)) is not None}


def _in_order(days: Mapping[str, int], cells: Sequence[str]) -> bool:
    """Whether the rows go forward in time, or back, on enough different days; not where they are in the order of the
    alphabet, which may be why.
    """
    written = [text for text in cells if text in days]
    steps = [day for day, _same in groupby(days[text] for text in written)]
    if len(steps) < IN_ORDER_LEAST or written in (sorted(written), sorted(written, reverse=True)):
        return False
    pairs = list(pairwise(steps))
    return all(one < other for one, other in pairs) or all(one > other for one, other in pairs)
