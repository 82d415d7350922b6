"""A list of any number of comments: it holds row ids and fetches pages of rows when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.domain.results import CommentRow
from cxdesk.system.i18n import _

PAGE = 64  # a few times what is in sight: a jump to any place waits for no more than that
PAGES_KEPT = 160
COMMENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
THEMES_ROLE = COMMENT_ROLE + 100  # names of themes

Index = QModelIndex | QPersistentModelIndex


class CommentsModel(QAbstractTableModel):
    """One column of comments. `wanted` names the pages that were looked at and are not here yet."""

    wanted = Signal(list)  # of page numbers

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, list[CommentRow]] = OrderedDict()
        self._asked: set[int] = set()

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these rows, in this order; what was fetched before is forgotten."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def forget(self, keep: tuple[int, int]) -> None:
        """Pages are out of date, those of `keep` (first, end) too, but they stay in sight until they come again."""
        for page in [page for page in self._pages if not keep[0] <= page < keep[1]]:
            del self._pages[page]
        self._asked.clear()

    def page_ids(self, page: int) -> Sequence[int]:
        """The row ids of one page."""
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def put(self, page: int, rows: Iterable[CommentRow]) -> None:
        """A page arrived."""
        self._asked.discard(page)
        self._pages[page] = list(rows)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def give_up(self, pages: Iterable[int]) -> None:
        """These pages will not come; they are asked for again when looked at again."""
        self._asked.difference_update(pages)

    def comment(self, row: int) -> CommentRow | None:
        """The comment in that place, or None while its page is on its way."""
        if not 0 <= row < len(self._ids):
            return None
        number, within = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        comment = self.comment(index.row())
        if role == COMMENT_ROLE:
            return comment
        if comment is not None and role == THEMES_ROLE:
            return tuple(_(title) for title in comment.themes)
        if comment is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return comment.text
        return None

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.wanted.emit([page])
