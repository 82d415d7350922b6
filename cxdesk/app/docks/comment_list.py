"""The list of comments: rows of one height, so that a million of them scroll; pages come when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from cxdesk.app import theme
from cxdesk.app.delegates.comment import CommentDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.jobs import URGENT
from cxdesk.app.models.comments import PAGE, CommentsModel
from cxdesk.domain.results import CommentRow

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import CommentIds, Workspace

PAGES = "comment pages"


class CommentList(QTableView):
    """Shows CommentIds. `chosen` carries the comment to be read, or None while it is on its way."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: CommentIds | None = None
        self._wanted: set[int] = set()
        self.comments = CommentsModel(self)
        self.delegate = CommentDelegate(self)
        self._fetch = QTimer(self)
        self._fetch.setSingleShot(True)
        self._fetch.setInterval(0)
        self._build()
        self._fetch.timeout.connect(self._fetch_pages)
        self.comments.wanted.connect(self._want)
        self.comments.dataChanged.connect(self._arrived)
        self.selectionModel().currentChanged.connect(lambda _index, _before: self._tell())
        theme.watcher().changed.connect(self._fit_rows)

    def _build(self) -> None:
        self.setModel(self.comments)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self._fit_rows()

    def show_found(self, found: CommentIds | None, search: str, first: Sequence[CommentRow] = ()) -> None:
        """List these comments, with what was searched for marked; the first one is chosen, unless they are the same
        as before: then the list stays as it is. `first` are those of the first page, where they came along.
        """
        place = self._place() if same_list(self._found, found) else None
        self._found = found
        self.delegate.themes = found is not None and bool(found.themes)
        self._fit_rows()
        self._wanted.clear()
        self.delegate.set_search(search)
        self.comments.show_ids(found.ids if found is not None else (), first)  # type: ignore[arg-type]
        row, down = place or (0, 0)
        if self.comments.rowCount():
            self.setCurrentIndex(self.comments.index(max(row, 0), 0))
            self.verticalScrollBar().setValue(down)
            self._fetch_pages()

    @property
    def listed(self) -> int:
        """How many comments the list holds."""
        return self.comments.rowCount()

    def set_short(self, short: bool) -> None:
        """One line of each comment, where it is read in full beside the list."""
        if short is not self.delegate.short:
            self.delegate.short = short
            self._fit_rows()
            self.viewport().update()

    def renew(self) -> None:
        """What stands beside the comments is other now; what is seen stays until it is fetched again."""
        self._wanted.update(range(*self._around()))
        self.comments.forget(keep=self._around())
        self._fetch.start()

    def _around(self) -> tuple[int, int]:
        first, last = self._visible_pages()
        return first, last + 1

    def step(self, by: int) -> bool:
        """Go on to another comment; False where there is none."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self.listed:
            return False
        self.setCurrentIndex(self.comments.index(row, 0))
        return True

    @property
    def place(self) -> int:
        """The place of the comment that is read, from 0; -1 for none."""
        return self.currentIndex().row()

    def _place(self) -> tuple[int, int]:
        """The row that is read, and how far down the list is."""
        return self.currentIndex().row(), self.verticalScrollBar().value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_rows()
        super().resizeEvent(event)

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height(self.width()))

    def _arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        """Rows came; the one that is read may be among them."""
        if first.row() <= self.currentIndex().row() <= last.row():
            self._tell()

    def _tell(self) -> None:
        index: QModelIndex = self.currentIndex()
        self.chosen.emit(self.comments.comment(index.row()) if index.isValid() else None)

    def _want(self, pages: list[int]) -> None:
        self._wanted.update(pages)
        self._fetch.start()

    def _fetch_pages(self) -> None:
        """Fetch what is looked at now; pages that were only passed on the way are given up."""
        first, last = self._visible_pages()
        pages = sorted(page for page in self._wanted if first <= page <= last)
        self.comments.give_up(self._wanted.difference(pages))
        self._wanted.intersection_update(pages)  # until they are here: the next question ends this one
        listed = self._found
        if not pages or listed is None:
            return

        def work(workspace: Workspace, progress: Progress) -> dict[int, list[CommentRow]]:
            fetched = {}
            for page in pages:
                progress.check()
                fetched[page] = workspace.comment_page(listed, page * PAGE, (page + 1) * PAGE)
            return fetched

        def put(fetched: dict[int, list[CommentRow]]) -> None:
            if self._found is not listed:
                return  # another list stands here by now, and its first page came with it
            for page, rows in fetched.items():
                self._wanted.discard(page)
                self.comments.put(page, rows)

        self._desk.question(PAGES, work, put, priority=URGENT)

    def _visible_pages(self) -> tuple[int, int]:
        top = max(self.rowAt(0), 0)
        bottom = self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.listed - 1
        return top // PAGE, max(last, top) // PAGE


def same_list(listed: CommentIds | None, found: CommentIds | None) -> bool:
    """Whether the comments that were found are those that are listed already."""
    if listed is None or found is None or len(listed.ids) != len(found.ids):
        return False
    return bool((listed.ids == found.ids).all())
