"""Exports of known tools: declared in one small file each, found by looking, never required in full."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cxdesk.domain.kinds import Role, kind
from cxdesk.domain.scales import parse_scale
from cxdesk.intake.batch import skipped_title
from cxdesk.intake.by_format import skips
from cxdesk.intake.formats import COMMENT, RECOGNISED, Format, Skip, recognise, registry
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.intake.signatures import Shown
from tests.intake.looking import converted, looked_at, uses, write

MONKEY = [
    "Respondent ID",
    "Collector ID",
    "Start Date",
    "End Date",
    "IP Address",
    "Email Address",
    "First Name",
    "Last Name",
]


def monkey(folder: Path, n: int = 40, meta: list[str] = MONKEY) -> Path:
    """As SurveyMonkey writes it: two header rows, a question above its first column only, ids of eleven digits."""
    first = [
        *meta,
        "How likely are you to recommend us, really?",
        "Why?",
        "Which of these do you use?",
        "",
        "Any other remarks?",
    ]
    second = [*[""] * len(meta), "Response", "Open-Ended Response", "Phone", "Laptop", "Open-Ended Response"]
    rows = []
    for at in range(n):
        start = [
            f"{11420000000 + at * 37}",
            "412345678",
            f"03/{at % 28 + 1:02d}/2026 10:05:00 AM",
            f"03/{at % 28 + 1:02d}/2026 10:09:00 PM",
        ]
        person = ["10.0.0.1", f"p{at}@example.org", "Ann", "Lee"]
        said = [
            str(at % 11),
            f"Because of the delivery number {at}" if at % 2 else "",
            "Phone" if at % 3 else "",
            "",
            "",
        ]
        rows.append([*(start + person)[: len(meta)], *said])
    return write(folder / "monkey.csv", first, [second, *rows])


class TestSurveyMonkey:
    def test_it_is_recognised_by_its_headings(self, tmp_path: Path) -> None:
        view = looked_at(monkey(tmp_path))
        assert (view.format, view.header_rows) == ("surveymonkey", 2)
        assert view.format_title == "SurveyMonkey export"

    def test_its_own_columns_have_their_meaning_without_a_question(self, tmp_path: Path) -> None:
        view = looked_at(monkey(tmp_path))
        found = uses(view)
        assert found["Respondent ID"] == "response"
        assert found["End Date"] == "submitted_at"
        assert found["Start Date"] == ATTRIBUTE
        assert found["IP Address"] == IGNORE
        assert found["Email Address"] == "customer"
        assert not view.open_doubts

    def test_questions_are_joined_with_their_options_and_comments_with_their_scores(self, tmp_path: Path) -> None:
        view = looked_at(monkey(tmp_path))
        found = uses(view)
        assert found["How likely are you to recommend us, really?"] == "@question:nps"
        assert found["Why?"] == "@comment"
        assert "Which of these do you use? — Phone" in found
        assert view.mapping.use(9).of == 8

    def test_the_second_header_row_is_no_answer(self, tmp_path: Path) -> None:
        path = monkey(tmp_path)
        rows = converted(path, looked_at(path))
        assert (rows.read, rows.adds_up) == (40, True)
        assert min(rows.line) == 3
        assert "Response" not in rows.col("response")

    def test_ids_stay_texts_of_eleven_digits(self, tmp_path: Path) -> None:
        path = monkey(tmp_path)
        assert converted(path, looked_at(path)).col("response")[0] == "11420000000"

    def test_dates_are_read_on_a_twelve_hour_clock(self, tmp_path: Path) -> None:
        view = looked_at(monkey(tmp_path))
        assert view.mapping.use(3).layout == "%m/%d/%Y %I:%M:%S %p"

    def test_an_administrators_smaller_export_is_recognised_too(self, tmp_path: Path) -> None:
        assert (
            looked_at(monkey(tmp_path, meta=["RespondentID", "CollectorID", "StartDate", "EndDate"])).format
            == "surveymonkey"
        )

    def test_one_row_under_a_second_header_is_enough(self, tmp_path: Path) -> None:
        assert looked_at(monkey(tmp_path, n=1)).header_rows == 2


class TestGoogleForms:
    def form(self, folder: Path, first: str = "Horodateur") -> Path:
        heads = [
            first,
            "Sur une échelle de 0 à 10, recommanderiez-vous notre atelier ?",
            "Pourquoi cette note, en quelques mots ?",
        ]
        rows = [
            [f"{at % 28 + 1:02d}/03/2026 10:05:{at:02d}", at % 11, f"Parce que la visite {at} était belle"]
            for at in range(40)
        ]
        return write(folder / "form.csv", heads, rows)

    @pytest.mark.parametrize("first", ["Horodateur", "Timestamp", "Marcaj de timp"])
    def test_it_is_recognised_in_three_languages(self, tmp_path: Path, first: str) -> None:
        view = looked_at(self.form(tmp_path, first))
        assert view.format == "google_forms"
        assert list(uses(view).values()) == ["submitted_at", "@question:nps", "@comment"]
        assert not view.doubts

    def test_a_timestamp_above_short_headings_is_none(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "log.csv", ["Timestamp", "user", "event", "page"], [["2026-03-01 10:00", "u", "e", "p"]] * 3
        )
        assert looked_at(path).format is None

    def test_without_an_id_the_same_answers_keep_the_same_response(self, tmp_path: Path) -> None:
        path = self.form(tmp_path)
        view = looked_at(path)
        assert converted(path, view).col("response") == converted(path, view).col("response")


class TestTheMechanism:
    @pytest.mark.parametrize("one", registry().values(), ids=lambda one: one.name)
    def test_every_format_names_only_fields_that_exist(self, one: Format) -> None:
        declared = kind(one.kind)
        words = (ATTRIBUTE, IGNORE, COMMENT)
        assert all(use in words or declared.has(use) for use in one.uses.values())
        assert all(use in words or kind(also.kind).has(use) for also in one.also for use in also.uses.values())
        assert all(set(also.needs) <= set(also.uses.values()) for also in one.also)
        assert one.title

    @pytest.mark.parametrize("one", registry().values(), ids=lambda one: one.name)
    def test_headings_that_nobody_saw_are_never_all_that_a_signature_has(self, one: Format) -> None:
        assert all(known.required or known.first or known.cells or known.above for known in one.signatures)

    @pytest.mark.parametrize("one", registry().values(), ids=lambda one: one.name)
    def test_what_a_format_says_of_ratings_can_be_read(self, one: Format) -> None:
        asked = [*one.asks.values(), *(asks for also in one.also for asks in also.asks.values())]
        asked += [rival for asks in asked for rival in (*asks.rivals, *asks.cases.values())]
        for asks in asked:
            scale = parse_scale(asks.scale) if asks.scale else None
            assert asks.role in set(Role)
            assert all(scale is not None and scale.place(value) is not None for _word, value in asks.labels)

    def test_the_whole_signature_scores_one(self) -> None:
        assert registry()["surveymonkey"].score(Shown(MONKEY)) == 1.0

    def test_accents_case_and_spaces_do_not_matter(self) -> None:
        assert registry()["surveymonkey"].score(Shown([heading.upper().replace(" ", "") for heading in MONKEY])) == 1.0

    def test_a_table_of_other_headings_is_no_export(self) -> None:
        assert recognise(["id", "nps", "comment"]) is None
        assert recognise([]) is None

    def test_too_little_of_a_signature_is_not_enough(self) -> None:
        assert registry()["surveymonkey"].score(Shown(["Respondent ID", "Email Address"])) < RECOGNISED

    def test_a_new_kind_of_answer_overrides_the_format(self, tmp_path: Path) -> None:
        from cxdesk.intake.doubts import apply_options

        view = apply_options(looked_at(monkey(tmp_path)), kind="customer")
        assert view.mapping.kind == "customer"
        assert view.format is None
        assert view.mapping.options["stands_in"] == {"customer": "email"}  # nobody else has their address


class TestRowsThatAreNoData:
    PREVIEWS = Format(
        name="previews",
        title="Previews",
        required=(("Status",),),
        uses={},
        skips=(Skip("Status", ("Survey Preview", "Test"), "preview"),),
    )

    def test_a_format_says_which_rows_to_skip(self, tmp_path: Path) -> None:
        cells = [
            [f"r{at}", "Survey Preview" if at < 4 else "survey  TEST" if at == 5 else "IP Address", at % 11]
            for at in range(30)
        ]
        cells[6][1] = "TEST"
        path = write(tmp_path / "s.csv", ["Response ID", "status", "nps"], cells)
        view = looked_at(path)
        options = skips(self.PREVIEWS.skips, view.headings, view.headings)
        rows = converted(path, replace(view, mapping=replace(view.mapping, options=options)))
        assert rows.skipped == {"preview": 5}
        assert rows.adds_up
        assert skipped_title("preview") == "preview and test responses"

    def test_a_condensed_export_with_an_empty_second_row_loses_no_answer(self, tmp_path: Path) -> None:
        path = monkey(tmp_path)
        lines = path.read_text().splitlines()
        lines[1] = "," * lines[1].count(",")
        path.write_text("\n".join(lines) + "\n")
        rows = converted(path, looked_at(path))
        assert len(set(rows.line)) == 40
        assert rows.adds_up
