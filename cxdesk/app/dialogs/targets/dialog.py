"""The window with all targets and benchmarks: the list, one of them being written, and how the number stands to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis import wording
from cxdesk.analysis.wording import Measured
from cxdesk.app import icons, theme
from cxdesk.app.deciding import Deed
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.catalogue.page import UNITS
from cxdesk.app.dialogs.targets.form import GRAINS, MarkForm
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.benchmarks import WHY_NOT, Mark, MarkType
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.mark_list import mark_of
from cxdesk.domain.results import Card, Phrase
from cxdesk.system.i18n import N_, _, number

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

SIZE, FORM = QSize(1060, 660), 400
LISTING, BESIDE, KEEPING = "marks", "marks beside", "mark"
TITLES = {MarkType.TARGET: N_("Targets {n}"), MarkType.BENCHMARK: N_("Benchmarks {n}")}
KEPT = {MarkType.TARGET: Phrase(N_("target")), MarkType.BENCHMARK: Phrase(N_("benchmark"))}
REMOVED = {
    MarkType.TARGET: Phrase(N_("removal of a target")),
    MarkType.BENCHMARK: Phrase(N_("removal of a benchmark")),
}
STATES = {
    "reached": N_("The target is reached: the whole interval is on its good side."),
    "missed": N_("The target is missed: the whole interval is on its other side."),
    "unsettled": N_("Not settled: the target lies inside the interval."),
}
Names = dict[tuple[str, str], str]  # of measures, by metric and measure
Hows = dict[tuple[MarkType, str], Measured]  # how a mark's values are written, by its type and key
Listed = tuple[dict[MarkType, tuple[Mark, ...]], tuple[tuple[str, str], ...], Names, Hows]
Beside = tuple[Card, tuple[tuple[str, str], ...]]


class TargetsDialog(AskingDialog):
    """`listed` after every change; `stood` when it is said how the number in hand stands."""

    listed = Signal()
    stood = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.marks: dict[MarkType, tuple[Mark, ...]] = {}
        self.titles: dict[str, str] = {}
        self._measures: Names = {}
        self._hows: Hows = {}
        self._then: str | None = None  # the key to turn to once it is listed
        focus = desk.focus
        self.wanted = focus.metric if focus else "nps"
        self.setWindowTitle(_("Targets and benchmarks"))
        self.title = plain_label(_("Targets and benchmarks"), "title")
        self.about = plain_label(
            _("One is drawn only beside the definition, scale and length of time that it is about."),
            "small", "text2", wrap=True,
        )  # fmt: skip
        self.choice = Segmented([(one.value, "") for one in MarkType], self)
        self.model = TextsModel(self)
        self.table, self.form = TextTable(self.model, stretch=0), MarkForm()
        self.stands = plain_label(role="small", wrap=True)
        self.empty, self.stack, self.error = EmptyState("target"), QStackedWidget(), ErrorStrip(self)
        self.note = ElidedLabel(role="small", tone="text2")
        self.new, self.remove_button = QPushButton(_("New one")), QPushButton(_("Remove"))
        self.leave, self.keep = QPushButton(_("Close")), QPushButton(_("Keep"))
        self._build()
        self._connect()
        self.choice.choose(MarkType.TARGET.value)
        self.form.show_type(MarkType.TARGET)
        self.resize(framing.fitting(SIZE, parent))
        self.ask()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("Targets and benchmarks"))
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        inside = QWidget()
        written = framing.boxed(framing.scrolled(inside))
        written.setMaximumWidth(now.px(FORM))
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, now.px(10))
        column.addWidget(self.form)
        self.stands.setContentsMargins(now.px(14), 0, now.px(14), 0)
        column.addWidget(self.stands)
        column.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(now.px(8))
        both.addWidget(framing.boxed(self.stack), 5)
        both.addWidget(written, 4)
        icons.put(self.new, "plus", size=14)
        icons.put(self.remove_button, "trash", size=14)
        self.keep.setProperty("primary", True)
        foot = framing.foot(self, self.note, (self.new, self.remove_button, self.leave, self.keep))
        framing.frame(self, (self.title, self.about), (self.error, both), foot, self.choice)

    def _connect(self) -> None:
        self.choice.chosen.connect(lambda _value: self._turn())
        self.table.selectionModel().currentChanged.connect(lambda *_index: self._choose())
        self.form.chosen.connect(self._turn_to)
        self.form.changed.connect(self._settle)
        self.new.clicked.connect(self.begin)
        self.keep.clicked.connect(self.save)
        self.remove_button.clicked.connect(self.remove)
        self.leave.clicked.connect(self.reject)
        self.empty.acted.connect(self.begin)
        self.error.acted.connect(self.error.clear)
        for line in self.form.lines.values():
            line.returnPressed.connect(self.save)
        for keys, act in (("Ctrl+N", self.begin), ("Ctrl+S", self.save), ("Ctrl+Tab", self._other)):
            QShortcut(QKeySequence(keys), self, act)

    # What is shown

    @property
    def type_(self) -> MarkType:
        return MarkType(self.choice.value or MarkType.TARGET)

    @property
    def chosen(self) -> Mark | None:
        at, marks = self.table.currentIndex().row(), self.marks.get(self.type_, ())
        return marks[at] if 0 <= at < len(marks) else None

    def ask(self) -> None:
        """All there are."""
        self.question(LISTING, lambda workspace, _progress: _read(workspace), self._show, self._failed)

    def _show(self, found: Listed) -> None:
        self.marks, named, self._measures, self._hows = found
        first = not self.titles
        if first:
            self.titles = dict(named)
            self.form.show_metrics(named)
        self.choice.rename([_(TITLES[one], n=number(len(self.marks[one]))) for one in MarkType])
        self._list()
        if first and self.chosen is None:
            self.form.lines["value"].setFocus()
        self.listed.emit()

    def _list(self) -> None:
        marks, titles = self.marks.get(self.type_, ()), self.titles
        self.model.show_table(
            [_("Number"), _("Value"), _("For"), _("Source")],
            [
                [
                    _(titles.get(mark.metric, mark.metric)),
                    _levels(mark, self._hows[self.type_, mark.key]),
                    _about(mark, self._measures),
                    _source(mark),
                ]
                for mark in marks
            ],
        )
        self.stack.setCurrentIndex(0 if marks else 1)
        self.empty.show_text(
            _("No target yet"), _("A target says how much of a number is wanted, and for whom."), _("Set one")
        )
        keys = [mark.key for mark in marks]
        own = [mark.key for mark in marks if mark.metric == self.wanted]
        wanted = self._then if self._then in keys else next(iter(own), None)
        self._then = None
        if wanted is not None:
            self.table.setCurrentIndex(self.model.index(keys.index(wanted), 0))
        self._choose()

    def _choose(self) -> None:
        """What is in hand goes into the form."""
        mark = self.chosen
        if mark is not None:
            self.wanted = mark.metric
        self._ask_beside()
        key = (mark.metric, mark.measure) if mark is not None else ("", "")
        self.form.show_mark(mark, self.wanted, self._measures.get(key, ""))
        self._settle()

    def _ask_beside(self) -> None:
        """How the number stands, and which measures it has."""
        query, metric = self.desk.query.with_(selection=None), self.wanted
        self.question(BESIDE, lambda workspace, _progress: _beside(workspace, query, metric), self._say, self._failed)

    def _say(self, found: Beside) -> None:
        card, measures = found
        self.form.show_measures(measures)
        self.form.show_unit(_(UNITS.get(card.unit, card.unit)))
        mark = self.chosen
        if mark is not None:
            self.form.measure.setCurrentIndex(max(self.form.measure.findData(mark.measure), 0))
        self.stands.setText(_standing(card, mark))
        self.stood.emit()

    def _settle(self) -> None:
        info = self.desk.info
        free = info is not None and not info.read_only
        values = self.form.values
        self.keep.setEnabled(free and any(values.get(name) for name in ("value", "low", "good", "excellent")))
        self.remove_button.setEnabled(free and self.chosen is not None)
        self.new.setEnabled(free)
        self.keep.setText(_("Change it") if self.chosen is not None else _("Keep it"))

    def _turn(self) -> None:
        self.form.show_type(self.type_)
        self.table.clearSelection()
        self._list()

    def _other(self) -> None:
        types = list(MarkType)
        self.choice.choose(types[1 - types.index(self.type_)].value)
        self._turn()

    def _turn_to(self, metric: str) -> None:
        """The mark being written is about another number."""
        self.wanted = metric
        self._ask_beside()
        self._settle()

    # What the person does

    def begin(self) -> None:
        """An empty form for the number in hand."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self.form.show_mark(None, self.wanted)
        self.form.lines["good" if self.type_ is MarkType.BENCHMARK else "value"].setFocus()
        self._settle()

    def save(self) -> None:
        """Keep what is written, in place of the one in hand."""
        if not self.keep.isEnabled():
            return
        self.error.clear()
        try:
            mark = mark_of(self.form.values)
        except CXDeskError as error:
            self.error.show_error(error)
            return
        before, type_ = self.chosen, self.type_
        if before is not None and before.metric == mark.metric:
            mark = replace(mark, options=before.options)
        self._then = mark.key
        self.decision(KEPT[type_], KEEPING, partial(_kept, type_, mark, before), self.ask, self._failed)

    def remove(self) -> None:
        """Take it away; one that CXDesk delivers is hidden."""
        mark, type_ = self.chosen, self.type_
        if mark is not None:
            self.decision(REMOVED[type_], KEEPING, partial(_removed, type_, mark), self.ask, self._failed)

    def _failed(self, error: CXDeskError) -> None:
        self.error.show_error(error)
        self.stood.emit()


# On the thread of questions, and on that of writes


def _read(workspace: Workspace) -> Listed:
    from cxdesk.analysis.catalogue import everything

    marks = {one: workspace.marks(one) for one in MarkType}
    measured = {(mark.metric, mark.measure) for some in marks.values() for mark in some if mark.measure}
    names = {key: workspace.measure_name(*key) for key in measured}
    hows = {(one, mark.key): workspace.measured(mark) for one, some in marks.items() for mark in some}
    return marks, tuple((one.metric, one.title) for one in everything()), names, hows


def _beside(workspace: Workspace, query: object, metric: str) -> Beside:
    from cxdesk.domain.query import Query

    assert isinstance(query, Query)
    card, measures = workspace.references_of(query, metric)
    return card, tuple((name, workspace.measure_name(metric, name)) for name in measures)


def _kept(type_: MarkType, mark: Mark, before: Mark | None, workspace: Workspace) -> tuple[Deed, Changes]:
    """Keep a mark; where it has another key now, the old one goes."""
    gone = before if before is not None and before.key != mark.key else None
    if gone is not None:
        workspace.remove_mark(type_, gone.key)
    made = workspace.set_marks(type_, [mark])
    there = (*made.before, *([gone] if gone is not None else ()))
    return partial(_restored, type_, there, (mark.key,)), made.changes


def _removed(type_: MarkType, mark: Mark, workspace: Workspace) -> tuple[Deed, Changes]:
    made = workspace.remove_mark(type_, mark.key)
    return partial(_restored, type_, made.before, (mark.key,)), made.changes


def _restored(type_: MarkType, before: Sequence[Mark], keys: Sequence[str], workspace: Workspace) -> Changes:
    """What stood before, again: delivered ones show by themselves, the workspace's own are kept again."""
    changes = [workspace.restore_mark(type_, key) for key in keys]
    own = [mark for mark in before if not mark.declared]
    delivered = [mark.key for mark in before if mark.declared and mark.key not in keys]
    changes += [workspace.restore_mark(type_, key) for key in delivered]
    if own:
        changes.append(workspace.set_marks(type_, own).changes)
    return changes[-1]


# Words


def _levels(mark: Mark, how: Measured) -> str:
    names = {"low": _("low"), "good": _("good"), "excellent": _("excellent"), "value": ""}
    said = [f"{names[name]} {wording.wanted_text(value, how)}".strip() for name, value in mark.levels.items()]
    return " · ".join(said)


def _about(mark: Mark, names: Names) -> str:
    grain = _(GRAINS[mark.grain]) if mark.grain in GRAINS and mark.grain else ""
    scale, measure = mark.scale.replace("-", "–"), names.get((mark.metric, mark.measure), mark.measure)
    industry = _(mark.industry) if mark.industry else ""
    own = [f"{name}={value}" for name, value in mark.options.items()]  # of the definition that it holds for
    return ", ".join(filter(None, (mark.segment, measure, grain, scale, industry, *own)))


def _source(mark: Mark) -> str:
    said = [_(mark.source) if mark.source else "", str(mark.year or "")]
    return " ".join(filter(None, (*said, _("(delivered)") if mark.declared else "")))


def _standing(card: Card, mark: Mark | None) -> str:
    """The number now, and how it stands to the mark in hand."""
    how = Measured.of(card)
    if card.figure.value is None:
        return _("The number has no value in this period.")
    now = _("Now {value} ({evidence}).", value=wording.value_text(card.figure.value, how),
            evidence=wording.evidence_text(card.figure, how))  # fmt: skip
    if mark is None:
        label = " · ".join(phrase.say() for phrase in card.label)
        return " ".join((now, _("What you keep holds for this definition: {label}.", label=label))) if label else now
    one = next((one for one in card.references if one.mark.key == mark.key), None)
    if one is None or one.why_not is None:
        state = card.target.state if card.target and card.target.value == mark.value else ""
        return f"{now} {_(STATES[state])}" if state else now
    return " ".join((now, _("Not drawn in this view:"), _(WHY_NOT[one.why_not])))
