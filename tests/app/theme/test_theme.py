"""One theme for everything: palette, one style sheet, fonts and sizes that follow zoom and the person's own font."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import cxdesk.app
from cxdesk.app import theme
from cxdesk.app.theme import tokens
from cxdesk.app.theme.sheet import sheet
from tests.app.conftest import Themed

APP = Path(cxdesk.app.__file__).parent
HEX = re.compile(r"#[0-9A-Fa-f]{3}\b|#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{8}\b")


def test_the_palette_carries_the_tokens(themed: Themed, qapp: QApplication) -> None:
    now = themed("dark")
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == now.window
    assert palette.color(QPalette.ColorRole.Base) == now.panel
    assert palette.color(QPalette.ColorRole.Highlight) == now.accent
    assert palette.color(QPalette.ColorRole.PlaceholderText) == now.text3
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == now.text3
    assert qapp.style().name().lower() in ("fusion", "")


def test_a_widget_hears_of_another_theme_once(themed: Themed, qtbot: QtBot) -> None:
    themed("light")
    with qtbot.waitSignal(theme.watcher().changed) as heard:
        now = themed("dark")
    assert heard.signal_triggered
    assert theme.current() is now
    assert now.dark


def test_only_who_asked_for_it_follows_the_computer(themed: Themed, qapp: QApplication, qtbot: QtBot) -> None:
    themed("dark")
    theme.apply_theme(qapp, theme.SYSTEM, 1.5, contrast=False)
    with qtbot.waitSignal(theme.watcher().changed):
        qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.current().zoom == 1.5
    theme.apply_theme(qapp, theme.DARK, 1.0, contrast=False)
    with qtbot.assertNotEmitted(theme.watcher().changed):
        qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.current().dark


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("contrast", [False, True])
def test_the_style_sheet_is_short_and_understood(
    name: str, contrast: bool, themed: Themed, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    text = sheet(themed(name, contrast=contrast))
    assert len(text.splitlines()) < 100
    assert "$" not in text
    button = QPushButton("Import")
    qtbot.addWidget(button)
    button.grab()
    assert "parse" not in capfd.readouterr().err.lower()


@pytest.mark.parametrize("zoom", [z / 100 for z in tokens.ZOOMS])
def test_sizes_and_fonts_follow_the_zoom(zoom: float, themed: Themed) -> None:
    now = themed(zoom=zoom)
    assert now.px(100) == round(100 * zoom)
    for role, (factor, line, _bold) in tokens.FONTS.items():
        assert now.font(role).pixelSize() == max(7, round(13 * factor * zoom))
        assert now.line_height(role) >= line * zoom


def test_a_larger_font_of_the_person_enlarges_everything_and_a_smaller_one_only_the_text(themed: Themed) -> None:
    large = themed(pixels=26)
    assert (large.scale, large.font("body").pixelSize()) == (2.0, 26)
    small = themed(pixels=12)
    assert (small.scale, small.font("body").pixelSize()) == (1.0, 12)


def test_zooming_does_not_add_up(themed: Themed, qapp: QApplication) -> None:
    themed()
    for _again in range(3):
        theme.apply_theme(qapp, "light", 2.0, contrast=False)
    assert qapp.font().pixelSize() == 26


def test_lines_of_one_pixel_stay_thin_until_they_would_vanish(themed: Themed) -> None:
    assert themed(zoom=1.25).pen(QColor("black")).widthF() == 1.0
    assert themed(zoom=2.0).pen(QColor("black")).widthF() == 2.0
    assert themed(zoom=2.0).pen(QColor("black"), 1.5).widthF() == 3.0
    assert themed().pen(QColor("black")).isCosmetic()


def test_high_contrast_turns_washes_into_outlines_and_faint_lines_into_strong_ones(themed: Themed) -> None:
    plain, strong = themed("light"), themed("light", contrast=True)
    assert strong.line == plain.line2
    assert strong.text3 == plain.text2
    assert {strong.accentbg.name(), strong.badbg.name()} == {plain.panel.name()}
    assert not strong.washes


def test_series_beyond_the_sixth_become_other(themed: Themed) -> None:
    now = themed()
    assert now.category(5) == now.categories[5]
    assert now.category(6) == now.category(17) == now.cmp


def test_the_dash_of_a_series_is_in_pixels(themed: Themed) -> None:
    for zoom in (1.0, 2.0):
        pen = themed(zoom=zoom).category_pen(1)
        assert [part * pen.widthF() for part in pen.dashPattern()] == pytest.approx([7 * zoom, 4 * zoom])


@pytest.mark.parametrize("name", ["light", "dark"])
def test_heat_of_counts_keeps_its_words_readable(name: str, themed: Themed) -> None:
    now = themed(name)
    for step in range(len(tokens.SEQUENTIAL)):
        surface = now.sequential(step)
        assert theme.contrast_ratio(now.on(surface), surface) >= 3.0
    assert now.sequential(5).name() == now.accent.name()


def test_labels_take_their_colour_and_size_from_properties(themed: Themed, qtbot: QtBot) -> None:
    now = themed("light")
    label = QLabel("Partial")
    label.setProperty("tone", "warn")
    label.setProperty("type", "caption")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == now.warn
    assert label.font().pixelSize() == now.font("caption").pixelSize()


def test_no_other_file_holds_a_colour() -> None:
    culprits = [
        f"{file.relative_to(APP)}:{number}"
        for file in APP.rglob("*.py")
        if file != APP / "theme" / "tokens.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if HEX.search(line)
    ]
    assert culprits == []


def test_only_the_theme_sets_a_style_sheet() -> None:
    culprits = [
        str(file.relative_to(APP))
        for file in APP.rglob("*.py")
        if "setStyleSheet" in file.read_text(encoding="utf-8") and file != APP / "theme" / "apply.py"
    ]
    assert culprits == []


def test_what_the_first_window_paints_with_needs_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "import cxdesk.app.theme, cxdesk.app.icons, cxdesk.app.widgets.card_view, cxdesk.app.widgets.chips\n"
        "import cxdesk.app.widgets.dock_title, cxdesk.app.widgets.empty_state, cxdesk.app.widgets.segmented\n"
        "print([name for name in ('numpy', 'pandas', 'pyqtgraph', 'babel', 'sqlite3') if name in sys.modules])\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=APP.parent.parent
    )
    assert found.stdout.strip() == "[]"
