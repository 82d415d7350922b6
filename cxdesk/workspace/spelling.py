"""The values of stored rows as a person reads them: answers on their scale, sums with their currency, days in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds import ROLE_TITLES, Field, Kind, Role, Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scale_text import read_scale
from cxdesk.frame.loader import Status
from cxdesk.frame.zone import day_of
from cxdesk.intake.cells_of_money import MONEY_UNITS
from cxdesk.system.i18n import N_, _, day, moment, number

EXTRA, STATUS, SCALE, SCORE = "extra", "status", "scale", "score"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CENT = MONEY_UNITS // 100
_STATUS_WORDS = {Status.MISSING: N_("no answer"), Status.INVALID: N_("not usable")}
_ROLE = "role"  # of answers; the question says it better


@dataclass(frozen=True)
class Spelled:
    """One value: the field's name (or the heading of a column kept beside), its title and the value in words."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Speller:
    """Spells rows of one kind. `floating`: instants that are wall time; `zone`: where the others are shown."""

    kind: str
    zone: str = "UTC"
    floating: frozenset[str] = field(default_factory=frozenset)

    @property
    def _kind(self) -> Kind:
        return kind_named(self.kind)

    def row(self, values: Mapping[str, Any]) -> list[Spelled]:
        """Every filled value of a row, in the order of the kind's fields, then the columns kept beside."""
        return [*self._declared(values), *_beside(values)]

    def _declared(self, values: Mapping[str, Any]) -> Iterator[Spelled]:
        for one in self._kind.fields:
            text = self._text(one, values)
            if text and not self._hidden(one.name):
                yield Spelled(one.name, _(one.title), text)

    def key(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What identifies the row: its key as far as it has one, else when it was and whose."""
        kind = self._kind
        by_key = [name for name in (*kind.key, *kind.key_too) if values.get(name) is not None]
        other = [name for name in (kind.subject, kind.at) if name and kind.has(name) and values.get(name) is not None]
        names = by_key if kind.key and kind.key[0] in by_key else [*by_key, *(n for n in other if n not in by_key)]
        return {name: self._text(kind.field(name), values) for name in names if not self._hidden(name)}

    def _hidden(self, name: str) -> bool:
        return name == _ROLE and self._kind.has(SCORE)

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
        """(name, title, before, after) of every value that is not the same."""
        there = {one.name: one for one in self.row(before)}
        then = {one.name: one for one in self.row(after)}
        found = []
        for name in dict.fromkeys([*(n for n in then), *(n for n in there if n not in then)]):
            old, new = there.get(name), then.get(name)
            if (old.text if old else "") != (new.text if new else "") or before.get(name) != after.get(name):
                title = (new or old or Spelled(name, name, "")).title
                found.append((name, title, old.text if old else "", new.text if new else ""))
        return [one for one in found if one[2] != one[3]] or found

    def _text(self, declared: Field, values: Mapping[str, Any]) -> str:
        value = values.get(declared.name)
        if declared.type is Type.SCORE:
            return _score(value, values)
        if value is None:
            return ""
        if declared.type is Type.INSTANT:
            return self._instant(declared.name, int(value))
        return _plain(declared, value, values)

    def _instant(self, name: str, microseconds: int) -> str:
        try:
            when = _EPOCH + timedelta(microseconds=microseconds)
            if name not in self.floating:
                when = when.astimezone(ZoneInfo(self.zone))
        except (OverflowError, ValueError, ZoneInfoNotFoundError, OSError):
            return str(microseconds)
        return day(when.date()) if when.time() == time() else moment(when)


def _plain(declared: Field, value: Any, values: Mapping[str, Any]) -> str:
    if declared.type is Type.DATE:
        return day(day_of(int(value)))
    if declared.type is Type.MONEY:
        said = number(value / MONEY_UNITS, 2 if value % _CENT == 0 else 4)
        currency = values.get("currency")
        return f"{said} {currency}" if currency else said
    if declared.type is Type.BOOL:
        return _("yes") if value else _("no")
    if declared.type is Type.DURATION:
        return _duration(float(value))
    if declared.type is Type.NUMBER:
        return _number(float(value))
    return str(value)


def _number(value: float) -> str:
    return number(value, next((places for places in range(6) if round(value, places) == value), 6))


def _duration(seconds: float) -> str:
    """Hours, minutes and seconds, as 26:03:05."""
    whole = round(abs(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hours}:{minutes:02d}:{rest:02d}"


def _score(value: Any, values: Mapping[str, Any]) -> str:
    """8 (0–10); 8 (1–5, 1 is the best); no answer."""
    status = values.get(STATUS)
    if value is None:
        return _(_STATUS_WORDS[status]) if status in _STATUS_WORDS and values.get(SCALE) else ""
    said = _number(float(value))
    try:
        scale = read_scale(str(values[SCALE])) if values.get(SCALE) else None
    except BadQuestion:
        scale = None
    if scale is not None:
        best = _(", {least} is the best", least=_number(scale.min)) if scale.reversed else ""
        said = f"{said} ({scale.title}{best})"
    return f"{said}, {_(_STATUS_WORDS[status])}" if status in _STATUS_WORDS else said


def _beside(values: Mapping[str, Any]) -> Iterator[Spelled]:
    """Columns that are no field of the kind, under their own headings."""
    try:
        kept = json.loads(values.get(EXTRA) or "{}")
    except ValueError:
        return
    for heading, value in kept.items() if isinstance(kept, dict) else ():
        if value not in (None, "", []):
            text = ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value
            yield Spelled(str(heading), str(heading), str(text))


def role_title(values: Mapping[str, Any]) -> str:
    """What an answer is about: its question as asked, else what it measures."""
    question = values.get("question")
    if question:
        return str(question)
    role = values.get("role")
    return _(ROLE_TITLES[Role(role)]) if role in set(Role) else ""
