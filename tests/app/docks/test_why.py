"""The Why dock in the window: asked for, read, clicked, by mouse and by key, in French, small and large."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.charts.waterfall import LEAST, LOWEST, Waterfall
from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.why import LOW, WhyPanel
from cxdesk.app.window import Window
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Selection
from cxdesk.domain.why import Part, Role, SplitKind, Why
from cxdesk.system import i18n
from tests.app.conftest import Themed, settled

NOW = Period(date(2026, 8, 1), date(2026, 11, 1))
BEFORE = Period(date(2025, 12, 15), date(2026, 4, 1))  # most of the same customers answered then


def panel_of(window: Window) -> WhyPanel:
    panel = window.panel("why")
    assert isinstance(panel, WhyPanel)
    return panel


@pytest.fixture
def why(qtbot: QtBot, window: Window) -> WhyPanel:
    """The dock, opened by its key on the fall of Starter since August."""
    panel = panel_of(window)
    compare = Compare(CompareTo.CUSTOM, BEFORE)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(range=NOW, compare=compare, selection=Selection("nps")))
    assert panel.why is None  # nobody looks
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.why is not None and not window.desk.jobs.busy())
    return panel


def known(panel: WhyPanel) -> Why:
    assert panel.why is not None
    return panel.why


def part(panel: WhyPanel, kind: SplitKind, role: Role, key: str | None) -> Part:
    split = next(one for one in known(panel).splits if one.kind is kind)
    return next(one for one in split.parts if one.role is role and one.key == key)


def chart(panel: WhyPanel, kind: SplitKind = SplitKind.SEGMENTS) -> Waterfall:
    found = panel.boxes[kind].chart
    assert isinstance(found, Waterfall)
    return found


def click(qtbot: QtBot, panel: WhyPanel, label: str, kind: SplitKind = SplitKind.SEGMENTS) -> None:
    mark = next(mark for mark in chart(panel, kind).marks if mark.head == label)
    centre = mark.place.center()
    qtbot.mouseClick(chart(panel, kind), Qt.MouseButton.LeftButton, pos=QPoint(round(centre.x()), round(centre.y())))


def test_sentences_come_first_then_the_same_change_in_exact_parts(qtbot: QtBot, window: Window, why: WhyPanel) -> None:
    heads = [card.head.text() for card in why.cards if not card.isHidden()]
    assert heads[1] == "Most of it happened in Starter."
    assert all(card.head.textFormat() == Qt.TextFormat.PlainText for card in why.cards)
    assert "not what caused it" in why.closing.text()
    assert {split.kind for split in known(why).splits} >= {SplitKind.SEGMENTS, SplitKind.CUSTOMERS}
    for split in known(why).splits:
        assert sum(part.size for part in split.parts) == pytest.approx(known(why).delta)
        assert len(chart(why, split.kind).marks) == len(split.parts) + 2

    at = why.list.findText("Country")  # another split
    wanted = why.list.itemData(at)
    why.list.setCurrentIndex(at)
    why.list.activated.emit(at)
    qtbot.waitUntil(lambda: known(why).segments is not None and known(why).segments.attribute == wanted)  # type: ignore[union-attr]
    assert why.boxes[SplitKind.SEGMENTS].title.text() == "By Country"

    why.setFocus()
    qtbot.keyClick(why, Qt.Key.Key_T)
    box = why.boxes[SplitKind.SEGMENTS]
    assert box.ways.stack.currentWidget() is box.ways.table
    assert box.ways.texts.rows[1][0] == chart(why).marks[1].head


def test_a_bar_is_its_rows_by_mouse_and_by_key_and_the_words_follow(
    qtbot: QtBot, window: Window, why: WhyPanel
) -> None:
    starter = part(why, SplitKind.SEGMENTS, Role.GROUP, "Starter")
    with settled(qtbot, window):
        click(qtbot, why, "Starter")
    desk = window.desk
    assert desk.query.selection is not None
    assert desk.query.selection.segment == "Starter"
    assert (desk.board.rows_behind if desk.board else 0) == starter.n1

    lost = part(why, SplitKind.CUSTOMERS, Role.LOST, "lost")
    with settled(qtbot, window):
        click(qtbot, why, "Only before", SplitKind.CUSTOMERS)
    assert (desk.board.rows_behind if desk.board else 0) == lost.n0
    assert desk.query.selection.period == known(why).base_period

    bars = chart(why)
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Home)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    with settled(qtbot, window):
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert (desk.query.selection.segment, desk.query.selection.period) == (bars.marks[1].head, None)

    with settled(qtbot, window):
        qtbot.keyClick(bars, Qt.Key.Key_End)
        qtbot.keyClick(bars, Qt.Key.Key_Space)
    assert desk.query.selection.segment is None
    with settled(qtbot, window):
        qtbot.mouseClick(why.cards[1].link, Qt.MouseButton.LeftButton)
    assert desk.query.selection.segment == "Starter"
    assert window.docks["comments"].isVisible()


def test_without_a_comparison_it_says_so_and_offers_one(qtbot: QtBot, window: Window, why: WhyPanel) -> None:
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(compare=Compare(CompareTo.NONE)))
    qtbot.waitUntil(lambda: why.stack.currentWidget() is why.empty)
    with settled(qtbot, window):
        qtbot.mouseClick(why.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: why.stack.currentWidget() is why.area)


def test_it_fits_every_width_and_speaks_french(qtbot: QtBot, themed: Themed, window: Window, why: WhyPanel) -> None:
    i18n.use("fr")
    window.retranslate()
    assert why.cards[1].head.text() == "L’essentiel s’est produit chez Starter."
    assert why.cards[1].link.text() == "Les lire"
    assert "pas ce qui l’a causé" in why.closing.text()
    alone = WhyPanel(window.desk)
    qtbot.addWidget(alone)
    for name, zoom, width, abreast in ((theme.DARK, 1.5, 640, 1), (theme.LIGHT, 1.0, 1440, 3)):
        themed(name, zoom)
        alone.resize(width, 700)
        alone.show()
        qtbot.waitUntil(lambda: alone.why is not None)
        shown = [card for card in alone.cards if not card.isHidden()]
        qtbot.waitUntil(lambda: len({card.x() for card in shown}) == min(abreast, len(shown)))  # noqa: B023
        inside = alone.area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= width


def test_the_row_of_the_whole_leads_to_it(qtbot: QtBot, window: Window, why: WhyPanel) -> None:
    window.docks["why"].hide()
    panel = window.panel("breakdown")
    assert isinstance(panel, BreakdownPanel)
    link = next(iter(panel.table.findChildren(QPushButton)))
    assert link.text() == "Why did it fall?"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.docks["why"].isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_in_a_low_dock_the_picture_is_seen_at_once_and_in_a_high_one_the_sentences_come_first(
    qtbot: QtBot, window: Window, why: WhyPanel
) -> None:
    def top(widget: QWidget) -> int:
        return widget.mapTo(why.area.viewport(), QPoint(0, 0)).y()

    box, room = why.boxes[SplitKind.SEGMENTS], why.area.viewport().height()
    assert why.height() < theme.current().px(LOW)
    qtbot.waitUntil(lambda: top(why.cards[0]) > top(box), timeout=5000)
    assert 0 <= top(box) < room / 3
    qtbot.waitUntil(lambda: top(box) + box.height() <= max(room, LOWEST), timeout=5000)  # seen whole, not scrolled
    dock = window.docks["why"]
    dock.setFloating(True)
    dock.resize(1200, 900)
    qtbot.waitUntil(lambda: top(why.cards[0]) < top(box), timeout=5000)
    assert box.chart.minimumSizeHint().height() == theme.current().px(LEAST)
