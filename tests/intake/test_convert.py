"""Rows become batches: typed, identified, every source row accounted for, every unusable cell kept with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.errors import OpenDoubt
from cxdesk.intake import cells as remembering
from cxdesk.intake.answers import INVALID, MISSING, OK
from cxdesk.intake.batch import SENTENCES, problem_sentence
from cxdesk.intake.doubts import apply_map, apply_options, apply_question, set_use
from cxdesk.system import i18n
from tests.intake.looking import Converted, converted, looked_at, write
from tests.long_form import often

TEXT = "A remark of several words, number"


def micros(text: str) -> int:
    """µs UTC of an ISO instant."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def survey(
    folder: Path, rows: list[list[object]], heads: tuple[str, ...] = ("id", "Date", "Customer", "nps", "Why?")
) -> Path:
    return write(folder / "s.csv", heads, rows)


def usual(n: int = 40) -> list[list[object]]:
    return [
        [f"r{at}", f"2026-03-{at % 28 + 1:02d} 10:05", f"C{at % 7}", at % 11, f"{TEXT} {at}" if at % 3 else ""]
        for at in range(n)
    ]


def through(path: Path, zone: str = "Europe/Paris") -> Converted:
    view = looked_at(path)
    assert not view.open_doubts, [one.id for one in view.open_doubts]
    return converted(path, view, zone)


class TestAnswers:
    def test_each_row_is_one_typed_answer(self, tmp_path: Path) -> None:
        rows = through(survey(tmp_path, usual()))
        assert rows.n == 40
        assert rows.rows[1] == {
            "response": "r1",
            "question": "nps",
            "role": "nps",
            "score": 1.0,
            "status": OK,
            "scale": "0-10",
            "comment": f"{TEXT} 1",
            "submitted_at": micros("2026-03-02T09:05:00+00:00"),
            "customer": "C1",
        }
        assert rows.adds_up

    def test_a_score_may_be_missing_or_invalid_and_the_row_is_kept(self, tmp_path: Path) -> None:
        cells = usual()
        cells[0][3], cells[1][3], cells[2][3], cells[3][3] = "", "NSP", "11.5", "eleven"
        rows = through(survey(tmp_path, cells))
        assert rows.col("status")[:5] == [MISSING, MISSING, INVALID, INVALID, OK]
        assert rows.col("score")[:4] == [None] * 4
        assert rows.problem_codes() == [(4, "nps", "off_scale"), (5, "nps", "unknown_answer")]
        assert (rows.n, rows.rejected) == (40, 0)

    def test_an_unusable_date_keeps_the_row_without_a_time(self, tmp_path: Path) -> None:
        cells = usual()
        cells[4][1] = "2026-02-30 10:00"
        rows = through(survey(tmp_path, cells))
        assert rows.col("submitted_at")[4] is None
        assert rows.problem_codes() == [(6, "Date", "not_a_date")]
        problem = rows.problems[0]
        assert problem.value == "2026-02-30 10:00"
        assert json.loads(problem.raw) == ["r4", "2026-02-30 10:00", "C4", "4", f"{TEXT} 4"]

    def test_several_questions_give_several_answers_next_to_each_other(self, tmp_path: Path) -> None:
        heads = ("id", "nps", "satisfaction (1-5)", "Pourquoi ?", "Shop")
        path = survey(tmp_path, [[f"r{at}", at % 11, at % 5 + 1, f"{TEXT} {at}", "Lyon"] for at in range(30)], heads)
        rows = through(path)
        assert rows.n == 60
        assert rows.line[:4] == [2, 2, 3, 3]
        assert rows.col("role")[:2] == ["nps", "csat"]
        assert rows.col("response")[:4] == ["r0", "r0", "r1", "r1"]
        assert rows.col("scale")[:2] == ["0-10", "1-5"]
        assert rows.col("comment")[:2] == [f"{TEXT} 0", None]
        assert rows.extra[:2] == ['{"Shop": "Lyon"}', None]
        assert rows.adds_up

    def test_texts_of_their_own_are_answers_where_something_was_written(self, tmp_path: Path) -> None:
        heads = ("id", "nps", "What could we improve in our shop?")
        path = survey(tmp_path, [[f"r{at}", at % 11, f"{TEXT} {at}" if at % 2 else ""] for at in range(30)], heads)
        rows = through(path)
        assert rows.n == 45
        assert [row["role"] for row in rows.rows[:3]] == ["nps", "nps", "start"]
        assert (rows.rows[2]["status"], rows.rows[2]["scale"], rows.rows[2]["score"]) == (OK, None, None)

    def test_every_source_row_gives_at_least_one_answer(self, tmp_path: Path) -> None:
        heads = ("id", "What could we improve in our shop?", "What should we keep doing for you?", "Shop")
        cells = [
            [f"r{at}", f"{TEXT} {at}" if at % 2 else "", f"{TEXT} {at}" if at % 3 == 0 else "", "Lyon"]
            for at in range(30)
        ]
        view = apply_options(
            looked_at(survey(tmp_path, cells, heads)),
            "answer",
            questions=["What could we improve in our shop?=start", "What should we keep doing for you?=continue"],
        )
        rows = converted(tmp_path / "s.csv", view)
        assert len(set(rows.line)) == 30
        assert len([text for text in rows.extra if text]) == 30
        silent = [row for row in rows.rows if row["comment"] is None]
        assert len(silent) == sum(1 for at in range(30) if not at % 2 and at % 3)
        assert {row["status"] for row in silent} == {MISSING}

    def test_a_code_for_nothing_is_no_comment_and_a_rare_word_is_one(self, tmp_path: Path) -> None:
        cells = usual(60)
        for at in range(0, 60, 2):
            cells[at][4] = "NA"
        cells[1][4], cells[3][4] = "na", "None"
        rows = through(survey(tmp_path, cells))
        assert rows.col("comment")[:4] == [None, "na", None, "None"]

    def test_codes_travel_with_the_scale(self, tmp_path: Path) -> None:
        path = survey(tmp_path, usual())
        rows = converted(path, apply_question(looked_at(path), "nps=nps:0-10:na=10"))
        assert json.loads(rows.col("scale")[0])["na"] == ["10"]
        assert rows.col("status")[10] == MISSING

    def test_words_are_read_on_their_scale(self, tmp_path: Path) -> None:
        words = ["Très satisfait", "Plutôt satisfait", "Neutre", "Pas du tout satisfait", "bof"]
        path = write(
            tmp_path / "w.csv",
            ["Numéro", "Êtes-vous satisfait ?"],
            [[f"n{at}", words[min(at % 10, 4) if at % 20 == 4 else at % 4]] for at in range(80)],
        )
        rows = through(path)
        assert rows.col("score")[:5] == [5.0, 4.0, 3.0, 1.0, None]
        assert [code for _line, _column, code in rows.problem_codes()] == ["unknown_answer"] * 4


class TestIdentity:
    def test_a_response_id_identifies_its_answers(self, tmp_path: Path) -> None:
        before = through(survey(tmp_path, usual()))
        changed = usual()
        changed[5][3] = 0
        after = through(survey(tmp_path, changed))
        assert before.key_hash == after.key_hash
        assert [a == b for a, b in zip(before.row_hash, after.row_hash, strict=True)].count(False) == 1

    def test_without_an_id_content_identifies_and_twins_stay_two(self, tmp_path: Path) -> None:
        heads = ("Date", "nps", "Why?")
        rows = through(
            survey(
                tmp_path,
                [["2026-03-01 10:00", 9, TEXT], ["2026-03-02 10:00", 3, ""], ["2026-03-01 10:00", 9, TEXT]] * 2,
                heads,
            )
        )
        ids = rows.col("response")
        assert rows.key_hash == rows.row_hash
        assert len(set(ids)) == 6
        assert ids[2] == f"{ids[0]}-2"
        assert rows.row_hash[0] == rows.row_hash[2]

    def test_twins_are_found_across_blocks(self, tmp_path: Path) -> None:
        heads = ("Date", "nps")
        cells: list[list[object]] = [[f"2026-03-{at % 28 + 1:02d}", at % 11] for at in range(20_000)]
        rows = through(survey(tmp_path, cells, heads))
        assert len(rows.batches) > 2
        assert len(set(rows.col("response"))) == 20_000

    def test_the_order_of_rows_and_the_way_dates_are_written_change_no_identity(self, tmp_path: Path) -> None:
        heads = ("Date", "nps", "Shop")
        moments = [datetime(2026, 3, at % 28 + 1, 10, at) for at in range(40)]
        one = through(survey(tmp_path, [[at.isoformat(" "), n % 11, "Lyon"] for n, at in enumerate(moments)], heads))
        other = through(
            survey(
                tmp_path,
                [[at.strftime("%d.%m.%Y %H:%M"), n % 11, " Lyon "] for n, at in list(enumerate(moments))[::-1]],
                heads,
            )
        )
        assert sorted(one.row_hash) == sorted(other.row_hash)

    def test_an_empty_field_counts_as_one_that_is_not_given(self, tmp_path: Path) -> None:
        plain = through(survey(tmp_path, usual()))
        wider = [[*row, ""] for row in usual()]
        path = survey(tmp_path, wider, ("id", "Date", "Customer", "nps", "Why?", "Channel"))
        view = set_use(looked_at(path), 5, "channel")
        assert converted(path, view).row_hash == plain.row_hash

    def test_answers_of_two_responses_that_look_alike_are_not_one(self, tmp_path: Path) -> None:
        """The second questions are answered alike, without dates: only the response tells them apart."""
        heads = ("nps", "satisfaction (1-5)")
        rows = through(survey(tmp_path, [[at % 11, 4] for at in range(11)] + [[3, 1], [5, 5]], heads))
        assert len(set(rows.row_hash)) == 26

    def test_a_spreadsheet_of_the_same_rows_has_the_same_hashes(self, tmp_path: Path) -> None:
        text = through(survey(tmp_path, usual()))
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["id", "Date", "Customer", "nps", "Why?"])
        for row in usual():
            sheet.append([row[0], datetime.fromisoformat(str(row[1])), *row[2:]])
        book.save(tmp_path / "s.xlsx")
        assert through(tmp_path / "s.xlsx").row_hash == text.row_hash


class TestTime:
    def dated(self, folder: Path, cells: list[str], zone: str = "Europe/Paris") -> Converted:
        return through(
            survey(folder, [[f"r{n}", cell, n % 11] for n, cell in enumerate(cells)], ("id", "Date", "nps")), zone
        )

    def test_wall_times_are_of_the_workspaces_zone(self, tmp_path: Path) -> None:
        cells = ["2026-01-15 12:00", "2026-07-15 12:00"]
        assert self.dated(tmp_path, cells).col("submitted_at") == [
            micros("2026-01-15T11:00+00:00"),
            micros("2026-07-15T10:00+00:00"),
        ]
        assert self.dated(tmp_path, cells, "America/New_York").col("submitted_at")[0] == micros(
            "2026-01-15T17:00+00:00"
        )

    def test_days_alone_never_shift(self, tmp_path: Path) -> None:
        cells = ["2026-01-15", "2026-07-15"]
        for zone in ("Europe/Paris", "Pacific/Auckland"):
            assert self.dated(tmp_path, cells, zone).col("submitted_at") == [
                micros("2026-01-15T00:00+00:00"),
                micros("2026-07-15T00:00+00:00"),
            ]

    def test_offsets_in_the_cells_are_obeyed_also_beside_times_without(self, tmp_path: Path) -> None:
        cells = ["2026-01-15T12:00Z", "2026-01-15T12:00+05:30", "2026-01-15 12:00", "2026-01-16"]
        assert self.dated(tmp_path, cells).col("submitted_at") == [
            micros("2026-01-15T12:00+00:00"),
            micros("2026-01-15T06:30+00:00"),
            micros("2026-01-15T11:00+00:00"),
            micros("2026-01-15T23:00+00:00"),
        ]

    def test_no_row_vanishes_when_clocks_change(self, tmp_path: Path) -> None:
        cells = [
            "2025-03-30 01:59:00",
            "2025-03-30 02:30:00",
            "2025-03-30 03:00:00",
            "2025-10-26 02:30:00",
            "2025-10-26 03:00:00",
            "2025-07-01 00:00:00",
        ]
        rows = self.dated(tmp_path, cells)
        assert rows.col("submitted_at") == [
            micros("2025-03-30T00:59+00:00"),
            micros("2025-03-30T01:30+00:00"),
            micros("2025-03-30T01:00+00:00"),
            micros("2025-10-26T00:30+00:00"),
            micros("2025-10-26T02:00+00:00"),
            micros("2025-06-30T22:00+00:00"),
        ]
        assert rows.problem_codes() == [(3, "Date", "time_skipped")]
        assert sum(batch.adjusted.get("time_twice", 0) for batch in rows.batches) == 1

    def test_quick_and_careful_reading_agree(self, tmp_path: Path) -> None:
        """Times read in two parts, against the same times read cell by cell."""
        moments = [datetime(2025, 1, 1) + timedelta(hours=5 * n, minutes=n, seconds=n % 60) for n in range(3000)]
        quick = self.dated(tmp_path, [m.isoformat(" ") for m in moments]).col("submitted_at")
        careful = self.dated(tmp_path, [m.strftime("%d %b %Y, %H:%M:%S") for m in moments]).col("submitted_at")
        offset = self.dated(tmp_path, [m.isoformat() + "+00:00" for m in moments], "UTC").col("submitted_at")
        utc = self.dated(tmp_path, [m.isoformat(" ") for m in moments], "UTC").col("submitted_at")
        assert quick == careful
        assert offset == utc

    def test_a_named_zone_of_a_column_is_used(self, tmp_path: Path) -> None:
        path = survey(
            tmp_path, [[f"r{n}", "2026-01-15 12:00", n % 11] for n in range(5)], ("id", "Submitted at (UTC)", "nps")
        )
        assert converted(path, looked_at(path), "America/New_York").col("submitted_at")[0] == micros(
            "2026-01-15T12:00+00:00"
        )

    def test_dates_that_contradict_the_layout_stop_the_conversion_with_their_place(self, tmp_path: Path) -> None:
        path = survey(
            tmp_path, [[f"r{n}", f"{n % 28 + 1:02d}/03/2026", n % 11] for n in range(60)], ("id", "Date", "nps")
        )
        view = apply_options(looked_at(path), answers=["dates:1=%m/%d/%Y"])
        with pytest.raises(OpenDoubt) as raised:
            converted(path, view)
        error = raised.value
        assert (error.code, error.column, error.row, error.file) == ("open_doubt.dates", "Date", 14, "s.csv")

    def test_a_few_that_do_are_only_noted(self, tmp_path: Path) -> None:
        cells = [f"{n % 28 + 1:02d}/03/2026" for n in range(60)]
        cells[7] = "03/25/2026"
        rows = self.dated(tmp_path, cells)
        assert rows.problem_codes() == [(9, "Date", "not_a_date")]


class TestAccounting:
    def test_blank_lines_totals_repeated_headings_and_remarks_are_no_rows(self, tmp_path: Path) -> None:
        lines = ["id,Date,Customer,nps", *(f"r{n},2026-03-01,C{n},{n % 11}" for n in range(30))]
        lines[10:10] = ["", "id,Date,Customer,nps", ",,,"]
        lines += ["Total,,,30", "Exported on Monday,,,"]
        path = tmp_path / "s.csv"
        path.write_text("\n".join(lines) + "\n")
        rows = through(path)
        assert (rows.n, rows.blank, rows.skipped) == (30, 2, {"repeated_header": 1, "totals": 1, "footer": 1})
        assert rows.read == 35
        assert rows.adds_up

    def test_a_last_row_with_a_single_answer_is_data(self, tmp_path: Path) -> None:
        path = tmp_path / "s.csv"
        path.write_text(
            "\n".join(["id,Date,Customer,nps", *(f"r{n},2026-03-01,C{n},{n % 11}" for n in range(30)), ",,,7"]) + "\n"
        )
        rows = through(path)
        assert rows.n == 31
        assert rows.skipped == {}
        assert rows.col("score")[-1] == 7

    def test_rows_that_are_too_long_or_broken_are_kept_and_told(self, tmp_path: Path) -> None:
        path = tmp_path / "s.csv"
        lines = ["id,Date,nps", *(f"r{n},2026-03-01,{n % 11}" for n in range(30))]
        lines[3] += ",surplus"
        lines[5] = 'r4,2026-03-01 "early",4'
        path.write_text("\n".join(lines) + "\n")
        rows = through(path)
        assert rows.n == 30
        assert {(p.line, p.code) for p in rows.problems if p.column is None} >= {(4, "too_long")}
        assert rows.adds_up

    def test_a_row_without_what_identifies_it_is_rejected_as_written(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "c.csv",
            ["Customer id", "Customer name", "Country"],
            [["C1", "Ann", "FR"], ["", "Bob", "RO"], ["C3", "Cy", ""]],
        )
        rows = through(path)
        assert (rows.n, rows.rejected, rows.read) == (2, 1, 3)
        assert rows.problem_codes() == [(3, None, "required_missing")]
        assert json.loads(rows.problems[0].raw) == ["", "Bob", "RO"]
        assert rows.adds_up

    def test_an_empty_table_gives_one_empty_batch_with_its_columns(self, tmp_path: Path) -> None:
        path = survey(tmp_path, usual())
        view = looked_at(path)
        empty = survey(tmp_path, [])
        rows = converted(empty, view)
        assert (rows.n, rows.read) == (0, 0)
        assert set(rows.batches[0].columns) >= {"response", "score", "submitted_at"}

    def test_every_batch_has_the_same_columns(self, tmp_path: Path) -> None:
        rows = through(survey(tmp_path, usual(9000)))
        assert len({tuple(batch.columns) for batch in rows.batches}) == 1
        assert rows.n == 9000

    def test_all_problems_are_counted_even_where_not_all_are_listed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cxdesk.intake import refusals

        monkeypatch.setattr(refusals, "PROBLEMS_KEPT", 5)
        cells = usual()
        for row in cells[:9]:
            row[3] = "x"
        path = survey(tmp_path, cells)
        rows = converted(path, apply_question(looked_at(path), "nps=nps:0-10"))
        assert len(rows.problems) == 5
        assert sum(batch.invalid.get("nps", 0) for batch in rows.batches) == 9

    @settings(max_examples=often(20, 60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        st.lists(
            st.one_of(
                st.just(""),
                st.just(",,"),
                st.just("id,Date,nps"),
                st.just("Total,,"),
                st.builds(
                    "{},{},{}".format,
                    st.sampled_from(["r1", "r2", "", "x y", '"a, b"']),
                    st.sampled_from(["2026-03-01", "2026-02-30", "", "soon"]),
                    st.sampled_from(["0", "10", "11", "NA", "", "nine", "4,extra"]),
                ),
            ),
            max_size=40,
        )
    )
    def test_whatever_the_rows_each_is_accounted_for(self, tmp_path: Path, lines: list[str]) -> None:
        path = tmp_path / "s.csv"
        view = looked_at(survey(tmp_path, [[f"q{n}", "2026-03-01", n % 11] for n in range(30)], ("id", "Date", "nps")))
        body = [*(f"q{n},2026-03-01,{n % 11}" for n in range(60)), *lines]
        path.write_text("\n".join(["id,Date,nps", *body]) + "\n", encoding="utf-8")
        rows = converted(path, replace(view))
        assert rows.adds_up
        assert rows.read == len(body)


class TestCells:
    def typed(self, folder: Path, heads: list[str], rows: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in [heads, *rows]:
            sheet.append(row)
        book.save(folder / "t.xlsx")
        return folder / "t.xlsx"

    def test_a_spreadsheets_numbers_dates_and_booleans(self, tmp_path: Path) -> None:
        rows = [[f"r{n}", datetime(2026, 3, n % 28 + 1, 12), n % 11, 1.5, bool(n % 2), 5.0] for n in range(30)]
        path = self.typed(tmp_path, ["id", "Date", "nps", "Weight", "Is test", "Floor"], rows)
        found = through(path)
        assert found.col("submitted_at")[0] == micros("2026-03-01T11:00+00:00")
        assert found.col("score")[:3] == [0.0, 1.0, 2.0]
        assert found.col("weight")[0] == 1.5
        assert found.col("internal")[:2] == [0, 1]
        assert found.extra[0] == '{"Floor": "5"}'

    def test_days_of_a_spreadsheet_are_floating(self, tmp_path: Path) -> None:
        path = self.typed(
            tmp_path, ["id", "Date", "nps"], [[f"r{n}", date(2026, 3, n % 28 + 1), n % 11] for n in range(30)]
        )
        assert looked_at(path).mapping.use(1).zone == "floating"
        assert through(path, "Pacific/Auckland").col("submitted_at")[0] == micros("2026-03-01T00:00+00:00")

    def test_error_cells_are_named(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [[f"r{n}", n % 11] for n in range(30)]
        rows[3][1] = "=1/0"
        path = self.typed(tmp_path, ["id", "nps"], rows)
        view = apply_question(looked_at(path), "nps=nps:0-10")
        found = converted(path, view)
        assert found.col("status")[3] == MISSING
        assert found.problem_codes() in ([(5, "nps", "no_value")], [(5, "nps", "cell_error")])

    def test_ids_are_kept_as_written(self, tmp_path: Path) -> None:
        ids = ["007", "00012345678901234567890", "NA", "None", "true", "1e5"]
        path = survey(tmp_path, [[value, at % 11] for at, value in enumerate(ids)], ("Response ID", "nps"))
        view = apply_options(looked_at(path), "answer", ["response=Response ID"], ["nps=nps:0-10"])
        assert converted(path, view).col("response") == ids

    def test_texts_lose_spaces_around_and_the_mark_against_formulas(self, tmp_path: Path) -> None:
        cells = usual()
        cells[1][4], cells[2][4], cells[4][4] = (
            "  kept  inside  ",
            "'=1+1 is what I wrote to you",
            "'quoted' words in a comment",
        )
        cells[5][4] = "line one\r\nline two\rline three of it"
        rows = through(survey(tmp_path, cells))
        assert [rows.col("comment")[at] for at in (1, 2, 4, 5)] == [
            "kept  inside",
            "=1+1 is what I wrote to you",
            "'quoted' words in a comment",
            "line one\nline two\nline three of it",
        ]

    def test_decimal_commas_and_thousands(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv",
            ["id", "nps", "Weight"],
            [[f"x{at}", at % 11, f"1.0{at + 10},5"] for at in range(20)],
            delimiter=";",
        )
        assert through(path).col("weight")[:2] == [1010.5, 1011.5]

    def test_forgetting_cells_changes_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = survey(tmp_path, usual(3000))
        before = through(path)
        monkeypatch.setattr(remembering, "MEMORY", 3)
        after = through(path)
        assert (after.rows, after.row_hash, after.problem_codes()) == (
            before.rows,
            before.row_hash,
            before.problem_codes(),
        )

    def test_tickets_have_their_own_fields(self, tmp_path: Path) -> None:
        heads = ["Ticket ID", "Created at", "Solved at", "Status", "Requester", "Reopens", "Description", "Region"]
        path = write(
            tmp_path / "t.csv",
            heads,
            [[f"T{at}", "2026-03-01 10:00", "", "open", f"C{at}", at % 3, f"{TEXT} {at}", "West"] for at in range(30)],
        )
        found = through(path)
        assert found.rows[1] == {
            "ticket": "T1",
            "created_at": micros("2026-03-01T09:00+00:00"),
            "resolved_at": None,
            "status": "open",
            "customer": "C1",
            "reopen_count": 1.0,
            "comment": f"{TEXT} 1",
        }
        assert found.extra[0] == '{"Region": "West"}'
        assert len(set(found.key_hash)) == 30

    def test_unknown_columns_are_kept_under_their_heading_without_blanks(self, tmp_path: Path) -> None:
        heads = ("id", "nps", 'He said "hi"', "Ville", "t")
        path = survey(
            tmp_path,
            [[f"r{n}", n % 11, "é, ü", "Paris" if n % 2 else "", n if n % 3 else "NA"] for n in range(30)],
            heads,
        )
        extra = [json.loads(text) for text in through(path).extra]
        assert extra[0] == {'He said "hi"': "é, ü"}
        assert extra[1] == {'He said "hi"': "é, ü", "Ville": "Paris", "t": "1"}

    def test_booleans_of_three_languages(self, tmp_path: Path) -> None:
        for yes, no in (("oui", "non"), ("da", "nu"), ("TRUE", "FALSE"), ("1", "0")):
            path = write(
                tmp_path / "c.csv",
                ["Customer id", "Name", "Internal"],
                [[f"C{n}", f"Name {n}", yes if n % 2 else no] for n in range(20)],
            )
            view = apply_map(looked_at(path), {"internal": "Internal"})
            assert converted(path, view).col("internal")[:2] == [0, 1]


def test_every_reason_has_its_sentence_and_its_translation() -> None:
    assert all(problem_sentence(code) == sentence for code, sentence in SENTENCES.items())
    i18n.use("fr")
    assert problem_sentence("unheard_of") == "unheard_of"


def test_a_row_of_which_nothing_can_be_kept_is_rejected(tmp_path: Path) -> None:
    heads = ("Date", "nps", "Why?")
    cells: list[list[object]] = [[f"2026-03-{at % 28 + 1:02d}", at % 11, f"{TEXT} {at}"] for at in range(40)]
    cells[3] = ["someday", "", ""]
    cells[5] = ["someday", "eleven", ""]
    cells[7] = ["", "NA", ""]
    rows = through(survey(tmp_path, cells, heads))
    assert (rows.n, rows.rejected) == (39, 1)
    assert rows.adds_up
    assert (5, None, "nothing_usable") in rows.problem_codes()
    assert 5 not in rows.line
    assert {rows.col("status")[rows.line.index(line)] for line in (7, 9)} == {INVALID, MISSING}


def test_a_spreadsheets_true_is_not_its_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "nps", "Mixed"])
    for at in range(30):
        sheet.append([f"r{at}", at % 11, (True, 1, "x", False, 0)[at % 5]])
    book.save(tmp_path / "s.xlsx")
    found = [json.loads(text)["Mixed"] for text in through(tmp_path / "s.xlsx").extra[:5]]
    assert found == ["TRUE", "1", "x", "FALSE", "0"]
