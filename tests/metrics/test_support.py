"""Help asked for and given: issues, times to resolve, waits, channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.opening_hours import parse
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.derived import sources
from cxdesk.frame.frame import Frame
from cxdesk.frame.opening import open_between
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import JANUARY, MARCH, estimate, measures, unavailable

LATER = {"ticket": "later", "created_at": "2024-05-01T00:00:00"}


def ticket(name: str, day: int = 5, hours: float | None = 5, **more: Any) -> dict[str, Any]:
    """Opened at noon of a day in March, resolved so many hours later."""
    opened = datetime(2024, 3, day, 12)
    solved = None if hours is None else (opened + timedelta(hours=hours)).isoformat()
    return {"ticket": name, "created_at": opened.isoformat(), "resolved_at": solved, **more}


def event(name: str, sort: str, day: int, **more: Any) -> dict[str, Any]:
    return {"ticket": name, "kind": sort, "at": f"2024-03-{day:02d}T15:00:00", **more}


def fcr(*rows: dict[str, Any], events: tuple[dict[str, Any], ...] = (), **options: Any) -> Estimate:
    frame = frame_of({"ticket": [*rows, LATER], "ticket_event": list(events)})
    return estimate(frame, "fcr", range=MARCH, options=options)


# Issues


def test_ten_issues_of_six_customers_seven_solved_at_once_are_70_percent_and_117_by_the_article() -> None:
    rows = [ticket(f"t{i}", customer="abcdef"[i % 6], hours=5 if i < 7 else None) for i in range(10)]
    assert fcr(*rows).figure(0).value == 70.0
    literal = fcr(*rows, denominator="customers").figure(0)
    assert literal.value == pytest.approx(116.6667, abs=1e-4)
    assert "literal_definition" in literal.flags


def test_one_issue_through_two_channels_counts_once_and_took_two_contacts() -> None:
    found = fcr(ticket("1", issue_key="x", channel="email"), ticket("2", issue_key="x", channel="phone"))
    assert found.figure(0).parts == {"numerator": 0, "rest": 1, "missing": 0, "invalid": 0}
    rows = found.tally.members.rows
    assert sources(rows, found.rows(0, "rest"))["ticket"].tolist() == [1, 2]


def test_a_question_mark_is_no_issue_key() -> None:
    rows = [ticket(str(i), issue_key=key, customer="a") for i, key in enumerate(("?", "?", "None", "none", "-", "-"))]
    assert fcr(*rows).figure(0).n == 6


def test_data_reach_to_the_newest_thing_that_happened_whatever_the_import_says() -> None:
    frame = frame_of({"ticket": [ticket("1", 1, 240)]}, as_of={"ticket": "2024-03-02"})
    assert estimate(frame, "art").figure(0).n == 1


def test_the_same_key_at_two_customers_is_two_issues() -> None:
    assert fcr(ticket("1", issue_key="x", customer="a"), ticket("2", issue_key="x", customer="b")).figure(0).n == 2


@pytest.mark.parametrize(("day", "value"), [(11, 0.0), (13, 100.0)])
def test_what_is_reopened_within_seven_days_was_not_solved(day: int, value: float) -> None:
    assert fcr(ticket("1"), events=(event("1", "reopen", day),)).figure(0).value == value


def test_asking_again_in_a_new_ticket_is_the_same_as_reopening() -> None:
    again = (ticket("1", customer="a", issue_key="x"), ticket("2", 8, customer="a", issue_key="x"))
    assert fcr(*again).figure(0).value == 0.0
    assert fcr(*again, window=0).figure(0).value == 100.0
    late = (ticket("1", customer="a", issue_key="x"), ticket("2", 25, customer="a", issue_key="x"))
    assert fcr(*late).figure(0).value == 100.0


def test_a_further_message_before_the_solution_is_a_second_contact_and_thanks_afterwards_are_not() -> None:
    asked = (event("1", "customer_message", 5), event("2", "customer_message", 6))
    assert fcr(ticket("1"), ticket("2"), events=asked).figure(0).value == 50.0


def test_a_message_that_opens_the_ticket_is_the_first_contact() -> None:
    first = {"ticket": "1", "kind": "customer_message", "at": "2024-03-05T12:00:10"}
    assert fcr(ticket("1"), events=(first,)).figure(0).value == 100.0


def test_calls_about_a_ticket_count_and_those_nobody_answered_do_not() -> None:
    def call(name: str, **more: Any) -> dict[str, Any]:
        return {"call_id": name, "ticket": "1", "offered_at": "2024-03-05T11:50:00", **more}

    for calls, value in (([call("a"), call("b", abandoned=True)], 100.0), ([call("a"), call("b")], 0.0)):
        frame = frame_of({"ticket": [ticket("1"), LATER], "contact": calls})
        assert estimate(frame, "fcr", range=MARCH).figure(0).value == value


def test_issues_too_young_to_judge_are_pending() -> None:
    frame = frame_of({"ticket": [ticket("1", 1), ticket("2", 21), ticket("3", 27, None)]})
    figure = estimate(frame, "fcr", range=MARCH).figure(0)
    assert (figure.n, figure.excluded) == (1, {"immature": 2})


def test_one_touch_counts_public_answers_and_leaves_out_what_is_not_known() -> None:
    logged = (event("2", "agent_public", 5), event("3", "agent_public", 5), event("3", "agent_public", 5))
    found = fcr(ticket("1", reply_count=1), ticket("2"), ticket("3"), ticket("4"), events=logged, variant="one_touch")
    assert found.figure(0).parts == {"numerator": 2, "rest": 1, "missing": 1, "invalid": 0}


def test_where_only_counts_are_known_neither_reopened_nor_reassigned_will_do() -> None:
    rows = [ticket(str(i), 28, reopen_count=i == 0, reassignment_count=i == 1) for i in range(4)]
    figure = fcr(*rows, variant="no reopen, no reassignment").figure(0)
    assert (figure.value, figure.n) == (50.0, 4)


def test_customers_may_be_asked_with_a_yes_or_no() -> None:
    from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_ONE
    from tests.frame.memory import answers

    rows = answers([1, 1, 0], "sat_resolution", scale=ZERO_TO_ONE) + answers([5], "sat_resolution", scale=ONE_TO_FIVE)
    figure = estimate(frame_of({"answer": rows}), "fcr", options={"variant": "survey"}).figure(0)
    assert figure.value == pytest.approx(66.6667, abs=1e-4)
    assert figure.n == 3
    assert unavailable(frame_of({"answer": rows}), "fcr").needs == "ticket"


def test_the_log_of_calls_may_say_it() -> None:
    calls = [{"call_id": str(i), "offered_at": "2024-03-05", "resolved": one} for i, one in enumerate([True, 0, None])]
    figure = estimate(frame_of({"contact": calls}), "fcr", options={"variant": "call_log"}).figure(0)
    assert figure.parts == {"numerator": 1, "rest": 1, "missing": 1, "invalid": 0}


def test_a_log_of_totals_counts_as_many_calls_as_it_says() -> None:
    calls = [
        {"call_id": "1", "offered_at": "2024-03-05", "resolved": True, "count": 30},
        {"call_id": "2", "offered_at": "2024-03-05", "resolved": False, "count": 10},
        {"call_id": "3", "offered_at": "2024-03-05", "resolved": False, "count": 9, "direction": "outbound"},
    ]
    figure = estimate(frame_of({"contact": calls}), "fcr", options={"variant": "call_log"}).figure(0)
    assert (figure.value, figure.n) == (75.0, 40)


def test_several_calls_about_a_ticket_in_one_row_are_several_contacts() -> None:
    calls = [{"call_id": "1", "ticket": "1", "offered_at": "2024-03-05T11:50:00", "count": 2}]
    frame = frame_of({"ticket": [ticket("1"), LATER], "contact": calls})
    assert estimate(frame, "fcr", range=MARCH).figure(0).value == 0.0


def test_tickets_of_which_nothing_says_whether_they_were_solved_are_not_judged() -> None:
    frame = frame_of({"ticket": [{"ticket": "1", "created_at": "2024-03-01"}]})
    assert (unavailable(frame, "fcr").reason, unavailable(frame, "fcr").needs) == ("missing_field", "resolved_at")


def test_issues_are_split_by_what_the_file_says_of_their_first_ticket() -> None:
    rows = [ticket("1", queue="red"), ticket("2", hours=None, queue="blue"), LATER]
    found = estimate(frame_of({"ticket": rows}), "fcr", range=MARCH, split="queue")
    assert dict(zip(found.segments or (), found.sums.value, strict=True)) == {
        "blue": 0.0,
        "red": 100.0,
        None: pytest.approx(np.nan, nan_ok=True),
    }


# Times to resolve


def art(*rows: dict[str, Any], measure: str = "mean", **options: Any) -> Any:
    return measures(frame_of({"ticket": list(rows)}), "art", options=options)[measure].figure(0)


def test_three_solved_and_one_open_take_4_hours_and_3_by_the_article() -> None:
    rows = (ticket("1", hours=2), ticket("2", hours=4), ticket("3", hours=6), ticket("4", hours=None))
    assert art(*rows).value == pytest.approx(4.0)
    literal = art(*rows, denominator="all")
    assert literal.value == pytest.approx(3.0)
    assert "literal_definition" in literal.flags
    assert art(*rows, measure="open_now").value == 1.0


def test_a_ticket_counts_in_the_month_in_which_it_was_resolved() -> None:
    frame = frame_of({"ticket": [ticket("1", 30, 72)]})
    by_end = estimate(frame, "art", grain=Grain.MONTH, range=Period(date(2024, 3, 1), date(2024, 5, 1)))
    assert by_end.n.tolist() == [0.0, 1.0]
    by_start = estimate(frame, "art", grain=Grain.MONTH, range=MARCH, options={"at": "created_at"})
    assert by_start.n.tolist() == [1.0]


def test_resolved_before_it_was_opened_is_no_time() -> None:
    figure = art(ticket("1", hours=-3), ticket("2", hours=3))
    assert figure.value == pytest.approx(3.0)
    assert figure.parts["top_invalid"] == 1


def test_the_first_resolution_may_be_meant() -> None:
    row = ticket("1", hours=50, first_resolved_at="2024-03-05T14:00:00")
    assert art(row).value == pytest.approx(50.0)
    assert art(row, resolution="first").value == pytest.approx(2.0)


def test_a_ticket_reopened_and_not_solved_again_is_open() -> None:
    row = ticket("1", hours=5, status="Open")
    assert art(row, ticket("2", hours=1)).value == pytest.approx(1.0)
    assert art(row, measure="open_now").value == 1.0


def test_waiting_for_the_customer_can_be_left_out() -> None:
    row = ticket("1", hours=5, waiting_on_customer_seconds=2 * 3600)
    assert art(row, waiting="left_out").value == pytest.approx(3.0)


def test_the_files_own_figure_counts_where_asked_for_or_nothing_else_is_known() -> None:
    row = ticket("1", hours=5, resolution_seconds=3600)
    assert art(row).value == pytest.approx(5.0)
    assert art(row, clock="reported").value == pytest.approx(1.0)
    assert art(ticket("1", hours=None, resolution_seconds=7200)).value == pytest.approx(2.0)


def test_agreed_times_reopenings_and_the_age_of_open_tickets() -> None:
    rows = [ticket("1", 1, sla_met=True, reopen_count=0), ticket("2", 2, sla_met=False, reopen_count=2)]
    found = measures(frame_of({"ticket": [*rows, ticket("3", 10, None), ticket("4", 11)]}), "art")
    said = {name: one.figure(0).value for name, one in found.items()}
    assert (said["sla_met"], said["reopened"], said["open_now"]) == (50.0, 50.0, 1.0)
    assert said["open_age_p90"] == pytest.approx(1.5)


def test_below_200_customers_the_mean_has_a_bootstrap_interval() -> None:
    rows = [ticket(str(i), hours=float(i % 7), customer=f"c{i % 10}") for i in range(60)]
    robust = estimate(frame_of({"ticket": rows}), "art").robust()
    assert robust.low[0] < robust.value[0] < robust.high[0]


# Opening hours


def test_a_weekend_and_a_holiday_do_not_count() -> None:
    frame = frame_of({"ticket": [ticket("1", 1, 24 * 4)]}, settings={"calendar": "mon-fri 9:00-17:00; 2024-03-04"})
    found = estimate(frame, "art", options={"clock": "business"}).figure(0)
    assert found.value == pytest.approx(5 + 3)


MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2024, 2, 1))
HOURS = parse("mon-thu 9:00-12:30 13:30-17:00, fri 9-12, sun 22:00-24:00; 2023-12-25..2023-12-27, 2024-01-01")


def _by_minutes(start: datetime, end: datetime) -> float:
    """The same the slow way: minute by minute."""
    sign = 1 if start <= end else -1
    moment, last = sorted((start, end))
    seconds = 0
    while moment < last:
        minute = moment.hour * 60 + moment.minute
        stretches = () if moment.date() in HOURS.holidays else HOURS.week[moment.weekday()]
        seconds += 60 * any(a <= minute < b for a, b in stretches)
        moment += timedelta(minutes=1)
    return sign * seconds


@given(MOMENTS, MOMENTS)
@settings(max_examples=often(13, 40), deadline=None)
def test_opening_hours_between_two_moments(one: datetime, other: datetime) -> None:
    one, other = (moment.replace(second=0, microsecond=0) for moment in (one, other))
    walls = [np.array([round((m - datetime(1970, 1, 1)).total_seconds()) * 1_000_000]) for m in (one, other)]
    assert open_between(HOURS, *walls)[0] == _by_minutes(one, other)


# Waits and channels


def call(number: int, **more: Any) -> dict[str, Any]:
    return {"call_id": f"k{number}", "offered_at": "2024-01-05T10:00:00", **more}


def totals_and_singles() -> tuple[Frame, Frame]:
    """The same calls: as a file of totals, and one by one."""
    totals = [
        call(1, channel="phone", count=5, wait_seconds=20),
        call(2, channel="email", count=2, wait_seconds=80, abandoned=True),
        call(3, channel="Fax", wait_seconds=50),
        call(4, count=3, wait_seconds=10),
    ]
    singles = [
        {**row, "count": None, "call_id": f"{row['call_id']}-{i}"}
        for row in totals
        for i in range(row.get("count") or 1)
    ]
    return frame_of({"contact": totals}), frame_of({"contact": singles})


@pytest.mark.parametrize("metric", ["wait_time", "contact_channel_mix"])
def test_totals_say_the_same_as_the_calls_one_by_one(metric: str) -> None:
    totals, singles = (
        {name: one.figure(0) for name, one in measures(frame, metric, range=JANUARY).items()}
        for frame in totals_and_singles()
    )
    for name, figure in totals.items():
        other = singles[name]
        assert (figure.value, figure.low, figure.high) == (other.value, other.low, other.high)
        assert (figure.n, figure.parts) == (other.n, other.parts)
    assert totals["phone" if metric == "contact_channel_mix" else "median"].n in (11, 9)


def test_rows_of_totals_lead_back_to_the_file() -> None:
    frame, _singles = totals_and_singles()
    found = measures(frame, "contact_channel_mix")["phone"]
    assert len(found.rows(0, "phone")) == found.figure(0).parts["phone"] == 5
    assert found.row_ids(0, "phone").tolist() == [1]


def test_a_count_that_is_no_number_of_calls_stands_for_none() -> None:
    rows = [call(1, count=-3), call(2, count=2.5), call(3, count=0), call(4, count=2), call(5)]
    found = measures(frame_of({"contact": rows}), "contact_channel_mix")["unknown"]
    assert found.figure(0).n == 3
    assert found.imported(0)["contact"].counts() == {"unknown": 2, "no_count": 3}


class TestTableOfASwitchboard:
    """A row per half hour: so many offered, answered, answered in time, abandoned; times are averages."""

    def asked(self, *rows: dict[str, Any], **ask: Any) -> Any:
        return measures(frame_of({"contact": list(rows)}), "wait_time", **ask)

    def test_says_the_same_as_the_calls_one_by_one(self) -> None:
        waits = [(5, False)] * 6 + [(45, False)] * 3 + [(20, True)]
        singles = [call(i, wait_seconds=wait, abandoned=left) for i, (wait, left) in enumerate(waits)]
        table = call(1, count=10, answered_count=9, in_time_count=6, abandoned_count=1, wait_seconds=165 / 9)
        one, many = self.asked(table), self.asked(*singles)
        for name in ("abandoned", "service_level"):
            told, known = one[name].figure(0), many[name].figure(0)
            assert (told.value, told.low, told.high, told.n) == (known.value, known.low, known.high, known.n)
        assert one["mean"].figure(0).value == pytest.approx(many["mean"].figure(0).value)

    @pytest.mark.parametrize(
        "counts",
        [
            {"count": 10, "answered_count": 8, "abandoned_count": 2},
            {"count": 10, "answered_count": 8},
            {"count": 10, "abandoned_count": 2},
            {"answered_count": 8, "abandoned_count": 2},
        ],
    )
    def test_needs_two_of_three_counts(self, counts: dict[str, float]) -> None:
        found = self.asked(call(1, **counts))["abandoned"].figure(0)
        assert (found.value, found.n) == (20.0, 10)

    def test_calls_sent_elsewhere_were_offered_and_neither_answered_nor_abandoned(self) -> None:
        found = self.asked(call(1, count=10, answered_count=6, in_time_count=6, abandoned_count=2))
        assert found["abandoned"].figure(0).value == 20.0
        assert found["service_level"].figure(0).value == 60.0
        assert (
            self.asked(
                call(1, count=10, answered_count=6, in_time_count=6, abandoned_count=2),
                options={"service_base": "answered"},
            )["service_level"]
            .figure(0)
            .value
            == 100.0
        )

    @pytest.mark.parametrize(
        "counts",
        [
            {"count": 5, "answered_count": 9},
            {"count": 5, "answered_count": 4, "abandoned_count": 3},
            {"count": 5, "answered_count": 4, "in_time_count": 5},
        ],
    )
    def test_counts_that_contradict_each_other_count_nothing_and_are_told(self, counts: dict[str, float]) -> None:
        fine = call(1, count=10, answered_count=9, in_time_count=9)
        found = self.asked(fine, call(2, **counts))["abandoned"]
        assert found.figure(0).n == 10
        assert found.imported(0)["contact"].counts()["counts_disagree"] == 1

    def test_without_a_count_in_time_there_is_no_service_level(self) -> None:
        found = self.asked(call(1, count=10, answered_count=8))["service_level"].figure(0)
        assert (found.value, found.reason, found.missing) == (None, "no_valid_answers", 10)

    def test_stands_beside_single_calls(self) -> None:
        table = call(1, count=10, answered_count=8, in_time_count=8, wait_seconds=10, handle_seconds=100)
        found = self.asked(table, call(2, wait_seconds=100, handle_seconds=370))
        assert found["median"].figure(0).value == 100.0
        assert found["mean"].figure(0).value == pytest.approx((8 * 10 + 100) / 9)
        assert found["handle"].figure(0).value == pytest.approx((8 * 100 + 370) / 9)
        assert found["service_level"].figure(0).value == pytest.approx(100 * 8 / 11)


def test_segments_of_measures_that_count_different_rows_are_numbered_alike() -> None:
    rows = {"contact": [call(1, team="b", wait_seconds=10), call(2, team="c", wait_seconds=30)]}
    found = measures(frame_of(rows), "wait_time", split="team", min_show=1)
    assert {one.segments for one in found.values()} == {("b", "c")}
    tickets_too = frame_of({**rows, "ticket": [ticket("t", team="a", first_reply_seconds=7200)]})
    found = measures(tickets_too, "wait_time", split="team", min_show=1)
    assert {one.segments for one in found.values()} == {("a", "b", "c")}
    assert [found["mean"].figure(at).value for at in range(3)] == [None, 10.0, 30.0]
    assert [found["first_reply"].figure(at).value for at in range(3)] == [2.0, None, None]


def test_totals_beyond_all_measure_are_refused() -> None:
    assert unavailable(frame_of({"contact": [call(1, count=1e15)]}), "wait_time").reason == "too_many"


def test_channels_are_a_partition_and_unknown_is_one_of_them() -> None:
    frame, _singles = totals_and_singles()
    found = measures(frame, "contact_channel_mix")
    shares = {name: float(one.value[0]) for name, one in found.items() if name != "hhi"}
    assert sum(shares.values()) == pytest.approx(100.0)
    assert shares["other"] == pytest.approx(100 / 11)
    assert shares["unknown"] == pytest.approx(300 / 11)
    change = measures(frame, "contact_channel_mix", periods=(JANUARY, JANUARY))["phone"].change(0, 1)
    assert change.test == "chi2"


def test_who_hung_up_without_a_mark_left() -> None:
    rows = [call(1, ended_at="2024-01-05T10:00:40"), call(2, answered_at="2024-01-05T10:00:10")]
    found = measures(frame_of({"contact": rows}), "wait_time")
    assert (found["abandoned"].figure(0).value, found["median"].figure(0).value) == (50.0, 10.0)


def test_bots_and_outgoing_calls_stay_apart() -> None:
    rows = [call(1, wait_seconds=60), call(2, wait_seconds=0, bot=True), call(3, wait_seconds=0, direction="outbound")]
    frame = frame_of({"contact": rows})
    assert estimate(frame, "wait_time").figure(0).value == 60.0
    assert estimate(frame, "wait_time", options={"bots": "counted"}).figure(0).value == 30.0
    assert estimate(frame, "wait_time").figure(0).excluded == {"not_in_base": 2}


def test_contacts_per_customer_have_the_exact_interval_of_a_count() -> None:
    from cxdesk.stats.intervals import poisson_interval

    runs = [{"customer": f"c{i}", "started_on": "2023-06-01"} for i in range(50)]
    frame = frame_of(
        {"contact": [call(i) for i in range(10)], "subscription": runs}, as_of={"subscription": "2024-02-01"}
    )
    figure = estimate(frame, "contact_rate", range=JANUARY).figure(0)
    low, high = poisson_interval(10, 50)
    assert [figure.value, figure.low, figure.high] == pytest.approx([0.2, float(low), float(high)])


# Whatever the data


@st.composite
def helps(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Tickets, events and calls as anybody might have them: reversed, doubled, missing, of nobody."""

    def moment() -> str | None:
        hours = draw(st.one_of(st.none(), st.integers(0, 24 * 60)))
        return None if hours is None else (datetime(2024, 1, 1) + timedelta(hours=hours)).isoformat()

    count = st.one_of(st.none(), st.just(float("nan")), st.integers(-2, 4))
    who = st.one_of(st.none(), st.sampled_from("abc"))
    tickets = [
        {
            "ticket": draw(st.sampled_from(("1", "2", "3", "4", "5"))),
            "created_at": moment(),
            "resolved_at": moment(),
            "first_resolved_at": moment(),
            "customer": draw(who),
            "issue_key": draw(st.one_of(st.none(), st.sampled_from("xy"))),
            "status": draw(st.sampled_from((None, "Open", "closed", "?"))),
            "reopen_count": draw(count),
            "reply_count": draw(count),
            "handle_seconds": draw(count),
            "channel": draw(st.sampled_from((None, "web", "phone"))),
        }
        for _i in range(draw(st.integers(0, 12)))
    ]
    calls = [
        {
            "call_id": str(i),
            "offered_at": moment(),
            "answered_at": moment(),
            "wait_seconds": draw(count),
            "count": draw(count),
            "abandoned": draw(st.sampled_from((None, True, False))),
            "customer": draw(who),
            "channel": draw(st.sampled_from((None, "phone", "chat", "smoke"))),
            "direction": draw(st.sampled_from((None, "inbound", "outbound"))),
        }
        for i in range(draw(st.integers(0, 10)))
    ]
    events = [
        {
            "ticket": draw(st.sampled_from(("1", "2", "9"))),
            "at": moment(),
            "kind": draw(st.sampled_from(("reopen", "customer_message"))),
        }
        for _i in range(draw(st.integers(0, 6)))
    ]
    return {"ticket": tickets, "contact": calls, "ticket_event": events}


def _every(frame: Frame, ask: Ask) -> list[Any]:
    found = [evaluate(metric_of(name), frame, ask) for name in ("fcr", "art", "wait_time", "contact_channel_mix")]
    return [one for result in found if isinstance(result, Mapping) for one in result.values()]


@given(helps(), st.sampled_from((None, "channel")), st.sampled_from((None, Grain.MONTH)))
@settings(max_examples=often(20, 60), deadline=None)
def test_the_list_is_the_number_and_every_row_is_somewhere(rows: Any, split: str | None, grain: Grain | None) -> None:
    for one in _every(frame_of(rows), Ask(split=split, grain=grain, min_show=1)):
        for group in range(one.groups):
            figure = one.figure(group)
            for part, n in figure.parts.items():
                assert len(one.rows(group, part)) == n
            assert (figure.value is None) == (figure.reason is not None)
            if not any(":" in part or "_counted" in part for part in figure.parts):
                placed = sum(figure.parts.values()) + sum(figure.excluded.values())
                kind = one.tally.members.rows
                assert placed == kind.frame.size(kind.kind)


@given(helps())
@settings(max_examples=often(13, 40), deadline=None)
def test_filters_leave_what_a_split_shows(rows: Any) -> None:
    frame = frame_of(rows)
    for name in ("fcr", "wait_time"):
        whole = evaluate(metric_of(name), frame, Ask(split="channel", min_show=1))
        part = evaluate(metric_of(name), frame, Ask(filters=(Condition.parse("channel=phone"),)))
        if isinstance(whole, Mapping) and isinstance(part, Mapping):
            first = next(iter(whole))
            at = whole[first].segment("phone")
            mine = 0 if at is None else int(whole[first].n[at])
            assert part[first].figure(0).n == mine
