"""Two customers side by side: what the files say of each, and what speaks for and against their being one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from cxdesk.analysis.identity import texts
from cxdesk.analysis.identity.wording import said, value_said
from cxdesk.app import icons, theme
from cxdesk.app.attributes import value_title
from cxdesk.app.delegates.row import BOLD_ROLE, TONE_ROLE
from cxdesk.app.dialogs.people.entries import Entry, named
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip
from cxdesk.domain.identity import Record, Sign, Suggestion
from cxdesk.domain.kinds import kind
from cxdesk.domain.text import fold
from cxdesk.system.i18n import _, number

Index = QModelIndex | QPersistentModelIndex
NOTHING = "–"
FIELD = 118  # width of the field's name
NARROW = 360  # below this there is no room for words beside the names
BEHIND = 3  # rows at the end that say what stands behind a record, and are never alike


class PairModel(TextsModel):
    """Field, one, other. What two records say differently is bold; `told` are the rows that may be compared."""

    told = range(0)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if index.isValid() and role in (TONE_ROLE, BOLD_ROLE):
            _name, one, other = self.rows[index.row()]
            differ = index.row() in self.told and NOTHING not in (one, other) and not _alike(one, other)
            if role == BOLD_ROLE:
                return index.column() > 0 and differ
            quiet = index.column() == 0 or self.rows[index.row()][index.column()] == NOTHING
            return "text3" if quiet else "text"
        return super().data(index, role)


class Beside(QFrame):
    """`swapped` when the person wants the other one to stay."""

    swapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "panel")
        self.stays = ElidedLabel(role="heading", bold=True)
        self.goes = ElidedLabel(role="body", tone="text2")
        self.swap = QPushButton()
        self.model = PairModel(self)
        self.table = TextTable(self.model)
        self.signs = QVBoxLayout()
        self.entry: Entry | None = None
        self._build()
        self.swap.clicked.connect(self.swapped)

    def _build(self) -> None:
        now = theme.current()
        self.swap.setProperty("small", True)
        self.swap.setAutoDefault(False)
        icons.put(self.swap, "compare")
        names, head = QVBoxLayout(), QHBoxLayout()
        names.setSpacing(now.px(2))
        names.addWidget(self.stays)
        names.addWidget(self.goes)
        head.setContentsMargins(now.px(16), now.px(12), now.px(12), now.px(10))
        head.addLayout(names, 1)
        head.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignTop)
        self.signs.setContentsMargins(now.px(16), now.px(10), now.px(16), now.px(12))
        self.signs.setSpacing(now.px(5))
        self.model.modelReset.connect(self._share)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(1)] * 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(self.signs)

    def _share(self) -> None:
        """The names of the fields take what they need, the two records share the rest."""
        head = self.table.horizontalHeader()
        if self.model.columnCount():
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(0, min(theme.current().px(FIELD), self.width() // 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the button keeps its picture, and its words as a tooltip."""
        super().resizeEvent(event)
        self.swap.setText("" if self.width() < theme.current().px(NARROW) else _("The other stays"))
        self._share()

    def show_entry(self, entry: Entry | None) -> None:
        """The names and signs at once; what the files say comes with `show_records`."""
        self.entry = entry
        _empty(self.signs)
        suggested = isinstance(entry, Suggestion)
        self.swap.setVisible(suggested)
        self.swap.setAccessibleName(_("The other stays"))
        set_plain_tooltip(self.swap, _("The other stays (X)"))
        if entry is None:
            self.stays.set_text("")
            self.goes.set_text("")
            self.model.show_table([], [])
            return
        one, other = named(entry)
        self.stays.set_text(one)
        self.table.setAccessibleName(_("{one} and {other}, side by side", one=one, other=other))
        self.goes.set_text(_("and {other}", other=other))
        if isinstance(entry, Suggestion):
            self._show_signs(entry.evidence, "check", "good")
            self._show_signs(entry.doubts, "warning", "warn")

    def _show_signs(self, signs: Sequence[Sign], icon: str, tone: str) -> None:
        now = theme.current()
        for sign in signs:
            line, mark = QHBoxLayout(), plain_label()
            mark.setPixmap(icons.pixmap(icon, 14, now.colour(tone), self.devicePixelRatioF()))
            line.setSpacing(now.px(8))
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(ElidedLabel(said(sign), "small"), 1)
            self.signs.addLayout(line)

    def show_records(self, records: Sequence[Record]) -> None:
        """Two records: side by side. One: what counts beside what was overruled."""
        if len(records) == 2:
            one, other = records
            stays = isinstance(self.entry, Suggestion)
            first = _("Stays: {customer}", customer=one.customer) if stays else one.customer
            head = ["", first, other.customer]
            rows = list(_compared(one, other))
            self.model.told = range(len(rows) - BEHIND)
            self.model.show_table(head, rows)
        elif records:
            self.model.told = range(0)
            self.model.show_table(["", _("What counts"), _("Said otherwise")], list(_alone(records[0])))


def _compared(one: Record, other: Record) -> Iterable[tuple[str, str, str]]:
    for field in dict.fromkeys(told.field for record in (one, other) for told in record.said):
        yield _title(field), _value(field, one.value(field)), _value(field, other.value(field))
    yield _("Known as"), ", ".join(one.references), ", ".join(other.references)
    yield _("Rows"), _rows(one), _rows(other)
    yield _("Files"), ", ".join(one.files) or NOTHING, ", ".join(other.files) or NOTHING


def _alone(record: Record) -> Iterable[tuple[str, str, str]]:
    yield _("Known as"), ", ".join(record.references), NOTHING
    for field in dict.fromkeys(told.field for told in record.said):
        others = [f"{_value(field, told.value)} ({told.reference})" for told in record.conflicts if told.field == field]
        yield _title(field), _value(field, record.value(field)), ", ".join(others) or NOTHING
    yield _("Rows"), _rows(record), NOTHING
    yield _("Files"), ", ".join(record.files) or NOTHING, NOTHING


def _alike(one: str, other: str) -> bool:
    """Whether two values say the same, in whatever way they are written."""
    return fold(one) == fold(other) or texts.words(one) == texts.words(other) or texts.same_phone(one, other)


def _title(field: str) -> str:
    declared = kind("customer")
    return _(declared.field(field).title) if declared.has(field) else field


def _value(field: str, value: str) -> str:
    return value_title(field, value_said(field, value)) if value else NOTHING


def _rows(record: Record) -> str:
    return ", ".join(f"{_(kind(name).plural)} {number(n)}" for name, n in (record.rows or {}).items()) or NOTHING


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            _empty(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
