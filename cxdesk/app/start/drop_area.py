"""The large area that says what to do: drop files, or choose them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.widgets.plain import plain_label, set_variant
from cxdesk.system.i18n import _

ICON = 64


class Picture(QWidget):
    """An icon larger than buttons have."""

    def __init__(self, name: str, size: int, tone: str = "accent") -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        drawn: QPixmap = icons.pixmap(self._name, self._size, now.colour(self._tone), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, drawn)


class DropArea(QFrame):
    """Dashed while nothing hangs over it; the window itself takes what is dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.title = plain_label(role="title")
        self.kinds = plain_label(tone="text2", wrap=True)
        self.promise = plain_label(role="small", tone="text2", wrap=True)
        self.files, self.folder = QPushButton(), QPushButton()
        self.files.setProperty("primary", True)
        icons.put(self.files, "import", "onaccent")
        icons.put(self.folder, "folder")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.files)
        buttons.addSpacing(8)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(3)
        layout.addWidget(Picture("spreadsheet-drop", ICON), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        for label in (self.title, self.kinds):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addSpacing(4)
        self.promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.promise)
        layout.addStretch(2)

    def retranslate(self) -> None:
        self.title.setText(_("Drop your spreadsheets here"))
        self.kinds.setText(_("Excel, CSV, OpenDocument or a zip of them, just as your tool exported them."))
        self.files.setText(_("Choose files…"))
        self.folder.setText(_("Choose a folder…"))
        self.promise.setText(
            _("Nothing is uploaded, and nothing is stored before you have seen how it was understood.")
        )

    def show_over(self, over: bool) -> None:
        """Something that can be dropped hangs over the window, or no longer."""
        if over != self._over:
            self._over = over
            set_variant(self, "over", over)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = now.pen(now.accent, 2.0 if self._over else 1.0)
        if not self._over:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(now.accentbg)
        radius = now.pxf(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
