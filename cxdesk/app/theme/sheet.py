"""The one style sheet: what Fusion cannot draw flat. Variants are dynamic properties of the widgets.

`primary`, `quiet`, `link`, `danger` on push buttons; `framed` on tool buttons; `type` and `tone` on labels (see
`cxdesk.app.widgets.plain`) and `strong` for bold ones; `box` on frames: panel, raised, popup, bad, warn, accent, proof.
"""

from __future__ import annotations

from string import Template
from typing import Final

from PySide6.QtGui import QColor

from cxdesk.app.theme import tokens
from cxdesk.app.theme.values import Theme, mixed
from cxdesk.system import resources

_SHEET: Final = """
QPushButton, QToolButton, QMenuBar, QMenu, QTabBar, QComboBox, QLineEdit, QAbstractSpinBox, QPlainTextEdit,
  QAbstractItemView, QRadioButton, QCheckBox { font-size: ${body}px; }
QPushButton { background: $panel; color: $text; border: 1px solid $line; border-radius: ${p4}px;
  padding: 0 ${p11}px; min-height: ${inner}px; }
QPushButton:hover { background: $raised; border-color: $line2; }
QPushButton:pressed, QPushButton:checked { background: $sunken; border-color: $line; }
QPushButton:disabled { background: $sunken; color: $text3; border-color: $line; }
QPushButton[primary="true"] { background: $accent; color: $onaccent; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accenthover; border-color: $accenthover; }
QPushButton[primary="true"]:pressed { background: $accentpress; border-color: $accentpress; }
QPushButton[primary="true"]:disabled { background: $sunken; color: $text3; border-color: $line; font-weight: 400; }
QPushButton[danger="true"]:enabled { color: $bad; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; padding: 0 ${p8}px; }
QPushButton[quiet="true"]:hover { background: $sunken; }
QPushButton[link="true"] { background: transparent; border-color: transparent; color: $accent; padding: 0 ${p4}px;
  min-height: ${p20}px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"][warn="true"] { color: $warn; font-size: ${small}px; font-weight: 600; }
QPushButton[small="true"] { font-size: ${small}px; min-height: ${innersmall}px; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: ${p4}px;
  padding: ${p2}px ${p4}px; }
QToolButton:hover { background: $sunken; } QToolButton:pressed, QToolButton:checked { background: $accentbg; }
QToolButton:disabled { color: $text3; } QToolButton::menu-indicator { image: none; }
QToolButton[framed="true"] { background: $panel; border-color: $line; padding: 0 ${p8}px; min-height: ${inner}px; }
QToolButton[framed="true"]:hover { background: $raised; border-color: $line2; }
QFrame[box="below"] { border: none; border-top: 1px solid $line2; } $boxes
QFrame[box="dock"] { background: $panel; border: 1px solid $line; border-top: none; border-bottom-left-radius: ${p6}px;
  border-bottom-right-radius: ${p6}px; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $panel; color: $text;
  border: 1px solid $line2; border-radius: ${p4}px; selection-background-color: $accent; selection-color: $onaccent; }
QLineEdit, QAbstractSpinBox { padding: 0 ${p8}px; min-height: ${inner}px; } QPlainTextEdit { padding: ${p3}px ${p4}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus
  { border-color: $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: $sunken; color: $text3;
  border-color: $line; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QComboBox QLineEdit, QAbstractSpinBox QLineEdit
  { border: none; background: transparent; padding: 0; min-height: 0; }
QComboBox { padding: 0 ${p4}px 0 ${p8}px; min-height: ${inner}px; combobox-popup: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: ${p20}px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: ${p12}px; height: ${p12}px; }
QComboBox[small="true"] { font-size: ${small}px; font-weight: 600; min-height: ${innersmall}px; }
QComboBox[doubt="true"] { border-color: $warn; }
QComboBox[quiet="true"] { color: $text3; border-color: $line; font-weight: 400; }
QComboBox QAbstractItemView { border: 1px solid $line2; padding: ${p2}px; }
QAbstractItemView { background: $panel; alternate-background-color: $panel; selection-background-color: $accentbg;
  selection-color: $text; border: none; outline: none; }
QListView[cards="true"] { background: transparent; }
QTreeView::item, QListView::item { min-height: ${p24}px; } QTableView { gridline-color: $grid; }
QHeaderView { background: $raised; border: none; }
QHeaderView::section { background: $raised; color: $text2; border: none; border-bottom: 1px solid $line;
  padding: ${p4}px ${p8}px; font-size: ${small}px; font-weight: 600; }
QTableView QHeaderView::section:horizontal:first { padding-left: ${p12}px; }
QHeaderView[lines="true"]::section { color: $text3; font-weight: 400; border-bottom: 1px solid $grid;
  border-right: 1px solid $line; padding: 0 ${p8}px; }
QTabBar { background: $raised; } QTabBar[bare="true"] { background: transparent; }
QTabBar::tab { background: transparent; color: $text2; border: none; border-bottom: 2px solid transparent;
  padding: ${p4}px ${p12}px; min-height: ${p20}px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:disabled { color: $text3; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; } QScrollBar:vertical { width: ${p10}px; }
QScrollBar:horizontal { height: ${p10}px; }
QScrollBar::handle { background: $line2; border-radius: ${p3}px; border: none; }
QScrollBar::handle:vertical { min-height: ${p32}px; margin: ${p2}px ${p2}px; width: ${p6}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; margin: ${p2}px ${p2}px; height: ${p6}px; }
QScrollBar::handle:hover { margin: 0; border-radius: ${p5}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $panel; color: $text; border: 1px solid $line2; padding: ${p6}px ${p10}px;
  font-size: ${small}px; }
QMenuBar { background: $window; color: $text2; border: none; padding: ${p2}px ${p8}px; }
QMenuBar::item { background: transparent; padding: ${p4}px ${p8}px; border-radius: ${p4}px; }
QMenuBar::item:selected { background: $sunken; color: $text; }
QMenu { background: $panel; color: $text; border: 1px solid $line2; padding: ${p4}px; }
QMenu::item { padding: ${p5}px ${p24}px ${p5}px ${p12}px; border-radius: ${p4}px; }
QMenu::item:selected { background: $accentbg; } QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QToolBar { background: $panel; border: none; border-bottom: 1px solid $line; spacing: ${p8}px; }
QToolBar[edge="true"] { background: $window; border: none; spacing: 0; padding: 0; }
QStatusBar { background: $window; color: $text2; border-top: 1px solid $line; font-size: ${small}px; }
QStatusBar::item { border: none; } QMainWindow::separator { background: $window; width: ${p6}px; height: ${p6}px; }
QProgressBar { background: $sunken; border: none; border-radius: ${p2}px; min-height: ${p4}px; max-height: ${p4}px; }
QProgressBar::chunk { background: $accent; border-radius: ${p2}px; }
QProgressBar[edge="true"] { background: transparent; border-radius: 0; min-height: ${p3}px; max-height: ${p3}px; }
QDialog { background: $window; } QRadioButton, QCheckBox { spacing: ${p8}px; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: ${p12}px; height: ${p12}px;
  background: $panel; border: 1px solid $line2; border-radius: ${p3}px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent; border-color: $accent;
  image: url("$tick"); }
QCheckBox::indicator:disabled { background: $sunken; border-color: $line; }
QRadioButton::indicator { border-radius: ${radio}px; }
QRadioButton::indicator:checked { width: ${p6}px; height: ${p6}px; border: ${ring}px solid $accent; }
$labels
QLabel[strong="true"] { font-weight: 600; }
QFrame[head="true"] { background: $raised; border: none; border-bottom: 1px solid $line;
  border-top-left-radius: ${p5}px; border-top-right-radius: ${p5}px; }
QFrame[foot="true"] { background: $panel; border: none; border-top: 1px solid $line; }
"""
_BOXES: Final = {
    "panel": ("panel", "line"),
    "raised": ("raised", "line"),
    "popup": ("panel", "line2"),
    "bad": ("badbg", "bad"),
    "warn": ("panel", "warn"),
    "accent": ("accentbg", "accent"),
    "proof": ("goodbg", "goodbg"),
}
TONES: Final = ("text", "text2", "text3", "accent", "good", "bad", "warn", "flat", "onaccent")


def sheet(theme: Theme) -> str:
    """The style sheet of a theme at its zoom."""
    values = {token: theme.colour(token).name(QColor.NameFormat.HexRgb) for token in tokens.COLOURS}
    values |= {f"p{size}": str(theme.px(size)) for size in (2, 3, 4, 5, 6, 8, 10, 11, 12, 20, 24, 32)}
    values |= {
        "inner": str(theme.px(tokens.CONTROL) - 2),
        "innersmall": str(theme.px(tokens.CHIP) - 2),
        "small": str(theme.font("small").pixelSize()),
        "radio": str((theme.px(12) + 2) // 2),
        "ring": str((theme.px(12) + 2 - theme.px(6)) // 2),
        "body": str(theme.font("body").pixelSize()),
        "accenthover": mixed(theme.accent, theme.text, 0.86).name(),
        "accentpress": mixed(theme.accent, theme.text, 0.74).name(),
        "chevron": resources.path("icons", "chevron-down-gray.svg").as_posix(),
        "tick": resources.path("icons", "check-black.svg" if theme.dark else "check-white.svg").as_posix(),
        "boxes": " ".join(_box(theme, name, *pair) for name, pair in _BOXES.items()),
        "labels": " ".join(
            [*(_size(theme, role) for role in tokens.FONTS), *(_tone(theme, tone) for tone in TONES)],
        ),
    }
    return Template(_SHEET).substitute(values).strip() + "\n"


def _box(theme: Theme, name: str, surface: str, edge: str) -> str:
    background, line = theme.colour(surface).name(), theme.colour(edge).name()
    radius = theme.px(tokens.RADIUS)
    return f'QFrame[box="{name}"] {{ background: {background}; border: 1px solid {line}; border-radius: {radius}px; }}'


def _size(theme: Theme, role: str) -> str:
    font = theme.font(role)
    return f'QLabel[type="{role}"] {{ font-size: {font.pixelSize()}px; font-weight: {int(font.weight())}; }}'


def _tone(theme: Theme, tone: str) -> str:
    return f'QLabel[tone="{tone}"] {{ color: {theme.colour(tone).name()}; }}'
