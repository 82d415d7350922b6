"""Every worked case of the survey metrics, of scales, periods and uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cases.agreement import disagreements, perturbed
from tests.cases.found import METRICS, Frames, found
from tests.cases.stored import stores
from tests.shared_files import needs_shared, shared_json

CASES = [case for case in shared_json("metrics", "cases.json") if case["metric"] in METRICS]
COVERED = 50

pytestmark = needs_shared


@pytest.fixture
def frames(tmp_path: Path) -> Frames:
    return stores(tmp_path)


def test_no_case_is_forgotten() -> None:
    assert len(CASES) == COVERED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_comes_out_as_printed(case: Mapping[str, Any], frames: Frames) -> None:
    assert disagreements(case, found(case, frames)) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_would_notice_any_wrong_number(case: Mapping[str, Any], frames: Frames) -> None:
    said = found(case, frames)
    for name, value in case["expected"].items():
        wrong = {**case, "expected": {**case["expected"], name: perturbed(value)}}
        assert set(disagreements(wrong, said)) == {name}
