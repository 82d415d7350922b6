"""A Board answers the whole question at once; figures worked out by hand from `answers.two_quarters`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.results import Board, Card, Verdict
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers

SECOND = Period(date(2025, 4, 1), date(2025, 7, 1))
FIRST = Period(date(2025, 1, 1), date(2025, 4, 1))
QUERY = Query(range=SECOND, grain=Grain.QUARTER, split="Plan", selection=Selection("nps"))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with answers.workspace(tmp_path) as made:
        yield made


@pytest.fixture
def board(workspace: Workspace) -> Board:
    return workspace.board(QUERY)


def card(board: Board, metric: str) -> Card:
    return next(card for card in board.cards if card.metric == metric)


class TestCards:
    def test_the_value_is_that_of_the_period(self, board: Board) -> None:
        # 2 + 5 promoters, 8 + 5 detractors of 20 → (7 − 13) / 20
        figure = card(board, "nps").figure
        assert figure.value == pytest.approx(-30)
        assert (figure.n, figure.missing, figure.invalid) == (20, 1, 1)
        assert dict(figure.parts) == {"plus": 7, "neutral": 0, "minus": 13, "missing": 1, "invalid": 1}

    def test_the_change_is_against_as_many_days_of_the_quarter_before(self, board: Board) -> None:
        # before: 6 + 5 promoters, 5 detractors of 20 → +30
        change = card(board, "nps").change
        assert change is not None
        assert (change.base_value, change.delta) == (pytest.approx(30), pytest.approx(-60))
        assert change.base_period == Period(date(2025, 1, 1), date(2025, 2, 20))
        assert change.verdict == Verdict.DOWN

    def test_no_import_is_offered_where_a_filter_is_in_the_way(self, workspace: Workspace) -> None:
        filtered = Query(range=SECOND, metrics=("nps",), filters=(Condition("shoe", Op.IS, ("1",)),))
        made = card(workspace.board(filtered), "nps")
        assert (made.figure.reason, made.needs) == ("filter_not_applicable", None)

    def test_a_small_sample_says_so(self, board: Board) -> None:
        assert "small_sample" in card(board, "nps").figure.flags

    def test_a_running_period_says_so(self, board: Board) -> None:
        assert board.as_of == date(2025, 5, 20)
        assert card(board, "nps").partial

    def test_the_sparkline_ends_with_the_period(self, board: Board) -> None:
        assert card(board, "nps").spark == (pytest.approx(30), pytest.approx(-30))
        assert card(board, "nps").spark_partial

    def test_a_metric_without_data_names_what_to_import_and_comes_last(self, workspace: Workspace) -> None:
        board = workspace.board(Query(metrics=("response_rate", "nps")))
        assert [card.metric for card in board.cards] == ["nps", "response_rate"]
        assert board.cards[1].needs == "invitation"
        assert board.cards[1].figure.reason == "no_invitations"


class TestTrend:
    def test_it_spans_all_dates_whatever_the_period(self, board: Board) -> None:
        assert board.trend is not None
        assert [point.period for point in board.trend.points] == [FIRST, SECOND]
        assert [point.figure.value for point in board.trend.points] == [pytest.approx(30), pytest.approx(-30)]
        assert [point.partial for point in board.trend.points] == [False, True]

    def test_last_year_stands_on_this_years_units(self, tmp_path: Path) -> None:
        rows = [answers.nps(f"a{n}", "2024-05-01", 10, "Team") for n in range(5)]
        rows += [answers.nps(f"a{n}", "2025-05-01", 0, "Team") for n in range(5)]
        with answers.workspace(tmp_path, rows) as workspace:
            board = workspace.board(QUERY.with_(compare=Compare(CompareTo.YEAR)))
        assert board.trend is not None
        assert [(point.period, point.figure.value) for point in board.trend.compare] == [(SECOND, pytest.approx(100))]

    def test_a_scale_change_is_marked_on_its_first_unit(self, tmp_path: Path) -> None:
        from cxdesk.domain.scales import ONE_TO_TEN

        old = [{**answers.nps(f"a{n}", "2025-02-01", 9, "Team"), "scale": ONE_TO_TEN} for n in range(5)]
        new = [answers.nps(f"a{n}", "2025-05-01", 9, "Team") for n in range(5)]
        with answers.workspace(tmp_path, old + new) as workspace:
            trend = workspace.board(QUERY).trend
        assert trend is not None
        assert trend.scale_changes == ((date(2025, 4, 1), "1–10 → 0–10"),)


class TestBreakdown:
    def test_segments_are_sorted_by_their_part_in_the_change(self, board: Board) -> None:
        assert board.breakdown is not None
        assert [row.key for row in board.breakdown.rows] == ["Starter", "Team"]

    def test_the_parts_add_up_to_the_change_exactly(self, board: Board) -> None:
        assert board.breakdown is not None
        assert board.breakdown.total is not None
        parts = [row.contribution for row in board.breakdown.rows]
        assert None not in parts
        assert sum(part or 0 for part in parts) == pytest.approx(-60, abs=1e-9)
        assert board.breakdown.total.contribution == pytest.approx(-60)

    def test_a_segments_own_figure_and_its_former_one(self, board: Board) -> None:
        assert board.breakdown is not None
        starter = board.breakdown.rows[0]
        assert starter.base is not None
        assert (starter.figure.value, starter.base.value) == (pytest.approx(-60), pytest.approx(60))

    def test_what_the_metric_fixes_is_nothing_to_split_by(self, board: Board) -> None:
        assert board.breakdown is not None
        names = [name for name, _title in board.breakdown.choices]
        assert "Plan" in names
        assert "role" not in names

    def test_small_segments_are_hidden_and_still_in_the_total(self, tmp_path: Path) -> None:
        rows = [answers.nps(f"a{n}", "2025-05-01", 10, "Team") for n in range(8)]
        rows += [answers.nps(f"b{n}", "2025-05-01", 0, "Enterprise") for n in range(2)]
        with answers.workspace(tmp_path, rows) as workspace:
            split = workspace.board(QUERY).breakdown
        assert split is not None
        assert split.total is not None
        hidden = [row for row in split.rows if row.hidden]
        assert [(row.key, row.figure.value, row.figure.n) for row in hidden] == [("Enterprise", None, 2)]
        assert split.total.figure.n == 10


class TestTheListEqualsTheNumber:
    @pytest.mark.parametrize("part", ["plus", "neutral", "minus", "missing", "invalid"])
    def test_each_part_opens_as_many_rows_as_it_counts(self, workspace: Workspace, part: str) -> None:
        figure = card(workspace.board(QUERY), "nps").figure
        assert workspace.rows(QUERY, Selection("nps", part=part))["count"] == figure.parts[part]

    def test_the_rows_are_the_files_own(self, workspace: Workspace) -> None:
        found = workspace.rows(QUERY, Selection("nps", part="minus", segment="Team"), limit=1)
        assert found["count"] == 5
        row = found["rows"][0]
        assert (row["file"], row["score"], row["Plan"], row["kind"]) == ("nps0.csv", 4.0, "Team", "answer")

    def test_excluded_rows_are_the_rest_of_the_kind(self, workspace: Workspace) -> None:
        counted = workspace.rows(QUERY, Selection("nps", part="all"))["count"]
        excluded = workspace.rows(QUERY, Selection("nps", part="excluded"))["count"]
        assert counted + excluded == len(answers.two_quarters())

    def test_the_comments_are_those_behind_the_selection(self, workspace: Workspace) -> None:
        behind = workspace.comment_ids(QUERY.with_(selection=Selection("nps", part="minus")))
        assert (len(behind.ids), behind.rows_behind) == (9, 13)
        texts = [comment.text for comment in workspace.comment_rows(behind.ids)]
        assert texts[0] == "trop cher"  # the newest first

    def test_a_search_narrows_the_comments_and_counts_them_by_band(self, workspace: Workspace) -> None:
        found = workspace.comment_ids(QUERY, "CRÀSH")
        assert len(found.ids) == 8
        assert found.bands["bottom"] == 8

    def test_a_board_says_how_many_rows_and_comments_are_behind_it(self, board: Board) -> None:
        assert (board.rows_behind, board.comments_behind) == (20, 9)


class TestReceipt:
    def test_parts_and_exclusions_add_up_to_the_rows_imported(self, workspace: Workspace) -> None:
        receipt = workspace.receipt(QUERY, Selection("nps"))
        assert receipt.sum_ok
        assert receipt.imported == len(answers.two_quarters())
        assert dict(receipt.exclusions) == {"outside_period": 20, "no_timestamp": 1, "other_role": 6}

    def test_each_file_adds_up_by_itself(self, workspace: Workspace) -> None:
        for file in workspace.receipt(QUERY, Selection("nps")).files:
            assert sum(file["parts"].values()) + sum(file["exclusions"].values()) == file["rows"]

    def test_a_filter_is_an_exclusion(self, workspace: Workspace) -> None:
        query = QUERY.with_(filters=(Condition("Plan", Op.IS, ("Team",)),))
        receipt = workspace.receipt(query, Selection("nps"))
        assert receipt.exclusions["filtered"] == 20
        assert receipt.sum_ok
