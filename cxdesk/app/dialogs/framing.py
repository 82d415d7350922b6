"""How windows that are worked in look: a title with a choice beside it, the work, and a foot with the buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.app.widgets.tab_order import AsRead

AIR = 24


def frame(
    dialog: QDialog,
    words: Sequence[QLabel],
    work: Sequence[QWidget | QLayout],
    foot: QWidget,
    choice: Segmented | None = None,
    gap: int = 10,
) -> None:
    """Lay a window out: the parts of `work` one below the other, the last taking the room there is; `gap` is between
    them, in pixels at 100 %. Tab walks along them as they are read.
    """
    now = theme.current()
    head, said = QHBoxLayout(), QVBoxLayout()
    said.setSpacing(now.px(2))
    for label in words:
        said.addWidget(label)
    head.addLayout(said, 1)
    if choice is not None:
        head.addWidget(choice, 0, Qt.AlignmentFlag.AlignBottom)
    inside = QVBoxLayout()
    inside.setContentsMargins(*(now.px(step) for step in (AIR, 18, AIR, 14)))
    inside.setSpacing(now.px(gap))
    inside.addLayout(head)
    for part in work:
        stretch = int(part is work[-1])
        if isinstance(part, QLayout):
            inside.addLayout(part, stretch)
        else:
            inside.addWidget(part, stretch)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(inside, 1)
    whole.addWidget(foot)
    dialog.installEventFilter(AsRead(dialog))


def heading(title: str, told: str) -> tuple[QLabel, QLabel]:
    """What the window is for, and a line on what is done in it."""
    return plain_label(title, "title"), plain_label(told, "small", "text2", wrap=True)


def boxed(part: QWidget) -> QFrame:
    """A list, or whatever is worked in, within a frame of its own."""
    made = QFrame()
    made.setProperty("box", "panel")
    inner = QVBoxLayout(made)
    inner.setContentsMargins(*[theme.current().px(1)] * 4)
    inner.addWidget(part)
    return made


def scrolled(part: QWidget) -> QScrollArea:
    """A form that may be taller than its window; its fields have the keyboard."""
    made = QScrollArea()
    made.setWidget(part)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def at_left(*buttons: QPushButton) -> QWidget:
    """Buttons that keep their width at the left of a foot."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().px(8))
    for button in buttons:
        row.addWidget(button)
        button.setAutoDefault(False)
    row.addStretch(1)
    return made


def foot(dialog: QDialog, note: QWidget, buttons: Sequence[QPushButton]) -> QFrame:
    """A note at the left, buttons at the right; none of them is pressed by the Enter key of a field."""
    now = theme.current()
    made = QFrame(dialog)
    made.setProperty("foot", True)
    row = QHBoxLayout(made)
    row.setContentsMargins(*(now.px(step) for step in (AIR, 14, AIR, 14)))
    row.setSpacing(now.px(8))
    row.addWidget(note, 1)
    for button in buttons:
        row.addWidget(button)
        button.setAutoDefault(False)
    return made


def fitting(wanted: QSize, parent: QWidget | None) -> QSize:
    """A size in pixels at 100 %, never larger than the screen."""
    now = theme.current()
    screen = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
    room = screen.availableGeometry().size()
    return QSize(now.px(wanted.width()), now.px(wanted.height())).boundedTo(room - QSize(0, now.px(30)))
