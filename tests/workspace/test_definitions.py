"""What a metric means in a workspace: decided once, in force everywhere, never mixed, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.query import Query, Selection
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import csat, nps, two_quarters, workspace

NPS = Query(metrics=("nps",))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as made:
        yield made


def value(desk: Workspace, query: Query = NPS) -> float | None:
    (metric,) = desk.metrics(query)
    found: float | None = metric["groups"][0]["value"]
    return found


def test_before_any_decision_every_metric_is_as_declared(desk: Workspace) -> None:
    (metric,) = desk.metrics(NPS)
    assert metric["definition"]["version"] == 1
    assert metric["definition"]["options"]["dedupe"] == "latest"
    assert desk.definitions().entries == ()


def test_the_pinned_options_are_in_force_everywhere(desk: Workspace) -> None:
    """40 usable answers: 18 promoters and 18 detractors; the latest of each of 20 customers: 7 and 13."""
    assert value(desk) == pytest.approx(100 * (7 - 13) / 20)
    made = desk.pin("nps", {"dedupe": "all"})
    assert made.definition.name == "nps@2"
    assert value(desk) == pytest.approx(0.0)
    board = desk.board(NPS)
    assert board.cards[0].figure.value == pytest.approx(0.0)
    assert board.trend is not None
    assert {point.figure.n for point in board.trend.points if point.figure.n} == {20}
    receipt = desk.receipt(NPS, Selection("nps"))
    assert receipt.figure.n == 40
    assert receipt.definition["version"] == 2
    assert desk.rows(NPS, Selection("nps"))["count"] == 40


def test_a_question_may_name_an_older_version_or_options_of_its_own(desk: Workspace) -> None:
    desk.pin("nps", {"dedupe": "all"})
    assert value(desk, NPS.with_(definitions={"nps": 1})) == pytest.approx(-30.0)
    own = NPS.with_(options={"nps": {"dedupe": "latest"}})
    assert value(desk, own) == pytest.approx(-30.0)
    assert desk.metrics(own)[0]["definition"]["version"] is None, "no version of this workspace"


def test_a_version_that_never_was_is_not_found(desk: Workspace) -> None:
    with pytest.raises(NotFound, match="nps@1"):
        desk.metrics(NPS.with_(definitions={"nps": 7}))


def test_an_option_that_the_metric_does_not_have_is_refused_and_nothing_is_decided(desk: Workspace) -> None:
    with pytest.raises(BadQuestion):
        desk.pin("nps", {"colour": "red"})
    with pytest.raises(BadQuestion):
        desk.pin("csat_top", {"threshold": "many"})
    assert desk.definitions().entries == ()


def test_one_metric_stands_for_an_idea_at_a_time(desk: Workspace) -> None:
    first = desk.pin("csat_pct_max", note="as in the yearly report")
    second = desk.pin("csat_mean")
    assert first.before is not None
    assert first.before.name == "csat_top@1"
    assert second.before is not None
    assert second.before.name == "csat_pct_max@2"
    entries = desk.definitions().entries
    assert [(one.name, one.pinned) for one in entries] == [("csat_pct_max@2", False), ("csat_mean@2", True)]
    assert entries[0].note == "as in the yearly report"
    assert entries[0].pinned_until == entries[1].pinned_from


def test_the_first_cards_show_what_was_pinned(desk: Workspace) -> None:
    shown = [card.metric for card in desk.board(Query()).cards]
    assert "csat_top" in shown
    desk.pin("csat_pct_max")
    shown = [card.metric for card in desk.board(Query()).cards]
    assert "csat_pct_max" in shown
    assert "csat_top" not in shown


def test_a_decision_is_one_step_back_and_the_history_keeps_both(desk: Workspace) -> None:
    desk.pin("nps", {"dedupe": "all"})
    undone = desk.undo_pin("nps")
    assert value(desk) == pytest.approx(-30.0)
    assert undone.definition.options == {}
    assert [one.version for one in desk.definitions().of("nps")] == [2, 3]
    desk.undo_pin("nps")
    assert value(desk) == pytest.approx(0.0), "undoing the undo decides again"


def test_undoing_a_change_of_metric_brings_both_metrics_back(desk: Workspace) -> None:
    desk.pin("csat_pct_max")
    before = value(desk, Query(metrics=("csat_top",)))
    desk.pin("csat_top", {"threshold": 2})
    assert value(desk, Query(metrics=("csat_top",))) == pytest.approx(100.0)
    desk.undo_pin("csat")
    assert [one.metric for one in desk.definitions().pinned] == ["csat_pct_max"]
    assert value(desk, Query(metrics=("csat_top",))) == before


def test_nothing_decided_is_nothing_to_undo(desk: Workspace) -> None:
    with pytest.raises(NotFound):
        desk.undo_pin("ces")


def test_an_earlier_version_can_be_pinned_again(desk: Workspace) -> None:
    desk.pin("nps", {"dedupe": "all"})
    desk.pin("nps", {"dedupe": "first"})
    desk.pin("nps", version=2)
    assert value(desk) == pytest.approx(0.0)
    assert desk.definitions().newest("nps").version == 4


def test_options_decided_one_after_the_other_add_up(desk: Workspace) -> None:
    desk.pin("csat_top", {"threshold": 5})
    desk.pin("csat_top", {"dedupe": "latest"})
    assert desk.definitions().newest("csat_top").options == {"threshold": 5.0, "dedupe": "latest"}


def test_decisions_outlive_the_program_and_options_that_it_no_longer_has(desk: Workspace) -> None:
    desk.pin("nps", {"dedupe": "all"})
    with desk.database.write("test") as transaction:
        transaction.execute("""UPDATE definition SET options = '{"dedupe": "all", "gone": 1, "allow_proxy": "??"}'""")
        transaction.touch("definitions")
    assert value(desk) == pytest.approx(0.0)


def test_every_definition_of_an_idea_side_by_side_on_the_same_rows(tmp_path: Path) -> None:
    """Of 5:25, 4:35, 3:20, 2:12, 1:8 the top two are 60 %, percent of maximum 71.4, mean 3.57, index 64.25."""
    counts = {5: 25, 4: 35, 3: 20, 2: 12, 1: 8}
    scores = [score for score, n in counts.items() for _each in range(n)]
    rows = [csat(f"c{at}", "2025-05-20", score, "Team") for at, score in enumerate(scores)]
    with workspace(tmp_path, rows) as desk:
        wanted = {"csat_top": 60, "csat_pct_max": 71.4, "csat_mean": 3.57, "csat_pomp": 64.25}
        found = [one for one in desk.rivals("csat_mean") if one.metric in wanted]
        values = {one.metric: one.card.figure.value for one in found}
        assert values == pytest.approx(wanted)
        assert {one.rows for one in found} == {100}
        assert [one.metric for one in found if one.pinned] == ["csat_top"]
        labels = [tuple(phrase.say() for phrase in one.card.label) for one in found]
        assert len(set(labels)) == 4, "the label tells them apart"


@pytest.mark.parametrize(
    "options",
    [{"threshold": 5}, {"dedupe": "latest"}, {"dedupe": "first"}, {"weight": True}, {"at": "ticket.resolved_at"}],
)
def test_the_label_says_what_was_decided(desk: Workspace, options: dict[str, object]) -> None:
    before = desk.board(Query(metrics=("csat_top",))).cards[0].label
    desk.pin("csat_top", options)
    assert desk.board(Query(metrics=("csat_top",))).cards[0].label != before


def test_the_pinned_definition_comes_first_among_its_rivals(desk: Workspace) -> None:
    desk.pin("csat_pomp")
    first, *others = desk.rivals("csat", Query())
    assert (first.metric, first.pinned, first.version) == ("csat_pomp", True, 2)
    assert not any(one.pinned for one in others)


def test_rivals_of_an_unknown_idea(desk: Workspace) -> None:
    with pytest.raises(NotFound, match="happiness"):
        desk.rivals("happiness")


def test_a_trend_never_mixes_two_definitions(tmp_path: Path) -> None:
    """The same customer twice in each quarter: whatever is pinned counts in every month alike."""
    rows = two_quarters() + [nps("s0", day, 0, "Starter") for day in ("2025-02-01", "2025-05-01")]
    with workspace(tmp_path, rows) as desk:
        by_month = Query(metrics=("nps",))
        before = [group["n"] for group in desk.metrics(by_month, by_grain=True)[0]["groups"] if group["n"]]
        desk.pin("nps", {"dedupe": "all"})
        after = [group["n"] for group in desk.metrics(by_month, by_grain=True)[0]["groups"] if group["n"]]
        assert before == [20, 20]
        assert after == [21, 21]
