"""In which order Tab walks along the parts of a panel or window: as they are read, not as they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def in_order(whole: QWidget, parts: Sequence[QWidget]) -> None:
    """Walk along `parts` of `whole` in this order, and within each of them as it is."""
    chain = [leaf for part in parts for leaf in _leaves(whole, part)]
    for one, other in pairwise(chain):
        QWidget.setTabOrder(one, other)


class AsRead(QObject):
    """Of a window: Tab walks along everything that is laid out, line by line, also when parts come or go."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest) and isinstance(watched, QWidget):
            layout = watched.layout()
            for one, other in pairwise(_stops(layout) if layout is not None else ()):
                QWidget.setTabOrder(one, other)
        return False


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner, part = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from _stops(inner)
        elif part is not None:
            yield from _within(part)


def _within(part: QWidget) -> Iterator[QWidget]:
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    if isinstance(part, QStackedWidget):
        pages = [part.widget(at) for at in range(part.count())]
    else:
        pages = [part.widget()] if isinstance(part, QScrollArea) else []
    for page in filter(None, pages):
        yield from _within(page)
    inner = part.layout()
    if inner is not None and not pages:
        yield from _stops(inner)


def _leaves(whole: QWidget, part: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard in `part`, itself included, seen or not, as the chain of the window has it."""
    here: QWidget | None = whole.window()
    first = here
    while True:
        assert here is not None
        if (here is part or part.isAncestorOf(here)) and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield here
        here = here.nextInFocusChain()
        if here is first:
            return
