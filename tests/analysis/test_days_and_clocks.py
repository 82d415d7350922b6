"""Units of the trend across the days on which clocks change: every answer in the day that its place had then."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cxdesk.analysis.inquiry import Inquiry
from cxdesk.analysis.trends import trend
from cxdesk.app.charts.labels import spoken
from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Query
from cxdesk.metrics.registry import metric_of
from cxdesk.system import i18n
from tests.frame.memory import frame_of

CHANGES = (
    ("Europe/Bucharest", date(2026, 3, 29)),
    ("Europe/Bucharest", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight itself is left out
    ("Pacific/Apia", date(2011, 12, 29)),  # the next day never was
)


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_an_answer_is_in_the_day_and_under_the_label_that_its_place_had(zone: str, day: date) -> None:
    place, rows = ZoneInfo(zone), []
    for offset in (-1, 0, 1, 2):
        for hour, minute in ((0, 30), (12, 0), (23, 30)):
            wall = datetime.combine(day + timedelta(days=offset), datetime.min.time()) + timedelta(
                hours=hour, minutes=minute
            )
            instant = wall.replace(tzinfo=place).astimezone(ZoneInfo("UTC"))
            rows.append((instant, instant.astimezone(place).date()))
    answers = [
        {"response": f"r{n}", "customer": f"c{n}", "role": "nps", "score": 10, "submitted_at": instant.isoformat()}
        for n, (instant, _local) in enumerate(rows)
    ]
    frame = frame_of({"answer": answers}, settings={"zone": zone})
    inquiry = Inquiry(Query(metrics=("nps",), grain=Grain.DAY, min_show=1), frame)
    counted = {point.period.start: point.figure.n for point in trend(inquiry, metric_of("nps")).points}
    expected: dict[date, int] = {}
    for _instant, local in rows:
        expected[local] = expected.get(local, 0) + 1
    assert {start: n for start, n in counted.items() if n} == expected
    i18n.use("en")
    for point in trend(inquiry, metric_of("nps")).points:
        assert str(point.period.start.day) in spoken(point.period, Grain.DAY)
        assert point.period.days == 1
