"""The kinds of record: each declared once, complete, and known by headings in three languages."""

from __future__ import annotations

import pytest

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import ROLE_TITLES, TEXT_ROLES, Condition, Field, Kind, Role, Source, Type, kind, registry
from cxdesk.domain.text import fold
from cxdesk.system import i18n

KINDS = list(registry().values())


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

    def test_synonyms_are_given_in_english_french_and_romanian(self, one: Kind) -> None:
        for field in one.fields:
            if field.synonyms:
                assert set(field.synonyms) == {"en", "fr", "ro"}, field.name

    def test_no_heading_names_two_fields_of_one_kind(self, one: Kind) -> None:
        """Only the written lists: titles may repeat a neighbour's synonym."""
        seen: dict[str, str] = {}
        for field in one.fields:
            for words in field.synonyms.values():
                for word in words:
                    assert seen.setdefault(fold(word), field.name) == field.name, word

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
