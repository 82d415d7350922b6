"""How the cells of a column are written: date layout, zone, number marks, words for nothing; and the doubts about
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain.currencies import USUAL_PARTS, currency_of, parts_of
from cxdesk.domain.kinds import Type
from cxdesk.domain.results import Phrase
from cxdesk.intake import wordings_of_cells as wordings
from cxdesk.intake.clocks import clock_of
from cxdesk.intake.dates import order, twin
from cxdesk.intake.evidence import Guess, LayoutCount
from cxdesk.intake.fields import numeric_layout
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, QUESTION, ColumnUse
from cxdesk.intake.stated import day_count
from cxdesk.intake.synonyms import zone_in

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

FEW_CONTRARY = 0.02  # up to so many cells against a day-month order may be slips
CODE_SHARE = 0.05  # a word for nothing in free text is one only when it is that common
CODE_LEAST = 3
NUMERIC = 0.95

Weighed = tuple[LayoutCount, bool, bool, Phrase | None]  # layout, nothing to ask, may be proposed, why it is


def settle(draft: Draft, at: int) -> ColumnUse:
    """The column's use with all that reading its cells needs."""
    from cxdesk.intake.by_format import cells_of

    use = ColumnUse(at, draft.headings[at], draft.uses[at], of=draft.of.get(at))
    return use if use.field == IGNORE else cells_of(draft, _settled(draft, use, draft.guesses[at]))


def _settled(draft: Draft, use: ColumnUse, guess: Guess) -> ColumnUse:
    if use.field == ATTRIBUTE:
        return replace(use, missing=_missing_of_attribute(guess))
    if use.field == QUESTION:
        return _question(draft, use, guess)
    if use.field == COMMENT_OF:
        return replace(use, missing=text_codes(guess))
    return _field(draft, use, guess)


def _question(draft: Draft, use: ColumnUse, guess: Guess) -> ColumnUse:
    question = draft.questions[use.index]
    if question.scale is None:
        return replace(use, missing=text_codes(guess))
    return use


def _field(draft: Draft, use: ColumnUse, guess: Guess) -> ColumnUse:
    kind = draft.kind.field(use.field).type
    if kind in (Type.INSTANT, Type.DATE):
        return _date(draft, use, guess)
    if kind in (Type.NUMBER, Type.MONEY, Type.DURATION):
        decimal, group = _marks(draft, use, guess)
        sign = guess.numbers.currency if kind is Type.MONEY else ""
        return replace(use, decimal=decimal, group=group, labels={sign: currency_of(sign)} if sign else {})
    if kind is Type.COMMENT:
        return replace(use, missing=text_codes(guess))
    if guess.filled and guess.emails >= NUMERIC * guess.filled:  # among addresses "n/a" is no name
        return replace(use, missing=tuple(seen.text for seen in guess.missing))
    return use


def text_codes(guess: Guess) -> tuple[str, ...]:
    """Words for nothing that are so common in a free text that they are a code and no comment. Same spelling only."""
    least = max(CODE_LEAST, CODE_SHARE * guess.cells)
    return tuple(seen.text for seen in guess.missing if seen.count >= least)


def _missing_of_attribute(guess: Guess) -> tuple[str, ...]:
    """In columns of numbers and dates every word for nothing is one; among names "NA" may be a name."""
    plain = guess.numbers.cells >= NUMERIC * guess.filled or bool(guess.layouts)
    return tuple(seen.text for seen in guess.missing) if plain and guess.filled else ()


# Dates


def _date(draft: Draft, use: ColumnUse, guess: Guess) -> ColumnUse:
    said = draft.said(f"dates:{use.index}")
    counted = day_count(draft, use) if said is None else None
    if counted is not None:
        return counted
    rivals = guess.layouts or (guess.months if draft.kind.field(use.field).months else ())
    if not rivals:
        return _numeric_date(draft, use, guess, said)
    best, sure, proposed, why = _weighed(draft, use, rivals)
    if not sure or said is not None:
        draft.ask(wordings.dates_doubt(use, guess, best.layout if proposed else None, why))
    layout = said or best.layout
    chosen = next((one for one in rivals if one.layout == layout), best)
    use = replace(use, layout=layout)
    if not chosen.times and draft.kind.field(use.field).type is Type.INSTANT:
        use = replace(use, clock=clock_of(use, use.field == draft.kind.at, draft.uses, draft.guesses))
    times = chosen.cells if use.clock is not None else chosen.times
    return replace(use, zone=_zone(draft, use, replace(chosen, times=times)))


def _weighed(draft: Draft, use: ColumnUse, rivals: tuple[LayoutCount, ...]) -> Weighed:
    """What the column's own cells say, else what the rest of the table says."""
    best, sure, proposed = _best(rivals)
    other = next((one for one in rivals[1:] if _is_twin(best, one)), None)
    if sure or best.proven or other is None or other.cells != best.cells:
        return best, sure, proposed, None
    shown = _shown_elsewhere(draft, use.index, best)
    if shown is not None:
        return (best if shown == best.layout else other), True, True, None
    if draft.format is not None and draft.format.sure_order:
        written = best if _first_part(best.layout) == draft.format.order[:1] else other
        return written, True, True, None
    return _leaning(draft, use, (best, other))


def _first_part(layout: str) -> str:
    """`d` or `m`, whichever stands first."""
    return min("dm", key=lambda part: layout.find(f"%{part}"))


def _best(rivals: tuple[LayoutCount, ...]) -> tuple[LayoutCount, bool, bool]:
    """(layout, nothing to ask, may be proposed) by the column's own cells."""
    best = rivals[0]
    other = next((one for one in rivals[1:] if _is_twin(best, one)), None)
    if other is None:
        close = [one for one in rivals[1:] if one.cells == best.cells]
        return best, not close, not close
    if other.cells == best.cells and not best.proven:
        return best, False, False
    contrary = other.proven
    if not contrary:
        return best, True, True
    return best, False, contrary <= FEW_CONTRARY * best.cells and best.proven > contrary


def _shown_elsewhere(draft: Draft, at: int, best: LayoutCount) -> str | None:
    """The layout whose order of day and month the other columns written with the same marks prove, if they agree."""
    mine = {order(best.layout): best.layout, order(twin(best.layout) or ""): twin(best.layout)}
    found = set()
    for guess in draft.guesses:
        first = guess.layouts[0] if guess.layouts and guess.index != at else None
        if first is not None and first.proven and order(first.layout) in mine and _best(guess.layouts)[1]:
            found.add(mine[order(first.layout)])
    return found.pop() if len(found) == 1 else None


def _leaning(draft: Draft, use: ColumnUse, pair: tuple[LayoutCount, LayoutCount]) -> Weighed:
    """What speaks for one of two orders without proving it; nothing may be proposed where it speaks for both."""
    reasons: list[tuple[LayoutCount, Phrase]] = []
    for one, other in (pair, pair[::-1]):
        said = _said_of_another(draft, use.index, one)
        if said is not None:
            reasons.append((one, wordings.as_said_of(said)))
        if draft.format is not None and _first_part(one.layout) == draft.format.order[:1]:
            reasons.append((one, wordings.as_the_tool_writes(draft.format)))
        if one.in_order and not other.in_order:
            reasons.append((one, wordings.rows_in_order()))
        if one.layout.startswith("%d") and _writes_commas(draft):
            reasons.append((one, wordings.decimal_comma()))
    chosen = {one.layout for one, _why in reasons}
    if len(chosen) != 1:
        return pair[0], False, False, None
    return reasons[0][0], False, True, reasons[0][1]


def _said_of_another(draft: Draft, at: int, one: LayoutCount) -> str | None:
    """The heading of another column of which the person said this very order."""
    for place, heading in enumerate(draft.headings):
        said = draft.said(f"dates:{place}")
        if place != at and said is not None and order(said) == order(one.layout):
            return heading
    return None


def _writes_commas(draft: Draft) -> bool:
    """Whether the table is written as where decimals have a comma: there the day comes first."""
    return draft.basis.delimiter == ";" or table_decimal(draft.guesses) == ","


def _is_twin(one: LayoutCount, other: LayoutCount) -> bool:
    return twin(one.layout) == other.layout


def _numeric_date(draft: Draft, use: ColumnUse, guess: Guess, said: str | None) -> ColumnUse:
    layout = said or numeric_layout(guess)
    if not layout:
        return use
    if said is not None:
        draft.ask(wordings.dates_doubt(use, guess, said))
    zone = "offset" if layout.startswith("epoch") else _said_zone(draft, use, "floating" if _whole(guess) else "")
    return replace(use, layout=layout, zone=zone)


def _whole(guess: Guess) -> bool:
    return guess.numbers.whole == guess.numbers.cells


def _zone(draft: Draft, use: ColumnUse, found: LayoutCount) -> str:
    """How wall times become instants. A heading or format may name the zone; days alone never shift. Of several columns
    of which the same zone is said the person is asked once.
    """
    if found.times == 0:
        return "floating"
    if found.offsets == found.cells:
        return "offset"
    by_heading = draft.basis.zones.get(use.index) or zone_in(use.heading)
    tool = draft.format if not by_heading and draft.format is not None and draft.format.zone else None
    stated = tool.zone if tool is not None else by_heading
    said = draft.said(f"zone:{use.index}")
    if stated or said is not None:
        asked = wordings.zone_doubt(use, stated, tool.tool if tool is not None else "")
        zones = ((at, one) for at, one in enumerate(draft.doubts) if one.id.startswith("zone:"))
        same = next((pair for pair in zones if pair[1].choices[: len(asked.choices)] == asked.choices), None)
        if same is not None and said in (None, same[1].proposed):
            draft.doubts[same[0]] = replace(same[1], question=Phrase(wordings.ZONE_OF_ALL))
            return "" if same[1].proposed == wordings.WORKSPACE_ZONE else same[1].proposed or ""
        draft.ask(asked)
    return _said_zone(draft, use, stated)


def _said_zone(draft: Draft, use: ColumnUse, otherwise: str) -> str:
    said = draft.said(f"zone:{use.index}")
    return otherwise if said is None else "" if said == wordings.WORKSPACE_ZONE else said


# Numbers


def _marks(draft: Draft, use: ColumnUse, guess: Guess) -> tuple[str, str]:
    """(decimal mark, mark between thousands) of a column of numbers; asked where only 1.234 and its like occur."""
    found = guess.numbers
    said = draft.said(f"decimal:{use.index}")
    proven = table_decimal(draft.guesses)
    if found.against or (found.unsure and not found.decimal) or said is not None:
        proposed = found.decimal if found.decimal and len(found.against) == 0 else None if found.decimal else proven
        proposed = proposed or (_of_thousands(draft, use, guess) if not found.decimal else None)
        draft.ask(wordings.decimal_doubt(use, guess, proposed))
        decimal = said or proposed or found.decimal or found.unsure_mark
    else:
        decimal = found.decimal or proven or "."
    group = found.group if found.group and found.group != decimal else {".": ",", ",": "."}[decimal]
    return decimal, group


def _of_thousands(draft: Draft, use: ColumnUse, guess: Guess) -> str | None:
    """The decimal mark where the mark in `1.250` parts thousands: sums have two decimals or none, and those beside it
    have none. None where sums of that currency have three, or a price of a piece may have.
    """
    found, field = guess.numbers, draft.kind.field(use.field)
    plain = found.cells > found.unsure
    if field.type is not Type.MONEY or field.name == "unit_price" or not plain:
        return None
    if found.currency and parts_of(currency_of(found.currency)) != USUAL_PARTS:
        return None
    return {".": ",", ",": "."}[found.unsure_mark]


def table_decimal(guesses: Sequence[Guess]) -> str | None:
    """The decimal mark that the columns of a table prove, if they agree."""
    proven: Counter[str] = Counter()
    for guess in guesses:
        if guess.numbers.decimal and not guess.numbers.against and not guess.layouts:
            proven[guess.numbers.decimal] += 1
    return next(iter(proven)) if len(proven) == 1 else None
