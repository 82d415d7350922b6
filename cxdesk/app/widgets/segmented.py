"""A few exclusive choices side by side in one frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import frame, middle_baseline
from cxdesk.app.theme import tokens
from cxdesk.system.i18n import _

HEIGHT, PAD = 24, 9


class _Segment(QAbstractButton):
    """One choice; its width does not change when it turns bold."""

    def __init__(self, value: str, text: str) -> None:
        super().__init__()
        self.value = value
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        width = max(now.metrics("small", bold).horizontalAdvance(self.text()) for bold in (False, True))
        return QSize(int(width) + 1 + 2 * now.px(PAD), now.px(HEIGHT))

    def _row_width(self) -> int:
        row = self.parentWidget()
        return row.width() if row is not None else self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        on = self.isChecked()
        whole = QRectF(-self.x(), 0, self._row_width(), place.height())
        fill = now.accentbg if on else now.raised if self.underMouse() else None
        frame(painter, whole, fill, now.line, now.pxf(tokens.RADIUS_CONTROL))
        if self.x() > 0:
            painter.fillRect(QRectF(0, 1, 1, place.height() - 2), now.line)
        ink = now.accent if on else now.text2 if self.isEnabled() else now.text3
        metrics = now.metrics("small", on)
        painter.setFont(now.font("small", on))
        painter.setPen(ink)
        x = (place.width() - metrics.horizontalAdvance(self.text())) / 2
        painter.drawText(round(x), round(middle_baseline(place, metrics)), self.text())


class Segmented(QWidget):
    """`chosen(value)` when the person chooses; `choose` sets it without telling. Arrow keys move along."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(lambda _id: self.chosen.emit(self.value))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_choices([(value, _(title)) for value, title in choices])
        theme.watcher().changed.connect(self.updateGeometry)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices, as (value, text); the present one stays chosen if it is among them."""
        before = self.value
        if [(one.value, one.text()) for one in self._segments()] == list(choices):
            return
        for old in self._segments():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        for value, text in choices:
            segment = _Segment(value, text)
            self._group.addButton(segment)
            self._row.addWidget(segment)
        self.choose(before)

    @property
    def value(self) -> str:
        """What is chosen; empty when nothing is."""
        checked = self._group.checkedButton()
        return checked.value if isinstance(checked, _Segment) else ""

    def choose(self, value: str) -> None:
        """Show `value` as chosen; nothing is chosen when it is not among the choices."""
        found = [one for one in self._segments() if one.value == value]
        self._group.setExclusive(bool(found))
        for one in self._segments():
            one.setChecked(one in found)
        self._group.setExclusive(True)

    def rename(self, texts: Sequence[str]) -> None:
        """The same choices in another language."""
        for segment, text in zip(self._segments(), texts, strict=True):
            segment.setText(text)
            segment.updateGeometry()

    def _segments(self) -> list[_Segment]:
        return [one for one in self._group.buttons() if isinstance(one, _Segment)]
