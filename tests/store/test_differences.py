"""What an import would do to each row is what it then does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.store import batches, differences
from cxdesk.store.differences import Difference, Verdicts
from cxdesk.store.staging import Staged
from tests.store.builders import Desk, Problem, answer, block, stage


def seen(desk: Desk, staged: Staged, sort: str) -> tuple[Verdicts, list[list[Difference]]]:
    _counts, verdicts = batches.planned(desk.database, staged)
    return verdicts, differences.differences(desk.database, staged, verdicts, verdicts.lines(sort).tolist())


def test_every_source_row_has_one_verdict_and_they_are_the_counts(desk: Desk) -> None:
    desk.put("answer", [answer("a", 9.0), answer("b", 3.0), answer("c", 5.0)])
    staged = desk.stage("answer", [answer("a", 9.0), answer("b", 4.0), answer("d", 1.0), answer("e", 2.0)])
    counts, verdicts = batches.planned(desk.database, staged)
    found = {sort: len(verdicts.lines(sort)) for sort in differences.SORTS}
    assert found == {"new": counts.new, "updated": counts.updated, "unchanged": counts.unchanged}
    assert found == {"new": 2, "updated": 1, "unchanged": 1}
    assert verdicts.line.at(verdicts.lines("updated")).tolist() == [3]


def test_an_updated_row_has_what_stands_there_and_what_will(desk: Desk) -> None:
    desk.put("answer", [answer("a", 3.0, "slow", language="en")])
    staged = desk.stage("answer", [answer("a", 8.0, "better now")])
    _verdicts, [[one]] = seen(desk, staged, "updated")
    assert one.standing is not None
    assert (one.standing["score"], one.standing["scale"], one.standing["comment"]) == (3.0, "0-10", "slow")
    assert (one.becomes["score"], one.becomes["comment"], one.becomes["language"]) == (8.0, "better now", "en")
    batches.merge(desk.database, staged, batches.ImportInfo("b.csv", "b"))
    with desk.database.reader() as connection:
        assert connection.execute("SELECT score, comment, language FROM answer").fetchall() == [
            (8.0, "better now", "en")
        ]


def test_texts_that_the_workspace_numbers_otherwise_are_compared_as_texts(desk: Desk) -> None:
    desk.put("answer", [answer("x", 1.0, question="First?"), answer("a", 3.0, question="Second?")])
    staged = desk.stage("answer", [answer("a", 4.0, question="Second?"), answer("n", 4.0, question="Third?")])
    _verdicts, [[changed]] = seen(desk, staged, "updated")
    assert changed.standing is not None
    assert (changed.standing["question"], changed.given["question"]) == ("Second?", "Second?")
    _verdicts, [[fresh]] = seen(desk, staged, "new")
    assert (fresh.standing, fresh.given["question"]) == (None, "Third?")


def test_a_later_row_of_the_same_key_changes_the_one_above_it(desk: Desk) -> None:
    staged = desk.stage("ticket", [{"ticket": "T1", "status": "open"}, {"ticket": "T1", "status": "closed"}])
    verdicts, [[one]] = seen(desk, staged, "updated")
    assert one.standing is not None
    assert (one.line, one.standing["status"], one.becomes["status"]) == (3, "open", "closed")
    assert verdicts.line.at(verdicts.lines("new")).tolist() == [2]


def test_of_three_states_each_is_held_against_the_one_before(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "new"}])
    staged = desk.stage("ticket", [{"ticket": "T1", "status": "open"}, {"ticket": "T1", "status": "closed"}])
    _verdicts, found = seen(desk, staged, "updated")
    told = [(one.standing["status"], one.becomes["status"]) for [one] in found if one.standing]
    assert told == [("new", "open"), ("open", "closed")]


def test_rows_that_differ_in_nothing_a_file_gives_are_unchanged(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "open", "agent": "Ana"}])
    verdicts, _found = seen(desk, desk.stage("ticket", [{"ticket": "T1", "status": "open"}]), "unchanged")
    assert len(verdicts.lines("unchanged")) == 1
    assert not len(verdicts.lines("updated"))


def test_the_rows_of_one_source_line_stay_together(desk: Desk) -> None:
    both = [answer("a", 3.0, line=2), answer("a", 4.0, line=2, question="Other?")]
    desk.put("answer", both)
    staged = desk.stage("answer", [both[0], {**both[1], "score": 5.0}, answer("b", 1.0, line=3)])
    _verdicts, [lines] = seen(desk, staged, "updated")
    assert [one.standing is not None for one in lines] == [False, True]


def test_several_segments_are_one_table(desk: Desk, tmp_path: Path) -> None:
    desk.put("ticket", [{"ticket": f"T{n}", "status": "open"} for n in range(50)])
    rows = [{"ticket": f"T{n}", "status": "closed" if n % 7 == 0 else "open"} for n in range(60)]
    blocks = [block("ticket", rows[at : at + 10], first_line=2 + at) for at in range(0, 60, 10)]
    staged = stage(tmp_path / "many", "ticket", *blocks, segment_rows=20)
    assert len(staged.segments) == 3
    _verdicts, found = seen(desk, staged, "updated")
    told = [(one.given["ticket"], one.standing["status"]) for [one] in found if one.standing]
    assert told == [(f"T{n}", "open") for n in range(0, 50, 7)]


def test_problems_are_read_a_page_at_a_time_over_all_segments(desk: Desk, tmp_path: Path) -> None:
    blocks = []
    for at in range(4):
        cells = [Problem(10 * at + n, "Score", "x", "off_scale", "[]") for n in range(3)]
        whole = [Problem(10 * at + 9, None, None, "required_missing", '["a"]')]
        rows = [{"ticket": f"T{at}{n}"} for n in range(3)]
        blocks.append(block("ticket", rows, first_line=2 + 10 * at, problems=cells + whole, rejected=1))
    staged = stage(tmp_path / "bad", "ticket", *blocks, segment_rows=3)
    assert len(staged.segments) > 1
    assert differences.count_problems(staged, None) == 12
    assert [one["line"] for one in differences.staged_problems(staged, None, 2, 5)] == [2, 10, 11, 12, 20]
    assert [one["line"] for one in differences.staged_problems(staged, ["required_missing"])] == [9, 19, 29, 39]
    assert differences.staged_problems(staged, ["nothing_usable"]) == []


@pytest.mark.parametrize("rows", [0, 1])
def test_hardly_anything(desk: Desk, rows: int) -> None:
    staged = desk.stage("ticket", [{"ticket": "T1"}][:rows], given=["ticket"])
    verdicts, found = seen(desk, staged, "new")
    assert (len(found), verdicts.rows, len(verdicts.starts)) == (rows, rows, rows)
