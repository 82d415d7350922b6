"""Texts that strangers wrote are shown letter by letter: no markup, no file opened, no link followed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.chips import Chip
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import (
    LONGEST_TOOLTIP,
    ElidedLabel,
    plain_box,
    plain_label,
    set_plain_tooltip,
    set_tone,
    tooltip,
)
from tests.app.conftest import Themed
from tests.app.painted import texts_of

PAYLOADS = (
    "<b>bold</b>",
    "<img src='{canary}'>",
    "<a href='file:///etc/passwd'>click</a>",
    "<!DOCTYPE html><html><body background='{canary}'>x</body></html>",
    "&lt;not an entity&gt; & <br>",
    "<table><tr><td>1</td></tr></table>",
)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A picture that nothing may open."""
    file = tmp_path / "canary.svg"
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", encoding="utf-8")
    return file


@pytest.fixture(params=PAYLOADS, ids=lambda text: json.dumps(text)[:20])
def payload(request: pytest.FixtureRequest, canary: Path) -> str:
    return str(request.param).replace("{canary}", canary.as_uri())


def shown_by(widget: QWidget) -> list[str]:
    """The texts that a widget and its children paint when nothing has to give way."""
    widget.resize(8000, max(widget.sizeHint().height(), 60))
    widget.ensurePolished()
    return [one.text for one in texts_of(widget)]


def test_a_label_shows_it_literally(payload: str, themed: Themed, qtbot: QtBot) -> None:
    themed()
    label = plain_label(payload)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "".join(shown_by(label)) == payload


def test_an_elided_label_shows_it_literally(payload: str, themed: Themed, qtbot: QtBot) -> None:
    themed()
    label = ElidedLabel(payload)
    qtbot.addWidget(label)
    assert "".join(shown_by(label)) == payload


def test_a_message_box_shows_it_literally(payload: str, themed: Themed, qtbot: QtBot) -> None:
    themed()
    box = plain_box(None, "Title", payload, payload)
    qtbot.addWidget(box)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert (box.text(), box.informativeText()) == (payload, payload)
    assert isinstance(box, QMessageBox)


def test_a_tooltip_says_it_literally(payload: str) -> None:
    document = QTextDocument()
    document.setHtml(tooltip(payload))
    assert document.toPlainText() == payload
    assert not [fmt for fmt in document.allFormats() if fmt.isImageFormat()]


@pytest.mark.parametrize(
    "make", [Chip, lambda text: _empty(text), lambda text: _error(text)], ids=["chip", "empty", "error"]
)
def test_composed_widgets_show_it_literally(make, payload: str, themed: Themed, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    themed()
    widget = make(payload)
    qtbot.addWidget(widget)
    assert payload in "".join(shown_by(widget))


def _empty(text: str) -> EmptyState:
    state = EmptyState("comment")
    state.show_text(text, "why")
    return state


def _error(text: str) -> ErrorStrip:
    strip = ErrorStrip()
    strip.show_text(text)
    return strip


def test_tooltips_keep_their_lines_and_have_an_end() -> None:
    document = QTextDocument()
    document.setHtml(tooltip("one\n  two"))
    assert document.toPlainText() == "one\n  two"
    document.setHtml(tooltip("x" * 100_000))
    assert len(document.toPlainText()) == LONGEST_TOOLTIP + 1
    assert tooltip("") == ""


def test_what_is_cut_is_in_the_tooltip(themed: Themed, qtbot: QtBot) -> None:
    themed()
    label = ElidedLabel("a-very-long-file-name-2026-10.xlsx", mode=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.grab()
    assert label.toolTip() == ""
    label.resize(90, 20)
    shown = [one.text for one in texts_of(label)]
    assert "…" in shown[0]
    assert shown[0].endswith("xlsx")
    assert "a-very-long-file-name" in label.toolTip()


def test_a_label_changes_its_tone(themed: Themed, qtbot: QtBot) -> None:
    now = themed("light")
    label = plain_label("3 rejected")
    qtbot.addWidget(label)
    set_tone(label, "bad")
    assert label.palette().color(label.foregroundRole()) == now.bad


def test_a_plain_tooltip_is_set_on_a_widget(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_plain_tooltip(widget, "<b>")
    assert "&lt;b&gt;" in widget.toolTip()
