"""From the first window to the live desk without the window standing still."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.docks.data import DataPanel
from cxdesk.app.main import begin, open_window
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window
from cxdesk.system import i18n
from tests.app.conftest import settled, write_export

AT_FIRST = {"cards", "trend", "breakdown", "comments"}


def begun(qtbot: QtBot, tmp_path: Path, options: Options) -> Window:
    """A window that began the way the program does, once its parts are made."""
    window = open_window(Profile(tmp_path / "profile"), options)
    qtbot.addWidget(window)
    done: list[bool] = []
    begin(window, options, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    return window


def made(window: Window) -> set[str]:
    """The docks that have a panel."""
    return {name for name, shell in window.docks.items() if shell.panel is not None}


def ended(window: Window) -> None:
    window.close()
    assert window.desk.jobs.close()


def test_a_workspace_that_is_named_is_opened(qtbot: QtBot, tmp_path: Path, small: Path) -> None:
    (tmp_path / "profile").mkdir()
    window = begun(qtbot, tmp_path, Options((small,), size=(1440, 900)))
    trend = window.docks["trend"]
    qtbot.waitUntil(lambda: trend.panel is not None and trend.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=20_000)
    assert window.desk.board is not None
    assert window.windowTitle() == "small.cxdesk – CXDesk"
    assert made(window) == AT_FIRST
    assert not window.expecting
    ended(window)


def test_a_dock_is_made_when_it_is_first_seen(qtbot: QtBot, tmp_path: Path, small: Path) -> None:
    (tmp_path / "profile").mkdir()
    window = begun(qtbot, tmp_path, Options((small,), size=(1440, 900)))
    qtbot.waitUntil(lambda: window.desk.board is not None, timeout=20_000)
    imports = window.docks["data"]
    assert imports.panel is None
    imports.show()
    imports.raise_()
    qtbot.waitUntil(lambda: imports.panel is not None, timeout=20_000)
    assert isinstance(imports.panel, DataPanel)
    panel = imports.panel
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=20_000)
    assert made(window) == AT_FIRST | {"data"}
    ended(window)


def test_without_a_name_the_start_page_waits(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    window = begun(qtbot, tmp_path, Options(language="fr"))
    assert window.start.isVisible()
    assert i18n.language() == "fr"
    assert window.start.drop.title.text().startswith("Déposez")
    assert made(window) == AT_FIRST
    ended(window)


def test_files_that_are_named_are_looked_at(qtbot: QtBot, tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "profile").mkdir()
    window = begun(qtbot, tmp_path, Options((write_export(tmp_path / "survey.csv"),)))
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=20_000)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.footer.import_button.isEnabled, timeout=20_000)
    with settled(qtbot, window):
        dialog.footer.import_button.click()
    assert (own_home / "Documents" / "survey.cxdesk").is_file()
    ended(window)


def test_a_workspace_that_cannot_be_opened_ends_on_the_start_page(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    broken = tmp_path / "broken.cxdesk"
    broken.write_bytes(b"no workspace at all")
    window = begun(qtbot, tmp_path, Options((broken,)))
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=20_000)
    assert window.start.isVisible()
    assert not window.expecting
    ended(window)


def test_a_window_beyond_the_screens_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QGuiApplication

    (tmp_path / "profile").mkdir()
    profile = Profile(tmp_path / "profile")
    profile.keep_place(QRect(90_000, 90_000, 1000, 700), False)
    profile.sync()
    window = begun(qtbot, tmp_path, Options())
    assert QGuiApplication.primaryScreen().availableGeometry().contains(window.geometry().topLeft())
    ended(window)
