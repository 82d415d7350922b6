"""A partition of rows: the share of each of several labels (U1 each)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.share import Proportion
from cxdesk.metrics.estimators.term import Difference, Sums
from cxdesk.metrics.tally import Policy, Tally
from cxdesk.stats.independence import chi2_change


@dataclass(frozen=True, eq=False)
class ShareOfLabel(Proportion):
    """The share of one label, or of several together; its parts are all labels."""

    labelled: Coded
    values: tuple[Any, ...]
    labels: tuple[str, ...]
    hits: tuple[str, ...]
    scales: str = Policy.POOL
    together: bool = False  # test a change of the whole distribution, not of this label alone

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """As every share's; where the distribution is tested as a whole, p is that of the chi-square test."""
        found = super().difference(sums, tally, a, b, level, **options)
        if not self.together:
            return found
        counts = tally.parts(self.table, self.places, len(self.parts))[:, : len(self.labels)]
        return found._replace(p=chi2_change(counts[a], counts[b]).p, test="chi2")

    @property
    def policy(self) -> str:  # type: ignore[override]
        return self.scales

    @property
    def names(self) -> tuple[str, ...]:
        return self.labels

    @property
    def base(self) -> Coded:
        return self.labelled

    @property
    def score(self) -> Coded:
        hit = [value for value, label in zip(self.values, self.labels, strict=True) if label in self.hits]
        return self.labelled.map(lambda values: np.isin(values, hit))

    def place(self) -> np.ndarray:
        found = np.zeros(self.labelled.size, np.int64)
        for index, value in enumerate(self.values):
            found[self.labelled.values == value] = index
        return found


def Shares(  # noqa: N802 - read like the other estimators
    rows: Rows, labelled: Coded, labels: Mapping[Any, str], policy: str = Policy.POOL, together: bool = False
) -> dict[str, ShareOfLabel]:
    """One share per label of `labels` (value → name), which must cover every usable value. `together` tests changes of
    the whole distribution (chi-square) instead of each label's.
    """
    values, names = tuple(labels), tuple(labels.values())
    return {name: ShareOfLabel(rows, labelled, values, names, (name,), policy, together) for name in names}
