"""Small workspaces with rows of every kind there is, as careless as real exports: gaps, repeats, rows without a date,
customers whom no list knows, rows of one's own tests, dates in the future. Made of the declared fields of the kinds, so
that a new kind or field is in them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Role, Type, registry
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN, Scale
from cxdesk.frame.frame import Frame
from tests.frame.memory import frame_of

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 170
AS_OF = date(2024, 5, 31)  # what the imports say; later rows are in the future
UNIT = 10_000  # MONEY is kept in 1/10,000
ROLES: Mapping[str, Scale] = {
    Role.NPS: ZERO_TO_TEN,
    Role.CSAT: ONE_TO_FIVE,
    Role.CES: ONE_TO_SEVEN,
    Role.RETURN_INTENT: ONE_TO_FIVE,
    Role.SAT_RESOLUTION: ONE_TO_FIVE,
}
MANY = {"answer": 5, "journey_event": 4, "order": 2, "usage_event": 2, "ticket": 2, "cost": 2}  # so many times more
RECORDS = {"web_session": 10, "question": 3}  # how many a reference may point at, by kind; 8 elsewhere
LABELS: Mapping[str, tuple[str, ...]] = {
    "country": ("FR", "RO"),
    "plan": ("Free", "Pro"),
    "currency": ("EUR",),  # two in every third world
    "name": ("login", "purchase", "add_to_cart", "report"),
    "feature": ("login", "report", "export"),
    "kpi": ("uptime", "speed"),
    "step": ("one", "two"),
    "type": ("sale",),
}
NUMBERS: Mapping[str, int] = {"interval_count": 2, "term_months": 13, "quantity": 4, "best": 6, "bounce_rate": 1}
Row = dict[str, Any]
World = dict[str, list[Row]]


@lru_cache(maxsize=16)
def frame(seed: int) -> Frame:
    """The workspace of a seed, always the same."""
    return frame_over(world(seed))


def frame_over(rows: Mapping[str, list[Row]], settings: Mapping[str, Any] | None = None) -> Frame:
    """A fresh Frame; the imports reach a day that some rows lie behind."""
    made = frame_of(rows, settings=settings, as_of=dict.fromkeys(rows, f"{AS_OF}T20:00:00Z"))
    for kind in rows:
        for field in registry()[kind].fields:
            if field.type is Type.REF:
                made.loader.column(kind, field.name)  # names come in one order, whatever is asked first
    return made


def world(seed: int, most: int = 24, gaps: float = 0.15) -> World:
    """Rows of every kind, up to `most` of each; `gaps` is the chance that a cell is empty."""
    draw = np.random.default_rng(seed)
    found = {kind.name: _rows(kind, draw, MANY.get(kind.name, 1) * most, gaps) for kind in registry().values()}
    if seed % 3 == 2:
        for rows in found.values():
            for row in rows[::4]:
                row |= {"currency": "USD"} if "currency" in row else {}
    return found


def _rows(kind: Kind, draw: np.random.Generator, most: int, gaps: float) -> list[Row]:
    rows = [_row(kind, number, draw, gaps) for number in range(int(draw.integers(most * 2 // 3, most + 1)))]
    again = [{**row} for row in rows if draw.random() < 0.1]  # the same record twice
    return rows + again


def _row(kind: Kind, number: int, draw: np.random.Generator, gaps: float) -> Row:
    """Days of one row follow each other mostly in the order in which they are declared."""
    begin = int(draw.integers(0, DAYS))
    row: Row = {}
    for place, field in enumerate(kind.fields):
        must = field.name in kind.key or field.name == kind.at
        if draw.random() < (gaps / 4 if must else 0.4 if field.type is Type.NUMBER else gaps):
            continue
        late = 0 if field.name == kind.at or place < 3 else int(draw.integers(-1, 45))
        row[field.name] = _value(kind, field, number, draw, begin + late)
    if draw.random() < 0.05:
        row["archived"] = 1
    row["region"] = ("North", "South", None)[int(draw.integers(0, 3))]  # a column of no declared field
    return _answered(row, draw) if kind.name == "answer" else row


def _answered(row: Row, draw: np.random.Generator) -> Row:
    roles = [*ROLES, *ROLES, *Role]
    role = str(roles[int(draw.integers(0, len(roles)))])
    scale = ROLES.get(role, ONE_TO_FIVE)
    score: Any = int(draw.integers(scale.min, scale.max + 1))
    return {
        **row,
        "role": role,
        "question": role,
        "scale": scale,
        "score": draw.choice(np.array([score, score, score, score, None, "meh"], object)),
    }


def _value(kind: Kind, field: Field, number: int, draw: np.random.Generator, day: int) -> Any:
    make = _MAKERS.get(field.type, _text)
    if field.type is Type.REF and field.ref == kind.name and field.name in kind.key and field.ref != "customer":
        return f"{field.ref}{number}"
    return make(field, draw, day)


def _ref(field: Field, draw: np.random.Generator, day: int) -> str:
    known = RECORDS.get(field.ref or "", 8)
    number = int(draw.integers(0, known + 2))  # the last two are in no list
    return f"{field.ref}{number}" if number < known else f"stranger{number}"


def _label(field: Field, draw: np.random.Generator, day: int) -> str:
    choices = LABELS.get(field.name) or tuple(field.words) or (f"{field.name} A", f"{field.name} B", "ô")
    return str(choices[int(draw.integers(0, len(choices)))])


def _number(field: Field, draw: np.random.Generator, day: int) -> float:
    return float(draw.integers(0 if field.name not in NUMBERS else 1, NUMBERS.get(field.name, 9) + 1))


def _money(field: Field, draw: np.random.Generator, day: int) -> float:
    return float(draw.integers(-2, 300) * UNIT // 3)


def _instant(field: Field, draw: np.random.Generator, day: int) -> str:
    return (FIRST + timedelta(days=day, minutes=int(draw.integers(0, 1440)))).isoformat()


def _date(field: Field, draw: np.random.Generator, day: int) -> str:
    return (FIRST.date() + timedelta(days=day)).isoformat()


def _flag(field: Field, draw: np.random.Generator, day: int) -> bool:
    return bool(draw.random() < (0.05 if field.name == "internal" else 0.4))


def _text(field: Field, draw: np.random.Generator, day: int) -> str:
    return f"{field.name}{int(draw.integers(0, 40))}"


_MAKERS: Mapping[Type, Callable[[Field, np.random.Generator, int], Any]] = {
    Type.REF: _ref,
    Type.LABEL: _label,
    Type.NUMBER: _number,
    Type.MONEY: _money,
    Type.DURATION: lambda field, draw, day: float(draw.integers(0, 90_000)),
    Type.INSTANT: _instant,
    Type.DATE: _date,
    Type.BOOL: _flag,
}
