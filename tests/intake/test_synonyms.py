"""Headings in English, French and Romanian, as tools and people write them."""

from __future__ import annotations

import pytest

from cxdesk.domain.kinds import Role, kind
from cxdesk.intake.synonyms import (
    asks_for_rating,
    asks_why,
    counts_rows,
    is_own_question,
    match,
    role_of,
    scale_in,
    text_role,
    zone_in,
)


def fields(heading: str, kind_name: str = "answer") -> list[str]:
    """The fields that a heading names, best first."""
    one = kind(kind_name)
    found = sorted((-match(heading, one, field), field.name) for field in one.fields if match(heading, one, field))
    return [name for _worth, name in found]


class TestFields:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Response ID", "response"),
            ("ResponseId", "response"),
            ("respondent_id", "response"),
            ("N° de réponse", "response"),
            ("Număr răspuns", "response"),
            ("Submitted At", "submitted_at"),
            ("Submit Date (UTC)", "submitted_at"),
            ("Horodateur", "submitted_at"),
            ("Date de réponse", "submitted_at"),
            ("data răspunsului", "submitted_at"),
            ("Customer id", "customer"),
            ("CUSTOMER_ID", "customer"),
            ("customerID", "customer"),
            ("Code client", "customer"),
            ("Adresse e-mail", "customer"),
            ("E-mail", "customer"),
            ("WEIGHT", "weight"),
            ("Pondere", "weight"),
            ("Canal", "channel"),
            ("Langue", "language"),
            ("User Language", "language"),
            ("Agent", "agent"),
        ],
    )
    def test_a_heading_names_its_field(self, heading: str, field: str) -> None:
        assert fields(heading)[0] == field

    @pytest.mark.parametrize(
        "heading", ["", "Ville", "Gamme", "Updated by the customer on", "weightless", "Respondent's mood"]
    )
    def test_a_word_inside_another_names_nothing(self, heading: str) -> None:
        assert fields(heading) == []

    def test_the_name_itself_beats_a_synonym(self) -> None:
        ticket = kind("ticket")
        priority = ticket.field("priority")
        assert match("priority", ticket, priority) > match("urgency", ticket, priority)

    def test_brackets_and_little_words_count_for_less(self) -> None:
        answer = kind("answer")
        at = answer.field("submitted_at")
        assert (
            match("End date", answer, at)
            > match("End date (local)", answer, at)
            > match("Date of the end", answer, at)
            >= 0
        )


class TestRoles:
    @pytest.mark.parametrize(
        ("heading", "role"),
        [
            ("How likely are you to recommend us to a friend?", Role.NPS),
            ("Recommanderiez-vous notre boutique ?", Role.NPS),
            ("Cât de probabil este să ne recomandați?", Role.NPS),
            ("nps", Role.NPS),
            ("NPS_score", Role.NPS),
            ("NETPRO", Role.NPS),
            ("Overall, how satisfied are you?", Role.CSAT),
            ("Êtes-vous satisfait(e) ?", Role.CSAT),
            ("Cât de mulţumit sunteţi?", Role.CSAT),
            ("CSAT", Role.CSAT),
            ("The company made it easy to handle my issue", Role.CES),
            ("La commande a été facile", Role.CES),
            ("Cât de ușor a fost?", Role.CES),
            ("Customer effort score", Role.CES),
            ("ces", Role.CES),
            ("How satisfied are you with the resolution of your problem?", Role.SAT_RESOLUTION),
            ("Would you buy from us again?", Role.REPURCHASE),
            ("Avez-vous l'intention de revenir ?", Role.RETURN_INTENT),
        ],
    )
    def test_the_wording_says_what_it_measures(self, heading: str, role: Role) -> None:
        assert role_of(heading) is role

    @pytest.mark.parametrize(
        "heading",
        ["Score", "Note", "Q7ALL", "On a scale of 0-10, how would you rate us?", "Processes", "Sources", "Access"],
    )
    def test_a_range_or_a_bare_score_says_nothing(self, heading: str) -> None:
        assert role_of(heading) is None

    @pytest.mark.parametrize(
        "heading", ["Score", "Note", "Notă", "star_rating", "How would you rate the food?", "Évaluation", "Notez-nous"]
    )
    def test_a_rating_without_a_measure_is_seen_as_one(self, heading: str) -> None:
        assert asks_for_rating(heading)

    @pytest.mark.parametrize("heading", ["Notes", "Q7ALL", "Decorate", "GATE"])
    def test_other_headings_are_not(self, heading: str) -> None:
        assert not asks_for_rating(heading)


class TestTexts:
    @pytest.mark.parametrize(
        "heading",
        [
            "...why?",
            "Reason for your score",
            "Pourquoi ?",
            "De ce?",
            "Commentaire",
            "Comentarii",
            "explication",
            "Verbatim",
        ],
    )
    def test_remarks_and_reasons(self, heading: str) -> None:
        assert asks_why(heading)

    @pytest.mark.parametrize(
        "heading",
        ["What was your favourite giveaway?", "Which three words describe us?", "Ce v-a plăcut cel mai mult?"],
    )
    def test_questions_of_their_own(self, heading: str) -> None:
        assert is_own_question(heading)
        assert not asks_why(heading)

    @pytest.mark.parametrize(
        ("heading", "role"),
        [
            ("What should we keep doing?", Role.CONTINUE),
            ("What could we improve?", Role.START),
            ("Que pourrions-nous améliorer ?", Role.START),
            ("Ce v-a displăcut?", Role.STOP),
            ("Why?", Role.WHY),
            ("Anything else?", Role.OPEN),
        ],
    )
    def test_the_role_of_a_text(self, heading: str, role: Role) -> None:
        assert text_role(heading) is role


def test_counters_are_known_by_their_headings() -> None:
    assert counts_rows("")
    assert counts_rows("#")
    assert counts_rows("Row")
    assert not counts_rows("id")


def test_a_scale_is_read_from_a_heading_and_dates_are_not() -> None:
    assert scale_in("(0-10)") == (0, 10)
    assert scale_in("from 1 to 5") == (1, 5)
    assert scale_in("2024-10") is None
    assert scale_in("5-1") is None
    assert scale_in("Q1-Q5") is None


def test_a_zone_is_read_from_a_heading() -> None:
    assert zone_in("Created (UTC)") == "UTC"
    assert zone_in("Start Date GMT") == "UTC"
    assert zone_in("Date") == ""


@pytest.mark.parametrize("heading", ["MEMBER_RATING", "Lead score", "Score de risque", "Scor de risc", "Health score"])
def test_what_a_program_works_out_is_no_answer(heading: str) -> None:
    assert not asks_for_rating(heading)


@pytest.mark.parametrize("heading", ["Customer rating", "Score", "Service score", "Note du conseiller"])
def test_what_people_rate_is(heading: str) -> None:
    assert asks_for_rating(heading)


@pytest.mark.parametrize("heading", ["Facilități", "Facilities", "Facilités du camping"])
def test_facilities_are_no_ease(heading: str) -> None:
    assert role_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Commande #", "order"),
        ("Nr. doc", "order"),
        ("N° pièce", "order"),
        ("Référence de la commande", "order"),
        ("Date d’achat", "placed_at"),
        ("Lignes de commande/Quantité", "quantity"),
        ("Order Lines/Product", "product"),
        ("Lignes de commande/Sous-total", "line_amount"),
        ("Total général (base)", "gross_amount"),
    ],
)
def test_numbers_may_stand_before_or_behind_and_parts_of_a_record_after_a_stroke(heading: str, field: str) -> None:
    order = kind("order")
    worths = {one.name: match(heading, order, one) for one in order.fields}
    assert max(worths, key=lambda name: worths[name]) == field
    assert worths[field] > 0
