"""The whole window on a workspace whose texts are hostile and name people: no file is opened, every text is shown as it
is written, and with names hidden nobody can be recognised.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QEventLoop, QModelIndex, Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app import hiding
from cxdesk.app.dialogs.named import DIALOGS, dialog
from cxdesk.app.docks.shell import DOCKS
from cxdesk.app.window import Window
from tests.app.conftest import make_window
from tests.app.painted import texts_of
from tests.store.builders import Desk, answer

NAME, MAIL, REFERENCE = "Zyxwvka Qwertson", "zyxwvka@example.org", "cust-zq-4711"
DAY = 1_767_000_000_000_000
MOST = 40  # rows of each list whose tooltips are looked at
QUIET = 150  # ms without a question in the works, after which a window has said what it has to say


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def canary(folder: Path) -> Path:
    """A picture that nothing may open; long not looked at."""
    file = folder / "canary.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    os.utime(file, (1, 2))
    return file


@pytest.fixture(scope="module")
def window(qapp: QApplication, folder: Path, canary: Path) -> Iterator[Window]:
    """A window on a workspace in which every text holds a picture, a link and a name."""
    evil = f"<img src='{canary.as_uri()}'><a href='file:///etc/passwd'>x</a>"
    desk = Desk(folder)
    mine = {"customer": REFERENCE, "name": NAME, "email": MAIL, "plan": f"{evil}plan0", "extra": {"E-mail": MAIL}}
    people = [{"customer": f"{evil}{n}", "name": f"{evil} Other{n}", "plan": f"{evil}plan{n % 3}"} for n in range(8)]
    desk.put("customer", [*people, mine], f"{evil[:40].replace('/', '_')}.csv")
    rows = [
        {**answer(f"r{n}", float(n % 11), f"{evil} words {n} of {NAME} {MAIL}"), "customer": who}
        for n, who in enumerate([f"{evil}{n % 8}" for n in range(60)] + [REFERENCE] * 20)
    ]
    beside = {"agent": f"{evil} {NAME}", "touchpoint": evil}
    desk.put("answer", [{**one, **beside, "submitted_at": DAY + n * 10**11} for n, one in enumerate(rows)])
    desk.put(
        "ticket",
        [{"ticket": f"T{n}", "customer": REFERENCE, "subject": f"{evil} {NAME}", "agent": NAME, "created_at": DAY}
         for n in range(3)],
    )  # fmt: skip
    desk.database.close()
    made = make_window(folder / "profile")
    opened = QEventLoop()
    made.desk.board_changed.connect(opened.quit)
    made.commands.open_path(desk.database.path)
    opened.exec()
    made.desk.board_changed.disconnect(opened.quit)
    yield made
    hiding.turn(made, hide=False)
    made.close()
    assert made.desk.jobs.close()
    made.deleteLater()


def quiet(window: Window) -> None:
    """Wait until nothing is being asked any more."""
    loop, left = QEventLoop(), QTimer()
    left.setInterval(QUIET)
    left.timeout.connect(lambda: None if window.desk.jobs.busy() else loop.quit())
    left.start()
    QTimer.singleShot(20_000, loop.quit)
    loop.exec()


def tooltips(top: QWidget) -> list[str]:
    found = [one.toolTip() for one in [top, *top.findChildren(QWidget)]]
    for view in top.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None:
            top_level = QModelIndex()
            columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(top_level))
            places = [(row, column) for row in range(min(model.rowCount(top_level), MOST)) for column in columns]
            found += [model.data(model.index(*place, top_level), Qt.ItemDataRole.ToolTipRole) for place in places]
    return [str(text) for text in found if text]


def shown(window: Window) -> dict[str, str]:
    """What is painted in every dock, with its tooltips as they read."""
    found = {}
    for spec in DOCKS:
        window.show_dock(spec.name)
        quiet(window)
        shell = window.docks[spec.name]
        found[spec.name] = "\n".join([*(one.text for one in texts_of(shell)), *map(_read, tooltips(shell))])
    return found


def _read(tooltip: str) -> str:
    if not tooltip.startswith("<p style='white-space"):
        return tooltip
    document = QTextDocument()
    document.setHtml(tooltip)
    return document.toPlainText()


class TestHostileTexts:
    def test_no_dock_and_no_dialog_opens_what_a_text_names(self, window: Window, canary: Path) -> None:
        before = canary.stat().st_atime_ns
        told = shown(window)
        for name in DIALOGS:
            one = dialog(name)(window.desk, window)
            one.show()
            quiet(window)
            told[f"dialog {name}"] = "\n".join([*(text.text for text in texts_of(one)), *map(_read, tooltips(one))])
            one.close()
        assert canary.stat().st_atime_ns == before
        written = [name for name, text in told.items() if "<img src" in text]
        assert {"customers", "comments"} <= set(written)
        canary.read_bytes()
        if canary.stat().st_atime_ns == before:
            pytest.skip("this drive does not note when a file is read")


class TestHiding:
    def test_nobody_is_named_on_any_dock(self, window: Window, qtbot: QtBot) -> None:
        named = shown(window)
        assert {"customers", "comments"} <= {name for name, text in named.items() if NAME in text}
        board = window.desk.board
        assert board is not None
        with qtbot.waitSignal(window.desk.board_changed, timeout=20_000):
            window.menus.actions["hide_personal"].trigger()
        hidden = shown(window)
        traces = [(dock, one) for dock, text in hidden.items() for one in (MAIL, REFERENCE, "Qwertson") if one in text]
        assert traces == []
        assert "Customer " in hidden["customers"]
        assert window.desk.board is not None
        assert window.desk.board.cards == board.cards
        with qtbot.waitSignal(window.desk.board_changed, timeout=20_000):
            window.menus.actions["hide_personal"].trigger()
        assert NAME in shown(window)["customers"]
        assert not window.profile.value("hide_personal")

    def test_the_title_of_the_window_names_the_file_alone(self, window: Window) -> None:
        assert NAME not in window.windowTitle()
        assert "desk" in window.windowTitle()
