"""Churn, retention, renewal, upsell and recurring revenue: numbers that articles mix up, told apart."""

from __future__ import annotations

from typing import Any

import pytest

from cxdesk.analysis.receipt import make_receipt
from cxdesk.domain.query import Query, Selection
from cxdesk.frame.frame import Frame
from tests.frame.memory import frame_of
from tests.metrics.asking import JANUARY, MARCH, estimate, measures, unavailable
from tests.metrics.test_views import EURO, runs

BEFORE, INSIDE, LATER, AFTER = "2023-06-01", "2024-03-05", "2024-03-20", "2024-04-10"


def base(start: int, lost: int, new: int) -> Frame:
    """So many there in March, of whom some leave, and some who join."""
    rows = [runs(f"a{i}", BEFORE, LATER if i < lost else None) for i in range(start)]
    return frame_of({"subscription": [*rows, *(runs(f"n{i}", INSIDE) for i in range(new)), runs("last", AFTER)]})


def value(frame: Frame, metric: str, measure: str | None = None, **options: Any) -> float | None:
    found = measures(frame, metric, periods=(MARCH,), options=options)
    return found[measure or next(iter(found))].figure(0).value


def test_fifteen_percent_churn_is_eighty_five_percent_retention() -> None:
    frame = base(200, 30, 50)
    assert (value(frame, "churn_lost"), value(frame, "retention")) == (15.0, 85.0)


def test_new_customers_hide_losses_in_the_net_figure_only() -> None:
    frame = base(200, 30, 50)
    assert value(frame, "churn_net") == pytest.approx(-10.0)
    assert value(frame, "churn_lost") == 15.0
    assert value(frame, "customer_growth") == pytest.approx(10.0)
    assert value(frame, "acquisition_rate") == pytest.approx(25.0)


def test_who_comes_back_within_the_grace_never_left_and_is_not_new() -> None:
    frame = frame_of({"subscription": [runs("a", BEFORE, INSIDE), runs("a", AFTER), runs("b", BEFORE)]})
    assert value(frame, "churn_lost") == 50.0
    assert value(frame, "churn_lost", grace=60) == 0.0
    april = measures(frame, "customer_growth", range=type(MARCH)(MARCH.end, MARCH.end.replace(month=5)))
    assert [april[name].figure(0).value for name in ("new", "back")] == [0, 1]


def test_who_comes_back_within_the_period_is_lost_only_where_that_is_asked() -> None:
    frame = frame_of({"subscription": [runs("a", BEFORE, INSIDE), runs("a", LATER), runs("b", BEFORE)]})
    assert value(frame, "churn_lost") == 0.0
    assert value(frame, "churn_lost", returned="lost") == 50.0


@pytest.mark.parametrize(
    ("lost", "of", "period", "yearly", "monthly"),
    [(5, 100, "month", 46.0, 5.0), (15, 100, "year", 15.0, 1.35), (7, 100, "year", 7.0, 0.603)],
)
def test_a_month_and_a_year_compound(lost: int, of: int, period: str, yearly: float, monthly: float) -> None:
    frame = base(of, lost, 0)
    assert value(frame, "churn_convert", "annual", period=period) == pytest.approx(yearly, abs=0.05)
    assert value(frame, "churn_convert", "monthly", period=period) == pytest.approx(monthly, abs=0.005)


def test_renewal_asks_those_who_were_due_and_retention_everybody() -> None:
    contracts = [
        {"contract": f"c{i}", "customer": f"a{i}", "due_on": LATER, "renewed_on": "2024-02-01" if i > 1 else None}
        for i in range(10)
    ]
    later = {"contract": "later", "customer": "a50", "due_on": "2024-05-20", "renewed_on": "2024-05-20"}
    rows = [runs(f"a{i}", BEFORE, LATER if i < 3 else None) for i in range(100)]
    frame = frame_of({"contract": [*contracts, later], "subscription": [*rows, runs("last", AFTER)]})
    assert value(frame, "renewal_rate") == 80.0
    assert value(frame, "retention") == 97.0


def test_upsell_is_a_percentage_of_who_pays_and_is_not_on_the_top_plan() -> None:
    lines = [runs(f"b{i}", BEFORE, None, 10, plan="Basic") for i in range(150)]
    lines += [runs(f"t{i}", BEFORE, None, 90, plan="Top") for i in range(30)]
    deals = [{"customer": f"b{i}", "kind": "upsell", "outcome": "won", "closed_on": LATER} for i in range(12)]
    other = [
        {"customer": "b20", "kind": "price_change", "outcome": "won", "closed_on": LATER},
        {"customer": "b21", "kind": "cross_sell", "outcome": "won", "closed_on": LATER},
        {"customer": "b1", "kind": "upsell", "outcome": "won", "closed_on": INSIDE},
    ]
    frame = frame_of({"subscription": lines, "deal": [*deals, *other]})
    assert value(frame, "upsell_rate") == 8.0
    assert value(frame, "upsell_rate", top_plan="basic") == pytest.approx(100 * 12 / 42)  # buyers could, and 30 on top
    assert value(frame, "upsell_rate", sold="both") == pytest.approx(100 * 13 / 150)


def test_churn_of_revenue_has_three_definitions_and_prices_per_month() -> None:
    frame = frame_of(
        {
            "subscription": [
                runs("lost", BEFORE, LATER, 7200, interval="year"),
                runs("less", BEFORE, LATER, 1000),
                runs("less", LATER, None, 600),
                runs("more", BEFORE, LATER, 1000),
                runs("more", LATER, None, 1900),
                runs("same", BEFORE, None, 7400),
                runs("back", "2023-01-01", "2023-02-01", 5),
                runs("back", LATER, None, 200),
                runs("new", LATER, None, 5000),
            ]
        }
    )
    assert value(frame, "mrr_churn", variant="cancelled") == pytest.approx(6.0)
    assert value(frame, "mrr_churn") == pytest.approx(10.0)
    assert value(frame, "mrr_churn", variant="net") == pytest.approx(1.0)
    assert value(frame, "mrr_churn", variant="net", reactivated=True) == pytest.approx(-1.0)
    assert value(frame, "grr") == pytest.approx(90.0)
    assert value(frame, "nrr") == pytest.approx(99.0)
    flags = estimate(frame, "mrr_churn", periods=(MARCH,), options={"variant": "cancelled"}).figure(0).flags
    assert "literal_definition" in flags


def test_revenue_per_account_is_read_at_one_instant() -> None:
    frame = frame_of(
        {"subscription": [runs(f"a{i}", BEFORE, None, 250) for i in range(40)] + [runs("f", AFTER, None, 0)]}
    )
    assert value(frame, "arpa") == pytest.approx(250.0)


def test_customers_without_a_contract_leave_by_silence() -> None:
    days = {"a": ("2023-12-20", "2024-02-01"), "b": ("2023-11-10",), "c": ("2023-12-28",), "d": ("2024-01-10",)}
    orders = [
        {"order": f"{name}{day}", "customer": name, "placed_at": f"{day}T10:00:00Z"}
        for name, some in days.items()
        for day in some
    ]
    orders.append({"order": "x", "customer": "c", "placed_at": "2024-01-15T10:00:00Z", "status": "cancelled"})
    frame = frame_of({"order": orders})
    found = measures(frame, "churn_lost", periods=(JANUARY,), options={"base": "orders", "inactivity_days": 60})
    assert found["rate"].figure(0).parts == {"numerator": 1, "rest": 2, "missing": 0, "invalid": 0}  # b of a, b, c
    assert found["rate"].imported(0)["order"].counts()["cancelled"] == 1


def test_or_by_twice_the_gap_that_they_are_used_to() -> None:
    weekly = [f"2024-01-{day:02d}" for day in (1, 8, 15, 22)]
    orders = [{"order": day, "customer": "weekly", "placed_at": f"{day}T10:00:00Z"} for day in weekly]
    orders += [
        {"order": name, "customer": name, "placed_at": f"{day}T10:00:00Z"}
        for name, day in (("once", "2024-01-20"), ("last", "2024-03-01"))
    ]
    frame = frame_of({"order": orders})
    february = type(MARCH)(JANUARY.end, MARCH.start)
    for own, lost in ((True, 1), (False, 0)):  # silent since 22 January: gone on 5 February by a rhythm of seven days
        found = measures(frame, "churn_lost", periods=(february,), options={"base": "orders", "own_gaps": own})
        assert found["lost"].figure(0).value == lost


def test_why_and_how_soon_customers_left() -> None:
    rows = [
        runs("a", "2024-02-20", LATER, cancel_kind="voluntary"),
        runs("b", BEFORE, LATER, cancel_reason="Card declined"),
        runs("c", BEFORE, LATER, cancel_reason="Too dear"),
        runs("d", BEFORE, LATER),
        runs("e", BEFORE),
        runs("f", INSIDE, LATER),
        runs("last", AFTER),
    ]
    paid = [{"customer": "d", "first_paid_at": "2024-01-10T00:00:00Z"}]
    frame = frame_of({"subscription": rows, "customer": paid})
    assert value(frame, "churn_lost", "voluntary") == pytest.approx(40.0)  # a and c of a to e
    assert value(frame, "churn_lost", "involuntary") == pytest.approx(20.0)
    assert value(frame, "churn_lost", "early_30") == pytest.approx(100 * 2 / 5)  # a after 29 days, f after 15
    assert value(frame, "churn_lost", "early_90") == pytest.approx(100 * 3 / 5)  # d paid first 70 days before


def test_a_growing_base_does_not_dilute_the_speed_of_leaving() -> None:
    rows = [runs(f"a{i}", "2024-03-01", "2024-03-31" if i < 3 else None) for i in range(30)]
    frame = frame_of({"subscription": [*rows, runs("last", AFTER)]})
    assert value(frame, "churn_exposure", "days") == 27 * 31 + 3 * 30
    assert value(frame, "churn_exposure") == pytest.approx(30 * 3 / (27 * 31 + 3 * 30))
    figure = estimate(frame, "churn_exposure", periods=(MARCH,)).figure(0)
    assert figure.low is not None
    assert figure.low < 0.1 < figure.high  # type: ignore[operator]


def test_a_renewal_books_what_was_there_once_and_the_rest_as_more_or_less() -> None:
    deals = [
        {"customer": "a", "kind": "renewal", "closed_on": INSIDE, "acv_before": 1200 * EURO, "acv_after": 1500 * EURO},
        {"customer": "b", "kind": "upsell", "closed_on": INSIDE, "amount": 300 * EURO},
        {"customer": "c", "kind": "renewal", "closed_on": LATER, "acv_before": 2400 * EURO, "acv_after": 2000 * EURO},
        {"customer": "d", "kind": "new", "closed_on": LATER, "amount": 700 * EURO},
    ]
    contracts = [
        {"contract": "1", "customer": "a", "due_on": LATER, "renewed_on": INSIDE, "acv": 1200 * EURO},
        {
            "contract": "2",
            "customer": "z",
            "due_on": LATER,
            "renewed_on": LATER,
            "acv": 50 * EURO,
            "renewed_acv": 60 * EURO,
        },
    ]
    frame = frame_of({"deal": deals, "contract": contracts})
    assert value(frame, "renewal_bookings") == 3200 + 50
    assert value(frame, "upsell_bookings") == 600 + 10
    assert value(frame, "upsell_bookings", "downsell") == 400
    behind = estimate(frame, "renewal_bookings", periods=(MARCH,)).imported(0)["contract"].counts()
    assert behind == {"counted": 1, "repeat": 1}


class TestTrials:
    """A trial is no customer; who counts them as such asks for it, and they bring nothing."""

    ROWS = (
        *(runs(f"pays{i}", BEFORE) for i in range(3)),
        runs("tries", "2024-02-01", None, 40, trial=True),
        runs("leaves", "2024-02-01", LATER, 40, trial=True),
        runs("decides", "2024-02-20", None, 70, trial_until=INSIDE),
        runs("declines", "2024-02-20", INSIDE, 70, trial_until=INSIDE),
        runs("last", AFTER),
    )

    def frame(self) -> Frame:
        return frame_of({"subscription": list(self.ROWS)})

    @pytest.mark.parametrize(("trials", "start", "lost", "end"), [("excluded", 3, 0, 4), ("counted", 7, 2, 5)])
    def test_count_where_they_are_asked_for(self, trials: str, start: int, lost: int, end: int) -> None:
        frame = self.frame()
        assert value(frame, "churn_net", "start", trials=trials) == start
        assert value(frame, "churn_net", "end", trials=trials) == end
        assert value(frame, "churn_lost", trials=trials) == pytest.approx(100 * lost / start)
        assert value(frame, "retention", trials=trials) == pytest.approx(100 - 100 * lost / start)

    def test_bring_nothing(self) -> None:
        frame = self.frame()
        assert value(frame, "arpa", trials="counted") == pytest.approx((3 * 10 + 70) / 4)
        assert value(frame, "arpa", trials="counted", accounts="active") == pytest.approx((3 * 10 + 70) / 5)
        assert value(frame, "arpa", accounts="active") == pytest.approx((3 * 10 + 70) / 4)

    def test_are_one_subscription_with_what_follows_them(self) -> None:
        frame = self.frame()
        assert value(frame, "churn_net", "end", trials="counted", unit="subscription") == 5
        assert value(frame, "customer_growth", "new", trials="counted") == 0  # who decides was there already

    def test_the_receipt_still_accounts_for_every_row(self) -> None:
        query = Query(metrics=("churn_lost",), range=MARCH, options={"churn_lost": {"trials": "counted"}})
        assert make_receipt(query, Selection("churn_lost"), self.frame()).sum_ok


def test_revenue_per_user_divides_by_the_seats_where_they_are_known() -> None:
    rows = [runs("a", BEFORE, None, 20, quantity=4), runs("b", BEFORE, None, 30), runs("last", AFTER)]
    frame = frame_of({"subscription": rows})
    assert value(frame, "arpa", per="user") == pytest.approx(110 / 5)
    assert value(frame, "arpa", "median", per="user") == pytest.approx((20 + 30) / 2)
    assert value(frame, "arpa") == pytest.approx(55)
    unknown = unavailable(frame_of({"subscription": [runs("a", BEFORE)]}), "arpa", options={"per": "user"})
    assert (unknown.reason, unknown.needs) == ("missing_field", "quantity")


class TestAListThatSaysWhoHasLeft:
    """Ten customers as of one day, three of them gone: asked about its own day, whatever the period around it."""

    ROWS = tuple(
        {"customer": f"c{i}", "churned": i < 3, "tenure_months": i, "amount": (10 + i) * EURO} for i in range(10)
    )
    DATED = tuple(
        {
            **row,
            "started_on": f"2023-0{i + 1}-01" if i < 9 else "2024-03-15",
            "ended_on": "2024-03-15" if i < 3 else None,
        }
        for i, row in enumerate(ROWS)
    )

    @pytest.mark.parametrize("rows", [ROWS, DATED], ids=["of a moment", "of a day that was said"])
    @pytest.mark.parametrize("read_at", ["opening", "closing"])
    def test_gives_its_own_figure_in_every_period_that_holds_its_day(self, rows: Any, read_at: str) -> None:
        frame = frame_of({"subscription": list(rows)}, as_of={"subscription": "2024-03-15"})
        asked = {"base": "snapshot", "read_at": read_at}
        assert value(frame, "churn_lost", **asked) == pytest.approx(30.0)
        assert value(frame, "arpa", **asked) == pytest.approx(14.5)
        assert value(frame, "mrr_churn", **asked) == pytest.approx(100 * 33 / 145)
        assert estimate(frame, "churn_lost", options=asked).figure(0).value == pytest.approx(30.0)

    @pytest.mark.parametrize("rows", [ROWS, DATED], ids=["of a moment", "of a day that was said"])
    def test_says_nothing_of_other_periods(self, rows: Any) -> None:
        frame = frame_of({"subscription": list(rows)}, as_of={"subscription": "2024-03-15"})
        found = measures(frame, "churn_lost", periods=(JANUARY, MARCH), options={"base": "snapshot"})["rate"]
        assert (found.figure(0).value, found.figure(0).n) == (None, 0)
        assert found.figure(1).value == pytest.approx(30.0)

    def test_without_days_has_no_history(self) -> None:
        frame = frame_of({"subscription": list(self.ROWS)}, as_of={"subscription": "2024-03-15"})
        assert unavailable(frame, "churn_lost", periods=(JANUARY,)).reason == "no_rows"
