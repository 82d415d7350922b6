"""What happened to a customer is told in the language of the person, whatever words of ours the records hold."""

from __future__ import annotations

from datetime import date

import pytest

from cxdesk.analysis.customers.event_words import WORDS, word
from cxdesk.analysis.customers.telling import TELLERS, Row, gathered
from cxdesk.domain.kinds import kind
from cxdesk.system import i18n

DAY = date(2024, 5, 3)
TOLD = {
    "contact": ("channel",),
    "ticket_event": ("kind",),
    "deal": ("kind", "outcome"),
    "journey_event": ("kind", "stage"),
    "community_event": ("kind",),
    "referral": ("status",),
}


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in TOLD.items() for field in fields])
def test_every_value_of_a_vocabulary_that_is_told_has_words(name: str, field: str) -> None:
    assert set(kind(name).field(field).words) <= set(WORDS[name])


def told(name: str, **cells: str) -> list[str]:
    row = Row(cells, dict.fromkeys(("scheduled_at", "at", "closed_on"), DAY), "C1")
    return [f"{one.title} | {one.detail}" for one in TELLERS[name](row)]


def test_a_review_that_was_missed_and_a_reply_are_told_in_french() -> None:
    i18n.use("fr")
    assert told("business_review", status="missed", site="Paris") == ["Point prévu | Paris · point manqué"]
    assert told("community_event", community_event_kind="reply") == ["Communauté\u202f: réponse écrite | "]
    assert told("journey_event", stage="decision", journey_event_kind="complaint") == ["Décision · réclamation | "]
    assert gathered("ticket_event", [("agent_public", 2), ("reopen", 1)], 3)[2] == "réponse au client 2×, réouverture"


def test_words_of_files_stay_as_they_are() -> None:
    assert word("community_event", "Ask me anything") == "Ask me anything"
    assert told("contact", channel="Minitel")[0].startswith("Minitel")
