"""Whether a row's customer was brought by another one: the attribute `referred`.

Said by a referral that names them as who was brought, by the channel of the customer list, or, of a lead, by its own
source. A visit's source called referral is a link on another site, and says nothing of the kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.frame.rows import Rows

REFERRAL, CUSTOMER, LEAD = "referral", "customer", "lead"
YES_NO = ("no", "yes")
WORDS = frozenset(
    {
        *("referral", "referrals", "referred", "customer referral", "client referral", "refer a friend"),
        *("word of mouth", "friend", "recommendation"),
        *("parrainage", "parrainages", "parraine", "recommandation", "recommandations", "bouche a oreille"),
        *("recomandare", "recomandari", "recomandat"),
    }
)


def referred(rows: Rows) -> Codes | None:
    """yes, no, or none where neither the customer nor a source is known; None where nothing tells who was brought."""
    there, own = brought(rows.frame), _own_source(rows)
    if own is None and (not len(there) or rows.customers == 0):
        return None
    who = rows.customer
    found = np.where(who >= 0, np.append(there, False)[np.where(who < len(there), who, -1)], -1).astype(np.int32)
    if own is not None:
        found = np.maximum(found, own)
    return Codes(found, YES_NO)


def brought(frame: Frame) -> np.ndarray:
    """[customer codes] bool; empty where nothing tells who was brought."""
    return frame.once(("brought",), (REFERRAL, CUSTOMER), lambda: _brought(frame))


def _brought(frame: Frame) -> np.ndarray:
    codes = [np.empty(0, np.int64)]
    if frame.size(REFERRAL):
        codes.append(frame.rows(Source(REFERRAL)).col("new_customer").codes)
    if frame.size(CUSTOMER):
        listed = frame.rows(Source(CUSTOMER))
        codes.append(listed.customer[_in_words(listed.col("acquired_channel"))])
    every = np.concatenate(codes)
    every = every[every >= 0]
    found = np.zeros(int(every.max(initial=-1)) + 1, bool)
    found[every] = True
    return found


def _own_source(rows: Rows) -> np.ndarray | None:
    """Of leads: 1 brought, 0 not, -1 unknown by their own source; None for others, and where no source says so."""
    from cxdesk.frame.derived import source_kinds

    if LEAD not in source_kinds(rows) or not rows.has("source"):
        return None
    source: Codes = rows.col("source")
    said = _in_words(source)
    return np.where(source.codes < 0, -1, said).astype(np.int32) if said.any() else None


def _in_words(column: Codes) -> np.ndarray:
    """[rows] bool: whether the label is one of the words."""
    return np.array([*(fold(str(label)) in WORDS for label in column.labels), False])[column.codes]
