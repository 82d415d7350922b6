"""Keys that stand in a file more than once, found a stretch of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Repeats:
    """`occurrence` of each row; places of the rows `again` whose key a row `before` had, and whether both are the same.

    Rows without a key are counted by occurrence instead; none of them is among the places.
    """

    occurrence: np.ndarray
    again: np.ndarray
    before: np.ndarray
    same: np.ndarray


@dataclass
class Seen:
    """The keys that stood there already, where last, with which content and how often; sorted by key."""

    key: np.ndarray
    row_hash: np.ndarray
    place: np.ndarray
    times: np.ndarray

    @staticmethod
    def nothing() -> Seen:
        return Seen(*(np.empty(0, np.int64) for _column in range(4)))

    def repeats(self, places: np.ndarray, key: np.ndarray, row_hash: np.ndarray, more: bool) -> Repeats | None:
        """What stands in these rows again, with what was seen before; None when nothing does. Remembers the rows if
        there are `more` to come.
        """
        known = len(self.key)
        if known:
            key, row_hash = np.concatenate((self.key, key)), np.concatenate((self.row_hash, row_hash))
            places = np.concatenate((self.place, places))
        times = np.ones(len(key), np.int64)
        times[:known] = self.times
        plain = np.sort(key)
        found = None
        if bool(np.any(plain[1:] == plain[:-1])):
            found = _repeats(places, key, row_hash, times, known)
        if more:
            self._remember(places, key, row_hash, times)
        return found

    def _remember(self, places: np.ndarray, key: np.ndarray, row_hash: np.ndarray, times: np.ndarray) -> None:
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        order = order[np.append(ordered[1:] != ordered[:-1], True)]
        self.key, self.row_hash, self.place, self.times = key[order], row_hash[order], places[order], times[order]


def _repeats(places: np.ndarray, key: np.ndarray, row_hash: np.ndarray, times: np.ndarray, known: int) -> Repeats:
    """`times` says of the first `known` rows how often each had come; of the others it is written here."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    starts = np.ones(len(key), bool)
    starts[same] = False
    place = np.arange(len(key))
    begins = np.maximum.accumulate(np.where(starts, place, 0))
    times[order[same]] = (times[order[begins]] + place - begins)[same]
    here, before = order[same], order[same - 1]
    counted = key[here] == row_hash[here]
    occurrence = np.ones(len(key), np.int32)
    occurrence[here[counted]] = times[here[counted]]
    keyed, before = here[~counted], before[~counted]
    return Repeats(occurrence[known:], places[keyed], places[before], row_hash[keyed] == row_hash[before])
