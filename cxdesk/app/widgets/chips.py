"""Chips: what restricts the numbers, each with a button to take it away again; and choices that look alike."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.painting import dashed, frame, middle_baseline, one_line
from cxdesk.app.theme import Theme, tokens
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.system.i18n import _

PAD, PAD_SMALL = 12, 10
ICON, GAP = 12, 7
CLOSE, CLOSE_ROOM = 10, 28


@dataclass(frozen=True)
class ChipText:
    """What a chip says: `lead` in bold and in `tone`, `text`, then `note` more quietly ("0–6" "Detractors" "104")."""

    text: str = ""
    note: str = ""
    lead: str = ""
    tone: str = "text"

    @property
    def spoken(self) -> str:
        return " ".join(part for part in (self.lead, self.text, self.note) if part)


class _Body(QAbstractButton):
    """Icon and texts of a chip; the chip paints what is around them."""

    def __init__(self, chip: Chip) -> None:
        super().__init__(chip)
        self.chip = chip
        self.setProperty("ringed", chip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now, chip = theme.current(), self.chip
        pad = now.px(chip.pad)
        width = pad + self._texts_width(now) + (0 if chip.removable else pad)
        width += now.px(ICON + GAP) if chip.icon else 0
        width += now.px(ICON + 4) if chip.opens else 0
        return QSize(int(width) + 1, chip.height_hint())

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(min(self.sizeHint().width(), now.px(72)), self.chip.height_hint())

    def _pieces(self, now: Theme) -> list[tuple[str, bool, str]]:
        """Text, whether it is bold, and its tone."""
        said, on = self.chip.said, self.chip.active
        pieces = [(said.lead, True, said.tone)] if said.lead else []
        strong = on and not said.lead
        tone = "text2" if self.chip.dashed else "text"
        pieces += [(said.text, strong, tone)] if said.text else []
        pieces += [(said.note, False, "text3" if said.lead or not on else "text2")] if said.note else []
        return [(one_line(text), bold, tone if self.isEnabled() else "text3") for text, bold, tone in pieces]

    def _texts_width(self, now: Theme) -> float:
        pieces = self._pieces(now)
        widths = [now.metrics("small", bold).horizontalAdvance(text) for text, bold, _tone in pieces]
        return sum(widths) + now.pxf(5) * max(len(pieces) - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        chip, x = self.chip, now.pxf(self.chip.pad)
        ink = now.accent if chip.active else now.text2 if self.isEnabled() else now.text3
        if chip.icon:
            icons.paint(painter, chip.icon, QRectF(x, 0, now.pxf(ICON), place.height()), ink, ICON)
            x += now.pxf(ICON + GAP)
        end = place.width() - (0 if chip.removable else now.pxf(chip.pad)) - (now.pxf(ICON + 4) if chip.opens else 0)
        for text, bold, tone in self._pieces(now):
            metrics: QFontMetricsF = now.metrics("small", bold)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(end - x, 0) + 0.5)
            painter.setFont(now.font("small", bold))
            painter.setPen(now.colour(tone))
            painter.drawText(round(x), round(middle_baseline(place, metrics)), shown)
            x += metrics.horizontalAdvance(shown) + now.pxf(5)
        if chip.opens:
            side = now.pxf(ICON)
            corner = QRectF(place.width() - now.pxf(chip.pad) - side, 0, side, place.height())
            icons.paint(painter, "chevron-down", corner, now.text2, ICON)


class _Close(QAbstractButton):
    """The × of a chip: a second thing to focus and press."""

    def __init__(self, chip: Chip) -> None:
        super().__init__(chip)
        self.chip = chip
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_radius", tokens.CHIP / 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(CLOSE_ROOM), self.chip.height_hint())

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        place = QRectF(self.rect()).adjusted(0, 0, -now.pxf(4), 0)
        if self.underMouse() or self.isDown():
            side = now.pxf(18)
            spot = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
            frame(painter, spot, now.sunken, None, side / 2)
        icons.paint(painter, "close", place, now.accent if self.chip.active else now.text2, CLOSE)


class Chip(QWidget):
    """`clicked` (open it, or choose it), `toggled` when checkable, `removed` by × or the Delete key.

    Active chips are filled; `dashed` ones add something; `opens` shows that a list opens below.
    """

    clicked = Signal()
    toggled = Signal(bool)
    removed = Signal()

    def __init__(
        self,
        said: ChipText | str = "",
        icon: str = "",
        *,
        removable: bool = False,
        checkable: bool = False,
        small: bool = False,
        dashed: bool = False,
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.icon, self.small, self.dashed, self.opens = icon, small, dashed, opens
        self.removable = removable
        self._active = False
        self.said = ChipText()
        self.body = _Body(self)
        self.body.setCheckable(checkable)
        self.body.clicked.connect(lambda: self.clicked.emit())
        self.body.toggled.connect(self._checked)
        self.close_button = _Close(self) if removable else None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.body, 1)
        if self.close_button is not None:
            self.close_button.clicked.connect(lambda: self.removed.emit())
            row.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.body)
        self.setProperty("ring_radius", (tokens.CHIP_SMALL if small else tokens.CHIP) / 2)
        self.set_said(said)
        theme.watcher().changed.connect(self._resize)

    @property
    def pad(self) -> int:
        return PAD_SMALL if self.small else PAD

    @property
    def active(self) -> bool:
        """Whether it is filled: something is restricted by it, or it is chosen."""
        return self._active or self.body.isChecked()

    def set_active(self, active: bool) -> None:
        if active != self._active:
            self._active = active
            self._resize()

    def set_checked(self, checked: bool) -> None:
        """Choose it or not, without telling."""
        if checked == self.body.isChecked():
            return
        self.body.blockSignals(True)
        self.body.setChecked(checked)
        self.body.blockSignals(False)
        self._resize()

    def set_said(self, said: ChipText | str) -> None:
        """Other words; plain text may come alone. Nothing is laid out again for words that are there already."""
        said = ChipText(said) if isinstance(said, str) else said
        spoken, remove = said.spoken, _("Remove {filter}", filter=said.spoken)
        if self.close_button is not None and self.close_button.accessibleName() != remove:
            self.close_button.setAccessibleName(remove)
            set_plain_tooltip(self.close_button, remove)
        if said == self.said and self.body.accessibleName() == spoken:
            return
        wide, self.said = self.body.sizeHint(), said
        self.body.setAccessibleName(spoken)
        set_plain_tooltip(self.body, spoken)
        if self.body.sizeHint() != wide:
            self._resize()
        self.update()
        self.body.update()

    def height_hint(self) -> int:
        return theme.current().px(tokens.CHIP_SMALL if self.small else tokens.CHIP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        radius = place.height() / 2
        hovered = self.underMouse()
        if self.dashed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(dashed(now.cmp if not hovered else now.text2, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            return
        edge = now.accentline if self.active else now.line2 if hovered else now.line
        frame(painter, place, now.accentbg if self.active else now.panel, edge, radius)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def _checked(self, on: bool) -> None:
        self._resize()
        self.toggled.emit(on)

    def _resize(self) -> None:
        self.body.updateGeometry()
        self.updateGeometry()
        self.update()
