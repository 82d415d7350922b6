"""The health score: options and arithmetic that the score and its distribution share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.frame.codes import Coded, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics.options import Option
from cxdesk.metrics.tally import TABLED
from cxdesk.metrics.views.health import PARTS
from cxdesk.metrics.views.standings import tabled
from cxdesk.system.i18n import N_

_TITLES = (
    N_("Weight of use"),
    N_("Weight of support"),
    N_("Weight of mood"),
    N_("Weight of commercial standing"),
    N_("Weight of the relationship"),
)
DEFAULTS = (30.0, 20.0, 20.0, 20.0, 10.0)
WEIGHTS = tuple(
    Option(f"w_{name}", weight, title, low=0, high=1000)
    for name, weight, title in zip(PARTS, DEFAULTS, _TITLES, strict=True)
)


_BLOCK = 65_536  # rows scored together, which the processor holds near


def scored(rows: Rows, weights: Mapping[str, float], enough: float, when: str = "") -> tuple[Coded, Coded]:
    """Per row the weighted mean of the parts that are known, and how much weight is known in percent; the score is
    NaN where that is less than `enough`. `when` `_before` scores customers as they stood before the time looked back.
    """
    key = ("scored", tuple(sorted(weights.items())), enough, when)
    return rows.once(key, lambda: Scoring(rows, weights, enough, when).scored())


@dataclass(frozen=True, eq=False)
class Scoring:
    """A recipe, held against the parts that rows know."""

    rows: Rows
    weights: Mapping[str, float]
    enough: float
    when: str

    @cached_property
    def parts(self) -> tuple[Coded, ...]:
        return tuple(self.rows.numbers(name + self.when) for name in PARTS)

    @cached_property
    def recipe(self) -> tuple[float, ...]:
        return tuple(self.weights[f"w_{name}"] for name in PARTS)

    def scored(self) -> tuple[Coded, Coded]:
        few = not any(self.rows.apart(part) for part in self.parts)
        if few and prod(part.size for part in self.parts) <= TABLED:
            return self._of_table()
        return self._of_rows()

    def _of_table(self) -> tuple[Coded, Coded]:
        parts = align(*self.parts)
        total, known = np.zeros(parts[0].size), np.zeros(parts[0].size)
        for part, weight in zip(parts, self.recipe, strict=True):
            total += self._adds(part.values, weight)
            known += weight * np.isfinite(part.values)
        score, coverage = self._score(total, known)
        return tabled(score, parts[0].codes), tabled(coverage, parts[0].codes)

    def _of_rows(self) -> tuple[Coded, Coded]:
        """In blocks; which parts are known is one of few combinations."""
        known = np.zeros(1 << len(PARTS))
        for place, weight in enumerate(self.recipe):  # in the order in which the recipe is added up
            known += weight * (np.arange(len(known)) >> place & 1)
        tables = [self._adds_and_bits(part.values, place) for place, part in enumerate(self.parts)]
        combination, score = np.empty(self.rows.size, np.uint8), np.empty(self.rows.size)
        for start in range(0, self.rows.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            total, combination[block] = self._block(block, tables)
            score[block] = self._score(total, known[combination[block]])[0]
        return self.rows.each(score), tabled(self._score(known, known)[1], combination)

    def _block(self, block: slice, tables: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
        """Per row what its parts add up to, and which of them are known, as bits."""
        size = len(self.rows.index[block])
        total, which = np.zeros(size), np.zeros(size, np.uint8)
        for part, (adds, bits) in zip(self.parts, tables, strict=True):
            at = block if self.rows.apart(part) else part.codes[block]
            total += adds[at]
            which |= bits[at]
        return total, which

    def _adds_and_bits(self, values: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
        return self._adds(values, self.recipe[place]), np.isfinite(values).view(np.uint8) << np.uint8(place)

    @staticmethod
    def _adds(values: np.ndarray, weight: float) -> np.ndarray:
        """What the values of a part add to the total."""
        return np.where(np.isfinite(values), weight * values, 0.0)

    def _score(self, total: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        coverage = 100 * known / max(sum(self.recipe), 1e-12)
        with np.errstate(all="ignore"):
            return np.where(coverage >= self.enough, total / known, np.nan), coverage


def label(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The recipe, as it is in force."""
    parts = tuple((name, f"{options[f'w_{name}']:g}") for name in PARTS)
    text = N_("use {usage}, support {support}, mood {sentiment}, commercial {commercial}, relationship {relationship}")
    return (Phrase(text, parts),)
