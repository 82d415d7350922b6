"""How the values behind a number are spread: every row in one bar, the comparison beside it, and the way back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cxdesk.analysis.distributions import distribution, stretches
from cxdesk.analysis.drilldown import drill
from cxdesk.domain.distribution import Spread
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN
from cxdesk.frame.frame import Frame
from tests.frame.memory import frame_of

FEBRUARY = Period(date(2024, 2, 1), date(2024, 3, 1))
ASKED = Query(range=FEBRUARY)


def answer(number: int, day: str, score: Any, scale: Any = ZERO_TO_TEN, role: str = "nps") -> dict[str, Any]:
    key = {"response": f"r{number}", "customer": f"c{number}", "role": role, "score": score, "scale": scale}
    return {**key, "submitted_at": f"{day}T12:00:00Z"}


def survey(*scores: Any, before: tuple[Any, ...] = ()) -> Frame:
    rows = [answer(n, "2024-02-10", score) for n, score in enumerate(scores)]
    rows += [answer(100 + n, "2024-01-10", score) for n, score in enumerate(before)]
    return frame_of({"answer": [*rows, answer(999, "2024-03-05", None)]})


def orders(*amounts: float) -> Frame:
    rows = [
        {"order": str(n), "customer": f"c{n}", "placed_at": "2024-02-10T12:00:00Z", "net_amount": amount * 10_000}
        for n, amount in enumerate(amounts)
    ]
    return frame_of({"order": rows})


class TestPoints:
    def test_every_point_of_the_scale_has_a_bar_with_its_band(self) -> None:
        found = distribution(ASKED, survey(10, 9, 8, 3, 3, None, before=(3, 3, 10)), Selection("nps"))
        assert found.spread is Spread.POINTS
        assert [bar.low for bar in found.bars] == list(range(11))
        assert [bar.n for bar in found.bars] == [0, 0, 0, 2, 0, 0, 0, 0, 1, 1, 1]
        assert [bar.base for bar in found.bars] == [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]
        assert (found.n, found.base_n, found.missing, found.scale) == (5, 3, 1, "0–10")
        assert [(band.part, band.n, band.tone) for band in found.bands] == [
            ("plus", 2, "good"), ("neutral", 1, "mid"), ("minus", 2, "bad"),
        ]  # fmt: skip
        assert found.bars[3].part == "minus"
        assert found.share(found.bars[3]) == 40
        assert found.mean == pytest.approx(6.6)

    def test_points_that_nobody_chose_are_of_the_band_around_them(self) -> None:
        found = distribution(ASKED, survey(10, 8, 6, 2), Selection("nps"))
        assert [bar.part for bar in found.bars] == ["minus"] * 7 + [""] + ["neutral"] + [""] + ["plus"]

    def test_answers_on_another_scale_are_counted_apart(self) -> None:
        rows = [answer(n, "2024-02-10", 5, ONE_TO_FIVE, "csat") for n in range(3)]
        rows += [answer(10 + n, "2024-02-10", 10, ZERO_TO_TEN, "csat") for n in range(2)]
        found = distribution(ASKED, frame_of({"answer": rows}), Selection("csat_top"))
        assert (found.scale, found.n, found.elsewhere) == ("1–5", 3, 2)

    def test_a_bar_leads_to_its_rows_and_to_no_others(self) -> None:
        frame = survey(10, 9, 8, 3, 3, None, before=(3,))
        for bar in distribution(ASKED, frame, Selection("nps")).bars:
            found = drill(ASKED, Selection("nps", low=bar.low, high=bar.high), frame)
            assert found.count == bar.n
            assert set(frame.column("answer", "score")[found.positions].tolist()) <= {bar.low}


class TestQuantities:
    def test_amounts_lie_in_stretches_of_one_round_width(self) -> None:
        amounts = [float(n) for n in range(1, 101)]
        found = distribution(Query(), orders(*amounts), Selection("avg_transaction_value"))
        assert found.spread is Spread.BINS
        assert sum(bar.n for bar in found.bars) == found.n == 100
        assert found.factor == pytest.approx(1e-4)
        median = next(mark for mark in found.percentiles if mark.percent == 50)
        assert median.value * found.factor == pytest.approx(50.5)
        bar = max(found.bars, key=lambda one: one.n)
        selection = Selection("avg_transaction_value", low=bar.low, high=bar.high)
        assert drill(Query(), selection, orders(*amounts)).count == bar.n

    def test_few_values_stand_side_by_side(self) -> None:
        found = distribution(Query(), orders(*[10.0] * 6, *[20.0] * 3), Selection("avg_transaction_value"))
        assert [(bar.low, bar.n) for bar in found.bars] == [(100_000.0, 6), (200_000.0, 3)]

    @given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=2, max_size=60))
    @example([0.0, 5e-324])
    @example([0.0, 1.385050705505965e-96])
    def test_no_value_falls_between_the_stretches(self, values: list[float]) -> None:
        edges = stretches(np.array(values))
        assert np.histogram(np.array(values), edges)[0].sum() == len(values)
        assert (np.diff(edges) > 0).all()
        assert len(edges) <= 64


class TestNothing:
    @pytest.mark.parametrize(
        ("of", "why"), [(Selection("avg_transaction_value"), "missing_kind"), (Selection("csat_top"), None)]
    )
    def test_there_is_a_reason(self, of: Selection, why: str | None) -> None:
        found = distribution(ASKED, survey(10), of)
        assert found.bars == ()
        assert found.why is not None
        assert why in (None, found.why)

    def test_a_segment_that_is_gone_has_no_rows(self) -> None:
        found = distribution(ASKED.with_(split="customer"), survey(10), Selection("nps", segment="nobody"))
        assert found.why == "no_rows"
