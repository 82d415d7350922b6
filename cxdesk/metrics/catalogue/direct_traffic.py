"""Which share of visits comes by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Coded, Codes, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.shares import ShareOfLabel
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import web
from cxdesk.system.i18n import N_

PARTS = ("direct", "unknown", "other")
DIRECT, UNKNOWN, OTHER = range(len(PARTS))
_DIRECT = frozenset({"direct", "typed", "direct entry", "direct traffic", "typed bookmarked", "bookmark"}) | frozenset(
    {"acces direct", "trafic direct", "entree directe", "entrees directes", "directe", "intrare directa"}
)
_BLANK = frozenset({"", "none", "not set", "null", "unknown", "n a", "aucun", "inconnu", "necunoscut", "undefined"})
WITHOUT = Option(
    "without_source",
    "direct",
    N_("Visits without any source"),
    choices=(("direct", N_("Count as direct")), ("left_out", N_("Leave out"))),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    left = options["without_source"] == "left_out"
    how = N_("without those of no known source") if left else N_("no known source counts as direct")
    return (Phrase(N_("of visits without bots")), Phrase(how))


_VISITS = (
    {"started_at": "2024-05-01", "source": "(direct)", "medium": "(none)"},
    {"started_at": "2024-05-01"},
    {"started_at": "2024-05-01", "source": "google", "medium": "organic"},
    {"started_at": "2024-05-01", "source": "news", "medium": "email"},
    {"started_at": "2024-05-01", "bot": True},
)


@metric(
    id="direct_traffic",
    title=N_("Direct traffic"),
    short_title=N_("Direct traffic"),
    idea="direct_traffic",
    family=Family.PRODUCT,
    question=N_("Who comes by themselves?"),
    explain=N_(
        "Visits that came directly (an address typed in, a bookmark) or of which no source is known, in percent of all "
        "visits that are not of bots. How many of them had no known source is shown beside it."
    ),
    good_for=N_("A first sign of how well people know your name."),
    beware=N_(
        "Links in letters, apps and documents arrive without a source too: much direct traffic may be a strong name or "
        "missing tags. Look at the share of unknown ones first."
    ),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=web.EACH,
    at="started_at",
    options=(WITHOUT, CHANGE_INTERVAL),
    measures={
        "share": Measure(N_("Direct traffic")),
        "unknown": Measure(N_("Of these without any source")),
    },
    companions=("conversion_rate",),
    drill=("unknown", "direct", "other"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"web_session": _VISITS}, gives=50.0, note=N_("Two of four; one of the two has no source.")),
        Example(rows={"web_session": _VISITS}, gives=100 / 3, options={"without_source": "left_out"}),
        Example(rows={"web_session": ()}, gives=None),
    ),
)
def direct_traffic(visits: Rows, without_source: str) -> Mapping[str, ShareOfLabel]:
    found = Coded(np.arange(len(PARTS)), _source(visits), np.full(len(PARTS), State.OK, np.uint8))
    known = found.within(found.values != UNKNOWN) if without_source == "left_out" else found
    hits = PARTS[: DIRECT + 1] if without_source == "left_out" else PARTS[: UNKNOWN + 1]
    values = tuple(range(len(PARTS)))
    return {
        "share": ShareOfLabel(visits, known, values, PARTS, hits),
        "unknown": ShareOfLabel(visits, found.within(found.values != OTHER), values, PARTS, ("unknown",)),
    }


def _source(visits: Rows) -> np.ndarray:
    """[rows] place in PARTS."""
    source, medium = visits.col("source"), visits.col("medium")
    nothing = _said(source, _BLANK) & _said(medium, _BLANK)
    nothing &= _said(visits.col("referrer"), _BLANK) & _said(visits.col("campaign"), _BLANK)
    direct = _said(source, _DIRECT) | (_said(source, _BLANK) & _said(medium, _DIRECT))
    return np.where(direct, DIRECT, np.where(nothing, UNKNOWN, OTHER)).astype(np.uint8)


def _said(column: Codes, words: frozenset[str]) -> np.ndarray:
    """Which rows say one of the words, brackets and the part behind a stroke aside; an empty cell says nothing."""
    table = np.array([*(_word(label) in words for label in column.labels), "" in words])
    return table[column.codes]


def _word(label: str) -> str:
    first = fold(label).partition(" / ")[0]
    return " ".join("".join(c if c.isalnum() else " " for c in first).split())
