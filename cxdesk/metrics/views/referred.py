"""Referrals, the customers who made them, the new customers they brought, the promoters among those asked, and leads by
whether a customer brought them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.customer import CUSTOMER as LISTED
from cxdesk.domain.kinds_of.lead import LEAD
from cxdesk.domain.kinds_of.referral import REFERRAL
from cxdesk.frame import brought
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import access, customers_at, leads
from cxdesk.metrics.views.active_days import matching
from cxdesk.metrics.views.customers_at import Happened
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

KIND = REFERRAL.name
WITHIN = Option(
    "within",
    90,
    N_("Days to become a customer"),
    N_("Whoever was brought counts as won if they became a customer within so many days."),
    low=1,
    high=3660,
    of_view=True,
)
ROW = kind_like("referrals", REFERRAL, N_("Referral"), N_("referrals"), N_("A customer brought somebody."))
WON, YOUNG, BROUGHT, NOT_BROUGHT = 1, 2, 4, 8
NEW = kind_like("new_customers", LISTED, N_("New customer"), N_("new customers"), N_("Somebody who became a customer."))


def referrals(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Referrals with `converted` (within the days asked) and `pending` (may still be), both bool."""
    within = int(options.get("within", WITHIN.default))
    return derived(frame, ("referrals", within), lambda: _referrals(frame, within))


def _referrals(frame: Frame, within: int) -> Table:
    rows = frame.rows(REFERRAL.all())
    status: Codes = rows.col("status")
    became = frame.days(KIND, "converted_at")[rows.index].astype(np.int64)
    dated = rows.col("converted_at") != NO_INSTANT
    said = np.isin(status.codes, matching(status.labels, "converted"))
    soon = np.where(rows.days == NO_DAY, True, became - rows.days <= within)
    converted = np.where(dated, soon, said)
    over = np.isin(status.codes, matching(status.labels, "rejected")) | dated
    pending = ~converted & ~over & (rows.days != NO_DAY) & (rows.days + within > frame.as_of(KIND))
    own = {"converted": converted, "pending": pending}
    return taken(ROW, rows, np.arange(rows.size), own, ("not_used",), np.zeros(rows.size, np.uint8))


def new_customers(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Customers on the day they became one; `referred` bool: somebody brought them."""
    return derived(frame, ("new customers",), lambda: _new(frame))


def _new(frame: Frame) -> Table:
    rows = frame.rows(LISTED.all())
    usable = np.isin(rows.index, access.stretches(frame, CUSTOMER).source)
    at = np.flatnonzero(usable)
    days = access.joined(frame)[rows.index[at]]
    known = days != NO_DAY
    why = np.where(usable, 0, 1).astype(np.uint8)
    why[at[~known]] = 2
    at, days = at[known], days[known]
    said = brought.referred(rows)
    own = {"referred": np.zeros(len(at), bool) if said is None else said.codes[at] == 1}
    return taken(NEW, rows, at, own, ("not_used", "outside_base", "no_timestamp"), why, days)


def cells(rows: Rows) -> Coded:
    """Of leads, as bits: WON in time, YOUNG (may still be), BROUGHT by a customer, NOT_BROUGHT; neither: unknown."""
    side = rows.codes("referred")
    by_others = np.full(rows.size, -1) if side is None else side.codes
    won = rows.col("furthest").codes == leads.STAGES.index("customer")
    bits = WON * won + YOUNG * (rows.col("young") == 1) + BROUGHT * (by_others == 1) + NOT_BROUGHT * (by_others == 0)
    return Coded(np.arange(16), bits.astype(np.uint8), np.zeros(16, np.uint8))


def of_leads(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Leads with how far they came within the days asked."""
    return leads.leads(frame, {leads.WINDOW.name: options.get("within", WITHIN.default)})


def asked(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Answers to the question whether one would recommend."""
    return frame.rows(ANSWER.where(role=Role.NPS))


def who_referred(rows: Rows) -> np.ndarray:
    """[rows] bool: whether the row's customer has ever brought anybody."""
    frame = rows.frame
    if not frame.size(KIND):
        return np.zeros(rows.size, bool)
    made = frame.rows(REFERRAL.all()).customer
    return np.isin(rows.customer, np.unique(made[made >= 0]))


def _happened(frame: Frame) -> Happened:
    rows = frame.rows(REFERRAL.all())
    return Happened(KIND, rows.index, rows.customer, rows.days)


def _until(frame: Frame) -> int:
    return frame.as_of(KIND)


REFERRERS = customers_at.view("referrers", KIND, _happened)
REFERRALS = View("referrals", (KIND,), referrals)
NEW_CUSTOMERS = View("new customers", (CUSTOMER, KIND), new_customers, as_of=_until)
ASKED = View("asked whether they recommend", (ANSWER.name, KIND), asked, as_of=_until)
LEADS = View("leads by who brought them", (LEAD.name, KIND, CUSTOMER), of_leads, as_of=_until)
