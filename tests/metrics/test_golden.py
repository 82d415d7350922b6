"""The small survey of `tests/golden`, imported, against what was worked out on paper beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.kinds import Source
from cxdesk.frame.frame import Frame
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from cxdesk.store.batches import merge_all
from cxdesk.workspace.workspace import Workspace
from tests.cases.stored import read
from tests.metrics.asking import FEBRUARY, JANUARY, measures
from tests.shared_files import REPOSITORY

GOLDEN = REPOSITORY / "tests" / "golden"
PAPER: list[Mapping[str, Any]] = json.loads((GOLDEN / "small_survey.json").read_text("utf-8"))
QUESTIONS = (
    "Recommend=nps:0-10",
    "Satisfied=csat:1-5",
    "Easy=ces:1-7",
    "Resolution=sat_resolution:1-5",
    "Return=return_intent:0-10",
)
BOTH = (JANUARY, FEBRUARY)


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frame]:
    folder = tmp_path_factory.mktemp("golden")
    with Workspace.create(folder / "golden.cxdesk") as workspace:
        workspace.set_setting("zone", "Europe/Bucharest")
        for file, kind, questions in (
            ("small_survey", "answer", QUESTIONS),
            ("small_survey_invitations", "invitation", ()),
        ):
            imported = read(GOLDEN / f"{file}.csv", folder / kind, kind, questions, workspace.zone, FIELDS[kind])
            merge_all(workspace.database, [imported])
        yield workspace.frame()


FIELDS = {
    "answer": {
        "response": "Response",
        "invitation": "Invitation",
        "customer": "Customer",
        "submitted_at": "Answered at",
    },
    "invitation": {"invitation": "Invitation", "customer": "Customer", "sent_at": "Sent at", "bounced": "Bounced"},
}


def name_of(one: Mapping[str, Any]) -> str:
    return " ".join(str(one[key]) for key in ("metric", "measure", "options", "split") if key in one)


@pytest.mark.parametrize("paper", PAPER, ids=name_of)
def test_paper_and_program_agree(paper: Mapping[str, Any], frame: Frame) -> None:
    ask: dict[str, Any] = {"options": paper.get("options", {}), "split": paper.get("split"), "min_show": 1}
    if {"months", "contribution"} & set(paper):
        ask["periods"] = BOTH
    found = measures(frame, paper["metric"], **ask)
    estimate = found[paper.get("measure", next(iter(found)))]
    figure = estimate.figure(0)
    for key in ("value", "n", "parts", "excluded"):
        if key in paper:
            said = getattr(figure, key)
            said = (
                {name: n for name, n in said.items() if name not in ("other_role", "same_response")}
                if key == "excluded"
                else said
            )
            assert said == (pytest.approx(paper[key]) if key == "value" else paper[key])
    if "months" in paper:
        assert [estimate.figure(group).value for group in range(2)] == pytest.approx(paper["months"])
        assert [estimate.figure(group).n for group in range(2)] == paper.get("n_by_month", [int(n) for n in estimate.n])
    if "contribution" in paper:
        parts = estimate.contribution(0, 1)
        assert parts is not None
        assert dict(zip(estimate.segments or (), parts.part, strict=True)) == pytest.approx(paper["contribution"])
        assert dict(zip(estimate.segments or (), parts.rate, strict=True)) == pytest.approx(paper["rate"])


def answered_by_one_question(metric: Metric) -> bool:
    """Whether it reads the invitations, or the answers to nothing but one question of this survey."""
    asked = {question.partition("=")[2].partition(":")[0] for question in QUESTIONS}
    if metric.kinds[0] == "invitation":
        return True
    if len(metric.sources) != 1 or metric.kinds != ("answer",) or not isinstance(metric.sources[0], Source):
        return False
    return {fixed.value for fixed in metric.sources[0].fixed} <= asked


def test_every_metric_that_one_question_answers_is_on_the_paper() -> None:
    assert {one["metric"] for one in PAPER} == {
        name for name, one in metrics().items() if answered_by_one_question(one)
    }


def test_the_paper_says_how_each_number_came_about() -> None:
    text = Path(GOLDEN / "small_survey.md").read_text("utf-8")
    for one in PAPER:
        if "value" in one:
            shown = f"{one['value']:.4g}"
            assert shown in text or shown.rstrip("0") in text, one
