"""The fast way and the slow way give the same numbers, whatever the data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Period
from cxdesk.domain.scales import BandRule
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics import oracle
from tests.metrics.asking import estimate
from tests.metrics.strategies import PERIODS, surveys

usual = settings(max_examples=often(27, 80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHARES = (("csat_top", "csat", BandRule.TOP_BOX), ("ces_top", "ces", BandRule.MIDPOINT))


def assert_agree(found: float | None, expected: float | None) -> None:
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(surveys(), st.lists(PERIODS, min_size=1, max_size=3), st.booleans())
@usual
def test_shares_and_net_scores_by_period_and_segment(
    survey: dict[str, list[dict[str, Any]]], periods: list[Period], split: bool
) -> None:
    rows = survey["answer"]
    frame = frame_of(survey)
    asked = {role for role in ("nps", "csat", "ces") if oracle.asked(rows, role)}
    names = [("nps", "nps", None), *((metric, role, rule) for metric, role, rule in SHARES)]
    for metric, role, rule in names:
        if role not in asked or not any(oracle.day_of(row) for row in oracle.asked(rows, role)):
            continue
        found = estimate(frame, metric, periods=tuple(periods), split="country" if split else None, min_show=1)
        for place, period in enumerate(periods):
            for at, label in enumerate(found.segments or (None,)):
                segment = ("country", label) if split else None
                value = found.figure(found.group(place, at)).value
                if rule is None:
                    assert_agree(value, oracle.nps(rows, period, segment))
                else:
                    assert_agree(value, oracle.share(rows, role, rule, period, segment))
