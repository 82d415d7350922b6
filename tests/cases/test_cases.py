"""Every worked case of the metrics there are, of scales, periods and uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.cases.agreement import disagreements, perturbed
from tests.cases.every import COVERED, READERS, found
from tests.cases.found import Case, Found
from tests.cases.stored import stores
from tests.shared_files import needs_shared, shared_json

CASES = [case for case in shared_json("metrics", "cases.json") if case["metric"] in READERS]

pytestmark = needs_shared


@pytest.fixture(scope="module")
def found_in_a_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Found]:
    """What CXDesk says to a case, each asked once."""

    @cache
    def by_number(number: int) -> Found:
        return found(CASES[number], stores(tmp_path_factory.mktemp(f"case{number}")))

    return lambda case: by_number(CASES.index(case))


def test_no_case_is_forgotten() -> None:
    assert len(CASES) == COVERED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_comes_out_as_printed(case: Case, found_in_a_store: Callable[[Case], Found]) -> None:
    assert disagreements(case, found_in_a_store(case)) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_would_notice_any_wrong_number(case: Case, found_in_a_store: Callable[[Case], Found]) -> None:
    said, tolerance = found_in_a_store(case), case["tolerance"]
    for name, value in case["expected"].items():
        other = perturbed(value, tolerance.get(name, tolerance["default"]))
        wrong = {**case, "expected": {**case["expected"], name: other}}
        assert set(disagreements(wrong, said)) == {name}
