"""What the parts of a number and the reasons why rows do not count are called before people."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cxdesk.domain.results import Better, Phrase
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.ratio_estimate import SIDES
from cxdesk.metrics.reasons import EXCLUSIONS
from cxdesk.system.i18n import N_

NUMERATOR, REST = "numerator", "rest"
GOOD, BAD, MID = "good", "bad", "mid"

_TITLES: Mapping[str, str] = {
    "counted": N_("Counted"),
    "missing": N_("No answer given"),
    "invalid": N_("Not usable"),
    NUMERATOR: N_("In numerator and base"),
    REST: N_("In the base only"),
    "other_numerator": N_("Of the others, in numerator and base"),
    "other_rest": N_("Of the others, in the base only"),
    "event": N_("It happened"),
    "censored": N_("Not yet, when last seen"),
    "stayed": N_("Stayed"),
    "lost": N_("Lost"),
    "new": N_("New"),
    "back": N_("Came back"),
    "passing": N_("Came and left"),
    "positive": N_("Above zero"),
    "negative": N_("Below zero"),
    "steady": N_("Unchanged"),
    "expansion": N_("Expansion"),
    "contraction": N_("Contraction"),
    "churn": N_("Gone"),
    "reactivation": N_("Came back"),
    "none": N_("No movement"),
    "unknown": N_("Not known"),
    "plus": N_("Count as plus"),
    "neutral": N_("Neutral"),
    "minus": N_("Count as minus"),
}

# By idea: what rows in the numerator and in the rest are, or those that count as plus, neutral and minus.
_PAIRS: Mapping[str, tuple[str, ...]] = {
    "nps": (N_("Promoters"), N_("Passives"), N_("Detractors")),
    "csat": (N_("Satisfied"), N_("Not satisfied")),
    "ces": (N_("Found it easy"), N_("Did not find it easy")),
    "fcr": (N_("Solved at first contact"), N_("Needed more")),
    "renewal_rate": (N_("Renewed"), N_("Not renewed")),
    "response_rate": (N_("Answered"), N_("Did not answer")),
    "comments": (N_("With a comment"), N_("Without a comment")),
    "retention": (N_("Still there"), N_("Gone")),
    "churn": (N_("Lost"), N_("Still there")),
    "return_intent": (N_("Likely to return"), N_("Not likely")),
    "awareness": (N_("Know it"), N_("Do not know it")),
    "resolution": (N_("Satisfied"), N_("Not satisfied")),
    "upsell_rate": (N_("Upsold"), N_("Not upsold")),
    "feature_adoption": (N_("Use it"), N_("Do not use it")),
    "adoption": (N_("Use it"), N_("Do not use it")),
}

_WORSE = frozenset({"lost", "churn", "contraction", "negative", "detractors", "poor", "high"})
_BETTER = frozenset({"new", "back", "expansion", "reactivation", "positive", "promoters", "good", "low"})


# Where some of the rows that were looked at are counted: what these are, and the others.
_OF_A_COUNT: Mapping[str, str] = {"counted": N_("Add to the number"), REST: N_("Add nothing to it")}


def part_title(metric: Metric, part: str, among: Collection[str] = ()) -> Phrase:
    """The title of a part; a name that the data gave stands for itself. Both sides of a ratio call theirs alike. Parts
    that stand `among` others are told apart from these.
    """
    if _OF_A_COUNT.keys() <= set(among) and part in _OF_A_COUNT:
        return Phrase(_OF_A_COUNT[part])
    for side in SIDES:
        part = part.removeprefix(side)
    known = metric.measures.get(part)
    if known is not None:
        return Phrase(known.title)
    pair = _PAIRS.get(metric.idea) or _PAIRS.get(metric.id) or ()
    places = (NUMERATOR, REST) if len(pair) == 2 else ("plus", "neutral", "minus")
    own = dict(zip(places, pair, strict=True)) if pair else {}
    return Phrase(own.get(part) or _TITLES.get(part) or "{name}", () if part in own or part in _TITLES else _is(part))


def _is(name: str) -> tuple[tuple[str, str], ...]:
    return (("name", name.replace("_", " ")),)


def reason_title(reason: str) -> Phrase:
    """Why rows were left out."""
    known = EXCLUSIONS.get(reason) or _TITLES.get(reason)
    return Phrase(known) if known else Phrase("{name}", _is(reason))


def tone(metric: Metric, measure: str, part: str) -> str:
    """Whether a part is good or bad for the customer relation; what is neither is mid."""
    better = metric.better_of(measure)
    if part in _WORSE or part in _BETTER:
        return BAD if part in _WORSE else GOOD
    if better == Better.NONE or part not in ("plus", "minus", NUMERATOR):
        return MID
    return GOOD if (part == "minus") == (better == Better.DOWN) else BAD
