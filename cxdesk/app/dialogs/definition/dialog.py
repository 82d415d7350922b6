"""The window in which a definition is thought about: its options at the left, what they would change at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import steps, theme
from cxdesk.app.dates import day_text
from cxdesk.app.deciding import Deed
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.definition.options import OptionsForm
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.fitted_table import FittedTable
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.section import Section
from cxdesk.app.widgets.two_cards import TwoCards
from cxdesk.domain.changes import Changes
from cxdesk.domain.definitions import DECLARED, Definition
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.proposal import Idea, Proposal
from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

SIZE, FORM = QSize(1000, 640), 400
READING, EFFECT, DECIDING = "definition", "definition effect", "pin"
ONLY = "only"


class DefinitionDialog(AskingDialog):
    """`ready` when the effect of what is chosen is shown; nothing is kept before the button says so."""

    ready = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, metric: str = "") -> None:
        super().__init__(desk, parent)
        focus = desk.focus
        self.wanted = metric or (focus.metric if focus else "nps")
        self.idea: Idea | None = None
        self.proposal: Proposal | None = None
        self.setWindowTitle(_("Definition and scale"))
        self.title = plain_label(_("Definition and scale"), "title")
        self.about = plain_label(
            _("Every period is computed by what stands here. Nothing changes before you say so; Ctrl+Z takes it back."),
            "small", "text2", wrap=True,
        )  # fmt: skip
        self.which, self.form = QComboBox(), OptionsForm()
        self.explain = plain_label(role="small", tone="text2", wrap=True)
        self.effect, self.history = Section(), Section()
        self.cards, self.said = TwoCards(), plain_label(role="small", wrap=True)
        self.model = TextsModel()
        self.table = FittedTable(self.model, RowDelegate(), head=True)
        self.reason, self.error = QLineEdit(), ErrorStrip(self)
        self.note = ElidedLabel(role="small", tone="text2")
        self.declared, self.leave, self.keep = QPushButton(), QPushButton(), QPushButton()
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, parent))
        self._read()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(*[now.px(step) for step in (14, 12, 14, 12)])
        column.setSpacing(now.px(8))
        for part in (self.which, self.explain, self.form):
            column.addWidget(part, int(part is self.form))
        left.setBackgroundRole(QPalette.ColorRole.Base)
        box = framing.boxed(framing.scrolled(left))
        box.setMaximumWidth(now.px(FORM))
        shown = QVBoxLayout()
        shown.setContentsMargins(*[now.px(step) for step in (14, 12, 14, 12)])
        shown.setSpacing(now.px(10))
        shown.addWidget(self.cards)
        shown.addWidget(self.said)
        self.effect.inside.addLayout(shown)
        self.history.inside.addWidget(self.table)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(now.px(8))
        beside.addWidget(self.effect)
        beside.addWidget(self.history)
        beside.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(now.px(8))
        both.addWidget(box, 4)
        both.addWidget(right, 5)
        foot = framing.foot(self, self.reason, (self.declared, self.leave, self.keep))
        framing.frame(self, (self.title, self.about), (self.error, both), foot)
        self.keep.setProperty("primary", True)
        self.declared.setProperty("link", True)
        self.declared.setText(_("As CXDesk declares it"))
        self.leave.setText(_("Close"))
        self.reason.setPlaceholderText(_("Why (kept in the history)"))
        self.reason.setAccessibleName(_("Why (kept in the history)"))
        self.reason.setMaxLength(300)
        self.which.setAccessibleName(_("Definition"))
        self.table.setAccessibleName(_("History"))
        self.effect.name(_("What it would change"), _("same period and filters"))
        self.history.name(_("History"), _("choose one to bring it back"))

    def _connect(self) -> None:
        self.which.activated.connect(lambda _at: self._choose_metric())
        self.form.changed.connect(self._ask)
        self.table.activated.connect(lambda index: self.bring_back(index.row()))
        self.table.clicked.connect(lambda index: self.bring_back(index.row()))
        self.declared.clicked.connect(lambda: self.form.set_values({}))
        self.keep.clicked.connect(self.decide)
        self.leave.clicked.connect(self.reject)
        self.error.acted.connect(self.error.clear)

    # What is shown

    def _read(self) -> None:
        wanted = self.wanted
        self.question(READING, lambda workspace, _progress: workspace.idea(wanted), self._show, self._failed)

    def _show(self, found: Idea) -> None:
        self.idea = found
        self.which.clear()
        for one in found.metrics:
            self.which.addItem(_(one.title), one.metric)
        ids = [one.metric for one in found.metrics]
        self.which.setCurrentIndex(ids.index(self.wanted) if self.wanted in ids else 0)
        self.which.setVisible(len(ids) > 1)
        self._show_history(found)
        self._choose_metric()

    def _show_history(self, found: Idea) -> None:
        titles = {one.metric: _(one.title) for one in found.metrics}
        rows = [
            [titles.get(one.metric, one.metric), _days(one), _options(one, found), one.note] for one in found.history
        ]
        if not rows:
            declared = _("as CXDesk declares it; nothing was decided yet")
            rows = [[titles[found.stands.metric] if found.stands else "", "", declared, ""]]
        self.model.show_table([_("Definition"), _("Stood"), _("Options"), _("Why")], rows)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setColumnHidden(1, not found.history)
        self.table.setColumnHidden(3, not found.history)

    def _choose_metric(self) -> None:
        assert self.idea is not None
        metric = self.chosen
        named = next(one for one in self.idea.metrics if one.metric == metric)
        self.explain.setText(_(named.explain))
        (self.which if self.which.count() > 1 else self.keep).setFocus()
        self.form.show_choices(self.idea.options[metric])
        self.declared.setEnabled(bool(self.idea.options[metric]))
        self._ask()

    @property
    def chosen(self) -> str:
        return str(self.which.currentData() or self.wanted)

    def _ask(self) -> None:
        """The effect of what is chosen now."""
        query, metric, values = self.desk.query, self.chosen, self.form.values
        self.error.clear()
        self.keep.setEnabled(False)
        self.question(
            EFFECT, lambda workspace, _progress: workspace.proposal(query, metric, values), self._weigh, self._failed
        )

    def _weigh(self, found: Proposal) -> None:
        self.proposal = found
        titles = (_("Now"), _("With this definition"))
        self.cards.show_cards(found.now, found.then, titles, self.desk.least)
        self.said.setText(_effect(found))
        info = self.desk.info
        self.keep.setEnabled(not found.same and info is not None and not info.read_only)
        self.keep.setText(_("Let it stand"))
        self.ready.emit()

    def _failed(self, error: CXDeskError) -> None:
        self.keep.setText(_("Let it stand"))
        self.error.show_error(error)
        self.ready.emit()

    # What the person does

    def bring_back(self, row: int) -> None:
        """Put an earlier definition into the form."""
        if self.idea is None or not 0 <= row < len(self.idea.history):
            return
        one = self.idea.history[row]
        at = self.which.findData(one.metric)
        if at >= 0:
            self.which.setCurrentIndex(at)
            self._choose_metric()
            self.form.set_values(dict(one.options))

    def decide(self) -> None:
        """Let it stand for its idea from now on."""
        metric, values, note = self.chosen, self.form.values, self.reason.text().strip()

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            stood = workspace.stand(metric, values, note)
            return (lambda later: later.unstand(stood)), stood.changes

        def done() -> None:
            self.desk.ask(steps.metric(self.desk.query, metric))
            self.accept()

        self.keep.setEnabled(False)
        self.decision(Phrase(N_("definition of a number")), DECIDING, deed, done, self._failed)


def _effect(found: Proposal) -> str:
    """In words what the cards show."""
    if found.same:
        return _("This is what stands now.")
    if found.months == 0:
        return _("There are no recent values to compare.")
    if found.moved == 0:
        return _("None of the recent values would change.")
    if found.now.unit != found.then.unit:
        return _("It is in another unit; targets and benchmarks of the old definition no longer apply.")
    said = ngettext("{moved} of {n} recent value would change.", "{moved} of {n} recent values would change.",
                    found.months, moved=number(found.moved))  # fmt: skip
    drawn = any(one.drawn for one in found.now.references)
    kept = any(one.drawn for one in found.then.references)
    lost = _("Targets and benchmarks of the old definition no longer apply.")
    return f"{said} {lost}" if drawn and not kept else said


def _days(one: Definition) -> str:
    from datetime import datetime

    start, end = (
        day_text(datetime.fromisoformat(text).astimezone().date()) if text else ""
        for text in (one.pinned_from, one.pinned_until)
    )
    if not start:
        return ""
    return (
        _("since {day}", day=start)
        if not end
        else start
        if start == end
        else _("{start} – {end}", start=start, end=end)
    )


def _options(one: Definition, found: Idea) -> str:
    """The options that differ from the declared ones."""
    known = {choice.name: choice for choice in found.options.get(one.metric, ())}
    said = [
        _(
            "{option}: {value}",
            option=_(known[name].title) if name in known else name,
            value=_value(known.get(name), value),
        )
        for name, value in one.options.items()
    ]
    return "; ".join(said) or (_("as declared") if one.version >= DECLARED else "")


def _value(choice: Any, value: Any) -> str:
    titles = dict(choice.choices) if choice is not None else {}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _(titles[value]) if value in titles else str(value)
