"""What is known about one table: head, facts, questions, and the person's rows with a role above each column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.facts import FactStrip
from cxdesk.app.dialogs.import_wizard.head import Head
from cxdesk.app.dialogs.import_wizard.items import Item, alike
from cxdesk.app.dialogs.import_wizard.preview import PreviewTable
from cxdesk.app.dialogs.import_wizard.questions import DoubtGrid
from cxdesk.app.dialogs.import_wizard.session import Step
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.inspection import TableView
from cxdesk.system.i18n import _, ngettext, number


class Page(QWidget):
    """Scrolls as a whole where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(now.px(step) for step in (24, 16, 24, 4)))
        column.setSpacing(0)
        self.head, self.facts, self.doubts = Head(self), FactStrip(self), DoubtGrid(self)
        self.doubts_title = _title_label()
        self.preview = PreviewTable(self)
        self.error = ErrorStrip(self)
        self.notes = plain_label("", "small", "text2", wrap=True)
        self.changed = ElidedLabel("", "small", "accent")
        self.together = QCheckBox(self)
        self.together.setChecked(True)
        self._rows_title = self._preview_title()
        self._filler = QWidget(self)
        asked = self._asked_title()
        parts = (
            (self.head, 0),
            (self.error, 16),
            (self.facts, 14),
            (self.notes, 8),
            (asked, 16),
            (self.doubts, 8),
        )
        for part, above in parts:
            column.addWidget(_Below(part, now.px(above), self))
        column.addWidget(_Below(self._rows_title, now.px(16), self))
        column.addSpacing(now.px(8))
        column.addWidget(self.preview, 1)
        column.addWidget(self._filler, 1)

        self.doubts.looked_at.connect(self.preview.show_column)

    def show_item(self, item: Item | None, step: Step) -> None:
        """The table in sight; only the head while there is none."""
        self.head.show_item(item, step)
        view = item.view if item is not None else None
        for part in (self.preview, self._rows_title):
            part.setVisible(view is not None)
        self.facts.setVisible(view is not None and bool(view.facts))
        if item is not None and item.inspection.error:
            self.error.show_error(CXDeskError.from_json(item.inspection.error))
        else:
            self.error.clear()
        self._filler.setVisible(view is None)
        asked = bool(item is not None and item.wanted and view and view.doubts)
        self._asked_box.setVisible(asked)
        self.doubts.setVisible(asked)
        said = [item.known] if item is not None and item.known else []
        self.notes.setText("\n".join([*said, *(note.say() for note in view.notes)] if view else said))
        self.notes.setVisible(bool(self.notes.text()))
        if item is not None and view is not None:
            self.facts.show_view(view)
            self.doubts.show_item(item)
            self.doubts_title.setText(_doubts_words(view))
            self.changed.set_text(item.changed)
            self.changed.setVisible(bool(item.changed))
            self._hint.setVisible(not item.changed)
            if self.preview.show_view(view):
                self._show_doubtful(view)

    def _show_doubtful(self, view: TableView) -> None:
        """Of a table never seen before, the column that is asked about first."""
        columns = [doubt.column for doubt in (*view.open_doubts, *view.doubts) if doubt.column is not None]
        if columns:
            QTimer.singleShot(0, self, lambda: self.preview.show_column(columns[0]))  # once columns have their widths

    def _preview_title(self) -> QWidget:
        now = theme.current()
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(8))
        title = _title_label()
        title.setText(_("Your rows, as CXDesk reads them"))
        row.addWidget(title)
        hint = _("the type was found in the values; change what a column is with its list")
        self._hint = ElidedLabel(hint, "small", "text3")
        row.addWidget(self._hint, 1)
        row.addWidget(self.changed, 1)
        return box

    def _asked_title(self) -> QWidget:
        self._asked_box = box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.doubts_title, 1)
        row.addWidget(self.together)
        return box

    def show_together(self, items: Sequence[Item], at: int, on: bool) -> None:
        """Offered where other tables have the same headings: what is said here counts for them as well."""
        same = len(alike(items, at)) if at < len(items) and items[at].wanted else 1
        self.together.setVisible(same > 1)
        self.together.setText(_("Answers count for all {n} tables with these headings", n=number(same)))
        self.together.blockSignals(True)
        self.together.setChecked(on)
        self.together.blockSignals(False)


class _Below(QWidget):
    """A part with its distance from what stands above it, which goes when the part is hidden."""

    def __init__(self, part: QWidget, above: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, above, 0, 0)
        column.addWidget(part)
        part.installEventFilter(self)
        self.setVisible(not part.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._part and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._part.isHidden())
        return super().eventFilter(watched, event)


def _title_label() -> QLabel:
    label = plain_label("", "body", "text")
    label.setProperty("strong", True)
    return label


def _doubts_words(view: TableView) -> str:
    """How many questions wait, and how many answers were proposed."""
    waiting = len(view.open_doubts)
    proposed = len([doubt for doubt in view.doubts if not doubt.open and doubt.id not in view.decisions.answers])
    parts = []
    if waiting:
        parts.append(ngettext("{n} question for you", "{n} questions for you", waiting))
    if proposed:
        parts.append(ngettext("{n} answer proposed, please look", "{n} answers proposed, please look", proposed))
    return " · ".join(parts) or _("Your answers")
