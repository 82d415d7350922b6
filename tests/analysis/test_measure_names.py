"""Measures that the data name are called by titles that people know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cxdesk.analysis.measure_names import named, shown
from cxdesk.metrics.registry import metric_of
from cxdesk.system import i18n
from tests.frame.memory import frame_of

FRAME = frame_of({"answer": [{"response": "1", "comment": "Much too expensive", "submitted_at": "2024-01-02"}]})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def said(metric: str, measure: str) -> str:
    return shown(FRAME, metric_of(metric), measure, {"axis": "theme"})


def test_a_theme_is_called_by_its_title_and_by_what_is_measured_of_it() -> None:
    assert said("feedback_themes", "price") == "Price"
    assert said("feedback_themes", "price_impact") == "Price · Impact on the mean score"


def test_in_the_language_of_the_interface() -> None:
    i18n.use("fr")
    assert said("feedback_themes", "price_impact").startswith("Prix · ")
    assert "price" not in said("feedback_themes", "price_impact")


def test_everything_else_by_the_title_it_has() -> None:
    assert said("feedback_themes", "tagged") == "With any theme"
    assert said("nps", "") == metric_of("nps").title
    assert said("feedback_themes", "unheard_of") == "unheard_of"


def test_where_nobody_says_which_axis_is_meant_the_one_that_has_the_code() -> None:
    assert named(FRAME, metric_of("feedback_themes"), "price_impact") == "Price · Impact on the mean score"
    assert named(FRAME, metric_of("feedback_themes"), "tagged") == "With any theme"
    assert named(FRAME, metric_of("nps"), "") == metric_of("nps").title
