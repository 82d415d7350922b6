"""The health score: options and arithmetic that the score and its distribution share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.frame.rows import Rows
from cxdesk.metrics.options import Option
from cxdesk.metrics.views.health import PARTS
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


def scored(rows: Rows, weights: Mapping[str, float], enough: float, when: str = "") -> tuple[np.ndarray, np.ndarray]:
    """Per row the weighted mean of the parts that are known, and how much weight is known in percent; the score is
    NaN where that is less than `enough`. `when` `_before` scores customers as they stood before the time looked back.
    """
    total, known = np.zeros(rows.size), np.zeros(rows.size)
    for name in PARTS:
        weight = weights[f"w_{name}"]
        part = rows.col(name + when)
        there = np.isfinite(part)
        total += np.where(there, weight * part, 0.0)
        known += weight * there
    with np.errstate(all="ignore"):
        score = total / known
    coverage = 100 * known / max(sum(weights[f"w_{name}"] for name in PARTS), 1e-12)
    return np.where(coverage >= enough, score, np.nan), coverage


def label(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The recipe, as it is in force."""
    parts = tuple((name, f"{options[f'w_{name}']:g}") for name in PARTS)
    text = N_("use {usage}, support {support}, mood {sentiment}, commercial {commercial}, relationship {relationship}")
    return (Phrase(text, parts),)
