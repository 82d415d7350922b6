"""A metric is one file in a folder of the catalogue: it is then listed, evaluated, drawn as a card and told of."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cxdesk.analysis.cards import cards
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.cli.main import run
from cxdesk.domain.query import Query
from cxdesk.metrics import catalogue
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of, metrics
from tests.frame.memory import answers, frame_of

SOURCE = """
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Family, Unit, metric


@metric(
    id="answers_by_mail",
    title="Answers by mail",
    short_title="By mail",
    idea="answers_by_mail",
    family=Family.LISTENING,
    question="Which share comes by mail?",
    explain="Answers whose channel is mail, in percent of all.",
    good_for="A test.",
    beware="Nothing.",
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.all(),
    at="submitted_at",
    start=1,
    label=lambda options, scales: (Phrase("by mail"),),
)
def answers_by_mail(rows: Rows) -> Share:
    return Share(rows, hit=rows.labelled("channel") == "mail")
"""


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One more file, in a folder that is looked into beside the catalogue's own."""
    (tmp_path / "answers_by_mail.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    metrics.cache_clear()
    yield "answers_by_mail"
    sys.modules.pop(f"{catalogue.__name__}.answers_by_mail", None)
    monkeypatch.undo()
    metrics.cache_clear()


def test_it_is_in_the_catalogue_of_the_command_line(added: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalogue", "--json"]) == 0
    (found,) = [one for one in json.loads(capsys.readouterr().out)["metrics"] if one["id"] == added]
    assert found["title"] == "Answers by mail"


def test_it_is_evaluated_and_drawn_as_a_card(added: str) -> None:
    rows = [*answers([9, 10, 3], channel="mail"), *answers([1], channel="web")]
    for number, row in enumerate(rows):
        row |= {"response": f"r{number}", "submitted_at": "2024-05-02T10:00:00Z"}
    frame = frame_of({"answer": rows})
    found = evaluate(metric_of(added), frame, Ask())
    assert isinstance(found, Mapping)
    assert found["value"].figure(0).value == 75.0
    (card,) = [one for one in cards(Inquiry(Query(metrics=(added,)), frame)) if one.metric == added]
    assert card.figure is not None
    assert card.figure.value == 75.0


def test_and_gone_when_the_file_is_gone(added: str) -> None:
    assert added in metrics()


def test_nothing_of_it_stays_behind() -> None:
    assert "answers_by_mail" not in metrics()
