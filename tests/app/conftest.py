"""A theme for tests that look at what is painted; a small real workspace, and a window on it."""

from __future__ import annotations

import csv
import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.collecting import collect
from cxdesk.app.opening import prefer
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile
from cxdesk.app.theme import Theme
from cxdesk.app.theme.apply import nothing_collected
from cxdesk.app.window import Window
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.here import children_here
from tests.once import made_once

Themed = Callable[..., Theme]

HEAD = ["Submitted at", "Customer", "How likely are you to recommend us to a friend? (0-10)", "Why?", "Plan", "Country"]
QUESTION = HEAD[2]
ROWS = 600
WORDS = ("The app crashes", "Très bien, merci", "Too expensive", "Funcționează excelent", "Slow but friendly support")


def write_export(path: Path, first: int = 0, rows: int = ROWS) -> Path:
    """A survey export: two years, three plans, three countries; every third answer without a comment."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(first, first + rows):
            day = date(2025, 1, 1) + timedelta(days=number * 700 // ROWS)
            plan = ("Starter", "Team", "Business")[number % 3]
            late = day >= date(2026, 8, 1) and plan == "Starter"
            score = number * 7 % 7 if late else 4 + number * 5 % 7
            words = "" if number % 3 == 2 else f"{WORDS[number % 5]} {number}"
            country = ("FR", "RO", "")[number % 7 % 3]
            writer.writerow([f"{day.isoformat()} 10:30", f"C-{number % 200:03d}", score, words, plan, country])
    return path


@contextmanager
def own_looks(app: QApplication) -> Iterator[None]:
    """What is done to theme, palette and font inside is undone afterwards.

    No widget may be half deleted, nor be collected, while Qt walks along all of them.
    """
    kept, palette, font = theme.watcher(), app.palette(), QFont(app.font())
    before = kept.theme, kept.base, kept.asked
    gone()
    yield
    gone()
    kept.theme, kept.base, kept.asked = before
    with nothing_collected():
        app.setStyleSheet("")
        app.setFont(font)
        app.setPalette(palette)


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Themed]:
    """Apply a theme: `themed("dark", zoom=2.0, family="DejaVu Sans", pixels=13)`."""

    def apply(
        name: str = theme.LIGHT, zoom: float = 1.0, family: str = "", pixels: int = 13, contrast: bool = False
    ) -> Theme:
        if family and family not in QFontDatabase.families():
            pytest.skip(f"{family} is not installed")
        base = QFont(family or qapp.font().family())
        base.setPixelSize(pixels)
        theme.watcher().base = base
        return theme.apply_theme(qapp, name, zoom, contrast)

    with own_looks(qapp):
        yield apply


@pytest.fixture(autouse=True)
def garbage_waits_for_the_main_thread() -> Iterator[None]:
    """Python collects on whichever thread makes the most objects. What Qt's objects leave may not be freed on a
    worker's thread: that has stopped a whole run, each thread waiting for what the other held.
    """
    gc.disable()
    yield
    collect()
    gc.enable()


@pytest.fixture(autouse=True, scope="module")
def no_window_outlives_its_tests() -> Iterator[None]:
    """Each window holds a thousand widgets that every later change of looks would walk along."""
    yield
    if isinstance(QCoreApplication.instance(), QApplication):
        gone()
        assert [one for one in QApplication.topLevelWidgets() if isinstance(one, Window)] == []


@pytest.fixture(autouse=True)
def no_half_deleted_widgets() -> Iterator[None]:
    """What a test closed is gone before the next begins: Qt may not restyle what only waits for its deletion."""
    yield
    if QCoreApplication.instance() is not None:
        gone()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """New workspaces are made beside a test's own documents."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds one import; copy it, do not change it."""

    def make(path: Path) -> None:
        with children_here(), Workspace.create(path) as workspace:
            workspace.set_setting("zone", "Europe/Paris")
            reports = import_files(workspace, [write_export(path.with_name("survey.csv"))], ImportOptions())
            assert [(report.error, report.open_doubts) for report in reports] == [(None, [])]

    return made_once(tmp_path_factory, "small.cxdesk", make)


@pytest.fixture
def small(prepared: Path, tmp_path: Path) -> Path:
    """An own copy of the small workspace."""
    return Path(shutil.copy(prepared, tmp_path / "small.cxdesk"))


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """A window with nothing open, 1440 × 900."""
    window = make_window(tmp_path / "profile")
    qtbot.addWidget(window)
    yield window
    window.close()
    assert window.desk.jobs.close()


@pytest.fixture
def window(qtbot: QtBot, bare: Window, small: Path) -> Window:
    """A window on the small workspace, with its board and comments shown."""
    open_workspace(qtbot, bare, small)
    return bare


@pytest.fixture(scope="session", autouse=True)
def clipboard_handed_over() -> Iterator[None]:
    """What tests copied is let go while Python can still free it."""
    yield
    if isinstance(QCoreApplication.instance(), QApplication):
        QApplication.clipboard().setText("")


def gone() -> None:
    """Widgets that only wait for their deletion are deleted: Qt may not restyle them any more."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def make_window(folder: Path, width: int = 1440, height: int = 900) -> Window:
    """A window whose profile lies in `folder`."""
    gone()
    folder.mkdir(exist_ok=True)
    window = Window(Profile(folder))
    prefer(window.profile, Options(language="en", theme="light"))
    window.resize(width, height)
    window.furnish()
    for name in window.docks:
        window.panel(name)
    window.show()
    return window


def open_workspace(qtbot: QtBot, window: Window, path: Path) -> None:
    """Open `path` and wait for the board and for the words behind its number."""
    with settled(qtbot, window):
        window.commands.open_path(path)


class settled:  # noqa: N801 - reads as a sentence in a with statement
    """Wait until what begins inside has ended: the board is there, and no job is under way."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self._qtbot, self._window = qtbot, window

    def __enter__(self) -> None:
        self._boards: list[object] = []
        self._window.desk.board_changed.connect(self._boards.append)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._qtbot.waitUntil(lambda: bool(self._boards) and not self._window.desk.jobs.busy(), timeout=20_000)
        self._window.desk.board_changed.disconnect(self._boards.append)
