"""Tables of which nothing is wanted: as the person says, or proposed where a tool's report holds nothing that numbers
are made of, or where another table of the file counts the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.kinds import registry
from cxdesk.domain.results import Phrase
from cxdesk.intake import formats, wordings
from cxdesk.intake.formats import Format
from cxdesk.intake.inspection import Basis, Decisions, Doubt, TableView
from cxdesk.intake.mapping import IGNORE, LEFT_OUT, ColumnUse, Mapping
from cxdesk.system.i18n import N_

BY_ITSELF = "by_itself"  # option: nobody said that the table is left out, so that it is not remembered
COUNTS_THE_SAME = N_("Another table of this file counts the same and says more.")
NOT_KNOWN = N_("What it holds is not known; another table of this file is.")

NEXT_TO_NOTHING = N_("It holds next to nothing; another table of this file holds the rows.")
HIDDEN = N_("It is hidden, and what it holds is not known.")
FEW, MANY = 2, 20  # rows


def reason(basis: Basis, format: Format | None) -> str:
    """Why a table should be left out; "" where it should not."""
    return basis.leave_out or (format.leave_out if format is not None else "")


def is_left_out(why: str, decisions: Decisions) -> bool:
    """Whether nothing of the table is taken: the person's word goes first."""
    said = decisions.kind or decisions.answers.get("kind")
    return said == wordings.NO_KIND if said else bool(why)


def left_out(
    headings: Sequence[str], sheet: str | None, why: str, format: Format | None, said: bool
) -> tuple[Mapping, tuple[Doubt, ...]]:
    """The mapping of a table that is left out, and the question what it holds after all."""
    columns = tuple(ColumnUse(at, heading, IGNORE) for at, heading in enumerate(headings))
    doubt = wordings.kind_doubt(list(registry().values()), wordings.NO_KIND, fits=False)
    options = {LEFT_OUT: True} if said or not why else {LEFT_OUT: True, BY_ITSELF: True}
    return Mapping("answer", columns, sheet=sheet, options=options), (shorter(doubt, why, format),)


def shorter(doubt: Doubt, why: str, format: Format | None) -> Doubt:
    """The question for the kind of a table that should be left out: that comes first, with its reason; of a known tool
    there is only one other answer.
    """
    if not why:
        return doubt
    leave = next(choice for choice in doubt.choices if choice.id == wordings.NO_KIND)
    others = [choice for choice in doubt.choices if choice is not leave]
    if format is not None:
        known = kind_named(format.kind).name
        others = [choice for choice in others if choice.id in (known, doubt.proposed)]
    return replace(doubt, choices=(leave, *others), evidence=Phrase(why))


def scraps(views: Sequence[TableView]) -> dict[int, str]:
    """Tables of which nobody knows what they are, beside one of many rows: of next to no rows, or hidden, such as
    legends, remarks, lists to choose from. A line or two of remarks are none whatever else the file holds.
    """
    many = [view for view in views if view.rows >= MANY]
    known = any(not _is_unknown(view) for view in many)
    found = {}
    for at, view in enumerate(views):
        if not many or not _is_unknown(view):
            continue
        if view.rows <= FEW and (known or len(view.headings) == 1):
            found[at] = NEXT_TO_NOTHING
        elif view.hidden and known:
            found[at] = HIDDEN
    return found


def _is_unknown(view: TableView) -> bool:
    return any(doubt.id == "kind" for doubt in view.open_doubts)


def once_each(views: Sequence[TableView]) -> dict[int, str]:
    """Which tables of a file should be left out, and why: of those that count the same things all but the one that
    says most, and beside it those of which nobody knows what they are.
    """
    same = [at for at, view in enumerate(views) if view.format and formats.registry()[view.format].once]
    if not same:
        return scraps(views)
    best = max(same, key=lambda at: (says(views[at]), -at))
    unknown = [at for at, view in enumerate(views) if any(doubt.id == "kind" for doubt in view.open_doubts)]
    found = {**dict.fromkeys(unknown, NOT_KNOWN), **dict.fromkeys(same, COUNTS_THE_SAME)}
    return {at: why for at, why in found.items() if at != best}


def says(view: TableView) -> tuple[bool, int]:
    """How much a report of visits says, to be compared with another's."""
    fields = {use.field for use in view.mapping.columns if not use.field.startswith("@")}
    return "conversions" in fields, len(fields)
