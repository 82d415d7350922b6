"""One number made of several others: composites, quotients of metrics, and the same number told on another scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from cxdesk.metrics.estimators.ratio import Ratio
    from cxdesk.metrics.estimators.term import Term

Values = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Input:
    """What a formula reads: a term, or a metric's id (`nps`, `art.median` for another measure) with its options.

    The formula sees `scale` x value + `shift`: scale 0.5, shift 50 turns a score of -100..100 into 0..100.
    """

    of: str | Term | Ratio | Formula
    scale: float = 1.0
    shift: float = 0.0
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Formula:
    """`value(inputs by name)`, arrays over groups, NaN where an input is unknown.

    At least `least` inputs must be known, else the value is refused for low coverage. `monotone` says that there is
    one input and that the value moves with it one way only: then the ends of its interval are told on the new scale.
    `linear` says that the value is a weighted sum of its inputs, so that contributions add up. `notes` say beside the
    value, by flag, in which groups (bool) something must be said of it.
    """

    inputs: Mapping[str, Any]  # Input, a metric's id, or a term
    value: Callable[[Values], np.ndarray]
    least: int = 1
    monotone: bool = False
    positive: bool = False
    limits: tuple[float, float] = (-np.inf, np.inf)
    linear: bool = False
    undefined: str = "zero_base"  # why there is no value though its inputs are known; a code of reasons
    notes: Mapping[str, Callable[[Values], np.ndarray]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        typed = {name: one if isinstance(one, Input) else Input(one) for name, one in self.inputs.items()}
        object.__setattr__(self, "inputs", typed)


def Composite(  # noqa: N802 - read like the other estimators
    inputs: Mapping[str, Input | str], weights: Mapping[str, float] | None = None, at_least: int = 1
) -> Formula:
    """The mean of its inputs by `weights` (default: all equal) over those that are known, at least so many."""
    weight = np.array([1.0 if weights is None else weights[name] for name in inputs])

    def mean(values: Values) -> np.ndarray:
        table = np.stack([values[name] for name in inputs])
        known = np.isfinite(table)
        with np.errstate(all="ignore"):
            return (weight @ np.where(known, table, 0.0)) / (weight @ known)

    return Formula(inputs, mean, at_least, linear=True)


def Transform(  # noqa: N802
    of: str | Term | Ratio | Formula,
    function: Callable[[np.ndarray], np.ndarray],
    options: Mapping[str, Any] | None = None,
) -> Formula:
    """A monotone function of one number; the ends of its interval are transformed like the value."""
    return Formula(
        {"value": Input(of, options=options or {})}, lambda values: function(values["value"]), 1, monotone=True
    )
