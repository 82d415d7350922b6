"""Why did it change: three sentences first, then the same change split by groups, by themes, by who was there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.why.bars import bars, how
from cxdesk.analysis.why.words import Statement, cannot, closing, statements
from cxdesk.analysis.wording import bare, value_text
from cxdesk.app import steps, theme
from cxdesk.app.attributes import in_sentence, title_of, value_title
from cxdesk.app.charts.box import ChartBox
from cxdesk.app.charts.waterfall import BEFORE, LOOKED_AT, Waterfall
from cxdesk.app.dates import in_full, short
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import AskingPanel, Tool
from cxdesk.app.docks.why_statement import StatementCard
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.app.widgets.tab_order import in_order
from cxdesk.domain.filters import NONE
from cxdesk.domain.follow_ups import Order
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.domain.results import Board, Unit
from cxdesk.domain.why import Part, Role, Split, SplitKind, Why
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace

WHY = "why"
BESIDE, ABREAST, THREE = 900, 820, 1640  # pixels from which sentences, two charts, three charts stand side by side
MOST_HEIGHT = 16_777_215  # as Qt has it where nothing bounds a widget
LOW = 480  # pixels of height below which the picture comes before the sentences
MOST_CHOICES = 4
TITLES = {
    SplitKind.SEGMENTS: N_("By {attribute}"),
    SplitKind.THEMES: N_("By theme of the comment"),
    SplitKind.CUSTOMERS: N_("By customers"),
    SplitKind.INPUTS: N_("By what it is made of"),
}
NOTES = {
    SplitKind.SEGMENTS: N_("rate of each group, then the change in who was counted"),
    SplitKind.THEMES: N_("each counted once, under its main theme"),
    SplitKind.CUSTOMERS: N_("in both periods, only now, only before"),
    SplitKind.INPUTS: N_("what each does when all change from before to now"),
}


READ_FIRST = {"bad": Order.LOWEST, "good": Order.HIGHEST}  # by the tone of a statement: who made it so


class WhyPanel(AskingPanel):
    """Asks by itself, and only while it is seen. A click on a bar is a click on that row of the breakdown."""

    waits_for = ("board", WHY)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.why: Why | None = None
        self._chosen = ""  # the attribute that the person wants
        self._columns = (0, 0)
        self.title, self.dates = ElidedLabel(role="heading"), ElidedLabel(role="small", tone="text2")
        self.choices, self.list = Segmented(), QComboBox()
        self.cards = [StatementCard(self) for _number in range(3)]
        self.boxes = {kind: ChartBox(Waterfall(), desk.jobs, self) for kind in SplitKind}
        self.closing = plain_label(role="small", tone="text2", wrap=True)
        self.absent = plain_label(role="small", tone="text3", wrap=True)
        self.empty = EmptyState("compare")
        self._build()
        self._connect()
        in_order(self, (self.choices, self.list, *self.cards, *self.boxes.values(), self.empty))

    def _build(self) -> None:
        now = theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(now.px(8))
        head.addWidget(self.title)
        head.addWidget(self.dates, 1)
        head.addWidget(self.choices)
        head.addWidget(self.list)
        self._told, self._charts = QGridLayout(), QGridLayout()
        for grid in (self._told, self._charts):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(now.px(8))
        inside = QWidget()
        self._page = column = QVBoxLayout(inside)
        column.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(8))
        column.setSpacing(now.px(8))
        column.addLayout(head)
        column.addLayout(self._told)
        column.addLayout(self._charts, 1)
        column.addWidget(self.absent)
        column.addWidget(self.closing)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.stack.setCurrentWidget(self.empty)

    def _connect(self) -> None:
        self.choices.chosen.connect(self.split_by)
        self.list.activated.connect(lambda at: self.split_by(self.list.itemData(at)))
        self.empty.acted.connect(self._compare)
        for card in self.cards:
            card.read.connect(self._read)
        for kind, box in self.boxes.items():
            box.chart.chosen.connect(lambda data, kind=kind: self._look_at(kind, data))

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("table", N_("Show as table (T)"), self.show_table, checkable=True),
            Tool("copy", N_("Copy"), self.copy),
        )

    # What it asks

    def show_board(self, board: Board) -> None:
        """Ask why, unless nobody is looking or it is known."""
        super().show_board(board)
        if self.why is not None:
            self._mark(board.query)

    def forget(self) -> None:
        super().forget()
        self.why, self._chosen = None, ""

    def retranslate(self) -> None:
        for box in self.boxes.values():
            box.retranslate()
        if self.why is not None:
            self._show(self.why)

    def split_by(self, attribute: str) -> None:
        """The person wants another split."""
        self._chosen = attribute
        self._ask_if_seen()

    def ask(self, board: Board) -> None:
        focus, query = self.desk.focus, board.query
        if focus is None:
            if self.desk.info is not None and self.desk.info.files:
                self.empty.show_text(_("Nothing to take apart"), _("Choose a card."))
            else:
                self.empty.show_unimported()
            return
        wanted = self._chosen or query.split or ""
        asked = (
            self.desk.state, query.range, query.compare, query.filters, repr(query.options), query.at, query.min_show,
            repr(query.definitions), query.metrics, focus.metric, focus.measure, wanted,
        )  # fmt: skip
        if asked == self._asked:
            return
        self._asked = asked

        def work(workspace: Workspace, _progress: Progress) -> Why:
            return workspace.why(query, focus.metric, focus.measure, wanted)

        self.desk.question(WHY, work, self._show)

    # What is shown

    def _show(self, why: Why) -> None:
        self.why = why
        told = statements(why, value_title)
        if not told or (why.why_none is not None and not why.splits):
            self._show_empty(why)
            return
        self._show_head(why)
        for card, statement in zip(self.cards, told, strict=False):
            card.show_statement(statement, self._selection(statement.split, statement.part) is not None)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(told))
        for kind, box in self.boxes.items():
            self._show_split(why, kind, box)
        self.closing.setText(closing(why))
        self.closing.setVisible(bool(why.splits))
        self.absent.setText(about_absent(why))
        self.absent.setVisible(bool(self.absent.text()))
        self._columns = (0, 0)
        self._place()
        self.stack.setCurrentWidget(self.area)
        self.noted.emit(_(why.short_title))
        self._mark(self.desk.query)

    def _show_head(self, why: Why) -> None:
        measured = how(why)
        say = bare if why.unit == Unit.SCORE else value_text
        before, now = (say(one.value, measured) if one and one.value is not None else "" for one in (why.base, why.now))
        self.title.set_text(f"{_(why.title)}, {before} → {now}")
        if why.period is not None and why.base_period is not None:
            told = _("{period} against {other}", period=in_full(why.period), other=in_full(why.base_period))
            self.dates.set_text(told)
        chosen = why.segments.attribute if why.segments else ""
        titles = [(name, title_of(name)) for name in why.choices]
        first = titles[:MOST_CHOICES]
        if chosen and chosen not in [name for name, _title in first]:
            first = [*first[: MOST_CHOICES - 1], (chosen, title_of(chosen))]
        self.choices.set_choices(first)
        self.choices.choose(chosen)
        self.list.clear()
        for name, title in titles:
            self.list.addItem(title, name)
        self.list.setCurrentIndex(self.list.findData(chosen))
        self.list.setAccessibleName(_("Split by"))

    def _show_split(self, why: Why, kind: SplitKind, box: ChartBox) -> None:
        split = self._split(kind)
        box.setVisible(split is not None)
        if split is None or not isinstance(box.chart, Waterfall):
            return
        before, now = (short(period) if period else "" for period in (why.base_period, why.period))
        found = bars(why, split, value_title, before or _("Before"), now or _("Now"))
        box.chart.show_bars(found, how(why), why.level)
        box.name(_(TITLES[kind], attribute=in_sentence(split.attribute)), _(NOTES[kind]))

    def _show_empty(self, why: Why) -> None:
        reason = why.why_none or "no_base"
        offer = _("Compare with the period before") if reason == "no_comparison" else ""
        self.empty.show_text(_("Nothing to take apart"), cannot(reason), offer)
        self.noted.emit(_(why.short_title))
        self.stack.setCurrentWidget(self.empty)

    def _split(self, kind: SplitKind) -> Split | None:
        return next((one for one in self.why.splits if one.kind is kind), None) if self.why else None

    def _mark(self, query: Query) -> None:
        """The bar that is looked at."""
        segment = query.selection.segment if query.selection else None
        for kind, box in self.boxes.items():
            split = self._split(kind)
            mine = split is not None and segment is not None and query.split == split.attribute
            if isinstance(box.chart, Waterfall):
                box.chart.choose(("" if segment == NONE else segment) if mine else None)

    # What the person does

    def show_table(self) -> None:
        """Every chart as its table, or back."""
        for box in self.boxes.values():
            box.ways.show_table()

    def copy(self) -> None:
        """The chart with the keyboard, else the first."""
        shown = [box for box in self.boxes.values() if box.isVisibleTo(self)]
        focused = QApplication.focusWidget()
        holding = [box for box in shown if focused is not None and box.isAncestorOf(focused)]
        for box in (holding or shown)[:1]:
            box.ways.copy()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.show_table()
        else:
            event.ignore()

    def _compare(self) -> None:
        if self.desk.focus is None:
            self.desk.wanted.emit("import")
            return
        self.desk.ask(steps.compare(self.desk.query, Compare(CompareTo.PREVIOUS)))

    def _selection(self, split: Split | None, part: Part | None) -> Query | None:
        """The question that a part stands for; None where it is no group of rows."""
        focus, why = self.desk.focus, self.why
        if focus is None or why is None:
            return None
        if split is None or part is None:
            return steps.whole(self.desk.query, focus)
        if part.role not in LOOKED_AT or split.kind is SplitKind.INPUTS:
            return None
        period = why.base_period if part.role is Role.LOST else None
        return steps.segment(steps.whole(self.desk.query, focus), focus, split.attribute, part.key, period)

    def _look_at(self, kind: SplitKind, data: object) -> None:
        focus, why = self.desk.focus, self.why
        if focus is None or why is None:
            return
        if isinstance(data, Part):
            query = self._selection(self._split(kind), data)
        else:
            query = steps.whole(self.desk.query, focus, why.base_period if data == BEFORE else None)
        if query is not None:
            self._keep_split()
            self.desk.ask(query)

    def _read(self, statement: Statement) -> None:
        query = self._selection(statement.split, statement.part)
        if query is not None:
            self._keep_split()
            self.desk.wanted.emit("show_comments")
            if statement.tone in READ_FIRST:
                self.desk.read_wanted.emit(READ_FIRST[statement.tone])
            self.desk.ask(query)

    def _keep_split(self) -> None:
        """What is looked at does not change what is shown here."""
        if self.why is not None and self.why.segments is not None:
            self._chosen = self._chosen or self.why.segments.attribute

    # Places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Sentences and charts side by side where there is room."""
        now = theme.current()
        low = self.height() < now.px(LOW)
        put_first(self._page, self._charts if low else self._told, stretch=1 if low else 0)
        told = 3 if self.width() >= now.px(BESIDE) else 1
        shown = [box for box in self.boxes.values() if not box.isHidden()]
        fit_charts(shown, self._page, self.height() if low else None)
        charts = next(n for n, least in ((3, THREE), (2, ABREAST), (1, 0)) if self.width() >= now.px(least))
        charts = max(1, min(charts, len(shown)))
        wide = charts > 1 and self.choices.sizeHint().width() < self.width() * 0.4
        self.choices.setVisible(self.list.count() > 1 and wide)
        self.list.setVisible(self.list.count() > 1 and (not wide or self.list.count() > MOST_CHOICES))
        if (told, charts) == self._columns:
            return
        self._columns = (told, charts)
        for number, card in enumerate(self.cards):
            self._told.addWidget(card, number // told, number % told)
            self._told.setColumnStretch(number, 1 if number < told else 0)
        for number in range(len(SplitKind)):
            self._charts.setColumnStretch(number, 1 if number < charts else 0)
        for number, box in enumerate(shown):
            last = number == len(shown) - 1 and number % charts == 0
            self._charts.addWidget(box, number // charts, number % charts, 1, charts if last else 1)


def fit_charts(shown: list[ChartBox], page: QVBoxLayout, room: int | None) -> None:
    """With little `room` the first picture is seen whole below the head; None where there is enough."""
    head, around = page.itemAt(0), page.contentsMargins()
    taken = around.top() + around.bottom() + page.spacing() + (head.sizeHint().height() if head else 0)
    for box in shown:
        if isinstance(box.chart, Waterfall):
            beside = box.minimumSizeHint().height() - box.chart.minimumSizeHint().height()
            box.chart.fit(None if room is None else room - taken - beside)
            box.setMaximumHeight(MOST_HEIGHT if room is None else box.minimumSizeHint().height())


def put_first(page: QVBoxLayout, wanted: QGridLayout, stretch: int) -> None:
    """Below the head; in a low dock the picture stands above the sentences, so that it is seen at once."""
    if page.itemAt(1) is not wanted:
        page.removeItem(wanted)
        wanted.setParent(None)
        page.insertLayout(1, wanted, stretch)


def about_absent(why: Why) -> str:
    """Which splits there are not, and why."""
    told = []
    for split in (why.segments, why.themes, why.customers):
        if split is not None and split.why_none is not None:
            title = _(TITLES[split.kind], attribute=in_sentence(split.attribute) if split.attribute else _("group"))
            told.append(_("{title}: {why}", title=title, why=cannot(split.why_none)))
    return " ".join(told)
