"""Themes in the window: chips that narrow the comments, tags decided by hand, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.tagging import TagLine
from cxdesk.app.models.comments import THEMES_ROLE
from cxdesk.app.taking_back import Decided
from cxdesk.app.widgets.theme_chips import SHOWN, ThemeChips, menu_text
from cxdesk.app.window import Window
from cxdesk.domain.changes import THEMES, Changes
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Phrase
from cxdesk.system import i18n
from tests.app.conftest import settled


def panel_of(window: Window) -> CommentsPanel:
    panel = window.panel("comments")
    assert isinstance(panel, CommentsPanel)
    return panel


def shown(chips: ThemeChips) -> list[str]:
    return [chip.said.spoken for chip in chips.chips if not chip.isHidden()]


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions()}


class TestChips:
    def test_the_commonest_themes_have_chips_and_the_others_a_menu(self, qtbot: QtBot) -> None:
        chips = ThemeChips()
        qtbot.addWidget(chips)
        assert chips.isHidden()
        chips.show_counts({"Price": 3, "Delivery": 9, "Packaging": 1, "R&D": 2, "Mine": 2})
        assert shown(chips) == ["Delivery 9", "Price 3", "Mine 2"][:SHOWN]
        assert [action.text() for action in chips.menu().actions()] == ["R&&D 2", "Packaging 1"]
        assert chips.more.said.spoken == "+2"

    def test_a_theme_chosen_in_the_menu_gets_a_chip_and_stays_in_sight(self, qtbot: QtBot) -> None:
        chips = ThemeChips()
        qtbot.addWidget(chips)
        chips.show_counts({"Price": 3, "Delivery": 9, "Packaging": 1, "Mine": 2})
        with qtbot.waitSignal(chips.changed):
            actions(chips.menu())["Packaging 1"].setChecked(True)
        assert chips.chosen == ("Packaging",)
        assert "Packaging 1" in shown(chips)
        chips.show_counts({"Price": 1})
        assert shown(chips) == ["Price 1", "Packaging 0"]
        chips.clear()
        assert (chips.chosen, shown(chips)) == ((), ["Price 1"])

    def test_titles_are_said_in_the_language_of_the_window(self, qtbot: QtBot) -> None:
        chips = ThemeChips()
        qtbot.addWidget(chips)
        i18n.use("fr")
        chips.show_counts({"Delivery": 1200, "Bagages": 3})
        assert shown(chips) == ["Livraison 1\u202f200", "Bagages 3"]

    def test_where_names_are_long_fewer_stand_in_the_one_line(self, qtbot: QtBot) -> None:
        chips = ThemeChips()
        qtbot.addWidget(chips)
        i18n.use("fr")
        chips.show_counts({"Customer service": 900, "Billing and payment": 800, "Delivery": 70, "Price": 6, "Mine": 5})
        chips.show()
        heights = set()
        for width in (700, 420, 300, 240):
            chips.resize(width, 40)
            heights.add(chips.layout().heightForWidth(width))
            hidden = 5 - len(shown(chips))
            assert chips.more.said.spoken == f"+{hidden}"
        assert len(heights) == 1
        assert len(shown(chips)) == 1
        chips.resize(700, 40)
        assert len(shown(chips)) == SHOWN

    def test_a_name_is_data_in_a_menu(self) -> None:
        assert menu_text("R&D\n<b>") == "R&&D <b>"


class TestPanel:
    def test_a_chip_narrows_the_list_and_leaves_the_counts(self, qtbot: QtBot, window: Window) -> None:
        panel = panel_of(window)
        before = panel.list.listed
        assert shown(panel.themes)[0].startswith("Customer service ")
        chip = panel.themes.chips[0]
        count = int(chip.said.note)
        with qtbot.waitSignal(window.desk.jobs.ended):
            qtbot.mouseClick(chip.body, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: panel.list.listed == count < before, timeout=5000)
        assert panel.count.text() == f"{count} comments found"
        assert panel.themes.chips[0].active
        panel.search.setText("no such word")
        qtbot.waitUntil(lambda: panel.list.listed == 0, timeout=5000)

    def test_comments_say_their_themes(self, qtbot: QtBot, window: Window) -> None:
        panel = panel_of(window)
        model = panel.list.comments
        qtbot.waitUntil(lambda: model.comment(0) is not None, timeout=5000)
        said = {
            model.comment(row).text.rstrip("0123456789 "): model.index(row, 0).data(THEMES_ROLE) for row in range(9)
        }
        assert said["Slow but friendly support"] == ("Staff and friendliness", "Customer service")
        assert said["Très bien, merci"] == ()
        assert panel.list.delegate.themes

    def test_another_metric_drops_the_chosen_themes(self, qtbot: QtBot, window: Window) -> None:
        panel = panel_of(window)
        panel.themes._turn("Price", True)
        with settled(qtbot, window):
            window.desk.ask(Query(metrics=("nps", "comment_rate"), selection=Selection("comment_rate")))
        assert panel.themes.chosen == ()


class TestByHand:
    def line(self, qtbot: QtBot, window: Window) -> TagLine:
        panel = panel_of(window)
        qtbot.waitUntil(lambda: panel.reading.comment is not None, timeout=5000)
        return panel.reading.tags

    def test_a_tick_in_the_menu_decides_and_undo_takes_it_back_without_losing_the_place(
        self, qtbot: QtBot, window: Window
    ) -> None:
        panel, line = panel_of(window), self.line(qtbot, window)
        panel.list.setCurrentIndex(panel.list.comments.index(40, 0))
        qtbot.waitUntil(lambda: panel.list.comments.comment(40) is not None, timeout=5000)
        comment = panel.reading.comment
        assert comment is not None
        down = panel.list.verticalScrollBar().value()
        workspace = window.desk.workspace
        assert workspace is not None
        packaging = workspace.theme("packaging")
        has = workspace.themes_of(comment.row)
        action = actions(line.menu(comment.row, workspace.themes(), has))["Packaging"]
        assert not action.isChecked()
        with settled(qtbot, window):
            action.trigger()
        qtbot.waitUntil(lambda: "Packaging" in line.said.text(), timeout=5000)
        assert packaging.id in workspace.themes_of(comment.row)
        assert panel.reading.comment is not None
        assert panel.reading.comment.row == comment.row
        assert panel.list.verticalScrollBar().value() == down
        with settled(qtbot, window):
            window.desk.undo_step()
        assert workspace.themes_of(comment.row) == has
        assert [batch.state for batch in workspace.imports()] == ["live"]

    def test_the_menu_has_themes_pains_and_what_to_continue_start_and_stop(self, qtbot: QtBot, window: Window) -> None:
        workspace = window.desk.workspace
        assert workspace is not None
        menu = self.line(qtbot, window).menu(1, workspace.themes(), frozenset())
        assert {"Price", "Delivery", "Pain point", "Continue, start, stop"} <= set(actions(menu))
        within = actions(menu)["Continue, start, stop"].menu()
        assert isinstance(within, QMenu)
        assert list(actions(within)) == ["To continue", "To start", "To stop"]


class TestTakingBack:
    def test_steps_are_taken_back_newest_first_until_something_else_was_written(self) -> None:
        told: list[str] = []

        def back(name: str):  # type: ignore[no-untyped-def]
            return lambda _workspace: told.append(name) or Changes.of(0, THEMES)

        decided = Decided()
        decided.did(Phrase("one"), back("one"), 5)
        decided.did(Phrase("two"), back("two"), 6)
        for state, after, name in ((6, 7, "two"), (7, 8, "one")):
            assert decided.to_undo(state) == Phrase(name)
            step = decided.last(state)
            assert step is not None
            step(None)  # type: ignore[arg-type]
            decided.undone(after)
        assert told == ["two", "one"]
        assert decided.last(8) is None
        decided.did(Phrase("three"), back("three"), 9)
        assert decided.last(10) is None  # an import came between
        decided.did(Phrase("four"), back("four"), 12)
        assert decided.last(12) is not None
        assert decided.last(12) is None
