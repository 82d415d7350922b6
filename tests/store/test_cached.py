"""Kept columns follow the rows in every write, in however many parts they are kept."""

from __future__ import annotations

import pytest

from cxdesk.store import cached, checking
from tests.store.builders import Desk, answer


def test_a_damaged_column_is_not_patched_but_rebuilt(desk: Desk) -> None:
    desk.put("answer", [answer(f"r{n}", 5, "text") for n in range(40)])
    with desk.database.write("damage") as transaction:
        transaction.execute("UPDATE cache SET data = x'00' WHERE \"column\" = 'score'")
    assert checking.problems(desk.database) != []
    desk.put("answer", [answer(f"r{n}", 7, "text") for n in range(10, 12)])
    assert checking.problems(desk.database) == []


@pytest.mark.parametrize("changed", [[0], [6, 7], [13, 19, 20], range(30)])
def test_only_the_parts_that_changed_are_written_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, changed: list[int]
) -> None:
    monkeypatch.setattr(cached, "PART_ROWS", 7)
    monkeypatch.setattr(cached, "PATCHED", 4)
    first = desk.put("answer", [answer(f"r{n}", n % 11, f"c{n}", customer=f"C{n}") for n in range(30)])
    with desk.database.reader() as connection:
        before = dict(connection.execute("SELECT piece, data FROM cache WHERE \"column\" = 'score'").fetchall())
    assert len(before) == 5
    desk.put("answer", [answer(f"r{n}", 10 - n % 11, f"c{n}", customer=f"C{n}") for n in changed])
    assert checking.problems(desk.database) == []
    with desk.database.reader() as connection:
        statement = "SELECT piece, data FROM cache WHERE \"column\" = 'score' AND batch = ?"
        after = dict(connection.execute(statement, (first.batch,)).fetchall())
    parts = sorted(before)
    others = [piece for at, piece in enumerate(parts) if not any(n // 7 == at for n in changed)]
    assert sorted(after) == parts
    assert all(after[piece] == before[piece] for piece in others)
    assert all(after[piece] != before[piece] for piece in parts if piece not in others)
