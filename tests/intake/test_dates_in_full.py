"""Blocks of instants written in full are read together, and that is the same as reading each cell for itself."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.intake import count_dates
from cxdesk.intake.cells_of_dates import InstantReader
from cxdesk.intake.count_dates import MANY, count_layouts
from cxdesk.intake.dates_in_full import DatesInFull, parts_of
from cxdesk.intake.evidence import LayoutCount
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.texts import Texts
from cxdesk.intake.zones import WallClock
from tests.long_form import often

ZONES = ("Europe/Paris", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
PATTERNS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")
CHANGES = [datetime(2023, 3, 26, 2), datetime(2023, 10, 29, 2), datetime(2018, 11, 4), datetime(2011, 12, 30)]
DECADES = st.datetimes(datetime(1895, 1, 1), datetime(2105, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
NEAR_CHANGES = st.builds(
    lambda moment, seconds: moment + timedelta(seconds=seconds), st.sampled_from(CHANGES), st.integers(-9000, 9000)
)
STRANGE = st.sampled_from(
    [
        "", "n/a", "2023-02-29 10:00:00", "2023-13-01 10:00:00", "2023-04-31 10:00:00", "2023-01-01 24:00:00",
        "2023-01-01 10:60:00", "2023-01-01 10:00:60", "2023-00-10 10:00:00", "2023-01-00 10:00:00",
        "2023-01-01T10:00:00", "2023-01-01t10:00:00", "2023-01-01 10h00:00", "2023-01-01 10:00 PM",
        "1234567890123456789", "2023-01-01 10:00:0٣", "2023-01-01 10:00:0:", "2023-01-01 1/:00:00",
        "0000-01-01 10:00:00", "9999-12-31 23:59:59", "2023-1-01 010:00:00", "29/02/2023 10:00:00",
        "31/12/2023 10:00:00", "2023-01-01\n10:00:00", "2023-01-01 10:00:00Z",
    ]
)  # fmt: skip


def reader(layout: str, zone: str, column_zone: str = "", missing: tuple[str, ...] = ()) -> InstantReader:
    use = ColumnUse(0, "When", "submitted_at", layout=layout, zone=column_zone, missing=missing)
    return InstantReader(use, WallClock(zone))


def one_by_one(layout: str, zone: str, cells: list[str], column_zone: str = "") -> tuple[list[object], object, object]:
    slow = reader(layout, zone, column_zone)
    return [slow.read(cell) for cell in cells], slow.refused, slow.twice


@settings(max_examples=often(100, 300), deadline=None)
@given(
    st.sampled_from(PATTERNS), st.sampled_from([" ", "T"]), st.sampled_from(["%H:%M", "%H:%M:%S"]),
    st.sampled_from(ZONES), st.sampled_from(["", "floating", "offset"]),
    st.lists(DECADES | NEAR_CHANGES, min_size=16, max_size=60), st.lists(STRANGE, max_size=2), st.randoms(),
)  # fmt: skip
def test_a_block_is_read_like_its_cells(
    pattern: str,
    split: str,
    clock: str,
    zone: str,
    column_zone: str,
    moments: list[datetime],
    odd: list[str],
    luck: object,
) -> None:
    written = pattern + split + clock
    cells = [moment.strftime(written) for moment in moments] + odd
    luck.shuffle(cells)  # type: ignore[attr-defined]
    quick = reader(written, zone, column_zone)
    assert (quick.values(cells), quick.refused, quick.twice) == one_by_one(written, zone, cells, column_zone)


@given(st.lists(NEAR_CHANGES, min_size=16, max_size=40))
def test_times_that_clocks_skip_or_repeat_are_told(moments: list[datetime]) -> None:
    cells = [str(moment) for moment in moments]
    quick = reader("%Y-%m-%d %H:%M:%S", "Europe/Paris")
    assert (quick.values(cells), quick.refused, quick.twice) == one_by_one("%Y-%m-%d %H:%M:%S", "Europe/Paris", cells)
    assert quick.repeated(cells) == sum("2023-10-29 02:00:00" <= cell < "2023-10-29 03:00:00" for cell in cells)


class TestTogether:
    """The quick way alone."""

    @staticmethod
    def both(cells: list[str]) -> tuple[list[int], list[int]] | None:
        return DatesInFull(("%Y", "-", "%m", "-", "%d"), " ", WallClock("Europe/Paris").shift).read(cells)

    def test_it_is_taken_where_all_is_in_full(self) -> None:
        assert self.both(["1970-01-02 01:00:01", "2023-07-01 02:00:00"]) == ([86_401_000_000, 1688169600000000], [])
        assert self.both(["1970-01-02 01:01", "1900-01-01 00:00"]) is not None

    def test_days_on_which_clocks_change_are_named(self) -> None:
        found = self.both(["2023-03-25 10:00:00", "2023-03-26 10:00:00", "2023-03-27 10:00:00"])
        assert found is not None
        assert found[1] == [1]

    @pytest.mark.parametrize(
        "odd", ["2023-02-29 10:00:00", "2023-01-01T10:00:00", "1899-12-31 10:00:00", "2100-01-01 10:00:00"]
    )
    def test_one_cell_with_a_doubt_and_none_is_read(self, odd: str) -> None:
        assert self.both(["2023-01-01 10:00:00", odd]) is None

    @pytest.mark.parametrize("pattern", ["%d-%b-%Y", "%d/%m/%y", "%Y%m%d", "%d %b %Y", "%a %d %b %Y"])
    def test_only_patterns_of_one_width_have_it(self, pattern: str) -> None:
        assert parts_of(pattern) is None


def test_a_moment_that_means_nothing_in_its_column_is_none_also_among_many() -> None:
    never = "1900-01-01 00:00:00"
    cells = ["2023-01-01 10:00:00", never] * 20
    found = reader("%Y-%m-%d %H:%M:%S", "UTC", missing=(never,)).values(cells)
    assert found == [1672567200000000, None] * 20


@pytest.mark.parametrize("odd", ["", "2025-02-30 10:00:00", "soon", "1850-01-01 10:00:00", "2025-01-01 10:00:00 AM"])
@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"])
def test_a_column_is_counted_as_if_every_cell_had_been_read(
    form: str, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [(datetime(2024, 3, 1) + timedelta(hours=7 * at)).strftime(form) for at in range(2 * MANY)]
    cells[5] = odd or cells[5]

    def counted() -> tuple[LayoutCount, ...]:
        return count_layouts(Texts(cells, range(len(cells)), Counter(cells)), 0)

    found = counted()
    monkeypatch.setattr(count_dates, "MANY", len(cells) + 1)
    assert found == counted()
    assert found[0].cells >= len(cells) - 1
