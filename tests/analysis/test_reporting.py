"""What of a change and of a number leaves the workspace in a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxdesk.analysis.reporting import pooled, withheld
from cxdesk.analysis.wording import card_said, level_text
from cxdesk.app.charts.trend_words import legend
from cxdesk.domain.pack import canonical
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.plain import to_plain
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.domain.report import Recipe, changed
from cxdesk.domain.results import Better, Card, Change, Figure, Unit
from cxdesk.domain.why import Part, Role, Split, SplitKind
from cxdesk.reports.composing import compose
from cxdesk.reports.web_page import web_page
from tests.analysis.answers import csat, workspace


def group(key: str, size: float, n0: int, n1: int) -> Part:
    return Part(Role.GROUP, key, size, proven=True, tested=False, before=1.0, after=1.0 + size, n0=n0, n1=n1)


SPLIT = Split(
    SplitKind.SEGMENTS,
    "plan",
    (
        group("Team", 30.0, 40, 50),
        group("Gone", -9.0, 12, 0),
        group("Alone", 7.0, 1, 1),
        Part(Role.OTHERS, None, 2.0, tested=False, proven=True, n0=9, n1=9, members=3),
        Part(Role.MIX, None, 1.0),
    ),
)


def test_a_group_of_few_is_one_with_the_others_and_the_parts_still_add_up() -> None:
    shown = pooled(SPLIT, 5)
    assert shown is not None
    assert [(part.role, part.key) for part in shown.parts] == [
        (Role.GROUP, "Team"),
        (Role.GROUP, "Gone"),
        (Role.OTHERS, None),
        (Role.MIX, None),
    ]
    one = shown.parts[2]
    assert (one.size, one.members, one.n0, one.n1, one.before, one.after) == (9.0, 4, 10, 10, None, None)
    assert sum(part.size for part in shown.parts) == sum(part.size for part in SPLIT.parts)


def test_where_nobody_is_few_the_split_stays_as_it_is() -> None:
    assert pooled(SPLIT, 1) is SPLIT
    assert pooled(replace(SPLIT, parts=()), 5) is None


def test_few_who_came_or_left_are_not_told_at_all() -> None:
    came = (Part(Role.STAYED, "stayed", 3.0, n0=50, n1=50), Part(Role.NEW, "new", 500.0, n1=1))
    assert pooled(Split(SplitKind.CUSTOMERS, "presence", came), 5) is None


@pytest.mark.parametrize(
    ("unit", "decimals", "delta", "told"),
    [
        (Unit.COUNT, 0, 0.3, False),
        (Unit.COUNT, 0, 1.2, True),
        (Unit.PERCENT, 1, 0.04, False),
        (Unit.MONEY, 0, 30.0, False),  # of 100,000: 0.0 %
        (Unit.MONEY, 0, 300.0, True),
    ],
)
def test_what_was_counted_has_changed_only_where_it_can_be_seen(
    unit: str, decimals: int, delta: float, told: bool
) -> None:
    change = Change(100_000.0, 10, None, delta, why="full_count")
    figure = Figure(100_000.0 + delta, n=10)
    assert changed(Card("m", "value", "M", "M", "f", (), unit, decimals, Better.UP, figure, change)) is told


def test_what_few_answers_came_to_before_is_not_told() -> None:
    change = Change(40.0, 3, None, 10.0, -5.0, 25.0, 0.2, why="too_few")
    card = Card("m", "value", "M", "M", "f", (), Unit.PERCENT, 1, Better.UP, Figure(50.0, n=100), change)
    shown = withheld(card, 5)
    assert shown.figure == card.figure
    assert shown.change == Change(None, 3, None, None, why="too_few")
    assert card_said(shown).text == card_said(card).text == "Too few answers before"
    assert withheld(card, 3) == card
    assert withheld(replace(card, unit=Unit.COUNT), 5).change == change


def test_no_form_of_a_month_of_few_answers_leaves_the_workspace(tmp_path: Path) -> None:
    """Neither its value in the trend nor in the little course beside the card; how many they are is said."""
    scores = {"01": (5, 4, 3, 2, 5, 4), "02": (3, 3, 4, None), "03": (5, 5, 3, 2, 1, 4)}
    rows = [
        csat(f"c{at}", f"2025-{month}-10", score, "Team")
        for month, all_ in scores.items()
        for at, score in enumerate(all_)
    ]
    quarter = Period(date(2025, 1, 1), date(2025, 4, 1))
    with workspace(tmp_path, rows) as desk:
        query = Query(metrics=("csat_mean",), range=quarter, grain=Grain.MONTH)
        facts = desk.report(Recipe(query=query))
        (shown,) = desk.board(query).cards
    (topic,) = facts.topics
    assert topic.trend is not None
    february = topic.trend.points[1].figure
    assert (february.value, february.reason, february.n, february.missing) == (None, "too_few", 3, 1)
    assert topic.card.spark == shown.spark == (pytest.approx(23 / 6), None, pytest.approx(20 / 6))


def test_what_few_said_before_is_in_no_part_and_in_no_spread(tmp_path: Path) -> None:
    """Neither a segment's part in the change nor the strokes of the comparison tell what three answers were."""
    before = [csat(f"a{at}", "2025-02-10", 5, "Team") for at in range(3)]
    before += [csat(f"b{at}", "2025-02-10", 1 + at % 5, "Starter") for at in range(20)]
    now = [csat(f"a{at}", "2025-03-10", 1 + at % 3, "Team") for at in range(20)]
    now += [csat(f"b{at}", "2025-03-10", 2 + at % 3, "Starter") for at in range(20)]
    month = Period(date(2025, 3, 1), date(2025, 4, 1))
    query = Query(metrics=("csat_mean",), range=month, split="Plan", compare=Compare(CompareTo.PREVIOUS))
    with workspace(tmp_path, before + now) as desk:
        (topic,) = desk.report(Recipe(query=query)).topics
        (few,) = desk.report(Recipe(query=query.with_(min_show=24))).topics
    assert topic.breakdown is not None
    parts = {row.key: (row.figure.n, row.base, row.contribution) for row in topic.breakdown.rows}
    assert parts["Team"] == (20, None, None)
    assert parts["Starter"][2] is not None
    assert topic.distribution is not None
    assert (topic.distribution.base_n, few.distribution and few.distribution.base_n) == (23, None)
    assert few.distribution is not None
    assert [bar.base for bar in few.distribution.bars] == [0] * len(few.distribution.bars)
    mean_before = str(75 / 23)[:10]
    assert mean_before in canonical(to_plain(topic))
    assert mean_before not in canonical(to_plain(few)), "nor in the receipt that goes with it"


def test_a_report_says_how_sure_its_intervals_are(tmp_path: Path) -> None:
    rows = [csat(f"a{at}", f"2025-0{1 + at % 3}-10", 1 + at % 5, "Team") for at in range(40)]
    with workspace(tmp_path, rows) as desk:
        desk.set_setting("level", 0.9)
        query = Query(metrics=("csat_mean",), range=Period(date(2025, 3, 1), date(2025, 4, 1)))
        facts = desk.report(Recipe(query=query, language="en"))
        board = desk.board(query)
    read = web_page(compose(facts))
    assert "with 90% interval; n is how many were counted" in read
    assert "value with 90% interval" in read
    assert "95%" not in read
    assert board.trend is not None
    assert legend(board.trend, "CSAT")[0].text == "CSAT with 90% interval"
    assert [level_text(level) for level in (0.95, 0.975, 0.999)] == ["95%", "97.5%", "99.9%"]
