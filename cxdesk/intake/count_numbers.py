"""How the numbers of a column are written: which marks its cells prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from cxdesk.intake import numbers
from cxdesk.intake.evidence import EXAMPLES, NumberCount, Seen
from cxdesk.intake.numbers import APOSTROPHE, SPACE, Marks
from cxdesk.intake.texts import Texts

_AGAINST = {
    ".": (Marks.DECIMAL_COMMA, Marks.GROUPED_POINT),
    ",": (Marks.DECIMAL_POINT, Marks.GROUPED_COMMA),
}


def count_numbers(texts: Texts) -> NumberCount:
    """Count the cells that are numbers and what they say about decimal mark and thousands."""
    tally: Counter[Marks] = Counter()
    examples: dict[Marks, Seen] = {}
    money: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    shaped: list[str] = []
    percent = 0
    for alike in texts.shapes.values():
        found = numbers.marks(alike[0])
        if found is None:
            continue
        n = texts.count(alike)
        tally[found] += n
        if found not in examples:
            examples[found] = replace(texts.seen(alike[0]), count=0)
        shaped += alike
        percent += n if alike[0].endswith("%") else 0
        money[numbers.currency(alike[0]) or ""] += n
        groups[_other_group(alike[0])] += n
    if not shaped:
        return NumberCount()
    failing = _failing(texts, set(shaped))
    del money[""], groups[""]
    sign = money.most_common(1)[0][0] if money else ""
    group = groups.most_common(1)[0][0] if groups else ""
    base = NumberCount(sum(tally.values()), failing=failing, currency=sign, percent=percent, group=group)
    return _with_range(_decided(base, tally, examples), shaped, texts)


def _other_group(text: str) -> str:
    inner = numbers.body(text) or ""
    if any(c in numbers.SPACES for c in inner):
        return SPACE
    return APOSTROPHE if any(c in numbers.APOSTROPHES for c in inner) else ""


def _failing(texts: Texts, shaped: set[str]) -> tuple[Seen, ...]:
    bad: list[Seen] = []
    for text in texts.counts:
        if text not in shaped:
            bad.append(texts.seen(text))
            if len(bad) == EXAMPLES:
                break
    return tuple(bad)


def _decided(base: NumberCount, tally: Counter[Marks], examples: Mapping[Marks, Seen]) -> NumberCount:
    point = tally[Marks.DECIMAL_POINT] + tally[Marks.GROUPED_COMMA]
    comma = tally[Marks.DECIMAL_COMMA] + tally[Marks.GROUPED_POINT]
    decimal = "" if point == comma == 0 else "." if point >= comma else ","
    contrary = tuple(replace(examples[m], count=tally[m]) for m in _AGAINST.get(decimal, ()) if tally[m])
    unsure_mark = "." if tally[Marks.POINT_UNSURE] >= tally[Marks.COMMA_UNSURE] else ","
    unsure = tally[Marks.POINT_UNSURE] + tally[Marks.COMMA_UNSURE]
    group = base.group or {".": ",", ",": "."}.get(decimal, "")
    return replace(
        base, decimal=decimal, group=group, proven=max(point, comma), against=contrary,
        unsure=unsure, unsure_mark=unsure_mark if unsure else "",
    )  # fmt: skip


def _with_range(base: NumberCount, shaped: list[str], texts: Texts) -> NumberCount:
    simple = base.decimal in ("", ".") and base.group in ("", ",") and not base.currency and not base.percent
    read = _simple if simple else numbers.reader(base.decimal or ".", base.group)
    values = [(value, texts.counts[text]) for text in shaped if (value := read(text)) is not None]
    if not values:
        return base
    whole = sum(n for value, n in values if value.is_integer())
    low, high = min(value for value, _n in values), max(value for value, _n in values)
    return replace(base, whole=whole, low=low, high=high)


def _simple(text: str) -> float | None:
    """As numbers.reader(".", ","), for texts that are known to look like numbers."""
    try:
        return float(text)
    except ValueError:
        return numbers.reader(".", ",")(text)
