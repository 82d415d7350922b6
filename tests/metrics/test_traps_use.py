"""Numbers about use, visits and onboarding that go round in several readings, each with what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from cxdesk.analysis.drilldown import drill
from cxdesk.analysis.receipt import make_receipt
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Better
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, estimate, measures, unavailable

APRIL = Period(date(2024, 4, 1), date(2024, 5, 1))


def events(days: dict[str, Sequence[int]], month: int = 4, **same: Any) -> list[dict[str, Any]]:
    """One event per person and day of a month."""
    return [
        {"person": who, "at": f"2024-{month:02d}-{day:02d}T09:00:00Z", **same} for who, on in days.items() for day in on
    ]


def used(*lists: list[dict[str, Any]], **kinds: Any) -> Frame:
    return frame_of({"usage_event": [row for rows in lists for row in rows], **kinds})


class TestActivePeople:
    def test_days_added_up_are_no_share(self) -> None:
        frame = used(events({"a": range(1, 31), "b": [1]}), events({"later": [1]}, 5))
        figure = estimate(frame, "stickiness", range=APRIL).figure(0)
        assert figure.value == pytest.approx(100 * 31 / 30 / 2)
        literal = estimate(frame, "stickiness", range=APRIL, options={"dau": "total"}).figure(0)
        assert literal.value == pytest.approx(1550)
        assert "literal_definition" in literal.flags
        assert "literal_definition" not in figure.flags

    def test_a_month_that_still_runs_is_read_with_the_days_that_have_passed(self) -> None:
        figure = estimate(used(events({"a": range(1, 11), "b": [1]})), "stickiness", range=APRIL).figure(0)
        assert figure.value == pytest.approx(100 * 11 / 10 / 2)
        assert "partial" in figure.flags

    def test_a_single_day_depends_on_which_day(self) -> None:
        frame = used(events({"a": range(1, 31), "b": [1]}), events({"later": [1]}, 5))
        assert estimate(frame, "stickiness", range=APRIL, options={"dau": "last_day"}).figure(0).value == 50

    def test_stickiness_and_retention_are_two_things(self) -> None:
        assert metric_of("stickiness").idea != metric_of("retention").idea
        assert "usage_event" not in metric_of("retention").kinds

    def test_a_year_is_the_mean_of_its_months_not_the_people_of_the_year(self) -> None:
        frame = used(events({"a": [1], "b": [2]}, 1), events({"c": [1]}, 2), events({"d": [1]}, 3))
        whole = Period(date(2024, 1, 1), date(2024, 3, 1))
        assert estimate(frame, "mau", range=whole).figure(0).value == pytest.approx(1.5)
        assert estimate(frame, "mau", range=whole, grain=Grain.MONTH).value.tolist() == [2, 1]

    def test_a_rolling_window_is_the_last_days_whatever_the_calendar(self) -> None:
        frame = used(events({"a": [1], "b": [3]}), events({"c": [1]}, 5))
        assert estimate(frame, "mau", range=APRIL, options={"window": "28"}).figure(0).value == 1
        assert estimate(frame, "mau", range=APRIL, options={"window": "30"}).figure(0).value == 2

    def test_the_first_day_of_the_week_changes_the_number(self) -> None:
        rows = {"usage_event": [*events({"a": [7, 8], "b": [7]}), *events({"z": [22]})]}  # 7 April was a Sunday
        week = Period(date(2024, 4, 7), date(2024, 4, 14))
        found = [
            estimate(frame_of(rows, settings={"week_start": start}), "wau", range=week, grain=Grain.WEEK).value.tolist()
            for start in (0, 6)
        ]
        assert found == [[2, 1], [2]]

    def test_weekends_need_not_count(self) -> None:
        frame = used(events({"a": range(1, 31), "b": [6, 7]}), events({"later": [1]}, 5))
        weekdays = estimate(frame, "stickiness", range=APRIL, options={"days": "weekdays"}).figure(0)
        assert weekdays.value == 100
        assert measures(frame, "dau", range=APRIL)["per_day"].figure(0).value == pytest.approx(32 / 30)

    def test_a_day_without_anybody_is_0_and_a_day_before_the_first_unknown(self) -> None:
        frame = used(events({"a": [2, 4]}))
        days = Period(date(2024, 4, 1), date(2024, 4, 6))
        found = estimate(frame, "dau", range=days, grain=Grain.DAY)
        assert found.value[1:4].tolist() == [1, 0, 1]
        assert [found.figure(day).value for day in (0, 4)] == [None, None]

    def test_one_person_under_three_names_is_counted_by_the_one_that_says_most(self) -> None:
        row = {"at": "2024-04-01T09:00:00Z"}
        frame = used([{**row, "person": "p", "customer": "c"}, {**row, "visitor": "v"}, {**row, "customer": "c"}, row])
        found = estimate(frame, "dau")
        assert found.figure(0).value == 3
        assert found.imported(0)["usage_event"].counts()["nobody"] == 1
        assert estimate(frame, "dau", options={"unit": "customer"}).figure(0).value == 1

    def test_people_count_for_the_account_they_belong_to(self) -> None:
        people = [{"customer": name, "parent": "acme", "level": "person"} for name in ("p", "q")]
        frame = used(events({"p": [1], "q": [1]}), customer=people)
        assert estimate(frame, "dau", options={"unit": "customer"}).figure(0).value == 1

    def test_an_event_that_nobody_has_is_no_option(self) -> None:
        with pytest.raises(BadQuestion, match="sleep"):
            evaluate(metric_of("dau"), used(events({"a": [1]}, name="login")), Ask(options={"events": "sleep"}))

    def test_orders_are_activity_where_that_is_asked_for(self) -> None:
        orders = [
            {"order": f"{who}{day}", "customer": who, "placed_at": f"2024-04-{day:02d}", "net_amount": 10_000}
            for who, day in (("a", 1), ("a", 9), ("b", 9))
        ]
        frame = used(events({"x": [1, 2]}), order=orders)
        assert estimate(frame, "mau", range=APRIL, options={"events": "orders"}).figure(0).value == 2
        assert estimate(frame, "mau", range=APRIL).figure(0).value == 1
        found = estimate(frame, "dau", range=APRIL, options={"events": "orders"})
        assert found.imported(0)["order"].counts() == {"counted": 3}
        assert unavailable(frame_of({"order": orders}), "mau").needs == "usage_event"

    def test_two_conditions_on_events_are_met_by_one_event(self) -> None:
        at = "2024-04-01T09:00:00Z"
        rows = [
            {"person": "a", "at": at, "name": "buy", "feature": "shop"},
            {"person": "b", "at": at, "name": "buy", "feature": "app"},
            {"person": "b", "at": at, "name": "look", "feature": "shop"},
        ]
        both = tuple(Condition.parse(text) for text in ("name=buy", "feature=shop"))
        found = estimate(used(rows), "dau", filters=both)
        assert found.figure(0).value == 1
        assert estimate(used(rows), "dau", filters=both[1:]).figure(0).value == 2
        assert estimate(used(rows), "dau", filters=(Condition.parse("name!=buy"),)).figure(0).value == 1

    def test_the_click_opens_the_events_behind_the_people(self) -> None:
        frame = used(events({"a": [1, 1, 2], "b": [2]}))
        query = Query(metrics=("mau",), range=APRIL)
        found = drill(query, Selection("mau", part="counted"), frame)
        assert (found.count, found.kind) == (2, "usage_event")
        receipt = make_receipt(query, Selection("mau"), frame)
        assert receipt.sum_ok
        assert receipt.behind[0].imported == 4

    def test_a_group_whose_days_others_had_first_has_no_mean_and_no_change(self) -> None:
        rows = [
            *events({"a": [1, 2]}, plan="Pro", customer="p"),
            *events({"b": [1, 2], "c": [1, 2]}, plan="Free", customer="f"),
        ]
        later = [
            *events({"a": [1, 2]}, 5, plan="Pro", customer="p"),
            *events({"b": [1, 2], "c": [1, 2]}, 5, plan="Free", customer="f"),
        ]
        may = Period(APRIL.end, date(2024, 6, 1))
        found = measures(used(rows, later), "dau", periods=(APRIL, may), split="plan")["mean_over_active_days"].robust()
        without = [at for at, value in enumerate(found.value.tolist()) if value != value]
        assert [change.delta for change in found.changes([without[0]], [without[-1]])] == [None]
        assert isinstance(found, RatioEstimate)
        ratio, top, bottom = found._sides
        pull, _group, _customer = ratio.pulls(found.sums, top.tally, bottom.tally)
        assert abs(pull).max() < 100, "what is divided by nothing pulls nobody"


class TestAdoption:
    ROWS = (*events({"a": [1, 2, 3], "b": [4]}, feature="export"), *events({"c": [5]}, feature="search"))
    MAY = tuple({"customer": who, "feature": "export", "from": "2024-01-01"} for who in "abxyz")

    def test_of_active_and_of_entitled_are_two_numbers(self) -> None:
        frame = used(list(self.ROWS), entitlement=list(self.MAY))
        active = estimate(frame, "feature_adoption", options={"feature": "export"}).figure(0)
        entitled = estimate(frame, "feature_adoption", options={"feature": "export", "base": "entitled"}).figure(0)
        assert active.value == pytest.approx(200 / 3)  # x, y and z were never active: they are in neither number
        assert entitled.value == pytest.approx(40)

    def test_access_ends_with_the_day_it_ends(self) -> None:
        runs = [{"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-04-30"}]
        runs += [{"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-05-01"}]
        frame = used(list(self.ROWS), events({"z": [1]}, 5), subscription=runs)
        found = estimate(frame, "product_adoption", range=APRIL, options={"least": 1}).figure(0)
        assert (found.n, found.value) == (1, 100)

    def test_without_anything_that_says_who_has_access_it_says_what_is_missing(self) -> None:
        assert unavailable(used(list(self.ROWS)), "product_adoption").needs == "subscription"


class TestVisits:
    VISITS = (
        {"visitor": "a", "started_at": "2024-04-01T09:00:00Z", "duration": 600, "pageviews": 5},
        {"visitor": "a", "started_at": "2024-04-02T09:00:00Z", "duration": 1800, "pageviews": 5},
        {"visitor": "b", "started_at": "2024-04-02T09:00:00Z", "pageviews": 1},
    )

    def test_per_visit_is_not_per_visitor(self) -> None:
        rows = [{"visitor": who, "started_at": "2024-04-01", "duration": 60 * m} for who, m in (("a", 15), ("a", 30))]
        rows += [{"visitor": "b", "started_at": "2024-04-01", "duration": 60 * m} for m in (20, 25)]
        found = measures(frame_of({"web_session": rows}), "time_on_site")
        assert found["per_session"].figure(0).value == pytest.approx(22.5)
        assert found["per_visitor"].figure(0).value == pytest.approx(45)

    def test_a_single_page_lasts_nothing_or_is_left_out(self) -> None:
        frame = frame_of({"web_session": self.VISITS})
        assert estimate(frame, "time_on_site").figure(0).value == pytest.approx(40 / 3)
        without = estimate(frame, "time_on_site", options={"single_page": "exclude"})
        assert without.figure(0).value == pytest.approx(20)
        assert without.imported(0)["web_session"].counts()["single_page"] == 1

    def test_longer_is_neither_better_nor_worse(self) -> None:
        assert metric_of("time_on_site").better == Better.NONE
        assert "conversion_rate" in metric_of("time_on_site").companions

    def test_an_order_that_names_a_visit_is_its_conversion(self) -> None:
        visits = [{"session": name, "visitor": name, "started_at": "2024-04-01"} for name in "abc"]
        frame = frame_of({"web_session": visits, "order": [{"session": "a", "placed_at": "2024-04-01"}]})
        assert estimate(frame, "conversion_rate").figure(0).value == pytest.approx(100 / 3)
        bare = frame_of({"web_session": visits})
        assert unavailable(bare, "conversion_rate").needs == "converted"

    def test_whoever_acts_at_last_has_acted(self) -> None:
        visits = [{"visitor": "a", "started_at": f"2024-04-0{i}", "converted": i == 2} for i in (1, 2, 3)]
        frame = frame_of({"web_session": visits})
        assert estimate(frame, "conversion_rate").figure(0).value == 100
        assert estimate(frame, "conversion_rate", options={"unit": "session"}).n.tolist() == [3]

    def test_visits_can_be_filtered_by_columns_that_only_the_file_has(self) -> None:
        visits = [{"started_at": "2024-04-01", "sessions": 5, "Shop": shop, "source": shop} for shop in ("x", "y")]
        frame = frame_of({"web_session": [*visits, {"started_at": "2024-04-01", "Shop": "x"}]})
        only = estimate(frame, "direct_traffic", filters=(Condition.parse("Shop=x"),)).figure(0)
        assert (only.n, only.value) == (6, pytest.approx(100 / 6))


class TestOnboarding:
    def test_survivors_alone_look_fast(self) -> None:
        rows = [{"customer": "a", "started_at": "2024-01-01", "value_at": "2024-01-11"}]
        rows += [{"customer": who, "started_at": "2024-01-01"} for who in "bc"]
        frame = frame_of({"onboarding": rows}, as_of={"onboarding": "2024-03-01"})
        found = measures(frame, "onboarding_ttv")
        assert found["median"].figure(0).value == 10
        assert found["median_of_all"].figure(0).reason == "insufficient_data"
        assert found["arrived"].figure(0).value == pytest.approx(100 / 3)
        assert found["waiting_30"].figure(0).value == pytest.approx(200 / 3)


class TestRelations:
    def test_referrals_that_may_still_be_won_are_not_lost(self) -> None:
        rows = [{"customer": "a", "at": "2024-01-05", "converted_at": "2024-01-20"}]
        rows += [{"customer": "b", "at": "2024-01-06"}, {"customer": "b", "at": "2024-02-20"}]
        frame = frame_of({"referral": rows})
        found = measures(frame, "referrals", options={"within": 30})["converted"].figure(0)
        assert (found.value, found.excluded) == (50, {"immature": 1})
        late = measures(frame, "referrals", options={"within": 10})["converted"].figure(0)
        assert late.value == 0

    def test_a_review_must_say_which_sort_it_is(self) -> None:
        rows = [{"held_at": "2024-01-05", "rating": 5}, {"kind": "public_review", "held_at": "2024-01-05", "rating": 3}]
        found = measures(frame_of({"business_review": rows}), "business_reviews")
        assert found["rating"].figure(0).value == 3
        assert found["rating"].imported(0)["business_review"].counts()["other_kind"] == 1

    def test_a_customer_reviewed_twice_is_one(self) -> None:
        rows = [{"kind": "qbr", "customer": "a", "held_at": f"2024-01-{day}", "status": "held"} for day in (10, 20)]
        customers = [{"customer": name, "created_at": "2023-01-01"} for name in "ab"]
        frame = frame_of(
            {"business_review": [*rows, {"kind": "qbr", "scheduled_at": "2024-02-20"}], "customer": customers}
        )
        found = measures(frame, "business_reviews", periods=(JANUARY, FEBRUARY))["held"]
        assert found.value[0] == 50

    def test_a_story_that_may_not_be_told_is_not_counted(self) -> None:
        rows = [{"customer": "a", "published_at": "2024-01-05", "consent": consent} for consent in (True, False, None)]
        result = evaluate(metric_of("success_stories"), frame_of({"success_story": rows}))
        assert not isinstance(result, Unavailable)
        assert result["published"].figure(0).value == 2
        assert result["published"].imported(0)["success_story"].counts()["no_consent"] == 1
