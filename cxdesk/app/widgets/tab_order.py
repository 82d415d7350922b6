"""In which order Tab walks along the parts of a panel: as they are read, not as they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_order(whole: QWidget, parts: Sequence[QWidget]) -> None:
    """Walk along `parts` of `whole` in this order, and within each of them as it is."""
    chain = [leaf for part in parts for leaf in _leaves(whole, part)]
    for one, other in pairwise(chain):
        QWidget.setTabOrder(one, other)


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
