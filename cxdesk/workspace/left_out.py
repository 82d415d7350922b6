"""Rows of an import that are about somebody who was erased are left out; where others' rows name them, it is blanked.

Rows keep the hashes of what the file says, so a file that was there before the erasure meets its rows again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.erased import CUSTOMER, LEFT_OUT, Erased
from cxdesk.domain.kinds import Kind, Type, registry
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.rejected import REJECTING

if TYPE_CHECKING:
    from cxdesk.intake.batch import Batch, Problem

_ABOUT = ("customer", "person", "visitor")


def without(batches: Iterable[Batch], erased: Erased | None) -> Iterator[Batch]:
    """The same batches without whoever was erased; untouched where nobody was."""
    yield from (batches if erased is None else (_without(batch, erased) for batch in batches))


def _without(batch: Batch, erased: Erased) -> Batch:
    kind = kind_named(batch.kind)
    theirs = _theirs(batch, kind, erased)
    lines = {batch.line[at] for at in theirs}
    kept = [at for at in range(batch.n) if batch.line[at] not in lines] if lines else range(batch.n)
    columns = {name: _blanked(kind, name, _taken(cells, kept), erased) for name, cells in batch.columns.items()}
    extra = [None if one is None else _json(one, erased) for one in _taken(batch.extra, kept)]
    problems, refused = _problems(batch.problems, erased, lines)
    skipped = dict(batch.skipped)
    if lines or refused:
        skipped[LEFT_OUT] = skipped.get(LEFT_OUT, 0) + len(lines) + refused
    return replace(
        batch, n=len(kept), columns=columns, extra=extra, problems=problems, skipped=skipped,
        line=_taken(batch.line, kept), row_hash=_taken(batch.row_hash, kept), key_hash=_taken(batch.key_hash, kept),
        rejected=batch.rejected - refused,
        unread={to: batch.unread[at] for to, at in enumerate(kept) if at in batch.unread} if batch.unread else {},
    )  # fmt: skip


def _taken(cells: Sequence[Any], kept: Sequence[int]) -> Sequence[Any]:
    return cells if len(kept) == len(cells) else [cells[at] for at in kept]


def _theirs(batch: Batch, kind: Kind, erased: Erased) -> set[int]:
    """Places of rows that are about somebody erased."""
    if kind.subject is None:
        return set()
    own = [name for name in ((CUSTOMER,) if kind.name == CUSTOMER else _ABOUT) if name in batch.columns]
    found = {at for name in own for at in _places(batch.columns[name], lambda cell: erased.is_named(cell))}
    nobody = [at for at in range(batch.n) if all(batch.columns[name][at] is None for name in own)]
    if nobody:
        found |= _without_customer(batch, kind, erased) & set(nobody)
    if kind.name == CUSTOMER and "email" in batch.columns:  # the same person under another id
        found |= _places(batch.columns["email"], erased.is_whole)
    return found


def _without_customer(batch: Batch, kind: Kind, erased: Erased) -> set[int]:
    """Places of rows that belong to a record of theirs, or in which a cell is nothing but what they are known by."""
    found: set[int] = set()
    for one in kind.fields:
        if one.name not in batch.columns:
            continue
        if one.type is Type.REF and one.ref in registry() and one.ref != CUSTOMER:
            found |= _places(batch.columns[one.name], lambda cell, ref=one.ref: erased.is_named(cell, str(ref)))
        elif one.type is Type.TEXT:
            found |= _places(batch.columns[one.name], erased.is_whole)
    return found | _places(batch.extra, lambda text: _holds_whole(text, erased))


def _holds_whole(text: str, erased: Erased) -> bool:
    return any(isinstance(cell, str) and erased.is_whole(cell) for cell in json.loads(text).values())


def _places(cells: Sequence[Any], wanted: Any) -> set[int]:
    """Places of the wanted cells; each distinct one is asked once."""
    known: dict[Any, bool] = {None: False}
    found = set()
    for at, cell in enumerate(cells):
        if cell not in known:
            known[cell] = bool(wanted(cell))
        if known[cell]:
            found.add(at)
    return found


def _blanked(kind: Kind, name: str, cells: Sequence[Any], erased: Erased) -> Sequence[Any]:
    if not kind.has(name) or kind.field(name).type not in (Type.TEXT, Type.LABEL, Type.COMMENT, Type.REF):
        return cells
    to_customer = kind.field(name).ref == CUSTOMER
    known: dict[Any, Any] = {None: None}
    for cell in cells:
        if cell not in known:
            known[cell] = None if to_customer and erased.is_named(cell) else erased.masked(cell)
    return [known[cell] for cell in cells]


def _json(text: str, erased: Erased) -> str:
    if "\\u" not in text and not erased.mentions(text):
        return text
    return json.dumps(erased.masked_in(json.loads(text)), ensure_ascii=False)


def _problems(problems: Sequence[Problem], erased: Erased, lines: set[int]) -> tuple[list[Problem], int]:
    """What could not be used, without what is theirs; and how many refused source rows went with it."""
    kept: list[Problem] = []
    refused: set[int] = set()
    for one in problems:
        row = json.loads(one.raw) if one.raw else []
        cells = [cell for cell in (one.value, *row) if isinstance(cell, str) and cell]
        if one.line in lines:
            continue
        if any(erased.is_whole(cell) or (len(cell) > 2 and erased.is_named(cell)) for cell in cells):
            if one.column is None and one.line is not None and one.code in REJECTING:
                refused.add(one.line)
        elif any(map(erased.mentions, cells)):
            raw = None if one.raw is None else json.dumps(erased.masked_in(row), ensure_ascii=False)
            kept.append(replace(one, value=None if one.value is None else erased.masked(one.value), raw=raw))
        else:
            kept.append(one)
    return kept, len(refused)
