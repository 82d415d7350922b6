"""Themes edited with what their words find in sight, made of suggested words, and taken back like any decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.themes.dialog import ThemesDialog
from cxdesk.app.dialogs.themes.suggestions import SuggestionsDialog
from cxdesk.app.window import Window
from tests.analysis.answers import nps, workspace
from tests.app.conftest import open_workspace
from tests.app.one_window import one_window


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)


@pytest.fixture(scope="module")
def window(qapp: QApplication, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from one_window(prepared, tmp_path_factory.mktemp("themes"))


@pytest.fixture
def editor(qtbot: QtBot, window: Window) -> Iterator[ThemesDialog]:
    made = ThemesDialog(window.desk, window)
    with qtbot.waitSignal(made.tried, timeout=5000):
        made.open()
    yield made
    made.close()


def titles(window: Window) -> list[str]:
    assert window.desk.workspace is not None
    return [theme.title for theme in window.desk.workspace.themes("theme")]


def test_the_words_of_a_theme_stand_by_language_with_what_they_find(editor: ThemesDialog) -> None:
    assert editor.themes[0].shown == editor.title.text()
    price = next(row for row, theme in enumerate(editor.themes) if theme.key == "price")
    editor.list.setCurrentIndex(editor.model.index(price, 0))
    assert "expensive" in editor.words["en"].toPlainText().splitlines()
    assert "prix" in editor.words["fr"].toPlainText()


def test_hits_follow_what_is_typed_and_nothing_is_kept_until_saved(
    qtbot: QtBot, window: Window, editor: ThemesDialog
) -> None:
    before = titles(window)
    qtbot.mouseClick(editor.new, Qt.MouseButton.LeftButton)
    editor.title.setText("Crashes & <b>")
    editor.words["en"].setPlainText("crash")
    qtbot.waitUntil(lambda: bool(editor.found.rows) and editor.found.rows[0][0] == "crashes", timeout=5000)
    assert editor.count.text() == "80 comments hold these words"
    assert editor.counts["en"].text() == "80"
    editor.excluded.setPlainText("app")
    qtbot.waitUntil(lambda: editor.count.text() == "0 comments hold these words", timeout=5000)
    editor.excluded.setPlainText("")
    assert titles(window) == before
    with qtbot.waitSignal(editor.listed, timeout=5000):
        qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    quiet(qtbot, window)
    assert titles(window)[-1] == "Crashes & <b>"
    editor.hide()
    for action, there in (("undo", False), ("redo", True), ("undo", False)):
        window.menus.actions[action].trigger()
        quiet(qtbot, window)
        assert ("Crashes & <b>" in titles(window)) is there


def test_what_is_no_word_or_called_like_another_is_said(qtbot: QtBot, window: Window, editor: ThemesDialog) -> None:
    qtbot.mouseClick(editor.new, Qt.MouseButton.LeftButton)
    editor.title.setText("Price")
    editor.words["en"].setPlainText("!!!")
    qtbot.waitUntil(lambda: "no word" in editor.count.text(), timeout=5000)
    assert not editor.save.isEnabled()
    with qtbot.waitSignal(editor.tried, timeout=5000):
        editor.words["en"].setPlainText("expensive")
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not editor.error.isHidden(), timeout=5000)


def test_a_theme_is_made_of_suggested_words(qtbot: QtBot, bare: Window, tmp_path: Path) -> None:
    said = [(2, f"The parcel arrived crushed, box {at}") for at in range(30)] + [
        (10, f"Lovely lamp {at}") for at in range(30)
    ]
    rows = [nps(f"c{at}", "2025-03-05", score, "Solo", text) for at, (score, text) in enumerate(said)]
    with workspace(tmp_path, rows) as made:
        path = made.path
    window = bare
    open_workspace(qtbot, window, path)
    dialog = SuggestionsDialog(window.desk, window)
    with qtbot.waitSignal(dialog.shown, timeout=10_000):
        dialog.open()
    assert dialog.found is not None
    words = dialog.found.words
    assert words
    assert dialog.model.rows[0][0] == words[0].key.word
    assert all(row[5].startswith("<") or float(row[5]) < 0.05 for row in dialog.model.rows)
    assert dialog.make.isEnabled()
    both = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    dialog.table.selectionModel().select(dialog.model.index(1, 0), both)
    held = {word for words in dialog.theme().rules.words.values() for word in words}
    assert held == {words[0].key.word, words[1].key.word}
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    editor = window.findChild(ThemesDialog)
    assert editor is not None
    qtbot.waitUntil(lambda: bool(editor.found.rows), timeout=5000)
    assert editor.title.text() == words[0].key.word.capitalize()
    editor.reject()
