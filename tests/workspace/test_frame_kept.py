"""After a write only what it touched is read again: deciding what a metric means reads no answer a second time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.query import Query
from cxdesk.store import definitions
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("all_here")


def put(workspace: Workspace, file: Path, first: int) -> None:
    rows = [f"R{n},C{n % 7},2025-0{1 + n % 6}-11,{n % 11}" for n in range(first, first + 60)]
    file.write_text("\n".join(["response_id,customer_id,date,NPS", *rows]) + "\n", encoding="utf-8")
    (report,) = import_files(workspace, [file], ImportOptions(questions=("NPS=nps:0-10",)))
    assert (report.error, report.open_doubts, report.rows.new) == (None, [], 60)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "desk.cxdesk") as made:
        put(made, tmp_path / "first.csv", 0)
        yield made


def decide(workspace: Workspace) -> None:
    definitions.pin(workspace.database, "nps", {}, ["nps"], "as always")


def test_a_decision_about_a_metric_reads_no_row_again(workspace: Workspace) -> None:
    before = workspace.board(Query())
    scores = workspace.frame().column("answer", "score")
    decide(workspace)
    assert workspace.frame().state == workspace.state > before.state
    assert workspace.frame().column("answer", "score") is scores
    after = workspace.board(Query())
    assert [(card.metric, card.figure) for card in after.cards] == [(card.metric, card.figure) for card in before.cards]


def test_the_earlier_frame_lets_go_of_its_state_of_the_store(workspace: Workspace) -> None:
    workspace.board(Query())
    earlier = weakref.ref(workspace.frame())
    decide(workspace)
    workspace.board(Query())
    gc.collect()
    assert earlier() is None


def test_what_rows_are_read_by_reads_them_again(workspace: Workspace) -> None:
    scores = workspace.frame().column("answer", "score")
    workspace.set_setting("zone", "Europe/Bucharest")
    decide(workspace)
    assert workspace.frame().column("answer", "score") is not scores
    assert workspace.frame().zone.name == "Europe/Bucharest"


def test_new_rows_are_there_and_gone_again(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.frame().size("answer") == 60
    put(workspace, tmp_path / "second.csv", 60)
    decide(workspace)
    assert workspace.frame().size("answer") == 120
    workspace.undo(2)
    assert workspace.frame().size("answer") == 60
