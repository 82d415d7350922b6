"""What a Frame asks of whoever holds the rows: one protocol, answered by the store and by tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from cxdesk.domain.scales import Scale
from cxdesk.domain.themes import Theme
from cxdesk.frame.codes import Codes

NO_INSTANT = int(np.iinfo(np.int64).min)  # an empty INSTANT cell
NO_DAY = int(np.iinfo(np.int32).max)  # an empty DATE cell, and the day of a row without a timestamp; sorts last
UNKNOWN_BOOL = 255  # an empty BOOL cell


class Status:
    """The `status` column of answers."""

    OK = 0
    MISSING = 1
    INVALID = 2


@dataclass(frozen=True)
class BatchInfo:
    """One live import: where its rows came from and up to when its data reach (µs UTC; None when not known)."""

    id: int
    file: str
    sheet: str = ""
    as_of: int | None = None
    kinds: tuple[str, ...] = ()
    part: bool = False  # a list that is said not to name all customers
    again: bool = False  # a report that is said to count what earlier ones of its days count
    totals: bool = False  # its rows are totals that come again, known by their day and words
    replaces: tuple[int, ...] = ()  # imports whose money it is said to split otherwise


@dataclass(frozen=True, eq=False)
class Tagged:
    """The rows of one theme, as ascending row ids of all kinds: those in which `words` of a language occur ("": of no
    language in particular), and those that somebody `added` or `removed` by hand.
    """

    words: Mapping[str, np.ndarray]
    added: np.ndarray
    removed: np.ndarray


class Loader(Protocol):
    """Columns of the live rows of one store state, each in row_id order.

    | field type        | what `column` gives                                                              |
    | ----------------- | -------------------------------------------------------------------------------- |
    | TEXT, LABEL, REF  | Codes: int32, -1 = none; REF columns that point at one kind share one `labels`   |
    |                   | list (the very same object) and are canonical, merged customers being one        |
    | NUMBER, DURATION  | float64, NaN = none                                                              |
    | MONEY             | float64 holding whole 1/10,000 of the unit, NaN = none                           |
    | SCORE             | float64 as answered, NaN = none; beside it `status` uint8 and `scale` int32      |
    | BOOL              | uint8: 0, 1, 255 = none                                                          |
    | INSTANT           | int64 µs UTC, NO_INSTANT = none; `<name>:floating` bool, True = wall time        |
    | DATE              | int32 days since 1970-01-01, NO_DAY = none                                       |
    | COMMENT           | `<name>:letters` int32: how many letters it has, 0 = no text                     |

    Besides: `row_id` int64, `batch` int32 (a BatchInfo's id), `line` int32, `extra:<heading>` Codes for unknown
    columns, `archived` BOOL where rows were put aside. A name that the kind does not have raises NotFound.
    """

    def size(self, kind: str) -> int:
        """Number of live rows of the kind."""
        ...

    def column(self, kind: str, name: str) -> np.ndarray | Codes:
        """One column as the table above says."""
        ...

    def attributes(self, kind: str) -> Sequence[str]:
        """Headings of the kind's unknown columns, as written in the files."""
        ...

    def scales(self) -> Sequence[Scale]:
        """The scales that the `scale` column points at, by position."""
        ...

    def themes(self) -> Sequence[Theme]:
        """What comments may be about, in the order of the workspace's list."""
        ...

    def tagged(self) -> Mapping[int, Tagged]:
        """The rows of each theme, by its id; a theme without any may be missing."""
        ...

    def batches(self) -> Sequence[BatchInfo]:
        """The live imports."""
        ...

    def claims(self, kind: str) -> Mapping[int, np.ndarray]:
        """The row ids (sorted) of the kind that each live import contained, whether it made or met them."""
        ...

    def settings(self) -> Mapping[str, Any]:
        """Workspace settings by key (zone, week_start, fiscal_start, level, min_show, small_sample …)."""
        ...
