"""What the five stages are called here and which events mean them, with what that does to the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.analysis.remedies import why
from cxdesk.app import theme
from cxdesk.app.charts.stages import StagesChart
from cxdesk.app.deciding import Deed
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.stages.row import StageRow
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.journey import Journey, Possible
from cxdesk.domain.results import Phrase
from cxdesk.domain.stages import Stage, Stages
from cxdesk.system.i18n import N_, _, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SIZE, EFFECT = QSize(960, 660), 400
KNOWN, SUPPOSED, KEEPING = "stages", "stages.effect", "stages.keep"
PAUSE = 250  # milliseconds without a change before its effect is asked for


class StagesDialog(AskingDialog):
    """Stages at the left, their effect at the right; nothing is kept before the button is pressed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kept = self.stages = Stages()
        self.rows: list[StageRow] = []
        self.setWindowTitle(_("Stages of the journey"))
        self.chart, self.error = StagesChart(), ErrorStrip(self)
        self.shown, self.empty = QStackedWidget(), EmptyState("journey")
        self.effect = plain_label(role="small", tone="text2", wrap=True)
        self.usual, self.cancel, self.keep = (
            QPushButton(text) for text in (_("As usual"), _("Cancel"), _("Keep these stages"))
        )
        self.keep.setProperty("primary", True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._column = QVBoxLayout()
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, parent))
        self._ask()

    def _build(self) -> None:
        now = theme.current()
        left, right = QWidget(), QWidget()
        self._column.setSpacing(now.px(8))
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, now.px(6), 0)
        inner.addLayout(self._column)
        inner.addStretch(1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(now.px(1), now.px(1), now.px(1), now.px(1))
        beside.addWidget(self.chart)
        beside.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(now.px(16))
        both.addWidget(framing.scrolled(left), 1)
        right.setBackgroundRole(QPalette.ColorRole.Base)
        for page in (framing.scrolled(right), self.empty):
            self.shown.addWidget(page)
        effect, box = QVBoxLayout(), framing.boxed(self.shown)
        effect.addWidget(self.effect)
        effect.addWidget(box, 1)
        box.setFixedWidth(now.px(EFFECT))
        both.addLayout(effect)
        told = _("Say what each stage is called and what means that somebody reached it. Stages follow one another.")
        foot = framing.foot(self, framing.at_left(self.usual), (self.cancel, self.keep))
        framing.frame(self, framing.heading(_("Stages of the journey"), told), (self.error, both), foot)
        for button in (self.usual, self.keep):  # before it is known what is kept, they would replace it unseen
            button.setEnabled(False)

    def _connect(self) -> None:
        self.usual.clicked.connect(lambda: self.show_stages(Stages()))
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.error.acted.connect(self.error.clear)
        self._pause.timeout.connect(self._ask_effect)

    # What is known

    def _ask(self) -> None:
        def work(workspace: Workspace, _progress: Progress) -> tuple[Stages, tuple[Possible, ...]]:
            return workspace.stages(), workspace.possible_signs()

        self.question(KNOWN, work, lambda found: self._show(*found), self._failed)

    def _show(self, kept: Stages, possible: tuple[Possible, ...]) -> None:
        self.kept = self.stages = kept
        for at, stage in enumerate(kept.stages, 1):
            row = StageRow(at, stage)
            row.possible = possible
            row.changed.connect(self._changed)
            self._column.addWidget(row)
            self.rows.append(row)
        self.rows[0].name.setFocus()
        self.usual.setEnabled(True)
        self._ask_effect()

    def show_stages(self, stages: Stages) -> None:
        """Other stages, all at once."""
        self.stages = stages
        for row, stage in zip(self.rows, stages.stages, strict=False):
            row.name.setText(stage.title)
            row.show_stage(stage)
        self._ask_effect()

    def _changed(self, stage: Stage) -> None:
        try:
            self.stages = self.stages.with_(stage)
        except CXDeskError as error:
            self._failed(error)
            return
        self.error.clear()
        self._pause.start()

    @property
    def _writable(self) -> bool:
        return self.desk.info is not None and not self.desk.info.read_only

    # Its effect

    def _ask_effect(self) -> None:
        """What the journey would be."""
        self._pause.stop()
        query, stages = self.desk.query.with_(selection=None, split=None), self.stages
        self.keep.setEnabled(stages != self.kept and self._writable)

        def work(workspace: Workspace, _progress: Progress) -> tuple[Journey, Journey]:
            return workspace.journey(query, stages), workspace.journey(query)

        self.question(SUPPOSED, work, lambda found: self._show_effect(*found), self._failed)

    def _show_effect(self, would_be: Journey, now: Journey) -> None:
        self.chart.show_journey(would_be)
        nobody = would_be.why is not None or not would_be.people
        self.shown.setCurrentIndex(int(nobody))
        if nobody:
            said = _("So understood, nobody began.")
            reason = why(would_be.why or "no_rows")
            self.empty.show_text(said, reason[:1].upper() + reason[1:])
        elif self.stages == self.kept:
            said = _("As it is now: {n} people began.", n=number(would_be.people))
        else:
            said = _("{n} people would begin, now {before}.", n=number(would_be.people), before=number(now.people))
        self.effect.setText(said)
        self.effect.setVisible(not nobody)

    # Keeping it

    def _keep(self) -> None:
        stages = self.stages

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.set_stages(stages)
            return (lambda other: other.set_stages(done.before).changes), done.changes

        self.decision(Phrase(N_("stages of the journey")), KEEPING, deed, self.accept, self._failed)

    def _failed(self, error: CXDeskError) -> None:
        self.error.show_error(error, _("Close"))
