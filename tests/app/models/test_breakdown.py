"""A row per segment, the whole as the last; hidden groups cannot be clicked; all dots and bars share an axis."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxdesk.app.models.breakdown import BOLD_ROLE, ROW_ROLE, RULE_ROLE, TOTAL_ROLE, BreakdownModel, Column
from tests.app import boards


@pytest.fixture
def model() -> BreakdownModel:
    made = BreakdownModel()
    made.show_breakdown(boards.breakdown())
    return made


def test_it_keeps_the_rules_of_models(model: BreakdownModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_the_whole_is_the_last_row(model: BreakdownModel) -> None:
    totals = [model.index(row, 0).data(TOTAL_ROLE) for row in range(model.rowCount())]
    assert totals == [False] * 5 + [True]
    assert model.index(5, 0).data(ROW_ROLE) == boards.breakdown().total


def test_without_a_whole_every_row_is_a_segment() -> None:
    model = BreakdownModel()
    model.show_breakdown(boards.breakdown(total=None))
    assert not any(model.is_total(row) for row in range(model.rowCount()))


def test_a_hidden_group_cannot_be_selected(model: BreakdownModel) -> None:
    selectable = [bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable) for row in range(6)]
    assert selectable == [True, True, True, True, False, True]


def test_segments_are_found_by_key_and_none_is_one(model: BreakdownModel) -> None:
    assert [model.number_of(key) for key in ("Starter", None, "Nobody")] == [0, 3, None]


def test_all_dots_share_one_axis_and_all_bars_another(model: BreakdownModel) -> None:
    assert model.reach() == (-30, 70)
    assert model.contributions() == (-13.2, 0.0)
    assert model.has_contributions


def test_groups_that_overlap_have_no_part_of_the_change_though_the_whole_has_changed() -> None:
    model, found = BreakdownModel(), boards.breakdown()
    model.show_breakdown(replace(found, rows=tuple(replace(row, contribution=None) for row in found.rows)))
    assert found.total is not None
    assert found.total.contribution is not None
    assert (model.has_contributions, model.is_compared) == (False, True)


def test_new_figures_of_the_same_segments_keep_every_place(model: BreakdownModel, qtbot: QtBot) -> None:
    place = QPersistentModelIndex(model.index(1, 0))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_breakdown(boards.breakdown(decimals=2))
    assert place.isValid()
    with qtbot.waitSignal(model.modelReset):
        model.show_breakdown(boards.breakdown(attribute="country"))


def test_segments_that_change_places_are_not_other_segments(model: BreakdownModel, qtbot: QtBot) -> None:
    """What is selected or was pressed goes with its segment: a second press elsewhere is no double click."""
    found = boards.breakdown()
    starter, whole = (QPersistentModelIndex(model.index(row, 0)) for row in (0, 5))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_breakdown(replace(found, rows=(*found.rows[1:], found.rows[0])))
    assert (starter.row(), starter.data()) == (4, "Starter")
    assert (whole.row(), whole.data(TOTAL_ROLE)) == (5, True)
    assert model.number_of("Starter") == 4
    with qtbot.waitSignal(model.modelReset):
        model.show_breakdown(replace(found, rows=found.rows[1:]))


def test_an_empty_breakdown_has_axes_too() -> None:
    model = BreakdownModel()
    model.show_breakdown(None)
    assert (model.rowCount(), model.reach(), model.contributions()) == (0, (0.0, 1.0), (0.0, 0.0))


def test_a_hidden_group_says_why_in_the_place_of_its_number(model: BreakdownModel) -> None:
    said = [model.index(4, column).data() for column in Column]
    why = "hidden: fewer than 5 answers (still counted in the total)"
    assert said == ["Enterprise", "3", why, "", "", ""]
    left = model.index(4, Column.VALUE).data(Qt.ItemDataRole.TextAlignmentRole)
    assert left & Qt.AlignmentFlag.AlignLeft
    assert not model.index(4, Column.VALUE).data(BOLD_ROLE)


def test_the_whole_stands_out_by_weight_and_a_rule(model: BreakdownModel) -> None:
    assert all(model.index(5, column).data(BOLD_ROLE) for column in Column)
    assert all(model.index(5, column).data(RULE_ROLE) for column in Column)
    assert not any(model.index(1, column).data(RULE_ROLE) for column in Column)
    assert not model.index(1, Column.NAME).data(BOLD_ROLE)


def test_a_whole_of_too_few_answers_has_no_number_either() -> None:
    model = BreakdownModel()
    model.least = 500
    model.show_breakdown(boards.breakdown())
    assert [model.index(5, column).data() for column in Column] == [
        "All", "436", "hidden: fewer than 500 answers", "", "", "",
    ]  # fmt: skip
