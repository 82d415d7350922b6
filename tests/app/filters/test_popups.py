"""What opens below a chip: periods by name with their dates, comparisons, values with their counts."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.filters.filter_popup import FilterPopup
from cxdesk.app.filters.period_popup import ComparePopup, PeriodPopup, preset_of
from cxdesk.domain.facets import Facet
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Calendar, Period, Preset
from cxdesk.domain.query import Compare, CompareTo

AS_OF = date(2026, 11, 18)
LAST_QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))
DATA = Period(date(2025, 1, 1), date(2026, 11, 19))


def texts(tree: QTreeWidget) -> list[tuple[str, ...]]:
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [tuple(item.text(at) for at in range(tree.columnCount())) for item in items if not item.isHidden()]


def pick(tree: QTreeWidget, text: str) -> None:
    """Click the line that begins with `text`."""
    for row in range(tree.topLevelItemCount()):
        if tree.topLevelItem(row).text(0) == text:
            tree.itemClicked.emit(tree.topLevelItem(row), 0)
            return
    raise AssertionError(text)


@pytest.fixture
def period_popup(qtbot: QtBot) -> PeriodPopup:
    popup = PeriodPopup()
    qtbot.addWidget(popup)
    popup.show_choices(AS_OF, Calendar(), LAST_QUARTER, DATA)
    return popup


def test_every_preset_says_its_dates(period_popup: PeriodPopup) -> None:
    shown = dict(texts(period_popup.names))
    assert next(iter(shown)) == "All dates"
    assert shown["This month"] == "1 Nov – 30 Nov 2026"
    assert shown["Last quarter"] == "1 Jul – 30 Sept 2026"
    assert shown["Last 12 months"] == "1 Dec 2025 – 30 Nov 2026"
    assert shown["All dates"] == ""


def test_the_present_period_is_marked_and_its_dates_stand_below(period_popup: PeriodPopup) -> None:
    assert period_popup.names.currentItem().text(0) == "Last quarter"
    assert period_popup.dates.period == LAST_QUARTER


def test_a_preset_is_chosen_with_one_click(qtbot: QtBot, period_popup: PeriodPopup) -> None:
    with qtbot.waitSignal(period_popup.chosen) as chosen:
        pick(period_popup.names, "Last year")
    assert chosen.args == [Period(date(2025, 1, 1), date(2026, 1, 1))]


def test_all_dates_is_no_period(qtbot: QtBot, period_popup: PeriodPopup) -> None:
    with qtbot.waitSignal(period_popup.chosen) as chosen:
        pick(period_popup.names, "All dates")
    assert chosen.args == [None]


def test_own_dates_include_both_ends(qtbot: QtBot, period_popup: PeriodPopup) -> None:
    period_popup.dates.first.setDate(QDate(2026, 2, 3))
    period_popup.dates.last.setDate(QDate(2026, 2, 3))
    with qtbot.waitSignal(period_popup.chosen) as chosen:
        period_popup.apply.click()
    assert chosen.args == [Period(date(2026, 2, 3), date(2026, 2, 4))]


def test_dates_keep_their_order(period_popup: PeriodPopup) -> None:
    period_popup.dates.first.setDate(QDate(2027, 1, 1))
    assert period_popup.dates.period == Period(date(2027, 1, 1), date(2027, 1, 2))
    period_popup.dates.last.setDate(QDate(2026, 1, 1))
    assert period_popup.dates.period == Period(date(2026, 1, 1), date(2026, 1, 2))


def test_a_comparison_says_with_what(qtbot: QtBot) -> None:
    popup = ComparePopup()
    qtbot.addWidget(popup)
    popup.show_choices(Calendar(), LAST_QUARTER, Compare(CompareTo.YEAR))
    assert texts(popup.names) == [
        ("The period before", "1 Apr – 30 Jun 2026"),
        ("The same dates a year earlier", "1 Jul – 30 Sept 2025"),
        ("Nothing", ""),
    ]
    assert popup.names.currentItem().text(0) == "The same dates a year earlier"
    with qtbot.waitSignal(popup.chosen) as chosen:
        pick(popup.names, "Nothing")
    assert chosen.args == [Compare(CompareTo.NONE)]


def test_any_dates_can_be_compared_with(qtbot: QtBot) -> None:
    popup = ComparePopup()
    qtbot.addWidget(popup)
    popup.show_choices(Calendar(), LAST_QUARTER, Compare())
    assert popup.dates.period == LAST_QUARTER.previous()
    with qtbot.waitSignal(popup.chosen) as chosen:
        popup.apply.click()
    assert chosen.args == [Compare(CompareTo.CUSTOM, LAST_QUARTER.previous())]


@pytest.mark.parametrize(
    ("period", "preset"),
    [
        (LAST_QUARTER, Preset.LAST_QUARTER),
        (None, Preset.ALL),
        (Period(date(2026, 9, 1), date(2026, 12, 1)), Preset.LAST_3_MONTHS),
        (Period(date(2026, 9, 2), date(2026, 12, 1)), None),
    ],
)
def test_a_period_knows_its_name(period: Period | None, preset: Preset | None) -> None:
    assert preset_of(period, AS_OF, Calendar()) is preset


@pytest.fixture
def filter_popup(qtbot: QtBot) -> FilterPopup:
    popup = FilterPopup()
    qtbot.addWidget(popup)
    return popup


VALUES = (("France", 1200), ("Émirats", 30), (None, 12), ("<b>Spain</b>", 3))


def test_values_stand_with_their_counts_as_written_in_the_file(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["Country", "channel", "has_comment"])
    filter_popup.show_values(Facet("Country", VALUES))
    assert texts(filter_popup.attributes) == [("Country",), ("Channel",), ("With a comment",)]
    assert texts(filter_popup.values) == [
        ("France", "1,200"), ("Émirats", "30"), ("(none)", "12"), ("<b>Spain</b>", "3"),
    ]  # fmt: skip


def test_the_columns_of_the_file_come_before_what_was_asked_and_what_is_computed(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["role", "has_comment", "Magasin", "Country"])
    assert [line[0] for line in texts(filter_popup.attributes)] == [
        "Magasin", "Country", "What it measures", "With a comment",
    ]  # fmt: skip


def test_an_attribute_asks_for_its_values(qtbot: QtBot, filter_popup: FilterPopup) -> None:
    with qtbot.waitSignal(filter_popup.wanted) as wanted:
        filter_popup.show_attributes(["Country", "channel"])
    assert wanted.args == ["Country"]
    with qtbot.waitSignal(filter_popup.wanted) as wanted:
        filter_popup.attributes.setCurrentItem(filter_popup.attributes.topLevelItem(1))
    assert wanted.args == ["channel"]


def test_late_values_of_another_attribute_are_not_shown(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["Country", "channel"])
    filter_popup.show_values(Facet("channel", (("web", 1),)))
    assert texts(filter_popup.values) == []


def test_ticked_values_become_a_filter(qtbot: QtBot, filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["Country"])
    filter_popup.show_values(Facet("Country", VALUES))
    assert not filter_popup.apply.isEnabled()
    for row in (0, 2):
        filter_popup.values.topLevelItem(row).setCheckState(0, Qt.CheckState.Checked)
    assert filter_popup.apply.text() == "Keep 2 values"
    with qtbot.waitSignal(filter_popup.chosen) as chosen:
        filter_popup.apply.click()
    assert chosen.args == [Condition("Country", Op.IS, ("France", "(none)"))]


def test_searching_values_ignores_accents_and_keeps_ticks(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["Country"])
    filter_popup.show_values(Facet("Country", VALUES))
    filter_popup.values.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    filter_popup.search.setText("emi")
    assert texts(filter_popup.values) == [("Émirats", "30")]
    assert filter_popup.ticked() == ["France"]


def test_an_existing_filter_opens_with_its_values_ticked(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["channel", "Country"], Condition("Country", Op.IS, ("(none)",)))
    filter_popup.show_values(Facet("Country", VALUES))
    assert filter_popup.ticked() == ["(none)"]


def test_it_is_said_what_the_numbers_beside_the_values_count(filter_popup: FilterPopup) -> None:
    filter_popup.show_attributes(["Country"])
    filter_popup.show_values(Facet("Country", VALUES, "NPS", LAST_QUARTER, 1245))
    assert filter_popup.counted.text() == "Counted: 1,245 behind NPS, Jul – Sept 2026"
    filter_popup.show_values(Facet("Country", VALUES, "NPS", None, 1245))
    assert filter_popup.counted.text() == "Counted: 1,245 behind NPS, all dates"
    filter_popup.show_values(Facet("Country", VALUES))
    assert filter_popup.counted.text() == "Counted: imported rows, all dates"
