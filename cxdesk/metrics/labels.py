"""Pieces of a definition's short label that several metrics share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import BandRule, Cuts, Scale
from cxdesk.system.i18n import N_

_COUNTED = {
    "latest": N_("latest per customer"),
    "first": N_("first per customer"),
}


def counting(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """How answers are counted, where that is not simply all of them, each once."""
    pieces = []
    if options.get("dedupe") in _COUNTED:
        pieces.append(Phrase(_COUNTED[options["dedupe"]]))
    if options.get("weight"):
        pieces.append(Phrase(N_("weighted")))
    return tuple(pieces)


def number(value: float) -> str:
    """A scale's point as written on questionnaires."""
    return str(int(value)) if float(value).is_integer() else str(value)


def between(low: float, high: float) -> str:
    """Points from `low` to `high`, such as 9–10, or the one point."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def on_scale(scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    """The scale in use, or that there are several."""
    titles = list(dict.fromkeys(scale.title for scale in scales))
    if not titles:
        return ()
    if len(titles) > 1:
        return (Phrase(N_("several scales")),)
    return (Phrase(N_("scale {scale}"), (("scale", titles[0]),)),)


def top_band(
    text: str, rule: BandRule, scales: Sequence[Scale], threshold: float | None = None, allow_proxy: bool = False
) -> tuple[Phrase, ...]:
    """`text` with {top} and {scale} filled from the one scale in use; with several, that each is cut on its own."""
    titles = {scale.title for scale in scales}
    if len(titles) != 1:
        return (Phrase(N_("each answer on its own scale")),) if scales else ()
    scale = scales[0]
    cuts = scale.cuts(rule, threshold, allow_proxy)
    if not isinstance(cuts, Cuts):
        return ()
    values = (
        ("top", between(cuts.top_from, scale.max)),
        ("bottom", between(scale.min, cuts.bottom_to)),
        ("scale", scale.title),
        ("max", number(scale.max)),
    )
    return (Phrase(text, values),)
