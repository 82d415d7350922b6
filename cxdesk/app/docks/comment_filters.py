"""Which comments are listed by what was decided about them, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.app.widgets.theme_chips import menu_text
from cxdesk.domain.follow_ups import DECISION_TITLES, ORDER_TITLES, STATUS_TITLES, Narrowing, Order
from cxdesk.system.i18n import _, number

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import CommentIds

GAP = 6
Part = tuple[str, Mapping[str, str], Mapping[str, int]]  # field of Narrowing, titles, counts


class CommentFilters(QWidget):
    """Two chips with menus. `changed` when the person chose otherwise."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.narrowing = Narrowing()
        self._found: CommentIds | None = None
        self.marks = Chip(small=True, opens=True)
        self.order = Chip(small=True, opens=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for chip in (self.marks, self.order):
            row.addWidget(chip)
        self.marks.clicked.connect(lambda: self.marks_menu().popup(_below(self.marks)))
        self.order.clicked.connect(lambda: self.order_menu().popup(_below(self.order)))
        self.retranslate()

    def show_found(self, found: CommentIds | None) -> None:
        self._found = found
        self._show_order()

    def _show_order(self) -> None:
        self.order.set_said(ChipText(_(ORDER_TITLES[self._order()])))

    def clear(self) -> None:
        """Every comment again, without telling."""
        self.narrowing = Narrowing(order=self.narrowing.order)
        self.retranslate()

    def put_in_order(self, order: str) -> None:
        """Every comment again, in this order."""
        self.narrowing = Narrowing()
        self._turn(order=order)

    def retranslate(self) -> None:
        said = self.said()
        self.marks.set_said(ChipText(said or _("Follow-up")))
        self.marks.set_active(self.narrowing.narrows)
        self._show_order()
        set_plain_tooltip(self.marks.body, _("Show comments by decision, status or owner"))
        set_plain_tooltip(self.order.body, _("In which order comments are listed"))

    def said(self) -> str:
        """What the list is narrowed to, in a few words."""
        now = self.narrowing
        parts = [_("Unread")] if now.unread else []
        parts += [_(DECISION_TITLES[one]) for one in now.decisions]
        parts += [_(STATUS_TITLES[one]) for one in now.statuses]
        return ", ".join([*parts, *now.owners])

    def marks_menu(self) -> QMenu:
        """Unread ones, decisions, statuses and owners with how many comments each has; several may be chosen."""
        made, found = QMenu(self), self._found
        made.aboutToHide.connect(made.deleteLater)
        unread = made.addAction(_("Unread only"))
        unread.setCheckable(True)
        unread.setChecked(self.narrowing.unread)
        unread.toggled.connect(lambda on: self._turn(unread=on))
        for part in self._parts(found):
            made.addSeparator()
            self._fill(made, *part)
        if self.narrowing.narrows:
            made.addSeparator()
            made.addAction(_("Show all")).triggered.connect(lambda _on: self._show_all())
        return made

    def _parts(self, found: CommentIds | None) -> list[Part]:
        decisions, statuses = (found.decisions, found.statuses) if found else ({}, {})
        owners = {**dict.fromkeys(self.narrowing.owners, 0), **(found.owners if found else {})}
        return [
            ("decisions", {code: _(title) for code, title in DECISION_TITLES.items()}, decisions),
            ("statuses", {str(code): _(title) for code, title in STATUS_TITLES.items()}, statuses),
            ("owners", {name: name for name in owners}, owners),
        ]

    def _fill(self, menu: QMenu, field: str, titles: Mapping[str, str], counts: Mapping[str, int]) -> None:
        chosen: tuple[str, ...] = getattr(self.narrowing, field)
        for code, title in titles.items():
            action = menu.addAction(menu_text(f"{title} {number(counts.get(code, 0))}"))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code in chosen)
            action.toggled.connect(lambda on, code=code: self._choose(field, code, on))

    def order_menu(self) -> QMenu:
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for order in Order:
            action = made.addAction(_(ORDER_TITLES[order]))
            action.setCheckable(True)
            action.setChecked(order == self._order())
            action.setEnabled(order != Order.BEST or self._searched)
            action.triggered.connect(lambda _on, order=order: self._turn(order=str(order)))
        return made

    @property
    def _searched(self) -> bool:
        return self._found is not None and self._found.searched

    def _order(self) -> str:
        """As the list stands: without a search nothing matches better than something else."""
        return self.narrowing.order if self._searched or self.narrowing.order != Order.BEST else Order.NEWEST

    def _choose(self, field: str, code: str, on: bool) -> None:
        others = tuple(one for one in getattr(self.narrowing, field) if one != code)
        self._turn(**{field: (*others, code) if on else others})

    def _turn(self, **given: object) -> None:
        self.narrowing = Narrowing(**{**vars(self.narrowing), **given})
        self.retranslate()
        self.changed.emit()

    def _show_all(self) -> None:
        self.clear()
        self.changed.emit()


def _below(chip: Chip) -> QPoint:
    return chip.mapToGlobal(chip.rect().bottomLeft())
