"""The running window on a real workspace: one selection everywhere, and the list always equals the number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.data import DataPanel
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.models.breakdown import Column
from cxdesk.app.window import Window
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Grain, Period
from cxdesk.workspace.workspace import Workspace
from tests.app.conftest import make_window, open_workspace, settled, write_export

LATE = Period(date(2026, 8, 1), date(2026, 11, 1))


def cards(window: Window) -> CardsPanel:
    panel = window.panel("cards")
    assert isinstance(panel, CardsPanel)
    return panel


def trend(window: Window) -> TrendPanel:
    panel = window.panel("trend")
    assert isinstance(panel, TrendPanel)
    return panel


def breakdown(window: Window) -> BreakdownPanel:
    panel = window.panel("breakdown")
    assert isinstance(panel, BreakdownPanel)
    return panel


def comments(window: Window) -> CommentsPanel:
    panel = window.panel("comments")
    assert isinstance(panel, CommentsPanel)
    return panel


def data(window: Window) -> DataPanel:
    panel = window.panel("data")
    assert isinstance(panel, DataPanel)
    return panel


def listed(window: Window) -> int:
    """How many comments the list holds."""
    return comments(window).list.listed


def split_by(qtbot: QtBot, window: Window, title: str) -> None:
    """Choose an attribute of the breakdown by its title."""
    choices = breakdown(window).list
    if choices.currentText() != title:
        with settled(qtbot, window):
            choices.activated.emit(choices.findText(title))
    assert choices.currentText() == title


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in small steps, release, as a hand does."""
    left, none, keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    stops = [start + (end - start) * step / 10 for step in range(11)]
    events = [(QEvent.Type.MouseButtonPress, start, left, left)]
    events += [(QEvent.Type.MouseMove, stop, none, left) for stop in stops]
    events += [(QEvent.Type.MouseButtonRelease, end, left, none)]
    for kind, at, button, held in events:
        place = QPointF(at)
        QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, held, keys))


def drop(window: Window, *files: Path) -> None:
    """Drop files on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, buttons, keys))


def import_dialog(qtbot: QtBot, window: Window) -> ImportDialog:
    """The import dialog, once the files are understood and the button says how many rows."""
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=20_000)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.footer.import_button.isEnabled, timeout=20_000)
    return dialog


# Opening and closing


def test_without_a_workspace_the_start_page_is_shown(bare: Window) -> None:
    assert bare.start.isVisible()
    assert not any(shell.isVisible() for shell in bare.docks.values())
    assert bare.windowTitle() == "CXDesk"
    assert bare.status.file.text() == "No workspace open"
    assert not bare.menus.actions["close"].isEnabled()


def test_opening_shows_the_docks_with_the_board(window: Window) -> None:
    assert not window.start.isVisible()
    visible = {name for name, shell in window.docks.items() if shell.isVisible()}
    assert visible == {"cards", "trend", "breakdown", "comments"}
    assert window.windowTitle() == "small.cxdesk – CXDesk"
    assert window.status.rows.text() == "600 rows from 1 file"
    board = window.desk.board
    assert board is not None
    assert cards(window).model.row_of("nps") is not None
    assert trend(window).head.title.text() == "Net Promoter Score"
    assert listed(window) == board.comments_behind > 0


def test_the_number_of_comments_is_said_with_the_number_of_answers(window: Window) -> None:
    board = window.desk.board
    assert board is not None
    assert comments(window).count.text() == f"{listed(window)} of {board.rows_behind} answers with a comment"
    assert window.status.behind.text() == f"{board.rows_behind} answers behind NPS"


def test_closing_leaves_one_file_and_the_start_page(qtbot: QtBot, window: Window, small: Path) -> None:
    window.desk.close()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    assert window.start.isVisible()
    assert [path.name for path in small.parent.glob("small.cxdesk*")] == ["small.cxdesk"]
    assert [row.recent.path for row in window.start.recent.rows] == [str(small)]


def test_a_file_that_is_no_workspace_is_refused_in_the_window(qtbot: QtBot, bare: Window, tmp_path: Path) -> None:
    (tmp_path / "fake.cxdesk").write_bytes(b"SQLite format 3\0" + b"\0" * 4000)
    with qtbot.waitSignal(bare.desk.failed) as told:
        bare.commands.open_path(tmp_path / "fake.cxdesk")
    assert told.args[0].code == "not_a_workspace"
    assert bare.trouble.isVisible()
    assert bare.strip.isVisible()
    qtbot.waitUntil(lambda: bare.strip.height() >= bare.strip.sizeHint().height() > 0, timeout=20_000)
    assert bare.start.isVisible()


# One selection everywhere


def test_a_card_that_is_clicked_becomes_what_everything_speaks_of(qtbot: QtBot, window: Window) -> None:
    panel = cards(window)
    row = panel.model.row_of("comment_rate")
    assert row is not None
    with settled(qtbot, window):
        panel.view.scrollTo(panel.model.index(row))
        place = panel.view.visualRect(panel.model.index(row)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.desk.focus is not None
    assert window.desk.focus.metric == "comment_rate"
    assert trend(window).head.title.text() == "Comment rate" or "comment" in trend(window).head.title.text().lower()
    assert window.desk.board is not None
    assert listed(window) == window.desk.board.comments_behind


def test_the_arrow_keys_choose_cards_too(qtbot: QtBot, window: Window) -> None:
    view = cards(window).view
    view.setFocus()
    before = view.currentIndex().row()
    with settled(qtbot, window):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    card = cards(window).model.card(view.currentIndex().row())
    assert view.currentIndex().row() != before
    assert card is not None
    assert window.desk.focus is not None
    assert window.desk.focus.metric == card.metric


def test_a_point_of_the_trend_narrows_the_comments_to_its_period(qtbot: QtBot, window: Window) -> None:
    plot = trend(window).plot
    whole = listed(window)
    board = window.desk.board
    assert board is not None
    assert board.trend is not None
    at = len(board.trend.points) - 3
    with settled(qtbot, window):
        place = plot.place_of(at).center().toPoint()
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    chosen = window.desk.query.selection
    assert chosen is not None
    assert chosen.period == board.trend.points[at].period
    assert window.desk.board is not None
    assert window.desk.board.rows_behind == board.trend.points[at].figure.n
    assert 0 < listed(window) == window.desk.board.comments_behind < whole


def test_dragging_over_the_trend_sets_the_period_of_everything(qtbot: QtBot, window: Window) -> None:
    plot = trend(window).plot
    points = window.desk.board.trend.points  # type: ignore[union-attr]
    first = next(at for at, point in enumerate(points) if point.period.start == LATE.start)
    start, end = plot.place_of(first).center().toPoint(), plot.place_of(first + 2).center().toPoint()
    with settled(qtbot, window):
        drag(plot.viewport(), QPoint(start.x() - 4, 122), QPoint(end.x() + 2, 122))
    assert window.desk.query.range == LATE
    assert window.bar.period.said.text == "1 Aug – 31 Oct 2026"
    assert window.bar.period.said.note == "brushed"
    assert window.desk.board is not None
    assert window.desk.board.range == LATE


def test_the_workspace_says_from_how_many_answers_a_number_is_shown(qtbot: QtBot, bare: Window, small: Path) -> None:
    with Workspace.open(small) as workspace:
        workspace.set_setting("min_show", 250)
    open_workspace(qtbot, bare, small)
    split_by(qtbot, bare, "Plan")
    view, model = cards(bare).view, breakdown(bare).model
    card = cards(bare).model.card(cards(bare).model.row_of("nps") or 0)
    assert card is not None
    assert card.figure.n < 250
    assert view.delegate.least == model.least == 250
    spoken = view.model().index(cards(bare).model.row_of("nps") or 0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("NPS, too few answers")
    table, hidden = breakdown(bare).table, range(model.rowCount())
    assert all("fewer than 250" in model.index(row, Column.VALUE).data() for row in hidden)
    assert [table.columnSpan(row, Column.VALUE) for row in hidden] == [4] * model.rowCount()


def test_a_row_of_the_breakdown_narrows_and_a_double_click_filters(qtbot: QtBot, window: Window) -> None:
    split_by(qtbot, window, "Plan")
    attribute = breakdown(window).list.currentData()
    table, model = breakdown(window).table, breakdown(window).model
    number = model.number_of("Starter")
    assert number is not None
    row = model.row(number)
    assert row is not None
    place = table.visualRect(model.index(number, 0)).center()
    with settled(qtbot, window):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.desk.query.selection is not None
    assert window.desk.query.selection.segment == "Starter"
    assert window.desk.board is not None
    assert window.desk.board.rows_behind == row.figure.n
    assert listed(window) == window.desk.board.comments_behind
    with settled(qtbot, window):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.desk.query.filters == (Condition(attribute, Op.IS, ("Starter",)),)
    assert [chip.said.text for chip in window.bar.filters] == ["Plan: Starter"]


def test_a_filter_is_taken_away_by_its_chip(qtbot: QtBot, window: Window) -> None:
    whole = listed(window)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(filters=(Condition("Country", Op.IS, ("RO",)),)))
    assert listed(window) != whole
    with settled(qtbot, window):
        window.bar.filters[0].removed.emit()
    assert window.bar.filters == []
    assert listed(window) == whole


def test_esc_climbs_and_alt_left_goes_back(qtbot: QtBot, window: Window) -> None:
    focus = window.desk.focus
    assert focus is not None
    from cxdesk.app import steps

    with settled(qtbot, window):
        window.desk.ask(steps.point(window.desk.query, focus, LATE))
    with settled(qtbot, window):
        window.menus.actions["climb"].trigger()
    assert window.desk.query.selection is not None
    assert window.desk.query.selection.period is None
    with settled(qtbot, window):
        window.menus.actions["back"].trigger()
    assert window.desk.query.selection.period == LATE
    assert window.menus.actions["forward"].isEnabled()


def test_another_grain_redraws_the_trend(qtbot: QtBot, window: Window) -> None:
    with settled(qtbot, window):
        trend(window).grains.chosen.emit("quarter")
    assert window.desk.query.grain is Grain.QUARTER
    assert window.desk.board is not None
    assert window.desk.board.trend is not None
    assert len(window.desk.board.trend.points) == 8


def test_the_table_twin_says_what_the_plot_shows(qtbot: QtBot, window: Window) -> None:
    panel = trend(window)
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_T)
    assert panel.stack.currentWidget() is panel.table
    board = window.desk.board
    assert board is not None
    assert board.trend is not None
    assert panel.texts.rowCount() == len(board.trend.points)
    assert panel.texts.rows[0][0] == "January 2025"


# The words


def test_a_search_narrows_the_list_and_ignores_accents(qtbot: QtBot, window: Window) -> None:
    panel = comments(window)
    whole = listed(window)
    with qtbot.waitSignal(panel.list.comments.modelReset):
        panel.search.setText("tres bien")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    assert 0 < listed(window) < whole
    first = panel.list.comments.comment(0)
    assert first is not None
    assert first.text.startswith("Très bien")
    assert panel.count.text() == f"{listed(window)} comments found"


def test_a_search_that_finds_nothing_says_so_and_can_be_ended(qtbot: QtBot, window: Window) -> None:
    panel = comments(window)
    whole = listed(window)
    with qtbot.waitSignal(panel.list.comments.modelReset):
        panel.search.setText('"<b>zebra')
    assert panel.stack.currentWidget() is panel.empty
    with qtbot.waitSignal(panel.list.comments.modelReset):
        panel.empty.acted.emit()
    assert listed(window) == whole


def test_bands_count_and_narrow(qtbot: QtBot, window: Window) -> None:
    panel = comments(window)
    chip = panel.bands["bottom"]
    assert sum(int(one.said.note) for one in panel.bands.values()) == listed(window)
    with qtbot.waitSignal(panel.list.comments.modelReset):
        qtbot.mouseClick(chip.body, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    assert listed(window) == int(chip.said.note)
    first = panel.list.comments.comment(0)
    assert first is not None
    assert (first.band, first.score is not None and first.score <= 6) == ("bottom", True)


def test_a_comment_is_read_in_full_with_its_place(qtbot: QtBot, window: Window) -> None:
    panel = comments(window)
    panel.list.setCurrentIndex(panel.list.comments.index(3, 0))
    comment = panel.list.comments.comment(3)
    assert comment is not None
    assert panel.reading.text.toPlainText() == comment.text
    assert f"survey.csv, row {comment.line}" in panel.reading.place.text()


# Imports


def test_imports_are_listed_and_taken_back(qtbot: QtBot, window: Window) -> None:
    window.show_dock("data")
    qtbot.waitUntil(lambda: data(window).model.rowCount() == 1)
    assert "600 rows read = 600 new" in data(window).account.text()
    with settled(qtbot, window):
        qtbot.mouseClick(data(window).undo, Qt.MouseButton.LeftButton)
    assert window.status.rows.text() == "0 rows from 0 files"
    assert not data(window).undo.isEnabled()
    assert "can be imported again" in data(window).account.text()
    window.show_dock("comments")  # what was behind the imports is asked for now
    qtbot.waitUntil(lambda: listed(window) == 0)


def test_a_workspace_that_is_dropped_is_opened(qtbot: QtBot, bare: Window, small: Path) -> None:
    with settled(qtbot, bare):
        drop(bare, small)
    assert bare.desk.info is not None
    assert bare.desk.info.path == small


def test_from_drop_to_cards(qtbot: QtBot, bare: Window, tmp_path: Path, own_home: Path) -> None:
    drop(bare, write_export(tmp_path / "survey.csv"))
    button = import_dialog(qtbot, bare).footer.import_button
    assert "600" in button.text()
    with settled(qtbot, bare):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: bare.desk.board is not None and bare.desk.board.rows_behind > 0 and not bare.desk.jobs.busy()
    )
    assert bare.windowTitle() == "survey.cxdesk – CXDesk"
    assert (own_home / "Documents" / "survey.cxdesk").is_file()
    card = cards(bare).model.card(cards(bare).model.row_of("nps") or 0)
    assert card is not None
    assert card.figure.n == 200
    assert listed(bare) == bare.desk.board.comments_behind > 0  # type: ignore[union-attr]


def test_an_import_that_is_given_up_leaves_no_workspace_behind(
    qtbot: QtBot, bare: Window, tmp_path: Path, own_home: Path
) -> None:
    drop(bare, write_export(tmp_path / "survey.csv"))
    import_dialog(qtbot, bare).reject()
    qtbot.waitUntil(lambda: bare.desk.workspace is None and not bare.desk.jobs.busy(), timeout=20_000)
    assert list((own_home / "Documents").iterdir()) == []
    assert bare.start.isVisible()


# Looks and places


def test_the_language_changes_in_the_running_window(window: Window) -> None:
    window.commands.use_language("fr")
    assert window.docks["trend"].windowTitle() == "Tendance"
    assert trend(window).head.title.text().startswith("Score net")
    assert "," in window.bar.button.text() or window.bar.button.text().startswith("Importer")
    assert window.menus.actions["import"].text().startswith("&I")
    window.commands.use_language("en")
    assert window.docks["trend"].windowTitle() == "Trend"


def test_theme_and_zoom_change_in_the_running_window(qtbot: QtBot, window: Window) -> None:
    window.commands.use_theme("dark")
    assert theme.current().dark
    window.commands.use_zoom(1)
    assert theme.current().zoom == pytest.approx(1.1)
    assert window.status.zoom.text().startswith("110")
    window.commands.use_zoom(0)
    window.commands.use_theme("light")
    assert (theme.current().dark, theme.current().zoom) == (False, 1.0)


@pytest.mark.parametrize(("width", "tabs"), [(1440, 0), (1280, 0), (1000, 2), (800, 3)])
def test_the_width_decides_the_layout(qtbot: QtBot, tmp_path: Path, small: Path, width: int, tabs: int) -> None:
    window = make_window(tmp_path / "profile", width, 720)
    qtbot.addWidget(window)
    open_workspace(qtbot, window, small)
    window.arrange()
    beside = [shell for shell in window.tabifiedDockWidgets(window.docks["trend"]) if not shell.isHidden()]
    assert len(beside) == tabs
    assert window.headline.isVisible() == (width < 900)
    window.close()
    assert window.desk.jobs.close()


def test_a_layout_that_the_person_made_comes_back(qtbot: QtBot, tmp_path: Path, small: Path) -> None:
    window = make_window(tmp_path / "profile")
    qtbot.addWidget(window)
    open_workspace(qtbot, window, small)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.docks["cards"])
    assert window.touched
    window.close()
    assert window.desk.jobs.close()
    again = make_window(tmp_path / "profile")
    qtbot.addWidget(again)
    open_workspace(qtbot, again, small)
    assert again.dockWidgetArea(again.docks["cards"]) is Qt.DockWidgetArea.RightDockWidgetArea
    again.reset_layout()
    assert again.dockWidgetArea(again.docks["cards"]) is Qt.DockWidgetArea.LeftDockWidgetArea
    again.close()
    assert again.desk.jobs.close()


def test_a_fault_in_the_window_is_told_and_the_window_stays(window: Window) -> None:
    from cxdesk.app.opening import told

    told(window.desk, ZeroDivisionError, ZeroDivisionError("a secret cell"), None)
    assert window.trouble.isVisible()
    assert window.strip.isVisible()
    assert window.isVisible()


def test_every_action_has_a_command_and_a_key_or_a_reason(bare: Window) -> None:
    from cxdesk.app.actions import ACTIONS

    assert set(bare.menus.actions) == {action.id for action in ACTIONS}
    assert [action.id for action in ACTIONS if not action.shortcut and action.why_no_key is None] == []
    keys = [action.shortcut for action in ACTIONS if action.shortcut]
    assert len(keys) == len(set(keys))


def test_copy_puts_the_trend_on_the_clipboard(qtbot: QtBot, window: Window) -> None:
    trend(window).plot.setFocus()
    window.commands.copy()
    text = QApplication.clipboard().text()
    assert text.splitlines()[0].startswith("Period\tNPS")


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_second_drop_before_the_first_was_looked_at_opens_no_second_import(
    qtbot: QtBot, bare: Window, tmp_path: Path, own_home: Path
) -> None:
    export = write_export(tmp_path / "twice.csv", rows=40)
    bare.commands.take([export])
    bare.commands.take([export])
    qtbot.waitUntil(lambda: bool(bare.findChildren(ImportDialog)), timeout=20_000)
    bare.show_import([export])
    wizard = next(iter(bare.findChildren(ImportDialog)))
    assert bare.findChildren(ImportDialog) == [wizard]
    assert [path.name for path in (own_home / "Documents").glob("*.cxdesk")] == ["twice.cxdesk"]
    wizard.reject()
    qtbot.waitUntil(lambda: not bare.desk.jobs.busy(), timeout=20_000)
    assert not list((own_home / "Documents").glob("*.cxdesk"))
