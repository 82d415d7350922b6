"""A sound workspace passes, and each sort of damage that SQLite cannot see is found."""

from __future__ import annotations

import sqlite3

import pytest

from cxdesk.store import batches, checking
from tests.store.builders import Desk, answer

TEXTS = ("plain words", "Straße und cœur", None)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.put("answer", [answer(f"r{n}", float(n), TEXTS[n % 3], customer=f"C{n}") for n in range(9)])
    desk.put("answer", [answer(f"r{n}", float(n % 5), extra={"Region": "N"}) for n in range(5, 14)])
    desk.put(
        "ticket", [{"ticket": "T1", "status": "open", "internal": 0, "created_at": 5}, {"ticket": None, "subject": "x"}]
    )
    desk.put("ticket", [{"ticket": "T1", "status": "solved", "comment": "help"}])
    return desk


def test_a_sound_workspace_has_no_problems(desk: Desk) -> None:
    assert checking.problems(desk.database) == []
    batches.undo(desk.database, 1, backup=False)
    assert checking.problems(desk.database) == []
    batches.undo(desk.database, 3, backup=False)
    assert checking.problems(desk.database) == []


def tamper(desk: Desk, *statements: str) -> None:
    """Change the file behind the program's back."""
    desk.database.close()
    connection = sqlite3.connect(desk.database.path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    desk.reopen()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE answer SET score = score + 1 WHERE row_id = 3", checking.COLUMNS),
        ("UPDATE answer SET customer = 'D' WHERE row_id = 3", checking.COLUMNS),
        ("UPDATE answer SET row_hash = row_hash + 1 WHERE row_id = 3", checking.SUMS),
        ("DELETE FROM answer WHERE row_id = 3", checking.CLAIMS),
        ("UPDATE answer SET comment = 'another' WHERE row_id = 4", checking.INDEX),
        ("DELETE FROM batch WHERE id = 1", checking.REFERENCES),
    ],
)
def test_damage_that_sqlite_cannot_see_is_found(desk: Desk, statement: str, problem: str) -> None:
    tamper(desk, statement)
    assert problem in checking.problems(desk.database)


def test_columns_that_are_not_kept_are_no_problem(desk: Desk) -> None:
    tamper(desk, "DELETE FROM cache")
    assert checking.problems(desk.database) == []
