"""The Estimate: what cards, trends, breakdowns, receipts and drill-downs are asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.results import Change, Phrase
from cxdesk.frame.codes import State
from cxdesk.frame.derived import Extended, is_derived, source_kinds, sources
from cxdesk.frame.frame import FATES
from cxdesk.frame.rows import Rows
from cxdesk.frame.selection import Selection
from cxdesk.metrics import changes
from cxdesk.metrics.clustering import lines_by_group
from cxdesk.metrics.estimators.term import Difference
from cxdesk.metrics.values import Values
from cxdesk.stats.contribution import Contribution

SAME = ("_placed", "reading", "value", "_reasons", "_said", "_left_out")  # properties that robust errors leave alone
_BEFORE = ("other_segment", "outside_period", "future", "no_timestamp", "filtered")  # reasons before a group is formed


@dataclass(frozen=True)
class Unavailable:
    """Why a metric cannot be asked at all. `needs` is the kind or field to bring; `detail` what the person can do."""

    metric: str
    reason: str
    needs: str | None = None
    detail: Phrase | None = None


@dataclass(frozen=True)
class Accounting:
    """Every row of the kind in exactly one place: row i of the kind is `names[codes[i]]`; the first `parts` names
    are the metric's parts, the others reasons of exclusion.
    """

    names: tuple[str, ...]
    parts: int
    codes: np.ndarray

    def counts(self) -> dict[str, int]:
        """Rows per name, names without rows left out."""
        return self._counts

    @cached_property
    def _counts(self) -> dict[str, int]:
        found = [int(np.count_nonzero(self.codes == code)) for code in range(len(self.names))]
        return {name: n for name, n in zip(self.names, found, strict=True) if n}


@dataclass(frozen=True, eq=False)
class Estimate(Values):
    """One measure for every group at once, with the rows behind each number."""

    def rows(self, group: int, part: str) -> np.ndarray:
        """Positions in the kind's columns of the rows in one part (or exclusion within the group), in anchor order;
        as many as `counts` says.
        """
        rows = self.tally.members.rows
        if part == self.dropped_name:
            return rows.index[self.tally.members.dropped.positions[self.tally.group_of_dropped == group]]
        return self.rows_in(group, (part,))

    def rows_in(self, group: int, parts: Sequence[str]) -> np.ndarray:
        """The same of the rows in any of several parts."""
        at, place = self._places(group)
        names = (*self.parts, *self.term.exclusions)
        wanted = np.zeros(max(len(names), self.term.places) + 1, bool)
        wanted[[names.index(part) for part in parts]] = True
        return self.tally.members.rows.index.take(at[wanted.take(place)])

    def row_ids(self, group: int, part: str) -> np.ndarray:
        """The store's row ids of the same rows; of rows that a view made, those of the imported rows behind them."""
        found = self.sources(group, part)
        return next(iter(found.values())) if len(found) == 1 else np.unique(np.concatenate([*found.values()]))

    def sources(self, group: int, part: str) -> dict[str, np.ndarray]:
        """By kind the store's row ids of the imported rows behind one part."""
        return sources(self.tally.members.rows, self.rows(group, part))

    def imported(self, group: int) -> dict[str, Accounting]:
        """By kind where every imported row went: a row behind several rows of a view is where the first part is that
        any of them is in; one behind none is left out for a reason of its own.
        """
        rows, mine = self.tally.members.rows, self.accounting(group)
        if not is_derived(rows):
            return {rows.kind: mine}
        return {kind: _traced(rows, kind, mine) for kind in source_kinds(rows)}

    def _places(self, group: int) -> tuple[np.ndarray, np.ndarray]:
        """Members of a group (positions in the rows) and the place of each among parts and exclusions."""
        tally = self.tally
        at = tally.counter.of_group(group)
        code = tally.counter.row_codes.take(at)
        place = self.term.table[code]
        if tally.usable is not None:
            usable = tally.usable[group // tally.segments][code] | (self.term.base.state[code] != State.OK)
            place = np.where(usable, place, len(self.parts))
        return at, place

    def accounting(self, group: int) -> Accounting:
        """Where every row of the kind went: parts and exclusions of one group."""
        rows, selection = self.tally.members.rows, self.setup.selection
        names = [*self.parts, *self.term.exclusions]
        names += [name for name in (self.dropped_name, *_BEFORE, *FATES.values()) if name not in names]
        code = {name: place for place, name in enumerate(names)}
        fate = rows.frame.fate(rows.source)
        found = np.array([0, *(code[FATES[key]] for key in sorted(FATES))], np.uint8).take(fate)
        found[rows.index] = self._fates_of_rows(group, code, selection)
        return Accounting(tuple(names), len(self.parts), found)

    def _fates_of_rows(self, group: int, code: Mapping[str, int], selection: Selection) -> np.ndarray:
        rows, members, period = self.tally.members.rows, self.tally.members, group // self.tally.segments
        fates = np.full(rows.size, code["filtered"], np.uint8)
        passing = selection.chosen
        fates[... if passing is None else passing] = code["outside_period"]
        if not selection.undated:
            late = np.arange(selection.end, rows.size) if passing is None else passing[passing >= selection.end]
            fates[late] = np.where(late < rows.dated, code["future"], code["no_timestamp"])
        fates[members.of_period(period)] = code["other_segment"]
        dropped = members.dropped
        fates[dropped.of_period(period)] = code["other_segment"]
        fates[dropped.positions[self.tally.group_of_dropped == group]] = code[self.dropped_name]
        at, place = self._places(group)
        fates[at] = place
        return fates

    def flags(self, group: int) -> tuple[str, ...]:
        """What must be said beside a group's value: what the rows call for, and what the definition does."""
        mine = self.metric.flagged(self.setup.options) if self.metric.flagged and self._said[group] else ()
        return (*super().flags(group), *mine)

    @property
    def repeats(self) -> bool:
        """Whether some customer may have several rows in a group, so that intervals have a second, robust form."""
        return self.error is None and changes.repeats(self.tally)

    def robust(self) -> Estimate:
        """The same with intervals and tests that know which rows are one customer's; itself where none repeats."""
        counted = self.whole and not self.setup.options.get("process")  # then nothing is left to chance
        pull = self.term.influence(self.tally, self.sums) if self.repeats and not counted else None
        if pull is None:
            return self
        error = lines_by_group(self.tally, self.term.counts_code).error(pull)
        known = {**self.known(SAME), "sums": self.term.robust(self.sums, self.tally, error)}
        made = replace(self, error=error, pull=pull)
        made.__dict__.update(known)
        return made

    def known(self, names: Sequence[str]) -> dict[str, object]:
        """Which of these properties were worked out already, and what they are."""
        return {name: self.__dict__[name] for name in names if name in self.__dict__}

    def difference(self, a: Sequence[int] | np.ndarray, b: Sequence[int] | np.ndarray) -> Difference:
        """Groups `b` less groups `a`, with the statistics behind the verdict."""
        return changes.difference(self, np.asarray(a), np.asarray(b))

    def change(self, a: int, b: int) -> Change:
        """From group `a` to group `b`, with its test (codes U4 to U7) and verdict."""
        return changes.described(self, [a], [b])[0]

    def changes(self, a: Sequence[int], b: Sequence[int], holm: bool = True) -> list[Change]:
        """Several changes that stand on one screen; `holm` adjusts p for their number."""
        return changes.described(self, a, b, holm)

    def contribution(self, a: int = 0, b: int = -1, axis: str | None = None) -> Contribution | None:
        """How much each segment adds to the change from period `a` to period `b` (places among the periods).

        `axis` may name the split. None where the estimator cannot be split, or segments overlap.
        """
        groups = self.compared_segments(a, b, axis)
        return None if groups is None else self.term.contribution(self.sums, *groups)

    def compared_segments(self, a: int, b: int, axis: str | None) -> tuple[np.ndarray, np.ndarray] | None:
        """Groups of all segments in two periods; None without a split, or where segments overlap."""
        split = self.tally.split
        if split is None or self.overlapping or (axis is not None and axis != split.name):
            return None
        segments = np.arange(self.tally.segments)
        return segments + self.group(a), segments + self.group(b)

    @property
    def overlapping(self) -> bool:
        """Whether rows may be in several segments, or something is counted in each of them anew."""
        split = self.tally.split
        return self.tally.members.overall is not None or (split is not None and split.multi is not None)

    def totals(self) -> Estimate:
        """The same without the split."""
        return self if self.tally.split is None else replace(self, tally=self.tally.unsplit(), error=None)


def _traced(rows: Rows, kind: str, mine: Accounting) -> Accounting:
    """Rows of a source kind by where the rows of the view that they stand behind went."""
    frame = rows.frame
    assert isinstance(frame, Extended)
    behind, fate = frame.behind(kind), frame.fate(Source(kind))
    names = list(dict.fromkeys([*mine.names, *behind.reasons, *FATES.values()]))
    code = {name: place for place, name in enumerate(names)}
    table = np.array([code[reason] for reason in behind.reasons], np.uint8)
    found = np.full(len(fate), table[0], np.uint8) if behind.why is None else table[behind.why]
    left = np.array([0, *(code[FATES[key]] for key in sorted(FATES))], np.uint8)
    found = np.where(fate > 0, left[fate], found)
    places = mine.codes[behind.row]
    order = np.argsort(places, kind="stable")[::-1]
    found[behind.source[order]] = places[order]  # the first part has the last word
    return Accounting(tuple(names), mine.parts, found)
