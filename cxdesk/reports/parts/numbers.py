"""The summary and the cards."""

from __future__ import annotations

from collections.abc import Iterator

from cxdesk.analysis import wording
from cxdesk.analysis.why.words import statements
from cxdesk.analysis.wording import MARK_NAMES, TARGET_TONES, Measured
from cxdesk.domain.report import Facts, Section, Topic, changed
from cxdesk.domain.results import Card
from cxdesk.reports.document import Block, Cards, CardSaid, Heading, Lead, Paragraph, Run, Runs
from cxdesk.reports.parts import saying
from cxdesk.system.i18n import _

MOST_TOLD = 4


def summary(facts: Facts) -> Iterator[Block]:
    """What clearly changed, one line each, then what did not."""
    moved = [topic for topic in facts.leading if changed(topic.card)]
    lines = [_line(topic) for topic in moved[:MOST_TOLD]]
    further = moved[MOST_TOLD:]
    if further:
        lines.append((Run(_("Also changed: {names}.", names=_names(further)), "text2"),))
    steady = [topic for topic in facts.leading if not changed(topic.card) and _compared(topic.card)]
    if steady and facts.base is not None:
        lines.append((Run(_("No clear change: {names}.", names=_names(steady)), "text2"),))
    if not lines:
        lines.append((Run(_only_numbers(facts)),))
    if facts.partial and facts.as_of is not None:
        until = _("The period is still running: the data reach up to {day}.", day=saying.day_text(facts.as_of))
        lines.append((Run(until, "warn", sign="clock"),))
    yield Lead(tuple(lines))


def _compared(card: Card) -> bool:
    """Whether there was anything before to be compared with."""
    return card.change is not None and card.change.delta is not None


def _line(topic: Topic) -> Runs:
    """NPS −11: Down 18, from +7. Most of it happened in Starter."""
    card = topic.card
    said = wording.change_said(card.change, card.figure, Measured.of(card)) if card.change else None
    runs = [Run(f"{_(card.short_title)} {saying.said_value(card)}", bold=True)]
    if said is not None:
        runs.append(Run(f"{said.text}.", said.tone, sign=said.sign))
    if topic.why is not None:
        told = statements(topic.why, saying.named)[1:]
        runs += [Run(one.head, "text2") for one in told if one.part is not None and one.part.proven][:2]
    return tuple(runs)


def _names(topics: list[Topic]) -> str:
    return ", ".join(f"{_(topic.card.short_title)} {saying.said_value(topic.card)}" for topic in topics)


def _only_numbers(facts: Facts) -> str:
    if facts.leading:
        return _names(list(facts.leading))
    reasons = {card.figure.reason for card in facts.cards} - {None, "no_rows"}
    if len(reasons) == 1:
        text = saying.said_value(next(card for card in facts.cards if card.figure.reason in reasons))
        return f"{text[:1].upper()}{text[1:]}."
    return _("There are no data in this period.")


def cards(facts: Facts) -> Iterator[Block]:
    """The numbers themselves."""
    if not facts.topics:
        return
    yield Heading(_("The numbers"), _sure(facts), anchor=Section.CARDS)
    yield Cards(tuple(_card(one) for one in facts.cards))
    few = [card for card in facts.cards if card.figure.reason == "too_few"]
    if few:
        text = _("Numbers of fewer than {n} answers are left out.", n=facts.least)
        yield Paragraph((Run(text, "text3"),), "caption")


def _sure(facts: Facts) -> str:
    """How sure the intervals are, where there are any."""
    levels = {card.level: None for card in facts.cards if card.figure.low is not None}
    if not levels:
        return ""
    said = _(", and ").join(wording.level_text(level) for level in levels)
    return _("with {level} interval; n is how many were counted", level=said)


def verdict(card: Card) -> str:
    """What is said of the change, in words."""
    return wording.card_said(card).text if card.change is not None else ""


def _card(card: Card) -> CardSaid:
    how = Measured.of(card)
    if card.figure.value is None:
        return CardSaid(_(card.short_title), saying.label(card), "", "–", "", (Run(saying.said_value(card), "text2"),))
    written = wording.written(card.figure.value, how)
    lines = [Run(wording.evidence_text(card.figure, how), "text2")]
    said = wording.card_said(card)
    if said.text:
        lines.append(saying.run(said))
    if card.target is not None:
        text = _("target {value}", value=wording.target_text(card.target, card.better, how))
        lines.append(Run(text, TARGET_TONES[card.target.state], sign=MARK_NAMES[card.target.state]))
    after = f"{written.gap}{written.after}" if written.after else ""
    return CardSaid(_(card.short_title), saying.label(card), written.before, written.number, after, tuple(lines))
