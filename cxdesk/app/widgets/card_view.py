"""The list of cards: as many abreast as fit, group names across the whole width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QWidget

from cxdesk.app import theme
from cxdesk.app.delegates.card import AROUND, CardDelegate
from cxdesk.app.theme import tokens

MARGIN = 12


class CardView(QListView):
    """Shows a CardsModel. Cards are 180 to 260 wide; a wider view adds columns before it widens them."""

    def __init__(self, parent: QWidget | None = None, margin: int = MARGIN) -> None:
        super().__init__(parent)
        self._margin = margin
        self.delegate = CardDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setProperty("cards", True)
        theme.watcher().changed.connect(self.retheme)
        self._fit_margins()

    def set_compact(self, compact: bool) -> None:
        """Lower cards for low windows."""
        if compact != self.delegate.compact:
            self.delegate.compact = compact
            self._fit()

    def set_computing(self, computing: bool) -> None:
        """Newer values are on their way: the old ones stay, paler."""
        if computing != self.delegate.computing:
            self.delegate.computing = computing
            self.viewport().update()

    def retheme(self) -> None:
        """Take sizes from the theme again."""
        self._fit_margins()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(tokens.CARD_LEAST + 2 * MARGIN + 10), now.px(tokens.CARD + 2 * MARGIN))

    def _fit_margins(self) -> None:
        now = theme.current()
        side = now.px(self._margin) - now.px(AROUND)
        self.setViewportMargins(side, side // 2, 0, 0)

    def _fit(self) -> None:
        now = theme.current()
        off = self.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        bar = (
            0
            if off
            else self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        )
        room = self.maximumViewportSize().width() - bar - 1  # the list keeps the bar's place free in any case
        gap = 2 * now.px(AROUND)
        columns = max(1, int(room // (now.px(tokens.CARD_LEAST) + gap)))
        width = min(room / columns - gap, now.pxf(tokens.CARD_MOST))
        self.delegate.card_width = int(max(width, now.px(120)))
        self.delegate.section_width = room
        self.scheduleDelayedItemsLayout()
