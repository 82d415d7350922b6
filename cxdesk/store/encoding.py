"""From lists of cells to columns: the numbers a frame computes with (frame.loader says which, per type)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Kind, Type
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, UNKNOWN_BOOL, Status
from cxdesk.store import schema, texts
from cxdesk.store.columns import Column, Labels, coded, joined

MANY_VALUES = 1000  # an unknown column with more distinct texts than this is no segment
EXTRA_PREFIX = "extra:"
MANY_PREFIX = "many:"  # marks an unknown column that is left out
LETTERS = ":letters"

_MEMO = 50_000


def encode(kind: Kind, name: str, values: Sequence[Any]) -> tuple[str, Column]:
    """(column name, column) for the cells of one declared field, or of status, scale."""
    if name == schema.STATUS and not kind.has(name):
        return name, Column(np.array(values, np.uint8))
    if name == schema.SCALE and not kind.has(name):
        return name, coded(values)
    kind_of = kind.field(name).type
    if kind_of is Type.COMMENT:
        return name + LETTERS, Column(texts.scan(values)[0])
    if has_labels(kind, name):
        return name, coded(values)
    if kind_of is Type.BOOL:
        return name, Column(_whole(values, UNKNOWN_BOOL, np.uint8))
    if kind_of is Type.INSTANT:
        return name, Column(_whole(values, NO_INSTANT, np.int64))
    if kind_of is Type.DATE:
        return name, Column(_whole(values, NO_DAY, np.int32))
    return name, Column(np.array(values, np.float64))


def has_labels(kind: Kind, name: str) -> bool:
    """Whether the column of a field (or of status, scale) is codes with labels."""
    if not kind.has(name):
        return name == schema.SCALE
    return kind.field(name).type in (Type.TEXT, Type.LABEL, Type.REF)


def _whole(values: Sequence[Any], none: int, kind: type[np.integer]) -> np.ndarray:
    if None in values:
        values = [none if value is None else value for value in values]
    return np.array(values, kind)


def nothing(kind: Kind, name: str, n: int) -> Column:
    """The column of a field (or of status, scale) that no file gave."""
    declared = kind.field(name).type if kind.has(name) else None
    if declared is Type.COMMENT:
        return Column(np.zeros(n, np.int32))
    if declared is Type.BOOL or (name == schema.STATUS and declared is None):
        return Column(np.full(n, UNKNOWN_BOOL if declared else Status.MISSING, np.uint8))
    if declared is Type.INSTANT:
        return Column(np.full(n, NO_INSTANT, np.int64))
    if declared is Type.DATE:
        return Column(np.full(n, NO_DAY, np.int32))
    if declared in (Type.NUMBER, Type.MONEY, Type.SCORE, Type.DURATION):
        return Column(np.full(n, np.nan))
    return Column(np.full(n, -1, np.int32), Labels.of(()))


class Attributes:
    """Unknown columns, taken out of the JSON of rows."""

    def __init__(self) -> None:
        self._memo: dict[str, Mapping[str, Any]] = {}

    def columns(self, extra: Sequence[str | None]) -> dict[str, Column]:
        """Column name → codes; where a column has too many values only a mark that says so."""
        if all(text is None for text in extra):
            return {}
        whole = coded(extra)
        seen = [self._read(text) for text in whole.labels or ()]
        found = {}
        for heading in dict.fromkeys(heading for one in seen for heading in one):
            column = coded([as_text(one.get(heading)) for one in seen])
            table = np.append(column.values, np.int32(-1))
            name, settled = attribute(heading, Column(table[whole.values], column.labels))
            found[name] = settled
        return found

    def _read(self, text: str) -> Mapping[str, Any]:
        known = self._memo.get(text)
        if known is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            known = self._memo[text] = json.loads(text)
        return known


def attribute(heading: str, column: Column) -> tuple[str, Column]:
    """What is kept of an unknown column: itself, or a mark when it has too many values to be a segment."""
    if column.labels is not None and len(column.labels) <= MANY_VALUES:
        return EXTRA_PREFIX + heading, column
    return MANY_PREFIX + heading, Column(np.ones(len(column), np.uint8))


def as_text(value: Any) -> str | None:
    """An attribute's value as a label; empty is none."""
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def lacking(name: str, example: Column, n: int) -> Column:
    """`n` rows without value, in the shape of another stretch of the same column."""
    if example.labels is not None:
        return Column(np.full(n, -1, np.int32), Labels.of(()))
    kind = example.values.dtype
    if kind == np.float64:
        return Column(np.full(n, np.nan))
    none = {
        np.dtype(np.int64): NO_INSTANT,
        np.dtype(np.uint8): Status.MISSING if name == schema.STATUS else UNKNOWN_BOOL,
    }
    whole = 0 if name.endswith(LETTERS) else NO_DAY
    return Column(np.full(n, none.get(kind, whole), kind))


def together(name: str, parts: Sequence[tuple[Column | None, int]]) -> Column:
    """Stretches of one column, joined; each with its number of rows, None where it is lacking."""
    example = next(column for column, _n in parts if column is not None)
    return joined([column if column is not None else lacking(name, example, n) for column, n in parts])
