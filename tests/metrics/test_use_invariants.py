"""What must hold for numbers about use, visits, onboarding, community, referrals, reviews and goals, whatever the rows:
each counted once, the list is the number, parts add up, and people come out as when counted by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import kind
from cxdesk.domain.periods import Grain, Period, units
from cxdesk.domain.scales import ZERO_TO_TEN
from cxdesk.frame.derived import Behind
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views.access import Cells, sum_between
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import estimate, measures
from tests.metrics.holding import segments_add_up

START = datetime(2024, 1, 1, tzinfo=UTC)
WHO = st.sampled_from((None, *"abcde"))
NAMES, FEATURES = (None, "login", "purchase", "Login"), (None, "export", "search")
THREE_MONTHS = Period(date(2024, 1, 1), date(2024, 4, 1))
usual = settings(max_examples=often(5, 12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
METRICS = (
    *("dau", "wau", "mau", "stickiness", "usage_frequency", "product_adoption", "feature_adoption"),
    *("feature_utilisation", "time_on_site", "conversion_rate", "direct_traffic", "onboarding_ttv"),
    *("community_engagement", "referrals", "business_reviews", "success_stories"),
)
OPTIONS: Mapping[str, tuple[dict[str, Any], ...]] = {
    "dau": ({"days": "weekdays"}, {"unit": "customer"}),
    "wau": ({"window": "7"},),
    "mau": ({"window": "28"}, {"window": "30", "unit": "customer"}),
    "stickiness": ({"dau": "last_day"}, {"dau": "total"}, {"window": "28", "days": "weekdays"}),
    "usage_frequency": ({"interval": "week"},),
    "product_adoption": ({"access": "customer", "least": 1}, {"access": "entitlement", "span": 90}),
    "feature_adoption": ({"base": "entitled"}, {"feature": "export"}, {"feature": "export", "base": "entitled"}),
    "feature_utilisation": ({"by": "name"}, {"unit": "customer"}),
    "time_on_site": ({"single_page": "exclude"},),
    "conversion_rate": ({"unit": "session"}, {"unit": "lead"}, {"unit": "session", "converted": "login"}),
    "direct_traffic": ({"without_source": "left_out"},),
    "onboarding_ttv": ({"until": "completed_at"},),
    "community_engagement": ({"active": "contributing"},),
    "business_reviews": ({"eligible": "subscription"},),
    "referrals": ({"within": 7},),
}


@st.composite
def moments(draw: st.DrawFn) -> str | None:
    minutes = draw(st.one_of(st.none(), st.integers(0, 100 * 24 * 60)))
    return None if minutes is None else (START + timedelta(minutes=minutes)).isoformat()


def rows_of(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    common = {"customer": WHO, "internal": st.sampled_from((None, False, False, True))}
    return st.lists(st.fixed_dictionaries({**common, **fields}), max_size=8)


few = st.one_of(st.none(), st.integers(0, 4))
yes_no = st.sampled_from((None, False, True))
day = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 4, 10)).map(date.isoformat))
WORLD = st.fixed_dictionaries(
    {
        "usage_event": rows_of(
            person=WHO,
            visitor=WHO,
            at=moments(),
            name=st.sampled_from(NAMES),
            feature=st.sampled_from(FEATURES),
            country=st.sampled_from((None, "FR", "RO")),
            count=few,
        ),
        "web_session": rows_of(
            session=st.sampled_from((None, "s1", "s2", "s3")),
            visitor=WHO,
            started_at=moments(),
            ended_at=moments(),
            duration=st.one_of(st.none(), st.floats(0, 4000)),
            duration_total=st.one_of(st.none(), st.integers(0, 9000)),
            engaged=few,
            pageviews=few,
            source=st.sampled_from((None, "", "(direct)", "google", "(not set)")),
            medium=st.sampled_from((None, "(none)", "Direct", "organic")),
            sessions=few,
            visitors=few,
            converted=yes_no,
            conversions=few,
            bot=yes_no,
            country=st.sampled_from((None, "FR", "RO")),
        ),
        "order": rows_of(session=st.sampled_from((None, "s1", "s2")), placed_at=moments()),
        "lead": rows_of(created_at=moments(), converted_at=moments(), count=few),
        "onboarding": rows_of(started_at=moments(), value_at=moments(), completed_at=moments()),
        "community_event": rows_of(
            person=WHO,
            at=moments(),
            kind=st.sampled_from((None, "join", "login", "question", "post", "reply", "answer_accepted")),
            thread=st.sampled_from((None, "1", "2")),
            count=few,
        ),
        "referral": rows_of(
            at=moments(),
            new_customer=WHO,
            converted_at=moments(),
            status=st.sampled_from((None, "pending", "converted", "rejected")),
        ),
        "business_review": rows_of(
            kind=st.sampled_from((None, "qbr", "public_review")),
            scheduled_at=moments(),
            held_at=moments(),
            status=st.sampled_from((None, "planned", "held", "missed", "cancelled", "rescheduled")),
            rating=st.one_of(st.none(), st.integers(-1, 12)),
            best=st.sampled_from((None, 5, 10, 0)),
        ),
        "success_story": rows_of(
            set_at=moments(),
            due_on=day,
            achieved_at=moments(),
            published_at=moments(),
            consent=yes_no,
            status=st.sampled_from((None, "set", "achieved", "missed")),
        ),
        "entitlement": rows_of(feature=st.sampled_from(FEATURES[1:]), **{"from": day, "to": day}),
        "subscription": rows_of(started_on=day, ended_on=day),
        "customer": st.lists(
            st.fixed_dictionaries(
                {
                    "plan": st.sampled_from((None, "Solo", "Team")),
                    "created_at": moments(),
                    "parent": WHO,
                    "internal": st.sampled_from((None, False, True)),
                }
            ),
            max_size=5,
        ).map(lambda rows: [{**row, "customer": name} for row, name in zip(rows, "abcde", strict=False)]),
        "answer": st.lists(
            st.fixed_dictionaries(
                {"customer": WHO, "submitted_at": moments(), "score": st.integers(0, 10), "role": st.just("nps")}
            ),
            max_size=8,
        ).map(lambda rows: [{**row, "response": f"r{i}", "scale": ZERO_TO_TEN} for i, row in enumerate(rows)]),
    }
)
World = dict[str, list[dict[str, Any]]]
FILTERS = ("name=login", "name!=login", "name=(none)", "feature=export|search", "plan=Team", "country=FR", "name=login")


@st.composite
def questions(draw: st.DrawFn) -> Ask:
    filters = tuple(Condition.parse(text) for text in draw(st.lists(st.sampled_from(FILTERS), max_size=2)))
    shape = draw(st.integers(0, 3))
    split = draw(st.sampled_from((None, "plan", "country")))
    if shape == 0:
        return Ask(filters, split=split, min_show=1)
    if shape == 1:
        return Ask(filters, range=THREE_MONTHS, grain=draw(st.sampled_from((Grain.MONTH, Grain.WEEK))), split=split)
    january, odd = Period(date(2024, 1, 1), date(2024, 2, 1)), Period(date(2024, 1, 20), date(2024, 3, 3))
    return Ask(filters, periods=(odd, january) if shape == 2 else (january,), split=split, min_show=1)


def frame_for(world: World) -> Frame:
    """A frame that knows every customer's name from the start, as one over a store does."""
    frame = frame_of(world)
    for name in world:
        for field in kind(name).fields:
            if field.ref:
                frame.column(name, field.name)
    return frame


def every_estimate(frame: Frame, ask: Ask) -> Iterator[Estimate]:
    session = Session(frame)
    for name in METRICS:
        for options in ({}, *OPTIONS.get(name, ())):
            if "converted" in options and "login" not in frame.column("usage_event", "name").labels:
                continue  # an event that nobody has is refused
            asked = Ask(**{**ask.__dict__, "options": options})
            found = evaluate(metric_of(name), frame, asked, session)
            if not isinstance(found, Unavailable):
                yield from found.values()


@given(WORLD, questions())
@usual
def test_the_list_is_the_number_and_every_row_is_in_one_place(world: World, ask: Ask) -> None:
    frame = frame_for(world)
    for one in every_estimate(frame, ask):
        for group in range(one.groups):
            for place, part in enumerate(one.parts):
                rows = one.rows(group, part)
                assert len(rows) == len(set(rows.tolist())) == one.counts[group, place]
            view = one.accounting(group)
            assert sum(view.counts().values()) == len(view.codes)
            for name, imported in one.imported(group).items():
                assert sum(imported.counts().values()) == len(world[name])


@given(WORLD, questions())
@usual
def test_segments_partition_the_total_and_contributions_sum(world: World, ask: Ask) -> None:
    for one in every_estimate(frame_for(world), ask):
        totals = one.totals()
        segments_add_up(one)
        parts = one.contribution(0, -1)
        if parts is not None and np.isfinite(totals.sums.value[[0, -1]]).all():
            assert parts.part.sum() == pytest.approx(totals.sums.value[-1] - totals.sums.value[0], abs=1e-6)


@pytest.mark.parametrize(("metric", "measure"), [("dau", "mean_over_active_days"), ("feature_utilisation", "used")])
@pytest.mark.parametrize("split", ["plan", "country"])
@given(world=WORLD)
@usual
def test_what_is_counted_once_a_day_or_feature_is_so_in_each_segment(
    metric: str, measure: str, split: str, world: World
) -> None:
    """Days and features are nobody's: a segment's number is that of its own rows, as a filter gives it."""
    frame = frame_for(world)
    found = evaluate(metric_of(metric), frame, Ask(range=THREE_MONTHS, grain=Grain.MONTH, split=split))
    if isinstance(found, Unavailable):
        return
    whole = found[measure]
    for place, label in enumerate(whole.segments or ()):
        only = (Condition.parse(f"{split}={label if label is not None else '(none)'}"),)
        alone = measures(frame, metric, filters=only, range=THREE_MONTHS, grain=Grain.MONTH)[measure]
        ours = whole.sums.value.reshape(len(whole.periods), -1)[:, place]
        np.testing.assert_array_equal(ours, alone.sums.value)


@given(WORLD, questions())
@usual
def test_intervals_hold_their_value_and_can_be_had_twice(world: World, ask: Ask) -> None:
    for one in every_estimate(frame_for(world), ask):
        for which in (one, one.robust()):
            for group in range(which.groups):
                figure = which.figure(group)
                if figure.value is not None and figure.low is not None and one.metric.id != "onboarding_ttv":
                    assert figure.low <= figure.value + 1e-9


def _live(world: World) -> list[dict[str, Any]]:
    internal = {row["customer"] for row in world["customer"] if row["internal"]}
    return [row for row in world["usage_event"] if not row["internal"] and row["customer"] not in internal]


def _active(world: World, name: str | None = None) -> set[tuple[str, date]]:
    """Person-days by hand."""
    found = set()
    for row in _live(world):
        who = row["person"] or row["visitor"] or row["customer"]
        if row["at"] and who and (name is None or (row["name"] or "") == name):
            found.add((who, date.fromisoformat(row["at"][:10])))
    return found


@given(WORLD)
@usual
def test_people_by_day_week_and_month_as_counted_by_hand(world: World) -> None:
    frame = frame_for(world)
    for name, filters in ((None, ()), ("purchase", (Condition.parse("name=purchase"),))):
        if not any(row["name"] == name for row in world["usage_event"]) or not _active(world):
            continue
        active = _active(world, name)
        for metric, grain in (("dau", Grain.DAY), ("wau", Grain.WEEK), ("mau", Grain.MONTH)):
            reach = measures(frame, metric, filters=filters, range=THREE_MONTHS, grain=grain)
            found = next(iter(reach.values()))
            events = [date.fromisoformat(row["at"][:10]) for row in _live(world) if row["at"]]
            last = max(date.fromisoformat(row["at"][:10]) for row in world["usage_event"] if row["at"])
            for period, value in zip(units(THREE_MONTHS, grain), found.value, strict=True):
                if period.start > last or period.end <= min(events):
                    assert np.isnan(value)
                    continue
                people = {who for who, day in active if period.start <= day < period.end}
                assert value == len(people)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=1, max_size=12))
@usual
def test_a_row_of_totals_counts_as_the_visits_it_stands_for(given_rows: list[tuple[int, int, bool]]) -> None:
    at = "2024-01-05T10:00:00Z"
    totals, single = [], []
    for sessions, conversions, direct in given_rows:
        source = "(direct)" if direct else "google"
        totals.append(
            {"started_at": at, "sessions": sessions, "conversions": conversions, "source": source, "duration": 60}
        )
        single += [
            {"started_at": at, "converted": i < conversions, "source": source, "duration": 60} for i in range(sessions)
        ]
    if not single:
        return
    for metric, options in (("conversion_rate", {"unit": "session"}), ("direct_traffic", {}), ("time_on_site", {})):
        both = [estimate(frame_of({"web_session": rows}), metric, options=options) for rows in (totals, single)]
        assert both[0].figure(0).value == pytest.approx(both[1].figure(0).value)
        if metric != "time_on_site":
            assert both[0].figure(0).parts == both[1].figure(0).parts
            assert (both[0].low, both[0].high) == (pytest.approx(both[1].low), pytest.approx(both[1].high))


@settings(max_examples=often(20, 60))
@given(data=st.data())
def test_sums_within_days_are_those_that_searching_finds(data: st.DataObject) -> None:
    """Spans one after the other are counted at once; overlapping ones are searched for."""
    people, n = data.draw(st.integers(1, 5)), data.draw(st.integers(0, 25))
    day = np.sort(data.draw(arrays(n, 100, 140)))
    who, adds = data.draw(arrays(n, -1, people - 1)), data.draw(arrays(n, 0, 3)).astype(np.float64)
    cuts = np.sort(data.draw(arrays(4, 100, 140)))
    spans = np.stack([cuts[:-1], cuts[1:] + data.draw(st.sampled_from((0, 5)))], axis=1)[[2, 0, 1]]
    cell = np.array([(period, one) for period in range(3) for one in range(people)])
    cells = Cells(cell[:, 0], cell[:, 1], Behind(cell[:0, 0], cell[:0, 0]), np.zeros((3, 2)))
    found = sum_between(who, day, adds, cells, spans)
    slow = [adds[(who == one) & (day >= spans[period, 0]) & (day < spans[period, 1])].sum() for period, one in cell]
    assert found.tolist() == slow


def arrays(n: int, low: int, high: int) -> st.SearchStrategy[np.ndarray]:
    return st.lists(st.integers(low, high), min_size=n, max_size=n).map(lambda values: np.array(values, np.int64))
