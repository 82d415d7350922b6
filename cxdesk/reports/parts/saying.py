"""Words that several sections share: names of segments and themes, periods, what a number is called."""

from __future__ import annotations

from cxdesk.analysis import wording
from cxdesk.analysis.remedies import why
from cxdesk.analysis.wording import Measured, Said
from cxdesk.domain.attribute_words import in_sentence, value_title
from cxdesk.domain.period_words import day_text, in_full, short
from cxdesk.domain.periods import Period
from cxdesk.domain.report import Facts
from cxdesk.domain.results import Card
from cxdesk.reports.document import Run
from cxdesk.system.i18n import _

__all__ = ["by", "compared", "day_text", "days_of", "label", "named", "period_name", "run", "said_value"]


def named(attribute: str, value: str | None) -> str:
    """A value as people see it."""
    return value_title(attribute, value)


def by(attribute: str) -> str:
    """By plan."""
    return _("by {attribute}", attribute=in_sentence(attribute))


def period_name(period: Period | None) -> str:
    """August – October 2026, or all dates."""
    return short(period) if period is not None else _("All dates")


def days_of(period: Period) -> str:
    """Both ends in full."""
    return in_full(period)


def said_value(card: Card) -> str:
    """The number with its unit, or why there is none."""
    if card.figure.value is None:
        return why(card.figure.reason or "")
    return wording.value_text(card.figure.value, Measured.of(card))


def label(card: Card) -> str:
    """The definition in a few words."""
    return " · ".join(phrase.say() for phrase in card.label)


def run(said: Said) -> Run:
    """A line of a card, its sign before it."""
    return Run(said.text, said.tone, sign=said.sign)


def compared(facts: Facts) -> str:
    """With what the period is compared; empty where with nothing."""
    return _("compared with {period}", period=short(facts.base)) if facts.base is not None else ""
