"""Who is engaged and who was brought by others, as attributes that any customer's rows can be compared by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cxdesk.analysis.board import make_board
from cxdesk.domain.changes import Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.kinds_of.web_session import WEB_SESSION
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query
from cxdesk.frame.axes import Periods
from cxdesk.frame.derived import sources
from cxdesk.frame.frame import Frame
from cxdesk.stats.intervals import newcombe
from cxdesk.system.progress import Progress
from tests.frame.memory import MemoryLoader, frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures
from tests.metrics.holding import segments_add_up

Rows = dict[str, list[dict[str, Any]]]


def used(customer: str | None, day: str) -> dict[str, Any]:
    return {"customer": customer, "at": f"{day}T10:00:00Z", "name": "look"}


USE = [used("a", "2024-01-10"), used("b", "2023-11-01"), used("a", "2024-03-20")]


def left(customer: str, end: str | None) -> dict[str, Any]:
    return {"customer": customer, "started_on": "2023-01-01", "ended_on": end, "amount": 10_000}


CONTRACTS = [left("a", None), left("b", "2024-02-10"), left("c", "2024-02-20"), left("d", None)]


def standing(frame: Frame, period: Period) -> dict[str, str | None]:
    """Of each customer's visit in the period."""
    visits = frame.rows(WEB_SESSION.all())
    codes = visits.codes("engaged", Periods((period,)))
    assert codes is not None
    first, end = visits.bounds_of(Periods((period,)))[0]
    who = visits.col("customer")
    return {who.labels[who.codes[at]]: codes.labels[codes.codes[at]] if codes.codes[at] >= 0 else None
            for at in range(first, end)}  # fmt: skip


def segments(frame: Frame, metric: str, **ask: Any) -> dict[str | None, float | None]:
    found = estimate(frame, metric, min_show=1, **ask)
    assert found.segments is not None
    return {name: found.figure(found.group(0, at)).value for at, name in enumerate(found.segments)}


class TestEngaged:
    def test_a_sign_in_the_days_before_the_period_counts_and_one_in_it_does_not(self) -> None:
        visits = [{"customer": name, "started_at": "2024-02-05T10:00:00Z", "bot": True} for name in "ab"]
        frame = frame_of({"usage_event": [*USE, used("b", "2024-02-03")], "web_session": visits})
        assert standing(frame, FEBRUARY) == {"a": "yes", "b": "no"}

    def test_what_the_records_do_not_reach_is_unknown_not_no(self) -> None:
        visits = [{"customer": "c", "started_at": f"2024-0{month}-05T10:00:00Z", "bot": True} for month in (2, 6)]
        frame = frame_of({"usage_event": USE, "web_session": [*visits, {"started_at": "2024-02-06T10:00:00Z"}]})
        assert standing(frame, FEBRUARY) == {"c": "no"} | {
            frame.rows(WEB_SESSION.all()).col("customer").labels[-1]: None
        }
        assert standing(
            frame_of({"usage_event": USE, "web_session": visits}), Period(date(2024, 6, 1), date(2024, 7, 1))
        ) == {"c": "no"}  # visits, even of bots, are recorded up to June

    @pytest.mark.parametrize(
        ("kind", "sign", "counts"),
        [
            ("community_event", {"at": "2024-01-20", "name": "post"}, True),
            ("referral", {"at": "2024-01-20"}, True),
            ("campaign_touch", {"at": "2024-01-20", "campaign": "x", "kind": "click"}, True),
            ("campaign_touch", {"at": "2024-01-20", "campaign": "x", "kind": "sent"}, False),
            ("order", {"order": "1", "placed_at": "2024-01-20", "net_amount": 10_000}, False),
        ],
    )
    def test_taking_part_is_a_sign_and_what_is_compared_is_none(
        self, kind: str, sign: dict[str, Any], counts: bool
    ) -> None:
        frame = frame_of({"usage_event": USE, "subscription": CONTRACTS, kind: [{"customer": "c", **sign}]})
        engaged = estimate(frame, "churn_lost", periods=(FEBRUARY,), filters=(Condition.parse("engaged=yes"),))
        assert engaged.figure(0).denominator == (2 if counts else 1)

    def test_the_days_are_a_setting(self) -> None:
        rows: Rows = {"usage_event": [*USE, used("c", "2023-10-01")], "subscription": CONTRACTS}
        by = {days: segments(frame_of(rows, settings={"engaged_days": days}), "churn_lost", periods=(FEBRUARY,),
                             split="engaged") for days in (30, 92)}  # fmt: skip
        assert by == {30: {"no": pytest.approx(200 / 3), "yes": 0.0}, 92: {"no": 50.0, "yes": 50.0}}

    def test_churn_of_the_engaged_against_the_others_comes_with_rows(self) -> None:
        frame = frame_of({"usage_event": USE, "subscription": CONTRACTS})
        found = estimate(frame, "churn_lost", periods=(JANUARY, FEBRUARY), split="engaged")
        assert found.segments == ("no", "yes")
        segments_add_up(found)
        others = found.group(1, 0)
        assert (found.figure(others).numerator, found.figure(others).denominator) == (2, 3)
        rows = found.tally.members.rows
        assert sorted(sources(rows, rows.index[found.rows(others, "numerator")])["subscription"].tolist()) == [2, 3]

    def test_conversion_and_response_of_the_engaged(self) -> None:
        day = "2024-02-05T10:00:00Z"
        visits = [{"customer": name, "visitor": name, "started_at": day, "converted": name == "a"} for name in "abc"]
        sent = [{"invitation": name, "customer": name, "sent_at": day} for name in "abc"]
        answered = [{"response": "1", "invitation": "b", "role": "csat", "score": 5, "submitted_at": day}]
        frame = frame_of({"usage_event": USE, "web_session": visits, "invitation": sent, "answer": answered})
        ask = {"periods": (FEBRUARY,), "split": "engaged"}
        assert segments(frame, "conversion_rate", **ask) == {"no": 0.0, "yes": 100.0}
        assert segments(frame, "response_rate", **ask) == {"no": 50.0, "yes": 0.0}

    def test_a_length_of_visits_is_still_filtered_by_under_the_same_name(self) -> None:
        visits = [{"started_at": "2024-02-05", "engaged": seconds} for seconds in (10, 90)]
        rows = frame_of({"usage_event": USE, "web_session": visits}).rows(WEB_SESSION.all())
        assert rows.mask(Condition.parse("engaged>=60")).tolist() == [False, True]  # type: ignore[union-attr]

    def test_a_write_to_the_signs_is_seen_by_rows_that_it_left_alone(self) -> None:
        before, after = (MemoryLoader({"usage_event": use, "subscription": CONTRACTS}) for use in (USE, USE[:1]))
        frame = Frame.of(1, before)
        first = segments(frame, "churn_lost", periods=(Period(date(2024, 4, 1), date(2024, 5, 1)),), split="engaged")
        visits = frame.rows(USAGE_EVENT.all())
        assert "engaged" in visits.attributes()
        fresh = frame.renewed(after, Changes.of(2, "usage_event"))
        later = segments(fresh, "churn_lost", periods=(Period(date(2024, 4, 1), date(2024, 5, 1)),), split="engaged")
        assert first != later


class TestReferred:
    LEADS = [
        *({"lead_id": f"r{n}", "customer": f"r{n}", "created_at": "2024-01-05"} for n in range(4)),
        *({"lead_id": f"o{n}", "customer": f"o{n}", "created_at": "2024-01-05"} for n in range(8)),
        {"lead_id": "x", "created_at": "2024-01-06", "source": "Parrainage"},
        {"lead_id": "y", "created_at": "2024-01-06"},
    ]
    REFERRALS = [{"customer": "a", "new_customer": f"r{n}", "at": "2024-01-01"} for n in range(4)]

    def frame(self) -> Frame:
        won = {"r0", "r1", "r2", "o0", "y"}
        leads = [{**one, "converted_at": "2024-01-20"} if one["lead_id"] in won else one for one in self.LEADS]
        late = {"customer": "z", "new_customer": "zz", "at": "2024-06-30"}
        return frame_of({"lead": [*leads, {"lead_id": "late", "created_at": "2024-06-30"}],
                         "referral": [*self.REFERRALS, late]})  # fmt: skip

    def test_leads_brought_by_customers_are_held_against_the_others(self) -> None:
        found = measures(self.frame(), "referrals", periods=(JANUARY,))
        brought, others, gap = (found[name] for name in ("leads_referred", "leads_others", "leads_gap"))
        assert (brought.figure(0).numerator, brought.figure(0).denominator) == (3, 5)
        assert (others.figure(0).numerator, others.figure(0).denominator) == (1, 8)
        assert gap.figure(0).value == pytest.approx(60 - 12.5)
        low, high = newcombe(1, 8, 3, 5)
        assert (gap.figure(0).low, gap.figure(0).high) == (pytest.approx(100 * low), pytest.approx(100 * high))

    def test_every_lead_is_in_one_part_and_the_rows_of_each_are_there(self) -> None:
        gap = measures(self.frame(), "referrals", periods=(JANUARY,))["leads_gap"]
        figure = gap.figure(0)
        assert {name: figure.parts[name] for name in ("numerator", "rest", "other_numerator", "other_rest")} == {
            "numerator": 3, "rest": 2, "other_numerator": 1, "other_rest": 7,
        }  # fmt: skip
        assert all(len(gap.rows(0, name)) == n for name, n in figure.parts.items())
        assert figure.excluded["outside_base"] == 1  # nobody wrote down where y came from
        assert sum(figure.parts.values()) + sum(figure.excluded.values()) == len(self.LEADS) + 1

    def test_a_gap_that_changed_is_tested(self) -> None:
        def leads(month: int, brought: int, others: int) -> list[dict[str, Any]]:
            day, won = f"2024-0{month}-05", f"2024-0{month}-06"
            return [
                {"lead_id": f"{month}{source}{n}", "created_at": day, "source": source,
                 **({"converted_at": won} if n < hits else {})}
                for source, hits in (("Referral", brought), ("Ads", others)) for n in range(200)
            ]  # fmt: skip

        last = {"customer": "z", "new_customer": "zz", "at": "2024-12-30"}
        rows = [*leads(1, 40, 40), *leads(2, 100, 40), *leads(3, 102, 40)]
        rows.append({"lead_id": "late", "created_at": "2024-12-30"})
        gap = measures(frame_of({"lead": rows, "referral": [last]}), "referrals", periods=(JANUARY, FEBRUARY, MARCH))
        up, same = gap["leads_gap"].change(0, 1), gap["leads_gap"].change(1, 2)
        assert up is not None
        assert same is not None
        assert (up.delta, up.verdict) == (pytest.approx(30.0), "up")
        # sqrt(0.2 x 0.8 / 200 x 2) = 4 %, sqrt(0.5 x 0.5 / 200 + 0.2 x 0.8 / 200) = 4.53 %: z = 30 / 6.04
        assert up.p == pytest.approx(6.9e-7, rel=0.1)
        assert same.verdict == "no_clear_change"

    def test_any_rows_of_customers_are_split_by_it(self) -> None:
        contracts = [left("r0", None), left("r1", None), left("b", "2024-02-10"), left("c", None)]
        listed = [{"customer": "c", "acquired_channel": "Word of mouth"}, {"customer": "b", "acquired_channel": "Ads"}]
        frame = frame_of({"subscription": contracts, "customer": listed, "referral": self.REFERRALS})
        assert segments(frame, "churn_lost", periods=(FEBRUARY,), split="referred") == {"no": 100.0, "yes": 0.0}

    def test_a_link_on_another_site_brings_nobody(self) -> None:
        visits = [
            {"customer": name, "started_at": "2024-01-05", "source": "referral", "converted": True} for name in "ab"
        ]
        frame = frame_of(
            {"web_session": visits, "referral": [{"customer": "c", "new_customer": "a", "at": "2024-01-01"}]}
        )
        rows = frame.rows(WEB_SESSION.all())
        assert [rows.codes("referred").labels[code] for code in rows.codes("referred").codes] == ["yes", "no"]  # type: ignore[union-attr]

    def test_nothing_to_split_by_where_nobody_says_who_was_brought(self) -> None:
        frame = frame_of({"subscription": CONTRACTS, "customer": [{"customer": "a", "acquired_channel": "Ads"}]})
        assert "referred" not in estimate(frame, "churn_lost").tally.members.rows.attributes()


def test_what_a_metric_says_is_worth_looking_at_is_offered_first_but_not_chosen() -> None:
    visits = [{"customer": "a", "visitor": "a", "started_at": "2024-02-05", "converted": True, "campaign": "x"}]
    frame = frame_of({"usage_event": USE, "web_session": visits})
    shown = make_board(Query(metrics=("conversion_rate",)), frame, Progress()).breakdown
    assert shown is not None
    assert shown.choices[0][0] == "engaged"
    assert shown.attribute != "engaged"
