"""Who was active when, as a table of cohorts: one row per member of a cohort and interval since."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Cells(NamedTuple):
    """Per row: the member, the interval that made the cohort, how many intervals later this is, and whether active."""

    subject: np.ndarray
    cohort: np.ndarray
    offset: np.ndarray
    active: np.ndarray


def cells(subject: np.ndarray, interval: np.ndarray, intervals: int, recurring: bool = True) -> Cells:
    """From activity, one entry per subject 0.. and interval 0..intervals-1 (repeats count once).

    `recurring`: every active interval opens a cohort; otherwise a subject belongs to that of the first only. A cohort
    is followed up to the last interval.
    """
    subjects = int(subject.max(initial=-1)) + 1
    active = np.zeros((subjects, intervals), bool)
    active[subject, interval] = True
    opens = active if recurring else active & (np.cumsum(active, axis=1) == 1)
    who, cohort = np.nonzero(opens)
    follow = intervals - cohort
    row = np.repeat(np.arange(len(who)), follow)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(follow) - follow, follow)
    return Cells(who[row], cohort[row], offset, active[who[row], cohort[row] + offset])
