"""What tables of records leave open: are ends covered, are rows of one id lines or states, in which unit is a bare
length of time, which dollar is a dollar, what does an amount cover, what does a word of a closed list mean.

Each is proposed where the rows or headings speak for an answer, and open only where they do not and it matters. What
the person said stands in the mapping's options under `said`, so that it is remembered with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.currencies import SHARED, currency_of
from cxdesk.domain.kinds import Field, Type, fold_word
from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.text import fold
from cxdesk.intake import wordings_of_records as wordings
from cxdesk.intake.carrying import CARRIED, settle_carried
from cxdesk.intake.cells_of_durations import LEFT, unit_of
from cxdesk.intake.completing import ENDS, FIRST_FREE, LAST, LAST_DAY, LINES, REPEAT
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.minor_units import MINOR, settle_minor
from cxdesk.intake.snapshots import LIST

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

SAID = "said"
UNIT_NAMES = ("seconds", "minutes", "hours", "days")
KEEP = "@keep"  # a word that stays as it is
AS_WRITTEN = "@sign"  # a shared sign that nobody explained
WHOLE, WITH_TAX, LINE = "net_amount", "gross_amount", "line_amount"
WORDS_ASKED = 12
TELLING, LEAST_VOTES, FEW_AGAINST = 0.2, 3, 0.25
CLOCKED = frozenset({"web_session", "usage_event"})  # tools that count visits write seconds
LONG_CALL, LONG_CASE = 180, 1_000_000  # so much can only be seconds: of a call, of a ticket's life
_INCLUSIVE = re.compile(
    r"last day|through\b|inclusi|dernier jour|inclus|ultima zi|until and including|\bto date\b"
    r"|reporting ends|fin des rapports|sfarsitul raport"
)
_EXPLICIT_AMOUNT = re.compile(
    r"\b(net|ht|hors|excl\w*|gross|brut|ttc|incl\w*|tva|vat|tax|line|ligne|linie|item|order|commande|comanda"
    r"|invoice|facture)\b"
)
ID_OF_LINES = ("line_id", "product", "quantity", "unit_price", "line_amount")

Settled = tuple[tuple[ColumnUse, ...], dict[str, Any]]


def settle_records(draft: Draft, columns: Sequence[ColumnUse], options: dict[str, Any]) -> Settled:
    """The columns and options of a mapping with these questions proposed or answered."""
    columns = tuple(_amount(draft, use, columns) for use in columns)
    columns = settle_minor(draft, tuple(_cells(draft, use, columns) for use in columns))
    options = options | _ends(draft, columns) | _repeated(draft, columns) | settle_carried(draft, columns)
    said = {name: choice for name, choice in draft.decisions.answers.items() if is_of_records(name)}
    return columns, options | ({SAID: said} if said else {})


def is_of_records(doubt: str) -> bool:
    """Whether a doubt is one of those that are remembered as said."""
    name = doubt.partition(":")[0]
    of_cells = ("unit", "currency", "amount", "word", "mark", "meaning")
    return name in (ENDS, REPEAT, CARRIED, MINOR, LIST, "billed", "counted", "also", *of_cells)


def _declared(draft: Draft, use: ColumnUse) -> Field | None:
    return None if use.field.startswith("@") else draft.kind.field(use.field)


# Ends


def _ends(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    uses = [use for use in columns if (field := _declared(draft, use)) is not None and field.ends]
    filled = [use for use in uses if draft.guesses[use.index].filled]
    if not filled:
        return {}
    free, last, rows = 0, 0, 0
    for use in filled:
        votes = draft.basis.relations.get(f"end:{use.index}", (0, 0))
        free, last, rows = free + votes[0], last + votes[1], rows + draft.guesses[use.index].filled
    inclusive = any(_INCLUSIVE.search(fold(use.heading.replace("_", " "))) for use in filled)
    proposed = _side(free, last, rows)
    if proposed is None and not max(free, last) >= max(LEAST_VOTES, TELLING * rows):
        proposed = LAST_DAY if inclusive else FIRST_FREE
    said = draft.said(ENDS)
    if said is None and draft.told(ENDS):
        return {ENDS: draft.told(ENDS)}
    if said is not None or inclusive or proposed != FIRST_FREE:
        draft.ask(wordings.ends_doubt(filled, draft.guesses, proposed, free, last))
    return {ENDS: said or proposed or FIRST_FREE}


def _side(free: int, last: int, rows: int) -> str | None:
    """What most rows that tell say; None where none or too few do, or both sides have many."""
    least = max(LEAST_VOTES, TELLING * rows)
    if last >= least and free <= FEW_AGAINST * last:
        return LAST_DAY
    return FIRST_FREE if free >= least and last <= FEW_AGAINST * free else None


# Rows of one id


def _repeated(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    kind = draft.kind
    key = next((use for use in columns if use.field in kind.key[:1]), None)
    if key is None or kind.has("role") or kind.span is not None:
        return {}
    guess, said = draft.guesses[key.index], draft.said(REPEAT)
    if guess.distinct >= guess.filled and said is None:
        return {}
    if said is None and draft.told(REPEAT):
        return {REPEAT: draft.told(REPEAT)}
    given = {use.field for use in columns}
    proposed: str | None = LINES if kind.lines else LAST
    if kind.lines and not given & set(ID_OF_LINES):
        proposed = LAST if "status" in given else None
    if said is not None or proposed != (LINES if kind.lines else LAST):
        draft.ask(wordings.repeat_doubt(key, guess, proposed, "status" in given))
    return {REPEAT: said or proposed or LINES}


# What an amount covers


def _amount(draft: Draft, use: ColumnUse, columns: Sequence[ColumnUse]) -> ColumnUse:
    """An order's plain "amount" may be that of the order or of the line, without tax or with it."""
    if not draft.kind.lines or use.field not in (WHOLE, WITH_TAX, LINE) or not draft.guesses[use.index].filled:
        return use
    doubt = f"amount:{use.index}"
    said = draft.said(doubt)
    chosen = use.index in draft.decisions.uses
    given = {other.field for other in columns if other.index != use.index}
    chosen = chosen or (draft.format is not None and draft.format.use(use.heading) == use.field)
    if said is None and (chosen or _EXPLICIT_AMOUNT.search(fold(use.heading.replace("_", " ")))):
        return use
    key = next((other.index for other in columns if other.field in draft.kind.key[:1]), -1)
    same, several = draft.basis.relations.get(f"same:{key}:{use.index}", (0, 0))
    proposed: str | None = use.field
    if several and use.field != LINE:
        varied = several - same
        proposed = LINE if varied > same and LINE not in given else use.field
        proposed = None if varied and same and min(varied, same) > FEW_AGAINST * max(varied, same) else proposed
    if said is not None or several or proposed is None:
        draft.ask(wordings.amount_doubt(use, draft.guesses[use.index], proposed, same, several))
    return replace(use, field=said or proposed or use.field)


# Cells


def _cells(draft: Draft, use: ColumnUse, columns: Sequence[ColumnUse]) -> ColumnUse:
    field = _declared(draft, use)
    guess = draft.guesses[use.index]
    if field is None or not guess.filled:
        return use
    if field.type is Type.DURATION:
        return _unit(draft, use, guess)
    if field.type is Type.BOOL and draft.format is not None:
        told = draft.format.said("units", draft.basis.raw_headings[use.index], use.heading)
        return replace(use, layout=LEFT) if told == LEFT else use
    if field.type is Type.MONEY:
        return _currency(draft, use, guess, columns)
    return _words(draft, use, field, guess) if field.words and field.type is Type.LABEL else use


def _unit(draft: Draft, use: ColumnUse, guess: Guess) -> ColumnUse:
    """The unit of a bare number; a heading, or a unit in the cells, leaves nothing to ask."""
    doubt = f"unit:{use.index}"
    said = draft.said(doubt)
    told = draft.format.said("units", draft.basis.raw_headings[use.index], use.heading) if draft.format else None
    if told is not None and said is None:
        return replace(use, layout=told)
    bare = guess.numbers.cells >= MOST * guess.filled and not guess.durations
    if said is None and (not bare or unit_of(use.heading) is not None or (guess.numbers.high or 0) == 0):
        return use
    proposed = "seconds" if _counted_in_seconds(draft.kind.name, use.field, guess) else None
    draft.ask(wordings.unit_doubt(use, guess, proposed))
    return replace(use, layout=said or proposed or "")


def _counted_in_seconds(kind: str, field: str, guess: Guess) -> bool:
    high = guess.numbers.high or 0.0
    long = LONG_CASE if kind == "ticket" and not field.startswith("handle") else LONG_CALL
    return kind in CLOCKED or (guess.numbers.whole == guess.numbers.cells and high >= long)


def _currency(draft: Draft, use: ColumnUse, guess: Guess, columns: Sequence[ColumnUse]) -> ColumnUse:
    """A sign that several currencies share; a column of currencies, or the heading, says which is meant."""
    sign, doubt = guess.numbers.currency, f"currency:{use.index}"
    said = draft.said(doubt)
    if said is None and (sign not in SHARED or any(other.field == "currency" for other in columns)):
        return use
    named = next((word for word in re.findall(r"[A-Z]{3}", use.heading.upper()) if word in SHARED.get(sign, ())), None)
    draft.ask(wordings.currency_doubt(use, guess, named or AS_WRITTEN, named is not None))
    chosen = said or named or AS_WRITTEN
    if chosen == AS_WRITTEN:
        return use
    return replace(use, labels={**use.labels, sign: currency_of(chosen)})


# Words of closed lists


def _words(draft: Draft, use: ColumnUse, field: Field, guess: Guess) -> ColumnUse:
    known = field.folded_words()
    labels = dict(use.labels)
    unknown = [seen for seen in guess.values if seen.text not in labels and is_unknown(seen.text, known)]
    for seen in unknown[:WORDS_ASKED]:
        draft.ask(wordings.word_doubt(use, field, seen, KEEP))
    for seen in unknown:
        said = draft.said(f"word:{use.index}:{seen.text}")
        if said in field.words:
            labels[seen.text] = str(said)
    return replace(use, labels=labels)


def is_unknown(text: str, known: Any) -> bool:
    """Whether a cell is a word, and none that the list knows."""
    return bool(text) and fold(text) not in MISSING_WORDS and fold_word(text) not in known
