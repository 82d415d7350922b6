"""Reports of what campaigns cost: they have no ids, come again and overlap. A row is the same where its days and its
words are the same, and the newer amount takes the place of the earlier one; see `same_totals` and, for what is left
over of an older report, `cxdesk.metrics.views.newer_costs`.

Lists of bookings are none of that: two lines of one day and purpose are two costs. What is held against the reports of
the workspace before anything is asked (`workspace/costs_beside.py`) are a table's `Stretch`es.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.completing import Completing
from cxdesk.intake.fields import MOST
from cxdesk.intake.inspection import Stretch
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE, ColumnUse, Mapping
from cxdesk.intake.readings import reader_for
from cxdesk.intake.zones import WallClock
from cxdesk.metrics.views.newer_costs import KIND, WORDS

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

FIRST, AFTER, AMOUNT = "from", "to", "amount"
MOST_STRETCHES = 5000
_COUNTED = re.compile(
    r"\b(?:impr|impressions?|clicks?|clics?|clicuri|ctr|cpc|cpm|reach|couverture|afisari|vizualizari|interactions?)\b"
)
_STATES = re.compile(
    r"\b(?:status|state|delivery|diffusion|etat|statut|stare|strategy|strategie|setting|reglage|setare|budget|buget"
    r"|objective|objectif|obiectiv|result indicator)\b"
)
_ID = re.compile(r"^(?:id|identifiant|identificator)(?: de| du| de la| d)? (?P<after>.+)$|^(?P<before>.+) id$")
_NAMES = re.compile(r"^(?:nom|nume|name)(?: de| du| de la| d| of)? | name$")


def is_report(draft: Draft, columns: Sequence[ColumnUse]) -> bool:
    """Whether rows are what campaigns or channels cost, day by day or for some days."""
    given = {use.field for use in columns}
    if draft.kind.name != KIND or not {FIRST, AMOUNT} <= given or given & {*draft.kind.key, "description", "customer"}:
        return False
    return bool(given & {"campaign", "channel"}) or any(_COUNTED.search(_plain(use.heading)) for use in columns)


def identity(draft: Draft, columns: Sequence[ColumnUse], words: Sequence[int]) -> list[int]:
    """The columns that tell the rows of one day apart: ids of campaigns in place of names that may change, and words
    without those that say how something stands now.
    """
    found = {at for at in words if not _STATES.search(_plain(columns[at].heading))}
    ids = {name: use.index for use in columns if (name := _named_by_id(use.heading)) and _all_filled(draft, use)}
    for name, at in ids.items():
        named = {use.index for use in columns if _NAMES.sub("", _plain(use.heading)) == name}
        if named & found:
            found = (found - named) | {at}
    return sorted(found)


def _plain(heading: str) -> str:
    return fold(heading.replace("_", " "))


def _named_by_id(heading: str) -> str:
    """What a column of ids names: `campaign` of `Campaign ID`; "" where a column is none."""
    found = _ID.match(_plain(heading))
    return (found["after"] or found["before"] or "") if found else ""


def _all_filled(draft: Draft, use: ColumnUse) -> bool:
    amount = next(at for at, field in draft.uses.items() if field == AMOUNT)
    return draft.guesses[use.index].filled >= MOST * draft.guesses[amount].filled


def stretches(mapping: Mapping, columns: Sequence[Sequence[Cell]]) -> tuple[Stretch, ...]:
    """What a report of costs tells in the rows that were looked at, rows of the same words and days together."""
    if not columns or not len(columns[0]):
        return ()
    fields = _fields(mapping, columns)
    none: list[Any] = [None] * len(columns[0])
    words = zip(*(fields.get(name, none) for name in WORDS), strict=True)
    days = zip(fields[FIRST], fields.get(AFTER, none), strict=True)
    sums: dict[tuple[tuple[str, ...], int, int | None], int] = {}
    for said, (first, after), amount in zip(words, days, fields[AMOUNT], strict=True):
        if first is not None and amount is not None:
            key = (tuple(one or "" for one in said), first, after)
            sums[key] = sums.get(key, 0) + amount
    made = [Stretch(said, first, after, amount) for (said, first, after), amount in sums.items()]
    return tuple(made[:: len(made) // MOST_STRETCHES + 1])


def _fields(mapping: Mapping, columns: Sequence[Sequence[Cell]]) -> dict[str, list[Any]]:
    clock, own = WallClock("UTC"), [use for use in mapping.columns if use.field not in (IGNORE, ATTRIBUTE)]
    readers = {use.index: reader_for(use, mapping.kind, None, clock) for use in own}
    given = {use.field: readers[use.index].values(columns[use.index]) for use in own}
    made, _refused = Completing(kind_named(mapping.kind), mapping, readers).fields(given, columns, len(columns[0]))
    return made
