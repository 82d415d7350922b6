"""One customer: who they are, a few figures, and everything that happened; folded to one line where room is scarce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.customers.telling import amount, score
from cxdesk.app import theme
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.event import EventDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.models.events import EventsModel
from cxdesk.app.painting import rule
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.scores import ScoreLine
from cxdesk.domain.customers import HEALTH_TITLES, RISK_TITLES, CustomerPage
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

FIGURES = 6
SOON = 90  # days before a contract is due in which that is said
Said = list[tuple[str, str, str]]  # name, value, tone


class CustomerView(QFrame):
    """`show_customer` asks for a page; `opened` when the person wants to see it whole. `note` says who it is."""

    opened = Signal(str)  # reference
    changed = Signal()  # another page is here

    def __init__(self, desk: Desk, key: str, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._desk, self._key, self._whole = desk, key, whole
        self._asked, self._here = "", ("", 0)
        self._folded = False
        self.page: CustomerPage | None = None
        self.name = ElidedLabel(role="heading" if whole else "body", bold=True)
        self.about = ElidedLabel(role="small", tone="text3")
        self.due = ElidedLabel(role="small", tone="warn")
        self.more, self.privacy = QPushButton(), QPushButton()
        self.figures = [
            (plain_label(role="caption", tone="text2"), plain_label(role="small")) for _at in range(FIGURES)
        ]
        self.answers = ScoreLine()
        self.model, self.events = EventsModel(self), QListView()
        self.earlier = plain_label(role="caption", tone="text3", wrap=True)
        self._build()
        self.retranslate()
        self._show_nobody()

    def _build(self) -> None:
        now = theme.current()
        self.more.clicked.connect(self._open)
        head = QHBoxLayout()
        head.setSpacing(now.px(8))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.about)
        head.addLayout(names, 1)
        for link in (self.privacy, self.more):
            link.setProperty("link", True)
            head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.privacy.clicked.connect(self._open_privacy)
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, now.px(4), 0, now.px(4))
        grid.setHorizontalSpacing(now.px(12))
        grid.setVerticalSpacing(0)
        for at, (title, value) in enumerate(self.figures):
            value.setProperty("strong", True)
            grid.addWidget(title, 2 * (at // 3), at % 3)
            grid.addWidget(value, 2 * (at // 3) + 1, at % 3)
            grid.setColumnStretch(at % 3, 1)
        self.events.setModel(self.model)
        self.events.setItemDelegate(EventDelegate(self.events))
        self.events.setFrameShape(QFrame.Shape.NoFrame)
        self.events.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.events.setMouseTracking(True)
        theme.watcher().changed.connect(self.events.scheduleDelayedItemsLayout)
        top = QVBoxLayout()
        top.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(4))
        top.setSpacing(now.px(4))
        top.addLayout(head)
        for part in (self.due, self._grid, self.answers):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.events, 1)
        column.addWidget(self.earlier)
        self.earlier.setContentsMargins(now.px(12), now.px(2), now.px(12), now.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), now.panel)
        if not self._whole:
            rule(painter, 0, self.width(), 0, now.line2)

    # What is shown

    def show_customer(self, customer: str, here: tuple[str, int] = ("", 0)) -> None:
        """Ask for a customer's page; `here` is the row whose event is being read. Empty shows nobody."""
        if (customer, here) == (self._asked, self._here) and self.page is not None:
            return
        self._asked, self._here = customer, here
        self._ask()

    def renew(self) -> None:
        """Ask again: the data or the language changed."""
        self.page = None
        self._ask()

    def _ask(self) -> None:
        customer, query = self._asked, self._desk.query
        if not customer:
            self._show_nobody()
            return

        def work(workspace: Workspace, _progress: Progress) -> CustomerPage:
            return workspace.customer_page(customer, query)

        self._desk.question(self._key, work, self._show, self._show_unknown)

    def _show_unknown(self, _error: CXDeskError) -> None:
        self._show_nobody()

    def _show_nobody(self) -> None:
        self.page = None
        self.model.show_events(())
        self.name.set_text("")
        self.name.setVisible(False)
        for part in (
            self.about,
            self.due,
            self._grid,
            self.answers,
            self.events,
            self.earlier,
            self.more,
            self.privacy,
        ):
            part.setVisible(False)
        self.changed.emit()

    def _show(self, page: CustomerPage) -> None:
        self.page = page
        self.name.set_text(page.line.called)
        self.model.show_events(page.events, self._here)
        self.answers.show_scores(page.answers)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        page = self.page
        if page is None:
            return
        self.name.setVisible(True)
        self.about.set_text(self._about(page))
        soon = page.due is not None and page.as_of is not None and (page.due - page.as_of).days <= SOON
        self.due.set_text(_("Contract due {day}", day=day_text(page.due)) if soon and page.due else "")
        figures = head_figures(page)
        for at, (title, value) in enumerate(self.figures):
            said = figures[at] if at < len(figures) else ("", "", "text")
            title.setText(said[0])
            value.setText(said[1])
        text = ngettext("{n} earlier row is not told.", "{n} earlier rows are not told.", page.earlier)
        self.earlier.setText(text if page.earlier else "")
        self._fit()

    def _about(self, page: CustomerPage) -> str:
        line = page.line
        if self._folded:
            return ngettext("{n} event", "{n} events", len(page.events))
        since = _("customer since {day}", day=day_text(page.since)) if page.since else ""
        left = _("has left") if line.left else ""
        country = next((value for name, value in page.said if name == "country"), "")
        return " · ".join(part for part in (line.plan, since, country, left) if part)

    def fold(self, folded: bool) -> None:
        """One line with a count, or the whole story."""
        if folded != self._folded:
            self._folded = folded
            self.retranslate()

    @property
    def folded(self) -> bool:
        return self._folded

    def show_figures(self, shown: bool) -> None:
        """Figures and course of the scores, where there is room for them."""
        if shown is not self._whole:
            self._whole = shown
            self._fit()

    def _fit(self) -> None:
        page, open_ = self.page, not self._folded
        self.about.setVisible(page is not None)
        self.due.setVisible(open_ and bool(self.due.text()))
        self._grid.setVisible(open_ and self._whole and page is not None)
        self.answers.setVisible(open_ and self._whole and page is not None and len(page.answers) > 1)
        self.events.setVisible(open_ and page is not None)
        self.earlier.setVisible(open_ and bool(self.earlier.text()))
        self.more.setVisible(page is not None and bool(self.more.text()))
        on_its_own = self.more.property("offered") is False  # beside other things there is no room for two ways out
        self.privacy.setVisible(page is not None and self._whole and on_its_own)
        self.updateGeometry()

    def set_link(self, shown: bool) -> None:
        """Whether it can be opened on its own."""
        self.more.setProperty("offered", shown)
        self.retranslate()

    def retranslate(self) -> None:
        offered = self.more.property("offered") is not False
        self.more.setText((_("Show history") if self._folded else _("Open customer")) if offered else "")
        self.privacy.setText(_("Personal data…"))
        self.events.setAccessibleName(_("What happened"))
        self._say()
        self._fit()

    def _open_privacy(self) -> None:
        if self.page is not None:
            self._desk.customer = self.page.line.customer
            self._desk.wanted.emit("privacy")

    def _open(self) -> None:
        if self.page is not None:
            self.opened.emit(self.page.line.customer)


def head_figures(page: CustomerPage) -> Said:
    """The few numbers at the top of a page: what is known, money first."""
    line = page.line
    found: Said = []
    if line.mrr is not None:
        found.append((_("MRR"), amount(line.mrr, page.currency), "text"))
    if line.value is not None:
        found.append((_("Revenue to date"), amount(line.value, page.currency), "text"))
    if page.orders:
        found.append((_("Orders"), number(page.orders), "text"))
    if line.health is not None:
        found.append((_("Health"), f"{number(line.health)} · {_(HEALTH_TITLES[line.health_band])}", "text"))
    if line.risk != "none":
        found.append((_("Risk"), _(RISK_TITLES[line.risk]), "text"))
    found += [(name, score(one.value), "text") for name, one in ((_("NPS"), line.nps), (_("CSAT"), line.csat)) if one]
    if line.last_contact:
        found.append((_("Last contact"), day_text(line.last_contact), "text"))
    if page.open_tickets:
        found.append((_("Open tickets"), number(page.open_tickets), "text"))
    return found[:FIGURES]
