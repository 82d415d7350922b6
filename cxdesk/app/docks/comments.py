"""The words behind the number: as many as there are, found by word and by score, read in full below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dates import short
from cxdesk.app.desk import INDEXING, Desk
from cxdesk.app.docks.comment_list import CommentList
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.docks.reading import ReadingPane, plain_copy
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip
from cxdesk.app.widgets.theme_chips import ThemeChips
from cxdesk.domain.changes import Changes
from cxdesk.domain.results import Board, CommentRow
from cxdesk.system.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import CommentIds, Workspace

IDS = "comments"
CLEAR = "_q_qlineeditclearaction"  # Qt's name of the button that empties a line
CHIP_GAP = 6
SEARCH_PAUSE = 200  # milliseconds without a key before a search starts
READING, READING_COMPACT = 150, 112  # height of the comment that is read
BANDS = ("bottom", "middle", "top")
BAND_TITLES = {
    "nps": (N_("Detractors"), N_("Passives"), N_("Promoters")),
    "ces": (N_("Difficult"), N_("Neutral"), N_("Easy")),
    "": (N_("Dissatisfied"), N_("Neutral"), N_("Satisfied")),
}
NPS_SCORES = {"bottom": ("0–6", "bad"), "middle": ("7–8", "text2"), "top": ("9–10", "good")}


class CommentsPanel(Panel):
    """Holds which comments are listed; asks for them anew with every board."""

    waits_for = (IDS,)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: CommentIds | None = None
        self._board: Board | None = None
        self._compact: bool | None = None
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        lead = self.search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._signs = [lead, *self.search.findChildren(QAction, CLEAR)]  # kept, so that they follow the theme
        for sign, name in zip(self._signs, ("search", "close"), strict=False):
            icons.put(sign, name, "text2", 14)
        self.bands = {band: Chip(checkable=True, small=True) for band in BANDS}
        self.count = plain_label(role="caption", tone="text3")
        self.themes = ThemeChips()
        self.list = CommentList(desk)
        self.empty, self.reading = EmptyState("comment"), ReadingPane(desk)
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        now = theme.current()
        chips = FlowLayout(gap=CHIP_GAP)
        for chip in self.bands.values():
            chips.addWidget(chip)
        top = QVBoxLayout()
        top.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        top.setSpacing(now.px(8))
        top.addWidget(self.search)
        top.addLayout(chips)
        top.addWidget(self.themes)
        top.addWidget(self.count)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.split = split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.stack)
        split.addWidget(self.reading)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setHandleWidth(1)
        self.set_compact(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.ask)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        for chip in self.bands.values():
            chip.toggled.connect(lambda _on: self.ask())
        self.themes.changed.connect(self.ask)
        self.list.chosen.connect(self._read)
        self.empty.acted.connect(self._end_emptiness)
        self.desk.jobs.progressed.connect(self._indexing)
        self.desk.jobs.ended.connect(self._indexed)

    def _indexing(self, key: str, done: float, of: float, _label: str) -> None:
        """A large import is still being made searchable: the search box says how far that is."""
        if key == INDEXING and of:
            share = number(100 * done / of)
            self.search.setPlaceholderText(_("Search in comments ({share} % can be searched)", share=share))

    def _indexed(self, key: str) -> None:
        if key == INDEXING:
            self.search.setPlaceholderText(_("Search in comments"))
            if self.search.text().strip():
                self.ask()

    def tools(self) -> tuple[Tool, ...]:
        return (Tool("copy", N_("Copy the comment"), self.copy),)

    def show_board(self, board: Board) -> None:
        """Another question: other comments. The search stays, the score bands go with their metric."""
        before, self._board = self._board, board
        if before is None or before.trend is None or board.trend is None or before.trend.metric != board.trend.metric:
            for chip in self.bands.values():
                chip.set_checked(False)
            self.themes.clear()
        self.noted.emit(self._behind())
        self.ask()

    def on_changed(self, changes: Changes) -> None:
        """A new board follows every write, and with it the comments."""

    def retranslate(self) -> None:
        self.search.setPlaceholderText(_("Search in comments"))
        self._show_counts()
        if self._board is not None:
            self.noted.emit(self._behind())
        self.list.viewport().update()
        self.reading.retranslate()

    def set_compact(self, compact: bool) -> None:
        """The list before the reading, where there is little height."""
        if compact is not self._compact:
            self._compact = compact
            reading = theme.current().px(READING_COMPACT if compact else READING)
            self.split.setSizes([10 * reading, reading])

    def seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def copy(self) -> None:
        comment = self.reading.comment
        if comment is not None:
            QGuiApplication.clipboard().setText(plain_copy(comment))

    # Asking

    def ask(self) -> None:
        """Which comments stand behind the number in focus, narrowed to the search and the bands."""
        self._pause.stop()
        focus = self.desk.focus
        if focus is None:
            self._show_found(None)
            return
        query, search = self.desk.query.with_(selection=focus), self.search.text()
        bands = tuple(band for band, chip in self.bands.items() if chip.active)
        themes = self.themes.chosen

        def work(workspace: Workspace, _progress: Progress) -> CommentIds:
            return workspace.comment_ids(query, search, bands, themes)

        self.desk.question(IDS, work, self._show_found)

    # What arrives

    def _show_found(self, found: CommentIds | None) -> None:
        self._found = found
        self.reading.set_search(self.search.text())
        self.list.show_found(found, self.search.text())
        self._show_counts()
        self.stack.setCurrentWidget(self.list if self.list.listed else self.empty)
        self.reading.setVisible(self.list.listed > 0)

    def _read(self, comment: CommentRow | None) -> None:
        self.reading.show_comment(comment)

    # What is said

    def _show_counts(self) -> None:
        """The chips with their counts, and how many of the rows behind the number have words."""
        found = self._found
        counts = found.bands if found is not None else {}
        titles = BAND_TITLES.get((self._metric() or "")[:3], BAND_TITLES[""])
        card = self.desk.card
        exact = card is not None and card.metric == "nps" and any(part.say() == "0–10" for part in card.label)
        said = {}
        for band, title in zip(self.bands, titles, strict=True):
            lead, tone = NPS_SCORES[band] if exact else ("", "text")
            said[band] = ChipText(_(title), number(counts.get(band, 0)), lead, tone)
        self._say_bands({band: text for band, text in said.items() if band in counts})
        self.themes.show_counts(found.themes if found is not None else {})
        listed = self.list.listed
        if found is None:
            self.count.setText("")
        elif self.search.text().strip() or self._narrowed:
            self.count.setText(ngettext("{n} comment found", "{n} comments found", listed))
        else:
            behind = ngettext("{n} answer", "{n} answers", found.rows_behind)
            self.count.setText(_("{comments} of {answers} have a comment", comments=number(listed), answers=behind))
        self._explain_emptiness()

    def _say_bands(self, said: dict[str, ChipText]) -> None:
        """Scores and their names; where these need a second line, the scores alone and the names as tooltips."""
        for band, chip in self.bands.items():
            chip.setVisible(band in said)
            if band in said:
                chip.set_said(said[band])
                set_plain_tooltip(chip, "")
        now, shown = theme.current(), [self.bands[band] for band in said]
        wanted = sum(chip.sizeHint().width() for chip in shown) + now.px(CHIP_GAP) * (len(shown) - 1)
        if wanted <= self.width() - now.px(24) or not all(text.lead for text in said.values()):
            return
        for band, text in said.items():
            self.bands[band].set_said(replace(text, text=""))
            set_plain_tooltip(self.bands[band], text.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_counts()

    def _explain_emptiness(self) -> None:
        if self.search.text().strip():
            why = _("No comment behind this number has “{words}”.", words=self.search.text().strip())
            self.empty.show_text(_("Nothing found"), why, _("Clear the search"))
        elif self.themes.chosen:
            self.empty.show_text(_("No comments on this theme"), "", _("Show all themes"))
        elif self._narrowed:
            self.empty.show_text(_("No comments in this band"), "", _("Show all scores"))
        else:
            behind = self._found.rows_behind if self._found else 0
            why = ngettext(
                "The {n} answer behind this number carries none.",
                "The {n} answers behind this number carry none.",
                behind,
            )
            button = _("Show all periods") if self.desk.query.range is not None else ""
            self.empty.show_text(_("No comments in this selection"), why if behind else "", button)

    def _end_emptiness(self) -> None:
        if self.search.text().strip():
            self.search.clear()
        elif self.themes.chosen:
            self.themes.clear()
            self.ask()
        elif self._narrowed:
            for chip in self.bands.values():
                chip.set_checked(False)
            self.ask()
        else:
            self.desk.brush(None)

    @property
    def _narrowed(self) -> bool:
        """Whether only some bands or themes are listed."""
        return bool(self.themes.chosen) or any(chip.active for chip in self.bands.values())

    def _metric(self) -> str | None:
        focus = self.desk.focus
        return focus.metric if focus else None

    def _behind(self) -> str:
        """What the comments stand behind: the number, its period, its segment."""
        card, query = self.desk.card, self.desk.query
        if card is None:
            return ""
        chosen = query.selection
        period = (chosen.period if chosen else None) or query.range
        parts = [_(card.short_title)]
        if chosen is not None and chosen.segment is not None:
            from cxdesk.app.attributes import value_title

            parts.append(value_title(query.split or "", chosen.segment))
        if period is not None:
            parts.append(short(period))
        return _("behind {what}", what=", ".join(parts))
