"""Boards made by hand, with every state a screen must show. The figures are invented."""

from __future__ import annotations

from datetime import date

from cxdesk.domain.periods import Grain, Period, add_months, units
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import (
    Better,
    Board,
    Breakdown,
    BreakdownRow,
    Card,
    Change,
    Figure,
    Phrase,
    Target,
    Trend,
    TrendPoint,
    Unit,
    Verdict,
)

NOW = Period(date(2026, 8, 1), date(2026, 11, 1))
BEFORE = Period(date(2026, 5, 1), date(2026, 8, 1))
ALL = Period(date(2025, 1, 1), date(2026, 12, 1))
NPS_LABEL = (Phrase("0–10"), Phrase("latest per customer"))
SURVEYS, SUPPORT = "loyalty", "support"

_NPS = (22, 25.5, 22, 24, 27, 27, 30, 16, 30, 31.5, 33, 30, 34, 33, 36, 38.5, 37.5, 35, 33.5, 21, 15, 17, 24.5)
_N = (120, 96, 110, 118, 104, 99, 130, 14, 101, 125, 140, 90, 133, 128, 141, 150, 137, 122, 131, 140, 152, 144, 38)


def change(
    base: float,
    delta: float,
    verdict: str = Verdict.NO_CLEAR_CHANGE,
    p: float = 0.4,
    n: int = 431,
    why: str | None = None,
) -> Change:
    return Change(base, n, BEFORE, delta, delta - 8, delta + 8, p, "z", verdict, why)


def nps_card(**changes: object) -> Card:
    values: dict[str, object] = {
        "metric": "nps",
        "measure": "",
        "title": "Net Promoter Score",
        "short_title": "NPS",
        "family": SURVEYS,
        "label": NPS_LABEL,
        "unit": Unit.SCORE,
        "decimals": 0,
        "better": Better.UP,
        "figure": Figure(17.2, 9.8, 24.6, 436, 75, 436, parts={"plus": 191, "neutral": 129, "minus": 116}),
        "change": change(34.9, -17.7, Verdict.DOWN, 0.001),
        "spark": (33.0, 30.0, 34.0, 33.0, 36.0, 38.5, 37.5, 35.0, 33.5, 21.0, 15.0, 17.0, 18.0),
        "target": Target(30, "missed"),
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


def cards() -> tuple[Card, ...]:
    csat = Card(
        "csat_top", "", "Customer satisfaction", "CSAT", SURVEYS, (Phrase("share satisfied"), Phrase("4–5 of 5")),
        Unit.PERCENT, 1, Better.UP, Figure(81.9, 77.7, 85.4, 381, 312, 381), change(84.6, -2.7),
        (82, 83, 81, 84, 82, 83, 85, 84, 83, 82, 84, 81, 81.9), target=Target(80, "unsettled"),
    )  # fmt: skip
    ces = Card(
        "ces_mean", "", "Customer Effort Score", "Effort (CES)", SURVEYS, (Phrase("mean ease, 1–7"),),
        Unit.SCALE, 2, Better.UP, Figure(5.31, 5.17, 5.45, 352), change(5.55, -0.24, Verdict.DOWN, 0.003),
        (5.5, 5.5, 5.6, 5.5, 5.7, 5.6, 5.5, 5.6, 5.7, 5.4, 5.4, 5.3, 5.31), scale_max=7,
    )  # fmt: skip
    few = Card(
        "sat_resolution", "", "Satisfaction with the resolution", "Resolution", SUPPORT,
        (Phrase("share satisfied, 4–5 of 5"),),
        Unit.PERCENT, 1, Better.UP, Figure(None, n=4, reason="too_few"), None, (None,) * 13,
    )  # fmt: skip
    small = Card(
        "return_intent", "", "Intention to return", "Return", SUPPORT, (Phrase("share likely, 4–5 of 5"),),
        Unit.PERCENT, 1, Better.UP, Figure(60.0, 31.3, 83.2, 10, 6, 10, flags=("small_sample",)),
        change(58.0, 2.0, Verdict.NOT_TESTED, why="too_few"),
        (None, None, 60, None, 55, 58, None, 61, 60, 59, None, 60, 60),
    )  # fmt: skip
    running = Card(
        "response_rate", "", "Response rate", "Response rate", SUPPORT, (Phrase("answered of invited, 30 days"),),
        Unit.PERCENT, 1, Better.NONE,
        Figure(31.2, 28.0, 34.6, 820, 256, 820, excluded={"immature": 41}, flags=("partial",)),
        change(29.0, 2.2), (28, 29, 30, 31, 30, 29, 31, 30, 32, 31, 30, 31, 31.2), spark_partial=True, partial=True,
    )  # fmt: skip
    nothing = Card(
        "comment_rate", "", "Comment rate", "Comment rate", SUPPORT, (Phrase("answers with a comment"),),
        Unit.PERCENT, 1, Better.NONE, Figure(None, reason="missing_kind"), None, needs="invitation",
    )  # fmt: skip
    return nps_card(), csat, ces, small, few, running, nothing


def trend(**changes: object) -> Trend:
    points = []
    for number, unit in enumerate(units(ALL, Grain.MONTH)):
        value, n = _NPS[number], _N[number]
        half = 190 / n**0.5
        points.append(TrendPoint(unit, Figure(value, value - half, value + half, n), number == len(_NPS) - 1))
    before = tuple(
        TrendPoint(point.period, Figure(points[number - 12].figure.value, n=90))
        for number, point in enumerate(points)
        if number >= 15
    )
    values: dict[str, object] = {
        "metric": "nps",
        "measure": "",
        "title": "Net Promoter Score",
        "label": NPS_LABEL,
        "unit": Unit.SCORE,
        "decimals": 0,
        "better": Better.UP,
        "grain": Grain.MONTH.value,
        "points": tuple(points),
        "compare": before,
        "scale_changes": ((date(2025, 4, 1), "1–10 → 0–10"),),
        "limits": (-100.0, 100.0),
    }
    return Trend(**(values | changes))  # type: ignore[arg-type]


def breakdown(**changes: object) -> Breakdown:
    def row(
        key: str | None, n: int, value: float, half: float, base: float, part: float, proven: bool = False
    ) -> BreakdownRow:
        return BreakdownRow(
            key,
            Figure(value, value - half, value + half, n),
            change(base, value - base),
            Figure(base, n=n),
            part,
            proven,
        )

    hidden = BreakdownRow("Enterprise", Figure(None, n=3, reason="too_few"), hidden=True)
    values: dict[str, object] = {
        "metric": "nps",
        "measure": "",
        "title": "Net Promoter Score",
        "attribute": "plan",
        "attribute_title": "Plan",
        "unit": Unit.SCORE,
        "decimals": 0,
        "better": Better.UP,
        "rows": (
            row("Starter", 214, 3, 13, 35, -13.2, True),
            row("Team", 138, 29, 15, 36, -3.0),
            row("Business", 71, 38, 20, 37, -1.2),
            row(None, 10, 20, 50, 36, -0.5),
            hidden,
        ),
        "total": BreakdownRow("", Figure(17.2, 9.8, 24.6, 436), change(34.9, -17.7), Figure(34.9, n=431), -17.7, True),
        "choices": (("plan", "Plan"), ("country", "Country"), ("language", "Language"), ("channel", "Channel")),
    }
    return Breakdown(**(values | changes))  # type: ignore[arg-type]


def board(query: Query | None = None, **changes: object) -> Board:
    asked = query or Query(range=NOW, split="plan", selection=Selection("nps"))
    values: dict[str, object] = {
        "query": asked,
        "state": 1,
        "cards": cards(),
        "trend": trend(),
        "breakdown": breakdown(),
        "rows_behind": 436,
        "comments_behind": 104,
        "as_of": date(2026, 11, 18),
        "range": asked.range,
        "compare_range": BEFORE,
        "data_range": ALL,
    }
    return Board(**(values | changes))  # type: ignore[arg-type]


def long_trend(years: int, grain: Grain = Grain.DAY) -> Trend:
    """Many units, for charts with little room."""
    reach = Period(date(2023, 1, 1), add_months(date(2023, 1, 1), 12 * years))
    points = [
        TrendPoint(unit, Figure(20 + (number * 7) % 23, 10, 50, 40)) for number, unit in enumerate(units(reach, grain))
    ]
    return trend(points=tuple(points), compare=(), scale_changes=(), grain=grain.value)
