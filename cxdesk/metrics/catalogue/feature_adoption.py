"""Which share uses a feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.ever import Ever
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import active_days, adoption, usage_text
from cxdesk.system.i18n import N_

_BASES = {"active": N_("of those active in the period"), "entitled": N_("of customers entitled to it")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    which = Phrase("{feature}", (("feature", options["feature"]),)) if options["feature"] else Phrase(N_("any feature"))
    return (which, Phrase(_BASES[options["base"]]), *usage_text.how(options))


_EVENTS = (
    {"customer": "a", "at": "2024-05-01", "feature": "export"},
    {"customer": "a", "at": "2024-05-02", "feature": "search"},
    {"customer": "b", "at": "2024-05-02", "feature": "search"},
    {"customer": "c", "at": "2024-05-02", "name": "login"},
    {"customer": "d", "at": "2024-05-03", "name": "login"},
)
_MAY = ({"customer": "a", "feature": "export"}, {"customer": "e", "feature": "export"})


@metric(
    id="feature_adoption",
    title=N_("Feature adoption"),
    short_title=N_("Feature adoption"),
    idea="feature_adoption",
    family=Family.PRODUCT,
    question=N_("Who uses this feature?"),
    explain=N_(
        "Different people who used the feature in the period, in percent of the different people who used the product "
        "at all. Name the feature (or an event) as an option; without a name any feature counts. With the option "
        "entitled, customers who used it in percent of those who were entitled to it on the period's last day."
    ),
    good_for=N_("Seeing whether something new is found and tried."),
    beware=N_(
        "Whoever was not active is in neither number: a product that only its fans still open shows high adoption. In "
        "percent of those entitled the same use looks much smaller; do not compare the two."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=adoption.FEATURE_USE,
    at="at",
    options=(adoption.FEATURE, adoption.BASE, active_days.UNIT, CHANGE_INTERVAL),
    companions=("product_adoption", "feature_utilisation"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=50.0, note=N_("a and b of a, b, c and d used any.")),
        Example(rows={"usage_event": _EVENTS}, gives=25.0, options={"feature": "export"}),
        Example(
            rows={"usage_event": _EVENTS, "entitlement": _MAY},
            gives=50.0,
            options={"feature": "export", "base": "entitled"},
        ),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def feature_adoption(active: Rows) -> Ever:
    return Ever(active.counted_once("person", "first", "repeat"), hit=Coded.of(active.col("used")))
