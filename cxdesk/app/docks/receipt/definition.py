"""What the number means: the sentence, the formula with this number's counts, and how sure it is."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cxdesk.analysis import receipt_wording, wording
from cxdesk.analysis.wording import Measured
from cxdesk.app import theme
from cxdesk.app.dates import in_full
from cxdesk.app.widgets.formula import Formula
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.section import Section
from cxdesk.domain.explained import Explained
from cxdesk.system.i18n import _, number


class DefinitionSection(Section):
    """Facts without anything to say are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence, self.formula = plain_label(wrap=True), Formula()
        self.facts: list[tuple[str, str]] = []
        self.segment = ""  # as people call it; empty for the whole
        self.least = 0  # answers from which a number is shown
        now = theme.current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[now.px(step) for step in (16, 12, 16, 12)])
        column.setSpacing(now.px(10))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(now.px(16))
        self._grid.setVerticalSpacing(now.px(4))
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self.sentence)
        column.addWidget(self.formula)
        column.addLayout(self._grid)
        self.inside.addWidget(holder)

    def show_told(self, told: Explained) -> None:
        version = told.receipt.definition.get("version")
        name = told.receipt.metric.replace("_", " ")
        note = _("{name}, version {n}", name=name, n=version) if version else _("{name}, changed here", name=name)
        self.name(_("Definition"), note)
        self.sentence.setText(_(told.sentence))
        self.formula.show_pieces(receipt_wording.formula(told), receipt_wording.shown_as(told))
        self.facts = [(title, text) for title, text in _facts(told, self.segment, self.least) if text]
        self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, (title, text) in enumerate(self.facts):
            self._grid.addWidget(_label(title, "text2"), row, 0)
            self._grid.addWidget(_label(text, "text", wrap=True), row, 1)


def _label(text: str, tone: str, wrap: bool = False) -> QLabel:
    from PySide6.QtCore import Qt

    made = plain_label(text, "small", tone, wrap=wrap)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


def _facts(told: Explained, segment: str, least: int) -> list[tuple[str, str]]:
    """Title and text of every line below the formula."""
    return [
        (_("Interval"), receipt_wording.interval(told)),
        (_("Period"), period_text(told)),
        (_("Segment"), segment),
        (_("Not covered"), _not_covered(told)),
        (_("Counted so"), " · ".join(phrase.say() for phrase in told.card.label)),
        (_("Said beside"), " · ".join(receipt_wording.flags(told))),
        (_("Read with"), " · ".join(_beside(told, least))),
        (_("Beware"), _(told.beware) if told.beware else ""),
    ]


def _not_covered(told: Explained) -> str:
    """Who was asked and did not answer, where that is known."""
    asked = next((card for card in told.companions if card.metric == "response_rate"), None)
    if asked is None or asked.figure.value is None:
        return ""
    return _("Those who did not answer: {n} of 100 invited.", n=number(100 - asked.figure.value))


def _beside(told: Explained, least: int) -> list[str]:
    """Companions with their values, where enough answered: Survey response rate 33.2%."""
    said = []
    for one in told.companions:
        card = wording.withheld(one, least)
        said.append(f"{_(card.title)} {wording.value_text(card.figure.value, Measured.of(card))}")
    return said


def period_text(told: Explained) -> str:
    """1 Aug – 31 Oct 2026, Europe/Bucharest, by: submitted at."""
    text = in_full(told.period) if told.period else _("All dates")
    pieces = [text, told.zone]
    if told.dated_by:
        pieces.append(_("dated by: {field}", field=_(told.dated_by)))
    return ", ".join(pieces)
