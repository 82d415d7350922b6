"""The kinds of record: each declared once, complete, and known by headings in three languages."""

from __future__ import annotations

import pytest

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import (
    ROLE_TITLES,
    TEXT_ROLES,
    Condition,
    Field,
    Kind,
    Role,
    Source,
    Type,
    fold_word,
    kind,
    named,
    registry,
    words,
)
from cxdesk.domain.text import fold
from cxdesk.system import i18n

KINDS = list(registry().values())
ALL = {
    *("answer", "invitation", "ticket", "customer", "ticket_event", "contact", "subscription", "contract", "deal"),
    *("entitlement", "order", "cart", "usage_event", "web_session", "journey_event", "onboarding", "lead"),
    *("campaign_touch", "community_event", "business_review", "referral", "success_story", "cost", "kpi_reading"),
    "rate",
}
PLACES = {"row_id", "batch", "line", "occurrence", "row_hash", "key_hash", "extra"}  # columns that every table has
COMES_BY_NAME = {"question"}  # what references may point at besides kinds


def test_every_sort_of_record_is_declared() -> None:
    assert set(registry()) == ALL


def test_the_first_kinds_are_there_in_menu_order() -> None:
    assert [name for name in registry() if name in ("answer", "invitation", "ticket", "customer")] == [
        "answer",
        "invitation",
        "ticket",
        "customer",
    ]


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="answer, invitation"):
        kind("orders")


@pytest.mark.parametrize("one", KINDS, ids=lambda k: k.name)
class TestEveryKind:
    def test_field_names_are_unique(self, one: Kind) -> None:
        names = [field.name for field in one.fields]
        assert len(set(names)) == len(names)

    def test_keys_and_dates_name_fields_of_the_right_sort(self, one: Kind) -> None:
        assert all(one.has(name) for name in one.key)
        if one.at is not None:
            assert one.field(one.at).type in (Type.INSTANT, Type.DATE)
        if one.span is not None:
            assert {one.field(name).type for name in one.span} <= {Type.INSTANT, Type.DATE}

    def test_references_say_what_they_point_at(self, one: Kind) -> None:
        assert all((field.ref is not None) == (field.type is Type.REF) for field in one.fields)
        assert {field.ref for field in one.fields if field.ref} <= set(registry()) | COMES_BY_NAME

    def test_whose_row_it_is_names_a_field_and_a_person_stands_in_for_a_customer(self, one: Kind) -> None:
        assert one.subject is None or one.has(one.subject)
        if one.has("person") and one.subject is not None and one.name not in ("lead", "customer"):
            assert one.field("customer").otherwise == "person"

    def test_what_stands_in_for_a_field_is_a_field_of_the_same_type(self, one: Kind) -> None:
        for field in one.fields:
            if field.otherwise is not None:
                other = one.field(field.otherwise)
                assert (other.type, other.ref) == (field.type, field.ref)

    def test_no_field_is_called_like_a_column_of_every_table(self, one: Kind) -> None:
        assert not PLACES & {field.name for field in one.fields}

    def test_an_end_is_the_end_of_a_span_or_a_day(self, one: Kind) -> None:
        assert all(field.type is Type.DATE for field in one.fields if field.ends)
        if one.span is not None:
            assert one.field(one.span[1]).ends

    def test_money_stands_beside_its_currency(self, one: Kind) -> None:
        if any(field.type is Type.MONEY for field in one.fields):
            assert one.field("currency").type is Type.LABEL

    def test_what_such_tables_cannot_lack_names_fields(self, one: Kind) -> None:
        assert all(group and all(one.has(name) for name in group) for group in one.telling)

    def test_a_word_of_a_vocabulary_has_one_meaning(self, one: Kind) -> None:
        for field in one.fields:
            assert not field.words or field.type in (Type.LABEL, Type.BOOL)
            seen: dict[str, str] = {}
            for value, said in field.words.items():
                for word in (value, *said):
                    assert seen.setdefault(fold_word(word), value) == value, (field.name, word)

    def test_synonyms_are_given_in_english_french_and_romanian(self, one: Kind) -> None:
        for field in one.fields:
            if field.synonyms:
                assert set(field.synonyms) == {"en", "fr", "ro"}, field.name

    def test_no_heading_names_two_fields_of_one_kind(self, one: Kind) -> None:
        """Only names and the written lists: titles may repeat a neighbour's synonym. A count and a yes or no may have
        one name, because their cells tell them apart.
        """
        seen: dict[str, str] = {}
        for field in one.fields:
            own = f" {Type.BOOL}" if field.type is Type.BOOL else ""
            for word in (field.name.replace("_", " "), *(word for names in field.synonyms.values() for word in names)):
                assert seen.setdefault(fold(word) + own, field.name) == field.name, word

    def test_everything_a_person_reads_is_there(self, one: Kind) -> None:
        assert one.title
        assert one.plural
        assert one.meaning
        assert all(field.title for field in one.fields)


def test_a_field_is_known_by_its_name_title_and_synonyms_in_every_language() -> None:
    field = kind("answer").field("submitted_at")
    known = field.folded_synonyms()
    assert {"submitted_at", "submitted at", "answered at", "horodateur", "marcaj temporal", "data raspunsului"} <= known


def test_the_translated_title_is_known_too() -> None:
    field = Field("day", Type.DATE, "Answered at")
    before = field.folded_synonyms()
    i18n.use("fr")
    assert fold(i18n._("Answered at")) in field.folded_synonyms() | before


def test_a_missing_field_is_named_with_its_kind() -> None:
    with pytest.raises(NotFound, match=r"Survey answer.*colour"):
        kind("answer").field("colour")


def test_a_kind_narrows_to_a_source_and_refuses_unknown_fields() -> None:
    answer = kind("answer")
    assert answer.where(role=Role.NPS) == Source("answer", (Condition("role", "nps"),))
    assert answer.all() == Source("answer")
    with pytest.raises(NotFound):
        answer.where(colour="red")


def test_labels_and_booleans_are_segments_and_comments_are_searched() -> None:
    answer = kind("answer")
    assert answer.field("channel").is_segment
    assert answer.field("internal").is_segment
    assert not answer.field("comment").is_segment
    assert [field.name for field in answer.comments] == ["comment"]


def test_every_role_has_a_title_and_text_roles_are_roles() -> None:
    assert set(ROLE_TITLES) == set(Role)
    assert set(Role) > TEXT_ROLES
    assert Role.NPS not in TEXT_ROLES


def test_lists_of_words_are_written_with_bars() -> None:
    assert named(en="a | b c", fr="d", ro="e|f") == {"en": ("a", "b c"), "fr": ("d",), "ro": ("e", "f")}
    assert words(won="yes | oui", lost="no") == {"won": ("yes", "oui"), "lost": ("no",)}


def test_a_vocabulary_knows_its_words_in_any_spelling() -> None:
    field = Field("state", Type.LABEL, "State", words=words(past_due="en retard | întârziat"))
    assert field.folded_words() == {"past due": "past_due", "en retard": "past_due", "intarziat": "past_due"}
    assert fold_word("Past-Due") == fold_word("past_due") == "past due"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("answer", "ticket order campaign agent stage touchpoint platform weight started_at person language channel"),
        ("invitation", "sent_at bounced opened_at reminded_at expires_at ticket order campaign stage"),
        ("ticket", "issue_key first_response_at first_resolved_at resolved_at handle_seconds reopen_count sla_met"),
        ("ticket_event", "ticket at kind from to actor"),
        ("contact", "ticket offered_at answered_at ended_at abandoned wait_seconds channel count"),
        ("customer", "created_at first_paid_at acquired_channel owner level parent visitor"),
        (
            "subscription",
            "plan started_on ended_on trial_until status amount currency interval quantity discount_amount",
        ),
        ("contract", "starts_on due_on acv tcv auto_renew renewed_on renewed_acv outcome"),
        ("deal", "kind eligible_from eligible_to closed_on outcome amount acv_before acv_after mrr_delta"),
        ("entitlement", "feature from to"),
        ("order", "placed_at status net_amount discount refund currency session campaign cogs count"),
        ("cart", "session created_at checkout_at order value state"),
        ("usage_event", "person at name feature count internal"),
        (
            "web_session",
            "visitor started_at duration engaged pageviews source medium bot goal converted sessions visitors",
        ),
        ("journey_event", "at stage kind touchpoint channel platform visitor"),
        ("onboarding", "started_at value_at completed_at"),
        ("lead", "source created_at mql_at sql_at converted_at"),
        ("campaign_touch", "campaign at kind arm"),
        ("community_event", "at kind thread"),
        ("business_review", "kind scheduled_at held_at rating site comment"),
        ("referral", "at channel converted_at new_customer"),
        ("success_story", "goal target achieved_at published_at consent"),
        ("cost", "from to amount currency category subcategory channel customer campaign"),
        ("kpi_reading", "customer step kpi at value worst best weight"),
    ],
)
def test_a_kind_has_what_its_metrics_read(name: str, fields: str) -> None:
    assert all(kind(name).has(field) for field in fields.split())


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("cost", "category", "acquisition retention service cogs cx_programme other"),
        ("journey_event", "stage", "awareness consideration decision retention advocacy"),
        ("journey_event", "kind", "enter exit touch complaint"),
        ("ticket_event", "kind", "customer_message agent_public agent_private status reopen transfer"),
        ("community_event", "kind", "join login question post reply reaction answer_accepted"),
        ("campaign_touch", "kind", "sent open click visit response conversion bounce unsubscribe"),
        ("campaign_touch", "arm", "treated control"),
        ("business_review", "kind", "qbr public_review"),
        ("subscription", "interval", "day week month quarter half_year year one_time"),
        ("contract", "outcome", "renewed lost pending"),
        ("cart", "state", "open checkout ordered abandoned"),
    ],
)
def test_closed_vocabularies(name: str, field: str, values: str) -> None:
    assert set(kind(name).field(field).words) == set(values.split())
