"""Subscriptions of which only the name of the plan says for how long one pays: `Annuel`, `Student yearly`.

Option of a mapping: `billed`, text of the plan (folded) → interval. Without it 890 a year would count as 890 a month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.intake.mapping import ColumnUse
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

BILLED = "billed"
PLAN, MONTH, ONCE = "plan", "month", "one_time"
INTERVAL, OTHERS = "interval", ("interval", "mrr", "arr")
SHORTEST = 4  # letters of a word that is looked for within a name
_WORD = re.compile(r"\w+")


def settle_billed(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, dict[str, str]]:
    """The option of a mapping, proposed with what follows from it, where plans are paid otherwise than by the month."""
    own = {use.field: use for use in columns}
    if not draft.kind.has(INTERVAL) or PLAN not in own or "amount" not in own or own.keys() & set(OTHERS):
        return {}
    guess = draft.guesses[own[PLAN].index]
    named = {fold(seen.text): said for seen in guess.values if (said := interval_in(seen.text))}
    if guess.distinct != len(guess.values) or not set(named.values()) - {MONTH}:
        return {}
    examples = tuple(seen.text for seen in guess.values if fold(seen.text) in named)
    choices = (
        Choice(PLAN, Phrase(N_("For as long as the name of the plan says"))),
        Choice(MONTH, Phrase(N_("For a month, whatever the plan is called"))),
    )
    question = Phrase(N_("For how long does one pay the amount in “{column}”?"), (("column", own["amount"].heading),))
    evidence = Phrase(N_("Plans are called {names}."), (("names", ", ".join(examples[:3])),))
    draft.ask(Doubt(BILLED, question, choices, PLAN, evidence, own["amount"].index, examples))
    return {BILLED: named} if draft.said(BILLED) != MONTH else {}


def interval_in(name: str) -> str:
    """The interval that the name of a plan holds; "" for none, or several."""
    found = {said for word in _WORD.findall(fold(name)) if (said := _words().get(word))}
    return found.pop() if len(found) == 1 else ""


@cache
def _words() -> dict[str, str]:
    field = kind_named("subscription").field(INTERVAL)
    return {
        fold(word): value
        for value, words in field.words.items()
        if value != ONCE
        for word in (value, *words)
        if len(word) >= SHORTEST and " " not in word
    }
