"""How far an import is, in words."""

from __future__ import annotations

import pytest

from cxdesk.app.dialogs.import_wizard.pace import Along, Pace, Place
from cxdesk.system.progress import Cancelled, Progress


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_one_file_says_rows_speed_and_time_left() -> None:
    clock = Clock()
    pace = Pace(clock)
    place = Place("survey.csv", 0, 1, 1_000_000).label()
    pace.hear(0, 200, place)
    clock.now += 5
    pace.hear(50, 200, place)
    said = "250,000 of 1,000,000 rows · 50,000 rows a second · about 15 seconds left · survey.csv"
    assert pace.words() == said
    assert pace.share == 0.25


def test_nothing_is_foretold_in_the_first_two_seconds() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 1
    pace.hear(100, 200, Place("survey.csv", 0, 1, 1000).label())
    assert pace.words() == "500 of 1,000 rows · survey.csv"


def test_several_files_say_which_and_count_as_one_whole() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 60
    pace.hear(0, 0, Place("b.csv", 1, 4, 0).label())
    assert pace.share == 0.25
    assert pace.words() == "about 3 minutes left · b.csv (2 of 4)"


def test_a_label_that_says_nothing_of_a_file_is_no_place() -> None:
    pace = Pace(Clock())
    for label in ("Writing", "", "[]", "null", '["a"]', "{}"):
        pace.hear(1, 2, label)
        assert pace.words() == ""


def test_rows_are_counted_where_nobody_knows_how_many_there_are() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.hear(0, 200, Place("big.csv").label())
    clock.now += 4
    pace.hear(100, 200, Place("big.csv", through=60_000).label())
    assert pace.words() == "60,000 rows so far · 15,000 rows a second · about 4 seconds left · big.csv"


def test_one_of_several_tells_the_rows_that_are_through() -> None:
    heard: list[str] = []
    part = Along(Progress(lambda _done, _of, label: heard.append(label)), Place("a.csv"))
    part.count_rows(500)
    part.count_rows(250)
    part.report(1, 2)
    assert Place.read(heard[0]).through == 750


def test_rows_that_are_written_are_counted() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.heard_rows(0, 4000)
    clock.now += 4
    pace.heard_rows(1000, 4000)
    assert pace.words().startswith("1,000 of 4,000 rows")


def test_one_of_several_stops_when_the_whole_is_stopped() -> None:
    heard: list[tuple[float, float, str]] = []
    whole = Progress(lambda *news: heard.append(news))
    part = Along(whole, Place("a.csv", 2, 3, 7))
    part.report(1, 2, "of its own")
    assert heard == [(1, 2, Place("a.csv", 2, 3, 7).label())]
    whole.cancel()
    assert part.cancelled
    with pytest.raises(Cancelled):
        part.check()
