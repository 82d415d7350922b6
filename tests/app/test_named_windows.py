"""Every window that an action opens by its name: opened, closed before anything it asked is answered, and heard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.actions import ACTIONS
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.named import DIALOGS, dialog
from cxdesk.app.dialogs.stages.dialog import StagesDialog
from cxdesk.app.window import Window
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError, NotFound
from cxdesk.system import i18n
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace
from tests.app.asked_desk import quiet
from tests.app.conftest import gone
from tests.app.one_window import one_window


@pytest.fixture(scope="module")
def window(qapp: object, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from one_window(prepared, tmp_path_factory.mktemp("named"))


@contextmanager
def unanswered(qtbot: QtBot, window: Window) -> Iterator[None]:
    """No question is answered inside; all are at the end."""
    quiet(qtbot, window.desk)
    held = threading.Event()
    window.desk.question("held", lambda _workspace, _progress: held.wait(20), lambda _none: None)
    yield
    held.set()
    quiet(qtbot, window.desk)


def closed(window: Window, name: str) -> QDialog:
    """A window that was opened and closed; nothing of it is left but what Python holds."""
    made = dialog(name)(window.desk, window)
    made.open()
    made.reject()
    gone()
    return made


def test_answers_language_and_board_find_nobody_where_a_window_was_closed(qtbot: QtBot, window: Window) -> None:
    with unanswered(qtbot, window):
        held = [closed(window, name) for name in DIALOGS]
    i18n.use("fr")
    i18n.use("en")
    window.dress()
    with qtbot.waitSignal(window.desk.board_changed, timeout=20_000):
        window.desk.refresh()
    assert len(held) == len(DIALOGS)
    assert window.findChildren(QDialog) == []


def test_every_window_that_an_action_names_is_known() -> None:
    assert {action.value for action in ACTIONS if action.command == "show_dialog"} <= DIALOGS.keys()


def test_stages_cannot_be_kept_before_it_is_known_which_stand(qtbot: QtBot, window: Window) -> None:
    with unanswered(qtbot, window):
        made = dialog("stages")(window.desk, window)
        made.open()
        assert isinstance(made, StagesDialog)
        before = made.keep.isEnabled(), made.usual.isEnabled()
    quiet(qtbot, window.desk)
    assert (before, made.usual.isEnabled(), made.keep.isEnabled()) == ((False, False), True, False)
    made.reject()


def test_what_a_closed_window_wrote_is_kept_and_its_failure_is_told_by_the_window_below(
    qtbot: QtBot, window: Window
) -> None:
    told: list[CXDeskError] = []
    heard: list[object] = []

    def keep(workspace: Workspace, _progress: Progress) -> tuple[str, Changes]:
        return "kept", workspace.set_setting("min_show", 7)

    def fail(_workspace: Workspace, _progress: Progress) -> tuple[str, Changes]:
        raise NotFound("gone meanwhile")

    made = AskingDialog(window.desk, window)
    made.open()
    made.change("keeping", keep, heard.append, heard.append)
    made.change("failing", fail, heard.append, heard.append)
    made.reject()
    gone()
    window.desk.failed.connect(told.append)
    quiet(qtbot, window.desk)
    window.desk.failed.disconnect(told.append)
    assert window.desk.workspace is not None
    assert (window.desk.workspace.setting("min_show"), heard) == (7, [])
    assert [str(error) for error in told] == ["gone meanwhile"]


def test_a_window_that_is_open_hears_itself_what_it_wrote(qtbot: QtBot, window: Window) -> None:
    heard: list[object] = []

    def fail(_workspace: Workspace, _progress: Progress) -> tuple[str, Changes]:
        raise NotFound("gone meanwhile")

    made = AskingDialog(window.desk, window)
    made.open()
    made.question("asked", lambda workspace, _progress: workspace.setting("min_show"), heard.append)
    made.change("failing", fail, heard.append, heard.append)
    quiet(qtbot, window.desk)
    made.reject()
    assert sorted(str(one) for one in heard) == ["7", "gone meanwhile"]


# Names for those who hear the window


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def test_every_part_of_every_named_window_has_a_name(qtbot: QtBot, window: Window, language: str) -> None:
    made = {name: dialog(name)(window.desk, window) for name in DIALOGS}
    for one in made.values():
        one.open()
    quiet(qtbot, window.desk)
    found = {name: nameless(one) for name, one in made.items()}
    for one in made.values():
        one.reject()
    gone()
    assert {name: parts for name, parts in found.items() if parts} == {}


def test_every_part_of_every_dock_has_a_name(qtbot: QtBot, window: Window, language: str) -> None:
    found = set()
    for name, shell in window.docks.items():
        window.show_dock(name)
        quiet(qtbot, window.desk)
        found |= set(nameless(shell))
    assert found == set()


def test_every_part_of_the_start_page_has_a_name(window: Window, language: str) -> None:
    assert nameless(window.start) == []


def nameless(top: QWidget) -> list[str]:
    """What the keyboard reaches there and has neither a name nor a text."""
    return [
        f"{type(one).__name__} in {type(one.parentWidget()).__name__}"
        for one in top.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(top) and not _inner(one) and not _named(one)
    ]


def _inner(one: QWidget) -> bool:
    """Parts that Qt makes for another widget, which speaks for them; its bar of tabs names every tab."""
    return one.objectName().startswith("qt_") or isinstance(one, QTabBar) or one.focusProxy() is not None


def _named(one: QWidget) -> bool:
    text = one.text() if isinstance(one, QAbstractButton | QLabel) else ""
    return bool((one.accessibleName() or text).strip())
