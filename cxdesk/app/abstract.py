"""Widgets that are only begun: Python's own check of abstract methods does not reach classes of Qt."""

from __future__ import annotations

import inspect
from abc import ABCMeta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    _QtKind = type
else:
    _QtKind = type(QObject)


class AbstractQt(ABCMeta, _QtKind):
    """The metaclass of a class of Qt with abstract methods: none is made before all of them are written."""

    def __call__(cls, *given: Any, **named: Any) -> Any:
        if inspect.isabstract(cls):
            raise TypeError(f"{cls.__name__} lacks {', '.join(sorted(cls.__abstractmethods__))}")
        return super().__call__(*given, **named)
