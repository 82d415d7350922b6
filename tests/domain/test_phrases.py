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


@pytest.mark.parametrize(("language", "said"), [("en", "after 1 month"), ("fr", "après 1 mois"), ("ro", "după 1 lună")])
def test_a_definition_says_one_month_as_people_do(language: str, said: str) -> None:
    i18n.use(language)
    metric = metric_of("retention_matrix")
    label = metric.label(metric.accept({}), ())
    assert said in [piece.say() for piece in label]


def test_a_text_without_number_is_kept_as_before() -> None:
    assert to_plain(Phrase("of all issues")) == {"text": "of all issues", "values": []}
    days = plural("within {n} day", "within {n} days", 30)
    assert from_plain(Phrase, to_plain(days)) == days
