"""Exports of web analytics: totals with a count, dated by what stands above them, each visit counted once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxdesk.intake.inspect import inspect
from tests.intake.formats import web_exports as made
from tests.intake.formats.figures import imported
from tests.intake.looking import converted, doubt, looked_at, uses

pytestmark = pytest.mark.usefixtures("here")

MARCH_THE_FIRST, APRIL_THE_FIRST = 1_772_319_600_000_000, 1_774_994_400_000_000  # midnight in Paris


class TestGoogleAnalytics:
    @pytest.mark.parametrize(
        ("headings", "language", "total"),
        [
            (made.GA4, "en", False),
            (made.GA4, "en", True),
            (made.OLDER_GA4, "en", False),
            (made.GA4_FRENCH, "fr", True),
            (made.GA4_ROMANIAN, "ro", False),
        ],
        ids=["english", "with a row of totals", "older", "french", "romanian"],
    )
    def test_visits_by_channel_belong_to_the_first_day_of_the_period(
        self, tmp_path: Path, headings: tuple[str, ...], language: str, total: bool
    ) -> None:
        path = made.ga4(tmp_path, headings, language, total)
        view = looked_at(path)
        assert (view.format, view.open_doubts) == ("ga4_visits", ())
        assert doubt(view, "starts").proposed == "2026-04-01"
        rows = converted(path, view)
        assert set(rows.col("started_at")) == {APRIL_THE_FIRST}
        assert sum(rows.col("sessions")) == made.CHANNEL_SESSIONS
        assert sum(rows.col("visitors")) == made.CHANNEL_USERS
        assert sum(rows.col("conversions")) == made.CHANNEL_KEY_EVENTS
        assert rows.col("medium")[0] == "Organic Search"
        assert rows.col("engaged")[0] == 62.5
        assert rows.adds_up

    @pytest.mark.parametrize("remark", [True, False], ids=["with remarks", "without"])
    def test_of_tables_that_count_the_same_visits_one_is_taken(self, tmp_path: Path, remark: bool) -> None:
        path = made.ga4_by_day(tmp_path, remark)
        chart, table = inspect(path).tables
        assert (chart.left_out, table.left_out) == (True, False)
        assert doubt(chart, "kind").proposed == "@none"
        found = imported(tmp_path, path).asked("conversion_rate", "unit=session")["value"]
        assert (found["numerator"], found["denominator"]) == (made.CHANNEL_KEY_EVENTS, made.CHANNEL_SESSIONS)

    def test_the_person_may_take_the_other_table(self, tmp_path: Path) -> None:
        from cxdesk.intake.doubts import answer

        chart = answer(inspect(made.ga4_by_day(tmp_path)).tables[0], "kind", "web_session")
        assert uses(chart) == {"Nth day": "started_at", "Sessions": "sessions"}

    def test_days_are_counted_from_the_first(self, tmp_path: Path) -> None:
        path = made.ga4_days_only(tmp_path)
        view = looked_at(path)
        assert not view.open_doubts
        days = converted(path, view).col("started_at")
        assert (days[0], days[-1]) == (1_775_001_600_000_000, 1_775_001_600_000_000 + 29 * 86_400_000_000)
        desk = imported(tmp_path, path)
        first = desk.asked("conversion_rate", "unit=session", since="2026-04-01", until="2026-04-07")["value"]
        assert first["denominator"] == sum(sessions for _day, sessions, _users in made.DAYS[:7])

    def test_a_report_that_counts_no_visits_is_left_out_and_says_why(self, tmp_path: Path) -> None:
        view = looked_at(made.ga4_pages(tmp_path))
        assert view.left_out
        assert "Traffic acquisition" in doubt(view, "kind").evidence.say()
        report = imported(tmp_path, made.ga4_pages(tmp_path)).tables[0]
        assert (report["error"], report["rows"]["new"]) == (None, 0)

    def test_columns_may_be_left_out_and_added(self, tmp_path: Path) -> None:
        path = tmp_path / "free.csv"
        above = "# " + "-" * 20 + "\n# Visits\n# Free form 1\n# 20260301-20260331\n# " + "-" * 20 + "\n\n"
        path.write_text(above + "Country,Sessions,Total users\nFrance,120,100\nRomania,80,60\n")
        view = looked_at(path)
        assert view.format == "ga4_visits"
        assert set(converted(path, view).col("started_at")) == {MARCH_THE_FIRST}


class TestMatomo:
    @pytest.mark.parametrize(
        ("headings", "encoded"),
        [
            (made.MATOMO, True),
            (made.MATOMO, False),
            (made.MATOMO_ENGLISH, True),
            (made.MATOMO_FRENCH, True),
            (made.MATOMO_ROMANIAN, True),
        ],
        ids=["names of its interface", "in UTF-8", "english", "french", "romanian"],
    )
    def test_visits_by_day(self, tmp_path: Path, headings: tuple[str, ...], encoded: bool) -> None:
        path = made.matomo_days(tmp_path, headings, encoded)
        view = looked_at(path)
        assert (view.format, view.doubts) == ("matomo", ())
        rows = converted(path, view)
        assert sum(rows.col("sessions")) == made.MATOMO_VISITS
        assert sum(rows.col("conversions")) == made.MATOMO_CONVERTED
        assert sum(rows.col("duration_total")) == made.MATOMO_SECONDS
        assert rows.adds_up

    def test_visits_with_conversions_make_the_rate_and_the_sum_of_seconds_the_length(self, tmp_path: Path) -> None:
        desk = imported(tmp_path, made.matomo_days(tmp_path))
        rate = desk.asked("conversion_rate", "unit=session")["value"]
        assert (rate["numerator"], rate["denominator"]) == (made.MATOMO_CONVERTED, made.MATOMO_VISITS)
        stay = desk.asked("time_on_site")["per_session"]
        assert stay["value"] == pytest.approx(made.MATOMO_SECONDS / 60 / made.MATOMO_VISITS)

    @pytest.mark.parametrize(
        "name",
        [
            "Export _ Channel Type _ 2026-03.csv",
            "Export _ Channel Type _ March 2026.csv",
            "Export _ Type de canal _ 1 – 31 mars 2026.csv",
            "Export _ Tip de canal _ martie 2026.csv",
        ],
    )
    def test_channels_belong_to_the_period_in_the_name_of_the_file(self, tmp_path: Path, name: str) -> None:
        path = made.matomo_channels(tmp_path, name)
        view = looked_at(path)
        assert (view.format, view.open_doubts) == ("matomo_channels", ())
        rows = converted(path, view)
        assert set(rows.col("started_at")) == {MARCH_THE_FIRST}
        assert rows.col("medium") == ["Direct Entry", "Search Engines", "Websites"]
        assert sum(rows.col("conversions")) == 18

    def test_a_name_without_a_period_is_asked_about(self, tmp_path: Path) -> None:
        view = looked_at(made.matomo_channels(tmp_path, "channels.csv"))
        assert [one.id for one in view.open_doubts] == ["starts"]
        desk = imported(tmp_path, made.matomo_channels(tmp_path, "channels.csv"), answers=("starts=2026-03-01",))
        rate = desk.asked("conversion_rate", "unit=session", since="2026-03-01", until="2026-03-31")["value"]
        assert (rate["numerator"], rate["denominator"]) == (18, 900)

    def test_a_report_without_data_is_left_out(self, tmp_path: Path) -> None:
        view = looked_at(made.matomo_nothing(tmp_path))
        assert view.left_out
        assert imported(tmp_path, made.matomo_nothing(tmp_path)).tables[0]["error"] is None


class TestPlausible:
    def test_of_a_packed_file_the_visits_are_taken(self, tmp_path: Path) -> None:
        path = made.plausible(tmp_path)
        views = {str(view.sheet): view for view in inspect(path).tables}
        assert [name for name, view in views.items() if not view.left_out] == ["visitors.csv"]
        assert not any(view.open_doubts for view in views.values())
        stay = imported(tmp_path, path).asked("time_on_site")["per_session"]
        assert stay["denominator"] == made.PLAUSIBLE_VISITS - 13
        assert stay["value"] == pytest.approx(1.5)

    def test_a_list_of_pages_alone_says_what_to_import_instead(self, tmp_path: Path) -> None:
        path = tmp_path / "pages.csv"
        path.write_text(made.lines(made.PLAUSIBLE_FILES["pages.csv"]), encoding="utf-8")
        view = looked_at(path)
        assert view.left_out
        assert "visitors.csv" in doubt(view, "kind").evidence.say()


class TestMixpanel:
    @pytest.mark.parametrize("epoch", [True, False], ids=["seconds", "written out"])
    def test_events_of_people(self, tmp_path: Path, epoch: bool) -> None:
        path = made.synthetic_mixpanel(tmp_path, epoch)
        view = looked_at(path)
        assert (view.format, view.open_doubts) == ("mixpanel_events", ())
        used = imported(tmp_path, path).asked("usage_frequency")["mean"]
        assert (used["numerator"], used["denominator"]) == (made.MIXPANEL_EVENTS, made.MIXPANEL_PEOPLE)

    def test_a_log_of_times_and_events_is_none(self, tmp_path: Path) -> None:
        heads = [{"Distinct ID": "who", "Event": "what"}.get(name, name) for name in ("Event", "Time", "Distinct ID")]
        path = tmp_path / "log.csv"
        path.write_text(",".join(heads) + "\n" + "click,1775030400,u1\n" * 3)
        assert looked_at(path).format is None


class TestTheSamePeriodAgain:
    def test_a_month_that_was_not_over_takes_its_later_numbers(self, tmp_path: Path) -> None:
        path = made.ga4(tmp_path)
        later = tmp_path / "later.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("20260430", "20260415").replace("Direct,300,350", "Direct,130,150"))
        later.write_text(text, encoding="utf-8")
        first = imported(tmp_path, path).asked("conversion_rate", "unit=session")["value"]
        assert first["denominator"] == made.CHANNEL_SESSIONS - 200
        desk = imported(tmp_path, later)
        assert (desk.tables[0]["rows"]["updated"], desk.tables[0]["rows"]["unchanged"]) == (1, 3)
        again = desk.asked("conversion_rate", "unit=session")["value"]
        assert again["denominator"] == made.CHANNEL_SESSIONS

    def test_a_day_that_was_not_over_takes_its_later_numbers_in_any_order_of_columns(self, tmp_path: Path) -> None:
        imported(tmp_path, made.matomo_days(tmp_path))
        heads = list(made.MATOMO)
        rows = [dict(zip(heads, ["2026-03-28", 200, 0, 999, 1000, 9, 40, 9000, 9, "4%", "1.0", 9], strict=True))]
        rows.append({**rows[0], "date": "2026-03-29"})
        later = tmp_path / "later.csv"
        later.write_text(made.lines([heads[::-1], *([row[name] for name in heads[::-1]] for row in rows)]))
        counts = imported(tmp_path, later).tables[0]["rows"]
        assert (counts["new"], counts["updated"]) == (1, 1)

    def test_totals_that_no_word_tells_apart_are_all_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "hours 2026-03-01.csv"
        path.write_text(
            "hour,nb_visits,nb_actions,max_actions\n" + "".join(f"{h},{h + 5},{h + 9},4\n" for h in range(24))
        )
        assert imported(tmp_path, path).tables[0]["rows"]["new"] == 24


@pytest.mark.parametrize(
    "make", [made.ga4, made.matomo_days, made.matomo_channels, made.synthetic_mixpanel], ids=lambda one: one.__name__
)
def test_the_same_file_again_changes_nothing(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    first = imported(tmp_path, path).tables[0]["rows"]
    again = imported(tmp_path, path).tables[0]["rows"]
    assert again["unchanged"] == first["new"] > 0


class TestTablesThatAreLeftOut:
    def test_the_question_says_why_and_offers_what_the_tool_knows(self, tmp_path: Path) -> None:
        chart, _table = inspect(made.ga4_by_day(tmp_path)).tables
        asked = doubt(chart, "kind")
        assert [choice.id for choice in asked.choices] == ["@none", "web_session"]
        assert "counts the same" in asked.evidence.say()
        assert chart.decisions.answers == {}

    def test_they_are_not_remembered_as_the_persons_word(self, tmp_path: Path) -> None:
        imported(tmp_path, made.ga4_by_day(tmp_path))
        alone = tmp_path / "alone.csv"
        alone.write_text(made.above("en") + "Nth day,Sessions\n" + "".join(f"{at:04d},{at + 9}\n" for at in range(30)))
        assert imported(tmp_path, alone).tables[0]["rows"]["new"] == 30

    def test_what_the_person_says_holds_next_time(self, tmp_path: Path) -> None:
        path = made.ga4_pages(tmp_path)
        imported(tmp_path, path, answers=("kind=web_session",))
        assert imported(tmp_path, path).tables[0]["kind"] == "web_session"

    def test_the_command_line_says_why(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        from cxdesk.cli.main import run

        path = made.ga4_pages(tmp_path)
        assert run(["import", str(path), "-w", str(tmp_path / "desk.cxdesk"), "--language", "en"]) == 0
        assert "left out. This report of Google Analytics does not count visits" in capsys.readouterr().out
        assert run(["inspect", str(path), "--language", "en"]) == 0
        assert "Traffic acquisition" in capsys.readouterr().out
