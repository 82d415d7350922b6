"""From the rows imported to the number: every step with its bar, the parts of what counts, and the proof of the sum."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QWidget

from cxdesk.analysis import receipt_wording
from cxdesk.app import icons, theme
from cxdesk.app.delegates.receipt import INDENT, LadderDelegate
from cxdesk.app.models.receipt import Column, LadderModel
from cxdesk.app.widgets.fitted_table import FittedTable
from cxdesk.app.widgets.plain import plain_label, set_tone, set_variant
from cxdesk.app.widgets.portions import Portions
from cxdesk.app.widgets.section import Section
from cxdesk.domain.explained import Explained
from cxdesk.domain.kinds import kind
from cxdesk.system.i18n import _, number

WIDTHS = {Column.COUNT: 76, Column.NOTE: 84, Column.OPEN: 60}
NARROW = 470  # pixels at 100 % below which notes give way


class Ladder(FittedTable):
    """`opened(row)` by click, Enter or Space."""

    opened = Signal(int)

    def __init__(self, model: LadderModel) -> None:
        super().__init__(model, LadderDelegate())
        self.clicked.connect(lambda index: self.opened.emit(index.row()))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def share(self) -> None:
        """Name and bar share what the other columns leave; notes go where there is little."""
        now, width = theme.current(), self.width()
        narrow = width < now.px(NARROW)
        self.setColumnHidden(Column.NOTE, narrow)
        taken = 0
        for column, wide in WIDTHS.items():
            wanted = max(now.px(wide), self.sizeHintForColumn(column))
            self.setColumnWidth(column, wanted)
            taken += 0 if column is Column.NOTE and narrow else wanted
        names = max(self.sizeHintForColumn(Column.NAME) + now.px(INDENT + 12), now.px(120))
        name = min(names, round((width - taken) * 0.62))
        self.setColumnWidth(Column.NAME, name)
        self.setColumnWidth(Column.BAR, max(width - taken - name, 0))

    def resizeEvent(self, event: object) -> None:
        self.share()


class LadderSection(Section):
    """`opened(title, names)`: the rows of a step are wanted."""

    opened = Signal(str, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LadderModel()
        self.table, self.portions = Ladder(self.model), Portions()
        self.behind = plain_label(role="small", tone="text2", wrap=True)
        self._sign = QLabel()
        self.strip, self.proof = QFrame(), plain_label(role="small", tone="good", wrap=True)
        self.told: Explained | None = None
        now = theme.current()
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(*[now.px(step) for step in (16, 8, 16, 8)])
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.proof, 1)
        self.behind.setContentsMargins(*[now.px(step) for step in (12, 8, 12, 4)])
        for part in (self.table, self.portions, self.behind, self.strip):
            self.inside.addWidget(part)
        self.table.opened.connect(self._open)
        self.portions.opened.connect(self._open_part)
        theme.watcher().changed.connect(self._sign_again)

    def show_told(self, told: Explained) -> None:
        self.told = told
        self.name(_("From the rows imported to the number"), _("every step opens its rows"))
        self.table.setAccessibleName(_("From the rows imported to the number"))
        self.model.show_rungs(told.rungs)
        self.table.share()
        self.portions.show_told(told)
        made_of = dict.fromkeys(
            f"{_(kind(one.kind).plural)} {number(one.imported)}" for one in told.receipt.behind
        )  # several inputs may read the same kind
        self.behind.setText(_("Made from rows imported: {kinds}", kinds=", ".join(made_of)))
        self.behind.setVisible(bool(made_of))
        self.proof.setText(receipt_wording.proof(told))
        set_tone(self.proof, "good" if told.adds_up else "bad")
        set_variant(self.strip, "box", "proof" if told.adds_up else "bad")
        self._sign_again()

    def _sign_again(self) -> None:
        now, good = theme.current(), self.told is None or self.told.adds_up
        ink = now.good if good else now.bad
        self._sign.setPixmap(icons.pixmap("check" if good else "warning", 14, ink, self.devicePixelRatioF()))

    def _open(self, row: int) -> None:
        rung = self.model.rung(row)
        if rung is not None and rung.count:
            self.opened.emit(receipt_wording.rung_title(rung), rung.opens)

    def _open_part(self, part: str) -> None:
        one = next(one for one in self.portions.portions if one.part == part)
        self.opened.emit(one.title.say(), (part,))
