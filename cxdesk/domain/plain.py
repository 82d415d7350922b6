"""Dataclasses ↔ JSON-able values, by their type hints; what travels between processes and lies in the store is this."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Only dict, list, str, int, float, bool and None remain; enums become their values, dates ISO texts."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def from_plain(kind: type[T], value: Any) -> T:
    """The value again. Unknown keys are ignored, absent ones take their defaults; TypeError or ValueError when it does
    not fit."""
    return _read(kind, value)  # type: ignore[no-any-return]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if kind is Any or kind is object:
        return value
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), value)
    if origin is not None:
        return _read_container(origin, get_args(kind), value)
    if is_dataclass(kind):
        return _read_dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return _read_scalar(kind, value)


def _read_scalar(kind: Any, value: Any) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in (str, int, float, bool) and not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _read_union(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        if kind is not type(None):
            try:
                return _read(kind, value)
            except (TypeError, ValueError, KeyError):
                continue
    raise TypeError(f"{value!r} is none of {kinds}")


def _read_container(origin: Any, inner: tuple[Any, ...], value: Any) -> Any:
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise TypeError(f"{value!r} is no mapping")
        return {_read(inner[0], key): _read(inner[1], item) for key, item in value.items()}
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list")
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        return tuple(_read(one, item) for one, item in zip(inner, value, strict=True))
    made = [_read(inner[0], item) for item in value]
    return tuple(made) if origin is tuple else made


def _read_dataclass(kind: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], item) for name, item in value.items() if name in hints})
