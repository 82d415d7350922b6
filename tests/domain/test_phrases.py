"""Texts about a number of something keep to the plural forms and the numbers of each language."""

from __future__ import annotations

import pytest

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.results import Phrase, plural
from cxdesk.metrics.registry import metric_of
from cxdesk.system import i18n


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["within 1 day", "within 1.5 days", "within 7 days", "within 1,000 days"]),
        ("fr", ["sous 1 jour", "sous 1,5 jours", "sous 7 jours", "sous 1\u202f000 jours"]),
        ("ro", ["în 1 zi", "în 1,5 zile", "în 7 zile", "în 1.000 de zile"]),
    ],
)
def test_each_language_has_its_forms(language: str, said: list[str]) -> None:
    i18n.use(language)
    assert [plural("within {n} day", "within {n} days", n).say() for n in (1, 1.5, 7, 1000)] == said


def test_a_great_number_is_said_to_its_last_digit() -> None:
    i18n.use("en")
    assert plural("within {n} day", "within {n} days", 1_234_567).say() == "within 1,234,567 days"


@pytest.mark.parametrize(("language", "said"), [("en", "after 1 month"), ("fr", "après 1 mois"), ("ro", "după 1 lună")])
def test_a_definition_says_one_month_as_people_do(language: str, said: str) -> None:
    i18n.use(language)
    metric = metric_of("retention_matrix")
    label = metric.label(metric.accept({}), ())
    assert said in [piece.say() for piece in label]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "from 1 Jan 2026 to 12 Sept 2026; 3 of 4 cells"),
        ("fr", "du 1 janv. 2026 au 12 sept. 2026\u202f; 3 cellules sur 4"),
        ("ro", "de la 1 ian. 2026 până la 12 sept. 2026; celule: 3 din 4"),
    ],
)
def test_days_are_written_as_the_person_writes_them(language: str, said: str) -> None:
    i18n.use(language)
    ends = (("first", "2026-01-01"), ("last", "2026-09-12"))
    assert Phrase("from {first} to {last}; {n} of {all} cells", (("n", "3"), ("all", "4")), days=ends).say() == said


def test_what_a_file_says_in_the_place_of_a_day_stays_as_it_is() -> None:
    assert Phrase("{day}", days=(("day", "2026-02-31"),)).say() == "2026-02-31"


def test_a_text_without_number_is_kept_as_before() -> None:
    assert to_plain(Phrase("of all issues")) == {"text": "of all issues", "values": []}
    days = plural("within {n} day", "within {n} days", 30)
    assert from_plain(Phrase, to_plain(days)) == days
