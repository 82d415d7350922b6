"""Reading first: one comment large, then what should be done about it. One key decides, digits add themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpacerItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import theme
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.comment import score_text
from cxdesk.app.docks.follow_up import FollowUpLine
from cxdesk.app.docks.theme_course import ThemeCourseLine
from cxdesk.app.found import found_in, in_units
from cxdesk.app.painting import rule
from cxdesk.app.widgets.badges import ScoreBadge
from cxdesk.app.widgets.choice import Choice
from cxdesk.app.widgets.drawn_when_shown import DrawnWhenShown
from cxdesk.app.widgets.keys import Keys
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.tab_order import in_order
from cxdesk.domain.follow_ups import DECISION_TITLES, DECISIONS
from cxdesk.domain.results import CommentRow
from cxdesk.system.i18n import N_, _, number

if TYPE_CHECKING:
    from cxdesk.analysis.themes import ThemeCourse
    from cxdesk.workspace.following import Known, Reading

MOST_THEMES = 8
WIDEST = 760  # a line of text that is read stays short
LOW = 640  # pixels of height below which parts move together
LOWEST, TALLEST = 3, 9  # lines of a comment before it scrolls
DECIDING = {
    "continue": ("C", "heart", N_("customers like it, keep it")),
    "start": ("S", "plus", N_("they miss it, begin it")),
    "stop": ("X", "cross", N_("it hurts, end it")),
}


class TriagePane(QFrame):
    """Shows a comment and what is known of it; says what the person decides. It keeps nothing itself."""

    decided = Signal(str)  # continue, start, stop; empty: none of them
    themed = Signal(int, bool)  # theme, whether the comment speaks of it
    theme_wanted = Signal()  # a new one
    next_wanted = Signal()
    previous_wanted = Signal()
    read_theme = Signal(str)  # title of the theme whose comments shall be listed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comment: CommentRow | None = None
        self.known: Reading | None = None
        self._search, self._counts, self._writable = "", {}, True  # type: str, Mapping[str, int], bool
        self._offered: tuple[Known, ...] = ()
        self._order: dict[str, int] = {}  # place of each theme, the commonest first
        self.badge, self.name = ScoreBadge(), ElidedLabel(role="heading", bold=True)
        self.place, self.language = ElidedLabel(role="small", tone="text2"), plain_label(role="small", tone="text2")
        self.text = QPlainTextEdit()
        self.why = ElidedLabel(role="small", tone="text2")
        self.question, self.hint = plain_label(), plain_label(role="small", tone="text2")
        self.decisions = {code: Choice(key, icon, tall=True) for code, (key, icon, _about) in DECIDING.items()}
        self.themes_head, self.themes_hint = plain_label(), plain_label(role="small", tone="text2")
        self.new_theme = QPushButton()
        self.themes = [Choice(str(at)) for at in range(1, MOST_THEMES + 1)]
        self.follow_head, self.follow_up = plain_label(), FollowUpLine()
        self.course, self.courses = ThemeCourseLine(), {}  # type: ThemeCourseLine, Mapping[int, ThemeCourse]
        self.keys, self.previous, self.next = Keys(), QPushButton(), QPushButton()
        self._columns, self._gaps = 4, (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._shown = DrawnWhenShown(self, (self._show_comment, self._mark, self._show_known, self._fit_text))
        self._build()
        self._connect()
        self.retranslate()
        in_order(self, (self.text, *self.decisions.values(), self.new_theme, *self.themes, self.follow_up, self.course,
                        self.previous, self.next))  # fmt: skip

    def _build(self) -> None:
        now = theme.current()
        for head in (self.question, self.themes_head, self.follow_head):
            head.setProperty("strong", True)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("bare", True)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(0)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._inside = column = QVBoxLayout(inside)
        column.setContentsMargins(now.px(24), now.px(20), now.px(24), now.px(12))
        column.setSpacing(now.px(8))
        column.addLayout(self._head())
        column.addWidget(self.text)
        column.addWidget(self.why)
        column.addSpacing(now.px(4))
        column.addLayout(_line(self.question, self.hint))
        choices = QHBoxLayout()
        choices.setSpacing(now.px(8))
        for choice in self.decisions.values():
            choices.addWidget(choice, 1)
        column.addLayout(choices)
        column.addItem(self._gaps[0])
        column.addLayout(_line(self.themes_head, self.themes_hint, self.new_theme))
        self._grid = QGridLayout()
        self._grid.setSpacing(now.px(8))
        column.addLayout(self._grid)
        column.addItem(self._gaps[1])
        column.addWidget(self.follow_head)
        column.addWidget(self.follow_up)
        column.addWidget(self.course)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        for ground in (self.area.viewport(), inside):
            ground.setAutoFillBackground(False)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 1, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addLayout(self._foot())
        self.new_theme.setProperty("link", True)
        self._place_themes()

    def _head(self) -> QHBoxLayout:
        now = theme.current()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.place)
        head = QHBoxLayout()
        head.setSpacing(now.px(12))
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(names, 1)
        head.addWidget(self.language, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QHBoxLayout:
        now = theme.current()
        self.next.setProperty("primary", True)
        foot = QHBoxLayout()
        foot.setContentsMargins(now.px(24), now.px(8), now.px(24), now.px(12))
        foot.setSpacing(now.px(12))
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.previous)
        foot.addWidget(self.next)
        return foot

    def _connect(self) -> None:
        for code, choice in self.decisions.items():
            choice.clicked.connect(lambda on, code=code: self.decided.emit(code if on else ""))
        for at, choice in enumerate(self.themes):
            choice.clicked.connect(lambda on, at=at: self._theme(at, on))
        self.new_theme.clicked.connect(self.theme_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.previous.clicked.connect(self.previous_wanted)
        self.course.read.clicked.connect(self._read_theme)
        theme.watcher().changed.connect(self._fit_text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), now.panel)
        painter.fillRect(0, 0, 1, self.height(), now.line)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), now.line)
        rule(painter, now.px(24), self.width() - now.px(24), self.area.geometry().bottom() + 1, now.line)

    # What is shown

    def show_comment(self, comment: CommentRow | None, writable: bool = True) -> None:
        """Another comment; what is known of it follows with `show_known`."""
        same = comment is not None and self.comment is not None and comment.row == self.comment.row
        self.comment, self._writable = comment, writable
        if not same:
            self.known = None
        self._offer()
        self._shown.draw(self._show_comment, self._mark, self._show_known, self._fit_text)

    def _show_comment(self) -> None:
        comment = self.comment
        self.text.setPlainText(comment.text if comment else "")
        self.name.set_text(comment.customer or _("Unknown customer") if comment else "")
        self.place.set_text(_where(comment) if comment else "")
        self.language.setText(comment.lang.upper() if comment else "")
        has_score = comment is not None and comment.score is not None
        self.badge.setVisible(has_score)
        if comment is not None and comment.score is not None:
            self.badge.show_score(score_text(comment.score), comment.band)

    def show_known(self, known: Reading | None) -> None:
        """Themes, decision and follow-up of the comment that is shown."""
        if known is not None and (self.comment is None or known.row != self.comment.row):
            return
        self.known = known
        self._offer()
        self._shown.draw(self._mark, self._show_known)

    def set_search(self, text: str) -> None:
        self._search = text
        self._shown.draw(self._mark)

    def set_counts(self, counts: Mapping[str, int], *, fresh: bool = True) -> None:
        """How many comments of the list speak of each theme, by title; unless `fresh`, digits keep their themes."""
        self._counts = counts
        if fresh or not self._order:
            self._order = {title: at for at, title in enumerate(sorted(counts, key=lambda one: -counts[one]))}
        self._offer()
        self._shown.draw(self._show_themes)

    def show_courses(self, courses: Mapping[int, ThemeCourse]) -> None:
        """How often each theme is named, by its id."""
        self.courses = courses
        self._shown.draw(self._show_themes)

    def offered(self) -> Sequence[Known]:
        """The themes that digits stand for."""
        return self._offered

    def _show_known(self) -> None:
        known, able = self.known, self._writable and self.comment is not None and bool(self.comment.kind)
        for code, choice in self.decisions.items():
            choice.setChecked(known is not None and known.decision == code)
            choice.setEnabled(able)
        self.follow_up.show_follow_up(known.follow_up if known else None, known.owners if known else ())
        self.follow_up.setEnabled(able)
        self.new_theme.setEnabled(able)
        self._show_themes()

    def _offer(self) -> None:
        """Which themes digits stand for: the commonest, and those that the comment speaks of."""
        every = self.known.themes if self.known else ()
        common = sorted(every, key=lambda one: self._order.get(one.theme.title, len(every)))[:MOST_THEMES]
        others = [one for one in every if one.speaks and one not in common]
        self._offered = tuple([*common[: MOST_THEMES - len(others)], *others][:MOST_THEMES])

    def _show_themes(self) -> None:
        every = self.known.themes if self.known else ()
        for at, choice in enumerate(self.themes):
            one = self._offered[at] if at < len(self._offered) else None
            choice.setVisible(one is not None)
            choice.setEnabled(self._writable)
            if one is not None:
                choice.set_said(one.theme.shown, number(self._counts.get(one.theme.title, 0)))
                choice.setChecked(one.speaks)
        said = [one.theme.shown for one in every if one.words]
        names = _("{names} and {last}", names=", ".join(said[:-1]), last=said[-1]) if len(said) > 1 else "".join(said)
        self.why.set_text(_("Highlighted: the words that suggested {themes}", themes=names) if said else "")
        main = next((one for one in every if one.speaks), None)
        often = self._counts.get(main.theme.title, 0) if main else 0
        self.course.show_theme(
            main.theme.shown if main else "", often, self.courses.get(main.theme.id) if main else None
        )

    def _mark(self) -> None:
        """The words that suggested themes as a wash, those that were searched for as elsewhere."""
        now, marks = theme.current(), []
        text = self.text.toPlainText()
        for one in self.known.themes if self.known else ():
            for start, length in in_units(text, one.words):
                marks.append(self._marked(start, length, now.mark, now.marktext))
        for start, length in found_in(text, self._search):
            marks.append(self._marked(start, length, now.accentbg, now.text, underline=True))
        self.text.setExtraSelections(marks)

    def _marked(
        self, start: int, length: int, ground: object, ink: object, *, underline: bool = False
    ) -> QTextEdit.ExtraSelection:
        style = QTextCharFormat()
        style.setBackground(ground)  # type: ignore[arg-type]
        style.setForeground(ink)  # type: ignore[arg-type]
        style.setFontUnderline(underline)
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, style
        return made

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = theme.current()
        side = max((self.width() - now.px(WIDEST)) // 2, now.px(24))
        low = self.height() < now.px(LOW)
        self._inside.setContentsMargins(side, now.px(10 if low else 20), side, now.px(4 if low else 12))
        for gap in self._gaps:
            gap.changeSize(0, now.px(3 if low else 12))
        self._inside.invalidate()
        room = self.width() - 2 * side
        columns = 4 if room >= now.px(600) else 3 if room >= now.px(430) else 2
        if columns != self._columns:
            self._columns = columns
            self._place_themes()
        self._fit_text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._shown.draw(self._mark)

    def _place_themes(self) -> None:
        for at, choice in enumerate(self.themes):
            self._grid.addWidget(choice, at // self._columns, at % self._columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _fit_text(self) -> None:
        """As high as the comment, within bounds."""
        now = theme.current()
        self.text.setFont(now.font("reading"))
        line = self.text.fontMetrics().lineSpacing()
        wanted = round(self.text.document().size().height()) * line
        least = LOWEST if self.height() >= now.px(LOW) else LOWEST - 1
        self.text.setFixedHeight(min(max(wanted, least * line), TALLEST * line) + now.px(6))

    def retranslate(self) -> None:
        self.question.setText(_("What should we do?"))
        self.hint.setText(_("one key chooses; Enter saves and opens the next"))
        for code in DECISIONS:
            self.decisions[code].set_said(_(DECISION_TITLES[code]), _(DECIDING[code][2]))
        self.themes_head.setText(_("Themes"))
        self.themes_hint.setText(_("digits add or remove"))
        self.new_theme.setText(_("New theme…"))
        self.new_theme.setShortcut("")
        self.follow_head.setText(_("Follow-up"))
        self.previous.setText(_("Previous"))
        self.next.setText(_("Save and next"))
        self.keys.set_said(
            (
                (("K", "J"), _("back, next")),
                (("Enter",), _("save")),
                (("N",), _("note")),
                (("Ctrl+Z",), _("undo")),
                (("Esc",), _("close")),
            )
        )
        self.text.setAccessibleName(_("The comment"))
        self.follow_up.retranslate()
        self.show_comment(self.comment, self._writable)

    def _theme(self, at: int, on: bool) -> None:
        if at < len(self._offered):
            self.themed.emit(self._offered[at].theme.id, on)

    def _read_theme(self) -> None:
        known = self.known
        main = next((one for one in known.themes if one.speaks), None) if known else None
        if main is not None:
            self.read_theme.emit(main.theme.title)


def _line(*parts: QWidget) -> QHBoxLayout:
    """A head, its hint, and what can be done at the right."""
    row = QHBoxLayout()
    row.setSpacing(theme.current().px(12))
    for at, part in enumerate(parts):
        row.addWidget(part)
        if at == 1:
            row.addStretch(1)
    return row


def _where(comment: CommentRow) -> str:
    place = _("{file}, row {row}", file=comment.file, row=comment.line) if comment.file else ""
    day = day_text(comment.day) if comment.day else ""
    return " · ".join(part for part in (day, comment.question, place) if part)
