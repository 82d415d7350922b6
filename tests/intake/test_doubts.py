"""Answers, uses, maps and questions: each gives a view derived anew; the wizard and the command line share them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.doubts import answer, apply_map, apply_options, apply_question, set_use
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping, fingerprint
from tests.intake.looking import converted, doubt, looked_at, uses, write

HEADS = ["id", "Date", "Score", "Score: total = sum", "Remark", "Shop"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [
        [
            f"r{at}",
            f"{at % 12 + 1:02d}/0{at % 9 + 1}/2026",
            at % 11,
            at % 5 + 1,
            f"A remark with some words number {at}",
            "Lyon",
        ]
        for at in range(60)
    ]
    return write(tmp_path / "s.csv", HEADS, rows)


@pytest.fixture
def view(path: Path) -> TableView:
    return looked_at(path)


def question(view: TableView, at: int) -> tuple[str, str | None, tuple[str, ...]]:
    found = view.mapping.question(at)
    assert found is not None
    return found.role, found.scale, found.na_codes


class TestAnswering:
    def test_an_answer_closes_its_doubt_and_keeps_it_in_sight(self, view: TableView) -> None:
        assert {one.id for one in view.open_doubts} == {"dates:1", "question:2"}
        after = answer(answer(view, "dates:1", "%d/%m/%Y"), "question:2", "nps")
        assert not after.open_doubts
        assert doubt(after, "dates:1").proposed == "%d/%m/%Y"
        assert after.mapping.use(1).layout == "%d/%m/%Y"
        assert question(after, 2) == ("nps", "0-10", ())

    def test_an_answer_can_be_changed(self, view: TableView) -> None:
        after = answer(answer(view, "question:2", "nps"), "question:2", "@attribute")
        assert after.mapping.question(2) is None
        assert uses(after)["Score"] == "@attribute"

    def test_answers_do_not_disturb_one_another(self, view: TableView) -> None:
        one = answer(answer(view, "dates:1", "%m/%d/%Y"), "question:2", "csat")
        other = answer(answer(view, "question:2", "csat"), "dates:1", "%m/%d/%Y")
        assert one == other

    def test_doubts_keep_their_ids(self, view: TableView) -> None:
        before = [one.id for one in view.doubts]
        after = [one.id for one in answer(view, "question:2", "nps").doubts]
        assert before == after

    def test_an_answer_that_was_not_offered_but_makes_sense_is_taken(self, view: TableView) -> None:
        after = answer(answer(view, "question:2", "nps"), "scale:2", "1-10:na=0")
        assert question(after, 2) == ("nps", "1-10", ("0",))
        assert any(choice.id == "1-10:na=0" for choice in doubt(after, "scale:2").choices)
        zoned = answer(view, "zone:1", "America/Denver")
        assert zoned.decisions.answers["zone:1"] == "America/Denver"

    @pytest.mark.parametrize(
        ("doubt_id", "choice"),
        [
            ("dates:1", "%Q"),
            ("dates:1", "tomorrow"),
            ("question:2", "happiness"),
            ("scale:2", "big"),
            ("kind", "spaceship"),
            ("zone:1", "Mars/Base"),
        ],
    )
    def test_nonsense_is_refused(self, view: TableView, doubt_id: str, choice: str) -> None:
        with pytest.raises((BadQuestion, NotFound)) as caught:
            answer(view, doubt_id, choice)
        assert caught.value.remedy
        assert caught.value.column == (None if doubt_id == "kind" else view.headings[int(doubt_id[-1])])

    @pytest.mark.parametrize("doubt_id", ["colour", "dates:99", "dates:x", "dates", "scale:"])
    def test_a_question_that_is_not_there_is_refused_with_those_that_are(self, view: TableView, doubt_id: str) -> None:
        with pytest.raises(NotFound, match="dates:1"):
            answer(view, doubt_id, "x")

    def test_the_direction_turns_the_scale_round(self, view: TableView) -> None:
        after = answer(answer(view, "question:2", "csat"), "direction:2", "low")
        assert question(after, 2)[1] == "0-10:reversed"
        assert question(answer(after, "direction:2", "high"), 2)[1] == "0-10"

    def test_another_kind_starts_over(self, view: TableView) -> None:
        after = answer(set_use(view, 5, "channel"), "kind", "ticket")
        assert after.mapping.kind == "ticket"
        assert uses(after)["id"] == "ticket"

    def test_decisions_survive_json(self, view: TableView) -> None:
        after = apply_question(answer(view, "dates:1", "%m/%d/%Y"), "Score=nps:0-10:na=9")
        assert from_plain(TableView, json.loads(json.dumps(to_plain(after)))) == after


class TestUses:
    def test_a_column_becomes_a_field_and_takes_it_from_another(self, view: TableView) -> None:
        after = set_use(view, 5, "response")
        assert (uses(after)["Shop"], uses(after)["id"]) == ("response", "@attribute")

    def test_a_column_becomes_a_question_with_its_scale_found(self, view: TableView) -> None:
        after = set_use(view, 3, "@question:csat")
        assert question(after, 3) == ("csat", "1-5", ())

    def test_a_text_becomes_the_comment_of_the_score_before_it(self, view: TableView) -> None:
        after = set_use(set_use(answer(view, "question:2", "nps"), 3, "@attribute"), 4, "@comment")
        assert after.mapping.use(4).of == 2

    def test_a_text_becomes_a_question_of_its_own(self, view: TableView) -> None:
        assert uses(set_use(view, 4, "@question:start"))["Remark"] == "@question:start"

    def test_a_column_is_left_out(self, view: TableView, path: Path) -> None:
        after = answer(answer(set_use(view, 5, "@ignore"), "dates:1", "%d/%m/%Y"), "question:2", "nps")
        extra = next(text for text in converted(path, after).extra if text)
        assert "Shop" not in json.loads(extra)

    def test_choosing_settles_the_question_about_the_column(self, view: TableView) -> None:
        assert "question:2" not in {one.id for one in set_use(view, 2, "@question:ces").doubts}

    @pytest.mark.parametrize("use", ["colour", "@question:mood", "@everything"])
    def test_a_use_that_does_not_exist_is_refused(self, view: TableView, use: str) -> None:
        with pytest.raises((BadQuestion, NotFound)):
            set_use(view, 2, use)


class TestMaps:
    def test_a_field_is_mapped_by_heading_exactly_or_folded(self, view: TableView) -> None:
        assert uses(apply_map(view, {"channel": "Shop"}))["Shop"] == "channel"
        assert uses(apply_map(view, {"channel": "  SHOP "}))["Shop"] == "channel"

    def test_an_unknown_column_is_refused_with_those_there_are(self, view: TableView) -> None:
        with pytest.raises(NotFound, match="Remark"):
            apply_map(view, {"channel": "Colour"})


class TestQuestionsInFull:
    def test_scale_codes_and_direction_are_taken_as_said(self, view: TableView) -> None:
        after = apply_question(view, "Score=csat:1-10:na=0|99:reversed")
        assert question(after, 2) == ("csat", "1-10:reversed", ("0", "99"))
        assert not any(one.column == 2 for one in after.doubts)

    def test_the_scale_is_found_where_it_is_not_said(self, view: TableView) -> None:
        assert question(apply_question(view, "Score=nps"), 2) == ("nps", "0-10", ())
        assert question(apply_question(view, "Score=csat:reversed"), 2)[1] == "0-10:reversed"
        assert question(apply_question(view, "Score=csat:na=7"), 2) == ("csat", "0-10", ("7",))

    def test_a_heading_may_hold_colons_and_equal_signs(self, view: TableView) -> None:
        assert question(apply_question(view, "Score: total = sum=csat:1-5"), 3) == ("csat", "1-5", ())

    def test_the_longest_heading_that_fits_is_meant(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["a", "a=nps", "id"], [[at % 11, at % 5 + 1, f"x{at}"] for at in range(30)])
        after = apply_question(looked_at(path), "a=nps=csat")
        assert question(after, 1)[0] == "csat"

    def test_case_and_accents_of_a_heading_do_not_matter(self, view: TableView) -> None:
        assert question(apply_question(view, "SCORE=nps:0-10"), 2)[0] == "nps"

    def test_a_text_question_has_no_scale(self, view: TableView) -> None:
        after = apply_question(view, "Remark=why")
        assert question(after, 4) == ("why", None, ())

    def test_saying_a_question_says_that_the_rows_are_answers(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["colour", "points"], [["red", at % 11] for at in range(30)])
        assert looked_at(path).open_doubts
        after = apply_question(looked_at(path), "points=nps:0-10")
        assert after.mapping.kind == "answer"
        assert not after.open_doubts

    @pytest.mark.parametrize(
        "spec", ["Score", "Colour=nps", "Score=mood", "Score=nps:big", "Score=nps:5-1", "=nps", ""]
    )
    def test_nonsense_is_refused(self, view: TableView, spec: str) -> None:
        with pytest.raises((BadQuestion, NotFound)) as caught:
            apply_question(view, spec)
        assert caught.value.remedy

    @pytest.mark.parametrize("scale", ["10-0", "0-10:step=3", "many"])
    def test_a_scale_that_cannot_be_names_its_column(self, view: TableView, scale: str) -> None:
        with pytest.raises(BadQuestion) as caught:
            apply_question(view, f"Score=nps:{scale}")
        assert caught.value.column == "Score"
        assert caught.value.remedy


class TestTheCommandLine:
    def test_all_words_are_applied(self, view: TableView) -> None:
        after = apply_options(view, "answer", ["channel=Shop"], ["Score=nps:0-10"], ["dates:1=%d/%m/%Y"])
        assert not after.open_doubts
        assert uses(after)["Shop"] == "channel"

    @pytest.mark.parametrize("words", [{"maps": ["Shop"]}, {"answers": ["dates:1"]}, {"kind": "spaceship"}])
    def test_words_without_a_value_are_refused(self, view: TableView, words: dict[str, list[str]]) -> None:
        with pytest.raises((BadQuestion, NotFound)):
            apply_options(view, **words)  # type: ignore[arg-type]


class TestRemembering:
    def again(self, path: Path, kept: Mapping) -> TableView:
        memory: Callable[[str], Mapping | None] = {fingerprint(tuple(HEADS)): kept}.get
        return looked_at(path, memory)

    def test_the_next_export_with_the_same_headings_asks_nothing(self, view: TableView, path: Path) -> None:
        settled = apply_options(view, None, ["channel=Shop"], ["Score=nps:0-10:na=9"], ["dates:1=%m/%d/%Y"])
        again = self.again(path, from_plain(Mapping, json.loads(json.dumps(to_plain(settled.mapping)))))
        assert not again.open_doubts
        assert again.mapping == settled.mapping

    def test_dates_that_refute_the_kept_layout_are_looked_at_anew(self, view: TableView, tmp_path: Path) -> None:
        settled = apply_options(view, None, [], ["Score=nps:0-10"], ["dates:1=%m/%d/%Y"])
        rows = [
            [f"r{at}", f"2026-03-{at % 28 + 1:02d}", at % 11, 3, f"A remark with some words {at}", "Lyon"]
            for at in range(40)
        ]
        again = self.again(write(tmp_path / "next.csv", HEADS, rows), settled.mapping)
        assert again.mapping.use(1).layout == "%Y-%m-%d"
        assert not again.open_doubts

    def test_a_mapping_of_a_kind_that_is_gone_is_forgotten(self, view: TableView, path: Path) -> None:
        assert self.again(path, Mapping("spaceship", view.mapping.columns)).mapping.kind == "answer"

    def test_other_headings_are_another_file(self) -> None:
        assert fingerprint(("a", "b")) != fingerprint(("b", "a"))
        assert fingerprint(("Été",)) == fingerprint((" ete ",))


class TestWordsOfTheKind:
    """`score` and `comment` are fields of an answer, though they come by question."""

    def test_a_score_asks_what_it_measures(self, view: TableView) -> None:
        after = apply_map(view, {"score": "Score: total = sum"})
        assert doubt(after, "question:3").open
        assert question(answer(after, "question:3", "csat"), 3) == ("csat", "1-5", ())

    def test_a_comment_stands_beside_its_score(self, view: TableView) -> None:
        after = apply_map(answer(view, "question:2", "nps"), {"comment": "Shop"})
        assert after.mapping.use(5).of == 2

    def test_two_comments_of_one_score_are_both_kept(self, tmp_path: Path) -> None:
        heads = ["Date", "How easy was it?", "Why?", "What could be better?", "Shop"]
        rows = [[f"2026-01-{at % 28 + 1:02d}", at % 7 + 1, f"why {at}", f"better {at}", "Lyon"] for at in range(40)]
        path = write(tmp_path / "s.csv", heads, rows)
        view = apply_map(apply_map(looked_at(path), {"comment": "What could be better?"}), {"comment": "Why?"})
        assert uses(view)["Why?"] == "@comment"
        assert uses(view)["What could be better?"] == "@question:start"
        kept = converted(path, view).col("comment")
        assert {f"why {at}" for at in range(40)} | {f"better {at}" for at in range(40)} <= set(kept)

    def test_a_comment_on_a_wide_survey_is_kept_whatever_is_answered(self, tmp_path: Path) -> None:
        heads = ["Date", "Seat", "Food", "Service", "Overall", "Comment"]
        rows = [
            [f"2026-01-{at % 28 + 1:02d}", *(at * k % 5 + 1 for k in (1, 2, 3, 4)), f"note {at}"] for at in range(40)
        ]
        path = write(tmp_path / "s.csv", heads, rows)
        maps, questions = ["comment=Comment"], ["Food=csat:1-5", "Overall=csat:1-5"]
        for answers in ([], ["kind=answer"]):
            view = apply_options(looked_at(path), None, maps, questions, answers)
            assert (uses(view)["Comment"], view.mapping.use(5).of) == ("@comment", 4)
            assert set(converted(path, view).col("comment")) == {None} | {f"note {at}" for at in range(40)}

    @pytest.mark.parametrize("field", ["question", "role"])
    def test_what_was_asked_is_no_column(self, view: TableView, field: str) -> None:
        with pytest.raises(BadQuestion) as caught:
            apply_map(view, {field: "Shop"})
        assert caught.value.remedy
        assert caught.value.column == "Shop"

    def test_a_field_that_the_kind_has_not_is_refused_with_those_it_has(self, view: TableView) -> None:
        with pytest.raises(NotFound) as caught:
            apply_map(view, {"altitude": "Shop"})
        assert "channel" in caught.value.remedy
        assert caught.value.column == "Shop"


class TestRepeatedIds:
    def test_an_id_that_repeats_must_be_explained(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", ["Respondent", "nps"], [[f"p{at // 2}", at % 11] for at in range(40)])
        view = apply_map(apply_question(looked_at(path), "nps=nps:0-10"), {"response": "Respondent"})
        asked = doubt(view, "repeat:0")
        assert asked.open
        assert asked.evidence.say() == "20 rows repeat an id that came before."
        assert uses(answer(view, "repeat:0", "last"))["Respondent"] == "response"
        each = answer(view, "repeat:0", "each")
        assert uses(each)["Respondent"] == "@attribute"
        assert len(set(converted(path, each).col("response"))) == 40


class TestFacts:
    def test_facts_about_values_follow_the_answers(self, view: TableView) -> None:
        def dates(one: TableView) -> str:
            return next(fact.value.say() for fact in one.facts if fact.name == "dates")

        assert dates(view) == "to be decided"
        assert dates(answer(view, "dates:1", "%m/%d/%Y")) == "month, day, year"
        assert [fact.name for fact in view.facts][:3] == ["encoding", "delimiter", "header"]


class TestRemarksThatRepeat:
    """Few customers, few words: "nothing to say" and "thanks" again and again, and a sentence now and then."""

    HEADS = ("Date", "NPS (0-10)", "Commentaire")

    def rows(self, *texts: str) -> list[tuple[str, int, str]]:
        return [(f"{at % 28 + 1:02d}/03/2026", at % 11, texts[at % len(texts)]) for at in range(200)]

    def test_a_column_named_for_remarks_holds_comments_even_so(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", self.HEADS, self.rows("RAS", "-", "Parfait", "Livraison en retard cette fois"))
        assert uses(looked_at(path))["Commentaire"] == "@comment"

    @pytest.mark.parametrize(
        "heading", ["Ce putem îmbunătăți?", "What could we do better?", "Que devons-nous améliorer ?"]
    )
    def test_an_open_question_holds_comments_where_somebody_wrote_more_than_a_choice_says(
        self, tmp_path: Path, heading: str
    ) -> None:
        written = self.rows("-", "Ok", "Prea scump", "A întârziat livrarea și nimeni nu răspunde la telefon.")
        found = uses(looked_at(write(tmp_path / "a.csv", ("Date", "NPS (0-10)", heading), written)))
        assert found[heading] in ("@comment", "@question:start")
        ticked = self.rows("Speed of the delivery", "Price", "Range of products")
        found = uses(looked_at(write(tmp_path / "b.csv", ("Date", "NPS (0-10)", heading), ticked)))
        assert found[heading] == "@attribute"

    def test_one_word_each_is_a_category_whatever_it_is_called(self, tmp_path: Path) -> None:
        path = write(tmp_path / "s.csv", self.HEADS, self.rows("Prix", "Livraison", "Produit"))
        assert uses(looked_at(path))["Commentaire"] == "@attribute"
