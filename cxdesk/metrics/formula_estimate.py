"""The estimate of a formula: inputs with rows of their own, and one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.metrics.compound_estimate import CompoundEstimate
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.formula import Formula
from cxdesk.metrics.estimators.term import Bounds, Difference, Reading, Sums
from cxdesk.metrics.pulls import Pulls, error_of
from cxdesk.metrics.values import FLAGS, first_true
from cxdesk.stats.contribution import Contribution
from cxdesk.stats.intervals import Interval, hybrid_difference, log_ratio_interval, normal_interval
from cxdesk.stats.significance import change_from_error

_STEP = 1e-5
_PARTIAL = FLAGS.index("partial")


@dataclass(frozen=True, eq=False)
class FormulaEstimate(CompoundEstimate):
    """Parts are those of the inputs, `<input>:<part>`; its n is the smallest base among those that are samples."""

    formula: Formula | None = None
    inputs: dict[str, Estimate] | None = None

    @cached_property
    def _made(self) -> tuple[Formula, dict[str, Estimate]]:
        assert self.formula is not None
        assert self.inputs is not None
        return self.formula, self.inputs

    @property
    def leading(self) -> Estimate:
        return next(iter(self._made[1].values()))

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{name}:{part}" for name, one in self._made[1].items() for part in one.parts)

    @property
    def counts(self) -> np.ndarray:
        return np.hstack([one.counts for one in self._made[1].values()])

    @cached_property
    def sampled(self) -> list[Estimate]:
        """The inputs whose number of rows says how sure one can be; all of them where amounts are known throughout."""
        every = list(self._made[1].values())
        return [one for one in every if type(one) is not Estimate or not getattr(one.term, "known", False)] or every

    @cached_property
    def read(self) -> dict[str, np.ndarray]:
        """What the formula sees of each input, NaN where it is unknown."""
        formula, inputs = self._made
        unknown = np.full(self.groups, np.nan)
        return {
            name: one.scale * inputs[name].reading.value + one.shift if name in inputs else unknown
            for name, one in formula.inputs.items()
        }

    @property
    def coverage(self) -> np.ndarray:
        """[groups] how many inputs are known."""
        return np.isfinite(np.stack(list(self.read.values()))).sum(axis=0)

    def _value_of(self, read: dict[str, np.ndarray]) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(self._made[0].value(read), np.float64)

    @cached_property
    def slopes(self) -> dict[str, np.ndarray]:
        """How much the value moves with each input itself, before it is scaled: by central differences."""
        found = {}
        for name, column in self.read.items():
            step = _STEP * np.maximum(np.abs(np.nan_to_num(column)), 1.0)
            up, down = (self._value_of({**self.read, name: column + sign * step}) for sign in (1, -1))
            with np.errstate(all="ignore"):
                slope = (up - down) / (2 * step) * self._made[0].inputs[name].scale
            found[name] = np.where(np.isfinite(slope), slope, 0.0)
        return found

    @cached_property
    def pulls(self) -> Pulls:
        """How much every customer pulls every group's value, through all inputs."""
        return Pulls.of({name: (one, self.slopes[name]) for name, one in self._made[1].items()})

    @cached_property
    def sums(self) -> Sums:
        unknown, (n, value), se = np.full(self.groups, np.nan), self.reading, self.pulls.se
        return Sums(n, n, unknown, unknown, value, se, self.pulls.clusters - 1, se)

    @cached_property
    def reading(self) -> Reading:
        value = np.where(self.coverage >= self._made[0].least, self._value_of(self.read), np.nan)
        n = np.min([np.where(np.isfinite(one.reading.value), one.n, np.inf) for one in self.sampled], axis=0)
        return Reading(np.where(np.isfinite(n), n, 0.0), value)

    @cached_property
    def _bounds(self) -> Bounds:
        formula, _inputs = self._made
        if formula.monotone:
            return self._transformed(self.leading)
        found = (log_ratio_interval if formula.positive else normal_interval)(
            self.sums.value, self.sums.se, self.setup.level
        )
        return Bounds(np.clip(found.low, *formula.limits), np.clip(found.high, *formula.limits))

    def _transformed(self, one: Estimate) -> Bounds:
        """The ends of the input's interval on the new scale, the smaller first."""
        given = next(iter(self._made[0].inputs.items()))
        bounds = one._bounds.low, one._bounds.high
        ends = [self._value_of({given[0]: given[1].scale * end + given[1].shift}) for end in bounds]
        return Bounds(np.minimum(*ends), np.maximum(*ends))

    @cached_property
    def _reasons(self) -> np.ndarray:
        inputs = self._made[1]
        rows = sum(one.counts.sum(axis=1) for one in inputs.values())
        never = np.zeros(self.groups, bool)
        few = self.n < (self.setup.min_show if self.segments is not None else 0)
        thin = self.coverage < self._made[0].least
        undefined = ~np.isfinite(self.reading.value)
        return first_true((never, rows == 0, never, never, undefined & ~thin, few, thin))

    @cached_property
    def _flagged(self) -> np.ndarray:
        sampled = np.logical_or.reduce([one.flag_table for one in self.sampled])
        partial = np.logical_or.reduce([one.flag_table[:, _PARTIAL] for one in self._made[1].values()])
        return np.where(np.arange(len(FLAGS)) == _PARTIAL, partial[:, None], sampled)

    def reason(self, group: int) -> str | None:
        """Where all inputs are needed and one of them cannot be said, that one's reason."""
        formula, inputs = self._made
        why = super().reason(group)
        if why != "low_coverage" or formula.linear or formula.least < len(formula.inputs):
            return why
        return next((said for one in inputs.values() if (said := one.reason(group)) is not None), why)

    def flags(self, group: int) -> tuple[str, ...]:
        found = super().flags(group)
        if not self._said[group]:
            return found
        noted = (name for name, note in self._made[0].notes.items() if np.asarray(note(self.read))[group])
        return tuple(dict.fromkeys((*found, *noted)))

    def side(self, part: str) -> tuple[Estimate, str]:
        """The input that a part belongs to, and its name there."""
        name, _colon, rest = part.partition(":")
        return self._made[1][name], rest

    @property
    def undefined(self) -> str:
        return self._made[0].undefined

    @property
    def repeats(self) -> bool:
        return False

    def robust(self) -> FormulaEstimate:
        """Itself: its error knows the customers from the start. A transformed number follows its input."""
        formula, inputs = self._made
        if not formula.monotone:
            return self
        return replace(self, inputs={name: one.robust() for name, one in inputs.items()})

    def difference(self, a: Sequence[int] | np.ndarray, b: Sequence[int] | np.ndarray) -> Difference:
        """From what each customer pulls on both sides; a transformed number is tested as its input is."""
        x, y = np.asarray(a), np.asarray(b)
        with np.errstate(invalid="ignore"):  # both may be infinite: then there is no difference to be told
            delta = self.reading.value[y] - self.reading.value[x]
        if self._made[0].monotone:
            tested = self.leading.difference(x, y)
            sides = (Interval(self.low[at], self.high[at]) for at in (x, y))
            before, after = sides
            low, high = hybrid_difference(self.reading.value[x], before, self.reading.value[y], after)
            return tested._replace(delta=delta, low=low, high=high)
        error = error_of(self.pulls, x, y)
        found = change_from_error(delta, error.se, error.clusters - 1, self.setup.level)
        return Difference(delta, found.se, found.t, found.p, found.low, found.high, "clustered")

    def contribution(self, a: int = 0, b: int = -1, axis: str | None = None) -> Contribution | None:
        """The weighted sum of its inputs' contributions; None where the value is no such sum or inputs have none."""
        formula, inputs = self._made
        groups = self.compared_segments(a, b, axis)
        if groups is None or not formula.linear:
            return None
        whole = self.totals()
        parts = []
        for name, one in inputs.items():
            weight = whole.slopes[name][[whole.group(a), whole.group(b)]]
            if not weight.any():  # known on neither side
                continue
            found = one.contribution(a, b, axis)
            if found is None or not np.isclose(*weight):
                return None
            parts.append((weight[0], found))
        if not parts:
            return None
        rate, mix, part = (sum(w * one[k] for w, one in parts) for k in range(3))
        return Contribution(rate, mix, part, part.sum())

    def totals(self) -> FormulaEstimate:
        inputs = {name: one.totals() for name, one in self._made[1].items()}
        first = next(iter(inputs.values()))
        return replace(self, tally=first.tally, inputs=inputs)
