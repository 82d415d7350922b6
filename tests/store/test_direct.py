"""An import that nobody looks at first goes in segment by segment, and ends exactly like one that was reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cxdesk.domain.errors import ImportStopped
from cxdesk.store import batches, cached, checking, comments, matching, numbers
from cxdesk.store.accounts import ImportCounts
from cxdesk.store.direct import direct_import
from cxdesk.store.staging import Staged, StagingWriter
from cxdesk.system.progress import Cancelled, Progress
from tests.store.builders import Desk, Problem, Row, answer, block

INFO = batches.ImportInfo("b.csv", "b")


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two workspaces with the same beginnings: one for the direct road, one for the other."""
    pair = Desk(tmp_path, "direct"), Desk(tmp_path, "reviewed")
    for desk in pair:
        desk.put("answer", answers(0, 40), file="a.csv")
        desk.put("answer", answers(10, 50), file="between.csv")
    yield pair
    for desk in pair:
        desk.database.close()


def answers(first: int, last: int, score: int = 5) -> list[Row]:
    return [answer(f"r{n}", (n + score) % 11, f"cœur {n}", customer=f"C{n % 5}") for n in range(first, last)]


def announced(folder: Path, rows: Sequence[Row], at_a_time: int) -> tuple[list[Staged], Staged]:
    """The segments as the child announces them, and its last word."""
    folder.mkdir()
    parts: list[Staged] = []
    writer = StagingWriter(folder, "answer", 1, at_a_time, parts.append)
    for at in range(0, len(rows), at_a_time):
        problem = Problem(at, "Score", "?", "no_number")
        writer.add(block("answer", rows[at : at + at_a_time], first_line=at + 2, problems=[problem]))
    return parts, writer.finish()


def directly(desk: Desk, parts: list[Staged], staged: Staged, size: int = 0) -> ImportCounts:
    with direct_import(desk.database, INFO, size=size) as running:
        for part in parts:
            running.take(part)
        counts = running.finish(staged)
    assert running.changes.state == desk.database.state
    return counts


def stopped(desk: Desk, parts: list[Staged]) -> None:
    with direct_import(desk.database, INFO, Progress()) as running:
        for part in parts:
            running.take(part)
        raise Cancelled


CASES = {
    "all new": answers(100, 190),
    "mostly new, a few known": answers(100, 150) + answers(45, 55) + answers(150, 170),
    "mostly new, a few changed": answers(100, 150) + answers(45, 50, score=7) + answers(150, 170),
    "repeated further down": answers(100, 150) + answers(100, 110) + answers(120, 125, score=9),
    "mostly known": answers(0, 48) + answers(100, 110),
    "known, then new": answers(0, 40) + answers(200, 260),
    "nothing": [],
}


@pytest.fixture(params=["at once", "a few at a time"])
def stretches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What takes ten million rows at full size: rows are matched, columns kept, a few at a time."""
    few = [
        (numbers, "STRETCH", 16),
        (numbers, "HELD", 8),
        (matching, "TOGETHER", 32),
        (cached, "PART_ROWS", 20),
        (cached, "PATCHED", 3),
    ]
    for module, name, value in [*few, (cached, "PART_LABELS", 50)] if request.param != "at once" else ():
        monkeypatch.setattr(module, name, value)
    return str(request.param)


@pytest.mark.parametrize("size", [0, 1 << 40], ids=["through the log", "around the log"])
@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.usefixtures("stretches")
def test_both_roads_lead_to_the_same_place(desks: tuple[Desk, Desk], tmp_path: Path, name: str, size: int) -> None:
    direct, reviewed = desks
    parts, staged = announced(tmp_path / "staged", CASES[name], at_a_time=12)
    planned = batches.plan(direct.database, staged)
    counts = directly(direct, parts, staged, size)
    other, _changes = batches.merge(reviewed.database, staged, INFO)
    assert counts == other
    assert planned.rows() == counts.rows()
    assert batches.content_hash(direct.database) == batches.content_hash(reviewed.database)
    assert checking.problems(direct.database) == []
    assert len(batches.rejects(direct.database, counts.batch or 0)) == -(-len(CASES[name]) // 12)
    found = [set(comments.search_ids(desk.database, "coeur").tolist()) for desk in desks]
    assert len(found[0]) == len(found[1])
    batches.undo(direct.database, counts.batch or 0, backup=False)
    batches.undo(reviewed.database, counts.batch or 0, backup=False)
    assert batches.content_hash(direct.database) == batches.content_hash(reviewed.database)
    assert checking.problems(direct.database) == []


def test_the_same_file_again_changes_nothing_at_all(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    desk = desks[0]
    parts, staged = announced(tmp_path / "staged", answers(100, 150), at_a_time=12)
    first = directly(desk, parts, staged)
    before = desk.database.state, batches.content_hash(desk.database), batches.listing(desk.database)
    again = directly(desk, parts, staged)
    assert (again.known, again.batch) == (True, first.batch)
    assert (desk.database.state, batches.content_hash(desk.database), batches.listing(desk.database)) == before


@pytest.mark.parametrize("after", [0, 1, 3])
def test_stopping_in_between_leaves_nothing(desks: tuple[Desk, Desk], tmp_path: Path, after: int) -> None:
    desk = desks[0]
    before = desk.database.state, batches.content_hash(desk.database)
    parts, _staged = announced(tmp_path / "staged", answers(100, 150), at_a_time=12)
    with pytest.raises(Cancelled):
        stopped(desk, parts[:after])
    assert (desk.database.state, batches.content_hash(desk.database)) == before
    assert checking.problems(desk.database) == []


def test_a_last_word_that_contradicts_what_was_announced_stops_the_import(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    desk = desks[0]
    before = batches.content_hash(desk.database)
    parts, staged = announced(tmp_path / "staged", answers(100, 150), at_a_time=12)
    with pytest.raises(ImportStopped):
        directly(desk, parts[:-1], staged)
    assert batches.content_hash(desk.database) == before
