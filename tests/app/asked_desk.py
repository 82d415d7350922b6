"""A desk on a small survey, for docks and dialogs that are tried without a window around them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.jobs import Jobs
from cxdesk.domain.changes import Changes
from tests.analysis.answers import workspace
from tests.app.conftest import gone, own_looks

PATIENCE = 20_000


@contextmanager
def opened(qtbot: QtBot, app: QApplication, folder: Path) -> Iterator[Desk]:
    """Two quarters of answers, opened, in the light theme; everything is put away afterwards."""
    with workspace(folder) as survey:
        path = survey.path
    with own_looks(app):
        theme.apply_theme(app, theme.LIGHT)
        desk = Desk(Jobs())
        with qtbot.waitSignal(desk.board_changed, timeout=PATIENCE):
            desk.open(path)
        quiet(qtbot, desk)
        yield desk
        desk.close()
        assert desk.jobs.close()
        gone()


@contextmanager
def on(qtbot: QtBot, path: Path) -> Iterator[Desk]:
    """A desk on a workspace that is there, in the looks that are in force."""
    desk = Desk(Jobs())
    with qtbot.waitSignal(desk.workspace_changed, timeout=PATIENCE):
        desk.open(path)
    yield desk
    gone()
    desk.close()
    assert desk.jobs.close()


def dismissed(dialog: QDialog) -> None:
    """Close it for good, unless the test did."""
    if isValid(dialog):
        dialog.close()
        dialog.deleteLater()


def quiet(qtbot: QtBot, desk: Desk) -> None:
    """Wait until no job is under way."""
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=PATIENCE)


@contextmanager
def written(qtbot: QtBot, desk: Desk) -> Iterator[None]:
    """Wait until what begins inside is kept in the workspace and everything was asked again."""
    heard: list[Changes] = []
    desk.changed.connect(heard.append)
    yield
    qtbot.waitUntil(lambda: bool(heard) and not desk.jobs.busy(), timeout=PATIENCE)
    desk.changed.disconnect(heard.append)
