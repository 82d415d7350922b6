"""Every metric's file: complete, translatable, and true to its own examples."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds import Source
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, PRESETS, ZERO_TO_TEN
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.metric import DECIMALS, FAMILY_TITLES, MINIMUM, Example, Family, Metric
from cxdesk.metrics.registry import by_id, metric_of, metrics, start_set
from tests.frame.memory import answers, frame_of
from tests.shared_files import needs_shared, shared

ALL = list(metrics().values())
EXAMPLES = [(metric, example) for metric in ALL for example in metric.examples]
SURVEY = {
    *("nps", "nps_shares", "csat_top", "csat_pct_max", "csat_mean", "csat_pomp", "ces_mean", "ces_distribution"),
    *("ces_top", "ces_net", "sat_resolution", "return_intent", "response_rate", "comment_rate"),
}


def frame_for(metric: Metric, example: Example) -> Frame:
    """What the example says was answered, beside an answer to some other question."""
    rows: dict[str, list[Mapping[str, Any]]] = {kind: list(given) for kind, given in example.rows.items()}
    if not rows:
        assert isinstance(metric.reads, Source)
        (role,) = [fixed.value for fixed in metric.reads.fixed]
        rows["answer"] = [*answers(example.answers, role), *answers([1], "open")]
    return frame_of(rows, example.scale or ONE_TO_FIVE)


@pytest.mark.parametrize(("metric", "example"), EXAMPLES, ids=lambda one: getattr(one, "id", ""))
def test_examples_are_true(metric: Metric, example: Example) -> None:
    found = evaluate(metric, frame_for(metric, example), Ask(options=example.options))
    if isinstance(found, Unavailable):
        assert example.gives is None
        return
    value = found[example.measure or next(iter(found))].figure(0).value
    assert value == (None if example.gives is None else pytest.approx(example.gives))


@pytest.mark.parametrize("metric", ALL, ids=lambda one: one.id)
def test_every_metric_says_all_that_people_are_promised(metric: Metric) -> None:
    for text in (metric.title, metric.short_title, metric.question, metric.explain, metric.good_for, metric.beware):
        assert text.strip() == text != ""
    assert metric.question.endswith("?")
    assert metric.unit in DECIMALS
    assert metric.minimum or metric.unit in MINIMUM
    assert FAMILY_TITLES[metric.family]
    assert len(metric.examples) >= 2
    assert any(example.gives is None for example in metric.examples)


@pytest.mark.parametrize("metric", ALL, ids=lambda one: one.id)
def test_companions_and_drill_order_name_what_exists(metric: Metric) -> None:
    known = {name for one in ALL for name in (one.id,)}
    assert set(metric.companions) <= known | {"retention"}
    example = next(example for example in metric.examples if example.gives is not None)
    found = evaluate(metric, frame_for(metric, example), Ask(options=example.options))
    assert not isinstance(found, Unavailable)
    parts = {part for estimate in found.values() for part in estimate.parts}
    assert metric.drill
    assert set(metric.drill) <= parts
    declared = set(metric.measures)
    assert declared <= set(found)


@pytest.mark.parametrize("metric", ALL, ids=lambda one: one.id)
@pytest.mark.parametrize("scales", [(), (ZERO_TO_TEN,), (ONE_TO_FIVE.twin(),), (ONE_TO_FIVE, ONE_TO_SEVEN)])
def test_the_short_label_can_be_said_on_any_scale(metric: Metric, scales: tuple[Any, ...]) -> None:
    for phrase in metric.label(metric.accept({}), scales):
        said = phrase.say()
        assert said
        assert "{" not in said


def test_rival_definitions_say_their_bands() -> None:
    frame = frame_of({"answer": answers([1, 4, 7], "ces")}, ONE_TO_SEVEN)
    labels = {}
    for banding in ("symmetric", "top_boxes"):
        found = evaluate(metric_of("ces_net"), frame, Ask(options={"banding": banding}))
        assert not isinstance(found, Unavailable)
        labels[banding] = " · ".join(phrase.say() for phrase in found["value"].label)
    assert labels == {"symmetric": "5–7 less 1–3 of 1–7", "top_boxes": "6–7 less 1–3 of 1–7"}


def test_options_are_checked() -> None:
    nps = metric_of("nps")
    assert nps.accept({"dedupe": "all"})["dedupe"] == "all"
    assert nps.accept({"allow_proxy": "yes"})["allow_proxy"] is True
    assert metric_of("csat_top").accept({"threshold": "4", "scale": "1-10"})["scale"] == PRESETS["1-10"]
    for wrong in ({"dedupe": "some"}, {"shoe": 1}, {"allow_proxy": "perhaps"}, {"scale": "tall"}):
        with pytest.raises(BadQuestion):
            nps.accept(wrong)
    with pytest.raises(BadQuestion):
        metric_of("comment_rate").accept({"min_letters": 0})


def test_two_metrics_of_one_name_are_refused() -> None:
    nps = metric_of("nps")
    with pytest.raises(ValueError, match="nps"):
        by_id([nps, dataclasses.replace(nps, title="Other")])


def test_the_catalogue_is_in_order_of_families_then_titles() -> None:
    families = list(Family)
    order = [(families.index(metric.family), metric.title) for metric in ALL]
    assert order == sorted(order)
    assert set(metrics()) >= SURVEY


def test_the_balanced_set_comes_first_things_first() -> None:
    assert start_set()[:8] == ("nps", "csat_top", "ces_top", "fcr", "art", "churn_lost", "mrr", "renewal_rate")
    places = [metric.start for metric in ALL if metric.start is not None]
    assert len(set(places)) == len(places), "two metrics cannot have one place"


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(NotFound, match="happiness"):
        metric_of("happiness")


@needs_shared
def test_every_metric_of_the_written_catalogue_is_there() -> None:
    text = shared("metrics", "CATALOGUE.md").read_text(encoding="utf-8")
    written = text[text.index("## 5. Catalogue") : text.index("## 6. ")]
    ids = set(re.findall(r"^(?:\| )?\*\*([a-z_]+)\*\*", written, re.MULTILINE))
    assert len(ids) == 89
    assert ids <= set(metrics())


def test_a_measure_in_another_unit_has_the_decimals_of_that_unit() -> None:
    wait = metric_of("wait_time")
    assert wait.unit_of("first_reply") == "hours"
    assert wait.decimals_of("first_reply") == DECIMALS["hours"] > wait.decimals
    assert wait.decimals_of("") == wait.decimals
