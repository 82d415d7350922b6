"""One target or benchmark being written: for which number, how much, for whom, on which scale, who says so and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip
from cxdesk.domain.benchmarks import LEVELS, Mark, MarkType
from cxdesk.domain.periods import Grain
from cxdesk.domain.text import fold
from cxdesk.system.i18n import N_, _, number

GRAINS = {
    "": N_("any length of time"),
    Grain.DAY.value: N_("one day"),
    Grain.WEEK.value: N_("one week"),
    Grain.MONTH.value: N_("one month"),
    Grain.QUARTER.value: N_("one quarter"),
    Grain.YEAR.value: N_("one year"),
}
# field: (title, what it means), for targets; benchmarks have the levels besides
TEXTS = {
    "value": (N_("Value"), N_("In the unit of the number.")),
    "low": (N_("Low from"), ""),
    "good": (N_("Good from"), ""),
    "excellent": (N_("Excellent from"), ""),
    "segment": (N_("Only for"), N_("A filter such as plan=Starter; empty means everybody.")),
    "scale": (N_("Scale of the answers"), N_("Such as 0-10; empty means the scale in use.")),
    "label": (N_("Called"), ""),
    "industry": (N_("Trade"), ""),
    "source": (N_("Source"), N_("Who says so.")),
    "year": (N_("Year"), ""),
}
OF_TARGETS = ("value", "segment", "scale", "source", "year")
OF_BENCHMARKS = ("low", "good", "excellent", "value", "segment", "scale", "label", "industry", "source", "year")


class MarkForm(QWidget):
    """`chosen(metric)` when another number is chosen; `changed` when anything is typed."""

    chosen = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which, self.measure, self.grain = QComboBox(), QComboBox(), QComboBox()
        self.lines = {name: QLineEdit() for name in TEXTS}
        self.type_ = MarkType.TARGET
        self._form = QFormLayout(self)
        self._build()

    def _build(self) -> None:
        now, form = theme.current(), self._form
        form.setContentsMargins(*[now.px(step) for step in (14, 12, 14, 12)])
        form.setHorizontalSpacing(now.px(12))
        form.setVerticalSpacing(now.px(7))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for box, title in ((self.which, _("Number")), (self.measure, _("Measure")), (self.grain, _("For"))):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            box.setAccessibleName(title)
            form.addRow(plain_label(title, "small", "text2"), box)
        self.which.setMaxVisibleItems(20)
        for value, title in GRAINS.items():
            self.grain.addItem(_(title), value)
        for name, line in self.lines.items():
            title, help_ = TEXTS[name]
            line.setAccessibleName(_(title))
            line.setMaxLength(200)
            if help_:
                set_plain_tooltip(line, _(help_))
            line.textEdited.connect(lambda _text: self.changed.emit())
            form.addRow(plain_label(_(title), "small", "text2"), line)
        self.lines["segment"].setPlaceholderText(_("everybody"))
        self.lines["scale"].setPlaceholderText(_("the scale in use"))
        self.which.activated.connect(lambda _at: self.chosen.emit(self.which.currentData()))
        self.measure.activated.connect(lambda _at: self.changed.emit())
        self.grain.activated.connect(lambda _at: self.changed.emit())

    def show_type(self, type_: MarkType) -> None:
        """Targets have one value; benchmarks have levels."""
        self.type_ = type_
        names = OF_TARGETS if type_ is MarkType.TARGET else OF_BENCHMARKS
        for name, line in self.lines.items():
            self._form.setRowVisible(line, name in names)

    def show_metrics(self, named: Sequence[tuple[str, str]]) -> None:
        """Every number that can have one, as (metric, English title), in the order of its title."""
        self.which.clear()
        for metric, title in sorted(((metric, _(title)) for metric, title in named), key=lambda one: fold(one[1])):
            self.which.addItem(title, metric)

    def show_measures(self, measures: Sequence[tuple[str, str]]) -> None:
        """The measures of the number, as (name, title); one alone is not asked about."""
        before = self.measure.currentData()
        self.measure.clear()
        for at, (name, title) in enumerate(measures):
            self.measure.addItem(title, name if at else "")  # what is said of none is said of the first
        self.measure.setCurrentIndex(max(self.measure.findData(before), 0))
        self._form.setRowVisible(self.measure, len(measures) > 1)

    def show_unit(self, unit: str) -> None:
        """In what the values are."""
        for name in LEVELS:
            self.lines[name].setPlaceholderText(unit)

    def show_mark(self, mark: Mark | None, metric: str, measure: str = "") -> None:
        """A mark that there is, with its measure's title, or an empty form for a number."""
        self.which.setCurrentIndex(self.which.findData(mark.metric if mark else metric))
        if mark is not None and self.measure.findData(mark.measure) < 0:
            self.measure.addItem(measure or mark.measure, mark.measure)
        self.measure.setCurrentIndex(max(self.measure.findData(mark.measure if mark else ""), 0))
        self.grain.setCurrentIndex(max(self.grain.findData(mark.grain if mark else ""), 0))
        for name, line in self.lines.items():
            line.setText(_text(getattr(mark, name)) if mark is not None else "")
        self.changed.emit()

    @property
    def values(self) -> dict[str, str]:
        """What is written, by heading of a list of marks."""
        names = OF_TARGETS if self.type_ is MarkType.TARGET else OF_BENCHMARKS
        found = {name: self.lines[name].text().strip() for name in names}
        boxes = {"metric": self.which, "measure": self.measure, "grain": self.grain}
        return {**found, **{name: str(box.currentData() or "") for name, box in boxes.items()}}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        places = next((n for n in range(5) if round(value, n) == value), 5)
        return number(value, places)
    return str(value)
