"""Sums in the smallest unit of a currency, such as cents, as interfaces of payment tools give them. How many of it are
one unit is a matter of each row's currency, see `Completing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain.currencies import USUAL_PARTS, WITHOUT_PARTS, currency_of
from cxdesk.domain.kinds import Type
from cxdesk.intake import wordings_of_records as wordings
from cxdesk.intake.mapping import ColumnUse

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

MINOR = "minor"  # the doubt
CENTS, WHOLE_UNITS = "minor", "major"


def settle_minor(draft: Draft, columns: Sequence[ColumnUse]) -> tuple[ColumnUse, ...]:
    """The columns, those in cents marked so; asked of all of them together where every sum is a whole number."""
    known = draft.format
    found = [use for use in columns if known is not None and known.may_be_minor(use.heading) and _is_money(draft, use)]
    filled = [use for use in found if draft.guesses[use.index].filled]
    numbers = [draft.guesses[use.index].numbers for use in filled]
    said = draft.said(MINOR)
    if said is None and _has_no_parts(draft, columns):
        return tuple(columns)
    if not filled or (said is None and any(one.whole < one.cells or one.decimal or one.currency for one in numbers)):
        return tuple(columns)
    draft.ask(wordings.minor_doubt(filled, draft.guesses))
    in_cents = {use.index for use in found} if said == CENTS else set()
    return tuple(replace(use, parts=USUAL_PARTS) if use.index in in_cents else use for use in columns)


def _has_no_parts(draft: Draft, columns: Sequence[ColumnUse]) -> bool:
    """Whether every sum is in a currency without cents, of which whole numbers are whole units."""
    use = next((one for one in columns if one.field == "currency"), None)
    written = draft.guesses[use.index].values if use is not None else ()
    return bool(written) and all(currency_of(seen.text) in WITHOUT_PARTS for seen in written)


def _is_money(draft: Draft, use: ColumnUse) -> bool:
    return draft.kind.has(use.field) and draft.kind.field(use.field).type is Type.MONEY
