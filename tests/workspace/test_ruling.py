"""Whoever shares an e-mail is one customer, where somebody said so once: through imports, undo, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.changes import CUSTOMERS, Changes
from cxdesk.domain.query import Query
from cxdesk.domain.settings import SAME_EMAIL
from cxdesk.store import database
from cxdesk.system.progress import Progress
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.ruling import RULE
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

SHOP = (
    "customer id,name,email\n4711,Ana Pop,ana@x.ro\n4712,Ben Roe,ben@x.ro\n4713,Shop,info@x.ro\n4714,Desk,info@x.ro\n"
)
ANSWERS = "response_id,date,customer,How likely are you to recommend us?\n"
BOTH = "1,2026-03-01,ANA@x.ro,9\n2,2026-03-02,cleo@x.ro,3\n3,2026-03-03,4711,8\n"
TOOL = "customer id,name,email\nU-9,Ana P.,ana@x.ro\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.cxdesk") as made:
        yield made


def put(workspace: Workspace, name: str, text: str, kind: str) -> int:
    path = workspace.path.parent / name
    path.write_text(text, encoding="utf-8")
    (report,) = import_files(workspace, [path], ImportOptions(kind=kind))
    assert report.batch is not None, report.open_doubts
    return report.batch


def one_customer(workspace: Workspace) -> dict[str, str]:
    """Who is who by the rule."""
    return {one.alias: one.canonical for one in workspace.ruled()}


def customers(workspace: Workspace) -> int:
    """How many customers have answered."""
    codes = workspace.frame().column("answer", "customer").codes
    return len(set(codes[codes >= 0].tolist()))


def test_nothing_is_merged_by_itself(workspace: Workspace) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    put(workspace, "answers.csv", ANSWERS + BOTH, "answer")
    assert not workspace.setting(SAME_EMAIL)
    assert workspace.merges() == []
    assert customers(workspace) == 3


def test_the_rule_holds_for_what_is_there_and_for_what_comes(workspace: Workspace) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    workspace.set_setting(SAME_EMAIL, True)
    assert one_customer(workspace) == {}
    put(workspace, "answers.csv", ANSWERS + BOTH, "answer")
    put(workspace, "tool.csv", TOOL, "customer")
    assert one_customer(workspace) == {"ANA@x.ro": "4711", "U-9": "4711"}
    assert customers(workspace) == 2
    assert all("ana@x.ro" in one.evidence for one in workspace.ruled())


def test_who_cancels_when_the_import_is_written_is_not_told_that_it_was_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    workspace.set_setting(SAME_EMAIL, True)
    (workspace.path.parent / "answers.csv").write_text(ANSWERS + BOTH, encoding="utf-8")
    progress, follow = Progress(), Workspace.follow_rules

    def too_late(self: Workspace, changes: Changes, told: Progress | None = None) -> Changes:
        progress.cancel()
        return follow(self, changes, told)

    monkeypatch.setattr(Workspace, "follow_rules", too_late)
    monkeypatch.setattr(database, "_WATCH_EVERY", 20)  # as if there were thousands of customers
    files = [workspace.path.parent / "answers.csv"]
    (report,) = import_files(workspace, files, ImportOptions(kind="answer"), progress)
    assert report.rows.new == 3
    assert one_customer(workspace) == {"ANA@x.ro": "4711"}
    assert report.batch is not None
    assert workspace.undo(report.batch, None)[0].removed == 3


def test_every_number_follows_and_comes_back(workspace: Workspace) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    put(workspace, "answers.csv", ANSWERS + BOTH, "answer")
    before = workspace.metrics(Query(metrics=("nps",)))
    changes = workspace.set_setting(SAME_EMAIL, True)
    assert CUSTOMERS in changes.touched
    assert changes.state == workspace.state
    assert customers(workspace) == 2
    workspace.set_setting(SAME_EMAIL, False)
    assert workspace.merges() == []
    assert workspace.metrics(Query(metrics=("nps",))) == before


def test_an_import_taken_back_takes_its_evidence_along(workspace: Workspace) -> None:
    workspace.set_setting(SAME_EMAIL, True)
    shop = put(workspace, "shop.csv", SHOP, "customer")
    put(workspace, "tool.csv", TOOL, "customer")
    put(workspace, "answers.csv", ANSWERS + BOTH, "answer")
    assert one_customer(workspace) == {"ANA@x.ro": "4711", "U-9": "4711"}
    workspace.undo(shop)
    assert one_customer(workspace) == {"ANA@x.ro": "U-9"}


def test_what_somebody_takes_apart_stays_apart(workspace: Workspace) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    workspace.set_setting(SAME_EMAIL, True)
    put(workspace, "tool.csv", TOOL, "customer")
    workspace.unmerge([one.id for one in workspace.ruled()])
    put(workspace, "answers.csv", ANSWERS + BOTH, "answer")
    assert one_customer(workspace) == {"ANA@x.ro": "4711"}


def test_decisions_of_people_are_left_alone(workspace: Workspace) -> None:
    put(workspace, "shop.csv", SHOP, "customer")
    workspace.merge_customers([("4712", "4711")])
    workspace.set_setting(SAME_EMAIL, True)
    put(workspace, "tool.csv", TOOL, "customer")
    workspace.set_setting(SAME_EMAIL, False)
    assert [(one.alias, one.canonical, one.by == RULE) for one in workspace.merges()] == [("4712", "4711", False)]
