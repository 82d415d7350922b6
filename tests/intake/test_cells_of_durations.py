"""Lengths of time as support desks, phone systems and people write them; always seconds."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from cxdesk.intake.batch import NEGATIVE_DURATION, NOT_A_DURATION
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells_of_durations import DurationReader, LeftReader, unit_of, written
from cxdesk.intake.mapping import ColumnUse


def reader(heading: str = "Wait", decimal: str = ".", layout: str = "") -> DurationReader:
    return DurationReader(ColumnUse(0, heading, "wait_seconds", decimal=decimal, layout=layout))


@pytest.mark.parametrize(
    ("heading", "seconds"),
    [
        ("First reply time in minutes", 60),
        ("First response time (in hrs)", 3600),
        ("Full resolution time (hours)", 3600),
        ("duration_ms", 0.001),
        ("handle_seconds", 1),
        ("Talk time (s)", 1),
        ("Wait [min]", 60),
        ("resolutionTimeHours", 3600),
        ("Time to resolve (days)", 86_400),
        ("Temps d'attente (minutes)", 60),
        ("Durée en heures", 3600),
        ("Délai de résolution (jours)", 86_400),
        ("Timp de așteptare (minute)", 60),
        ("Durată (ore)", 3600),
        ("Vechime (zile)", 86_400),
        ("Requester wait time in minutes within business hours", 60),
        ("First reply time", None),
        ("Wait", None),
        ("Average speed of answer", None),
        ("Plan B - d", None),
    ],
)
def test_a_heading_may_name_the_unit(heading: str, seconds: float | None) -> None:
    assert unit_of(heading) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("01:20:30", 4830),
        ("1:20", 4800),
        ("125:00:00", 450_000),
        ("0:00:01.5", 1.5),
        ("1 day, 2:03:04", 93_784),
        ("2.03:00:00", 183_600),
        ("1h 20m", 4800),
        ("1h20", 4800),
        ("1 h 30", 5400),
        ("2 d", 172_800),
        ("90 min", 5400),
        ("1,5 h", 5400),
        ("3 days 4 hours", 273_600),
        ("1 hour and 5 minutes", 3900),
        ("2 jours et 3 heures", 183_600),
        ("1 heure 20 minutes", 4800),
        ("3 zile si 2 ore", 266_400),
        ("1 oră 10 minute", 4200),
        ("1w 2d", 777_600),
        ("250 ms", 0.25),
        ("PT1H20M", 4800),
        ("P1DT30S", 86_430),
        ("-0:10", -600),
        ("-2h", -7200),
    ],
)
def test_written_durations(text: str, seconds: float) -> None:
    assert written(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["soon", "1:75", "1:60:00", "12:00:99", "20m 1h", "5 apples", "P", "PT", "1:2:3:4", ""]
)
def test_what_is_no_duration(text: str) -> None:
    assert written(text) is None


@pytest.mark.parametrize(
    ("heading", "cell", "seconds"),
    [
        ("First response time (in hrs)", "26:10:05", 94_205),
        ("First response time (in hrs)", "1.5", 5400),
        ("First reply time in minutes", "90", 5400),
        ("Durée (min)", "12:30", 750),
        ("Duration", "12:30", 45_000),
        ("Duration", "45", 45),
        ("Duration (min)", 2.5, 150),
        ("Duration", timedelta(hours=30), 108_000),
        ("Duration", time(1, 2, 3), 3723),
        ("Duration", "", None),
        ("Duration", "-", None),
    ],
)
def test_a_cell_is_read_in_the_unit_of_its_heading_unless_it_is_a_clock(
    heading: str, cell: Cell, seconds: float | None
) -> None:
    assert reader(heading).values([cell]) == [seconds]


def test_the_persons_word_goes_before_the_heading() -> None:
    assert reader("Handle time in minutes", layout="hours").values(["2"]) == [7200]


def test_a_decimal_comma_is_read_where_the_column_has_one() -> None:
    assert reader("Attente (heures)", decimal=",").values(["1,5"]) == [5400]


@pytest.mark.parametrize("cell", ["-0:10", "-5", -3.0, timedelta(seconds=-1)])
def test_less_than_no_time_is_refused(cell: Cell) -> None:
    one = reader()
    assert one.values([cell]) == [None]
    assert one.code(cell) == NEGATIVE_DURATION


def test_other_words_are_refused() -> None:
    assert reader().code("ages") == NOT_A_DURATION


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("1:30", 1), ("0:00", 1), ("-0:35", 0), ("-0:00", 0), ("2h 15m", 1), ("-1h 3m", 0), ("", None), ("soon", None)],
)
def test_what_was_left_of_an_agreed_time_says_whether_it_was_kept(cell: str, kept: int | None) -> None:
    reader = LeftReader(ColumnUse(0, "Time to resolution", "sla_met"))
    assert reader.read(cell) == kept
    assert (reader.code(cell) is None) == (cell != "soon")
