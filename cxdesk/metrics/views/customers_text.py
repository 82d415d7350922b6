"""Pieces of labels that the numbers about customers over time share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.system.i18n import N_


def how(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """How customers were counted, where that is not the usual way."""
    pieces = list(_base(options))
    if options.get("unit") == "subscription":
        pieces.append(Phrase(N_("subscriptions")))
    if options.get("read_at") == "closing":
        pieces.append(Phrase(N_("read at the close of the day before")))
    if options.get("trials") == "counted":
        pieces.append(Phrase(N_("trials included")))
    if options.get("currency"):
        pieces.append(Phrase(N_("in {currency}"), (("currency", str(options["currency"])),)))
    if options.get("grace"):
        pieces.append(plural("{n} day of grace", "{n} days of grace", options["grace"]))
    return tuple(pieces)


def _base(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """Who is a customer at all, where that is not who has a subscription."""
    if options.get("base") == "snapshot":
        return (Phrase(N_("as of the day of the list")),)
    if options.get("base") != "orders":
        return ()
    days = float(options.get("inactivity_days") or 0)
    if options.get("own_gaps"):
        return (
            plural(
                "gone after twice the customer's own gap, else {n} day without an order",
                "gone after twice the customer's own gap, else {n} days without an order",
                days,
            ),
        )
    return (plural("gone after {n} day without an order", "gone after {n} days without an order", days),)
