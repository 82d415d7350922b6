"""What else the rows of one table are: the steps of a ticket beside its latest state, the tickets behind their steps,
carts, orders and steps of a journey among the events of a log.

Each is a mapping of its own (`Mapping.also`), read from the same file into an import of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import fold_word
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.plain import to_plain
from cxdesk.domain.text import fold
from cxdesk.intake import fields
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.by_format import companions_of
from cxdesk.intake.completing import LAST, REPEAT
from cxdesk.intake.inspection import Decisions
from cxdesk.intake.mapping import ATTRIBUTE, GATHER, IGNORE, PART_OF, ColumnUse, Mapping
from cxdesk.intake.meanings import CART, CHECKOUT, ORDER, STAGE, meaning_of
from cxdesk.intake.rated_rows import rated_rows
from cxdesk.intake.records import settle_records
from cxdesk.intake.written import settle

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

ONLY = "only"  # option: rows that count, by the text of one column; see Converter
OTHER_EVENT = "other_event"
MOST_NAMES = 30
_CHANGED = re.compile(
    r"\b(updated|modified|changed|last update|timestamp|event time|mis a jour|modifie|horodatage|actualizat"
    r"|modificat)\b|^(date|time|at|when|data|moment)$"
)
_BY = re.compile(r"\b(updated by|modified by|changed by|modifie par|modificat de|author|auteur|autor)\b")


def settle_companions(draft: Draft, main: Mapping) -> Mapping:
    """The mapping with those that go along with it, each proposed; the person may take fewer."""
    found = {"ticket": _of_states, "ticket_event": _of_steps, "usage_event": _of_events}.get(main.kind)
    main, offered = found(draft, main) if found is not None else (main, [])
    offered += companions_of(draft, main) + rated_rows(draft, main)
    if not offered:
        return main
    kinds = [one.kind for one in offered]
    draft.ask(wordings.also_doubt(kinds))
    said = draft.said("also")
    wanted = kinds if said is None else said.split("+")
    also = tuple(replace(one, sheet=main.sheet) for one in offered if one.kind in wanted)
    return replace(main, also=also)


# Tickets


def _of_states(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    key = main.column_of("ticket")
    if key is None or main.options.get(REPEAT) != LAST:
        return main, []
    guess = draft.guesses[key.index]
    if guess.distinct >= guess.filled:
        return main, []
    changed = _column(draft, main, _CHANGED, dated=True)
    gather: dict[str, Any] = {"how": "states"}
    if changed is None:
        return replace(main, options={**main.options, GATHER: gather}), []
    forced = {key.index: "ticket", changed: "at"}
    for name, target in (("status", "to"), ("customer", "customer"), ("person", "person"), ("channel", "channel")):
        use = main.column_of(name)
        if use is not None:
            forced[use.index] = target
    by = _column(draft, main, _BY, dated=False)
    if by is not None:
        forced[by] = "actor"
    steps = _mapping(draft, main, "ticket_event", forced, assign=False)
    gather["order"] = to_plain(steps.use(changed))
    steps = replace(steps, constants={"kind": "status"})
    return replace(main, options={**main.options, GATHER: gather}), [steps] if main.column_of("status") else []


def _column(draft: Draft, main: Mapping, named: re.Pattern[str], dated: bool) -> int | None:
    """The first column that is nothing else and is named so; of dates, one whose cells are dates."""
    for use in main.columns:
        words = fold(use.heading.replace("_", " "))
        fits = bool(draft.guesses[use.index].layouts) == dated
        if use.field == ATTRIBUTE and fits and named.search(words):
            return use.index
    return None


def _of_steps(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    ticket, at = main.column_of("ticket"), main.column_of("at")
    if ticket is None or at is None:
        return main, []
    guess = draft.guesses[ticket.index]
    if guess.distinct >= guess.filled:
        return main, []
    uses = {"ticket": "ticket", "at": "created_at", "to": "status", "channel": "channel", "customer": "customer"}
    columns = tuple(replace(use, field=uses[use.field]) for use in main.columns if use.field in uses)
    gather = {"how": "steps", "source": to_plain(main)}
    tickets = Mapping("ticket", columns, format=None, options={GATHER: gather, PART_OF: main.kind})
    return main, [tickets]


# Events


def _of_events(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    name = main.column_of("name")
    someone = any(main.column_of(one) for one in ("session", "person", "customer", "visitor"))
    if name is None or main.column_of("at") is None or not someone:
        return main, []
    meanings = _meanings(draft, name)
    if not meanings:
        return main, []
    main = replace(main, options={**main.options, "meanings": meanings})
    offered = []
    if CART in meanings.values():
        offered.append(_carts(main, meanings))
    orders = [text for text, meaning in meanings.items() if meaning == ORDER]
    if orders:
        offered.append(_only(_mapping(draft, main, "order", {name.index: IGNORE}), name, orders))
    if STAGE in meanings.values():
        steps = [text for text, meaning in meanings.items() if meaning in (STAGE, CART, CHECKOUT, ORDER)]
        offered.append(_only(_mapping(draft, main, "journey_event", {name.index: "stage"}), name, steps))
    return main, offered


def _meanings(draft: Draft, use: ColumnUse) -> dict[str, str]:
    """Name of an event → what it means, for names that mean something; asked about as one table."""
    names = draft.guesses[use.index].values[:MOST_NAMES]
    known = {seen.text: meaning_of(seen.text) for seen in names}
    if not any(known.values()) and not any(draft.said(f"meaning:{seen.text}") for seen in names):
        return {}
    found = {}
    for seen in names:
        proposed = known[seen.text] or wordings.NOTHING_MORE
        draft.ask(wordings.meaning_doubt(use.heading, use.index, seen, proposed))
        meaning = draft.said(f"meaning:{seen.text}") or proposed
        if meaning != wordings.NOTHING_MORE:
            found[seen.text] = meaning
    return found


def _carts(main: Mapping, meanings: dict[str, str]) -> Mapping:
    uses = {name: name for name in ("customer", "person", "visitor", "session", "platform")} | {"at": "created_at"}
    columns = tuple(replace(use, field=uses[use.field]) for use in main.columns if use.field in uses)
    gather = {"how": "carts", "meanings": meanings, "source": to_plain(replace(main, also=()))}
    return Mapping("cart", columns, options={GATHER: gather, PART_OF: main.kind})


def _only(mapping: Mapping, name: ColumnUse, texts: Sequence[str]) -> Mapping:
    only = {"index": name.index, "values": [fold_word(text) for text in texts], "reason": OTHER_EVENT}
    return replace(mapping, options={**mapping.options, ONLY: only})


# The same columns as another kind


def _mapping(draft: Draft, main: Mapping, kind_name: str, forced: dict[int, str], assign: bool = True) -> Mapping:
    """The table as rows of another kind: some columns as said, the others by their headings, what is left ignored."""
    kind = kind_named(kind_name)
    answers = draft.decisions.answers
    other = replace_draft(draft, Decisions(kind_name, answers), kind_name)
    other.uses = dict(forced)
    if assign:
        chosen = fields.assign(kind, draft.headings, draft.guesses, None, forced)
        other.uses |= {at: name for at, name in chosen.items() if name not in forced.values()}
    for at in range(len(draft.headings)):
        other.uses.setdefault(at, IGNORE)
    columns = tuple(settle(other, at) for at in range(len(draft.headings)))
    columns, options = settle_records(other, columns, {PART_OF: main.kind, **_reading(main)})
    known = {doubt.id for doubt in draft.doubts}
    draft.doubts += [doubt for doubt in other.doubts if doubt.id not in known and not doubt.id.startswith("word:")]
    return Mapping(kind_name, columns, options=options)


def _reading(main: Mapping) -> dict[str, Any]:
    """The options that say how the table itself is read."""
    read = ("header_rows", "skip", "totals", "asides", "crossed")
    return {name: main.options[name] for name in read if name in main.options}


def replace_draft(draft: Draft, decisions: Decisions, kind_name: str) -> Draft:
    """A draft of the same table as another kind, with nothing decided but what the person said."""
    return type(draft)(draft.basis, draft.headings, decisions, kind_named(kind_name), None)
