"""Cohorts: everybody who was active in an interval, and how many of them were again."""

from __future__ import annotations

from datetime import date

import numpy as np

from cxdesk.metrics.views.cohorts import cells
from tests.shared_files import needs_shared, shared_json

CASES = {case["id"]: case for case in shared_json("metrics", "cases.json")}


@needs_shared
def test_the_matrix_is_the_printed_one() -> None:
    case = CASES["ret-04"]
    first, intervals = date.fromisoformat(case["input"]["first"]), case["input"]["periods"]
    events = [
        (person, (date.fromisoformat(day) - first).days)
        for person, days in enumerate(case["input"]["events"].values())
        for day in days
    ]
    person, day = (np.array(column) for column in zip(*events, strict=True))
    found = cells(person, day, intervals)
    matrix = np.zeros((intervals, intervals), int)
    np.add.at(matrix, (found.cohort, found.offset), found.active)
    assert [row[: intervals - r] for r, row in enumerate(matrix.tolist())] == case["expected"]["matrix"]


def test_of_those_who_came_for_the_first_time_each_has_one_cohort() -> None:
    found = cells(np.array([0, 0, 0, 1]), np.array([1, 3, 1, 2]), 4, recurring=False)
    assert found.subject.tolist() == [0, 0, 0, 1, 1]
    assert found.cohort.tolist() == [1, 1, 1, 2, 2]
    assert found.offset.tolist() == [0, 1, 2, 0, 1]
    assert found.active.tolist() == [True, False, True, True, False]


def test_nobody_makes_no_rows() -> None:
    assert len(cells(np.array([], int), np.array([], int), 3).subject) == 0
