"""A double click on a file, where the system tells a running program of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.handed_over import HandedOver
from cxdesk.app.main import begin, open_window
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile


@pytest.mark.parametrize("early", [True, False], ids=["before there is a desk", "into the running program"])
def test_a_workspace_is_opened(qtbot: QtBot, tmp_path: Path, small: Path, early: bool) -> None:
    (tmp_path / "profile").mkdir()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = open_window(Profile(tmp_path / "profile"), Options(size=(1280, 720)))
    qtbot.addWidget(window)
    handed = HandedOver(app, window)
    done: list[bool] = []

    def ready() -> None:
        handed.take()
        done.append(True)

    if early:
        QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(str(small))))
    begin(window, Options(size=(1280, 720)), ready)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    if not early:
        assert window.start.isVisible()
        QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(str(small))))
    qtbot.waitUntil(lambda: window.desk.board is not None, timeout=20_000)
    assert window.windowTitle() == "small.cxdesk – CXDesk"
    app.removeEventFilter(handed)
    window.close()
    assert window.desk.jobs.close()


def test_the_window_has_the_programs_icon(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    window = open_window(Profile(tmp_path / "profile"), Options())
    qtbot.addWidget(window)
    window.furnish()
    shown = window.windowIcon().pixmap(64, 64).toImage()
    assert shown.pixelColor(32, 4).name() == "#3a55c6"
    window.close()
    assert window.desk.jobs.close()
