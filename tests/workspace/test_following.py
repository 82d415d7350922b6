"""What becomes of comments: decided, followed up, listed by it, and still there after an import came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxdesk.domain.changes import FOLLOW_UPS
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.follow_ups import FollowUp, Narrowing, Order, Status
from cxdesk.domain.query import Query
from cxdesk.workspace import marked
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import nps, workspace
from tests.cases import stored

NPS = Query(metrics=("nps",), min_show=1)
SAID = (
    ("c1", 2, "Far too expensive"),
    ("c2", 4, "Livraison en retard"),
    ("c3", 9, "Livrare rapidă și preț bun"),
    ("c4", 10, "All good"),
)
ROWS = [nps(who, f"2025-03-0{at}", score, "Starter", text) for at, (who, score, text) in enumerate(SAID, 1)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, ROWS) as made:
        yield made


def row_of(desk: Workspace, customer: str) -> int:
    return next(one.row for one in desk.comment_rows(desk.comment_ids(NPS).ids) if one.customer == customer)


def said(desk: Workspace, narrowing: Narrowing) -> list[str]:
    return [one.customer for one in desk.comment_rows(desk.comment_ids(NPS, narrowing=narrowing).ids)]


def test_a_follow_up_is_kept_shown_and_taken_back(desk: Workspace) -> None:
    row = row_of(desk, "c1")
    assert desk.follow_up(row).empty
    given = FollowUp(row, Status.OPEN, "  Ana  ", "Call her\nand refund", date(2025, 4, 1), True)
    done = desk.follow([given], "Ion")
    assert done.changes.touched == {FOLLOW_UPS}
    kept = desk.follow_up(row)
    assert kept == replace(given, owner="Ana")
    (shown,) = desk.comment_rows([row])  # type: ignore[arg-type]
    assert shown.follow_up == kept
    assert desk.owners() == ("Ana",)
    again = desk.follow(done.before)
    assert desk.follow_up(row).empty
    assert desk.owners() == ()
    desk.follow(again.before)
    assert desk.follow_up(row) == kept


def test_what_cannot_be_kept_is_refused_as_a_whole(desk: Workspace) -> None:
    row = row_of(desk, "c1")
    with pytest.raises(BadQuestion, match="perhaps"):
        desk.follow([FollowUp(row, Status.OPEN), FollowUp(row, "perhaps")])
    with pytest.raises(BadQuestion, match="too long"):
        desk.follow([FollowUp(row, note="x" * 5000)])
    with pytest.raises(NotFound):
        desk.follow([FollowUp(row, Status.OPEN), FollowUp(10**9, Status.OPEN)])
    assert desk.follow_up(row).empty


def test_comments_are_found_by_what_was_decided(desk: Workspace) -> None:
    c1, c2, c3 = (row_of(desk, who) for who in ("c1", "c2", "c3"))
    desk.decide([c1, c2], "stop")
    desk.decide([c3], "continue")
    desk.follow([FollowUp(c1, Status.OPEN, "Ana", read=True), FollowUp(c2, Status.WAITING, "Ion")])
    found = desk.comment_ids(NPS)
    assert found.decisions == {"stop": 2, "continue": 1, "undecided": 1}
    assert found.statuses == {"open": 1, "waiting": 1, "none": 2}
    assert found.owners == {"Ana": 1, "Ion": 1}
    assert found.unread == 3
    assert said(desk, Narrowing(decisions=("stop",))) == ["c2", "c1"]
    assert said(desk, Narrowing(decisions=("stop", "undecided"))) == ["c4", "c2", "c1"]
    assert said(desk, Narrowing(statuses=("open", "waiting"))) == ["c2", "c1"]
    assert said(desk, Narrowing(owners=("ANA",))) == ["c1"]
    assert said(desk, Narrowing(unread=True)) == ["c4", "c3", "c2"]
    assert said(desk, Narrowing(decisions=("stop",), unread=True)) == ["c2"]


def test_a_comment_stands_under_one_decision_at_most(desk: Workspace) -> None:
    row = row_of(desk, "c1")
    before = desk.decide([row], "stop")
    desk.decide([row], "start")
    assert [one.decision for one in desk.comment_rows([row])] == ["start"]  # type: ignore[arg-type]
    done = desk.decide([row], "")
    assert [one.decision for one in desk.comment_rows([row])] == [""]  # type: ignore[arg-type]
    desk.tag(done.before)
    assert [one.decision for one in desk.comment_rows([row])] == ["start"]  # type: ignore[arg-type]
    assert {tag.sign for tag in before.before} == {0}
    with pytest.raises(BadQuestion, match="perhaps"):
        desk.decide([row], "perhaps")


def test_decisions_outlive_an_import_that_is_taken_back_and_read_again(desk: Workspace, tmp_path: Path) -> None:
    late = nps("c9", "2025-03-09", 1, "", "Broken box")
    later = {"answer": [{key: value for key, value in late.items() if key != "Plan"}]}
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    stored.put(desk, later, tmp_path / "first")
    desk.follow([FollowUp(row_of(desk, "c9"), Status.OPEN, "Ana", "Call")])
    desk.decide([row_of(desk, "c9")], "stop")
    desk.undo(desk.imports()[0].id)
    assert "c9" not in said(desk, Narrowing())
    assert desk.owners() == ("Ana",)
    stored.put(desk, later, tmp_path / "second")
    assert said(desk, Narrowing(statuses=("open",), decisions=("stop",))) == ["c9"]


def test_the_best_match_comes_first_where_words_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("Late", "The parcel was late, as it was a month ago, and nobody called", "Late, late, late", "On time")
    rows = [nps(f"c{at}", f"2025-03-0{at}", 5, "Starter", text) for at, text in enumerate(told, 1)]
    best = Narrowing(order=Order.BEST)
    with workspace(tmp_path, rows) as desk:

        def listed(search: str) -> list[str]:
            found = desk.comment_ids(NPS, search, narrowing=best)
            assert found.searched == bool(search)
            return [one.customer for one in desk.comment_page(found, 0, 9)]

        assert listed("late") == ["c3", "c1", "c2"]
        assert listed("late") == ["c3", "c1", "c2"]  # from what was found before
        assert listed("month late") == ["c2"]
        assert listed("") == ["c4", "c3", "c2", "c1"]
        monkeypatch.setattr(marked, "RANKED", 2)  # of so many the newest are ranked, the others follow
        assert listed("late") == ["c3", "c2", "c1"]


def test_lists_come_in_the_order_asked(desk: Workspace) -> None:
    assert said(desk, Narrowing(order=Order.OLDEST)) == ["c1", "c2", "c3", "c4"]
    assert said(desk, Narrowing(order=Order.LOWEST)) == ["c1", "c2", "c3", "c4"]
    assert said(desk, Narrowing(order=Order.HIGHEST)) == ["c4", "c3", "c2", "c1"]
    found = desk.comment_ids(NPS, narrowing=Narrowing(order=Order.THEME))
    assert found.groups == (("Price", 0), ("Delivery", 2), ("", 3))
    rows = desk.comment_rows(found.ids)
    assert [one.themes[:1] for one in rows] == [("Price",), ("Price",), ("Delivery",), ()]
    page = desk.comment_page(found, 0, 4)
    assert [one.score for one in page] == [9, 2, 4, 10]
    assert [one.customer for one in desk.every_comment(found)] == [one.customer for one in rows]
