"""The doubts about how cells are written, in words: order of dates, time zone, decimal mark."""

from __future__ import annotations

from cxdesk.domain.results import Phrase
from cxdesk.intake.dates import EPOCH_MS, EPOCH_S, SERIAL, TYPED
from cxdesk.intake.evidence import Guess, LayoutCount
from cxdesk.intake.formats import Format
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.wordings import examples
from cxdesk.system.i18n import N_, number

WORKSPACE_ZONE = "workspace"
_NOTHING = Phrase("")

_LAYOUT_TITLES = {
    TYPED: N_("dates of the spreadsheet"),
    SERIAL: N_("Excel's day numbers"),
    EPOCH_S: N_("seconds since 1970"),
    EPOCH_MS: N_("milliseconds since 1970"),
}


def layout_title(layout: str) -> Phrase:
    """A layout as people say it."""
    if layout in _LAYOUT_TITLES:
        return Phrase(_LAYOUT_TITLES[layout])
    places = [
        (layout.find(mark), name) for mark, name in (("%Y", "y"), ("%y", "y"), ("%d", "d"), ("%m", "m"), ("%b", "b"))
    ]
    order = "".join(name for place, name in sorted(places) if place >= 0)
    titles = {
        "ymd": N_("year, month, day"),
        "dmy": N_("day, month, year"),
        "mdy": N_("month, day, year"),
        "dby": N_("day, month in words, year"),
        "bdy": N_("month in words, day, year"),
        "ybd": N_("year, month in words, day"),
        "ym": N_("year, month"),
        "my": N_("month, year"),
        "by": N_("month in words, year"),
        "yb": N_("year, month in words"),
    }
    return Phrase(titles.get(order, "{layout}"), () if order in titles else (("layout", layout),))


def as_said_of(heading: str) -> Phrase:
    return Phrase(N_("Every cell can be read either way; this is how you read “{column}”."), (("column", heading),))


def as_the_tool_writes(format: Format) -> Phrase:
    text = N_("Every cell can be read either way; {tool} mostly writes the month first.")
    if format.order.startswith("d"):
        text = N_("Every cell can be read either way; {tool} mostly writes the day first.")
    return Phrase(text, (("tool", format.tool),))


def rows_in_order() -> Phrase:
    return Phrase(N_("Every cell can be read either way, but only this way do the rows come in order of time."))


def decimal_comma() -> Phrase:
    return Phrase(
        N_("Every cell can be read either way; where decimals have a comma, the day mostly comes before the month.")
    )


def dates_doubt(use: ColumnUse, guess: Guess, proposed: str | None, why: Phrase | None = None) -> Doubt:
    """In which order day and month stand. `why`: what speaks for the proposal."""
    rivals = guess.layouts or guess.months
    choices = [Choice(one.layout, layout_title(one.layout), span(one, guess)) for one in rivals]
    best, *others = rivals or (None,)
    if why is not None:
        evidence = why
    elif others and best is not None and others[0].cells == best.cells and not best.proven:
        evidence = Phrase(N_("Every cell can be read either way."))
    elif others and best is not None:
        evidence = Phrase(
            N_("{n} cells prove one order, {m} the other."),
            (("n", number(best.proven)), ("m", number(others[0].proven))),
        )
    else:
        evidence = _NOTHING
    title = Phrase(N_("How are the dates in “{column}” written?"), (("column", use.heading),))
    shown = dict.fromkeys((*(one.example for one in guess.layouts if one.example), *examples(guess)))
    return Doubt(f"dates:{use.index}", title, tuple(choices), proposed, evidence, use.index, tuple(shown))


def span(one: LayoutCount, guess: Guess) -> Phrase:
    """What a layout would mean for the person's own rows."""
    values = (("n", number(one.cells)), ("all", number(guess.filled)))
    ends = (("first", one.first), ("last", one.last))
    if one.example:
        text = N_("{text} is {day}; from {first} to {last}; {n} of {all} cells")
        return Phrase(text, (("text", one.example), *values), days=(("day", one.example_day), *ends))
    return Phrase(N_("from {first} to {last}; {n} of {all} cells"), values, days=ends)


ZONE_OF_ALL = N_("In which time zone are the dates?")


def zone_doubt(use: ColumnUse, stated: str, tool: str = "") -> Doubt:
    """In which zone wall times are; `stated` by a heading or, where it is named, by the tool."""
    choices = [Choice(WORKSPACE_ZONE, Phrase(N_("That of this workspace")))]
    if stated:
        why = Phrase(N_("as {tool} writes them"), (("tool", tool),)) if tool else Phrase(N_("as the heading says"))
        choices.insert(0, Choice(stated, Phrase("{zone}", (("zone", stated),)), why))
    choices.append(Choice("floating", Phrase(N_("None: keep the times as written"))))
    return Doubt(
        f"zone:{use.index}",
        Phrase(N_("In which time zone are the dates in “{column}”?"), (("column", use.heading),)),
        tuple(choices),
        stated or WORKSPACE_ZONE,
        _NOTHING,
        use.index,
    )


def decimal_doubt(use: ColumnUse, guess: Guess, proposed: str | None) -> Doubt:
    example = next((seen.text for seen in guess.examples), "1.234")
    choices = (
        Choice(".", Phrase(N_("The point separates decimals, the comma thousands"))),
        Choice(",", Phrase(N_("The comma separates decimals, the point thousands"))),
    )
    evidence = (
        Phrase(N_("Cells contradict each other, for example {text}."), (("text", guess.numbers.against[0].text),))
        if guess.numbers.against
        else Phrase(N_("{text} can be read either way."), (("text", example),))
    )
    title = Phrase(N_("How are the numbers in “{column}” written?"), (("column", use.heading),))
    return Doubt(f"decimal:{use.index}", title, choices, proposed, evidence, use.index, examples(guess))
