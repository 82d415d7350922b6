"""The other forms of the breakdown: cross-table, cohorts, all measures, funnel, bridge."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.analysis.remedies import why
from cxdesk.analysis.why.bars import Bar, tone_of
from cxdesk.analysis.wording import Measured, inscribed
from cxdesk.app import steps
from cxdesk.app.attributes import title_of, value_title
from cxdesk.app.charts.box import Ways
from cxdesk.app.charts.funnel import FunnelChart
from cxdesk.app.charts.heat import HeatGrid
from cxdesk.app.charts.labels import spoken
from cxdesk.app.charts.painted import PaintedChart
from cxdesk.app.charts.waterfall import Waterfall
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import Panel
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.filters import NONE
from cxdesk.domain.forms import BOTH, FORM_TITLES, Bridged, Formed, FormKind, Heading, Place
from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Selection
from cxdesk.domain.results import Board
from cxdesk.system.i18n import _, number
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace

FORM = "form"


class FormsView(Panel):
    """Asks for the form that is chosen and paints it. `switch` and `across` stand in the head of the panel."""

    turned = Signal()  # another form is wanted
    rows_by = Signal(str)  # the attribute whose groups are the rows of what is shown

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.switch, self.across = Segmented(), QComboBox()
        self.heat, self.funnel, self.bridge = HeatGrid(), FunnelChart(), Waterfall()
        self.ways = {chart: Ways(chart, desk.jobs) for chart in (self.heat, self.funnel, self.bridge)}
        self.formed: Formed | None = None
        self.all_dates = False  # whether it shows more than the period asked
        self.grouped, self.shown = True, FormKind.SEGMENTS  # whether the rows are groups that the person chooses
        self._wanted: dict[str, FormKind] = {}
        self._asked: tuple[object, ...] = ()
        self.pages = QStackedWidget()
        self.nothing = plain_label(role="small", tone="text2", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hidden = plain_label(role="caption", tone="text3", wrap=True)
        for ways in self.ways.values():
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidget(ways.stack)
            self.pages.addWidget(area)
        self.pages.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.hidden)
        self.across.setAccessibleName(_("Columns"))
        self.switch.chosen.connect(self._turn)
        self.across.activated.connect(lambda _at: self._ask_again())
        self.heat.chosen.connect(self._look_at)
        self.funnel.chosen.connect(lambda found: self._look_at(Place(found[0], part=found[1])))
        self.bridge.chosen.connect(self._look_at)

    # What is asked

    def kind(self, board: Board) -> FormKind:
        """The form of the board's metric: the one chosen, else the first that fits."""
        found = board.breakdown
        kinds = [FormKind(name) for name in found.forms] if found else []
        if found is None or not kinds:
            return FormKind.SEGMENTS
        wanted = self._wanted.get(found.metric)
        return wanted if wanted in kinds else kinds[0]

    def shows(self, board: Board) -> bool:
        """Show the form of this board; False where it is the list of its segments, which the panel shows itself."""
        found, kind = board.breakdown, self.kind(board)
        kinds = [FormKind(name) for name in found.forms] if found else []
        self.switch.set_choices([(one.value, _(FORM_TITLES[one])) for one in kinds] if len(kinds) > 1 else [])
        self.switch.choose(kind.value)
        self.switch.setVisible(len(kinds) > 1)
        self.across.setVisible(kind is FormKind.CROSS)
        self.grouped = kind in (FormKind.SEGMENTS, FormKind.CROSS, FormKind.MEASURES)
        self.shown, self.all_dates = kind, kind is FormKind.COHORTS
        if kind is FormKind.SEGMENTS or found is None:
            return False
        self._ask(board, kind)
        self._mark()
        return True

    def forget(self) -> None:
        self._asked, self.formed = (), None

    def retranslate(self) -> None:
        self.across.setAccessibleName(_("Columns"))
        if self.formed is not None:
            self._show(self.formed)

    def _turn(self, name: str) -> None:
        board = self.desk.board
        if board is not None and board.breakdown is not None:
            self._wanted[board.breakdown.metric] = FormKind(name)
            self.turned.emit()

    def _ask_again(self) -> None:
        if self.desk.board is not None:
            self.shows(self.desk.board)

    def _ask(self, board: Board, kind: FormKind) -> None:
        query, focus, found = board.query, self.desk.focus, board.breakdown
        if focus is None or found is None:
            return
        row, _both, column = (query.split or "").partition(BOTH)
        if kind is FormKind.CROSS:
            row = row or found.attribute
        across = str(self.across.currentData() or column)
        own = Selection(focus.metric, focus.measure if kind is FormKind.CROSS else "")
        asked = (
            self.desk.state, query.range, query.grain, query.filters, repr(query.options), query.at, query.min_show,
            repr(query.definitions), query.metrics, own, kind, row, across,
        )  # fmt: skip
        if asked == self._asked:
            if self.formed is not None and self.formed.grid is not None:
                self.rows_by.emit(self.formed.attribute)  # the head was made anew, the table was not
            return
        self._asked = asked

        def work(workspace: Workspace, _progress: Progress) -> Formed:
            return workspace.form(query, own, kind, row, across)

        self.desk.question(FORM, work, self._show)

    # What is shown

    def _show(self, formed: Formed) -> None:
        self.formed = formed
        charts: dict[FormKind, PaintedChart] = {FormKind.FUNNEL: self.funnel, FormKind.BRIDGE: self.bridge}
        chart = charts.get(formed.kind, self.heat)
        empty = formed.why_none or ("" if formed.grid or formed.steps or formed.bridge else "no_rows")
        self.hidden.setVisible(False)
        if empty:
            text = why(empty)
            self.nothing.setText(f"{text[:1].upper()}{text[1:]}.")
            self.pages.setCurrentWidget(self.nothing)
            return
        if chart is self.funnel:
            self.funnel.show_steps(formed.steps)
        elif chart is self.bridge:
            self._show_bridge(formed)
        else:
            self._show_grid(formed)
        chart.title = with_form(_(formed.title), formed.kind)
        chart.setAccessibleName(chart.title)
        self.ways[chart].refresh()  # type: ignore[index]
        self.pages.setCurrentIndex(list(self.ways).index(chart))  # type: ignore[arg-type]
        self._mark()

    def _show_grid(self, formed: Formed) -> None:
        assert formed.grid is not None
        names = [name for name in formed.choices if name != formed.attribute]
        self.across.clear()
        for name in names:
            self.across.addItem(title_of(name), name)
        self.across.setCurrentIndex(self.across.findData(formed.across))
        corner = title_of(formed.attribute) if formed.attribute else ""
        if formed.across:
            corner = f"{corner} × {title_of(formed.across)}"
        elif formed.kind is FormKind.COHORTS and formed.grid.columns and formed.grid.columns[0].attribute:
            corner = _("Cohort, units later")
        self.rows_by.emit(formed.attribute)
        self.heat.show_grid(
            formed.grid, lambda heading: _said(heading, formed), lambda heading: _how(formed, heading), corner
        )
        self.hidden.setVisible(bool(formed.grid.hidden))
        self.hidden.setText(_("{n} small groups found no room.", n=number(formed.grid.hidden)))

    def _show_bridge(self, formed: Formed) -> None:
        how = _how(formed, Heading())
        level, found = 0.0, []
        for one in formed.bridge:
            start = 0.0 if one.total else level
            level = start + one.value
            found.append(_bridge_bar(one, start, level, formed, how))
        self.bridge.show_bars(found, how)

    def _mark(self) -> None:
        """What is looked at, where the form has a place for it."""
        chosen = self.desk.query.selection
        if chosen is None or self.formed is None:
            return
        self.funnel.choose(chosen.measure, chosen.part)
        for line in self.formed.grid.cells if self.formed.grid else ():
            for cell in line:
                place = cell.place
                segment = (NONE if place.segment is None else place.segment) if place.segmented else None
                if (place.measure, segment, place.period) == (chosen.measure, chosen.segment, chosen.period):
                    self.heat.choose(place)
                    return
        self.heat.choose(None)

    def _look_at(self, place: object) -> None:
        focus = self.desk.focus
        if focus is not None and isinstance(place, Place):
            self.desk.ask(steps.placed(self.desk.query, focus, place))

    @property
    def current(self) -> Ways | None:
        """The ways out of what is shown."""
        at = self.pages.currentIndex()
        every = list(self.ways.values())
        return every[at] if at < len(every) else None


def with_form(metric: str, kind: FormKind) -> str:
    """A number and the form it is shown in: a name that says the form is enough."""
    form = _(FORM_TITLES[kind]).lower()
    return metric if form in metric.lower() else f"{metric}, {form}"


def _said(heading: Heading, formed: Formed) -> str:
    """A row or column as people see it."""
    if heading.period is not None:
        return spoken(heading.period, Grain(formed.grain))
    if formed.kind is FormKind.COHORTS and heading.key is not None and heading.key.isdigit():
        return number(int(heading.key))
    if heading.attribute:
        return value_title(heading.attribute, heading.key)
    return _(heading.title)


def _how(formed: Formed, heading: Heading) -> Measured:
    """How the figures of a column are written."""
    unit = heading.unit or formed.unit
    decimals = formed.decimals if unit == formed.unit else 1
    return Measured(unit, decimals, heading.better or formed.better, formed.scale_max, formed.currency)


def _bridge_bar(one: Bridged, start: float, end: float, formed: Formed, how: Measured) -> Bar:
    text = inscribed(one.value, how, sign=not one.total, decimals=None if one.total else max(how.decimals, 1))
    tone = "mid" if one.total else tone_of(one.value, formed.better)
    return Bar(_(one.title), start, end, text, total=one.total, tone=tone, data=Place(one.measure))
