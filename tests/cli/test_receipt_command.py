"""The receipt in a terminal speaks in words, as the window does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.analysis.receipt_wording import rung_title
from cxdesk.cli.main import run
from cxdesk.domain.query import Query, Selection
from tests.analysis.answers import workspace


def test_what_became_of_the_rows_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with workspace(tmp_path) as made:
        path = made.path
    assert run(["receipt", "nps", "-w", str(path), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "Replaced by another answer of the same customer" in told
    assert "Promoters" in told
    assert "superseded" not in told
    assert "plus" not in told


def test_what_is_counted_and_all_that_was_looked_at_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here and in the window: of the comments looked at, those without a tag add to the number."""
    with workspace(tmp_path) as made:
        told = made.explain(Query(metrics=("qual_css",)), Selection("qual_css", "untagged"))
        path = made.path
    titles = [rung_title(told.rungs[-1]), *(one.title.say() for one in told.portions)]
    assert titles == ["Counted", "Add to the number", "Add nothing to it"]
    assert run(["receipt", "qual_css", "--measure", "untagged", "-w", str(path), "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("Add to")] == [str(told.portions[0].count)] * 2
    assert any(line.startswith("Add nothing to it") for line in lines)
