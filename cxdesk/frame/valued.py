"""Columns of rows as values that estimators count by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.frame.codes import Coded, Codes, State, smallest
from cxdesk.frame.loader import UNKNOWN_BOOL

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

T = TypeVar("T")


class Valued(ABC):
    """Rows with columns, whatever they are rows of."""

    frame: Frame
    kind: str
    index: np.ndarray
    at: str

    @property
    @abstractmethod
    def size(self) -> int:
        """How many rows."""

    @abstractmethod
    def once(self, key: Any, make: Callable[[], T]) -> T:
        """`make()`, remembered with these rows."""

    @abstractmethod
    def col(self, name: str) -> Any:
        """One column."""

    def in_order(self, column: Any) -> Any:
        """A whole column of the kind (an array or Codes) for these rows: itself where they are all, as they stand."""
        codes, index = column.codes if isinstance(column, Codes) else column, self.index
        if len(codes) == self.size:
            every = self.once("whole", lambda: bool((index == np.arange(self.size, dtype=index.dtype)).all()))
            if every:
                return column
        return column.take(index) if isinstance(column, Codes) else column[index]

    def coded(self, name: str) -> Coded | None:
        """One column as a table of few values, where a view made it as such."""
        found = self.frame.coded(self.kind, name)
        return None if found is None else replace(found, codes=self.in_order(found.codes))

    @property
    def timed(self) -> bool:
        """Whether rows are dated by an instant of their own, and not by a day."""
        declared = self.frame.declared(self.kind)
        return declared.has(self.at) and declared.field(self.at).type is Type.INSTANT

    def numbers(self, name: str) -> Coded:
        """A column of numbers with a code for each row, which suits columns of many different values."""
        return self.once(("numbers", name), lambda: self.coded(name) or self.each(self.col(name)))

    def flags(self, name: str) -> Coded:
        """A yes-no column as a table of 0, 1 and, where neither is said, UNKNOWN_BOOL."""

        def make() -> Coded:
            values = self.col(name)
            return Coded(np.array([0, 1, UNKNOWN_BOOL]), np.minimum(values, 2), np.zeros(3, np.uint8))

        return self.once(("flags", name), lambda: self.coded(name) or make())

    def labelled(self, name: str) -> Coded:
        """A column of labels as a small table to compare with, such as `rows.labelled("channel") == "phone"`."""

        def make() -> Coded:
            coded = self.coded(name)
            if coded is not None:
                return coded
            found = self.col(name)
            size = len(found.labels)
            codes = np.where(found.codes < 0, size, found.codes).astype(smallest(size + 1))
            values = np.array([*found.labels, ""], dtype=object).astype(str)
            return Coded(values, codes, np.array([State.OK] * size + [State.MISSING], np.uint8))

        return self.once(("labelled", name), make)

    def each(self, values: np.ndarray) -> Coded:
        """A number per row, NaN where missing, with a code for each row; all of these share their codes."""
        return Coded(values, self.own_codes, np.isnan(values).view(np.uint8) * np.uint8(State.MISSING))

    @property
    def own_codes(self) -> np.ndarray:
        """The codes of columns that have a code for each row."""
        return self.once("each", lambda: np.arange(self.size, dtype=np.uint32))

    def apart(self, coded: Coded) -> bool:
        """Whether a column has a code for each row."""
        return coded.codes is self.own_codes
