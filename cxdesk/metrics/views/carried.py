"""Columns that come along from the rows a view is made of, so that its rows can be split and filtered like theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.frame.attributes import EXTRA
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame

NOT_CARRIED = frozenset({Type.COMMENT, Type.SCORE})


def fields(kind: Kind, but: Iterable[str] = ()) -> tuple[Field, ...]:
    """The fields of a kind that can come along."""
    left = set(but)
    return tuple(one for one in kind.fields if one.type not in NOT_CARRIED and one.name not in left)


def columns(frame: Frame, kind: Kind, at: np.ndarray, but: Iterable[str] = ()) -> dict[str, Callable[[], Any]]:
    """Every such column, and the unknown ones, at the positions `at` of the kind; made when asked for."""
    names = [one.name for one in fields(kind, but)]
    names += [f"{one.name}:floating" for one in fields(kind, but) if one.type is Type.INSTANT]
    names += [EXTRA + heading for heading in frame.headings(kind.name)]
    return {name: _taker(frame, kind.name, name, at) for name in names if frame.has(kind.name, name)}


def _taker(frame: Frame, kind: str, name: str, at: np.ndarray) -> Callable[[], Any]:
    def take() -> Any:
        column = frame.column(kind, name)
        return column.take(at) if isinstance(column, Codes) else column[at]

    return take
