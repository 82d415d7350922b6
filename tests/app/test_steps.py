"""Each click is a step from one question to the next, and Esc climbs back."""

from __future__ import annotations

from datetime import date

from cxdesk.app import steps
from cxdesk.app.history import KEPT, History
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import PRESENCE, Compare, CompareTo, Query, Selection

AUGUST = Period(date(2026, 8, 1), date(2026, 9, 1))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
AUTUMN = Period(date(2026, 8, 1), date(2026, 11, 1))
NPS = Selection("nps")


def test_a_card_takes_the_focus_and_lets_the_old_click_go() -> None:
    query = Query(selection=Selection("nps", period=AUGUST, segment="Starter", part="minus"), split="plan")
    assert steps.metric(query, "csat_top").selection == Selection("csat_top")
    assert steps.metric(query, "csat_top").split == "plan"


def test_a_point_narrows_to_its_period_and_the_same_point_again_lets_go() -> None:
    once = steps.point(Query(), NPS, AUGUST)
    assert once.selection == Selection("nps", period=AUGUST)
    assert once.range is None
    assert steps.point(once, NPS, AUGUST).selection == NPS
    assert steps.point(once, NPS, SEPTEMBER).selection == Selection("nps", period=SEPTEMBER)


def test_a_row_of_the_breakdown_narrows_to_its_segment() -> None:
    once = steps.segment(Query(), NPS, "plan", "Starter")
    assert (once.split, once.selection) == ("plan", Selection("nps", segment="Starter"))
    assert steps.segment(once, NPS, "plan", "Starter") == once


def test_the_row_of_those_without_a_value_is_a_segment_too() -> None:
    assert steps.segment(Query(), NPS, "plan", None).selection == Selection("nps", segment="(none)")


def test_a_click_keeps_what_was_clicked_elsewhere() -> None:
    query = steps.segment(steps.point(Query(), NPS, AUGUST), NPS, "plan", "Starter")
    assert query.selection == Selection("nps", period=AUGUST, segment="Starter")


def test_another_attribute_or_grain_lets_go_what_it_cannot_mean() -> None:
    query = Query(split="plan", selection=Selection("nps", period=AUGUST, segment="Starter"))
    assert steps.split(query, "country").selection == Selection("nps", period=AUGUST)
    assert steps.grain(query, Grain.WEEK).selection == Selection("nps", segment="Starter")


def test_a_new_period_keeps_a_point_inside_it_only() -> None:
    query = Query(selection=Selection("nps", period=AUGUST))
    assert steps.period(query, AUTUMN).selection == Selection("nps", period=AUGUST)
    assert steps.period(query, SEPTEMBER).selection == NPS
    assert steps.period(query, None).selection == Selection("nps", period=AUGUST)


def test_a_segment_kept_as_filter_replaces_the_filter_on_its_attribute() -> None:
    query = Query(
        filters=(Condition("plan", Op.IS, ("Team",)), Condition("country", Op.IS, ("FR",))),
        split="plan",
        selection=Selection("nps", segment="Starter"),
    )
    kept = steps.keep_only(query, "plan", "Starter")
    assert [c.text for c in kept.filters] == ["country=FR", "plan=Starter"]
    assert kept.selection == NPS


def test_two_bounds_on_one_field_stand_beside_each_other() -> None:
    query = steps.filtered(Query(), Condition("score", Op.AT_LEAST, ("3",)))
    query = steps.filtered(query, Condition("score", Op.AT_MOST, ("7",)))
    assert [c.text for c in query.filters] == ["score>=3", "score<=7"]


def test_esc_climbs_out_one_level_at_a_time() -> None:
    clicked = Selection("nps", period=AUGUST, segment="Starter", part="minus")
    query = Query(range=AUTUMN, split="plan", selection=clicked)
    seen = []
    for _level in range(5):
        query = steps.climb(query, AUTUMN)
        seen.append((query.selection, query.range))
    assert seen == [
        (Selection("nps", period=AUGUST, segment="Starter"), AUTUMN),
        (Selection("nps", period=AUGUST), AUTUMN),
        (NPS, AUTUMN),
        (NPS, None),
        (NPS, None),
    ]


def test_esc_leaves_a_period_that_was_chosen_by_name() -> None:
    query = Query(range=AUTUMN)
    assert steps.climb(query, brushed=AUGUST) == query


def test_back_and_forward_walk_the_questions() -> None:
    history = History()
    first, second, third = Query(), Query(grain=Grain.WEEK), Query(grain=Grain.DAY)
    for query in (first, second, second, third):
        history.add(query)
    assert (history.back(), history.back(), history.back()) == (second, first, None)
    assert (history.forward(), history.can_go_forward) == (second, True)


def test_a_new_question_forgets_those_ahead() -> None:
    history = History()
    for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH):
        history.add(Query(grain=grain))
    history.back()
    history.back()
    history.add(Query(grain=Grain.YEAR))
    assert not history.can_go_forward
    assert history.back() == Query(grain=Grain.DAY)


def test_the_oldest_questions_are_forgotten() -> None:
    history = History()
    for number in range(KEPT + 50):
        history.add(Query(min_show=number))
    back = 0
    while history.back() is not None:
        back += 1
    assert back == KEPT - 1


def test_without_a_comparison_nobody_is_looked_at_by_who_is_on_both_sides() -> None:
    at = Query(range=SEPTEMBER, split=PRESENCE, selection=Selection("nps", segment="lost", period=SEPTEMBER))
    for left in (steps.compare(at, Compare(CompareTo.NONE)), steps.period(at, None)):
        assert left.split is None
        assert left.selection == Selection("nps")
    assert steps.compare(at, Compare(CompareTo.YEAR)).split == PRESENCE
