"""What is seen first costs little: nothing heavy is loaded, and the desk's picture is what was seen last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from cxdesk.app import first, glimpse
from cxdesk.app.main import open_window
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window
from cxdesk.store import snapshot
from tests.app.conftest import make_window, open_workspace, write_export
from tests.shared_files import REPOSITORY

HEAVY = (
    "numpy",
    "pandas",
    "pyqtgraph",
    "openpyxl",
    "python_calamine",
    "babel",
    "sqlite_utils",
    "PySide6.QtSvg",
)

SHOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from cxdesk.app.main import open_window
from cxdesk.app.options import parse
from cxdesk.app.profile import Profile
app = QApplication([])
window = open_window(Profile(), parse([sys.argv[1]]))
window.grab().save(sys.argv[2])
import json
print(json.dumps(sorted(sys.modules)))
"""


def python(*arguments: str, profile: Path) -> subprocess.CompletedProcess[str]:
    """A fresh process, offscreen, with a profile of its own."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "CXDESK_PROFILE": str(profile), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=env, cwd=profile, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def put_away(qtbot: QtBot, tmp_path: Path, small: Path) -> Path:
    """The small workspace after a window showed it and closed."""
    window = make_window(tmp_path / "profile", 1280, 800)
    qtbot.addWidget(window)
    open_workspace(qtbot, window, small)
    window.close()
    assert window.desk.jobs.close()
    return small


def test_the_cards_are_seen_before_anything_heavy_is_loaded(put_away: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    ran = python("-c", SHOW, str(put_away), str(tmp_path / "first.png"), profile=tmp_path / "other")
    assert ran.returncode == 0, ran.stderr
    loaded = {name.split(".")[0] for name in json.loads(ran.stdout)} | set(json.loads(ran.stdout))
    assert loaded & set(HEAVY) == set()
    seen = QImage(str(tmp_path / "first.png"))
    corner = {seen.pixelColor(x, y).name() for x in range(20, 200, 3) for y in range(130, 250, 3)}
    assert len(corner) > 5, "the place of the first card shows no card"


def test_what_is_kept_is_small_and_lies_in_the_workspace(put_away: Path) -> None:
    kept = first.read(str(put_away))
    assert kept is not None
    assert len(kept["png"]) < 200_000
    picture = first.picture_of(kept)
    assert picture is not None
    assert (picture.width(), picture.height()) == (1280, 800)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"ratio": 1.0, "png": "no base64!"},
        {"ratio": 1.0, "png": "bm90IGEgcGljdHVyZQ=="},
        {"ratio": 0, "png": ""},
        {"ratio": "1", "png": "QUFB"},
        {"ratio": 1.0, "png": None},
    ],
)
def test_an_altered_picture_is_not_shown(qtbot: QtBot, tmp_path: Path, small: Path, value: object) -> None:
    import sqlite3

    with sqlite3.connect(small) as connection:
        snapshot.write(connection, first.KEY, value, 1, "2026-11-22T00:00:00+00:00")
    connection.close()
    window = open_window(Profile(tmp_path), Options((small,), size=(1280, 800)))
    qtbot.addWidget(window)
    assert window.palette().window().texture().isNull()
    assert window.expecting


def test_a_picture_of_another_size_is_not_shown(qtbot: QtBot, tmp_path: Path, put_away: Path) -> None:
    window = open_window(Profile(tmp_path / "p"), Options((put_away,), size=(1000, 700)))
    qtbot.addWidget(window)
    assert window.palette().window().texture().isNull()


def test_the_picture_gives_way_to_the_live_desk(qtbot: QtBot, tmp_path: Path, put_away: Path) -> None:
    window = open_window(Profile(tmp_path / "p"), Options((put_away,), size=(1280, 800)))
    qtbot.addWidget(window)
    assert not window.palette().window().texture().isNull()
    window.furnish()
    assert not window.start.isVisible()
    open_workspace(qtbot, window, put_away)
    assert window.palette().window().texture().isNull()
    assert window.docks["cards"].isVisible()
    window.close()
    assert window.desk.jobs.close()


def test_the_surfaces_and_inks_of_a_picture_keep_their_colour() -> None:
    picture = QImage(640, 400, QImage.Format.Format_RGB32)
    for x in range(640):
        for y in range(400):
            picture.setPixelColor(x, y, QColor(240 + x % 9, 241, 245) if y < 300 else QColor(x % 256, y % 256, 90))
    kept = glimpse.packed(picture)
    again = first.picture_of(kept)
    assert again is not None
    image = again.toImage()
    assert [image.pixelColor(x, 10).name() for x in range(9)] == [picture.pixelColor(x, 10).name() for x in range(9)]


def test_a_file_that_is_gone_is_not_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(Profile(tmp_path), Options((tmp_path / "gone.cxdesk",)))
    qtbot.addWidget(window)
    assert isinstance(window, Window)
    assert not window.expecting


def test_without_a_person_the_app_prints_the_cards_and_saves_a_picture(small: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    picture = tmp_path / "desk.png"
    ran = python(
        "-m",
        "cxdesk",
        str(small),
        "--offscreen-picture",
        str(picture),
        "--size",
        "1280x720",
        "--language",
        "fr",
        profile=tmp_path / "other",
    )
    assert ran.returncode == 0, ran.stderr
    assert "Score net de promoteur" in ran.stdout
    assert (QImage(str(picture)).width(), QImage(str(picture)).height()) == (1280, 720)


def test_without_a_person_files_are_imported_and_shown(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    picture = tmp_path / "desk.png"
    ran = python(
        "-m",
        "cxdesk",
        str(write_export(tmp_path / "survey.csv")),
        "--offscreen-picture",
        str(picture),
        profile=tmp_path / "other",
    )
    assert ran.returncode == 0, ran.stderr
    assert "Net Promoter Score" in ran.stdout
    assert picture.is_file()


def test_without_a_person_a_file_that_cannot_be_read_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing")
    ran = python(
        "-m",
        "cxdesk",
        str(tmp_path / "bad.xlsx"),
        "--offscreen-picture",
        str(tmp_path / "x.png"),
        profile=tmp_path / "other",
    )
    assert ran.returncode == 1
    assert "bad.xlsx" in ran.stderr
    assert "Traceback" not in ran.stderr
