"""A condition as a mask over rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.kinds import Type
from cxdesk.domain.periods import Grain, unit_of
from cxdesk.domain.text import fold
from cxdesk.frame import naming, theming
from cxdesk.frame.axes import Groups
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_number
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.rows import Rows

_COMPARE: dict[Op, Callable[[Any, Any], np.ndarray]] = {
    Op.AT_LEAST: np.greater_equal,
    Op.AT_MOST: np.less_equal,
    Op.ABOVE: np.greater,
    Op.BELOW: np.less,
}
_TRUE, _FALSE = frozenset({"yes", "true", "1", "oui", "da"}), frozenset({"no", "false", "0", "non", "nu"})
_FEW = 8  # up to here one comparison per value beats a table look-up


def mask(rows: Rows, condition: Condition, periods: Periods | None = None) -> np.ndarray | None:
    """See Rows.mask."""
    if theming.applies(rows, condition.field):
        return theming.mask(rows, condition)
    if condition.field == naming.NAME:
        return naming.mask(rows, condition)
    if condition.field in STANDINGS and condition.op in (Op.IS, Op.NOT):  # a visit has a number of that name too
        return _by_groups(rows, condition, periods)
    days = _days(rows, condition.field)
    if days is not None:
        return _by_day(days, condition)
    numbers = _numbers(rows, condition.field)
    if numbers is not None:
        return _by_number(numbers, condition)
    return _by_groups(rows, condition, periods)


def _by_groups(rows: Rows, condition: Condition, periods: Periods | None) -> np.ndarray | None:
    groups = rows.groups(condition.field, periods)
    return None if groups is None else _by_group(groups, _by_one_name(rows, condition))


def _by_one_name(rows: Rows, condition: Condition) -> Condition:
    """A customer is asked for under the name that stands for all of its names."""
    merges = rows.frame.settings.get("merges")
    if not merges or _declared(rows, condition.field) is not Type.REF:
        return condition
    if rows.frame.declared(rows.kind).field(condition.field).ref != CUSTOMER:
        return condition
    return replace(condition, values=tuple(merges.get(value, value) for value in condition.values))


def _declared(rows: Rows, name: str) -> Type | None:
    declared = rows.frame.declared(rows.kind)
    return declared.field(name).type if declared.has(name) else None


def _days(rows: Rows, name: str) -> np.ndarray | None:
    declared = _declared(rows, name)
    if declared is Type.DATE:
        return rows.col(name)
    return rows.frame.days(rows.kind, name)[rows.index] if declared is Type.INSTANT else None


def _numbers(rows: Rows, name: str) -> np.ndarray | None:
    if _declared(rows, name) in (Type.NUMBER, Type.SCORE, Type.MONEY, Type.DURATION):
        return rows.col(name)
    return None


def _by_day(days: np.ndarray, condition: Condition) -> np.ndarray:
    known = days != NO_DAY
    result = np.zeros(len(days), bool)
    for value in condition.values:
        if value == NONE:
            result |= ~known
            continue
        first, after = _day_span(value, condition)
        if condition.op in (Op.IS, Op.NOT):
            result |= known & (days >= first) & (days < after)
        else:
            edge = first if condition.op in (Op.AT_LEAST, Op.BELOW) else after - 1
            result |= known & _COMPARE[condition.op](days, edge)
    return ~result if condition.op is Op.NOT else result


def _day_span(text: str, condition: Condition) -> tuple[int, int]:
    """First day and first day after of 2024, 2024-03 or 2024-03-15."""
    parts = text.strip().split("-")
    grain = {1: Grain.YEAR, 2: Grain.MONTH, 3: Grain.DAY}.get(len(parts))
    try:
        span = unit_of(date.fromisoformat("-".join([*parts, "01", "01"][:3])), grain) if grain else None
    except ValueError:
        span = None
    if span is None:
        raise BadQuestion(
            _("{text} is not a date that can be filtered by.", text=condition.text), _("Write it as 2024-03-15.")
        )
    return day_number(span.start), day_number(span.end)


def _by_number(numbers: np.ndarray, condition: Condition) -> np.ndarray:
    result = np.zeros(len(numbers), bool)
    for value in condition.values:
        if value == NONE:
            result |= np.isnan(numbers)
        elif condition.op in (Op.IS, Op.NOT):
            result |= numbers == _number(value, condition)
        else:
            with np.errstate(invalid="ignore"):
                result |= _COMPARE[condition.op](numbers, _number(value, condition))
    return ~result if condition.op is Op.NOT else result


def _number(text: str, condition: Condition) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadQuestion(_("{text} compares with something that is not a number.", text=condition.text)) from None


def _by_group(groups: Groups, condition: Condition) -> np.ndarray:
    accepted = np.zeros(groups.size, bool)
    for value in condition.values:
        if value == NONE:
            accepted |= np.array([label is None for label in groups.labels], bool)
        elif condition.op in (Op.IS, Op.NOT):
            accepted[_matching(groups.labels, value)] = True
        else:
            accepted |= _ordered(groups.labels, value, condition)
    result = _look_up(groups.codes, accepted)
    return ~result if condition.op is Op.NOT else result


def _look_up(codes: np.ndarray, accepted: np.ndarray) -> np.ndarray:
    chosen = np.flatnonzero(accepted)
    if len(chosen) > _FEW:
        return accepted.take(codes)
    result = np.zeros(len(codes), bool)
    for code in chosen.tolist():  # a Python number: a numpy one would widen all codes to its own type
        result |= codes == code
    return result


def _matching(labels: Sequence[str | None], value: str) -> list[int]:
    """Labels that are the value as written; failing that, those that fold to the same text."""
    exact = [code for code, label in enumerate(labels) if label == value]
    if exact:
        return exact
    folded = fold(value)
    words = _TRUE if folded in _TRUE else _FALSE if folded in _FALSE else frozenset({folded})
    wanted = words if {"no", "yes", None}.issuperset(labels) else {folded}
    return [code for code, label in enumerate(labels) if label is not None and fold(label) in wanted]


def _ordered(labels: Sequence[str | None], value: str, condition: Condition) -> np.ndarray:
    edge = _number(value, condition)
    numbers = np.array([_as_number(label) for label in labels], np.float64)
    with np.errstate(invalid="ignore"):
        return _COMPARE[condition.op](numbers, edge)


def _as_number(label: str | None) -> float:
    try:
        return float((label or "").strip().replace(",", "."))
    except ValueError:
        return float("nan")
