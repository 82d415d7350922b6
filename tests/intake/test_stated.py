"""The period of totals: what stands above the table goes before the name of the file."""

from __future__ import annotations

import pytest

from cxdesk.intake.stated import Stated, first_day
from cxdesk.intake.zones import WallClock


@pytest.mark.parametrize(
    ("above", "name", "day"),
    [
        (("# Start date: 20260401", "# End date: 20260430"), "download.csv", "2026-04-01"),
        (("# End date: 20260430", "# Start date: 20260401"), "download.csv", "2026-04-01"),
        (("# Date de début : 20260401",), "x_2025-01-01.csv", "2026-04-01"),
        (("# 20260301-20260331",), "", "2026-03-01"),
        (("Report", "2026-03-01 to 2026-03-31"), "", "2026-03-01"),
        ((), "Export _ Main metrics _ 2026-03-01,2026-03-28.csv", "2026-03-01"),
        ((), "visits 2026-03.csv", "2026-03-01"),
        ((), "Export _ Channel Type _ March 2026.csv", "2026-03-01"),
        ((), "Export _ Channel Type _ March 5, 2026.csv", "2026-03-05"),
        ((), "Export _ Type de canal _ 5 – 28 mars 2026.csv", "2026-03-05"),
        ((), "Export _ Type de canal _ 28 févr. – 5 mars 2026.csv", "2026-02-28"),
        ((), "Export _ martie 2026.csv", "2026-03-01"),
        (("Période : 01/03/2026 - 31/03/2026",), "", "2026-03-01"),
        (("Perioada: 01.03.2026 – 05.03.2026",), "", "2026-03-01"),
        (("Mar report, 3/1/2026 - 3/31/2026",), "", "2026-03-01"),
        (("Period: 01/03/2026 - 05/04/2026",), "", ""),  # January or March
        ((), "visites 01-03-2026 31-03-2026.csv", "2026-03-01"),
        ((), "download (3).csv", ""),
        ((), "channels.csv", ""),
        ((), "order 20261399.csv", ""),
        ((), "mai.csv", ""),
    ],
)
def test_the_first_day_that_is_said(above: tuple[str, ...], name: str, day: str) -> None:
    assert first_day(above, name) == day


def test_rows_that_have_a_day_keep_it() -> None:
    stated = Stated({"field": "started_at", "day": "2026-03-01"}, WallClock("UTC"))
    assert stated.values([5, None], 2) == [5, 1_772_323_200_000_000]
    assert stated.values(None, 1) == [1_772_323_200_000_000]
