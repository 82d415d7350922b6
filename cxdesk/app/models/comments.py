"""A list of any number of comments: it holds row ids and fetches pages of rows when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.app.models.pages import Pages
from cxdesk.domain.results import CommentRow
from cxdesk.system.i18n import _

PAGE = 16  # what is in sight, and a little more: a jump to any place waits for no more than that
PAGES_KEPT = 640
COMMENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
THEMES_ROLE = COMMENT_ROLE + 100  # names of themes

Index = QModelIndex | QPersistentModelIndex


class CommentsModel(QAbstractTableModel):
    """One column of comments. `wanted` names the pages that were looked at and are not here yet."""

    wanted = Signal(list)  # of page numbers

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Sequence[int] = ()
        self._pages: Pages[CommentRow] = Pages(PAGE, PAGES_KEPT, lambda page: self.wanted.emit([page]))

    def show_ids(self, ids: Sequence[int], first: Sequence[CommentRow] = ()) -> None:
        """Show these rows, in this order; what was fetched before is forgotten. `first` is the first page, if known."""
        self.beginResetModel()
        self._ids = ids
        self._pages.start(len(ids))
        if first:
            self._pages.put(0, first)
        self.endResetModel()

    def forget(self, keep: tuple[int, int]) -> None:
        """Pages are out of date, those of `keep` (first, end) too, but they stay in sight until they come again."""
        self._pages.outdated(*keep)

    def page_ids(self, page: int) -> Sequence[int]:
        """The row ids of one page."""
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def put(self, page: int, rows: Iterable[CommentRow]) -> None:
        """A page arrived."""
        filled = self._pages.put(page, list(rows))
        if filled is not None:
            self.dataChanged.emit(self.index(filled[0], 0), self.index(filled[1], 0))

    def give_up(self, pages: Iterable[int]) -> None:
        """These pages will not come; they are asked for again when looked at again."""
        self._pages.give_up(pages)

    def comment(self, row: int) -> CommentRow | None:
        """The comment in that place, or None while its page is on its way."""
        return self._pages.line(row)

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
