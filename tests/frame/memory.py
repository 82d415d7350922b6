"""Rows held in plain lists, behind the same contract as the store: for tests that need three lines of data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Field, Type, kind, registry
from cxdesk.domain.reading import Status as Read
from cxdesk.domain.reading import read_answer
from cxdesk.domain.scales import ZERO_TO_TEN, Scale
from cxdesk.domain.start_themes import START
from cxdesk.domain.themes import Theme
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, UNKNOWN_BOOL, BatchInfo, Status, Tagged
from cxdesk.frame.zone import day_number
from cxdesk.store.theme_hits import hits_in

Row = Mapping[str, Any]
_STATUS = {Read.OK: Status.OK, Read.MISSING: Status.MISSING, Read.INVALID: Status.INVALID}


def instant(value: Any) -> int:
    """µs UTC of an ISO text, a datetime or a number; naive texts are read as UTC."""
    if value is None:
        return NO_INSTANT
    if isinstance(value, int):
        return value
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


class MemoryLoader:
    """`rows` by kind; an answer's `score` is read on its `scale` (a Scale, default `scale`) as an import would.

    A column whose name is no field of the kind is an unknown column. `as_of` by kind is what its import says.
    """

    def __init__(
        self,
        rows: Mapping[str, Sequence[Row]],
        scale: Scale = ZERO_TO_TEN,
        settings: Mapping[str, Any] | None = None,
        as_of: Mapping[str, Any] | None = None,
    ) -> None:
        self._rows = {name: list(given) for name, given in rows.items()}
        self._settings = {"zone": "UTC", **(settings or {})}
        self._as_of = as_of or {}
        self.listed: Sequence[Theme] = [replace(theme, id=number) for number, theme in enumerate(START, 1)]
        self.tags: Sequence[tuple[int, int, int]] = ()
        self._default = scale
        self._names: dict[str, list[str]] = {}
        self._scales = list(dict.fromkeys(row.get("scale", scale) for row in self._rows.get("answer", ())))

    def size(self, kind_name: str) -> int:
        return len(self._rows.get(kind_name, ()))

    def attributes(self, kind_name: str) -> Sequence[str]:
        known = {field.name for field in kind(kind_name).fields} | {"scale", "batch", "archived", "floating"}
        return sorted({name for row in self._rows.get(kind_name, ()) for name in row} - known)

    def scales(self) -> Sequence[Scale]:
        return self._scales

    def themes(self) -> Sequence[Theme]:
        return self.listed

    def tagged(self) -> Mapping[int, Tagged]:
        """By the very rules of the store, over the comments held here; `tags` are (row id, theme id, sign)."""
        texts = [
            (number, "\n".join(str(row[name]) for name in names if row.get(name)))
            for kind_name, given in self._rows.items()
            if (names := [field.name for field in kind(kind_name).comments])
            for number, row in zip(self.column(kind_name, "row_id").tolist(), given, strict=True)
        ]
        texts = [(number, text) for number, text in texts if text]
        by_hand = np.array([*self.tags, (0, 0, 0)], np.int64)
        found = {}
        for theme in self.listed:
            added, removed = (
                np.unique(by_hand[(by_hand[:, 1] == theme.id) & (by_hand[:, 2] == sign), 0]) for sign in (1, -1)
            )
            found[theme.id] = Tagged(hits_in(texts, theme.rules), added, removed)
        return found

    def batches(self) -> Sequence[BatchInfo]:
        return [BatchInfo(1, "memory.csv", as_of=instant(at), kinds=(name,)) for name, at in self._as_of.items()]

    def claims(self, kind: str) -> Mapping[int, np.ndarray]:
        return {}

    def settings(self) -> Mapping[str, Any]:
        return self._settings

    def column(self, kind_name: str, name: str) -> np.ndarray | Codes:
        rows = self._rows.get(kind_name, [])
        first = sum(len(self._rows[other]) for other in sorted(self._rows) if other < kind_name)
        numbered = {
            "row_id": np.arange(len(rows), dtype=np.int64) + first + 1,
            "line": np.arange(len(rows), dtype=np.int32) + 2,
        }
        if name in numbered:
            return numbered[name]
        if name == "batch":
            return np.array([row.get("batch", 1) for row in rows], np.int32)
        if name.startswith("extra:"):
            return self._texts([row.get(name[6:]) for row in rows], name)
        if name in ("status", "scale") and kind_name == "answer":
            return self._reading(rows, name)
        base, _colon, aspect = name.partition(":")
        if base == "archived" and any("archived" in row for row in rows):
            return np.array([int(row.get("archived", 0)) for row in rows], np.uint8)
        if not kind(kind_name).has(base):
            raise NotFound(f"{kind_name}.{name}")
        return self._declared(kind(kind_name).field(base), rows, aspect)

    def _declared(self, field: Field, rows: Sequence[Row], aspect: str) -> np.ndarray | Codes:
        values = [row.get(field.name) for row in rows]
        if aspect == "letters":
            return np.array([sum(c.isalpha() for c in value or "") for value in values], np.int32)
        if aspect == "floating":
            return np.array([bool(row.get("floating", False)) for row in rows], bool)
        if field.type is Type.SCORE:
            return self._reading(rows, "score")
        if field.type in (Type.NUMBER, Type.MONEY, Type.DURATION):
            return np.array([np.nan if value is None else float(value) for value in values], np.float64)
        if field.type is Type.BOOL:
            return np.array([UNKNOWN_BOOL if value is None else int(bool(value)) for value in values], np.uint8)
        if field.type is Type.INSTANT:
            return np.array([instant(value) for value in values], np.int64)
        if field.type is Type.DATE:
            return np.array([NO_DAY if v is None else day_number(date.fromisoformat(str(v))) for v in values], np.int32)
        return self._texts(values, field.ref or f"{field.name}")

    def _texts(self, values: Sequence[Any], space: str) -> Codes:
        """Codes whose label list all columns of one space share."""
        labels = self._names.setdefault(space, [])
        known = {label: code for code, label in enumerate(labels)}
        codes = []
        for value in values:
            text = "" if value is None else str(value)
            if text and text not in known:
                known[text] = len(labels)
                labels.append(text)
            codes.append(known[text] if text else -1)
        return Codes(np.array(codes, np.int32), labels)

    def _reading(self, rows: Sequence[Row], name: str) -> np.ndarray:
        scales = [row.get("scale", self._default) for row in rows]
        if name == "scale":
            return np.array([self._scales.index(scale) for scale in scales], np.int32)
        readings = [read_answer(row.get("score"), scale) for row, scale in zip(rows, scales, strict=True)]
        if name == "status":
            return np.array([_STATUS[reading.status] for reading in readings], np.uint8)
        return np.array([np.nan if reading.raw is None else reading.raw for reading in readings], np.float64)


def frame_of(
    rows: Mapping[str, Sequence[Row]],
    scale: Scale = ZERO_TO_TEN,
    settings: Mapping[str, Any] | None = None,
    as_of: Mapping[str, Any] | None = None,
) -> Frame:
    """A Frame over the given rows."""
    unknown = set(rows) - set(registry())
    assert not unknown, unknown
    return Frame.of(1, MemoryLoader(rows, scale, settings, as_of))


def answers(scores: Sequence[Any], role: str = "nps", **same: Any) -> list[dict[str, Any]]:
    """One answer per score, each its own response."""
    return [{"response": f"r{i}", "role": role, "score": score, **same} for i, score in enumerate(scores)]
