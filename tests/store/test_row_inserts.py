"""Rows given by column are inserted many at a time, and none is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.store.row_inserts import TOGETHER, insert_columns, same_number

CELLS = st.tuples(
    st.none() | st.integers(-5, 5), st.none() | st.text("a\x01é'?", max_size=3), st.sampled_from([7, None])
)


def stored(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE one(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c INTEGER) STRICT")
        columns = [list(column) for column in zip(*rows, strict=True)]
        insert_columns(connection, "one", [range(1, len(rows) + 1), *columns])
        return connection.execute("SELECT a, b, c FROM one ORDER BY id").fetchall()


@given(st.lists(CELLS, min_size=1, max_size=3 * TOGETHER))
def test_every_row_stands_in_the_table_in_its_place(rows: list[tuple[object, ...]]) -> None:
    assert stored(rows) == rows


@pytest.mark.parametrize("n", [1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 5 * TOGETHER])
def test_any_number_of_rows_will_do(n: int) -> None:
    rows: list[tuple[object, ...]] = [(at, "x", 1) for at in range(n)]
    assert stored(rows) == rows


def test_tables_of_very_many_columns_have_fewer_rows_per_statement() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            f"CREATE TABLE wide(id INTEGER PRIMARY KEY, {', '.join(f'c{at} TEXT' for at in range(200))})"
        )
        insert_columns(connection, "wide", [range(1, 31), *([[f"{row}" for row in range(30)]] * 200)])
        assert connection.execute("SELECT count(*), sum(c0), sum(c199) FROM wide").fetchone() == (30, 435, 435)


def test_only_one_number_or_nothing_stands_in_the_statement_itself() -> None:
    assert same_number([3, 3, 3]) == "3"
    assert same_number([None, None]) == "NULL"
    assert [same_number(cells) for cells in ([3, 4, 3], ["3", "3"], [True, True], [1.0, 1.0], range(1))] == [None] * 5
