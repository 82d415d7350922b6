"""The day of a row where no heading names it: the only column of days dates it; of several the person says which."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST, numeric_layout
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.intake.wordings import examples
from cxdesk.intake.wordings_of_cells import span
from cxdesk.system.i18n import N_, _

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

NO_DAY = "@none"
EARLIEST = "1970"  # days before are a program's for bare times of day, or births
_OTHER_DAYS = re.compile(
    r"birth|\bdob\b|naissance|\bne le\b|nascut|naster|expir|echeance|\bdue\b|deadline|scaden|termen|valid"
    r"|next\b|prochain|urmator|echeanc|limite"
)


def settle_day(draft: Draft) -> None:
    """Give the rows their day from a column that is nothing else, and ask where that is not plain."""
    kind = draft.kind
    name = kind.at
    if not name or kind.span is not None or draft.format is not None or name in draft.uses.values():
        return
    if any(one.id == "kind" and one.open for one in draft.doubts):
        return
    doubt = f"day:{name}"
    found = [at for at in range(len(draft.headings)) if at not in draft.uses and _could_date(draft, at)]
    if not found:
        return
    plain = len(found) == 1 and not _OTHER_DAYS.search(fold(draft.headings[found[0]]))
    choices = (
        *(
            Choice(str(at), Phrase("{column}", (("column", draft.headings[at]),)), _days(draft.guesses[at]))
            for at in found
        ),
        Choice(NO_DAY, Phrase(N_("None of them: the rows have no day"))),
    )
    title = Phrase(N_("Which column says when it was: {field}?"), (("field", _(kind.field(name).title)),))
    why = Phrase(N_("No heading names it; without a day the rows are in no period."))
    shown = examples(draft.guesses[found[0]]) if len(found) == 1 else ()
    draft.ask(Doubt(doubt, title, choices, str(found[0]) if plain else None, why, None, shown))
    said = draft.said(doubt) or (str(found[0]) if plain else NO_DAY)
    if said.isdigit() and int(said) in found:
        draft.uses[int(said)] = name
    for at in found:
        draft.uses.setdefault(at, ATTRIBUTE)


def _days(guess: Guess) -> Phrase:
    """From when to when the days of a column are."""
    return span(replace(guess.layouts[0], example=""), guess) if guess.layouts else Phrase("")


def _could_date(draft: Draft, at: int) -> bool:
    """Whether nearly every row has a day in the column; bare numbers only where they can be nothing but instants."""
    guess = draft.guesses[at]
    dated = guess.layouts[0].cells if guess.layouts and guess.layouts[0].first >= EARLIEST else 0
    if numeric_layout(guess).startswith("epoch"):
        dated = guess.filled
    return bool(guess.filled) and dated >= MOST * guess.filled and guess.filled >= MOST * guess.cells
