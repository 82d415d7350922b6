"""Every metric is found by any word of it, in the language of the interface, and says what it means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cxdesk.analysis.catalogue import everything, found
from cxdesk.analysis.part_titles import part_title
from cxdesk.domain.query import Query
from cxdesk.metrics.registry import metrics
from cxdesk.system import i18n
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import workspace


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with workspace(tmp_path_factory.mktemp("survey")) as made:
        yield made


def named(text: str) -> set[str]:
    return {one.metric for one in everything() if found(one, text)}


def test_every_metric_is_in_the_list_once() -> None:
    assert [one.metric for one in everything()] == list(metrics())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "promoters", "nps"),
        ("en", "PROMOT detract", "nps_shares"),
        ("en", "attrition", "churn_lost"),  # no word of its own texts
        ("en", "csat_top", "csat_top"),
        ("fr", "desabonnement", "churn_lost"),  # written without its accents
        ("fr", "panier d’achat", "cart_abandonment"),
    ],
)
def test_it_is_found_by_the_beginnings_of_its_words(language: str, text: str, expected: str) -> None:
    i18n.use(language)
    assert expected in named(text)


def test_words_in_the_middle_and_words_of_others_find_nothing() -> None:
    assert named("omoters") == set()
    assert named("promoters zebra") == set()
    assert named("") == set(metrics())


def test_entries_have_a_value_or_say_what_to_import(survey: Workspace) -> None:
    nps, mrr = survey.catalogue_entries(Query(), ["nps", "mrr"])
    assert nps.available
    assert not mrr.available
    assert mrr.card.needs == "subscription"


def test_the_page_is_generated_from_the_declaration(survey: Workspace) -> None:
    survey.pin("csat_top", {"threshold": 2})
    page = survey.metric_page(Query(), "csat_top")
    (threshold,) = (one for one in page.options if one.name == "threshold")
    assert (threshold.value, threshold.declared, threshold.type) == (2.0, None, "number")
    assert page.scales == ("1-5",)
    assert page.method is not None
    assert page.method.text == "Wilson score interval"
    assert page.card is not None
    assert page.card.figure.value == 100.0
    assert "Survey answers" in page.reads


@pytest.mark.parametrize("metric", list(metrics()))
def test_every_metric_has_a_page(survey: Workspace, metric: str) -> None:
    page = survey.metric_page(Query(), metric)
    assert page.named.explain
    assert all(phrase.say() for phrase in page.drill)
    assert [one.metric for one in page.companions] == [
        name for name in metrics()[metric].companions if name in metrics()
    ]


def test_both_sides_of_a_ratio_call_their_parts_alike() -> None:
    churn = metrics()["churn_net"]
    assert part_title(churn, "top_lost").say() == part_title(churn, "lost").say() == "Lost"
