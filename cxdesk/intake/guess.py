"""Looking at a column: every count of `Evidence` in one pass over its different texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.text import fold
from cxdesk.intake import numbers
from cxdesk.intake.blocks import Cell, CellError
from cxdesk.intake.clocks import time_in
from cxdesk.intake.count_dates import count_layouts, count_months
from cxdesk.intake.count_numbers import count_numbers
from cxdesk.intake.count_ratings import count_ratings
from cxdesk.intake.evidence import EXAMPLES, MANY_VALUES, Guess
from cxdesk.intake.texts import Texts

LONGEST_MISSING = 24  # no word for "nothing" is longer
TRIED = 2000  # distinct texts that stand for the rest where a share is enough

_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$")
_DURATION = re.compile(r"^-?\d{1,4}:[0-5]\d:[0-5]\d(?:[.,]\d+)?$")
_WORD = re.compile(r"[^\W\d_]{2,}")


def guess(index: int, heading: str, cells: Sequence[Cell], lines: Sequence[int]) -> Guess:
    """Look at one column; `lines[i]` is where `cells[i]` stands in the file."""
    typed = Counter(_type_name(cell) for cell in cells if not isinstance(cell, str) and cell is not None)
    written = [cell.strip() if isinstance(cell, str) else cell_text(cell) for cell in cells]
    counts = Counter(written)
    del counts[""]
    missing = [text for text in counts if len(text) <= LONGEST_MISSING and fold(text) in MISSING_WORDS]
    words = Counter({text: counts.pop(text) for text in missing})
    texts = Texts(written, lines, counts)
    base = Guess(
        index,
        heading,
        len(cells),
        texts.filled,
        tuple(texts.seen(text, n) for text, n in words.most_common()),
        typed.pop("error", 0),
        len(counts),
        typed=dict(typed),
    )
    return _described(base, texts) if texts.filled else base


def _described(base: Guess, texts: Texts) -> Guess:
    counts = texts.counts
    ratings = count_ratings(texts)
    sample = list(counts.items())[:TRIED]
    number = count_numbers(texts)
    few = counts.most_common(MANY_VALUES) if len(counts) <= MANY_VALUES else []
    layouts = count_layouts(texts, base.typed.get("date", 0))
    return replace(
        base,
        unique=len(counts) == base.filled and base.filled > 1,
        counter=_counts_rows(texts.cells),
        padded=sum(n for text, n in counts.items() if text[0] == "0" and numbers.leading_zeros(text)),
        values=tuple(texts.seen(text) for text, _n in few),
        numbers=number,
        layouts=layouts,
        months=() if layouts else count_months(texts),
        points=ratings.points,
        pointed=ratings.pointed,
        out_of=ratings.out_of,
        labels=ratings.labels,
        labelled=ratings.labelled,
        booleans=ratings.booleans,
        emails=_share(texts, sample, lambda text: bool(_EMAIL.match(text))),
        durations=_share(texts, sample, lambda text: bool(_DURATION.match(text))),
        clocks=_clocks(texts, sample),
        length=sum(len(text) * n for text, n in sample) / sum(n for _text, n in sample),
        words=sum(len(_WORD.findall(text)) * n for text, n in sample) / sum(n for _text, n in sample),
        examples=tuple(texts.seen(text) for text, _n in sample[:EXAMPLES]),
    )


def _clocks(texts: Texts, sample: Sequence[tuple[str, int]]) -> int:
    """Cells that are times of day; none where the first is none."""
    return _share(texts, sample, lambda text: time_in(text) is not None) if time_in(sample[0][0]) is not None else 0


def _share(texts: Texts, sample: Sequence[tuple[str, int]], test: Callable[[str], bool]) -> int:
    """Cells that pass, scaled from the sample to the column; exact where the sample is all of it."""
    total = sum(n for _text, n in sample)
    return round(sum(n for text, n in sample if test(text)) * texts.filled / total)


def _counts_rows(cells: Sequence[str]) -> bool:
    if len(cells) < 2 or cells[0] not in ("0", "1"):
        return False
    start = int(cells[0])
    return all(text == str(start + at) for at, text in enumerate(cells))


def cell_text(cell: Cell) -> str:
    """A spreadsheet's cell as a person sees it: 5.0 is 5, a day has no midnight."""
    if isinstance(cell, str):
        return cell
    if cell is None or isinstance(cell, CellError):
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, timedelta):
        return _duration_text(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _duration_text(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _type_name(cell: Cell) -> str:
    if isinstance(cell, CellError):
        return "error"
    if isinstance(cell, bool):
        return "bool"
    if isinstance(cell, int | float):
        return "number"
    if isinstance(cell, date):
        return "date"
    return "duration" if isinstance(cell, time | timedelta) else "text"
