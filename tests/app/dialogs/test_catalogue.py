"""The window with all metrics: searched, read, put on the cards and ordered, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.catalogue.dialog import ALL, CARDS, CatalogueDialog
from cxdesk.app.dialogs.catalogue.entries import MOVED, NAMED_ROLE, state_text
from cxdesk.metrics.metric import Family
from cxdesk.metrics.registry import metrics
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, opened, quiet, written
from tests.app.conftest import own_looks


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened(QtBot(request), qapp, tmp_path_factory.mktemp("survey")) as made:
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[CatalogueDialog]:
    """The balanced set is on the cards; every value is there."""
    with own_looks(qapp):
        made = CatalogueDialog(desk)
        made.resize(1080, 660)
        with qtbot.waitSignal(made.filled, timeout=PATIENCE):
            made.show()
        quiet(qtbot, desk)
        yield made
        if isValid(made):
            made.close()
    if desk.board is not None and desk.board.chosen:
        with written(qtbot, desk):
            desk.undo_step()


def listed(dialog: CatalogueDialog) -> list[str]:
    return [dialog.model.index(row).data(NAMED_ROLE).metric for row in range(dialog.model.rowCount())]


def test_every_metric_is_listed_with_its_value_or_what_to_import(dialog: CatalogueDialog) -> None:
    assert sorted(listed(dialog)) == sorted(metrics())
    families = [metrics()[name].family for name in listed(dialog)]
    assert families == sorted(families, key=list(Family).index)
    assert state_text(dialog.entries["nps"]) == ("−30", "text")
    assert state_text(dialog.entries["mrr"]) == ("Import subscriptions…", "accent")
    assert dialog.chosen is not None
    assert dialog.chosen.metric == "nps", "the number in focus"
    assert dialog.about.text().startswith(f"{len(metrics())} metrics; ")


def test_typing_searches_and_the_arrow_key_leads_into_the_list(qtbot: QtBot, dialog: CatalogueDialog) -> None:
    qtbot.keyClicks(dialog.search, "EFFORT")
    assert {"ces_mean", "ces_top"} <= set(listed(dialog))
    assert "mrr" not in listed(dialog)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClicks(dialog.search, " zebra")
    assert listed(dialog) == []
    assert dialog.stack.currentWidget() is dialog.empty


def test_a_family_narrows_the_list(dialog: CatalogueDialog) -> None:
    dialog.family.setCurrentIndex(dialog.family.findData("revenue"))
    assert "mrr" in listed(dialog)
    assert {metrics()[name].family for name in listed(dialog)} == {"revenue"}


def test_the_page_says_what_a_metric_means_and_leads_to_its_companions(qtbot: QtBot, dialog: CatalogueDialog) -> None:
    with qtbot.waitSignal(dialog.meant, timeout=PATIENCE):
        dialog.show_metric("fcr")
    page = dialog.page
    assert page.title.text() == "First contact resolution"
    facts = dict(page.facts)
    assert {"Beware", "Unit", "Can be set", "A click opens"} <= set(facts)
    (link,) = (one for one in page.beside.findChildren(QPushButton) if one.text() == "Average resolution time")
    with qtbot.waitSignal(dialog.meant, timeout=PATIENCE):
        link.click()
    assert page.title.text() == "Average resolution time"
    assert page.value.text() == "n/a"


def test_a_metric_is_put_on_the_cards_and_removed(qtbot: QtBot, desk: Desk, dialog: CatalogueDialog) -> None:
    dialog.show_metric("csat_mean")
    assert dialog.put.text() == "Put on the cards"
    with written(qtbot, desk):
        qtbot.mouseClick(dialog.put, Qt.MouseButton.LeftButton)
    assert desk.board is not None
    assert desk.board.on_cards[-1] == "csat_mean"
    assert dialog.put.text() == "Remove from the cards"
    assert dialog.balanced.isVisible()
    with written(qtbot, desk):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "csat_mean" not in desk.board.on_cards
    with written(qtbot, desk):
        qtbot.mouseClick(dialog.balanced, Qt.MouseButton.LeftButton)
    assert not desk.board.chosen


def test_cards_are_ordered_by_keys_and_by_dragging(qtbot: QtBot, desk: Desk, dialog: CatalogueDialog) -> None:
    assert desk.board is not None
    before = desk.board.on_cards
    dialog.choice.choose(CARDS)
    dialog._list()
    assert listed(dialog) == list(before)
    dialog.show_metric(before[0])
    with written(qtbot, desk):
        qtbot.keyClick(dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert desk.board.on_cards[:2] == (before[1], before[0])
    assert dialog.chosen is not None
    assert dialog.chosen.metric == before[0], "it stays in hand"
    carried: QMimeData = dialog.model.mimeData([dialog.model.index(1)])
    assert carried.hasFormat(MOVED)
    with written(qtbot, desk):
        dialog.model.dropMimeData(carried, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert desk.board.on_cards == before
    assert listed(dialog) == list(before)


def test_nothing_is_reordered_while_a_search_hides_some(dialog: CatalogueDialog) -> None:
    dialog.choice.choose(CARDS)
    dialog.search.setText("nps")
    assert not dialog.model.ordering
    dialog.search.clear()
    assert dialog.model.ordering
    dialog.choice.choose(ALL)
    dialog._list()
    assert not dialog.model.ordering


def test_enter_looks_at_it_and_closes(qtbot: QtBot, desk: Desk, dialog: CatalogueDialog) -> None:
    dialog.show_metric("csat_mean")
    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    quiet(qtbot, desk)
    assert desk.focus is not None
    assert desk.focus.metric == "csat_mean"


def test_what_has_no_value_offers_the_import_that_it_needs(qtbot: QtBot, desk: Desk, dialog: CatalogueDialog) -> None:
    dialog.show_metric("mrr")
    assert not dialog.computed.isEnabled()
    assert dialog.put.isEnabled(), "it may be waited for"
    assert dialog.look.text() == "Import…"
    focus = desk.focus
    with qtbot.waitSignal(desk.wanted, timeout=PATIENCE) as wanted:
        qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    assert wanted.args == ["import"]
    assert desk.focus == focus


@pytest.mark.parametrize(("name", "zoom", "language"), [("dark", 1.0, "fr"), ("light", 1.5, "fr")])
def test_nothing_is_wider_than_the_window(
    qapp: QApplication, dialog: CatalogueDialog, name: str, zoom: float, language: str
) -> None:
    theme.apply_theme(qapp, name, zoom)
    i18n.use(language)
    assert dialog.title.text() == "Tous les indicateurs"
    dialog.resize(1280, 720)
    assert dialog.minimumSizeHint().width() <= 1280
    assert dialog.page.horizontalScrollBar().maximum() == 0
    assert not dialog.grab().isNull()
    found = [dialog.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert all(", " in text for text in found)
