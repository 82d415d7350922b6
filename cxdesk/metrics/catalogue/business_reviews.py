"""Whether review meetings are held, and what public reviews say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Mean, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import reviews
from cxdesk.system.i18n import N_

_DUE = {"customer": N_("of all customers listed"), "subscription": N_("of customers with a subscription")}
POSITIVE = 4.0  # stars of 5 from which a public review is good


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("meetings held")), Phrase(_DUE[options["eligible"]]), Phrase(N_("public ratings of 5 stars")))


_CUSTOMERS = tuple({"customer": name, "created_at": "2023-01-01"} for name in "abcd")
_REVIEWS = (
    {"kind": "qbr", "customer": "a", "scheduled_at": "2024-05-02", "held_at": "2024-05-02", "status": "held"},
    {"kind": "qbr", "customer": "b", "scheduled_at": "2024-05-03", "status": "missed"},
    {"kind": "public_review", "held_at": "2024-05-04", "rating": 5},
    {"kind": "public_review", "held_at": "2024-05-04", "rating": 4, "best": 10},
)


@metric(
    id="business_reviews",
    title=N_("Business reviews"),
    short_title=N_("Reviews"),
    idea="reviews",
    family=Family.LOYALTY,
    question=N_("Are reviews held, and are they good?"),
    explain=N_(
        "Two things go by this name, and each row must say which it is. Review meetings: customers with whom one was "
        "held in the period, in percent of all who were there when it ended, and meetings held in percent of those "
        "planned for the period. Public reviews: the mean rating on five stars, and the share of four stars or more."
    ),
    good_for=N_("Not losing sight of a customer between two renewals; knowing what strangers read about you."),
    beware=N_(
        "A meeting held says nothing about how it went. Public ratings come from the very happy and the very unhappy, "
        "and from a handful of people: look at their number. Ratings of ten are read as ratings of five."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(reviews.MEETINGS, reviews.WITH_A_REVIEW, reviews.RATINGS),
    at="held_at",
    options=(reviews.ELIGIBLE, CHANGE_INTERVAL),
    measures={
        "held": Measure(N_("Customers with a review held")),
        "held_of_planned": Measure(N_("Planned reviews held")),
        "rating": Measure(N_("Mean public rating"), Unit.SCALE),
        "positive": Measure(N_("Public reviews of 4 stars or more")),
        "public": Measure(N_("Public reviews"), Unit.COUNT),
    },
    companions=("nps", "referrals"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(
            rows={"business_review": _REVIEWS, "customer": _CUSTOMERS},
            gives=25.0,
            note=N_("With a, of four customers."),
        ),
        Example(rows={"business_review": _REVIEWS, "customer": _CUSTOMERS}, gives=50.0, measure="held_of_planned"),
        Example(
            rows={"business_review": _REVIEWS}, gives=3.5, measure="rating", note=N_("5 of 5 and 4 of 10, that is 2.")
        ),
        Example(rows={"business_review": ()}, gives=None),
    ),
)
def business_reviews(meetings: Rows, customers: Rows, ratings: Rows) -> Mapping[str, Term]:
    stars = ratings.numbers("stars")
    return {
        "held": Share(customers, hit=Coded.of(customers.col("did"))),
        "held_of_planned": Share(meetings, hit=Coded.of(meetings.col("held"))),
        "rating": Mean(ratings, stars),
        "positive": Share(ratings, hit=stars >= POSITIVE),
        "public": Count(ratings),
    }
