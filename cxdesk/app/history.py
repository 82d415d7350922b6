"""Back and forward through the questions that were asked."""

from __future__ import annotations

from cxdesk.domain.query import Query

KEPT = 200


class History:
    """The questions in the order asked, and where the person stands among them."""

    def __init__(self) -> None:
        self._asked: list[Query] = []
        self._at = -1

    def clear(self) -> None:
        self._asked.clear()
        self._at = -1

    def add(self, query: Query) -> None:
        """A new question; those that lay ahead are forgotten."""
        if self._asked and self._asked[self._at] == query:
            return
        self._asked = [*self._asked[: self._at + 1], query][-KEPT:]
        self._at = len(self._asked) - 1

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._asked) - 1

    def back(self) -> Query | None:
        """The question before, if any."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self._asked[self._at]

    def forward(self) -> Query | None:
        if not self.can_go_forward:
            return None
        self._at += 1
        return self._asked[self._at]
