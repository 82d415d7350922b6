"""Real surveys, looked at and converted as they are: the answers of each status are those that are known to be true."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cxdesk.intake.answers import INVALID, MISSING, OK
from cxdesk.intake.doubts import apply_options
from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping, fingerprint
from tests.intake.looking import Converted, converted, doubt, looked_at, uses
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = needs_shared

AIRPORT = "sfo_airport_survey/2017_SFO_Customer_Survey_20250817.csv"
RETAIL = "nps_fr_retail/nps.csv"
EVENT = "On a scale of 0-10, how would you rate Sudzilla?=nps"


def file(name: str) -> Path:
    return shared("data", name)


def truth(survey: str, name: str) -> Any:
    return shared_json("data", "truths.json")[survey]["metrics"][name]["value"]


def imported(name: str, *questions: str, answers: tuple[str, ...] = ()) -> tuple[TableView, Converted]:
    view = apply_options(looked_at(file(name)), None, (), questions, answers)
    assert not view.open_doubts, [one.id for one in view.open_doubts]
    return view, converted(file(name), view)


def statuses(rows: Converted, role: str) -> Counter[int]:
    return Counter(status for status, one in zip(rows.col("status"), rows.col("role"), strict=True) if one == role)


def scores(rows: Converted, role: str) -> list[float]:
    return [
        score
        for score, status, one in zip(rows.col("score"), rows.col("status"), rows.col("role"), strict=True)
        if one == role and status == OK
    ]


@pytest.fixture(scope="module")
def told() -> tuple[TableView, Converted]:
    return imported(RETAIL, "nps=nps:0-10", "satisfaction=csat:1-10", "intention=return_intent:0-10")


class TestRetail:
    def test_its_questions_are_recognised_and_only_the_absent_zero_is_open(self) -> None:
        view = looked_at(file(RETAIL))
        assert view.mapping.kind == "answer"
        assert [one.id for one in view.open_doubts] == ["scale:2"]
        assert doubt(view, "scale:3").proposed == "1-10"
        assert list(uses(view).values())[:6] == [
            "@ignore",
            "response",
            "@question:nps",
            "@question:csat",
            "@question:return_intent",
            "@comment",
        ]

    def test_recommendation(self, told: tuple[TableView, Converted]) -> None:
        rows = told[1]
        assert statuses(rows, "nps") == {
            OK: truth("nps_fr_retail", "nps_answers"),
            MISSING: truth("nps_fr_retail", "nps_missing"),
        }
        found = scores(rows, "nps")
        assert sum(score >= 9 for score in found) == truth("nps_fr_retail", "nps_promoters")
        assert sum(score <= 6 for score in found) == truth("nps_fr_retail", "nps_detractors")

    def test_satisfaction(self, told: tuple[TableView, Converted]) -> None:
        found = scores(told[1], "csat")
        assert len(found) == truth("nps_fr_retail", "csat_answers")
        assert sum(found) / len(found) == pytest.approx(truth("nps_fr_retail", "csat_mean"), abs=1e-6)

    def test_comments_without_the_code_for_none(self, told: tuple[TableView, Converted]) -> None:
        rows = told[1]
        beside = [
            comment is not None and status == OK
            for comment, status, role in zip(rows.col("comment"), rows.col("status"), rows.col("role"), strict=True)
            if role == "nps"
        ]
        assert sum(comment is not None for comment in rows.col("comment")) == truth("nps_fr_retail", "comments")
        assert sum(beside) == truth("nps_fr_retail", "nps_with_comment_answers")

    def test_every_row_is_accounted_for(self, told: tuple[TableView, Converted]) -> None:
        rows = told[1]
        assert rows.read == truth("nps_fr_retail", "rows")
        assert (rows.rejected, rows.skipped, rows.blank) == (0, {}, 0)
        assert rows.adds_up

    def test_the_counter_of_rows_is_no_part_of_them(self, told: tuple[TableView, Converted]) -> None:
        view, rows = told
        assert not any("Column 1" in text for text in rows.extra[:30] if text)
        copy = file("nps_fr_retail/nps_SB427_copy.csv")
        assert sorted(converted(copy, view).row_hash) == sorted(rows.row_hash)


class TestAirport:
    def test_answers_without_the_codes_for_none(self) -> None:
        _view, rows = imported(AIRPORT, "NETPRO=nps:0-10:na=11", "Q7ALL=csat:1-5:na=0|6", "Q14PASSTHRU=ces:1-5:na=0|6")
        assert statuses(rows, "nps") == {OK: truth("sfo_2017", "nps_answers"), MISSING: truth("sfo_2017", "nps_blank")}
        assert statuses(rows, "csat")[OK] == truth("sfo_2017", "csat_airport_as_a_whole_answers")
        assert statuses(rows, "ces")[OK] == truth("sfo_2017", "ces_passing_security_answers")
        assert not any(statuses(rows, role)[INVALID] for role in ("nps", "csat", "ces"))
        found = scores(rows, "ces")
        assert sum(found) / len(found) == pytest.approx(truth("sfo_2017", "ces_passing_security_mean"), abs=1e-6)
        assert rows.read == truth("sfo_2017", "rows")

    def test_one_question_alone_asks_nothing_about_the_ninety_other_columns(self) -> None:
        view, rows = imported(AIRPORT, "Q14FIND=ces:1-5:na=0|6")
        assert statuses(rows, "ces")[OK] == truth("sfo_2017", "ces_finding_way_answers")
        assert view.mapping.use(0).field == "response"

    def test_weights_are_numbers(self) -> None:
        _view, rows = imported(AIRPORT, "NETPRO=nps:0-10:na=11")
        weights = rows.col("weight")
        found = list(zip(rows.col("score"), rows.col("status"), weights, strict=True))
        counted = [(score, weight) for score, status, weight in found if status == OK]
        balance = sum(weight * ((score >= 9) - (score <= 6)) for score, weight in counted)
        assert 100 * balance / sum(weight for _score, weight in counted) == pytest.approx(
            truth("sfo_2017", "nps_weighted"), abs=1e-6
        )

    def test_eleven_is_proposed_as_a_code(self) -> None:
        view = looked_at(file(AIRPORT))
        assert doubt(view, f"scale:{view.headings.index('NETPRO')}").proposed == "0-10:na=11"

    def test_departures_of_1899_are_kept_as_a_plain_column(self) -> None:
        assert uses(looked_at(file(AIRPORT)))["DEPTIME"] == "@attribute"


class TestEvent:
    FIRST, SECOND = "sudzilla_survey/input_01.csv", "sudzilla_survey/input_02.csv"

    def test_two_ways_of_writing_dates_give_the_same_answers(self) -> None:
        _view, one = imported(self.FIRST, EVENT, answers=("dates:0=%m/%d/%Y %H:%M:%S",))
        _view, other = imported(self.SECOND, EVENT)
        for rows in (one, other):
            assert statuses(rows, "nps") == {OK: truth("sudzilla", "nps_answers")}
            beside = [c for c, role in zip(rows.col("comment"), rows.col("role"), strict=True) if role == "nps" and c]
            assert len(beside) == truth("sudzilla", "comments")
        seconds = [[at // 1_000_000 for at in rows.col("submitted_at")] for rows in (one, other)]
        assert seconds[0] == seconds[1]

    def test_it_is_recognised_and_asks_for_the_order_of_the_date_and_the_measure(self) -> None:
        view = looked_at(file(self.FIRST))
        assert view.format == "google_forms"
        assert {one.id for one in view.open_doubts} == {"dates:0", "question:1"}

    def test_what_was_said_of_one_file_serves_the_other(self) -> None:
        view, _rows = imported(self.SECOND, EVENT)

        def remembered(key: str) -> Mapping | None:
            return view.mapping if key == fingerprint(view.headings) else None

        again = inspect(file(self.FIRST), remembered=remembered).tables[0]
        assert [one.id for one in again.open_doubts] == ["dates:0"]
