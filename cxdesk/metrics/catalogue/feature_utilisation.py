"""How broadly and how deeply features are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Sum
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days, feature_events
from cxdesk.system.i18n import N_

BY = Option(
    "by",
    "feature",
    N_("A feature is"),
    choices=(("feature", N_("What the column of features says")), ("name", N_("What events are called"))),
    of_view=True,
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    what = N_("of all features ever used or granted") if options["by"] == "feature" else N_("of all names of events")
    return (Phrase(what), *((Phrase(N_("customers")),) if options["unit"] == "customer" else ()))


_EVENTS = (
    {"person": "a", "at": "2024-05-01", "feature": "export"},
    {"person": "a", "at": "2024-05-02", "feature": "export"},
    {"person": "a", "at": "2024-05-02", "feature": "search", "count": 3},
    {"person": "b", "at": "2024-05-02", "feature": "search"},
    {"person": "c", "at": "2024-05-02", "name": "login"},
)


@metric(
    id="feature_utilisation",
    title=N_("Feature use"),
    short_title=N_("Feature use"),
    idea="feature_utilisation",
    family=Family.PRODUCT,
    question=N_("How broad and how deep is use?"),
    explain=N_(
        "Breadth: the share of the features that a person who uses any has used in the period, on average. Depth: how "
        "often such a person used features. Features used: the share of all features that anybody used. Features are "
        "all that were ever used or granted to a customer."
    ),
    good_for=N_("Finding features nobody needs, and people who know only one corner of what you offer."),
    beware=N_(
        "People who used no feature are in none of these numbers; adoption tells about them. A feature that nobody has "
        "ever used is known only if your entitlements list it."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=feature_events.FEATURES,
    at="at",
    options=(BY, active_days.UNIT),
    measures={
        "breadth": Measure(N_("Share of features a person uses")),
        "depth": Measure(N_("Uses per person"), Unit.RATIO),
        "used": Measure(N_("Features used")),
    },
    companions=("feature_adoption", "product_adoption"),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=75.0, note=N_("a used both of two features, b one.")),
        Example(rows={"usage_event": _EVENTS}, gives=3.0, measure="depth"),
        Example(
            rows={"usage_event": _EVENTS, "entitlement": ({"customer": "x", "feature": "archive"},)},
            gives=200 / 3,
            measure="used",
        ),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def feature_utilisation(uses: Rows) -> Mapping[str, Count | Ratio]:
    known = max(feature_events.known(uses), 1)
    people = Count(uses.counted_once("who", "first", "repeat"))
    pairs = Count(uses.counted_once("who_feature", "first", "repeat"))
    features = Count(uses.counted_once("used_feature", "first", "repeat", within=True), per=100.0 / known)
    times = uses.each(feature_events.times(uses))
    return {
        "breadth": Ratio(pairs, people, per=100.0 / known),
        "depth": Ratio(Sum(uses, times), people),
        "used": features,
    }
