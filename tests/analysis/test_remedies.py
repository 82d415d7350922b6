"""Every reason for a missing number has words and a way out."""

from __future__ import annotations

import pytest

from cxdesk.analysis import remedies
from cxdesk.metrics.reasons import REASONS


def test_every_reason_code_has_a_remedy_and_no_other() -> None:
    assert set(remedies.REMEDIES) == set(REASONS)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_the_reason_is_a_fragment_and_the_remedy_an_action(reason: str) -> None:
    why, do = remedies.why(reason), remedies.remedy(reason, "ticket" if reason == "missing_kind" else None)
    assert why[0].islower()
    assert not why.endswith(".")
    assert do[0].isupper()
    assert len(why) <= 34, "longer ones do not fit a card"
    assert len(do) <= 44


def test_an_unknown_reason_still_says_something() -> None:
    assert remedies.why("of a newer version") == "it cannot be said"
    assert remedies.remedy("of a newer version")


def test_what_is_missing_is_named() -> None:
    assert remedies.remedy("missing_kind", "ticket") == "Import support tickets…"
    assert remedies.brief_remedy("missing_kind", "ticket") == "Import…"
    assert remedies.remedy("no_rows", "something new") == "Import something new…"
