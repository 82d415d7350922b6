"""How windows are framed: a title inside, a foot with a way out, fields of all groups at one place, no empty halves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.about import AboutDialog
from cxdesk.app.dialogs.definition.dialog import DefinitionDialog
from cxdesk.app.dialogs.definition.options import LONGEST
from cxdesk.app.dialogs.named import DIALOGS, dialog
from cxdesk.app.dialogs.preferences.dialog import PreferencesDialog
from cxdesk.app.dialogs.segments.dialog import SegmentsDialog
from cxdesk.app.dialogs.shortcuts import ShortcutsDialog
from cxdesk.app.dialogs.stages.dialog import StagesDialog
from cxdesk.app.dialogs.views_dialog import ViewsDialog
from cxdesk.app.filters.filter_popup import FilterPopup
from cxdesk.app.window import Window
from cxdesk.domain.filters import Condition
from tests.app.asked_desk import PATIENCE, quiet
from tests.app.conftest import gone
from tests.app.one_window import one_window

FRAMELESS = ("palette",)  # a line to type in, gone with Esc


@pytest.fixture(scope="module")
def window(qapp: object, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from one_window(prepared, tmp_path_factory.mktemp("framed"))


@pytest.fixture
def opened(qtbot: QtBot, window: Window) -> Iterator[dict[str, QDialog]]:
    """Every window with what it asked answered."""
    made = {name: dialog(name)(window.desk, window) for name in DIALOGS if name not in FRAMELESS}
    made |= {"shortcuts": ShortcutsDialog(window), "about": AboutDialog(window)}
    for one in made.values():
        one.open()
    quiet(qtbot, window.desk)
    yield made
    for one in made.values():
        one.reject()
    gone()


def left_of(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), QPoint()).x()


def longest_choice(field: QWidget) -> int:
    """How many signs the longest choice of a list has; 0 of any other field."""
    return (
        max((len(field.itemText(at)) for at in range(field.count())), default=0) if isinstance(field, QComboBox) else 0
    )


def test_windows_have_a_title_inside_and_a_foot_with_the_ways_out(
    qtbot: QtBot, window: Window, opened: dict[str, QDialog]
) -> None:
    for name, one in opened.items():
        titles = [label for label in one.findChildren(QLabel) if label.property("type") == "title" and label.text()]
        assert titles, name
        (foot,) = (part for part in one.findChildren(QFrame) if part.property("foot"))
        assert foot.geometry().bottom() >= one.rect().bottom(), name
        buttons = [button for button in foot.findChildren(QPushButton) if button.isVisibleTo(one)]
        assert buttons, name
        assert not any(button.autoDefault() for button in buttons), name

    preferences, definition = opened["preferences"], opened["definition"]
    assert isinstance(preferences, PreferencesDialog)
    assert isinstance(definition, DefinitionDialog)
    both = {field.setting.scope for field in preferences.fields.values()}
    assert len(both) == 2
    beside = [field for field in definition.form.fields.values() if longest_choice(field) <= LONGEST]
    for fields in ([field.widget for field in preferences.fields.values()], beside):
        assert len({left_of(field) for field in fields}) == 1
    below = {left_of(field) for field in definition.form.fields.values() if field not in beside}
    assert below <= {left_of(label) for label in definition.form.findChildren(QLabel)}  # where what they answer begins

    stages, segments, views = opened["stages"], opened["segments"], opened["views"]
    assert isinstance(stages, StagesDialog)
    assert isinstance(segments, SegmentsDialog)
    assert isinstance(views, ViewsDialog)
    for shown, empty in ((stages.shown, stages.empty), (segments.shown, segments.empty), (views.shown, views.empty)):
        assert shown.currentWidget() is empty
        assert empty.accessibleName()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a list below a chip, offscreen
def test_a_condition_of_a_segment_is_chosen_among_the_values_of_the_file(qtbot: QtBot, window: Window) -> None:
    made = dialog("segments")(window.desk, window)
    assert isinstance(made, SegmentsDialog)
    made.open()
    quiet(qtbot, window.desk)
    made.open_filter()
    qtbot.waitUntil(lambda: bool(made.findChildren(FilterPopup)), timeout=PATIENCE)
    (popup,) = made.findChildren(FilterPopup)
    qtbot.waitUntil(lambda: popup.values.topLevelItemCount() > 0, timeout=PATIENCE)
    popup.chosen.emit(Condition.parse("country=FR"))
    assert made.conditions == (Condition.parse("country=FR"),)
    popup.close()
    made.reject()
    gone()


def test_tab_walks_through_a_window_as_it_is_read(opened: dict[str, QDialog]) -> None:
    astray = set()
    for name, one in opened.items():
        below = [_at_foot(one, part) for part in walked(one) if part.isVisibleTo(one)]
        if below != sorted(below):
            astray.add(name)
    assert astray == set(), "what is at the foot comes last"
    backups = [part.text() for part in walked(opened["backups"]) if isinstance(part, QPushButton) and part.text()]
    assert backups[:3] == ["Back up now", "Check the workspace", "Restore…"]
    assert backups[-1] == "Close"


def walked(window: QDialog) -> list[QWidget]:
    """What Tab comes to, from where the reading begins."""
    found, here = [], window.nextInFocusChain()
    while here is not window:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(here)
        here = here.nextInFocusChain()
    first = next((at for at, part in enumerate(found) if not _at_foot(window, part)), 0)
    return found[first:] + found[:first]


def _at_foot(window: QDialog, part: QWidget) -> bool:
    return any(foot.isAncestorOf(part) for foot in window.findChildren(QFrame) if foot.property("foot"))
