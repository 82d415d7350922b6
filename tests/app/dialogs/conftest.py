"""A desk with an empty workspace, and a temporary folder of its own in which nothing may be left behind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.jobs import Jobs
from tests.app.conftest import gone, own_looks
from tests.app.dialogs.wizard import Wizard


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where imports keep what they convert until the person says yes."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def light(qapp: QApplication) -> Iterator[None]:
    """The light theme at 100 %; everything is put back afterwards."""
    with own_looks(qapp):
        theme.apply_theme(qapp, theme.LIGHT)
        yield


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, scratch: Path, light: None) -> Iterator[Desk]:
    jobs = Jobs()
    made = Desk(jobs)
    with qtbot.waitSignal(made.workspace_changed, timeout=20_000):
        made.open(tmp_path / "shop.cxdesk")
    yield made
    made.close()
    assert jobs.close()
    assert list(scratch.iterdir()) == []


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk) -> Iterator[Wizard]:
    """Opens the import window on files; its windows are gone before the theme is."""
    made = Wizard(qtbot, desk)
    yield made
    for dialog in made.opened:
        dialog.session.cancel()
        dialog.close()
        dialog.deleteLater()
    gone()
