"""The start page: one thing to do, and it is large; recent workspaces; samples; three sentences."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import theme
from cxdesk.app.start.drop_area import DropArea, Picture
from cxdesk.app.start.recent import RecentPanel, rule
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.sample import STORIES, Story

HELP = (
    (N_("Drop a file"), N_("CXDesk says what each column is and asks when unsure.")),
    (N_("Read the numbers"), N_("Every number says how sure it is and opens its rows.")),
    (N_("Read the words"), N_("Drag over a dip in the trend to see who wrote what.")),
)
SIGNS = {"lumen": "cart", "brevio": "chart"}


class SampleCard(QFrame):
    """One invented company to try things on; a click anywhere opens it."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        now = theme.current()
        self.story = story
        self.setProperty("box", "panel")
        self.title = plain_label()
        self.title.setProperty("strong", True)
        self.about = plain_label(role="small", tone="text2", wrap=True)
        self.languages = plain_label(role="small", tone="text3")
        self.open = QPushButton()
        self.open.setProperty("link", True)
        self.busy = BusyBar()
        self._opening = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(now.px(8))
        head.addWidget(Picture(SIGNS.get(story.name, "data"), 20))
        head.addWidget(self.title, 1)
        foot.addWidget(self.languages, 1)
        foot.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(now.px(16), now.px(12), now.px(12), now.px(10))
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addStretch(1)
        layout.addLayout(foot)
        layout.addWidget(self.busy)
        self.retranslate()

    def set_opening(self, opening: bool) -> None:
        """It takes seconds the first time: say that it is on its way, and take no second click."""
        self._opening = opening
        self.setEnabled(not opening)
        self.busy.start() if opening else self.busy.stop()
        self.retranslate()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.open.click()

    def retranslate(self) -> None:
        self.title.setText(_(self.story.title))
        self.about.setText(_(self.story.about))
        self.languages.setText(_(self.story.languages))
        self.open.setText(_("Opening…") if self._opening else _("Open sample"))
        self.open.setAccessibleName(f"{_('Open sample')}: {_(self.story.title)}")


class Number(QWidget):
    """A step's number in a pale disc."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        side = theme.current().px(24)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if now.washes else now.pen(now.accent))
        painter.setBrush(now.accentbg)
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(now.font("small", True))
        painter.setPen(now.accent)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class StartPage(QScrollArea):
    """Tells what the person chose; the window does it."""

    files_wanted = Signal()
    folder_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    workspace_chosen = Signal(str)
    sample_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drop, self.recent = DropArea(), RecentPanel()
        self.samples = [SampleCard(story) for story in STORIES]
        self._name, self._tagline = plain_label("CXDesk", "title"), plain_label(tone="text2", wrap=True)
        self._try = plain_label(role="heading")
        self._help = [(plain_label(role="body"), plain_label(role="small", tone="text2", wrap=True)) for _h in HELP]
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        now = theme.current()
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(now.px(40), now.px(24), now.px(40), now.px(16))
        grid.setHorizontalSpacing(now.px(24))
        grid.setVerticalSpacing(now.px(16))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addLayout(self._head(), 0, 0, 1, 2)
        grid.addWidget(self.drop, 1, 0)
        grid.addWidget(self.recent, 1, 1)
        grid.addWidget(self._try, 2, 0, 1, 2)
        for column, sample in enumerate(self.samples):
            grid.addWidget(sample, 3, column)
        grid.setRowStretch(1, 3)
        grid.setRowMinimumHeight(1, now.px(260))
        grid.setRowStretch(4, 1)
        grid.addWidget(rule(), 5, 0, 1, 2)
        grid.addLayout(self._steps(), 6, 0, 1, 2)
        self.setWidget(page)

    def _head(self) -> QHBoxLayout:
        now = theme.current()
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._tagline)
        row.setSpacing(now.px(12))
        row.addWidget(Picture("cxdesk", 40))
        row.addLayout(words, 1)
        return row

    def _steps(self) -> QHBoxLayout:
        now = theme.current()
        row = QHBoxLayout()
        row.setSpacing(now.px(24))
        for number, (title, line) in enumerate(self._help, 1):
            title.setProperty("strong", True)
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            step, words = QHBoxLayout(), QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(title)
            words.addWidget(line)
            words.addStretch(1)  # heads stand on one line where another step needs two lines
            step.setSpacing(now.px(12))
            step.addWidget(Number(number), 0, Qt.AlignmentFlag.AlignTop)
            step.addLayout(words, 1)
            row.addLayout(step, 1)
        return row

    def _connect(self) -> None:
        self.drop.files.clicked.connect(self.files_wanted)
        self.drop.folder.clicked.connect(self.folder_wanted)
        self.recent.new.clicked.connect(self.new_wanted)
        self.recent.open.clicked.connect(self.open_wanted)
        self.recent.chosen.connect(self.workspace_chosen)
        for sample in self.samples:
            sample.open.clicked.connect(partial(self._choose, sample))

    def _choose(self, sample: SampleCard) -> None:
        sample.set_opening(True)
        self.sample_chosen.emit(sample.story.name)

    def opened(self) -> None:
        """Whatever was opened is there, or cannot be."""
        for sample in self.samples:
            sample.set_opening(False)

    def retranslate(self) -> None:
        self._tagline.setText(_("Your customers’ experience in numbers you can check, and in their own words."))
        self._try.setText(_("Try with sample data"))
        for (title, line), (head, words) in zip(self._help, HELP, strict=True):
            title.setText(_(head))
            line.setText(_(words))
        self.drop.retranslate()
        self.recent.retranslate()
        for sample in self.samples:
            sample.retranslate()
