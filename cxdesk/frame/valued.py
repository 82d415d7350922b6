"""Columns of rows as values that estimators count by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.frame.codes import Coded, State, smallest

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

T = TypeVar("T")


class Valued(ABC):
    """Rows with columns, whatever they are rows of."""

    frame: Frame
    kind: str
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

    @property
    def timed(self) -> bool:
        """Whether rows are dated by an instant of their own, and not by a day."""
        declared = self.frame.declared(self.kind)
        return declared.has(self.at) and declared.field(self.at).type is Type.INSTANT

    def numbers(self, name: str) -> Coded:
        """A column of numbers with a code for each row, which suits columns of many different values."""
        return self.once(("numbers", name), lambda: self.each(self.col(name)))

    def labelled(self, name: str) -> Coded:
        """A column of labels as a small table to compare with, such as `rows.labelled("channel") == "phone"`."""

        def make() -> Coded:
            found = self.col(name)
            size = len(found.labels)
            codes = np.where(found.codes < 0, size, found.codes).astype(smallest(size + 1))
            values = np.array([*found.labels, ""], dtype=object).astype(str)
            return Coded(values, codes, np.array([State.OK] * size + [State.MISSING], np.uint8))

        return self.once(("labelled", name), make)

    def each(self, values: np.ndarray) -> Coded:
        """A number per row, NaN where missing, with a code for each row; all of these share their codes."""
        codes = self.once("each", lambda: np.arange(self.size, dtype=np.uint32))
        return Coded(values, codes, np.where(np.isnan(values), State.MISSING, State.OK).astype(np.uint8))
