"""Which numbers are on the cards is the person's choice; it is kept, taken back, and follows definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.errors import NotFound
from cxdesk.domain.query import Query, Selection
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import workspace


@pytest.fixture
def survey(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as made:
        yield made


def shown(survey: Workspace) -> list[str]:
    return [card.metric for card in survey.board(Query()).cards]


def test_before_anybody_chose_the_balanced_set_is_shown(survey: Workspace) -> None:
    board = survey.board(Query())
    assert survey.chosen_cards() is None
    assert not board.chosen
    assert board.on_cards[:2] == ("nps", "csat_top")


def test_the_choice_is_shown_in_its_order_and_outlives_the_program(tmp_path: Path) -> None:
    with workspace(tmp_path) as survey:
        survey.choose_cards(["csat_mean", "mrr", "nps"])
        assert shown(survey) == ["csat_mean", "mrr", "nps"], "also what has no data: it was wanted"
        assert survey.board(Query()).chosen
    with Workspace.open(survey.path) as again:
        assert shown(again) == ["csat_mean", "mrr", "nps"]


def test_what_is_merely_looked_at_is_no_choice(survey: Workspace) -> None:
    survey.choose_cards(["nps"])
    board = survey.board(Query(selection=Selection("csat_mean")))
    assert [card.metric for card in board.cards] == ["nps", "csat_mean"]
    assert board.on_cards == ("nps",)


def test_choosing_what_was_before_takes_it_back(survey: Workspace) -> None:
    before = shown(survey)
    first = survey.choose_cards(["csat_mean"])
    second = survey.choose_cards(["nps", "nps", "csat_mean"])
    assert (first.before, second.before, second.metrics) == (None, ("csat_mean",), ("nps", "csat_mean"))
    survey.choose_cards(second.before)
    assert shown(survey) == ["csat_mean"]
    survey.choose_cards(None)
    assert shown(survey) == before


def test_a_metric_that_there_is_not_is_refused(survey: Workspace) -> None:
    with pytest.raises(NotFound, match="no metric called smiles"):
        survey.choose_cards(["nps", "smiles"])
    assert survey.chosen_cards() is None


def test_the_card_of_an_idea_follows_what_stands_for_it(survey: Workspace) -> None:
    survey.choose_cards(["csat_top", "nps"])
    stood = survey.stand("csat_mean")
    assert shown(survey) == ["csat_mean", "nps"]
    survey.unstand(stood)
    assert shown(survey) == ["csat_top", "nps"]
    survey.choose_cards(["csat_top", "csat_mean"])
    survey.stand("csat_mean")
    assert shown(survey) == ["csat_top", "csat_mean"], "both were wanted"


def test_a_card_names_what_it_is_to_be_read_with(survey: Workspace) -> None:
    (card, *_others) = survey.board(Query()).cards
    assert card.companions == (
        ("response_rate", "Survey response rate"),
        ("nps_shares", "Promoters, passives and detractors"),
    )
