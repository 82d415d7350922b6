"""Which bands of scores are offered: those that a scale in use can have; a yes or no has no middle."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.analysis.benchmarks import scales_in_use
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.query import Selection
from cxdesk.domain.scales import TOLERANCE, Band, BandRule, Refused, Scale, parse_scale
from cxdesk.metrics.registry import metric_of


def offered(counts: Mapping[str, int], inquiry: Inquiry, selection: Selection | None) -> Mapping[str, int]:
    """The counts by band, without a middle that nobody is in and that no scale in use has."""
    if selection is None or counts.get(Band.MIDDLE, 1):
        return counts
    asked = inquiry.compared(metric_of(selection.metric))
    scales = scales_in_use(asked) if isinstance(asked, Asked) else set()
    if not scales or any(has_middle(parse_scale(name)) for name in scales):
        return counts
    return {band: n for band, n in counts.items() if band != Band.MIDDLE}


def has_middle(scale: Scale) -> bool:
    """Whether any way of cutting it leaves points between the top and the bottom band."""
    every = (scale.cuts(rule, allow_proxy=True) for rule in BandRule)
    return any(not isinstance(one, Refused) and one.top_from - one.bottom_to > scale.step + TOLERANCE for one in every)
