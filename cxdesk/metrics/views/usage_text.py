"""Pieces of labels that the numbers about use share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_

_WINDOWS = {"7": N_("last 7 days"), "28": N_("last 28 days"), "30": N_("last 30 days")}


def how(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """Who and what was counted, where that is not the usual way."""
    pieces = []
    if options.get("window") in _WINDOWS:
        pieces.append(Phrase(_WINDOWS[options["window"]]))
    if options.get("unit") == "customer":
        pieces.append(Phrase(N_("customers")))
    if options.get("events"):
        pieces.append(Phrase(N_("events: {names}"), (("names", options["events"].replace("|", ", ")),)))
    if options.get("days") == "weekdays":
        pieces.append(Phrase(N_("Monday to Friday")))
    return tuple(pieces)
