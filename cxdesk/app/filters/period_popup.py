"""Choosing a period by name or by dates, and what it is held against."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from cxdesk.app.dates import in_full
from cxdesk.app.filters.popup import VALUE, DateRange, Popup, choice, choice_list
from cxdesk.domain.periods import PRESET_TITLES, Calendar, Period, Preset, preset_period
from cxdesk.domain.query import Compare, CompareTo
from cxdesk.system.i18n import N_, _

COMPARE_TITLES = {
    CompareTo.PREVIOUS: N_("The period before"),
    CompareTo.YEAR: N_("The same dates a year earlier"),
    CompareTo.NONE: N_("Nothing"),
}


class _Dated(Popup):
    """Named choices with their dates above two date fields: `named` with the value of a choice, or `dated`."""

    named = Signal(object)
    dated = Signal(object)  # Period

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = choice_list()
        self.dates = DateRange()
        self._rows = QFormLayout()
        self._rows.addRow(_("From"), self.dates.first)
        self._rows.addRow(_("To"), self.dates.last)
        self.apply = QPushButton(_("Use these dates"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 12)
        layout.addWidget(self.names)
        layout.addLayout(self._rows)
        layout.addWidget(self.apply)
        self.names.itemClicked.connect(self._take)
        self.names.itemActivated.connect(self._take)
        self.apply.clicked.connect(self._take_dates)
        self._taken = False

    def fill(self, items: list[QTreeWidgetItem], chosen: int) -> None:
        """Show these names with one of them marked; −1 marks none."""
        self._taken = False
        self.names.clear()
        self.names.addTopLevelItems(items)
        if chosen >= 0:
            self.names.setCurrentItem(items[chosen])
        height = self.names.sizeHintForRow(0) * len(items) + 4
        self.names.setFixedHeight(height)
        self.names.setMinimumWidth(self.names.sizeHintForColumn(0) + self.names.sizeHintForColumn(1) + 40)

    def _take(self, item: QTreeWidgetItem) -> None:
        if not self._taken:  # a click that also activates comes twice
            self._taken = True
            self.close()
            self.named.emit(item.data(0, VALUE))

    def _take_dates(self) -> None:
        self.close()
        self.dated.emit(self.dates.period)


class PeriodPopup(_Dated):
    """`chosen` carries a Period, or None for all dates."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._periods: dict[Preset, Period | None] = {}
        self.named.connect(lambda value: self.chosen.emit(self._periods[Preset(value)]))
        self.dated.connect(self.chosen)

    def show_choices(self, as_of: date, calendar: Calendar, now: Period | None, data: Period | None) -> None:
        """The presets as seen from `as_of`, the last day of the data; `now` is what is shown at present."""
        periods = {preset: preset_period(preset, as_of, calendar) for preset in Preset}
        items = [
            choice([_(PRESET_TITLES[preset]), in_full(period) if period else ""], preset.value)
            for preset, period in periods.items()
        ]
        self._periods = periods
        self.fill(items, next((at for at, period in enumerate(periods.values()) if period == now), -1))
        shown = now or data
        if shown is not None:
            self.dates.show_period(shown)


class ComparePopup(_Dated):
    """`chosen` carries a Compare."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.named.connect(lambda value: self.chosen.emit(Compare(CompareTo(value))))
        self.dated.connect(lambda period: self.chosen.emit(Compare(CompareTo.CUSTOM, period)))

    def show_choices(self, calendar: Calendar, now: Period | None, compare: Compare) -> None:
        """What the period `now` can be held against."""
        dates = {
            CompareTo.PREVIOUS: in_full(now.previous(calendar)) if now else "",
            CompareTo.YEAR: in_full(now.year_before(calendar)) if now else "",
            CompareTo.NONE: "",
        }
        items = [choice([_(title), dates[to]], to.value) for to, title in COMPARE_TITLES.items()]
        self.fill(items, next((at for at, to in enumerate(COMPARE_TITLES) if to is compare.to), -1))
        base = compare.period or (now.previous(calendar) if now else None)
        if base is not None:
            self.dates.show_period(base)


def preset_of(period: Period | None, as_of: date | None, calendar: Calendar) -> Preset | None:
    """The preset that a period is, seen from `as_of`."""
    if period is None:
        return Preset.ALL
    if as_of is None:
        return None
    return _presets(as_of, calendar).get(period)


@lru_cache(maxsize=8)
def _presets(as_of: date, calendar: Calendar) -> dict[Period | None, Preset]:
    """Which preset a period is; of several the first."""
    return {preset_period(preset, as_of, calendar): preset for preset in reversed(Preset)}
