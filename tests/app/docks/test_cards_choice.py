"""Which cards there are: the menu of a card, its keys, and the place that adds one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.delegates.card import told
from cxdesk.app.desk import Desk
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.models.cards import ADD_ROLE
from cxdesk.domain.query import Selection
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, opened, quiet, written
from tests.app.conftest import own_looks

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MOUSE, KEYS = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened(QtBot(request), qapp, tmp_path_factory.mktemp("survey")) as made:
        yield made


@pytest.fixture(scope="module")
def shown(desk: Desk) -> Iterator[CardsPanel]:
    made = CardsPanel(desk)
    made.resize(420, 760)
    desk.board_changed.connect(made.show_board)
    assert desk.board is not None
    made.show_board(desk.board)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, desk: Desk, shown: CardsPanel) -> Iterator[CardsPanel]:
    """Three cards were chosen: NPS, CSAT and the mean."""
    with written(qtbot, desk):
        shown.keep(("nps", "csat_top", "csat_mean"))
    desk.ask(desk.query.with_(selection=Selection("nps")))
    quiet(qtbot, desk)
    with own_looks(qapp):
        yield shown


def metrics(panel: CardsPanel) -> list[str]:
    cards = [panel.model.card(row) for row in range(panel.model.rowCount())]
    return [card.metric for card in cards if card is not None]


def stand_on(panel: CardsPanel, metric: str) -> None:
    row = panel.model.row_of(metric)
    assert row is not None
    panel.view.setCurrentIndex(panel.model.index(row))


def texts(panel: CardsPanel) -> list[str]:
    menu = panel.menu()
    assert menu is not None
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_keys_move_a_card_and_ctrl_z_puts_it_back(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    stand_on(panel, "csat_mean")
    with written(qtbot, desk):
        qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert metrics(panel) == ["nps", "csat_mean", "csat_top"]
    with written(qtbot, desk):
        desk.undo_step()
    assert metrics(panel) == ["nps", "csat_top", "csat_mean"]


def test_del_removes_a_card_and_the_one_beside_it_is_looked_at(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    stand_on(panel, "csat_top")
    quiet(qtbot, desk)
    with written(qtbot, desk):
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    quiet(qtbot, desk)
    assert metrics(panel) == ["nps", "csat_mean"]
    assert desk.focus is not None
    assert desk.focus.metric == "csat_mean"


def test_the_menu_says_what_can_be_done(panel: CardsPanel) -> None:
    stand_on(panel, "nps")
    assert texts(panel) == [
        "How is this computed?", "Why did it change?", "What does it mean?", "Definition and scale…", "Target…",
        "Read with", "Earlier\tCtrl+Up", "Later\tCtrl+Down", "Remove from the cards\tDel", "Balanced set again",
    ]  # fmt: skip
    menu = panel.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions() if not action.isEnabled()] == ["", "Earlier\tCtrl+Up"][1:]


def test_a_companion_is_looked_at_from_the_menu_and_kept(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    stand_on(panel, "nps")
    menu = panel.menu()
    assert menu is not None
    (beside,) = (action.menu() for action in menu.actions() if action.text() == "Read with")
    shares = next(action for action in beside.actions() if action.text().startswith("Promoters"))
    shares.trigger()
    quiet(qtbot, desk)
    assert metrics(panel)[-1] == "nps_shares"
    assert desk.board is not None
    assert "nps_shares" not in desk.board.on_cards
    stand_on(panel, "nps_shares")
    menu = panel.menu()
    assert menu is not None
    with written(qtbot, desk):
        next(action for action in menu.actions() if action.text() == "Keep on the cards").trigger()
    assert "nps_shares" in desk.board.on_cards


def test_a_right_click_takes_the_card_in_hand_first(qtbot: QtBot, panel: CardsPanel) -> None:
    row = panel.model.row_of("csat_mean")
    assert row is not None
    place = panel.view.visualRect(panel.model.index(row)).center()
    at = panel.view.viewport().mapToGlobal(place)
    QApplication.sendEvent(panel, QContextMenuEvent(MOUSE, panel.mapFromGlobal(at), at))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    assert panel.card is not None
    assert panel.card.metric == "csat_mean"
    QApplication.sendEvent(panel, QContextMenuEvent(KEYS, QPoint(), QPoint()))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_menu_lines_ask_the_window_for_its_actions(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    stand_on(panel, "nps")
    menu = panel.menu()
    assert menu is not None
    with qtbot.waitSignal(desk.wanted) as wanted:
        menu.actions()[0].trigger()
    assert wanted.args == ["show_receipt"]


def test_the_last_place_adds_a_card(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    last = panel.model.index(panel.model.rowCount() - 1)
    assert last.data(ADD_ROLE) == "Add a card"
    panel.view.scrollTo(last)
    with qtbot.waitSignal(desk.wanted) as wanted:
        place = panel.view.visualRect(last).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == ["catalogue"]
    panel.view.setCurrentIndex(last)
    with qtbot.waitSignal(desk.wanted):
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)


def test_the_balanced_set_comes_back(qtbot: QtBot, desk: Desk, panel: CardsPanel) -> None:
    heard: list[str] = []
    panel.noted.connect(heard.append)
    with written(qtbot, desk):
        panel.reset()
    assert desk.board is not None
    assert not desk.board.chosen
    assert not heard[-1].startswith("your choice")


def test_what_a_card_is_to_be_read_with_is_named(panel: CardsPanel) -> None:
    card = panel.model.card(panel.model.row_of("nps") or 0)
    assert card is not None
    assert told(card).splitlines()[-1] == "Read with: Survey response rate, Promoters, passives and detractors"


@pytest.mark.parametrize(("name", "zoom", "language"), [("dark", 1.0, "fr"), ("light", 1.5, "en")])
def test_it_is_painted_in_any_language_theme_and_zoom(
    qtbot: QtBot, qapp: QApplication, panel: CardsPanel, name: str, zoom: float, language: str
) -> None:
    theme.apply_theme(qapp, name, zoom)
    i18n.use(language)
    panel.retranslate()
    assert not panel.grab().isNull()
    assert panel.view.horizontalScrollBar().maximum() == 0
    stand_on(panel, "nps")
    assert len(texts(panel)) == 10
    qtbot.waitUntil(lambda: panel.view.visualRect(panel.view.currentIndex()).isValid(), timeout=PATIENCE)
