"""The doubts about what records are, in words: ends, rows of one id, units, currencies, amounts, words of a list."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.currencies import SHARED
from cxdesk.domain.kinds import Field
from cxdesk.domain.results import Phrase, plural
from cxdesk.intake.completing import FIRST_FREE, LAST, LAST_DAY, LINES
from cxdesk.intake.evidence import Guess, Seen
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.word_titles import title as title_of
from cxdesk.intake.wordings import examples
from cxdesk.system.i18n import N_, number

_NOTHING = Phrase("")
UNITS = (
    ("seconds", N_("Seconds")),
    ("minutes", N_("Minutes")),
    ("hours", N_("Hours")),
    ("days", N_("Days")),
)


def _of(use: ColumnUse) -> tuple[tuple[str, str], ...]:
    return (("column", use.heading),)


def ends_doubt(
    uses: Sequence[ColumnUse], guesses: Sequence[Guess], proposed: str | None, free: int, last: int
) -> Doubt:
    """Whether an end date is a day that is still covered."""
    evidence = (
        Phrase(
            N_("{n} rows end on the day on which the next stretch begins, {m} the day before."),
            (("n", number(free)), ("m", number(last))),
        )
        if free or last
        else _NOTHING
    )
    choices = (
        Choice(LAST_DAY, Phrase(N_("The last day that is still covered"))),
        Choice(FIRST_FREE, Phrase(N_("The first day that is no longer covered"))),
    )
    first = uses[0]
    title = Phrase(N_("What is the day in “{column}”?"), _of(first))
    return Doubt("ends", title, choices, proposed, evidence, first.index, examples(guesses[first.index]))


def repeat_doubt(key: ColumnUse, guess: Guess, proposed: str | None, has_status: bool) -> Doubt:
    """What rows of one id are."""
    n = ("n", number(guess.filled - guess.distinct))
    why = (
        N_("{n} rows repeat an id; there is a status, and nothing that tells lines apart.")
        if has_status
        else N_("{n} rows repeat an id that came before.")
    )
    choices = (
        Choice(LINES, Phrase(N_("Lines of one record, to be added up"))),
        Choice(LAST, Phrase(N_("Later states of one record: only the last counts"))),
    )
    title = Phrase(N_("What are rows with the same “{column}”?"), _of(key))
    return Doubt("repeat", title, choices, proposed, Phrase(why, (n,)), key.index, examples(guess))


def amount_doubt(use: ColumnUse, guess: Guess, proposed: str | None, same: int, several: int) -> Doubt:
    """Whether an amount is that of a line or of the whole order, without tax or with it."""
    evidence = (
        Phrase(
            N_("{n} of {all} orders with several rows repeat one amount on all of them."),
            (("n", number(same)), ("all", number(several))),
        )
        if several
        else _NOTHING
    )
    choices = (
        Choice("net_amount", Phrase(N_("Of the whole order, without tax"))),
        Choice("gross_amount", Phrase(N_("Of the whole order, with tax and shipping"))),
        Choice("line_amount", Phrase(N_("Of the one line; lines are added up"))),
    )
    title = Phrase(N_("What does the amount in “{column}” cover?"), _of(use))
    return Doubt(f"amount:{use.index}", title, choices, proposed, evidence, use.index, examples(guess))


def unit_doubt(use: ColumnUse, guess: Guess, proposed: str | None) -> Doubt:
    """In which unit bare lengths of time are."""
    low, high = guess.numbers.low or 0.0, guess.numbers.high or 0.0
    evidence = Phrase(
        N_("The heading names no unit; the numbers go from {low} to {high}."),
        (("low", number(low)), ("high", number(high))),
    )
    choices = tuple(Choice(name, Phrase(title)) for name, title in UNITS)
    title = Phrase(N_("In which unit are the times in “{column}”?"), _of(use))
    return Doubt(f"unit:{use.index}", title, choices, proposed, evidence, use.index, examples(guess))


def currency_doubt(use: ColumnUse, guess: Guess, proposed: str, named: bool) -> Doubt:
    """Which of the currencies that share a sign."""
    sign = guess.numbers.currency
    choices = [Choice("@sign", Phrase(N_("Leave it open: “{sign}”"), (("sign", sign),)))]
    choices += [Choice(code, Phrase("{code}", (("code", code),))) for code in sorted(SHARED.get(sign, ()))]
    evidence = Phrase(N_("The heading names it.")) if named else Phrase(N_("Several currencies are written so."))
    title = Phrase(N_("Which currency is “{sign}” in “{column}”?"), (("sign", sign), *_of(use)))
    return Doubt(f"currency:{use.index}", title, tuple(choices), proposed, evidence, use.index, examples(guess))


def word_doubt(use: ColumnUse, field: Field, seen: Seen, keep: str) -> Doubt:
    """What a word means that the field's list does not know."""
    choices = [Choice(keep, Phrase(N_("Nothing of that: keep the word as it is")))]
    choices += [Choice(value, title_of(value)) for value in field.words]
    title = Phrase(N_("What does “{word}” in “{column}” mean?"), (("word", seen.text), *_of(use)))
    evidence = plural("No known word; it stands in {n} row.", "No known word; it stands in {n} rows.", seen.count)
    return Doubt(f"word:{use.index}:{seen.text}", title, tuple(choices), keep, evidence, use.index)


def minor_doubt(uses: Sequence[ColumnUse], guesses: Sequence[Guess]) -> Doubt:
    """Whether sums are in cents."""
    first = uses[0]
    shown = examples(guesses[first.index])
    choices = (
        Choice("minor", Phrase(N_("In cents, or whatever is the smallest part of each currency"))),
        Choice("major", Phrase(N_("In whole units of the currency"))),
    )
    columns = ", ".join(f"“{use.heading}”" for use in uses)
    title = Phrase(N_("In what are the sums in {columns}?"), (("columns", columns),))
    evidence = Phrase(N_("They are all whole numbers, and this tool often counts in cents."))
    return Doubt("minor", title, choices, None, evidence, first.index, shown)
