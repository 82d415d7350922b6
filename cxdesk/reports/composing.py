"""Facts in words: the document of a report in the language of its readers, whatever language the window has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from cxdesk.domain.attribute_words import title_of, value_title
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.pack import Since
from cxdesk.domain.report import Facts, Section
from cxdesk.reports.document import Block, Document
from cxdesk.reports.parts import appendix, courses, numbers, places, saying, words
from cxdesk.system import i18n
from cxdesk.system.i18n import _

PARTS: dict[Section, Callable[[Facts], Iterator[Block]]] = {
    Section.SUMMARY: numbers.summary,
    Section.CARDS: numbers.cards,
    Section.TRENDS: courses.trends,
    Section.CHANGES: places.changes,
    Section.BREAKDOWNS: places.breakdowns,
    Section.DISTRIBUTION: places.spreads,
    Section.COMMENTS: words.comments,
    Section.DEFINITIONS: appendix.definitions,
    Section.RECEIPTS: appendix.receipts,
}


def compose(facts: Facts, since: Since | None = None) -> Document:
    """The document; its sections in their own order, those that have nothing to say left out. `since` adds at the end
    what the data would say now of a closed period.
    """
    language = facts.recipe.language or i18n.language()
    with i18n.speaking(language):
        blocks = [block for section in Section if facts.has(section) for block in PARTS[section](facts)]
        blocks += appendix.restated(since) if since is not None else ()
        return Document(
            language=language,
            paper=facts.recipe.paper,
            kicker=_("{name} · customer experience report", name=called(facts)),
            title=capital(saying.period_name(facts.range)),
            beside=tuple(filter(None, (saying.compared(facts), *asked(facts)))),
            foot=f"{called(facts)} · {saying.period_name(facts.range)}",
            blocks=tuple(blocks),
        )


def called(facts: Facts) -> str:
    """What the report is about: its own title, else the workspace's name, with a capital."""
    name = facts.recipe.title or PurePath(facts.workspace).stem
    return capital(name)


def capital(text: str) -> str:
    """A title: August 2026, Août 2026."""
    return text[:1].upper() + text[1:]


def asked(facts: Facts) -> Iterator[str]:
    """Filters, and up to when the data reach."""
    for one in facts.recipe.query.filters:
        yield condition(one)
    if facts.as_of is not None:
        yield _("data up to {day}", day=saying.day_text(facts.as_of))


def condition(one: Condition) -> str:
    """A filter as a person reads it."""
    title = title_of(one.field)
    if one.op is Op.IS:
        values = ", ".join(value_title(one.field, value) for value in one.values)
        return _("{field}: {values}", field=title, values=values)
    return one.sentence(title)
