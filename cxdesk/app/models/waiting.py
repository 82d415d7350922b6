"""The pages of a long list that were looked at and are not here yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

AT_ONCE = 4  # pages that are asked for together


class Paged(Protocol):
    """What a model of pages has for this."""

    @property
    def wanted(self) -> SignalInstance: ...

    def put(self, page: int, rows: Any, /) -> None: ...

    def give_up(self, pages: Iterable[int], /) -> None: ...


class Waiting(QObject):
    """`asked` says which pages shall come: those that were looked at last, with those still on their way, because a
    newer question of a kind ends the older. What was only passed on the way is given up, to be wanted again.
    """

    asked = Signal(list)

    def __init__(self, model: Paged, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._pages: dict[int, None] = {}  # in the order in which they were looked at
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        model.wanted.connect(self.want)

    def want(self, page: int) -> None:
        """A page is looked at."""
        self._pages.pop(page, None)
        self._pages[page] = None
        self._soon.start()

    def put(self, fetched: Mapping[int, Any]) -> None:
        """Pages arrived."""
        for page, rows in fetched.items():
            self._pages.pop(page, None)
            self._model.put(page, rows)

    def clear(self) -> None:
        """Another list, or an answer that will not come."""
        self._model.give_up(self._pages)
        self._pages.clear()

    def _ask(self) -> None:
        pages = list(self._pages)[-AT_ONCE:]
        self._model.give_up(set(self._pages).difference(pages))
        self._pages = dict.fromkeys(pages)
        if pages:
            self.asked.emit(sorted(pages))
