"""Files looked at together: what is counted in one is not counted again in another, and remarks are no rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.doubts import answer
from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import Inspection
from cxdesk.intake.together import looked_at_together
from tests.intake.formats import web_exports as made
from tests.intake.looking import write


def left_out(*paths: Path) -> list[str]:
    """The files of which nothing would be taken."""
    found = looked_at_together([inspect(path) for path in paths])
    return [one.file for one in found if all(view.left_out for view in one.tables)]


def countries(folder: Path, name: str = "Export _ Country _ 2026-03.csv") -> Path:
    heads = ("Country", *made.MATOMO_CHANNELS[1:])
    return made.wide(folder / name, made.lines([heads, *(("France", *row[1:]) for row in made.MATOMO_BY_CHANNEL)]))


class TestReportsOfVisits:
    def test_of_two_cuts_of_one_period_one_is_taken(self, tmp_path: Path) -> None:
        assert left_out(made.matomo_channels(tmp_path), countries(tmp_path)) == ["Export _ Country _ 2026-03.csv"]

    def test_that_by_days_covers_most(self, tmp_path: Path) -> None:
        days = made.matomo_days(tmp_path)
        channels = made.matomo_channels(tmp_path)
        assert left_out(channels, days) == [channels.name]

    def test_other_periods_and_the_same_cut_of_another_site_are_taken(self, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        march, april = made.matomo_channels(tmp_path), countries(tmp_path, "Export _ Country _ 2026-04.csv")
        assert left_out(march, april, made.matomo_channels(tmp_path / "other")) == []

    def test_the_person_may_take_it_all_the_same(self, tmp_path: Path) -> None:
        _first, second = looked_at_together([inspect(made.matomo_channels(tmp_path)), inspect(countries(tmp_path))])
        (view,) = second.tables
        assert "visits" in view.doubts[0].evidence.say()
        assert not answer(view, "kind", "web_session").left_out


class TestScraps:
    @pytest.fixture
    def tickets(self, tmp_path: Path) -> Path:
        rows = [[f"T{at}", "2026-03-01 10:00", "open"] for at in range(30)]
        return write(tmp_path / "tickets.csv", ["Ticket ID", "Created", "Status"], rows)

    def test_a_scrap_beside_rows_is_left_out(self, tmp_path: Path, tickets: Path) -> None:
        (tmp_path / "README.md").write_text("# Notes\n\n| a | b |\n|---|---|\n| x | y |\n", encoding="utf-8")
        assert left_out(tickets, tmp_path / "README.md") == ["README.md"]
        assert left_out(tmp_path / "README.md") == []

    def test_a_file_that_cannot_be_read_stays_as_it_is(self, tickets: Path) -> None:
        broken = Inspection("a.csv", "a.csv", 1, "", "", error={"code": "file_unknown"})
        assert looked_at_together([inspect(tickets), broken])[1] == broken
