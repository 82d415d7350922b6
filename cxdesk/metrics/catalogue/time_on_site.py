"""How long visits last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Quantile, Ratio, Sum
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import web
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    single = {"zero": N_("a single page lasts 0"), "exclude": N_("without visits of a single page")}
    return (Phrase(N_("without bots")), Phrase(single[options["single_page"]]))


_VISITS = (
    {"visitor": "a", "started_at": "2024-05-01", "duration": 600, "pageviews": 4},
    {"visitor": "a", "started_at": "2024-05-02", "duration": 1200, "pageviews": 9},
    {"visitor": "b", "started_at": "2024-05-02", "pageviews": 1},
    {"visitor": "c", "started_at": "2024-05-02", "duration": 30000, "bot": True},
)
_TOTALS = ({"started_at": "2024-05-01", "sessions": 30, "visitors": 20, "duration": 120},)


@metric(
    id="time_on_site",
    title=N_("Time on site"),
    short_title=N_("Time on site"),
    idea="time_on_site",
    family=Family.PRODUCT,
    question=N_("How long do visits last?"),
    explain=N_(
        "The length of all visits divided by their number; beside it per visitor, whatever number of visits that "
        "takes, the median of single visits, and the time people were engaged where the file tells it. Rows of totals "
        "count with all their visits; visits of bots do not count."
    ),
    good_for=N_("Comparing pages, sources and devices, always beside conversion."),
    beware=N_(
        "Longer is not better: it may mean that people read on, or that they are lost. Nothing shows how long the last "
        "page was open, and a few visits left open overnight pull the mean up: look at the median."
    ),
    unit=Unit.MINUTES,
    better=Better.NONE,
    reads=web.TOTALS,
    at="started_at",
    options=(web.SINGLE_PAGE,),
    measures={
        "per_session": Measure(N_("Minutes per visit")),
        "per_visitor": Measure(N_("Minutes per visitor")),
        "median": Measure(N_("Median of single visits")),
        "engaged": Measure(N_("Engaged minutes per visit")),
    },
    companions=("conversion_rate",),
    drill=("top_counted", "top_missing"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"web_session": _VISITS}, gives=10.0, note=N_("30 minutes in 3 visits; the bot does not count.")),
        Example(rows={"web_session": _VISITS}, gives=15.0, measure="per_visitor"),
        Example(rows={"web_session": _VISITS}, gives=15.0, options={"single_page": "exclude"}),
        Example(rows={"web_session": _TOTALS}, gives=3.0, measure="per_visitor", note=N_("60 minutes of 20 people.")),
        Example(rows={"web_session": ()}, gives=None),
    ),
)
def time_on_site(visits: Rows) -> Mapping[str, Ratio | Quantile]:
    minutes, engaged, count, people = (visits.col(name) for name in ("minutes", "engaged", "visits", "visitors"))
    once = visits.counted_once("who", "first", "repeat")
    known, named = np.isfinite(minutes), np.isfinite(minutes) & np.isfinite(people)

    def over(rows: Rows, amount: np.ndarray, base: np.ndarray, where: np.ndarray) -> Ratio:
        top = Sum(visits, visits.each(np.where(where, amount, np.nan)))
        return Ratio(top, Sum(rows, visits.each(np.where(where, base, np.nan))))

    single = visits.each(np.where(count == 1, minutes, np.nan))
    return {
        "per_session": over(visits, minutes, count, known),
        "per_visitor": over(once, minutes, people, named),
        "median": Quantile(visits, single.within((count == 1) | np.isnan(minutes))),
        "engaged": over(visits, engaged, count, np.isfinite(engaged)),
    }
