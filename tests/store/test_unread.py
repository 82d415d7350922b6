"""A cell that could not be read says nothing: what an earlier import gave in its place stays, and undo knows of it."""

from __future__ import annotations

import random

import pytest

from cxdesk.frame.loader import Status
from cxdesk.store import batches, checking
from cxdesk.store.batches import ImportInfo, merge
from tests.store.builders import Desk, Row, answer, block, stage
from tests.store.test_undo import contents

FIELDS = ("status", "priority", "comment")


def ticket(status: str | None, priority: str | None = "high", name: str = "T1") -> Row:
    return {"ticket": name, "status": status, "priority": priority}


def values(desk: Desk) -> list[tuple[str | None, ...]]:
    with desk.database.reader() as connection:
        return connection.execute("SELECT ticket, status, priority FROM ticket ORDER BY ticket").fetchall()


def test_what_stands_there_stays(desk: Desk) -> None:
    desk.put("ticket", [ticket("open")])
    counts = desk.put("ticket", [ticket(None, "low")], unread={0: ("status",)})
    assert (counts.updated, counts.unchanged, counts.stays) == (1, 0, 1)
    assert values(desk) == [("T1", "open", "low")]


def test_a_cell_that_was_empty_is_a_word(desk: Desk) -> None:
    desk.put("ticket", [ticket("open")])
    counts = desk.put("ticket", [ticket(None)])
    assert (counts.updated, counts.stays) == (1, 0)
    assert values(desk) == [("T1", None, "high")]


def test_a_row_that_says_nothing_else_is_unchanged_and_taken_back_it_leaves_no_trace(desk: Desk) -> None:
    first = desk.put("ticket", [ticket("open")])
    second = desk.put("ticket", [ticket(None)], unread={0: ("status",)})
    assert (second.updated, second.unchanged, second.stays) == (0, 1, 1)
    batches.undo(desk.database, first.batch or 0)
    assert values(desk) == [("T1", None, "high")]


INVALID = {**answer("r1"), "status": int(Status.INVALID)}
SAID = ("status", "score", "scale")


def statuses(desk: Desk) -> list[tuple[object, ...]]:
    with desk.database.reader() as connection:
        return connection.execute("SELECT score, status, scale IS NULL FROM answer ORDER BY row_id").fetchall()


def test_an_answer_that_cannot_be_read_is_invalid_once_nobody_says_anything_else(desk: Desk) -> None:
    first = desk.put("answer", [answer("r1", 9.0)])
    second = desk.put("answer", [{**INVALID, "comment": "again"}], unread={0: SAID})
    assert statuses(desk) == [(9.0, Status.OK, 0)]
    batches.undo(desk.database, first.batch or 0)
    assert statuses(desk) == [(None, Status.INVALID, 0)]
    desk.put("answer", [answer("r1", 3.0)])
    assert statuses(desk) == [(3.0, Status.OK, 0)]
    batches.undo(desk.database, second.batch or 0)
    assert statuses(desk) == [(3.0, Status.OK, 0)]
    assert not checking.problems(desk.database)


def test_an_answer_that_was_left_empty_stays_so(desk: Desk) -> None:
    desk.put("answer", [answer("r1")])
    assert desk.put("answer", [INVALID], unread={0: SAID}).unchanged == 1
    assert statuses(desk) == [(None, Status.MISSING, 0)]


def test_segments_in_several_files_name_their_own_rows(desk: Desk) -> None:
    desk.put("ticket", [ticket("open", name=f"T{at:02d}") for at in range(25)])
    later = [ticket(None, "low", f"T{at:02d}") for at in range(25)]
    blocks = [block("ticket", later[at : at + 10], first_line=at + 2, unread={0: ("status",)}) for at in (0, 10, 20)]
    staged = stage(desk.folder / "three", "ticket", *blocks, segment_rows=10)
    assert len(staged.segments) == 3
    assert merge(desk.database, staged, ImportInfo("later.csv", sha256="later"))[0].stays == 3
    assert [name for name, status, _priority in values(desk) if status] == ["T00", "T10", "T20"]


@pytest.mark.parametrize("kind", ["ticket", "answer"])
@pytest.mark.parametrize("seed", range(12))
def test_any_import_taken_back_leaves_what_there_would_be_without_it(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kind: str
) -> None:
    """Files of the same rows, some of their cells unreadable, of which one is taken back."""
    chance = random.Random(seed)
    some_file = {"ticket": _some_file, "answer": _some_answers}[kind]
    files = [some_file(chance) for _file in range(4)]
    gone = chance.randrange(4)
    folder = tmp_path_factory.mktemp("unread")
    desk, other = Desk(folder, "all"), Desk(folder, "without")
    put = [desk.put(kind, rows, unread=unread) for rows, unread in files]
    for at, (rows, unread) in enumerate(files):
        if at != gone:
            other.put(kind, rows, unread=unread)
    batches.undo(desk.database, put[gone].batch or 0)
    assert contents(desk, kind) == contents(other, kind)
    assert batches.content_hash(desk.database) == batches.content_hash(other.database)
    assert not checking.problems(desk.database)


def _some_answers(chance: random.Random) -> tuple[list[Row], dict[int, tuple[str, ...]]]:
    rows: list[Row] = []
    unread: dict[int, tuple[str, ...]] = {}
    for at, name in enumerate(chance.sample(["r1", "r2", "r3"], chance.randrange(1, 4))):
        row = answer(name, chance.choice([None, 3.0, 9.0]), chance.choice([None, "good"]))
        if chance.random() < 0.4:
            row |= {"score": None, "status": int(Status.INVALID)}
            unread[at] = SAID
        rows.append(row)
    return rows, unread


def _some_file(chance: random.Random) -> tuple[list[Row], dict[int, tuple[str, ...]]]:
    rows: list[Row] = []
    unread: dict[int, tuple[str, ...]] = {}
    for at, name in enumerate(chance.sample(["T1", "T2", "T3", "T4"], chance.randrange(1, 4))):
        row = {"ticket": name, **{field: chance.choice([None, "open", "late"]) for field in FIELDS}}
        wrong = tuple(field for field in FIELDS if chance.random() < 0.3)
        rows.append(row | dict.fromkeys(wrong))
        if wrong:
            unread[at] = wrong
    return rows, unread
