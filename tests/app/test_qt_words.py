"""What Qt says by itself is said in the language of the program, and what is not ours stays Qt's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cxdesk.app import qt_words
from cxdesk.system import i18n


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[None]:
    qt_words.install(qapp)
    qt_words.install(qapp)
    yield
    i18n.use("en")
    words = qapp.findChildren(qt_words.QtWords)
    assert len(words) == 1
    qapp.removeTranslator(words[0])
    words[0].setParent(None)


@pytest.mark.parametrize(("language", "undo", "paste"), [("fr", "Annuler", "Coller"), ("ro", "Anulați", "Lipiți")])
def test_the_menu_of_a_text_field_speaks_as_the_window_does(
    qtbot: QtBot, spoken: None, language: str, undo: str, paste: str
) -> None:
    i18n.use(language)
    line, text = QLineEdit("abc"), QPlainTextEdit("abc")
    qtbot.addWidget(line)
    qtbot.addWidget(text)
    for menu in (line.createStandardContextMenu(), text.createStandardContextMenu()):
        said = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if action.text()]
        assert said[0] == undo
        assert paste in said
        menu.deleteLater()


def test_what_is_not_ours_is_left_to_qt(spoken: None) -> None:
    i18n.use("fr")
    assert QCoreApplication.translate("QShortcut", "Delete") == "Delete", "keys are read back"
    assert QCoreApplication.translate("QLineEdit", "Never heard of") == "Never heard of"
    assert QCoreApplication.translate("QFileDialog", "File &name:") != "File &name:"
