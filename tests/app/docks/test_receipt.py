"""How is this computed? The dock shows the receipt of the number in focus, opens its rows, and pins other ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app import steps, theme
from cxdesk.app.desk import Desk
from cxdesk.app.docks.receipt.panel import MEANING, OTHERS, TELLING, WAYS, ReceiptPanel
from cxdesk.app.models.receipt import Column, WayColumn
from cxdesk.domain.query import Selection
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, opened, quiet, written
from tests.app.conftest import own_looks

WIDE, NARROW = (1360, 900), (560, 360)


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened(QtBot(request), qapp, tmp_path_factory.mktemp("survey")) as made:
        yield made


@pytest.fixture(scope="module")
def shown(request: pytest.FixtureRequest, desk: Desk) -> Iterator[ReceiptPanel]:
    """One panel for all."""
    made = ReceiptPanel(desk)
    made.resize(*WIDE)
    desk.board_changed.connect(made.show_board)
    desk.changed.connect(made.on_changed)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, desk: Desk, shown: ReceiptPanel) -> Iterator[ReceiptPanel]:
    """The receipt of the first card, wide, in English and light."""
    shown.resize(*WIDE)
    shown.stack.setCurrentIndex(0)
    shown.rows.found = None
    with own_looks(qapp):
        look_at(qtbot, desk, shown, Selection("nps"))
        yield shown
    i18n.use("en")
    shown.retranslate()


def look_at(qtbot: QtBot, desk: Desk, panel: ReceiptPanel, selection: Selection) -> None:
    desk.ask(desk.query.with_(selection=selection))
    qtbot.waitUntil(lambda: panel.told is not None and panel.told.receipt.metric == selection.metric, timeout=PATIENCE)
    quiet(qtbot, desk)


def ladder(panel: ReceiptPanel) -> list[tuple[str, str]]:
    model = panel.ladder.model
    rows = range(model.rowCount())
    return [(model.index(row, Column.NAME).data(), model.index(row, Column.COUNT).data()) for row in rows]


def row_of(panel: ReceiptPanel, name: str) -> int:
    return [text for text, _count in ladder(panel)].index(name)


def cut(widget: QWidget) -> list[str]:
    """Widgets that are seen but reach beyond the one that holds them."""
    return [
        child.objectName() or type(child).__name__
        for child in widget.findChildren(QWidget)
        if child.isVisible() and child.parentWidget() is widget and not widget.rect().contains(child.geometry())
    ]


def test_the_number_its_formula_and_its_ladder_are_shown(panel: ReceiptPanel) -> None:
    assert (panel.title.text(), panel.value.text()) == ("Net Promoter Score", "−30")
    assert panel.definition.formula.text == "100 × ( 7 − 13 ) ÷ 20 = −30.0"
    assert ladder(panel)[0] == ("Records imported", "49")
    assert ladder(panel)[-1][0] == "Counted"
    assert panel.ladder.proof.text().startswith("Adds up: 49 = ")
    assert [title for title, _text in panel.definition.facts][:2] == ["Interval", "Period"]


def test_a_step_that_is_clicked_opens_its_rows_and_esc_leads_back(qtbot: QtBot, panel: ReceiptPanel) -> None:
    table, row = panel.ladder.table, row_of(panel, "not usable")
    place = table.visualRect(panel.ladder.model.index(row, Column.OPEN)).center()
    with qtbot.waitSignal(panel.rows.listed, timeout=PATIENCE):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.stack.currentWidget() is panel.rows
    assert panel.rows.title.text() == "Not usable"
    assert panel.rows.note.text() == "1 row"
    cells = dict(zip(panel.rows.model.head, panel.rows.model.fetched[0], strict=True))
    assert (cells["File"], cells["Customer"]) == ("nps0.csv", "x2")
    qtbot.keyClick(panel.rows.table, Qt.Key.Key_Escape)
    assert panel.stack.currentWidget() is not panel.rows
    assert table.hasFocus() or not panel.isActiveWindow()


def test_enter_on_a_step_opens_it_too(qtbot: QtBot, panel: ReceiptPanel) -> None:
    table = panel.ladder.table
    table.setCurrentIndex(panel.ladder.model.index(row_of(panel, "Counted"), 0))
    with qtbot.waitSignal(panel.rows.listed, timeout=PATIENCE):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    told = panel.told
    assert told is not None
    assert panel.rows.model.rowCount() == told.counted
    panel.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("File\tSheet\tLine")
    assert len(copied) == told.counted + 1


def test_a_part_is_opened_by_mouse_and_by_keys(qtbot: QtBot, panel: ReceiptPanel) -> None:
    portions, told = panel.ladder.portions, panel.told
    assert told is not None
    asked: list[tuple[str, ...]] = []
    panel.ladder.opened.connect(lambda _title, names: asked.append(names))
    bars = portions._bars(theme.current())
    qtbot.mouseClick(portions, Qt.MouseButton.LeftButton, pos=bars[2].center().toPoint())
    qtbot.keyClick(portions, Qt.Key.Key_Right)
    qtbot.keyClick(portions, Qt.Key.Key_Return)
    assert asked == [("minus",), ("plus",)]


def test_another_card_another_receipt(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    with qtbot.waitSignal(panel.rows.listed, timeout=PATIENCE):
        panel.ladder.table.opened.emit(0)
    assert panel.stack.currentWidget() is panel.rows
    look_at(qtbot, desk, panel, Selection("csat_top"))
    assert panel.stack.currentWidget() is not panel.rows, "rows of another number are put away"
    assert panel.value.text() == "50.0%"
    assert panel.definition.formula.text == "100 × 3 ÷ 6 = 50.00%"


def test_a_number_without_data_says_what_to_do(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    desk.ask(steps.metric(desk.query, "mrr"))
    qtbot.waitUntil(lambda: panel.stack.currentWidget() is panel.empty, timeout=PATIENCE)
    assert "cannot be computed" in panel.empty.accessibleName()


def test_below_the_least_number_of_answers_rows_are_shown_but_no_value(
    qtbot: QtBot, desk: Desk, panel: ReceiptPanel
) -> None:
    desk.ask(desk.query.with_(min_show=21))
    qtbot.waitUntil(lambda: panel.value.text() == "n/a", timeout=PATIENCE)
    quiet(qtbot, desk)
    assert panel.definition.formula.text == "Too few answers to show a number."
    assert ladder(panel)[-1] == ("Counted", "20")
    said = {
        way.card.figure.n: panel.ways.model.index(row, WayColumn.VALUE).data()
        for row, way in enumerate(panel.ways.model.ways)
    }
    assert (said[20], said[40]) == ("n/a", "0"), "every answer counted, there are enough"
    desk.ask(desk.query.with_(min_show=None))
    qtbot.waitUntil(lambda: panel.value.text() == "−30", timeout=PATIENCE)


def test_another_way_is_pinned_and_taken_back(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    look_at(qtbot, desk, panel, Selection("csat_top"))
    table, model = panel.ways.table, panel.ways.model
    names = [model.index(row, WayColumn.NAME).data() for row in range(model.rowCount())]
    assert names[0] == "CSAT, share satisfied"
    assert not panel.ways.pin.isEnabled()
    table.setCurrentIndex(model.index(names.index("Mean satisfaction"), 0))
    assert panel.ways.pin.text() == "Let “Mean satisfaction” stand for it"
    with written(qtbot, desk):
        qtbot.keyClick(table, Qt.Key.Key_P)
    assert desk.board is not None
    assert "csat_mean" in desk.board.on_cards
    assert desk.focus == Selection("csat_mean")
    assert panel.ways.since.text().startswith("Pinned since ")
    with written(qtbot, desk):
        desk.undo_step()
    assert "csat_mean" not in desk.board.on_cards


def test_what_moved_is_computed_when_it_is_asked_for(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    assert panel.history.moved.isHidden()
    qtbot.mouseClick(panel.history.link, Qt.MouseButton.LeftButton)
    quiet(qtbot, desk)
    assert panel.history.moved.text() != ""
    assert panel.history.link.isEnabled()


def test_it_leaves_as_text_and_as_a_spreadsheet(qtbot: QtBot, desk: Desk, panel: ReceiptPanel, tmp_path: Path) -> None:
    panel.copy()
    assert QGuiApplication.clipboard().text().startswith("Net Promoter Score: −30")
    with qtbot.waitSignal(panel.noted, check_params_cb=lambda text: text.startswith("Written"), timeout=PATIENCE):
        panel.write_to(tmp_path / "nps.xlsx")
    assert (tmp_path / "nps.xlsx").read_bytes()[:2] == b"PK"
    with qtbot.waitSignal(desk.failed, timeout=PATIENCE) as refused:
        panel.write_to(tmp_path / "nowhere" / "nps.xlsx")
    assert "cannot be written" in str(refused.args[0])


def test_where_room_is_scarce_one_part_is_seen_at_a_time(qtbot: QtBot, panel: ReceiptPanel) -> None:
    assert panel.choice.isHidden()
    panel.resize(*NARROW)
    qtbot.waitUntil(lambda: panel.choice.isVisible(), timeout=PATIENCE)
    sections = (panel.definition, panel.ladder, panel.ways, panel.history, panel.files)
    assert [one.isVisible() for one in sections] == [True, False, False, False, False]
    panel.choice.choose(OTHERS)
    panel._fit()
    assert [one.isVisible() for one in sections] == [False, False, True, False, False]
    assert panel.title.text() == "NPS"


@pytest.mark.parametrize(("name", "zoom", "language"), [("dark", 1.0, "fr"), ("light", 1.5, "fr"), ("dark", 1.5, "en")])
def test_nothing_is_cut_in_any_language_theme_and_zoom(
    qtbot: QtBot, qapp: QApplication, panel: ReceiptPanel, name: str, zoom: float, language: str
) -> None:
    theme.apply_theme(qapp, name, zoom)
    i18n.use(language)
    panel.retranslate()
    for size in (WIDE, NARROW):
        panel.resize(*size)
        panel._fit()
        assert panel.value.width() >= panel.value.sizeHint().width() - 2
        sections = [one for one in (panel.definition, panel.ladder, panel.ways, panel.history) if one.isVisible()]
        qtbot.waitUntil(lambda seen=sections: [cut(one) for one in seen] == [[]] * len(seen), timeout=PATIENCE)
        assert not panel.grab().isNull()


def test_enter_or_a_double_click_on_a_row_opens_its_customer(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    with qtbot.waitSignal(panel.rows.listed, timeout=PATIENCE):
        panel.open_rows("Every row", ("plus",))
    rows = panel.rows
    at = rows.model.head.index("Customer")
    for place, ask in ((1, "key"), (0, "mouse")):
        index = rows.model.index(place, at)
        rows.table.setCurrentIndex(index)
        with qtbot.waitSignals([desk.customer_chosen, desk.wanted], timeout=PATIENCE):
            if ask == "key":
                qtbot.keyClick(rows.table, Qt.Key.Key_Return)
            else:
                rows.table.doubleClicked.emit(index)
        assert desk.customer == index.data()
    desk.customer = ""


def test_other_ways_are_asked_for_when_they_are_seen(qtbot: QtBot, desk: Desk, panel: ReceiptPanel) -> None:
    asked: list[str] = []
    desk.jobs.started.connect(asked.append)
    panel.resize(*NARROW)
    panel.choice.choose(MEANING)
    panel.choice.chosen.emit(MEANING)
    look_at(qtbot, desk, panel, Selection("csat_top"))
    assert not panel.ways.isVisible()
    assert TELLING in asked
    assert WAYS not in asked
    assert panel.found is None
    panel.choice.choose(OTHERS)
    panel.choice.chosen.emit(OTHERS)
    quiet(qtbot, desk)
    desk.jobs.started.disconnect(asked.append)
    assert asked.count(WAYS) == 1
    assert panel.found is not None
    panel.choice.choose(MEANING)
    panel.choice.chosen.emit(MEANING)
