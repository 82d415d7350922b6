"""Share of people, customers, visitors of whom at least one row is a hit (codes U1 and U4 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.metrics.estimators.share import Share


@dataclass(frozen=True, eq=False)
class Ever(Share):
    """As Share, over rows that are counted once per name and period: of each name's rows a hit goes before the others,
    so that a name counts as a hit as soon as one of its rows is.
    """

    @property
    def answered(self) -> np.ndarray:
        """[C] bool: only a hit displaces another row of the same name."""
        return super().answered & (self.table == 0)
