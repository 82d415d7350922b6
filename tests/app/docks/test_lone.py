"""One answer, and one customer: every dock is whole, says what there is, and no number leaks that is not shown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.window import Window
from cxdesk.domain.periods import Calendar
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.app.conftest import HEAD, settled
from tests.app.one_window import one_window

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("all_here"),
]
ONE = [["2026-10-05 10:30", "C-1", 3, "The app crashes", "Starter", "FR"]]
SCORES = (9, 9, 8, 7, 6, 6, 4, 3)
OFTEN = [[f"2026-{month:02}-05 10:30", "C-1", score, "slow", "Starter", "FR"] for month, score in enumerate(SCORES, 3)]
Policy = Qt.FocusPolicy
DOCKS = ("cards", "trend", "breakdown", "why", "distribution", "receipt", "comments", "customers", "journey", "data")


def made(folder: Path, rows: list[list[Any]]) -> Path:
    path, file = folder / "lone.cxdesk", folder / "lone.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEAD, *rows])
    with Workspace.create(path) as workspace:
        workspace.set_setting("zone", "Europe/Paris")
        import_files(workspace, [file], ImportOptions())
    return path


@pytest.fixture(
    scope="module", params=[ONE, pytest.param(OFTEN, marks=pytest.mark.long)], ids=["one answer", "one customer"]
)
def window(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("lone")
    yield from one_window(made(folder, request.param), folder)


@pytest.fixture(scope="module")
def nothing(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A workspace without any file."""
    folder = tmp_path_factory.mktemp("nothing")
    Workspace.create(folder / "empty.cxdesk").close()
    for one in one_window(folder / "empty.cxdesk", folder):
        one.desk.wanted.disconnect()  # no wizard opens
        yield one


def said(widget: QWidget) -> list[str]:
    """All that can be read in a panel as text of its own."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return labels + [label.text() for label in widget.findChildren(ElidedLabel) if label.isVisible()]


@pytest.mark.parametrize("name", DOCKS)
def test_every_dock_is_painted_whole(qtbot: QtBot, window: Window, name: str) -> None:
    panel = window.show_dock(name)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)
    picture = panel.grab().toImage()  # a fault while painting would end the test
    colours = {
        picture.pixelColor(x, y).rgb() for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert len(colours) > 3, "something is to be seen"
    cut = [
        one.text()
        for one in panel.findChildren(QLabel)
        if one.isVisible() and one.width() < one.minimumSizeHint().width()
    ]
    assert cut == []


def test_what_so_few_said_is_nowhere_a_number(qtbot: QtBot, window: Window) -> None:
    window.show_dock("receipt")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)
    trend: Any = window.panel("trend")
    receipt: Any = window.panel("receipt")
    assert all(point.figure.value is None for point in trend._trend.points)
    assert trend.empty.isVisible()
    assert "Fewer than 5 answers at a time." in trend.empty.accessibleName()
    assert trend.head.step.isHidden()
    assert receipt.value.text() == "n/a"
    assert not [text for text in said(receipt) if "%" in text and "Promoters" in text and "n/a" not in text]


def test_the_customer_has_a_page_with_their_story(qtbot: QtBot, window: Window) -> None:
    customers: Any = window.show_dock("customers")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)
    assert customers.model.rowCount() == 1
    qtbot.keyClick(customers.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: customers.page.page is not None and not window.desk.jobs.busy(), timeout=10_000)
    assert customers.page.model.rowCount() == window.desk.info.rows  # type: ignore[union-attr]
    assert customers.page.grab().toImage().width() > 0
    customers.leave()


def test_a_widest_width_keeps_the_page_together(qtbot: QtBot, window: Window) -> None:
    customers: Any = window.show_dock("customers")
    column, width = customers._page_column, customers.width()
    customers.resize(1900, 600)
    assert column.contentsMargins().left() == column.contentsMargins().right() == (1900 - 900) // 2
    customers.resize(width, 600)
    assert column.contentsMargins().left() == 0


def test_presets_begin_where_the_workspaces_weeks_and_years_begin(qtbot: QtBot, window: Window) -> None:
    def keep(workspace: Workspace, _progress: object) -> Any:
        return None, workspace.set_setting("fiscal_start", 4)

    with settled(qtbot, window):
        window.desk.write("setting", keep)
    assert window.bar.calendar == Calendar(0, 4)


@pytest.mark.parametrize("name", DOCKS)
def test_tab_walks_through_a_dock_and_out_of_it_again(qtbot: QtBot, window: Window, name: str) -> None:
    panel = window.show_dock(name)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)
    shell, inside = window.docks[name], list[QWidget]()
    reached = [one for one in panel.findChildren(QWidget) if one.isVisible() and one.focusPolicy() & Policy.TabFocus]
    if not reached:
        empty: Any = panel
        assert empty.empty.isVisible(), "only where there is nothing to do"
        return
    reached[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _step in range(120):
        here = window.focusWidget()
        if here is None or not shell.isAncestorOf(here) or here in inside:
            break
        inside.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    here = window.focusWidget()
    assert inside, "the keyboard comes in"
    assert here is not None
    assert not shell.isAncestorOf(here), f"the keyboard stays in {name}, at {type(inside[-1]).__name__}"
    qtbot.keyClick(here, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is inside[-1], "and back in where it left"


@pytest.mark.parametrize(
    "name", ["trend", "breakdown", "why", "distribution", "journey", "data", "comments", "customers"]
)
def test_where_nothing_is_imported_every_dock_leads_to_the_import(qtbot: QtBot, nothing: Window, name: str) -> None:
    panel: Any = nothing.show_dock(name)
    qtbot.waitUntil(lambda: not nothing.desk.jobs.busy() and panel.empty.isVisible(), timeout=10_000)
    assert panel.empty.button.text() == "Import…"
    assert panel.empty.accessibleName()
    with qtbot.waitSignal(nothing.desk.wanted, check_params_cb=lambda wanted: wanted == "import"):
        panel.empty.acted.emit()
