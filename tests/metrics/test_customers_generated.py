"""What must hold of customers, renewals and cohorts whatever the files say: empty cells, doubles, dates reversed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators import Formula
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views import panel
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, measures

FIRST = date(2023, 12, 1)
MONTHS = (JANUARY, FEBRUARY, MARCH)
ASKED: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("customer_growth", {}),
    ("churn_lost", {"returned": "lost"}),
    ("churn_lost", {"losses": "all", "unit": "subscription"}),
    ("churn_lost", {"base": "orders", "inactivity_days": 20}),
    ("churn_lost", {"base": "orders", "own_gaps": True, "grace": 3}),
    ("retention", {"base": "orders"}),
    ("churn_exposure", {}),
    ("churn_exposure", {"grace": 10, "unit": "subscription"}),
    ("acquisition_rate", {}),
    ("mrr_churn", {}),
    ("mrr_churn", {"variant": "net", "reactivated": True}),
    ("renewal_rate", {}),
    ("renewal_rate", {"basis": "net", "grace": 0}),
    ("renewal_rate", {"auto": "automatic"}),
    ("upsell_rate", {}),
    ("upsell_rate", {"eligible": "paying", "sold": "both"}),
    ("upsell_bookings", {}),
    ("renewal_bookings", {"value": "tcv"}),
    ("retention_matrix", {"interval": "week", "follow": 3}),
    ("retention_matrix", {"activity": "paying", "cohort": "first"}),
    ("retention_matrix", {"activity": "orders"}),
    ("user_lifecycle", {}),
    ("user_lifecycle", {"dormancy": "ever", "unit": "customer"}),
    ("retention_curve", {}),
    ("retention_curve", {"unit": "subscription", "grace": 5, "horizon": 3}),
)
usual = settings(max_examples=often(8, 25), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(rows: Mapping[str, Any]) -> Frame:
    """A frame that knows all names from the start, as a store does."""
    frame = frame_of(rows)
    for kind in rows:
        frame.column(kind, "customer")
    for field in ("parent", "person", "visitor"):
        frame.column("usage_event" if field != "parent" else "customer", field)
    return frame


some_day = st.one_of(st.none(), st.integers(0, 140).map(lambda n: (FIRST + timedelta(n)).isoformat()))
who = st.one_of(st.none(), st.sampled_from("abcde"))
money = st.one_of(st.none(), st.integers(-3, 40).map(lambda n: n * 10_000))


def rows_of(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A few rows, some of them twice."""
    return st.lists(st.fixed_dictionaries(fields), max_size=12).map(lambda rows: rows + rows[:2])


def instants(days: st.SearchStrategy[str | None]) -> st.SearchStrategy[str | None]:
    return days.map(lambda day: None if day is None else f"{day}T12:00:00Z")


everything = st.fixed_dictionaries(
    {
        "subscription": rows_of(
            subscription=st.sampled_from((None, "s1", "s2", "s3")),
            customer=who,
            started_on=some_day,
            ended_on=some_day,
            amount=money,
            plan=st.sampled_from((None, "Basic", "Top")),
            cancel_reason=st.sampled_from((None, "card declined", "dear")),
            cancel_kind=st.sampled_from((None, "voluntary")),
        ),
        "contract": rows_of(
            contract=st.sampled_from((None, "c1", "c2", "c3")),
            customer=who,
            starts_on=some_day,
            due_on=some_day,
            renewed_on=some_day,
            acv=money,
            renewed_acv=money,
            term_months=st.sampled_from((None, 0, 12, 36)),
            auto_renew=st.sampled_from((None, True, False)),
            outcome=st.sampled_from((None, "renewed", "lost", "pending")),
        ),
        "deal": rows_of(
            customer=who,
            kind=st.sampled_from((None, "new", "upsell", "renewal", "downsell", "cross_sell")),
            outcome=st.sampled_from((None, "won", "lost")),
            eligible_from=some_day,
            eligible_to=some_day,
            closed_on=some_day,
            amount=money,
            acv_before=money,
            acv_after=money,
            tcv=money,
            contract=st.sampled_from((None, "c1", "c2")),
        ),
        "order": rows_of(
            customer=who, placed_at=instants(some_day), status=st.sampled_from((None, "paid", "cancelled"))
        ),
        "usage_event": rows_of(person=who, customer=who, at=instants(some_day), name=st.sampled_from((None, "x"))),
        "customer": st.just(
            [{"customer": name, "plan": "P" + name, "segment": "even" if name in "bd" else None} for name in "abcd"]
        ),
    }
)
asks = st.builds(
    Ask,
    periods=st.sampled_from(((), (MARCH,), MONTHS, (MARCH, Period(JANUARY.start, MARCH.end)))),
    split=st.sampled_from((None, "segment")),
    min_show=st.just(1),
)


def estimates(frame: Frame, ask: Ask) -> Iterator[Estimate]:
    for name, options in ASKED:
        found = evaluate(
            metric_of(name), frame, Ask(ask.filters, ask.range, ask.grain, ask.periods, ask.split, options)
        )
        if not isinstance(found, Unavailable):
            yield from found.values()


@given(everything, asks)
@usual
def test_every_row_is_in_one_place_and_the_list_is_the_number(rows: dict[str, Any], ask: Ask) -> None:
    frame = made(rows)
    for one in estimates(frame, ask):
        for group in range(one.groups):
            assert sum(one.accounting(group).counts().values()) == len(one.accounting(group).codes)
            for kind, behind in one.imported(group).items():
                assert sum(behind.counts().values()) == frame.size(kind)
            for place, part in enumerate(one.parts):
                assert len(one.rows(group, part)) == one.counts[group, place]


@given(everything, asks)
@usual
def test_a_value_lies_within_its_interval_and_limits_or_has_a_reason(rows: dict[str, Any], ask: Ask) -> None:
    for one in estimates(made(rows), ask):
        low, high = one.metric.limits
        for group in range(one.groups):
            figure = one.figure(group)
            assert (figure.value is None) == (figure.reason is not None)
            if figure.value is None:
                continue
            assert low is None or figure.value >= low - 1e-9
            assert high is None or one.metric.unit_of(one.measure) != "percent" or figure.value <= high + 1e-9
            assert figure.low is None or figure.low <= figure.value + 1e-6
            assert figure.high is None or figure.value <= figure.high + 1e-6


@given(everything)
@usual
def test_contributions_of_segments_sum_to_the_change(rows: dict[str, Any]) -> None:
    for one in estimates(made(rows), Ask(periods=MONTHS, split="segment")):
        if isinstance(one, FormulaEstimate) or one.segments is None:
            continue
        found, whole = one.contribution(0, 1), one.totals()
        if found is not None and np.isfinite(whole.sums.value[:2]).all():
            assert found.part.sum() == pytest.approx(whole.sums.value[1] - whole.sums.value[0], abs=1e-6)


def value(frame: Frame, metric: str, measure: str, **options: Any) -> np.ndarray | None:
    found = evaluate(metric_of(metric), frame, Ask(periods=MONTHS, options=options))
    return None if isinstance(found, Unavailable) else found[measure].value


@given(everything)
@usual
def test_numbers_that_belong_together_agree(rows: dict[str, Any]) -> None:
    frame = made(rows)
    for base in ("subscription", "orders"):
        lost, kept = (value(frame, *name, base=base) for name in (("churn_lost", "rate"), ("retention", "value")))
        if lost is not None and kept is not None:
            np.testing.assert_allclose(lost + kept, np.where(np.isnan(lost), np.nan, 100.0))
            counts = {
                name: value(frame, "customer_growth", name, base=base) for name in ("new", "lost", "back", "start")
            }
            growth = value(frame, "customer_growth", "growth", base=base)
            assert growth is not None
            moved = counts["new"] - counts["lost"] + counts["back"]  # type: ignore[operator]
            known = np.isfinite(growth)
            np.testing.assert_allclose(growth[known], 100 * moved[known] / counts["start"][known])  # type: ignore[index]
    net, kept = value(frame, "mrr_churn", "rate", variant="net"), value(frame, "nrr", "value")
    if net is not None and kept is not None:
        known = np.isfinite(net) & np.isfinite(kept)
        np.testing.assert_allclose(net[known] + kept[known], 100.0)


@given(everything)
@usual
def test_who_is_active_now_was_before_or_came_less_who_is_dormant(rows: dict[str, Any]) -> None:
    last = {"person": "e", "at": "2024-03-31T12:00:00Z"}  # so that the data reach the end of March
    frame = made({**rows, "usage_event": [*rows["usage_event"], last]})
    found = evaluate(metric_of("user_lifecycle"), frame, Ask(periods=MONTHS))
    assert not isinstance(found, Unavailable)
    active, new, back, gone = (found[name].sums.value for name in ("active", "new", "resurrecting", "dormant"))
    np.testing.assert_array_equal(active[1:], active[:-1] + new[1:] + back[1:] - gone[1:])


@given(everything, st.sampled_from((0, 7)))
@usual
def test_days_there_are_those_of_each_customer_day_by_day(rows: dict[str, Any], grace: int) -> None:
    frame = frame_of({"subscription": [*rows["subscription"], {"customer": "z", "started_on": "2024-04-01"}]})
    found = panel.panel(frame, {"grace": grace}, Periods.of(MONTHS))
    for place, period in enumerate(MONTHS):
        start, end = found.bounds[place]  # type: ignore[index]
        days, ended = (found.col(name)[start:end].sum() for name in ("active_days", "ended"))
        assert (days, ended) == _slow(rows["subscription"], period, grace)


def _slow(rows: list[dict[str, Any]], period: Period, grace: int) -> tuple[int, int]:
    """The days on which each was there, one by one; breaks of up to `grace` days are bridged."""
    people: dict[Any, list[tuple[date, date]]] = {}
    for number, row in enumerate(rows):
        if row["started_on"] and (row["ended_on"] is None or row["ended_on"] > row["started_on"]):
            first, after = (date.fromisoformat(row[name] or "2030-01-01") for name in ("started_on", "ended_on"))
            people.setdefault(row["customer"] or number, []).append((first, after))
    every = [day for mine in people.values() for stay in mine for day in stay if day < date(2029, 1, 1)]
    reached = max([date(2024, 4, 1), *every]) + timedelta(1)
    seen = left = 0
    for mine in people.values():
        for first, after in _merged(sorted(mine), grace):
            seen += max((min(after, period.end, reached) - max(first, period.start)).days, 0)
            left += period.start < after <= min(period.end, reached)
    return seen, left


def _merged(mine: list[tuple[date, date]], grace: int) -> list[tuple[date, date]]:
    found = [mine[0]]
    for first, after in mine[1:]:
        begun, last = found[-1]
        if first <= last + timedelta(grace):
            found[-1] = (begun, max(last, after))
        else:
            found.append((first, after))
    return found


@given(
    rows_of(
        person=st.sampled_from("abcd"),
        at=instants(st.integers(0, 60).map(lambda n: (FIRST + timedelta(n)).isoformat())),
    )
)
@usual
def test_cells_of_the_matrix_are_those_counted_by_hand(events: list[dict[str, Any]]) -> None:
    if not events:
        return
    found = evaluate(
        metric_of("retention_matrix"),
        frame_of({"usage_event": events}),
        Ask(
            range=Period(FIRST, FIRST + timedelta(70)),
            grain=Grain.DAY,
            split="offset",
            min_show=0,
            options={"interval": "day", "follow": 5},
        ),
    )
    assert not isinstance(found, Unavailable)
    cells = found["cells"]
    assert cells.segments is not None
    days = {(event["person"], (date.fromisoformat(event["at"][:10]) - FIRST).days) for event in events}
    last = max(day for _person, day in days)
    for segment, label in enumerate(cells.segments):
        for cohort in range(70):
            members = {person for person, day in days if day == cohort and cohort + int(label or 0) <= last}
            again = {person for person in members if (person, cohort + int(label or 0)) in days}
            counts = cells.counts[cohort * len(cells.segments) + segment]
            assert (counts[0], counts[:2].sum()) == (len(again), len(members))


def test_ratios_and_terms_are_what_was_asked() -> None:
    made = metric_of("churn_convert").terms((), metric_of("churn_convert").accept({}))
    assert all(isinstance(one, Formula) for one in made.values())
    frame = frame_of({"subscription": [{"customer": "a", "started_on": "2024-01-01", "amount": 10}]})
    assert isinstance(next(iter(measures(frame, "mrr_churn").values())), RatioEstimate)
