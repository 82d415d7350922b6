"""Written dates: explicit layouts, one per column, and wall times in zones whose clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.intake import dates
from cxdesk.intake.dates import DAY, EPOCH_MS, EPOCH_S, SERIAL, UnknownLayout, Wall, candidates, layout, numeric, twin
from cxdesk.intake.zones import GAP, TWICE, WallClock
from tests.intake.looking import column

HOUR = DAY // 24


def said(wall: Wall | None) -> str | None:
    """A moment as ISO text."""
    if wall is None:
        return None
    moment = datetime.fromordinal(wall.day + dates.EPOCH) + timedelta(microseconds=wall.time)
    offset = "" if wall.offset is None else f"{wall.offset:+}"
    return moment.isoformat(" ") + offset


class TestLayouts:
    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            ("%Y-%m-%d", "2025-04-03", "2025-04-03 00:00:00"),
            ("%Y-%m-%d %H:%M", "2025-04-03 10:05", "2025-04-03 10:05:00"),
            ("%Y-%m-%d %H:%M", "2025-04-03T10:05:09.25", "2025-04-03 10:05:09.250000"),
            ("%Y-%m-%d %H:%M", "2025-04-03", "2025-04-03 00:00:00"),
            ("%Y-%m-%dT%H:%M:%S%z", "2025-04-03T10:05:00Z", "2025-04-03 10:05:00+0"),
            ("%Y-%m-%d %H:%M:%S%z", "2025-04-03 10:05:00 +0200", "2025-04-03 10:05:00+120"),
            ("%Y-%m-%d %H:%M:%S%z", "2025-04-03 10:05:00-05:30", "2025-04-03 10:05:00-330"),
            ("%Y-%m-%d %H:%M", "2025-04-03 10:05 UTC", "2025-04-03 10:05:00+0"),
            ("%Y/%m/%d %I:%M:%S %p", "2025/04/03 10:05:00 AM GMT+3", "2025-04-03 10:05:00+180"),
            ("%d/%m/%Y", "03/04/2025", "2025-04-03 00:00:00"),
            ("%m/%d/%Y", "4/3/2025", "2025-04-03 00:00:00"),
            ("%m/%d/%Y %I:%M %p", "4/3/2025 12:05 AM", "2025-04-03 00:05:00"),
            ("%m/%d/%Y %I:%M %p", "4/3/2025 12:05 p.m.", "2025-04-03 12:05:00"),
            ("%m/%d/%Y %I:%M:%S %p", "12/31/1899 09:30:00 AM", "1899-12-31 09:30:00"),
            ("%d.%m.%Y %H:%M", "1.5.2025 7:30", "2025-05-01 07:30:00"),
            ("%d-%m-%Y %H:%M", "29-02-2016 01:23", "2016-02-29 01:23:00"),
            ("%d/%m/%y", "31/12/25", "2025-12-31 00:00:00"),
            ("%d/%m/%y", "31/12/69", "1969-12-31 00:00:00"),
            ("%d/%m/%y", "31/12/68", "2068-12-31 00:00:00"),
            ("%d %b %Y", "3 avr. 2025", "2025-04-03 00:00:00"),
            ("%d %b %Y", "1er août 2025", "2025-08-01 00:00:00"),
            ("%d %b %Y", "3 ian. 2025", "2025-01-03 00:00:00"),
            ("%d %b %Y", "3 noiembrie 2025", "2025-11-03 00:00:00"),
            ("%d %b %Y %H:%M", "3 avril 2025 à 14h30", "2025-04-03 14:30:00"),
            ("%d/%b/%y %I:%M %p", "03/Apr/25 10:05 AM", "2025-04-03 10:05:00"),
            ("%d-%b-%Y", "03-FÉVR.-2025", "2025-02-03 00:00:00"),
            ("%b %d, %Y", "Apr 3, 2025", "2025-04-03 00:00:00"),
            ("%b %d, %Y %H:%M", "April 3, 2025 at 10:05", "2025-04-03 10:05:00"),
            ("%a %b %d %Y", "Sat Jun 15 2024", "2024-06-15 00:00:00"),
            ("%Y%m%d", "20250403", "2025-04-03 00:00:00"),
            ("%Y%m%dT%H%M%S", "20250403T100500Z", "2025-04-03 10:05:00+0"),
            ("%Y-%m-%d", "9999-12-31", "9999-12-31 00:00:00"),
            ("%Y-%m-%d", "0001-01-01", "0001-01-01 00:00:00"),
        ],
    )
    def test_a_date_is_read(self, name: str, text: str, expected: str) -> None:
        assert said(layout(name).read(text)) == expected

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("%Y-%m-%d", "2026-09-31"),
            ("%Y-%m-%d", "2023-02-29"),
            ("%Y-%m-%d", "1900-02-29"),
            ("%Y-%m-%d", "0000-01-01"),
            ("%Y-%m-%d", "2025-13-01"),
            ("%Y-%m-%d", "03/04/2025"),
            ("%Y-%m-%d", "2025-04-03 10:00"),
            ("%d/%m/%Y", "04/13/2025"),
            ("%m/%d/%Y", "13/04/2025"),
            ("%d/%m/%Y", "03/04/25"),
            ("%d/%m/%Y %H:%M", "03/04/2025 24:00"),
            ("%d/%m/%Y %H:%M", "03/04/2025 10:60"),
            ("%d/%m/%Y %H:%M", "03/04/2025 10:05 PM"),
            ("%d/%m/%Y %I:%M %p", "03/04/2025 13:05 PM"),
            ("%d/%m/%Y %I:%M %p", "03/04/2025 10:05"),
            ("%d %b %Y", "3 foo 2025"),
            ("%Y-%m-%d %H:%M", "2025-04-03 10:00 +25:00"),
            ("%Y-%m-%d", ""),
            ("%Y%m%d", "20251301"),
        ],
    )
    def test_what_is_no_such_date_is_not_read(self, name: str, text: str) -> None:
        assert layout(name).read(text) is None

    @pytest.mark.parametrize("name", ["", "%d", "%d/%m", "%H:%M", "%Q", "%d/%m/%Y %H", "hello"])
    def test_an_unknown_pattern_is_refused(self, name: str) -> None:
        with pytest.raises(UnknownLayout):
            layout(name)

    def test_day_and_month_change_places_in_a_twin(self) -> None:
        assert twin("%d/%m/%Y %H:%M") == "%m/%d/%Y %H:%M"
        assert twin("%m-%d-%y") == "%d-%m-%y"
        assert twin("%Y-%m-%d") is None
        assert twin("%d.%m.%Y") is None
        assert twin("%d %b %Y") is None

    @given(
        st.dates(date(1000, 1, 1)),
        st.times(),
        st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y"]),
    )
    def test_every_moment_is_read_back(self, day: date, clock: object, pattern: str) -> None:
        moment = datetime.combine(day, clock)  # type: ignore[arg-type]
        text = moment.strftime(pattern.replace("%Y", f"{day.year:04d}") + " %H:%M:%S.%f")
        wall = layout(f"{pattern} %H:%M:%S.%f").read(text)
        assert said(wall) == moment.isoformat(" ")

    @given(st.text(max_size=30))
    def test_no_text_makes_it_stumble(self, text: str) -> None:
        assert all(one.shaped(text) for one in candidates(text))


class TestNumbersThatAreDates:
    @pytest.mark.parametrize(
        ("kind", "value", "expected"),
        [
            (SERIAL, 45750, "2025-04-03 00:00:00"),
            (SERIAL, 45750.5, "2025-04-03 12:00:00"),
            (SERIAL, 45750.999999, "2025-04-04 00:00:00"),
            (SERIAL, 1, "1900-01-01 00:00:00"),
            (SERIAL, 59, "1900-02-28 00:00:00"),
            (SERIAL, 60, None),
            (SERIAL, 61, "1900-03-01 00:00:00"),
            (SERIAL, 0, None),
            (SERIAL, 3_000_000, None),
            (EPOCH_S, 1743674700, "2025-04-03 10:05:00+0"),
            (EPOCH_MS, 1743674700123, "2025-04-03 10:05:00.123000+0"),
            (EPOCH_S, -1, "1969-12-31 23:59:59+0"),
            (EPOCH_S, 1e18, None),
        ],
    )
    def test_serials_and_seconds(self, kind: str, value: float, expected: str | None) -> None:
        assert said(numeric(kind, value)) == expected


class TestZones:
    PARIS = WallClock("Europe/Paris")
    WALL = layout("%Y-%m-%d %H:%M")

    def instant(self, text: str, clock: WallClock = PARIS) -> tuple[str, str]:
        wall = self.WALL.read(text)
        assert wall is not None
        micros, flag = clock.instant(wall.day, wall.time)
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).strftime("%Y-%m-%d %H:%M"), flag

    def test_summer_and_winter(self) -> None:
        assert self.instant("2025-07-01 12:00") == ("2025-07-01 10:00", "")
        assert self.instant("2025-01-01 12:00") == ("2025-01-01 11:00", "")

    def test_a_skipped_hour_is_read_as_one_hour_later(self) -> None:
        assert self.instant("2025-03-30 02:30") == ("2025-03-30 01:30", GAP)
        assert self.instant("2025-03-30 01:59") == ("2025-03-30 00:59", "")
        assert self.instant("2025-03-30 03:00") == ("2025-03-30 01:00", "")

    def test_of_a_repeated_hour_the_first_is_taken(self) -> None:
        assert self.instant("2025-10-26 02:30") == ("2025-10-26 00:30", TWICE)
        assert self.instant("2025-10-26 03:00") == ("2025-10-26 02:00", "")

    def test_the_first_and_the_last_year_do_not_overflow(self) -> None:
        assert self.PARIS.instant(date(1, 1, 1).toordinal() - dates.EPOCH, 0)[1] == ""
        assert self.PARIS.instant(date(9999, 12, 31).toordinal() - dates.EPOCH, 23 * HOUR)[1] == ""

    def test_half_hour_zones_and_utc(self) -> None:
        assert self.instant("2025-01-01 12:00", WallClock("Asia/Kolkata")) == ("2025-01-01 06:30", "")
        assert self.instant("2025-01-01 12:00", WallClock("")) == ("2025-01-01 12:00", "")

    @pytest.mark.parametrize("name", ["Mars/Base", "../etc/passwd", "Europe"])
    def test_an_unknown_zone_is_refused(self, name: str) -> None:
        with pytest.raises(BadQuestion):
            WallClock(name)

    @given(
        st.datetimes(datetime(1980, 1, 1), datetime(2037, 12, 31)),
        st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe"]),
    )
    def test_it_agrees_with_the_standard_library(self, wall: datetime, name: str) -> None:
        from zoneinfo import ZoneInfo

        expected = wall.replace(tzinfo=ZoneInfo(name), fold=0).astimezone(UTC)
        day = wall.toordinal() - dates.EPOCH
        time = (wall - datetime(wall.year, wall.month, wall.day)) // timedelta(microseconds=1)
        micros, _flag = WallClock(name).instant(day, time)
        assert micros == (expected - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class TestAColumn:
    def layouts(self, *cells: str) -> list[tuple[str, int, int]]:
        return [(one.layout, one.cells, one.proven) for one in column(*cells).layouts]

    def test_year_first_is_never_ambiguous(self) -> None:
        assert self.layouts("2025-04-03 10:00", "2025-04-12 11:30") == [("%Y-%m-%d %H:%M", 2, 2)]

    def test_day_and_month_may_be_ambiguous(self) -> None:
        assert self.layouts("03/04/2025", "05/06/2025") == [("%d/%m/%Y", 2, 0), ("%m/%d/%Y", 2, 0)]

    def test_one_day_above_twelve_proves_the_order(self) -> None:
        assert self.layouts("03/04/2025", "25/06/2025") == [("%d/%m/%Y", 2, 1), ("%m/%d/%Y", 1, 0)]

    def test_a_point_means_day_first(self) -> None:
        assert self.layouts("1.5.2025", "2.6.2025") == [("%d.%m.%Y", 2, 2)]

    def test_seconds_and_offsets_are_part_of_the_name(self) -> None:
        assert self.layouts("2025-04-03T10:00:00+02:00", "2025-04-03T10:00:00Z")[0][0] == "%Y-%m-%dT%H:%M:%S%z"
        assert self.layouts("4/3/2025 10:05:00 PM", "4/13/2025 1:05:00 AM")[0][0] == "%m/%d/%Y %I:%M:%S %p"

    def test_a_day_that_does_not_exist_is_a_failing_cell_not_another_layout(self) -> None:
        found = column("2026-09-28", "2026-09-31", "2026-10-01", "2026-10-02").layouts
        assert [(one.layout, one.cells) for one in found] == [("%Y-%m-%d", 3)]
        assert [(seen.text, seen.line) for seen in found[0].failing] == [("2026-09-31", 3)]

    def test_the_span_is_told(self) -> None:
        found = column("2026-09-28", "2026-01-02").layouts[0]
        assert (found.first, found.last, found.times) == ("2026-01-02", "2026-09-28", 0)

    def test_texts_and_numbers_are_no_dates(self) -> None:
        assert self.layouts("10", "20250", "abc") == []
        assert self.layouts("1.5", "2.25") == []

    def test_spreadsheet_dates_come_typed(self) -> None:
        found = column(datetime(2025, 4, 3, 10, 5), datetime(2025, 4, 4), date(2025, 4, 5))
        assert [(one.layout, one.cells, one.times) for one in found.layouts] == [("typed", 3, 1)]

    def test_a_weekday_may_stand_before_a_day_in_figures(self) -> None:
        assert self.layouts("lun. 03/03/2025", "mar. 04/03/2025", "jeu 13/03/2025")[0][0] == "%a, %d/%m/%Y"
        assert self.layouts("Mon 13.01.2025", "Sat, 18.01.2025")[0][0] == "%a, %d.%m.%Y"
        assert self.layouts("Lot 13/01/2025", "Lot 18/01/2025") == []

    def test_days_typed_as_text_among_cells_that_are_days_are_read_in_their_layout(self) -> None:
        cells = [datetime(2025, 4, 3), datetime(2025, 4, 20), datetime(2025, 5, 1), "05.04.2025", "16.04.2025"]
        found = column(*cells).layouts[0]
        assert (found.layout, found.cells, found.first, found.last) == ("%d.%m.%Y", 5, "2025-04-03", "2025-05-01")

    def test_a_program_that_took_months_for_days_where_it_could_is_not_believed(self) -> None:
        cells = [datetime(2025, 4, 3), datetime(2025, 12, 4), datetime(2025, 1, 5), "13/04/2025", "16/04/2025"]
        assert column(*cells).layouts[0].layout == "typed"
