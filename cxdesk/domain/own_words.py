"""The program's own words as they stand in a workspace: kinds, fields, choices, settings.

A customer may be called Target, Live or Score. Such a word means nobody where it stands alone, in small letters, in the
place of one of ours: whatever looks for people leaves it.
"""

from __future__ import annotations

import dataclasses
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from types import ModuleType

import cxdesk.domain
from cxdesk.domain import changes
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.settings import all_settings

# What layers above say of an import, in its list and in the mapping by which it was read.
_OF_IMPORTS = "@attribute @comment @ignore @question again as file floating live offset part serial typed undone"


@cache
def own_words() -> frozenset[str]:
    """Every one of them, as it is written."""
    return frozenset(word for word in (*_OF_IMPORTS.split(), *_of_kinds(), *_of_settings(), *_of_domain()) if word)


def _of_kinds() -> Iterator[str]:
    for kind in all_kinds():
        yield kind.name
        for field in kind.fields:
            yield field.name
            yield from field.words


def _of_settings() -> Iterator[str]:
    for key, one in all_settings().items():
        yield key
        yield from (str(value) for value, _title in one.choices)


def _of_domain() -> Iterator[str]:
    """Names of choices, and of fields, which choices may name."""
    yield from (value for name, value in vars(changes).items() if name.isupper() and isinstance(value, str))
    for found in pkgutil.iter_modules(cxdesk.domain.__path__, "cxdesk.domain."):
        yield from _of_module(import_module(found.name))


def _of_module(module: ModuleType) -> Iterator[str]:
    for one in vars(module).values():
        if isinstance(one, type) and one.__module__ == module.__name__:
            if issubclass(one, StrEnum):
                yield from (str(member) for member in one)
            elif dataclasses.is_dataclass(one):
                yield from (field.name for field in dataclasses.fields(one))
