"""Dataclasses as plain JSON-able data and back, by their own annotations: one rule for everything that travels or
is kept.

Tuples and sets become lists, enumerations their values, days and instants ISO texts, paths texts. Reading ignores
keys that nobody declared and takes defaults for absent ones, so that older and newer programs understand each
other; a value of a wrong type is refused, because what is read may come from a child process that opened a hostile
file.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

# Metadata of a field that came when values of its class were kept already: it is written only where it says something,
# so that these keep their bytes.
LATER: Mapping[str, bool] = types.MappingProxyType({"later": True})

_ATOMS = (str, int, float, bool, type(None))


class NotPlain(ValueError):
    """Data that is not what the class declares; the text names the place."""


def to_plain(value: Any) -> Any:
    """`value` as dicts, lists, texts, numbers, booleans and None. NotPlain for anything that has no such form."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _ATOMS):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        given = ((one, getattr(value, one.name)) for one in fields(value))
        return {one.name: to_plain(now) for one, now in given if not ("later" in one.metadata and now == one.default)}
    if isinstance(value, Mapping):
        return {_key(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [to_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise NotPlain(f"{type(value).__name__} has no plain form")


def _key(key: Any) -> str:
    plain = to_plain(key)
    if isinstance(plain, bool) or not isinstance(plain, str | int):
        raise NotPlain(f"{key!r} cannot be a key")
    return str(plain)


def from_plain(cls: type[T], data: Any) -> T:
    """An instance of `cls` (a dataclass, or any annotation made of them) from plain data. NotPlain where it does not
    fit.
    """
    found: T = _read(cls, data, getattr(cls, "__name__", str(cls)))
    return found


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _read(wanted: Any, data: Any, place: str) -> Any:
    if wanted is Any:
        return data
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(wanted), data, place)
    if origin is not None:
        return _read_generic(origin, get_args(wanted), data, place)
    if is_dataclass(wanted):
        return _read_dataclass(wanted, data, place)
    return _read_value(wanted, data, place)


def _read_dataclass(wanted: Any, data: Any, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise NotPlain(f"{place}: an object is needed")
    hints = _hints(wanted)
    given: dict[str, Any] = {}
    for one in fields(wanted):
        if not one.init:
            continue
        if one.name in data:
            given[one.name] = _read(hints[one.name], data[one.name], f"{place}.{one.name}")
        elif one.default is MISSING and one.default_factory is MISSING:
            raise NotPlain(f"{place}.{one.name} is absent")
    return wanted(**given)


def _read_union(choices: tuple[Any, ...], data: Any, place: str) -> Any:
    if data is None and type(None) in choices:
        return None
    said = ""
    for choice in sorted(choices, key=lambda choice: choice is not type(data)):  # the data's own type first
        if choice is type(None):
            continue
        try:
            return _read(choice, data, place)
        except NotPlain as error:
            said = said or str(error)
    raise NotPlain(said or f"{place}: nothing fits")


def _read_generic(origin: Any, arguments: tuple[Any, ...], data: Any, place: str) -> Any:
    if origin in (dict, Mapping):
        if not isinstance(data, Mapping):
            raise NotPlain(f"{place}: an object is needed")
        key, value = arguments
        return {_read_key(key, k, place): _read(value, v, f"{place}[{k}]") for k, v in data.items()}
    if not isinstance(data, list | tuple):
        raise NotPlain(f"{place}: a list is needed")
    if origin is tuple and arguments[-1] is not Ellipsis:
        if len(data) != len(arguments):
            raise NotPlain(f"{place}: {len(arguments)} items are needed")
        return tuple(_read(one, item, place) for one, item in zip(arguments, data, strict=True))
    items = (_read(arguments[0], item, place) for item in data)
    makers: dict[Any, Any] = {tuple: tuple, list: list, frozenset: frozenset, set: set, Sequence: tuple}
    if origin not in makers:
        raise NotPlain(f"{place}: {origin} cannot be read")
    return makers[origin](items)


def _read_key(wanted: Any, key: Any, place: str) -> Any:
    if wanted is int:
        try:
            return int(key)
        except ValueError:
            raise NotPlain(f"{place}: {key!r} is no whole number") from None
    return _read(wanted, key, place)


def _read_value(wanted: Any, data: Any, place: str) -> Any:
    if isinstance(wanted, type) and issubclass(wanted, Enum | date | Path):
        return _read_text_form(wanted, data, place)
    if wanted is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if wanted in _ATOMS and type(data) is wanted:
        return data
    if wanted is type(None) and data is None:
        return None
    if wanted in (dict, list, tuple) and isinstance(data, list if wanted is tuple else wanted):
        return wanted(data)
    raise NotPlain(f"{place}: {getattr(wanted, '__name__', wanted)} is needed, not {type(data).__name__}")


def _read_text_form(wanted: Any, data: Any, place: str) -> Any:
    try:
        if issubclass(wanted, datetime | date):
            return wanted.fromisoformat(data)
        return wanted(data)
    except (TypeError, ValueError):
        raise NotPlain(f"{place}: {data!r} is no {wanted.__name__}") from None
