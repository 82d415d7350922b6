"""Totals without a day in their rows: the period stands above the table or in the name of the file, and its first day
dates every row. A column may also count the days of that period (0, 1, 2 …).

Option of a mapping: `stated` = {"field": the field that the day feeds, "day": ISO day}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cxdesk.domain.text import fold
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.dates import EPOCH
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.months import month, months
from cxdesk.intake.zones import WallClock

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

STATED, STARTS = "stated", wordings.STARTS
TOTALS: Mapping[str, tuple[str, tuple[str, ...]]] = {"web_session": ("started_at", ("sessions", "visitors"))}
MONTHS = 12
_BEGINS = re.compile(r"\b(start|begin|from|debut|du|incepere|inceput|de la)\b")
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_./ ]?(0[1-9]|1[0-2])[-_./ ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?![-_.]?\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_IN_WORDS = re.compile(
    r"(?:\b(\d{1,2})(?:er|st|nd|rd|th)?\s+)?(?:[–—-]\s*\d{1,2}\s+)?\b([^\W\d_]{3,})\b\.?\s*(\d{1,2})?(?!\d)"
)


def first_day(above: Sequence[str], name: str) -> str:
    """The ISO first day of the period that lines above a table, or else the name of its file, say; "" where neither
    does.
    """
    lines = [fold(line.strip("# ,;\t")) for line in above]
    begins = [line for line in lines if _BEGINS.search(line)]
    return next(_days([*begins, *lines, fold(name.rpartition(".")[0] or name)]), "")


def _days(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for year, number, day in (found.groups() for found in _DAY.finditer(text)):
            yield from _iso(int(year), int(number), int(day))
        for year, number in (found.groups() for found in _MONTH.finditer(text)):
            yield from _iso(int(year), int(number), 1)
        yield from _numeric(text)
        yield from _in_words(text)


def _numeric(text: str) -> Iterator[str]:
    """`01.03.2026 - 31.03.2026`: the day first with points, else whichever order all of the line's dates allow; nothing
    where they allow both.
    """
    found = [(int(one), mark, int(other), int(year)) for one, mark, other, year in _NUMERIC.findall(text)]
    day_first = any(one > MONTHS or mark == "." for one, mark, _other, _year in found)
    if day_first == any(other > MONTHS for _one, _mark, other, _year in found):
        return
    for one, _mark, other, year in found:
        yield from _iso(year, *((other, one) if day_first else (one, other)))


def _in_words(text: str) -> Iterator[str]:
    """`march 2026`, `1 – 28 mars 2026`, `march 1, 2026`: from the first name of a month, and the first year."""
    year = _YEAR.search(text)
    for found in _IN_WORDS.finditer(text) if year else ():
        before, word, after = found.groups()
        if word in months():
            yield from _iso(int(year[0]) if year else 0, month(word) or 0, int(before or after or 1))
            return


def _iso(year: int, number: int, day: int) -> Iterator[str]:
    try:
        yield date(year, number, day).isoformat()
    except ValueError:
        return


def settle_stated(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The option of a mapping, and the question when the period of totals begins that no row dates."""
    field, counted = TOTALS.get(draft.kind.name, ("", ()))
    given = {use.field for use in columns}
    if not field or field in given or not given & set(counted) or set(draft.kind.key) & given:
        return {}
    named = draft.basis.stated
    proposed = named or (None if draft.format is not None else wordings.NO_DAY)
    draft.ask(wordings.starts_doubt(proposed, named))
    chosen = draft.said(STARTS) or proposed
    return {} if chosen in (None, wordings.NO_DAY) else {STATED: {"field": field, "day": chosen}}


def day_count(draft: Draft, use: ColumnUse) -> ColumnUse | None:
    """The use of a column that counts the days of the stated period; None for any other column."""
    known = draft.format
    raw = draft.basis.raw_headings[use.index]
    if known is None or not known.counts_days(raw) or not draft.basis.stated:
        return None
    return replace(use, layout=f"since:{draft.basis.stated}", zone="floating")


class Stated:
    """Dates rows that have no day of their own."""

    def __init__(self, option: Mapping[str, Any], clock: WallClock) -> None:
        self.field = str(option["field"])
        self._instant = clock.instant(date.fromisoformat(str(option["day"])).toordinal() - EPOCH, 0)[0]

    def values(self, given: Sequence[Any] | None, n: int) -> list[Any]:
        return [self._instant if value is None else value for value in (given or [None] * n)]
