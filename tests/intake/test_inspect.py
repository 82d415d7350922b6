"""What is proposed for a stranger's table, on which evidence, and what is left to ask."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from cxdesk.domain.errors import FileEmpty
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake import inspect as inspecting
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import Inspection
from tests.intake.looking import converted, doubt, looked_at, uses, write

WHY = "What was the main reason for that?"
TEXTS = [
    "The delivery was quick and friendly",
    "My order arrived broken, sadly again",
    "Nobody answered the phone for days",
    "Great advice in the shop, thanks a lot",
    "Too expensive for what you get here",
    "I would have liked more colours to choose",
]


def survey(folder: Path, n: int = 60, recommend: str = "How likely are you to recommend us? (0-10)") -> Path:
    rng = Random(3)
    rows = []
    for at in range(n):
        text = f"{rng.choice(TEXTS)} {at}" if at % 3 else ""
        rows.append(
            [
                f"R{at:04d}",
                f"2026-03-{at % 28 + 1:02d} 10:{at % 60:02d}",
                f"C{at % 20:03d}",
                rng.randrange(11),
                text,
                rng.choice("ABC"),
            ]
        )
    return write(folder / "survey.csv", ["Response ID", "Submitted at", "Customer id", recommend, "Why?", "Shop"], rows)


class TestASurvey:
    def test_everything_that_headings_and_values_say_is_proposed_without_a_question(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path))
        assert view.mapping.kind == "answer"
        assert uses(view) == {
            "Response ID": "response",
            "Submitted at": "submitted_at",
            "Customer id": "customer",
            "How likely are you to recommend us? (0-10)": "@question:nps",
            "Why?": "@comment",
            "Shop": "@attribute",
        }
        assert view.doubts == ()

    def test_the_comment_stands_beside_its_score(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path))
        assert view.mapping.use(4).of == 3

    def test_dates_and_times_are_read_with_one_layout_in_the_workspaces_zone(self, tmp_path: Path) -> None:
        use = looked_at(survey(tmp_path)).mapping.use(1)
        assert (use.layout, use.zone) == ("%Y-%m-%d %H:%M", "")

    def test_the_preview_shows_the_rows_as_written_with_their_lines(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path))
        assert view.preview[0][0] == "R0000"
        assert view.preview_lines[:2] == (2, 3)
        assert (view.rows, view.rows_exact) == (60, True)

    def test_each_column_has_its_type_and_evidence(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path))
        assert [column.type for column in view.columns] == ["ref", "instant", "label", "score", "comment", "label"]
        assert view.columns[3].scale == "0-10"
        assert view.columns[5].evidence.say() == "3 different values"
        assert view.columns[4].filled == 40

    def test_facts_say_what_was_understood_and_why(self, tmp_path: Path) -> None:
        facts = {fact.name: (fact.value.say(), fact.evidence.say()) for fact in looked_at(survey(tmp_path)).facts}
        assert facts["encoding"] == ("UTF-8", "no unreadable character")
        assert facts["delimiter"] == ("comma", "6 columns in every line")
        assert facts["header"] == ("line 1", "nothing above")
        assert facts["dates"] == ("year, month, day", "60 of 60 cells")

    def test_the_inspection_travels_as_json(self, tmp_path: Path) -> None:
        found = inspect(survey(tmp_path))
        assert from_plain(Inspection, json.loads(json.dumps(to_plain(found)))) == found
        assert (found.file, found.container, len(found.sha256)) == ("survey.csv", "csv", 64)

    def test_an_empty_file_says_so(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.csv"
        path.write_bytes(b"")
        with pytest.raises(FileEmpty):
            inspect(path)

    def test_only_so_many_rows_are_looked_at(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inspecting, "SAMPLE_ROWS", 500)
        view = looked_at(survey(tmp_path, 30_000))
        assert not view.rows_exact
        assert 500 <= view.columns[0].cells < 30_000


class TestNothingIsNpsBecauseOfItsRange:
    def test_a_bare_score_is_an_open_question(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path, recommend="Score"))
        asked = doubt(view, "question:3")
        assert asked.open
        assert {choice.id for choice in asked.choices} == {"nps", "csat", "ces", "@attribute"}
        assert "Values:" in asked.evidence.say()
        assert view.columns[3].doubt == "question:3"

    def test_so_is_a_rating_of_something(self, tmp_path: Path) -> None:
        assert doubt(
            looked_at(survey(tmp_path, recommend="On a scale of 0-10, how would you rate us?")), "question:3"
        ).open

    def test_of_several_ratings_the_first_is_asked_about_and_the_others_stay_columns(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv",
            [
                "Timestamp",
                "How would you rate the event? (0-10)",
                "How would you rate the food? (0-10)",
                "How would you rate the overall venue?",
            ],
            [[f"2026-03-{at + 1:02d} 10:00", at % 11, (at * 3) % 11, (at * 7) % 11] for at in range(28)],
        )
        view = looked_at(path)
        assert [(one.id, one.proposed) for one in view.doubts] == [
            ("question:1", "@attribute"),
            ("question:2", "@attribute"),
            ("question:3", None),
        ]

    def test_ratings_of_parts_stay_columns_beside_a_known_question(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv",
            ["id", "Would you recommend us?", "Rate the food (1-5)"],
            [[f"x{at}", at % 11, at % 5 + 1] for at in range(40)],
        )
        view = looked_at(path)
        assert uses(view)["Rate the food (1-5)"] == "@attribute"
        assert doubt(view, "question:2").proposed == "@attribute"
        assert not view.open_doubts

    def test_recommending_on_a_short_scale_says_that_it_is_no_nps(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv", ["id", "Would you recommend us?"], [[f"x{at}", at % 5 + 1] for at in range(40)]
        )
        asked = doubt(looked_at(path), "question:1")
        note = next(choice.note.say() for choice in asked.choices if choice.id == "nps")
        assert "not an NPS" in note

    def test_did_you_manage_is_no_effort_score(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv",
            ["id", "Was it easy?", "nps"],
            [[f"x{at}", "yes" if at % 2 else "no", at % 11] for at in range(40)],
        )
        assert uses(looked_at(path))["Was it easy?"] == "@attribute"


class TestScales:
    def test_an_absent_zero_is_asked_about(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["id", "nps"], [[f"x{at}", at % 10 + 1] for at in range(200)])
        asked = doubt(looked_at(path), "scale:1")
        assert asked.open
        assert [choice.id for choice in asked.choices] == ["0-10", "1-10"]

    def test_eleven_is_proposed_as_a_code_and_its_cost_is_told(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["id", "NETPRO"], [[f"x{at}", at % 12] for at in range(120)])
        view = looked_at(path)
        asked = doubt(view, "scale:1")
        assert asked.proposed == "0-10:na=11"
        assert [choice.note.say() for choice in asked.choices] == [
            "then 10 cells are without answer",
            "then 10 cells are invalid",
        ]
        question = view.mapping.question(1)
        assert question is not None
        assert (question.scale, question.na_codes) == ("0-10", ("11",))

    def test_label_scales_need_no_question(self, tmp_path: Path) -> None:
        words = ["Très satisfait", "Plutôt satisfait", "Neutre", "Pas satisfait", "NSP"]
        path = write(
            tmp_path / "s.csv", ["Numéro", "Êtes-vous satisfait ?"], [[f"n{at}", words[at % 5]] for at in range(40)]
        )
        view = looked_at(path)
        assert uses(view)["Êtes-vous satisfait ?"] == "@question:csat"
        assert view.columns[1].scale == "1-5"
        assert not view.doubts


class TestDirection:
    def opposite(self, folder: Path) -> Path:
        rows = []
        for at in range(60):
            nps = at % 11
            rows.append([f"x{at}", nps, 5 - nps * 4 // 10])
        return write(folder / "s.csv", ["id", "Would you recommend us?", "How satisfied are you? (1-5)"], rows)

    def test_answers_that_move_against_each_other_are_asked_about_never_turned(self, tmp_path: Path) -> None:
        view = looked_at(self.opposite(tmp_path))
        asked = doubt(view, "direction:2")
        assert asked.open
        assert "Rows with 1 here have" in asked.evidence.say()
        question = view.mapping.question(2)
        assert question is not None
        assert question.scale == "1-5"

    def test_labels_that_fall_while_numbers_rise_are_proof(self, tmp_path: Path) -> None:
        words = ["1 - Very satisfied", "2 - Satisfied", "4 - Dissatisfied", "5 - Very dissatisfied"]
        path = write(tmp_path / "s.csv", ["id", "Satisfaction"], [[f"x{at}", words[at % 4]] for at in range(40)])
        assert doubt(looked_at(path), "direction:1").proposed == "low"

    def test_agreement_needs_no_question(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, at % 11 * 4 // 10 + 1] for at in range(60)]
        path = write(tmp_path / "s.csv", ["id", "Would you recommend us?", "How satisfied are you? (1-5)"], rows)
        assert looked_at(path).doubts == ()


class TestDates:
    def dated(self, folder: Path, *cells: str, heading: str = "Date") -> Path:
        return write(
            folder / "d.csv", ["id", heading, "nps"], [[f"x{at}", cell, at % 11] for at, cell in enumerate(cells)]
        )

    def test_day_or_month_first_is_asked_with_what_each_would_mean(self, tmp_path: Path) -> None:
        asked = doubt(looked_at(self.dated(tmp_path, "11/1/2019 8:51", "11/2/2019 9:05", "11/4/2019 10:00")), "dates:1")
        assert asked.open
        notes = {choice.id: choice.note.say() for choice in asked.choices}
        assert notes == {
            "%d/%m/%Y %H:%M": "11/1/2019 8:51 is 11 Jan 2019; from 11 Jan 2019 to 11 Apr 2019; 3 of 3 cells",
            "%m/%d/%Y %H:%M": "11/1/2019 8:51 is 1 Nov 2019; from 1 Nov 2019 to 4 Nov 2019; 3 of 3 cells",
        }

    def test_the_same_first_and_last_day_either_way_is_no_answer(self, tmp_path: Path) -> None:
        asked = doubt(looked_at(self.dated(tmp_path, "01/02/2025", "02/01/2025")), "dates:1")
        assert asked.open
        assert [choice.id for choice in asked.choices] == ["%d/%m/%Y", "%m/%d/%Y"]
        assert asked.choices[1].note.say().startswith("01/02/2025 is 2 Jan 2025;")
        assert asked.examples[0] == "01/02/2025"

    def test_days_that_are_the_same_either_way_need_no_question(self, tmp_path: Path) -> None:
        assert not looked_at(self.dated(tmp_path, "01/01/2025", "02/02/2025", "12/12/2025")).doubts

    def test_another_column_proves_the_order(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "t.csv",
            ["Ticket id", "Created at", "Solved at", "Status"],
            [["T1", "03/04/2025", "03/25/2025", "open"], ["T2", "04/03/2025", "04/27/2025", "open"]],
        )
        view = looked_at(path)
        assert not view.open_doubts
        assert view.mapping.use(1).layout == "%m/%d/%Y"

    def test_columns_that_prove_opposite_orders_decide_nothing(self, tmp_path: Path) -> None:
        rows = [["T1", "03/04/2025", "03/25/2025", "25/03/2025"], ["T2", "04/03/2025", "04/27/2025", "27/04/2025"]]
        path = write(tmp_path / "t.csv", ["Ticket id", "Created at", "Solved at", "Closed at"], rows)
        assert doubt(looked_at(path), "dates:1").open

    def test_rows_in_order_of_time_speak_for_a_proposal(self, tmp_path: Path) -> None:
        american = [f"{month}/{day}/2025" for month in (9, 10, 11) for day in (2, 5, 8, 11)]
        asked = doubt(looked_at(self.dated(tmp_path, *american)), "dates:1")
        assert asked.proposed == "%m/%d/%Y"
        assert "order of time" in asked.evidence.say()

    def test_rows_in_the_order_of_the_alphabet_speak_for_nothing(self, tmp_path: Path) -> None:
        sorted_as_text = [f"{day:02d}/{month:02d}/2025" for day in (2, 5, 8, 11) for month in (9, 10, 11)]
        assert doubt(looked_at(self.dated(tmp_path, *sorted_as_text)), "dates:1").open

    def test_semicolons_or_decimal_commas_speak_for_the_day_first(self, tmp_path: Path) -> None:
        rows = [["C1", "03/04/2025", "1,5"], ["C2", "04/03/2025", "2,25"]]
        path = write(tmp_path / "c.csv", ["Customer id", "Created at", "Revenue"], rows, delimiter=";")
        asked = doubt(looked_at(path), "dates:1")
        assert asked.proposed == "%d/%m/%Y"
        assert "day mostly comes before" in asked.evidence.say()

    def test_evidence_for_both_orders_is_none(self, tmp_path: Path) -> None:
        american = [f"{month}/{day}/2025" for month in (9, 10, 11) for day in (2, 5, 8, 11)]
        rows = [[f"C{at}", text, "1,5"] for at, text in enumerate(american)]
        path = write(tmp_path / "c.csv", ["Customer id", "Created at", "Revenue"], rows, delimiter=";")
        assert doubt(looked_at(path), "dates:1").open

    def test_what_was_said_of_one_column_is_proposed_for_the_next(self, tmp_path: Path) -> None:
        rows = [["T1", "03/04/2025", "05/04/2025"], ["T2", "04/03/2025", "06/03/2025"]]
        path = write(tmp_path / "t.csv", ["Ticket id", "Created at", "Solved at"], rows)
        view = answer(looked_at(path), "dates:1", "%m/%d/%Y")
        assert not view.open_doubts
        assert view.mapping.use(2).layout == "%m/%d/%Y"

    def test_one_proof_settles_it(self, tmp_path: Path) -> None:
        view = looked_at(self.dated(tmp_path, "03/04/2025", "25/04/2025"))
        assert not view.doubts
        assert view.mapping.use(1).layout == "%d/%m/%Y"

    def test_proofs_of_both_orders_are_asked_about(self, tmp_path: Path) -> None:
        asked = doubt(
            looked_at(self.dated(tmp_path, "25/04/2025", "04/25/2025", "01/02/2025", "03/02/2025")), "dates:1"
        )
        assert asked.open

    def test_a_slip_of_one_cell_does_not_shake_the_column(self, tmp_path: Path) -> None:
        cells = ["03/25/2025", *[f"{day:02d}/03/2025" for day in range(1, 29)] * 4]
        view = looked_at(self.dated(tmp_path, *cells))
        assert not view.doubts
        assert view.mapping.use(1).layout == "%d/%m/%Y"
        assert [cell.row for cell in view.problems] == [0]

    def test_a_few_slips_where_most_days_say_nothing_leave_a_proposal(self, tmp_path: Path) -> None:
        cells = [*["05/03/2025"] * 100, *["25/03/2025"] * 40, "03/25/2025"]
        view = looked_at(self.dated(tmp_path, *cells))
        assert doubt(view, "dates:1").proposed == "%d/%m/%Y"
        assert not view.open_doubts

    def test_days_alone_are_floating_and_offsets_are_kept(self, tmp_path: Path) -> None:
        assert looked_at(self.dated(tmp_path, "2025-04-03", "2025-04-04")).mapping.use(1).zone == "floating"
        assert (
            looked_at(self.dated(tmp_path, "2025-04-03T10:00Z", "2025-04-04T11:00+02:00")).mapping.use(1).zone
            == "offset"
        )

    @pytest.mark.parametrize(
        ("cell", "hours"),
        [
            ("2025/03/01 10:15:23 AM EET", -2),
            ("2025/07/01 10:15:23 AM EEST", -3),
            ("2025/03/01 10:15:23 AM GMT+3", -3),
            ("2025-03-01 10:15:23 UTC+02:00", -2),
            ("2025-03-01 10:15:23 CET", -1),
            ("01.07.2025 10:15:23 CEST", -2),
            ("03/31/2025 10:15:23 PST", 8),
            ("Mar 1, 2025 10:15:23 AM EDT", 4),
            ("2025-03-01T10:15:23+01:00[Europe/Paris]", -1),
            ("Sat Mar 01 2025 10:15:23 GMT+0100 (Central European Standard Time)", -1),
            ("2025-03-01 10:15:23 GMT", 0),
        ],
    )
    def test_a_zone_behind_the_time_is_part_of_it(self, tmp_path: Path, cell: str, hours: int) -> None:
        path = self.dated(tmp_path, *[cell] * 3)
        view = looked_at(path)
        assert view.mapping.use(1).zone == "offset"
        at = converted(path, view).col("submitted_at")[0]
        moment = datetime.fromtimestamp(at / 1_000_000, UTC)
        assert (moment.hour, moment.minute, moment.second) == (10 + hours, 15, 23)

    def test_a_word_that_is_no_zone_makes_no_date(self, tmp_path: Path) -> None:
        view = looked_at(self.dated(tmp_path, *["2025-03-01 10:15:23 XYZ"] * 3))
        assert not view.mapping.use(1).layout

    def test_a_zone_in_the_heading_is_proposed(self, tmp_path: Path) -> None:
        view = looked_at(self.dated(tmp_path, "2025-04-03 10:00", "2025-04-04 11:00", heading="Submitted at (UTC)"))
        assert doubt(view, "zone:1").proposed == "UTC"
        assert view.mapping.use(1).zone == "UTC"

    @pytest.mark.parametrize(
        ("cells", "layout"),
        [
            (("45750", "45751.5"), "serial"),
            (("1743674700", "1743674800"), "epoch_s"),
            (("1743674700123", "1743674800456"), "epoch_ms"),
        ],
    )
    def test_numbers_under_a_date_heading_are_dates(self, tmp_path: Path, cells: tuple[str, str], layout: str) -> None:
        assert looked_at(self.dated(tmp_path, *cells)).mapping.use(1).layout == layout

    def test_cells_that_name_no_day_are_marked_in_the_preview(self, tmp_path: Path) -> None:
        view = looked_at(self.dated(tmp_path, "2026-09-28", "2026-09-31", "2026-10-01", "2026-10-02"))
        assert [(view.preview_lines[cell.row], cell.column) for cell in view.problems] == [(3, 1)]
        assert "no such day" in view.problems[0].problem.say()


class TestOtherColumns:
    def test_a_counter_of_rows_is_left_out_but_a_named_id_is_one(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["", "id", "nps"], [[at + 1, 500 + at * 7, at % 11] for at in range(40)])
        assert uses(looked_at(path)) == {"Column 1": "@ignore", "id": "response", "nps": "@question:nps"}

    def test_an_id_that_repeats_is_no_response_id(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["id", "nps"], [[at // 2, at % 11] for at in range(40)])
        assert uses(looked_at(path))["id"] == "@attribute"

    def test_empty_columns_are_left_out_and_constant_ones_kept(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv", ["id", "nps", "Hi", "Site"], [[f"x{at}", at % 11, "", "Lyon"] for at in range(20)]
        )
        assert (uses(looked_at(path))["Hi"], uses(looked_at(path))["Site"]) == ("@ignore", "@attribute")

    def test_a_code_for_nothing_among_comments_is_no_comment(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, "NA" if at % 2 else f"{TEXTS[at % 6]} {at}"] for at in range(60)]
        rows[0][2] = "na"
        view = looked_at(write(tmp_path / "s.csv", ["id", "nps", "explication"], rows))
        assert view.mapping.use(2).missing == ("NA",)
        assert "“NA” means nothing" in view.columns[2].evidence.say()

    def test_among_names_the_same_word_is_a_name(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, "NA" if at % 2 else "Paul"] for at in range(60)]
        assert looked_at(write(tmp_path / "s.csv", ["id", "nps", "Name"], rows)).mapping.use(2).missing == ()

    def test_weights_are_numbers_with_the_files_decimal_mark(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "s.csv",
            ["id", "nps", "Poids"],
            [[f"x{at}", at % 11, f"1,{at + 10}"] for at in range(20)],
            delimiter=";",
        )
        use = looked_at(path).mapping.use(2)
        assert (use.field, use.decimal) == ("weight", ",")

    def test_numbers_that_prove_no_mark_follow_the_rest_of_the_table_and_are_shown(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, "1.234", f"12,{at + 10}"] for at in range(20)]
        path = write(tmp_path / "s.csv", ["id", "nps", "Weight", "Amount"], rows, delimiter=";")
        assert doubt(looked_at(path), "decimal:2").proposed == ","

    def test_numbers_that_nothing_settles_are_asked_about(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["id", "nps", "Weight"], [[f"x{at}", at % 11, "1.234"] for at in range(20)])
        assert doubt(looked_at(path), "decimal:2").open


class TestKinds:
    def test_customers(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "c.csv",
            ["Code client", "Nom", "Adresse e-mail", "Pays", "Langue", "Client depuis"],
            [[f"C{at}", f"Nom {at}", f"a{at}@b.fr", "FR", "fr", f"{at % 28 + 1:02d}/05/2024"] for at in range(30)],
            delimiter=";",
        )
        view = looked_at(path)
        assert view.mapping.kind == "customer"
        assert uses(view)["Client depuis"] == "created_at"
        assert not view.doubts

    def test_tickets_with_a_rating_are_tickets(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "t.csv",
            [
                "Ticket ID",
                "Subject",
                "Status",
                "Priority",
                "Created at",
                "Solved at",
                "Requester",
                "Satisfaction Score",
            ],
            [
                [
                    f"T{at}",
                    f"Subject {at}",
                    "open",
                    "high",
                    "2026-01-02 10:00",
                    "2026-01-03 10:00",
                    f"C{at}",
                    at % 5 + 1,
                ]
                for at in range(30)
            ],
        )
        assert looked_at(path).mapping.kind == "ticket"

    @pytest.mark.parametrize(
        "headings",
        [
            ["Opened", "Closed", "Agent", "Channel", "Staff", "Speed", "Clarity", "Overall"],
            ["When", "Opened", "Agent", "Category", "Staff", "Speed", "Clarity", "Overall", "Comment"],
            ["Id", "Opened", "Closed", "Agent", "Staff rating", "Speed rating", "Clarity rating", "Overall rating"],
        ],
    )
    def test_four_ratings_are_a_survey_whatever_its_dates_are_called(self, tmp_path: Path, headings: list[str]) -> None:
        view = looked_at(self.table(tmp_path / "s.csv", headings))
        assert view.mapping.kind == "answer"
        assert "kind" not in {one.id for one in view.open_doubts}
        assert view.open_doubts, "nothing says which rating is the score"

    def test_what_only_tickets_have_outweighs_ratings_or_is_asked_about(self, tmp_path: Path) -> None:
        headings = ["Ticket id", "Opened", "Solved at", "Status", "Priority", "Agent", "Staff", "Speed", "Clarity"]
        view = looked_at(self.table(tmp_path / "t.csv", headings))
        assert view.mapping.kind == "ticket"

    def test_a_date_a_rating_and_a_remark_may_be_a_survey(self, tmp_path: Path) -> None:
        rows = [[f"2026-01-{at % 28 + 1:02d}", at * 7 % 5 + 1, f"What happened at visit {at}"] for at in range(40)]
        view = looked_at(write(tmp_path / "s.csv", ["Date", "Rating", "Notes"], rows))
        assert view.mapping.kind == "answer" or doubt(view, "kind").open

    def test_counts_on_different_ranges_are_no_survey(self, tmp_path: Path) -> None:
        headings = ["Ticket id", "Opened", "Status", "Replies", "Attachments", "Transfers"]
        rows = [[f"T{at}", "2026-01-02 10:00", "open", at % 9 + 1, at % 2, at % 4] for at in range(40)]
        assert looked_at(write(tmp_path / "t.csv", headings, rows)).mapping.kind == "ticket"

    @staticmethod
    def table(path: Path, headings: list[str]) -> Path:
        """Days under headings of time, a few words under others, 1 to 5 under the rest."""
        words = {"Agent": "Ana", "Channel": "Web", "Category": "Billing", "Status": "open", "Priority": "high"}

        def cell(heading: str, at: int) -> object:
            if heading in ("Opened", "Closed", "When", "Solved at"):
                return f"2026-01-{at % 28 + 1:02d} 10:00"
            if heading == "Comment":
                return f"What happened at visit {at} was rather pleasant"
            if heading in ("Id", "Ticket id"):
                return f"T{at}"
            return words.get(heading, (at * 7 + len(heading)) % 5 + 1)

        return write(path, headings, [[cell(heading, at) for heading in headings] for at in range(40)])

    def test_invitations(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "i.csv",
            ["Invitation id", "Sent at", "Customer id", "Channel", "Survey", "Bounced"],
            [[f"I{at}", "2026-01-02 10:00", f"C{at}", "email", "NPS", "no"] for at in range(30)],
        )
        view = looked_at(path)
        assert view.mapping.kind == "invitation"
        assert uses(view)["Bounced"] == "bounced"

    def test_orders_that_name_customers_are_not_taken_for_a_list_of_customers(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "o.csv", ["InvoiceNo", "CustomerID", "Country"], [[at, f"C{at % 5}", "FR"] for at in range(60)]
        )
        view = looked_at(path)
        assert view.mapping.kind != "customer" or doubt(view, "kind").open

    def test_what_says_nothing_is_an_open_question(self, tmp_path: Path) -> None:
        path = write(tmp_path / "x.csv", ["colour", "weather"], [["red", "rain"], ["blue", "sun"], ["red", "sun"]])
        asked = doubt(looked_at(path), "kind")
        assert asked.open
        assert {choice.id for choice in asked.choices} >= {"answer", "customer", "ticket", "invitation"}

    def test_a_survey_whose_headings_say_nothing_asks_which_column_is_the_score(self, tmp_path: Path) -> None:
        rows = [[f"r{at}", "2026-01-02", at % 11, (at * 3) % 5 + 1, at % 2] for at in range(60)]
        view = looked_at(write(tmp_path / "s.csv", ["Response ID", "Response date", "Q1", "Q2", "Q3"], rows))
        asked = doubt(view, "score")
        assert asked.open
        assert [choice.id for choice in asked.choices] == ["2", "3", "4", "none"]


class TestWideSurveys:
    def test_one_remark_after_several_scores_stays_with_the_recommendation(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, at % 5 + 1, f"{TEXTS[at % 6]} {at}"] for at in range(60)]
        view = looked_at(write(tmp_path / "s.csv", ["id", "nps", "satisfaction (1-5)", "commentaire"], rows))
        assert view.mapping.use(3).of == 1

    def test_each_reason_stays_with_the_score_before_it(self, tmp_path: Path) -> None:
        rows = [
            [f"x{at}", at % 11, f"{TEXTS[at % 6]} {at}", at % 5 + 1, f"{TEXTS[(at + 1) % 6]} {at}"] for at in range(60)
        ]
        view = looked_at(write(tmp_path / "s.csv", ["id", "nps", "Why?", "satisfaction (1-5)", "Why? "], rows))
        assert (view.mapping.use(2).of, view.mapping.use(4).of) == (1, 3)

    def test_a_text_with_a_question_of_its_own_stands_for_itself(self, tmp_path: Path) -> None:
        rows = [[f"x{at}", at % 11, f"{TEXTS[at % 6]} {at}", f"{TEXTS[(at + 2) % 6]} {at}"] for at in range(60)]
        view = looked_at(write(tmp_path / "s.csv", ["id", "nps", "Why?", "What could we improve in our shop?"], rows))
        assert uses(view)["What could we improve in our shop?"] == "@question:start"
