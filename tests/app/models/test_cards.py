"""Cards stand in groups; a new board of the same cards changes them in place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxdesk.app.models.cards import CARD_ROLE, SECTION_ROLE, CardsModel
from tests.app import boards


def test_it_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = CardsModel()
    model.show_cards(boards.cards())
    qtmodeltester.check(model)


def test_each_family_begins_with_its_name_which_cannot_be_selected() -> None:
    model = CardsModel()
    model.show_cards(boards.cards())
    rows = range(model.rowCount())
    assert [model.index(row).data() for row in rows] == [
        "Surveys", "NPS", "CSAT", "Effort (CES)", "Support", "Return", "Resolution", "Response rate", "Comment rate",
    ]  # fmt: skip
    assert [row for row in rows if model.index(row).data(SECTION_ROLE)] == [0, 4]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(1).data(CARD_ROLE) == boards.cards()[0]


def test_a_metric_is_found_by_id_and_its_measure_where_it_has_several() -> None:
    model = CardsModel()
    both = (boards.nps_card(measure="mean"), boards.nps_card(measure="median"))
    model.show_cards(both)
    assert (model.row_of("nps", "median"), model.row_of("nps", ""), model.row_of("nps", "other")) == (2, 1, 1)
    assert model.row_of("csat_top") is None


def test_new_figures_of_the_same_cards_keep_every_place(qtbot: QtBot) -> None:
    model = CardsModel()
    model.show_cards(boards.cards())
    later = tuple(replace(card, decimals=3) for card in boards.cards())
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_cards(later)
    card = model.card(1)
    assert card is not None
    assert card.decimals == 3


def test_other_cards_reset_the_list(qtbot: QtBot) -> None:
    model = CardsModel()
    model.show_cards(boards.cards())
    with qtbot.waitSignal(model.modelReset):
        model.show_cards(boards.cards()[:2])
    assert model.rowCount() == 3
