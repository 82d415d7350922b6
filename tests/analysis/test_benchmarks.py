"""Targets and benchmarks: drawn only beside a figure of the same kind, met only if the interval says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cxdesk.analysis.benchmarks import target_state
from cxdesk.analysis.wording import wanted_text
from cxdesk.domain.benchmarks import WHY_NOT, Mark, MarkType, Reference
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.query import Query
from cxdesk.domain.results import Better, Card, Figure
from cxdesk.metrics.benchmarks import declared
from cxdesk.metrics.registry import metrics
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import workspace

NPS = Query(metrics=("nps",))
TARGET, BENCHMARK = MarkType.TARGET, MarkType.BENCHMARK


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as made:
        yield made


def card(desk: Workspace, query: Query = NPS) -> Card:
    return desk.board(query).cards[0]


def reference(found: Card, key: str) -> Reference:
    (one,) = (one for one in found.references if one.mark.key == key)
    return one


@pytest.mark.parametrize(
    ("value", "low", "high", "better", "state"),
    [
        (42.0, 38.0, 46.0, Better.UP, "unsettled"),
        (52.0, 41.0, 60.0, Better.UP, "reached"),
        (52.0, 40.0, 60.0, Better.UP, "reached"),
        (30.0, 22.0, 39.9, Better.UP, "missed"),
        (3.0, 1.0, 39.0, Better.DOWN, "reached"),
        (3.0, 1.0, 40.0, Better.DOWN, "reached"),
        (50.0, 41.0, 60.0, Better.DOWN, "missed"),
        (42.0, 38.0, 46.0, Better.DOWN, "unsettled"),
        (40.0, None, None, Better.UP, "reached"),
        (39.9, None, None, Better.UP, "missed"),
        (40.0, None, None, Better.DOWN, "reached"),
    ],
)
def test_a_target_of_40_is_met_or_missed_only_if_the_whole_interval_is(
    value: float, low: float | None, high: float | None, better: str, state: str
) -> None:
    assert target_state(Figure(value, low, high), 40.0, better) == state


def test_what_is_told_of_a_metric_that_is_not_known_here_is_a_plain_number(desk: Workspace) -> None:
    how = desk.measured(Mark("later", "of_a_later_version", value=12.5))
    assert wanted_text(12.5, how) == "12.5"
    assert wanted_text(40.0, desk.measured(Mark("nps", "nps", value=40.0))) == "+40"


def test_a_card_says_how_its_target_stands(desk: Workspace) -> None:
    """NPS -30 of 20 answers, interval about -69 to +17."""
    for wanted, state in ((-80, "reached"), (0, "unsettled"), (40, "missed")):
        desk.set_marks(TARGET, [Mark("nps", "nps", value=wanted)])
        found = card(desk).target
        assert found is not None
        assert (found.value, found.state) == (wanted, state)


def test_a_metric_without_an_answer_has_no_target_state(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("x", "nps", value=10)])
    nowhere = NPS.with_(filters=(Condition.parse("Plan=Nobody"),))
    assert card(desk, nowhere).target is None


def test_another_definition_is_not_held_against_the_target(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("nps", "nps", value=10)])
    desk.pin("nps", {"dedupe": "all"})
    found = card(desk)
    assert found.target is None
    assert reference(found, "nps").why_not == "definition"
    desk.undo_pin("nps")
    assert card(desk).target is not None


def test_a_target_is_meant_for_the_definition_in_force_when_it_was_set(desk: Workspace) -> None:
    desk.pin("nps", {"dedupe": "all"})
    desk.set_marks(TARGET, [Mark("nps", "nps", value=10)])
    (kept,) = desk.marks(TARGET)
    assert kept.options == {"dedupe": "all"}
    assert card(desk).target is not None
    assert card(desk, NPS.with_(definitions={"nps": 1})).target is None


def test_how_answers_are_read_is_no_other_definition(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("nps", "nps", value=10)])
    assert card(desk, NPS.with_(options={"nps": {"na": "11"}})).target is not None


def test_another_scale_is_not_held_against_the_target(desk: Workspace) -> None:
    csat = Query(metrics=("csat_mean",))
    desk.set_marks(TARGET, [Mark("five", "csat_mean", value=4), Mark("seven", "csat_mean", value=5, scale="1-7")])
    found = card(desk, csat)
    assert reference(found, "five").mark.scale == "1-5", "the scale in use when it was set"
    assert reference(found, "five").drawn
    assert reference(found, "seven").why_not == "scale"
    read_otherwise = csat.with_(options={"csat_mean": {"scale": "1-10"}})
    assert reference(card(desk, read_otherwise), "five").why_not == "scale"


def test_a_monthly_figure_stands_beside_months_only(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("monthly", "nps", value=10, grain="month")])
    may, quarter = Period(date(2025, 5, 1), date(2025, 6, 1)), Period(date(2025, 4, 1), date(2025, 7, 1))
    assert reference(card(desk, NPS), "monthly").why_not == "time_unit", "all dates are no month"
    assert reference(card(desk, NPS.with_(range=quarter)), "monthly").why_not == "time_unit"
    assert reference(card(desk, NPS.with_(range=may)), "monthly").drawn
    by_month, by_quarter = (desk.board(NPS.with_(range=may, grain=g)).trend for g in (Grain.MONTH, Grain.QUARTER))
    assert by_month is not None
    assert by_quarter is not None
    assert [one.why_not for one in by_month.references if one.mark.key == "monthly"] == [None]
    assert [one.why_not for one in by_quarter.references if one.mark.key == "monthly"] == ["time_unit"]


def test_a_segment_has_a_target_of_its_own(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("all", "nps", value=50), Mark("team", "nps", value=-90, segment="Plan=Team")])
    whole, team = card(desk), card(desk, NPS.with_(filters=(Condition.parse("Plan=Team"),)))
    assert whole.target is not None
    assert team.target is not None
    assert (whole.target.value, reference(whole, "team").why_not) == (50, "segment")
    assert (team.target.value, team.target.state) == (-90, "reached")


def test_another_measure_has_another_target(desk: Workspace) -> None:
    shares = Query(metrics=("nps_shares",))
    first, *others = (group["measure"] for group in desk.metrics(shares)[0]["groups"])
    desk.set_marks(TARGET, [Mark("other", "nps_shares", measure=others[-1], value=10)])
    assert card(desk, shares).measure == first
    assert reference(card(desk, shares), "other").why_not == "measure"
    with pytest.raises(NotFound, match="nps_shares"):
        desk.set_marks(TARGET, [Mark("x", "nps_shares", measure="sideways", value=10)])


def test_benchmarks_of_two_sources_stand_side_by_side_with_their_source(desk: Workspace) -> None:
    found = [one for one in card(desk).references if one.type == BENCHMARK]
    assert [(one.mark.good, one.mark.year, one.drawn) for one in found] == [(0, 2021, True), (30, 2022, True)]
    assert all(one.mark.source for one in found)


def test_every_benchmark_of_ours_has_a_source_and_a_level() -> None:
    delivered = declared()
    assert {mark.key for mark in delivered if not (mark.source and mark.levels)} == set()
    assert all(mark.declared for mark in delivered)
    assert all(len(mark.source) > 2 for mark in delivered), "a name that people can look up"
    assert len({mark.key for mark in delivered}) == len(delivered)


def test_what_a_metric_declares_is_delivered() -> None:
    own = {name: len(metric.benchmarks) for name, metric in metrics().items() if metric.benchmarks}
    assert own
    assert own == Counter(mark.metric for mark in declared())


def test_what_we_deliver_can_be_changed_hidden_and_brought_back(desk: Workspace) -> None:
    desk.set_marks(BENCHMARK, [Mark("nps/ro", "nps", good=45, source="our own survey")])
    assert reference(card(desk), "nps/ro").mark.good == 45
    removed = desk.remove_mark(BENCHMARK, "nps/fr")
    assert [one.mark.key for one in card(desk).references] == ["nps/ro"]
    desk.set_marks(BENCHMARK, removed.before)
    assert reference(card(desk), "nps/fr").mark.good == 0
    desk.restore_mark(BENCHMARK, "nps/ro")
    assert reference(card(desk), "nps/ro").mark == next(mark for mark in declared() if mark.key == "nps/ro")


def test_setting_again_replaces_and_says_what_stood_there(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("nps", "nps", value=10)])
    done = desk.set_marks(TARGET, [Mark("nps", "nps", value=20)])
    assert [mark.value for mark in done.before] == [10]
    assert done.changes.touched == {"targets"}
    assert [mark.value for mark in desk.marks(TARGET)] == [20]


@pytest.mark.parametrize(
    "mark",
    [
        Mark("x", "happiness", value=1),
        Mark("x", "nps", good=1),
        Mark("x", "nps", value=1, segment="Plan"),
        Mark("x", "nps", value=1, options={"colour": "red"}),
    ],
)
def test_a_target_that_cannot_be_is_refused_and_nothing_is_kept(desk: Workspace, mark: Mark) -> None:
    with pytest.raises((NotFound, BadQuestion)):
        desk.set_marks(TARGET, [Mark("good", "nps", value=1), mark])
    assert desk.marks(TARGET) == ()


def test_the_reasons_have_words() -> None:
    assert set(WHY_NOT) == {"measure", "definition", "scale", "time_unit", "segment"}


def test_a_card_with_marks_survives_as_json(desk: Workspace) -> None:
    desk.set_marks(TARGET, [Mark("nps", "nps", value=10)])
    found = card(desk)
    assert from_plain(Card, to_plain(found)) == found
