"""Named segments: a list at the left; of the chosen one its name and conditions, with how many rows meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cxdesk.app import icons, theme
from cxdesk.app.deciding import Deed
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.filters.chips import condition
from cxdesk.app.filters.filter_popup import FilterPopup
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.chips import Chip
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.changes import SEGMENTS, Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.filters import Condition
from cxdesk.domain.kept import LONGEST, Segment
from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SIZE, LIST = QSize(760, 480), 260
KNOWN, COUNTED, KEEPING = "segments", "segments.count", "segments.keep"
OWN = "own_segment"


class SegmentsDialog(AskingDialog):
    """`listed` when the list is as the workspace has it. A new segment begins with the filters of the question."""

    listed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.segments: tuple[Segment, ...] = ()
        self.conditions: tuple[Condition, ...] = tuple(one for one in desk.query.filters if one.field != OWN)
        self.editing = ""  # the name of the segment that is changed; empty for a new one
        self.setWindowTitle(_("Segments"))
        self.texts = TextsModel(self)
        self.list = TextTable(self.texts, stretch=0)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.shown, self.empty = QStackedWidget(), EmptyState("tag")
        self.name, self.error = QLineEdit(), ErrorStrip(self)
        self.chips: list[Chip] = []
        self._flow, self.add = FlowLayout(gap=6), Chip(_("Add a condition"), "plus", dashed=True, small=True)
        self.count = plain_label(role="small", tone="text2", wrap=True)
        self.fresh, self.drop, self.keep, self.close_button = (
            QPushButton(text) for text in (_("New segment"), _("Take away"), _("Keep this segment"), _("Close"))
        )
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, parent))
        self.ask()
        self._show_conditions()

    def _build(self) -> None:
        now = theme.current()
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(_("Name of the segment"))
        self.name.setAccessibleName(_("Name of the segment"))
        self.list.setAccessibleName(_("Segments"))
        self.keep.setProperty("primary", True)
        icons.put(self.fresh, "plus")
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        self.empty.show_text(_("No segment yet"), _("Add a condition and give it a name."))
        for page in (self.list, self.empty):
            self.shown.addWidget(page)
        beside.addWidget(framing.boxed(self.shown), 1)
        beside.addWidget(self.fresh)
        left.setFixedWidth(now.px(LIST))
        right = QVBoxLayout()
        right.setSpacing(now.px(10))
        right.addWidget(self.name)
        right.addLayout(self._flow)
        right.addWidget(self.count)
        right.addStretch(1)
        right.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        both = QHBoxLayout()
        both.setSpacing(now.px(16))
        both.addWidget(left)
        both.addLayout(right, 1)
        told = _("Rows that meet every condition, under a name: to filter by, and to compare with one another.")
        foot = framing.foot(self, QWidget(), (self.close_button, self.keep))
        framing.frame(self, framing.heading(_("Segments"), told), (self.error, both), foot)
        for button in (self.fresh, self.drop):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose())
        self.fresh.clicked.connect(self.begin)
        self.drop.clicked.connect(self._drop)
        self.keep.clicked.connect(self._keep)
        self.close_button.clicked.connect(self.reject)
        self.add.clicked.connect(self.open_filter)
        self.error.acted.connect(self.error.clear)

    # The list

    def ask(self) -> None:
        """Which segments there are."""

        def work(workspace: Workspace, _progress: Progress) -> tuple[Segment, ...]:
            return workspace.segments()

        self.error.clear()
        self.question(KNOWN, work, self._show)

    def _show(self, found: tuple[Segment, ...]) -> None:
        self.segments = found
        self.texts.show_table([_("Segment")], [[one.name] for one in found])
        self.shown.setCurrentIndex(0 if found else 1)
        at = next((row for row, one in enumerate(found) if one.name == self.editing), None)
        if at is not None:
            self.list.selectRow(at)
        self.drop.setEnabled(at is not None)
        self.listed.emit()

    def _choose(self) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self.segments):
            chosen = self.segments[at]
            self.editing, self.conditions = chosen.name, chosen.conditions
            self.name.setText(chosen.name)
            self.drop.setEnabled(True)
            self._show_conditions()

    def begin(self) -> None:
        """Another segment, from nothing."""
        self.list.clearSelection()
        self.editing, self.conditions = "", ()
        self.name.clear()
        self.drop.setEnabled(False)
        self._show_conditions()
        self.name.setFocus()

    # The conditions

    def set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        self.conditions = conditions
        self._show_conditions()

    def _show_conditions(self) -> None:
        for chip in (*self.chips, self.add):
            self._flow.removeWidget(chip)
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(one) for one in self.conditions]
        for chip in (*self.chips, self.add):
            self._flow.addWidget(chip)
            chip.show()
        self.keep.setEnabled(bool(self.conditions))
        self._ask_count()

    def _chip(self, one: Condition) -> Chip:
        chip = Chip(icon="filter", removable=True, small=True)
        chip.set_said(condition(one).text)
        chip.removed.connect(lambda: self.set_conditions(tuple(other for other in self.conditions if other != one)))
        return chip

    def open_filter(self) -> None:
        """Choose what else rows must meet."""
        popup = FilterPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(self.add_condition)

        def values(attribute: str) -> None:
            query = self.desk.query  # a segment holds rows of all dates, whatever number is looked at
            self.question(
                "values",
                lambda workspace, _progress: workspace.facet(attribute, query, None),
                lambda found: popup.show_values(found) if isValid(popup) else None,
            )

        popup.wanted.connect(values)

        def show(names: tuple[str, ...]) -> None:
            popup.show_attributes([name for name in names if name != OWN])
            popup.show_below(self.add)

        self.question("attributes", lambda workspace, _progress: workspace.attributes(), show)

    def add_condition(self, one: Condition) -> None:
        kept = tuple(other for other in self.conditions if (other.field, other.op) != (one.field, one.op))
        self.set_conditions((*kept, one))

    def _ask_count(self) -> None:
        """How many answers meet the conditions."""
        conditions = self.conditions
        if not conditions:
            self.count.setText(_("Add a condition to say which rows are meant."))
            return

        def work(workspace: Workspace, _progress: Progress) -> tuple[int, int]:
            return workspace.count_rows(conditions)

        self.question(COUNTED, work, lambda found: self._show_count(*found))

    def _show_count(self, inside: int, whole: int) -> None:
        self.count.setText(ngettext("{n} of {whole} answer", "{n} of {whole} answers", inside, whole=number(whole)))

    # Keeping

    def _keep(self) -> None:
        made, before = Segment(self.name.text(), self.conditions), self.editing

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.keep_segment(made, before)
            return (lambda other: other.put_back(done)), done.changes

        def kept() -> None:
            self.editing = " ".join(made.name.split())
            self.ask()

        self.decision(Phrase(N_("segment {name}"), (("name", made.name),)), KEEPING, deed, kept, self._failed)

    def _drop(self) -> None:
        name = self.editing

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.remove_named(SEGMENTS, name)
            return (lambda other: other.put_back(done)), done.changes

        def gone() -> None:
            self.begin()
            self.ask()

        self.decision(Phrase(N_("removal of the segment {name}"), (("name", name),)), KEEPING, deed, gone, self._failed)

    def _failed(self, error: CXDeskError) -> None:
        self.error.show_error(error, _("Close"))
