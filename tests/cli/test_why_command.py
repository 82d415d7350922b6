"""`cxdesk why`: a change explained from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.answers import workspace
from tests.cli.running import cxdesk

PERIODS = ("--from", "2025-04-01", "--to", "2025-06-30", "--compare", "2025-01-01..2025-03-31")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with workspace(tmp_path_factory.mktemp("why")) as made:
        return made.path


def test_it_says_the_sentences_and_every_split_with_its_bars(path: Path) -> None:
    said = cxdesk("why", "-w", path, "nps", "--by", "Plan", *PERIODS)
    assert said.code == 0
    assert "It is a real drop." in said.out
    assert "Most of it happened in Starter." in said.out
    assert "By Plan: the rate of each group" in said.out
    assert "By customers" in said.out
    assert "not what caused it" in said.out


def test_the_object_has_parts_that_add_up(path: Path) -> None:
    found = cxdesk("why", "-w", path, "nps", "--by", "Plan", "--json", *PERIODS).json
    assert (found["base_value"], found["value"], found["delta"]) == pytest.approx((30, -30, -60))
    assert found["verdict"] == "down"
    split = next(one for one in found["splits"] if one["kind"] == "segments")
    assert split["attribute"] == "Plan"
    assert sum(part["size"] for part in split["parts"]) == pytest.approx(-60)
    assert split["parts"][0] | {"low": None, "high": None, "counts": None} == {
        "role": "group", "key": "Starter", "size": pytest.approx(-60), "low": None, "high": None, "proven": True,
        "tested": True, "before": 60, "after": -60, "n0": 10, "n1": 10, "members": 1, "counts": None,
    }  # fmt: skip


def test_what_cannot_be_taken_apart_says_why(path: Path) -> None:
    said = cxdesk("why", "-w", path, "nps", "--compare", "none")
    assert (said.code, "Nothing is compared." in said.out) == (0, True)
    assert cxdesk("why", "-w", path, "nps", "--compare", "none", "--json").json["reason"] == "no_comparison"


def test_a_metric_that_there_is_not_is_refused(path: Path) -> None:
    assert cxdesk("why", "-w", path, "npx").code == 1


def test_it_speaks_french(path: Path) -> None:
    assert "C’est une vraie baisse." in cxdesk("why", "-w", path, "nps", *PERIODS, language="fr").out
