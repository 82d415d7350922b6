"""Small surveys as anybody might have them: several questions, scales, skips, repeated customers, missing dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ZERO_TO_TEN
from cxdesk.metrics.evaluate import Ask

START = datetime(2024, 1, 1, tzinfo=UTC)
ROLES = ("nps", "csat", "ces", "return_intent", "sat_resolution", "open")
SCALES = (ZERO_TO_TEN, ONE_TO_TEN, ONE_TO_FIVE, ONE_TO_FIVE.twin(), ONE_TO_SEVEN)
COUNTRIES = (None, "FR", "RO", "ô")


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    """One answer, anything about it being absent at times."""
    scale = draw(st.sampled_from(SCALES))
    day = draw(st.one_of(st.none(), st.integers(0, 120)))
    return {
        "response": f"r{draw(st.integers(0, 15))}",
        "role": draw(st.sampled_from(ROLES)),
        "scale": scale,
        "score": draw(st.one_of(st.none(), st.integers(-1, 12), st.just("meh"))),
        "customer": draw(st.one_of(st.none(), st.sampled_from("abcdef"))),
        "submitted_at": None if day is None else (START + timedelta(days=day)).isoformat(),
        "country": draw(st.sampled_from(COUNTRIES)),
        "comment": draw(st.sampled_from((None, "", "bun", "pas mal du tout", "!!"))),
        "weight": draw(st.one_of(st.none(), st.floats(0.1, 5))),
        "internal": draw(st.sampled_from((None, False, False, False, True))),
    }


@st.composite
def invitations(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "invitation": f"i{draw(st.integers(0, 9))}",
        "sent_at": (START + timedelta(days=draw(st.integers(0, 120)))).isoformat(),
        "bounced": draw(st.sampled_from((None, False, True))),
        "customer": draw(st.one_of(st.none(), st.sampled_from("abcdef"))),
        "country": draw(st.sampled_from(COUNTRIES)),
    }


@st.composite
def surveys(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Rows by kind; some answers name an invitation."""
    asked = draw(st.lists(invitations(), max_size=8))
    given = draw(st.lists(answers(), min_size=1, max_size=40))
    for answer in given:
        answer["invitation"] = draw(
            st.one_of(st.none(), st.sampled_from([one["invitation"] for one in asked] or [None]))
        )
    return {"answer": given, "invitation": asked}


def _period(first: int, days: int) -> Period:
    start = date(2024, 1, 1) + timedelta(days=first)
    return Period(start, start + timedelta(days=days))


PERIODS = st.builds(_period, st.integers(-10, 110), st.integers(1, 90))
FILTERS = st.sampled_from(
    (
        (),
        ("country=FR",),
        ("country=(none)|RO",),
        ("country!=FR",),
        ("has_comment=yes",),
        ("score>=5",),
        ("submitted_at>=2024-02",),
    )
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """A question as the screens put it: one period, several, units of a grain, with and without a split."""
    return Ask(
        filters=tuple(Condition.parse(text) for text in draw(FILTERS)),
        range=draw(st.one_of(st.none(), PERIODS)),
        grain=draw(st.sampled_from((None, None, Grain.MONTH, Grain.WEEK))),
        periods=tuple(draw(st.lists(PERIODS, max_size=3))),
        split=draw(st.sampled_from((None, "country", "weekday", "has_comment", "nps_band"))),
        min_show=draw(st.sampled_from((1, 5))),
    )
