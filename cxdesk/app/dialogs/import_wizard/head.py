"""The head of the import window: recognised or read from its content, the file in one line, what its rows are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.app.dialogs.import_wizard.session import Step
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip
from cxdesk.domain.kinds import kind, registry
from cxdesk.intake import crossed
from cxdesk.intake.mapping import IGNORE, Mapping
from cxdesk.system.i18n import _, ngettext, number

SIDE, SIGN = 40, 20
SIGNS = {  # icon, its colour, the ground
    "known": ("check", "good", "goodbg"),
    "read": ("table", "warn", "warnbg"),
    "bad": ("warning", "bad", "badbg"),
    "busy": ("table", "text3", "sunken"),
}


class Badge(QWidget):
    """The sign at the left: a tick for a known file, a table for one read from its content, a warning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = "busy"
        side = theme.current().px(SIDE)
        self.setFixedSize(side, side)

    def show_sign(self, sign: str) -> None:
        self._sign = sign
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        icon, ink, ground = SIGNS[self._sign]
        frame(painter, place, now.colour(ground), None if now.washes else now.line2, now.pxf(tokens.RADIUS))
        icons.paint(painter, icon, place, now.colour(ink), SIGN)


class Head(QWidget):
    """Sign, title, one line about the file. `read_as(kind)` when the person says what the rows are, `turned` when
    columns that became rows are to be columns again.
    """

    read_as = Signal(str)
    turned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(12))
        self._badge = Badge(self)
        row.addWidget(self._badge)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = plain_label("", "title", "text", wrap=True)
        self.about = ElidedLabel("", "small", "text2")
        column.addWidget(self.title)
        column.addWidget(self.about)
        row.addLayout(column, 1)
        self.by_hand = QPushButton(self)
        self.by_hand.setAutoDefault(False)
        self.by_hand.clicked.connect(self._offer_kinds)
        row.addWidget(self.by_hand)
        self._kind = ""
        self._was_turned = False

    def show_item(self, item: Item | None, step: Step) -> None:
        """The table in sight, or that it is being read."""
        view = item.view if item else None
        known = item is not None and (item.remembered or (view is not None and bool(view.format_title)))
        if item is None:
            sign = "busy" if step is Step.LOOKING else "bad"
        else:
            sign = "bad" if view is None else "known" if known else "read"
        self._badge.show_sign(sign)
        self.title.setText(_title(item, step))
        self.about.set_text(_about(item))
        self.by_hand.setVisible(view is not None)
        if view is not None:
            self._kind = view.mapping.kind
            self._was_turned = view.instead is not None and crossed.reading(view) == crossed.ROWS
            plural = _(kind(self._kind).plural)
            guessed = not (view.left_out or (item is not None and item.unknown))
            otherwise = _("Read as: {kind}…", kind=plural) if guessed else _("Read as…")
            self.by_hand.setText(_("Not right? Map by hand…") if known else otherwise)
            set_plain_tooltip(self.by_hand, _("Rows are read as: {kind}. Choose what each row holds.", kind=plural))

    def show_progress(self, words: str) -> None:
        """What is being read, while there is nothing else to say."""
        self.about.set_text(words)

    def menu(self) -> QMenu:
        """What the rows can be."""
        menu = QMenu(self.by_hand)
        group = QActionGroup(menu)
        menu.addSection(_("What does each row of this table hold?"))
        for one in registry().values():
            action = menu.addAction(_(one.plural))
            action.setCheckable(True)
            action.setChecked(one.name == self._kind)
            action.setData(one.name)
            group.addAction(action)
        group.triggered.connect(lambda action: self.read_as.emit(str(action.data())))
        if self._was_turned:
            menu.addSeparator()
            menu.addAction(_("Leave the columns as they stand"), lambda: self.turned.emit(crossed.COLUMNS))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _offer_kinds(self) -> None:
        self.menu().popup(self.by_hand.mapToGlobal(QPoint(0, self.by_hand.height())))


def _title(item: Item | None, step: Step) -> str:
    if item is None:
        return _("Reading the file…") if step is Step.LOOKING else _("Nothing to import")
    if item.view is None:
        return _("This file cannot be opened")
    if item.view.format_title:
        name = _(item.view.format_title)
        sure = item.view.format_sure
        return _("Recognised: {format}", format=name) if sure else _("Looks like: {format}", format=name)
    if item.view.left_out:
        return _("Left out: nothing of it is imported")
    if item.unknown:
        return _("A table of an unknown kind")
    if item.remembered:
        return _("Known: read as you left it last time")
    return _("{things}, read from the columns", things=_things(item.view.mapping))


def _things(mapping: Mapping) -> str:
    """What the rows are; of several things that they are all of them."""
    first, *others = (_(kind(one.kind).plural) for one in mapping.parts)
    if not others:
        return first
    *names, last = (first, *map(_in_sentence, others))
    return _("{names} and {last}", names=", ".join(names), last=last)


def _in_sentence(title: str) -> str:
    """A title without its capital, but for abbreviations."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _about(item: Item | None) -> str:
    if item is None:
        return ""
    parts = [item.title, size_words(item.inspection.size)]
    view = item.view
    if view is not None:
        rows = ngettext("{n} row", "{n} rows", view.rows)
        parts.append(rows if view.rows_exact else _("more than {rows}", rows=rows))
        used = sum(use.field != IGNORE for use in view.mapping.columns)
        columns = ngettext("{n} column", "{n} columns", len(view.columns))
        parts.append(_("{columns}, {n} of them used", columns=columns, n=number(used)))
        if not (view.format_title or item.remembered):
            parts.append(_("the next file like it imports by itself"))
    return " · ".join(parts)


def size_words(size: int) -> str:
    """A file's size as people say it."""
    if size >= 1_000_000:
        return _("{n} MB", n=number(size / 1e6, 1))
    return _("{n} KB", n=number(max(1, size / 1000)))
