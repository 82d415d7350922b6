"""Cards as a table of texts, for the clipboard: what each says, in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterable

from cxdesk.analysis import wording
from cxdesk.analysis.remedies import why
from cxdesk.analysis.wording import Measured
from cxdesk.domain.results import Card
from cxdesk.system.i18n import _, number


def card_table(cards: Iterable[Card], least: int) -> list[list[str]]:
    """Head and one line for each card that has a value or says why it has none; below `least` answers no value."""
    head = [_("Number"), _("Definition"), _("Value"), _("Interval"), "n", _("Change"), _("Target")]
    return [head, *(_line(wording.withheld(card, least)) for card in cards)]


def _line(card: Card) -> list[str]:
    figure, how = card.figure, Measured.of(card)
    told = figure.value is not None
    value = wording.value_text(figure.value, how) if told else why(figure.reason or "")
    change = wording.change_said(card.change, figure, how).text if told and card.change is not None else ""
    target = wording.target_text(card.target, card.better, how) if card.target is not None else ""
    label = " · ".join(phrase.say() for phrase in card.label)
    return [_(card.title), label, value, wording.interval_text(figure, how), number(figure.n), change, target]
