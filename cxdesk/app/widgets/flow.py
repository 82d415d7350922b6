"""A layout that sets its widgets side by side and begins a new line where one ends."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from cxdesk.app import theme


class FlowLayout(QLayout):
    """Lines of equal spacing; its height follows its width. `gap` in pixels at 100 %, between items and lines."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, at: int, widget: QWidget) -> None:
        """Put a widget before the one that is at place `at`."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        margins, gap = self.contentsMargins(), theme.current().px(self._gap)
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + gap * max(len(hints) - 1, 0)
        height = max((hint.height() for hint in hints), default=0)
        return _with(QSize(width, height), margins)

    def minimumSize(self) -> QSize:
        hints = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((hint.width() for hint in hints), default=0)
        height = max((hint.height() for hint in hints), default=0)
        return _with(QSize(width, height), self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay everything out within the width of `rect`; returns the height it takes."""
        margins, gap = self.contentsMargins(), theme.current().px(self._gap)
        inner = rect.marginsRemoved(margins)
        y = inner.y()
        for line in self._lines(inner.width(), gap):
            height = max(hint.height() for _item, hint in line)
            x = inner.x()
            for item, hint in line:
                if move:
                    width = min(hint.width(), max(inner.width(), 1))
                    item.setGeometry(QRect(x, y + (height - hint.height()) // 2, width, hint.height()))
                x += hint.width() + gap
            y += height + gap
        return max(y - gap, inner.y()) - rect.y() + margins.bottom()

    def _lines(self, width: int, gap: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items with their sizes, line by line; hidden widgets take no room."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if not lines or used + hint.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, hint))
            used += hint.width() + gap
        return lines


def _with(size: QSize, margins: QMargins) -> QSize:
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
