"""What estimates with several sets of rows have in common: each part belongs to one of them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from cxdesk.metrics.estimate import Accounting, Estimate


@dataclass(frozen=True, eq=False)
class CompoundEstimate(Estimate):
    """One number made of other estimates, its sides, which keep rows and parts of their own."""

    @property
    @abstractmethod
    def leading(self) -> Estimate:
        """The side that speaks for the imported rows unless another is asked."""

    @abstractmethod
    def side(self, part: str) -> tuple[Estimate, str]:
        """The side that a part belongs to, and its name there."""

    def rows(self, group: int, part: str) -> np.ndarray:
        side, name = self.side(part)
        return side.rows(group, name)

    def row_ids(self, group: int, part: str) -> np.ndarray:
        side, name = self.side(part)
        return side.row_ids(group, name)

    def excluded(self, group: int) -> dict[str, int]:
        """Of the leading side's kind; ask `side` for the others'."""
        return self.leading.excluded(group)

    def accounting(self, group: int) -> Accounting:
        """Of the leading side's kind; ask `side` for the others'."""
        return self.leading.accounting(group)

    @property
    def whole(self) -> bool:
        return False
