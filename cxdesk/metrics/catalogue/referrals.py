"""Whether customers bring others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Gap, Ratio, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import referred
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    days = plural("won within {n} day", "won within {n} days", options["within"])
    return (Phrase(N_("of customers at the period's end")), days)


_CUSTOMERS = (
    *({"customer": name, "created_at": "2023-01-01"} for name in "abcd"),
    {"customer": "e", "created_at": "2024-05-20"},
    {"customer": "f", "created_at": "2024-05-25"},
)
_REFERRALS = (
    {"customer": "a", "at": "2024-05-01", "new_customer": "e", "converted_at": "2024-05-20"},
    {"customer": "a", "at": "2024-05-02", "new_customer": "x", "status": "rejected"},
    {"customer": "b", "at": "2024-05-30", "new_customer": "y"},
)
_ANSWERS = tuple(
    {"response": name, "customer": name, "role": "nps", "score": score, "submitted_at": "2024-05-05"}
    for name, score in (("a", 10), ("c", 9), ("d", 3))
)


_LEADS = (
    *({"lead_id": f"r{n}", "created_at": "2024-05-02", "source": "Referral"} for n in range(3)),
    {"lead_id": "r3", "created_at": "2024-05-02", "source": "Referral", "converted_at": "2024-05-20"},
    *({"lead_id": f"o{n}", "created_at": "2024-05-02", "source": "Ads"} for n in range(9)),
    {"lead_id": "o9", "created_at": "2024-05-02", "source": "Ads", "converted_at": "2024-05-20"},
    {"lead_id": "young", "created_at": "2024-09-30", "source": "Referral"},
    {"lead_id": "?", "created_at": "2024-05-02", "converted_at": "2024-05-20"},
)


@metric(
    id="referrals",
    title=N_("Referrals"),
    short_title=N_("Referrals"),
    idea="referrals",
    family=Family.LOYALTY,
    question=N_("Do they bring others?"),
    explain=N_(
        "Customers who recommended you to somebody in the period, in percent of all customers when it ended. Beside "
        "it: how many referrals each of them made, which share of the referrals became customers in time, which share "
        "of the new customers was brought by others, and how many of the promoters in your surveys really did. With a "
        "list of leads: which share of those brought by customers became customers in time, which share of the others, "
        "and the difference."
    ),
    good_for=N_("Holding what people say they would do against what they do."),
    beware=N_(
        "Only referrals that somebody wrote down are here: a code, a form, a link. The newest ones may still be won "
        "and are left out until their time is up. A reward attracts referrals that are worth less."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(referred.REFERRALS, referred.REFERRERS, referred.NEW_CUSTOMERS, referred.ASKED, referred.LEADS),
    at="at",
    options=(referred.WITHIN, CHANGE_INTERVAL),
    measures={
        "referrers": Measure(N_("Customers who referred")),
        "per_referrer": Measure(N_("Referrals per referrer"), Unit.RATIO),
        "converted": Measure(N_("Referrals won")),
        "of_new": Measure(N_("New customers brought by others")),
        "promoters": Measure(N_("Promoters who really referred")),
        "count": Measure(N_("Referrals made"), Unit.COUNT),
        "leads_referred": Measure(N_("Referred leads won")),
        "leads_others": Measure(N_("Other leads won"), better=Better.NONE),
        "leads_gap": Measure(N_("Referred leads won above the others, points")),
    },
    companions=("nps",),
    drill=("numerator", "rest"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"referral": _REFERRALS, "customer": _CUSTOMERS}, gives=100 / 3, note=N_("a and b of six.")),
        Example(
            rows={"referral": _REFERRALS, "customer": _CUSTOMERS},
            gives=50.0,
            measure="converted",
            note=N_("One won, one refused; the third may still come."),
        ),
        Example(rows={"referral": _REFERRALS, "customer": _CUSTOMERS}, gives=1.5, measure="per_referrer"),
        Example(
            rows={"referral": _REFERRALS, "customer": _CUSTOMERS, "answer": _ANSWERS},
            scale=ZERO_TO_TEN,
            gives=50.0,
            measure="promoters",
        ),
        Example(rows={"referral": _REFERRALS, "lead": _LEADS}, gives=25.0, measure="leads_referred"),
        Example(
            rows={"referral": _REFERRALS, "lead": _LEADS},
            gives=15.0,
            measure="leads_gap",
            note=N_("One of four less one of ten; where the last one came from nobody wrote down."),
        ),
        Example(rows={"referral": ()}, gives=None),
    ),
)
def referrals(made: Rows, customers: Rows, new: Rows, asked: Rows, leads: Rows) -> Mapping[str, Term | Ratio]:
    named = Coded.of(made.customer >= 0)
    promoter = asked.band(BandRule.NPS) == Band.TOP
    each = asked.counted_once("customer", "latest")
    return {
        "referrers": Share(customers, hit=Coded.of(customers.col("did"))),
        "per_referrer": Ratio(
            Count(made, hit=named), Count(made.counted_once("customer", "first", "repeat"), hit=named)
        ),
        "converted": Share(made, hit=Coded.of(made.col("converted")), immature=Coded.of(made.col("pending"))),
        "of_new": Share(new, hit=Coded.of(new.col("referred"))),
        "promoters": Share(each, hit=Coded.of(referred.who_referred(asked)), within=promoter),
        "count": Count(made),
        **_of_leads(leads),
    }


def _of_leads(leads: Rows) -> Mapping[str, Term]:
    cell = referred.cells(leads)
    won, young = _has(cell, referred.WON), _has(cell, referred.YOUNG)
    brought, not_brought = _has(cell, referred.BROUGHT), _has(cell, referred.NOT_BROUGHT)
    return {
        "leads_referred": Share(leads, won, within=brought, immature=young),
        "leads_others": Share(leads, won, within=not_brought, immature=young),
        "leads_gap": Gap(leads, won, brought, not_brought, immature=young),
    }


def _has(cell: Coded, bit: int) -> Coded:
    return cell.map(lambda bits: bits & bit > 0)
