"""The words behind the number: as many as there are, found by word and by score, read in full, and decided upon.

In a narrow dock the comment that is read stands below the list with its customer; where there is width, list, comment
and customer stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.analysis import wording
from cxdesk.app import theme
from cxdesk.app.dates import short
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files
from cxdesk.app.docks import deciding
from cxdesk.app.docks.comment_decisions import CommentDecisions
from cxdesk.app.docks.comment_emptiness import Emptiness
from cxdesk.app.docks.comment_filters import CommentFilters
from cxdesk.app.docks.comment_list import CommentList, same_list
from cxdesk.app.docks.comment_parts import CommentParts
from cxdesk.app.docks.crumbs import Crumbs
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.docks.reading import plain_copy
from cxdesk.app.docks.search_line import SearchLine
from cxdesk.app.models.comments import PAGE
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.app.widgets.theme_chips import ThemeChips
from cxdesk.domain.changes import FOLLOW_UPS, THEMES, Changes
from cxdesk.domain.results import Board, CommentRow
from cxdesk.system.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.following import Reading
    from cxdesk.workspace.workspace import CommentIds, Workspace

IDS = "comments"
CHIP_GAP = 6
SEARCH_PAUSE = 200  # milliseconds without a key before a search starts
EXPORT = "comments.write"
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
        self.found: CommentIds | None = None
        self._known: Reading | None = None  # of the first comment of the list, which came with it
        self._board: Board | None = None
        self._compact: bool | None = None
        self.crumbs, self.search = Crumbs(), SearchLine(desk.jobs)
        self.bands = {band: Chip(checkable=True, small=True) for band in BANDS}
        self.count = ElidedLabel(role="caption", tone="text3")
        self.themes, self.filters = ThemeChips(), CommentFilters()
        self.list = CommentList(desk)
        self.empty, left = EmptyState("comment"), QWidget()
        self.parts = CommentParts(desk, left)
        self.reading = self.parts.reading
        self.decisions = CommentDecisions(desk, self.parts, self.list, self)
        self.bar, self.group = QProgressBar(), ElidedLabel(role="small", tone="text2", bold=True)
        self._asked: tuple[object, ...] = ()  # what the listed comments answer
        self._marks_only = False  # only what was decided is other: what is listed stays listed
        self._emptiness = Emptiness(self)
        self._pause = QTimer(self)
        self._build(left)
        self._connect()
        self.retranslate()

    def _build(self, left: QWidget) -> None:
        now = theme.current()
        chips = FlowLayout(gap=CHIP_GAP)
        for chip in self.bands.values():
            chips.addWidget(chip)
        top = QVBoxLayout()
        top.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        top.setSpacing(now.px(8))
        top.addWidget(self.crumbs)
        top.addWidget(self.search)
        top.addLayout(chips)
        top.addWidget(self.themes)
        counted = QHBoxLayout()
        counted.setSpacing(now.px(8))
        counted.addWidget(self.filters)
        counted.addWidget(self.count, 1)
        top.addLayout(counted)
        self.bar.setTextVisible(False)
        top.addWidget(self.bar)
        top.addWidget(self.group)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        listing = QVBoxLayout(left)
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(0)
        listing.addLayout(top)
        listing.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.ask)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        for chip in self.bands.values():
            chip.toggled.connect(lambda _on: self.ask())
        self.themes.changed.connect(self.ask)
        self.filters.changed.connect(self.ask)
        self.desk.read_wanted.connect(self.filters.put_in_order)
        self.list.chosen.connect(self._read)
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._show_group())
        self.parts.triage.read_theme.connect(self.show_theme)
        self.parts.opened.connect(self._open_customer)
        self.list.doubleClicked.connect(lambda _index: self._open_customer())
        self.empty.acted.connect(self._emptiness.end)
        self.search.reaches_further.connect(self.ask)
        self.crumbs.back.clicked.connect(lambda: self.desk.wanted.emit("triage"))

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("eye", N_("Read and decide"), lambda: self.desk.wanted.emit("triage")),
            Tool("copy", N_("Copy the comment"), self.copy),
            Tool("export", N_("Export comments…"), self.export),
        )

    def show_board(self, board: Board) -> None:
        """Another question: other comments. The search stays, the score bands go with their metric."""
        before, self._board = self._board, board
        if before is None or before.trend is None or board.trend is None or before.trend.metric != board.trend.metric:
            for chip in self.bands.values():
                chip.set_checked(False)
            self.themes.clear()
            self.filters.clear()
        self.noted.emit(behind(self.desk))
        self.ask()

    def on_changed(self, changes: Changes) -> None:
        """A new board follows most writes, and with it the comments; none follows what becomes of them."""
        self._marks_only = changes.touched <= {FOLLOW_UPS, THEMES}
        if not self._marks_only:
            self.parts.customer.renew()
        elif changes.touched == {FOLLOW_UPS}:
            self.ask()

    def forget(self) -> None:
        self._asked = ()
        self.parts.customer.show_customer("")
        self._show_found(None)

    def retranslate(self) -> None:
        self.search.retranslate()
        self.list.setAccessibleName(_("Comments"))
        self.filters.retranslate()
        self.parts.retranslate()
        self._show_counts()
        if self._board is not None:
            self.noted.emit(behind(self.desk))
        self.list.viewport().update()

    def set_compact(self, compact: bool) -> None:
        """The list before the reading, where there is little height."""
        if compact is not self._compact:
            self._compact = compact
            self.parts.arrange(compact)

    def seek_list(self) -> None:
        self.list.setFocus()
        self._show_counts()

    def seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def copy(self) -> None:
        comment = self.parts.comment
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
        themes, narrowing = self.themes.chosen, self.filters.narrowing
        asked, marks_only = (query, search, bands, themes, narrowing), self._marks_only
        self._marks_only = False

        listed = self.found

        def work(workspace: Workspace, _progress: Progress) -> _Answer:
            found = workspace.comment_ids(query, search, bands, themes, narrowing)
            return _Answer(found) if same_list(listed, found) else _opened(workspace, found)

        def arrived(answer: _Answer) -> None:
            same, self._asked = asked == self._asked, asked
            if marks_only and same and self.found is not None:
                self._show_marks(answer.found)
            else:
                self._show_found(answer.found, answer)

        self.desk.question(IDS, work, arrived)

    # What arrives

    def _show_found(self, found: CommentIds | None, answer: _Answer | None = None) -> None:
        self.found, self._known = found, answer.known if answer is not None else None
        self.parts.set_search(self.search.text())
        self.parts.triage.set_counts(found.themes if found is not None else {})
        self.filters.show_found(found)
        self.list.show_found(found, self.search.text(), answer.first if answer is not None else ())
        self._known = None  # what is read from now on is asked for: something may be decided meanwhile
        self._show_counts()
        self.stack.setCurrentWidget(self.list if self.list.listed else self.empty)
        self.parts.show_parts(self.list.listed > 0)

    def _show_marks(self, found: CommentIds) -> None:
        """Something was decided: what is listed stays listed, with the counts as they are now."""
        assert self.found is not None
        marks = {name: getattr(found, name) for name in ("bands", "themes", "decisions", "statuses", "owners")}
        self.found = replace(self.found, **marks, unread=found.unread)
        self.filters.show_found(self.found)
        self.parts.triage.set_counts(found.themes, fresh=False)
        self.list.renew()
        self._show_counts()
        self.parts.ask_known()

    def _read(self, comment: CommentRow | None) -> None:
        self.parts.read(comment, self._known)
        if self.parts.columns > 1:
            self._say_place()

    def show_theme(self, title: str) -> None:
        """List the comments of a theme."""
        self.themes.choose(title)
        self.ask()

    def _open_customer(self, reference: str = "") -> None:
        comment = self.parts.comment
        found = reference or (comment.reference if comment is not None else "")
        if found:
            deciding.open_customer(self.desk, found)

    def export(self) -> None:
        """Write every comment that is listed, with all that is known of each, as csv or xlsx."""
        found = self.found
        folder = self.desk.info.path.parent if self.desk.info else Path()
        chosen = files.comments(self, str(folder)) if found is not None and len(found.ids) else None
        if chosen is None or found is None:
            return
        path, names = chosen

        def work(workspace: Workspace, progress: Progress) -> int:
            from cxdesk.reports.comments_file import write_comments
            from cxdesk.workspace.hiding import hidden_comment

            rows = workspace.every_comment(found)
            if not names:
                known = workspace.known_names()
                rows = (hidden_comment(row, known) for row in rows)
            return write_comments(path, rows, len(found.ids), progress)

        def written(count: int) -> None:
            text = ngettext("{n} comment written to {file}.", "{n} comments written to {file}.", count, file=path.name)
            self.count.set_text(text)

        self.desk.question(EXPORT, work, written)

    # What is said

    def _show_counts(self) -> None:
        """The chips with their counts, and how many of the rows behind the number have words."""
        self.crumbs.show_place(self.alone, number_here(self.desk))
        found = self.found
        counts = found.bands if found is not None else {}
        focus, card = self.desk.focus, self.desk.card
        titles = BAND_TITLES.get(focus.metric[:3] if focus else "", BAND_TITLES[""])
        exact = card is not None and card.metric == "nps" and any(part.say() == "0–10" for part in card.label)
        said = {}
        for band, title in zip(self.bands, titles, strict=True):
            lead, tone = NPS_SCORES[band] if exact else ("", "text")
            said[band] = ChipText(_(title), number(counts.get(band, 0)), lead, tone)
        self._say_bands({band: text for band, text in said.items() if band in counts})
        self.themes.show_counts(found.themes if found is not None else {})
        listed = self.list.listed
        if found is None:
            self.count.set_text("")
        elif self.parts.columns > 1:
            self._say_place()
        elif self.search.text().strip() or self.narrowed:
            self.count.set_text(said_found(listed, found.partial))
        else:
            behind = ngettext("{n} answer", "{n} answers", found.rows_behind)
            brief = _("{part} of {whole}", part=number(listed), whole=number(found.rows_behind))
            self.count.set_text(
                _("{comments} of {answers} with a comment", comments=number(listed), answers=behind), brief
            )
        self.bar.setVisible(self.parts.columns > 1 and listed > 0)
        if found is not None and listed:
            self.bar.setRange(0, listed)
            self.bar.setValue(listed - min(found.unread, listed))
        self._show_group()
        self.empty.show_text(*self._emptiness.said())

    def _say_place(self) -> None:
        """How far the reading is."""
        found, listed = self.found, self.list.listed
        read = listed - min(found.unread, listed) if found is not None else 0
        said = ngettext("{read} of {n} read", "{read} of {n} read", listed, read=number(read))
        if found is not None and found.partial:
            said = said_found(listed, partial=True)
        self.count.set_text(said)
        if self.alone and self.list.place >= 0:
            self.noted.emit(_("{place} of {n}", place=number(self.list.place + 1), n=number(listed)))

    def _show_group(self) -> None:
        """Under which theme the comments at the top of the list stand, where they stand so."""
        groups = self.found.groups if self.found is not None else ()
        self.group.setVisible(bool(groups))
        if groups:
            top = max(self.list.rowAt(0), 0)
            at = max(place for place, (_title, start) in enumerate(groups) if start <= top)
            end = groups[at + 1][1] if at + 1 < len(groups) else self.list.listed
            title = _(groups[at][0]) if groups[at][0] else _("Without a theme")
            self.group.set_text(_("{theme} · {n}", theme=title, n=number(end - groups[at][1])))

    def _say_bands(self, said: dict[str, ChipText]) -> None:
        """Scores and their names; where these need a second line, the scores alone and the names as tooltips."""
        for band, chip in self.bands.items():
            chip.setVisible(band in said)
            if band in said:
                chip.set_said(said[band])
                set_plain_tooltip(chip, "")
        now, shown = theme.current(), [self.bands[band] for band in said]
        wanted = sum(chip.sizeHint().width() for chip in shown) + now.px(CHIP_GAP) * (len(shown) - 1)
        if wanted <= self.search.width() or not all(text.lead for text in said.values()):
            return
        for band, text in said.items():
            self.bands[band].set_said(replace(text, text=""))
            set_plain_tooltip(self.bands[band], text.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = self.parts.columns
        self.parts.arrange()
        if before > self.parts.columns and not self.alone:
            self.noted.emit(behind(self.desk))  # no longer the place in the list
        self.list.set_short(self.parts.columns > 1)
        self._show_counts()

    @property
    def narrowed(self) -> bool:
        """Whether only some bands or themes are listed."""
        return (
            self.filters.narrowing.narrows
            or bool(self.themes.chosen)
            or any(chip.active for chip in self.bands.values())
        )


@dataclass(frozen=True)
class _Answer:
    """The comments behind a number; where the list is another one, with what is read of it first: the first page, and
    what is known of the first comment. So the list is painted once, and never empty in between.
    """

    found: CommentIds
    first: Sequence[CommentRow] = ()
    known: Reading | None = None


def _opened(workspace: Workspace, found: CommentIds) -> _Answer:
    first = workspace.comment_page(found, 0, PAGE)
    one = first[0] if first and first[0].kind else None
    return _Answer(found, first, workspace.reading(one.row, one.text) if one is not None else None)


def said_found(n: int, partial: bool) -> str:
    """How many were found; `partial` while there may be more because not every comment can be searched yet."""
    if partial:
        return ngettext("{n} comment found so far", "{n} comments found so far", n)
    return ngettext("{n} comment found", "{n} comments found", n)


def behind(desk: Desk) -> str:
    """What the comments stand behind: the number, its period, its segment."""
    card = desk.card
    return _("behind {what}", what=", ".join((_(card.short_title), *_where(desk)))) if card is not None else ""


def number_here(desk: Desk) -> str:
    """The number that is looked at with its value, its segment and its period: NPS −13, Sept – Nov 2026."""
    card = desk.card
    if card is None:
        return ""
    value = wording.withheld(card, desk.least).figure.value
    name = _(card.short_title)
    chosen = desk.query.selection
    narrowed = chosen is not None and (chosen.segment is not None or chosen.period is not None)
    said = name if value is None or narrowed else f"{name} {wording.value_text(value, wording.Measured.of(card))}"
    return ", ".join((said, *_where(desk)))


def _where(desk: Desk) -> list[str]:
    """The segment and the period that are looked at."""
    chosen, parts = desk.query.selection, []
    if chosen is not None and chosen.segment is not None:
        from cxdesk.app.attributes import value_title

        parts.append(value_title(desk.query.split or "", chosen.segment))
    period = (chosen.period if chosen else None) or desk.query.range
    return [*parts, short(period)] if period is not None else parts
