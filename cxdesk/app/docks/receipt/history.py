"""What moved the number, and which files fed it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from cxdesk.analysis import receipt_wording
from cxdesk.analysis.explaining import ELSEWHERE, OUTSIDE
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.fitted_table import FittedTable
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.section import Section
from cxdesk.domain.explained import Event, Explained
from cxdesk.domain.restatement import Moved
from cxdesk.system.i18n import _, number

MOST_REASONS = 3  # columns of what was left out; the rest is in the ladder
MOST_MOVED = 8


class HistorySection(Section):
    """`asked` when the person wants to know which past values moved: it has to be computed."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TextsModel()
        self.table = FittedTable(self.model, RowDelegate())
        self.moved = plain_label(role="small", tone="text2", wrap=True)
        self.moved.setContentsMargins(12, 6, 12, 8)
        self.inside.addWidget(self.table)
        self.inside.addWidget(self.moved)
        self.link.clicked.connect(self.asked)
        self.moved.hide()

    def show_told(self, told: Explained) -> None:
        self.name(_("History of this number"), _("what fed and decided it"))
        self.table.setAccessibleName(_("History of this number"))
        self.model.show_table(["", ""], [[_when(one), receipt_wording.event(one, told)] for one in told.events])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.moved.hide()
        self.link.setEnabled(True)
        self.offer(_("Which past values moved?"))

    def show_computing(self) -> None:
        self.link.setEnabled(False)
        self.moved.setText(_("Comparing with what was shown before the last change…"))
        self.moved.show()

    def show_moved(self, moved: Sequence[Moved]) -> None:
        """Past values that are others now, the newest first."""
        self.link.setEnabled(True)
        newest = sorted(moved, key=lambda one: one.month.start, reverse=True)
        lines = [receipt_wording.moved(one) for one in newest[:MOST_MOVED]]
        if len(moved) > MOST_MOVED:
            lines.append(_("and {n} more", n=number(len(moved) - MOST_MOVED)))
        self.moved.setText("\n".join(lines) or _("No past value moved with the last change."))
        self.moved.show()


class FilesSection(Section):
    """Hidden where a view made the rows: its files are those of several kinds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TextsModel(numbers=range(2, 20))
        self.table = FittedTable(self.model, RowDelegate(), head=True)
        self.inside.addWidget(self.table)

    def show_told(self, told: Explained) -> None:
        self.name(_("Files"))
        self.table.setAccessibleName(_("Files"))
        totals: dict[str, int] = {}
        for file in told.fed:
            for reason, n in file.left_out:
                if reason not in ELSEWHERE | OUTSIDE:
                    totals[reason] = totals.get(reason, 0) + n
        reasons = sorted(totals, key=lambda name: -totals[name])[:MOST_REASONS]
        head = [_("File"), _("Imported"), _("Rows"), *(receipt_wording.reason(name) for name in reasons), _("Counted")]
        rows = []
        for file in told.fed:
            left = dict(file.left_out)
            when = day_text(file.imported.astimezone().date()) if file.imported else ""
            cells = (file.rows, *(left.get(name, 0) for name in reasons), file.counted)
            rows.append([file.file, when, *(number(n) for n in cells)])
        self.model.show_table(head, rows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.fit()


def _when(event: Event) -> str:
    if event.day is not None:
        return day_text(event.day)
    return day_text(event.moment.astimezone().date()) if event.moment else ""
