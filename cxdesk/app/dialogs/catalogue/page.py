"""What a metric means: generated from its declaration and the definition in force."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cxdesk.analysis import remedies, wording
from cxdesk.analysis.wording import Measured, family_title
from cxdesk.app import theme
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.catalogue import Choice, MetricPage
from cxdesk.domain.results import Better, Unit
from cxdesk.system.i18n import N_, _, number

BETTER = {Better.UP: N_("more is better"), Better.DOWN: N_("less is better"), Better.NONE: N_("neither good nor bad")}
UNITS = {
    Unit.SCORE: N_("score"),
    Unit.PERCENT: N_("percent"),
    Unit.SCALE: N_("points of the scale"),
    Unit.INDEX: N_("index from 0 to 100"),
    Unit.COUNT: N_("count"),
    Unit.MONEY: N_("money"),
    Unit.DAYS: N_("days"),
    Unit.MONTHS: N_("months"),
    Unit.HOURS: N_("hours"),
    Unit.SECONDS: N_("minutes and seconds"),
    Unit.MINUTES: N_("hours and minutes"),
    Unit.RATIO: N_("ratio"),
}


class MeaningPage(QScrollArea):
    """`chosen(metric)` when a companion is clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title, self.question = (
            plain_label(role="heading", wrap=True),
            plain_label(role="small", tone="text2", wrap=True),
        )
        self.value, self.evidence = (
            plain_label(role="title", tone="accent"),
            plain_label(role="small", tone="text2", wrap=True),
        )
        self.explain = plain_label(wrap=True)
        self.facts: list[tuple[str, str]] = []
        self.beside = QWidget()
        self._links, self._grid = FlowLayout(self.beside, gap=2), QGridLayout()
        now, holder, said = theme.current(), QWidget(), QHBoxLayout()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[now.px(step) for step in (16, 14, 16, 14)])
        column.setSpacing(now.px(8))
        said.setSpacing(now.px(10))
        said.addWidget(self.value)
        said.addWidget(self.evidence, 1)
        self._grid.setHorizontalSpacing(now.px(14))
        self._grid.setVerticalSpacing(now.px(6))
        self._grid.setColumnStretch(1, 1)
        for part in (self.title, self.question):
            column.addWidget(part)
        column.addLayout(said)
        column.addWidget(self.explain)
        column.addLayout(self._grid)
        column.addWidget(self.beside)
        column.addStretch(1)
        holder.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(holder)

    def show_page(self, page: MetricPage) -> None:
        named = page.named
        self.setAccessibleName(_(named.title))
        self.title.setText(_(named.title))
        self.question.setText(" · ".join((family_title(named.family), _(named.question))))
        self.explain.setText(_(named.explain))
        self._show_value(page)
        self.facts = [(title, text) for title, text in _facts(page) if text]
        self._fill_facts()
        self._fill_links(page)
        self.verticalScrollBar().setValue(0)

    def _show_value(self, page: MetricPage) -> None:
        card = page.card
        if card is None or card.figure.value is None:
            reason = card.figure.reason or "" if card else ""
            self.value.setText(wording.not_available())
            needs = card.needs if card else None
            self.evidence.setText(f"{remedies.why(reason)}. {remedies.remedy(reason, needs)}" if reason else "")
            return
        self.value.setText(wording.value_text(card.figure.value, Measured.of(card)))
        self.evidence.setText(
            f"{wording.evidence_text(card.figure, Measured.of(card))}\n{wording.card_said(card).text}"
        )

    def _fill_facts(self) -> None:
        _emptied(self._grid)
        for row, (title, text) in enumerate(self.facts):
            for column, label in enumerate(
                (plain_label(title, "small", "text2"), plain_label(text, "small", wrap=True))
            ):
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(label, row, column)

    def _fill_links(self, page: MetricPage) -> None:
        _emptied(self._links)
        self.beside.setVisible(bool(page.companions))
        if page.companions:
            self._links.addWidget(plain_label(_("Read it with"), "small", "text2"))
        for one in page.companions:
            link = QPushButton(_(one.title).replace("&", "&&"))
            link.setProperty("link", True)
            link.setAutoDefault(False)
            link.clicked.connect(lambda _on=False, metric=one.metric: self.chosen.emit(metric))
            self._links.addWidget(link)


def _emptied(layout: QGridLayout | FlowLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _facts(page: MetricPage) -> Iterator[tuple[str, str]]:
    """Title and text of every line; those without a text are left out."""
    yield _("Good for"), _(page.good_for) if page.good_for else ""
    yield _("Beware"), _(page.beware) if page.beware else ""
    yield _("Here defined as"), " · ".join(phrase.say() for phrase in page.label)
    yield _("Unit"), f"{_(UNITS.get(page.unit, page.unit))}, {_(BETTER[page.better])}"
    yield _("Scales in use"), ", ".join(scale.replace("-", "–") for scale in page.scales)
    yield _("Interval"), page.method.say() if page.method else ""
    yield _("Reads"), ", ".join(_(title) for title in page.reads)
    yield _("Can be set"), "\n".join(_option(one) for one in page.options)
    yield _("Also says"), ", ".join(_(title) for title in page.measures)
    yield _("A click opens"), ", ".join(phrase.say() for phrase in page.drill)
    yield _("For example"), "\n".join(_example(page))
    yield _("Sources"), "\n".join(_(source) for source in page.sources)


def _option(one: Choice) -> str:
    title = dict(one.choices).get(str(one.value))
    if one.type == "yes_no":
        value = _("yes") if one.value else _("no")
    else:
        value = _(title) if title else _("as it comes") if one.value in (None, "") else str(one.value)
    return _("{option}: {value}", option=_(one.title), value=value)


def _example(page: MetricPage) -> Iterator[str]:
    for one in page.examples:
        gives = number(one.gives, 1) if one.gives is not None else wording.not_available()
        yield f"{one.given} → {gives}" + (f" ({_(one.note)})" if one.note else "")
