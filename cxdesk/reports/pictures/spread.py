"""How the rows behind a number are spread, as bars on paper."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from cxdesk.analysis.wording import Measured, bare
from cxdesk.domain.distribution import Bar, Distribution, Spread
from cxdesk.reports.pictures.drawing import MID, MIDDLE, Drawing, Line, Mark, Words, box
from cxdesk.system.i18n import number, percent_gap

SIDE, TOP, FOOT = 8.0, 12.0, 14.0
WIDEST = 46.0
MOST_LABELS = 14
LETTER = 3.9  # points that a letter below a bar takes, on the average


def draw_spread(found: Distribution, width: float, height: float = 110.0) -> Drawing:
    """Bars by share, the comparison's as a line across; the height of the highest is the height of the chart."""
    return Drawing(width, height, tuple(_marks(found, width, height)))


def _marks(found: Distribution, width: float, height: float) -> Iterator[Mark]:
    tones = {band.part: band.tone for band in found.bands}
    bottom = height - FOOT
    slot = (width - 2 * SIDE) / max(len(found.bars), 1)
    wide = min(slot * 0.72, WIDEST)
    most = max((max(found.share(bar), found.base_share(bar) or 0.0) for bar in found.bars), default=1.0) or 1.0
    every = -(-len(found.bars) // MOST_LABELS)
    names = [bar_name(found, bar) for bar in found.bars]
    apart = max(every, ceil(LETTER * (max(map(len, names), default=0) + 1) / slot))
    for at, bar in enumerate(found.bars):
        middle = SIDE + (at + 0.5) * slot
        share, before = found.share(bar), found.base_share(bar)
        tall = (bottom - TOP) * share / most
        tone = tones.get(bar.part, MID)
        yield box(middle - wide / 2, bottom - tall, wide, tall, tone if tone in ("good", "bad") else MID)
        if before is not None:
            y = bottom - (bottom - TOP) * before / most
            yield Line(((middle - wide / 2 - 2, y), (middle + wide / 2 + 2, y)), "text2", 1.1)
        if share and every == 1:
            above = bottom - max(tall, (bottom - TOP) * (before or 0.0) / most)
            yield Words(middle, above - 3, _percent(share), "text2", 6.5, MIDDLE)
        if at % apart == 0:
            yield Words(middle, bottom + 10, names[at], "text3", 7, MIDDLE)
    yield Line(((SIDE, bottom), (width - SIDE, bottom)), "axis", 0.75)


def bar_name(found: Distribution, bar: Bar) -> str:
    """What stands below a bar."""
    if found.spread is Spread.PARTS or (bar.low is None and bar.high is None):
        return next((band.title.say() for band in found.bands if band.part == bar.part), bar.part)
    how = Measured(found.unit, found.decimals, currency=found.currency)
    if bar.low is None:
        return f"< {bare((bar.high or 0.0) * found.factor, how)}"
    low = bar.low * found.factor
    if bar.high is None:
        return f"≥ {bare(low, how)}"
    if found.spread is Spread.POINTS or bar.high == bar.low:
        whole = float(low).is_integer()
        return bare(low, how) if how.unit and not whole else number(low, 0 if whole else 1)
    return f"{bare(low, how)}–{bare(bar.high * found.factor, how)}"


def _percent(share: float) -> str:
    return f"{number(share, 0 if share >= 10 else 1)}{percent_gap()}%"
