"""Metrics that any of several kinds of record can feed, and definitions that must be told beside their number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.periods import Grain
from cxdesk.domain.results import Phrase
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.estimators import Count
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.metric import Better, Family, Metric, Unit
from cxdesk.metrics.options import Option
from tests.frame.memory import frame_of


def _made(contacts: Rows, tickets: Rows, literal: bool) -> Mapping[str, Count]:
    return {"contacts": Count(contacts), "tickets": Count(tickets)}


EITHER = Metric(
    id="either",
    title="Either",
    short_title="Either",
    idea="either",
    family=Family.SUPPORT,
    question="How many?",
    explain="",
    unit=Unit.COUNT,
    better=Better.NONE,
    reads=(CONTACT.all(), TICKET.all()),
    label=lambda options, scales: (Phrase("all"),),
    make=_made,
    options=(Option("literal", False, "Literally"),),
    any_kind=True,
    flagged=lambda options: ("literal_definition",) if options["literal"] else (),
)
TICKETS: dict[str, list[dict[str, Any]]] = {
    "ticket": [{"ticket": "1", "created_at": "2024-01-05"}, {"ticket": "2", "created_at": "2024-02-05"}]
}


def test_one_of_the_kinds_is_enough() -> None:
    found = evaluate(EITHER, frame_of(TICKETS), Ask(grain=Grain.MONTH))
    assert not isinstance(found, Unavailable)
    assert found["tickets"].value.tolist() == [1.0, 1.0]
    assert found["contacts"].reason(0) == "no_rows"


def test_none_of_them_is_not() -> None:
    found = evaluate(EITHER, frame_of({"answer": [{"response": "1"}]}))
    assert isinstance(found, Unavailable)
    assert (found.reason, found.needs) == ("missing_kind", "contact")


def test_what_a_definition_does_is_told_beside_its_number_where_there_is_one() -> None:
    plain, literal = (evaluate(EITHER, frame_of(TICKETS), Ask(options={"literal": on})) for on in (False, True))
    assert not isinstance(plain, Unavailable)
    assert not isinstance(literal, Unavailable)
    assert "literal_definition" in literal["tickets"].figure(0).flags
    assert "literal_definition" not in literal["contacts"].figure(0).flags
    assert "literal_definition" not in plain["tickets"].figure(0).flags
