"""Pieces of labels that the numbers about customers over time share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_


def how(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """How customers were counted, where that is not the usual way."""
    pieces = []
    if options.get("unit") == "subscription":
        pieces.append(Phrase(N_("subscriptions")))
    if options.get("read_at") == "closing":
        pieces.append(Phrase(N_("read at the close of the day before")))
    if options.get("currency"):
        pieces.append(Phrase(N_("in {currency}"), (("currency", str(options["currency"])),)))
    if options.get("grace"):
        pieces.append(Phrase(N_("{n} days of grace"), (("n", str(options["grace"])),)))
    return tuple(pieces)
