"""A day in one column and its time in another are one moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from cxdesk.intake.blocks import Cell
from cxdesk.intake.clocks import clock_of, time_in, timed, with_times
from cxdesk.intake.guess import guess
from cxdesk.intake.mapping import ATTRIBUTE, ColumnUse
from tests.intake.looking import looked_at, write


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("9:05", time(9, 5)),
        ("09:05:33", time(9, 5, 33)),
        ("19h30", time(19, 30)),
        ("19 h", time(19)),
        ("2:05 PM", time(14, 5)),
        ("12:10 a.m.", time(0, 10)),
        (time(8, 1), time(8, 1)),
        (timedelta(hours=8, minutes=2), time(8, 2)),
        (0.5, time(12)),
        ("24:10", None),
        ("13:05 PM", None),
        ("19", None),
        ("", None),
        (1.5, None),
    ],
)
def test_times_of_day(cell: Cell, wanted: time | None) -> None:
    assert time_in(cell) == wanted


def clock(day: str, *headings: str, anchor: bool = True) -> int | None:
    """The column that is the clock of a column called `day`, of these with times."""
    guesses = [guess(at, heading, ["9:05", "14:20"], [2, 3]) for at, heading in enumerate(headings, 1)]
    use = ColumnUse(0, day, "placed_at", layout="%d/%m/%Y")
    return clock_of(use, anchor, dict.fromkeys(range(1, len(headings) + 1), ATTRIBUTE), guesses)


def test_the_clock_has_the_name_of_the_day() -> None:
    assert clock("Date", "Heure") == 1
    assert clock("Data sosirii", "Ora plecării", "Ora sosirii") == 2
    assert clock("Date de l'appel", "Heure") == 1  # the only one, of the day that places the row
    assert clock("Date de livraison", "Heure", anchor=False) is None
    assert clock("Date", "Waiting time", "Heure") == 2
    assert clock("Date", "Check-in time") is None
    assert clock("Date", "Slot") is None


def test_what_is_something_else_or_no_time_is_no_clock() -> None:
    use = ColumnUse(0, "Date", "placed_at", layout="%d/%m/%Y")
    times = guess(1, "Time", ["9:05", "14:20"], [2, 3])
    assert clock_of(use, True, {1: "duration"}, [times]) is None
    assert clock_of(use, True, {1: ATTRIBUTE}, [guess(1, "Time", ["190 s", "14 s"], [2, 3])]) is None
    assert clock_of(ColumnUse(0, "Date", "placed_at", layout="serial"), True, {1: ATTRIBUTE}, [times]) is None


def test_each_day_gets_the_time_of_its_row() -> None:
    use = ColumnUse(0, "Date", "placed_at", layout="%d/%m/%Y", clock=1)
    days: list[tuple[Cell, ...]] = [("03/02/2025", date(2025, 2, 4), "", "05/02/2025"), ("9h05", "14:20", "8:00", "?")]
    made = with_times(days, [use])
    assert made[0] == ("03/02/2025 09:05:00", datetime(2025, 2, 4, 14, 20), "", "05/02/2025")
    assert made[1] == days[1]
    assert timed(use).layout == "%d/%m/%Y %H:%M:%S"


def test_the_day_says_where_its_times_stand(tmp_path: Path) -> None:
    rows = [[f"A{n}", f"2025-02-{n:02d}", f"9:{n:02d}", "5.50"] for n in range(1, 9)]
    view = looked_at(write(tmp_path / "o.csv", ["Order", "Date", "Time", "Total"], rows))
    assert view.columns[1].evidence.say() == "8 of 8 cells, with the times in “Time”"
    assert view.mapping.use(1).zone == ""  # a moment of the workspace's clocks, no mere day
