"""The doubts about the shape of a table, in words: of which day a snapshot is, what else a log feeds, what the names
of events mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.results import Phrase, plural
from cxdesk.intake.evidence import Seen
from cxdesk.intake.inspection import Beside, Choice, Doubt, SameDays
from cxdesk.intake.mapping import ColumnUse
from cxdesk.system.i18n import N_, _, number

_NOTHING = Phrase("")
NOTHING_MORE = "@nothing"


def on_day(iso: str) -> Phrase:
    """A day as the person writes days."""
    return Phrase("{day}", days=(("day", iso),))


def as_of_doubt(proposed: str | None, column: ColumnUse | None, named: str, tenure: bool) -> Doubt:
    """Of which day the figures of a snapshot are."""
    choices = []
    if column is not None:
        choices.append(Choice("@column", Phrase(N_("As “{column}” says in each row"), (("column", column.heading),))))
    if named:
        choices.append(Choice(named, on_day(named), Phrase(N_("as the name of the file says"))))
    choices.append(Choice("@moment", Phrase(N_("Not known: figures of one moment, without history"))))
    evidence = Phrase(
        N_("The rows say how long customers have been there, not since when. Answer with a day to get history.")
        if tenure
        else N_("No column says since when customers are there. Answer with the day of the list to get history.")
    )
    title = Phrase(N_("Of which day are these figures?"))
    return Doubt("as_of", title, tuple(choices), proposed, evidence, takes_day=True)


def exported_doubt(proposed: str, named: str) -> Doubt:
    """On which day an export of subscriptions was made."""
    why = N_("as the name of the file says") if proposed == named else N_("the newest day of what it tells")
    choices = [Choice(proposed, on_day(proposed), Phrase(why))] if proposed else []
    choices.append(Choice("@moment", Phrase(N_("Not known: prices of today count for the past too"))))
    title = Phrase(N_("On which day was this export made?"))
    evidence = Phrase(N_("It says what each subscription brings on that day; an earlier export keeps its prices."))
    return Doubt("as_of", title, tuple(choices), proposed or None, evidence, takes_day=True)


def list_doubt(beside: Beside | None) -> Doubt:
    """Whether a list is all customers, or some of them; `beside` is how it stands beside another list."""
    choices = (
        Choice("all", Phrase(N_("All customers of its day: who is not in it has left"))),
        Choice("part", Phrase(N_("A part of them: who is not in it stays as they were"))),
    )
    title = Phrase(N_("Is this list all customers, or a part of them?"))
    if beside is None:
        return Doubt("list", title, choices, None)
    told = (("shared", number(beside.shared)), ("seen", number(beside.seen)))
    day = (("day", beside.day),)
    evidence = Phrase(N_("Of {seen} customers looked at, {shared} are on the list of {day}."), told, days=day)
    return Doubt("list", title, choices, None, evidence, examples=beside.new)


def counted_doubt(other: SameDays | None) -> Doubt:
    """Whether a report counts the same visits as another of the same days."""
    choices = (
        Choice("again", Phrase(N_("The same visits, split otherwise: this report takes the other's place"))),
        Choice("others", Phrase(N_("Other visits, such as those of another site: both count"))),
    )
    title = Phrase(N_("Does this report count visits that are counted already?"))
    if other is None:
        return Doubt("counted", title, choices, None)
    return Doubt("counted", title, choices, None, _split_otherwise(other))


def _split_otherwise(other: SameDays) -> Phrase:
    text = N_("{file} has the days from {first} to {last} too, split otherwise.")
    return Phrase(text, (("file", other.file),), days=_ends(other))


def _ends(other: SameDays) -> tuple[tuple[str, str], ...]:
    return ("first", other.first), ("last", other.last)


def told_again_doubt(other: SameDays | None) -> Doubt:
    """Whether a report of costs tells again what another one tells of the same days."""
    choices = (
        Choice("again", Phrase(N_("The same costs: what this report says of its days takes the place of the other's"))),
        Choice("others", Phrase(N_("Other costs, such as those of another account: both count"))),
    )
    title = Phrase(N_("Does this report tell costs that are there already?"))
    if other is None:
        return Doubt("counted", title, choices, None)
    evidence = (
        _split_otherwise(other)
        if other.split
        else Phrase(
            N_("{file} has the same names from {first} to {last}, with other amounts: {examples}."),
            (("file", other.file), ("examples", "; ".join(other.examples))),
            days=_ends(other),
        )
    )
    return Doubt("counted", title, choices, None, evidence)


_ALSO = {
    "answer": N_("Each rating as an answer, so that it counts for satisfaction"),
    "invitation": N_("Each survey that was sent, so that the response rate is known"),
    "ticket": N_("Each ticket as it is after its last row"),
    "ticket_event": N_("Each row as a step in the life of its ticket"),
    "cart": N_("Visits in which something was put into the cart"),
    "order": N_("Events that are purchases"),
    "journey_event": N_("Events that are steps of a journey"),
}


def also_doubt(kinds: Sequence[str]) -> Doubt:
    """What else the same rows are."""
    titles = ", ".join(_(kind_named(name).plural) for name in kinds)
    notes = " · ".join(_(_ALSO[name]) for name in kinds if name in _ALSO)
    every = Choice(
        "+".join(kinds), Phrase(N_("Also: {kinds}"), (("kinds", titles),)), Phrase("{notes}", (("notes", notes),))
    )
    single = [Choice(name, Phrase(N_("Also: {kinds}"), (("kinds", _(kind_named(name).plural)),))) for name in kinds]
    nothing = Choice(NOTHING_MORE, Phrase(N_("Nothing else")))
    choices = (every, *single, nothing) if len(kinds) > 1 else (every, nothing)
    return Doubt("also", Phrase(N_("What else does this table tell?")), choices, every.id)


MEANINGS = (
    ("cart", N_("Something is put into the cart")),
    ("checkout", N_("The way to paying begins or goes on")),
    ("order", N_("Something is bought")),
    ("stage", N_("A step of the journey")),
    ("core", N_("What the product is there for")),
    (NOTHING_MORE, N_("Nothing of that")),
)


def meaning_doubt(column: str, at: int, seen: Seen, proposed: str) -> Doubt:
    """What the name of an event means."""
    title = Phrase(N_("What happens when “{column}” is “{word}”?"), (("column", column), ("word", seen.text)))
    choices = tuple(Choice(name, Phrase(text)) for name, text in MEANINGS)
    evidence = plural("It stands in {n} row.", "It stands in {n} rows.", seen.count)
    return Doubt(f"meaning:{seen.text}", title, choices, proposed, evidence, at)


OF_ABOVE, OWN_RECORD = "above", "own"


def carried_doubt(key: ColumnUse, n: int) -> Doubt:
    """Whether lines without an id, and without anything else that records have, belong to the record above them."""
    choices = (
        Choice(OF_ABOVE, Phrase(N_("Further lines of the record above them"))),
        Choice(OWN_RECORD, Phrase(N_("Records of their own"))),
    )
    evidence = Phrase(
        N_("{n} rows have no “{column}” and say nothing of the record either."),
        (("n", number(n)), ("column", key.heading)),
    )
    title = Phrase(N_("What are rows without “{column}”?"), (("column", key.heading),))
    return Doubt("carried", title, choices, OF_ABOVE, evidence, key.index)


STARTS, NO_DAY = "starts", "@none"


def starts_doubt(proposed: str | None, named: str) -> Doubt:
    """On which day the period begins of which a table gives the totals."""
    choices = []
    if named:
        note = Phrase(N_("as stands above the table or in the name of the file"))
        choices.append(Choice(named, on_day(named), note))
    choices.append(Choice(NO_DAY, Phrase(N_("Not known: the totals belong to no day"))))
    evidence = Phrase(N_("The rows are totals and name no day. The first day of their period dates them."))
    title = Phrase(N_("When does the period of these totals begin?"))
    return Doubt(STARTS, title, tuple(choices), proposed, evidence, takes_day=True)
