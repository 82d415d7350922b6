"""Cards stand as many abreast as fit; group names take the whole width; keys move among cards only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxdesk.app.models.cards import CardsModel
from cxdesk.app.widgets.card_view import CardView
from tests.app import boards
from tests.app.conftest import Themed


@pytest.fixture
def view(themed: Themed, qtbot: QtBot) -> CardView:
    themed("light")
    made, model = CardView(), CardsModel()
    model.setParent(made)
    model.show_cards(boards.cards())
    made.setModel(model)
    qtbot.addWidget(made)
    made.resize(404, 900)
    made.show()
    return made


def rows_of(view: CardView) -> list[list[int]]:
    """The numbers of the items on each line."""
    lines: dict[int, list[int]] = {}
    for row in range(view.model().rowCount()):
        lines.setdefault(view.visualRect(view.model().index(row, 0)).top(), []).append(row)
    return [lines[top] for top in sorted(lines)]


def layout(view: CardView) -> list[list[int]]:
    view.doItemsLayout()
    return rows_of(view)


@pytest.mark.parametrize(("width", "abreast"), [(240, 1), (404, 2), (620, 3), (1000, 5)])
def test_more_width_means_more_columns_before_wider_cards(view: CardView, width: int, abreast: int) -> None:
    view.resize(width, 900)
    lines = layout(view)
    assert max(len(line) for line in lines) == min(abreast, 4)
    widths = {view.visualRect(view.model().index(1, 0)).width() - 8}
    assert all(180 <= card <= 260 for card in widths)


def test_group_names_stand_alone(view: CardView) -> None:
    assert layout(view) == [[0], [1, 2], [3], [4], [5, 6], [7, 8]]


def test_a_single_card_is_never_wider_than_260(view: CardView) -> None:
    view.resize(360, 900)
    layout(view)
    assert view.visualRect(view.model().index(1, 0)).width() - 8 <= 260


def test_zoom_and_density_change_the_height(view: CardView, themed: Themed) -> None:
    def height() -> int:
        view.doItemsLayout()
        return view.visualRect(view.model().index(1, 0)).height() - 8

    assert height() == 123
    view.set_compact(True)
    assert height() == 104
    view.set_compact(False)
    themed("light", zoom=2.0)
    view.doItemsLayout()
    assert view.visualRect(view.model().index(1, 0)).height() - 16 == 246


def test_arrow_keys_pass_over_group_names(view: CardView, qtbot: QtBot) -> None:
    layout(view)
    view.setCurrentIndex(view.model().index(3, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().row() in (5, 4 + 1)


def test_a_screen_reader_hears_the_whole_card(view: CardView) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert view.model().index(1, 0).data(role) == (
        "NPS, plus 17, between plus 10 and plus 25, 436 answers, down 18, from plus 35, target 30 missed"
    )
    assert view.model().index(0, 0).data(role) == "Surveys"


def test_computing_repaints_the_old_values_paler(view: CardView) -> None:
    before = view.grab().toImage()
    view.set_computing(True)
    paler = view.grab().toImage()
    view.set_computing(False)
    assert before != paler
    assert view.grab().toImage() == before
