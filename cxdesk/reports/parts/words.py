"""What customers wrote."""

from __future__ import annotations

from collections.abc import Iterator

from cxdesk.domain.period_words import day_text
from cxdesk.domain.report import Facts, Section
from cxdesk.domain.results import CommentRow
from cxdesk.reports.document import Block, Heading, Paragraph, Quote, Quotes, Run
from cxdesk.system.i18n import _, ngettext, number

LANGUAGES = {"en": "English", "fr": "Français", "ro": "Română"}


def comments(facts: Facts) -> Iterator[Block]:
    """Chosen comments, the unhappy first."""
    if not facts.comments:
        return
    shown = len(facts.comments)
    note = ngettext("{shown} of {n} comment", "{shown} of {n} comments", facts.comments_behind, shown=number(shown))
    yield Heading(_("In their words"), note, anchor=Section.COMMENTS)
    yield Quotes(tuple(_quote(row, facts.recipe.personal) for row in facts.comments))
    if not facts.recipe.personal:
        text = _("Names, e-mail addresses and numbers are left out; what people wrote may still tell who they are.")
        yield Paragraph((Run(text, "text3"),), "caption")


def _quote(row: CommentRow, personal: bool) -> Quote:
    pieces = [day_text(row.day) if row.day else "", ", ".join(_(theme) for theme in row.themes)]
    if personal:
        pieces.insert(0, row.customer)
    score = "" if row.score is None else number(row.score, 0 if float(row.score).is_integer() else 1)
    return Quote(row.text.strip(), " · ".join(filter(None, pieces)), score, row.band or "", row.lang)
