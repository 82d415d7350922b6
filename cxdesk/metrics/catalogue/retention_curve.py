"""How long customers stay, those who are still there included, and how long they will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Fitted, Model, StillThere, Survival, Term
from cxdesk.metrics.estimators.term import Bounds, Sums
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.tally import Tally
from cxdesk.metrics.views import customers_text, stays
from cxdesk.stats.renewals import Renewals, sbg_survival
from cxdesk.stats.tenures import fit_by_renewals, forecast_interval
from cxdesk.system.i18n import N_

LEAST_TERMS = 4  # a forecast needs to have seen so many
_TIMES = (30, 90, 180, 365)
AFTER = Option("after", 90, N_("The card shows who is still there after"), N_("So many days."), low=1, high=3650)
HORIZON = Option("horizon", 24, N_("Forecast for"), N_("So many renewals after the first day."), low=1, high=240)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    after = Phrase(N_("still there after {n} days, Kaplan-Meier"), (("n", str(options["after"])),))
    return (after, *customers_text.how(options))


@dataclass(frozen=True, eq=False)
class Forecast(Model):
    """S(horizon) of the shifted beta-geometric model, fitted to how many left at each renewal."""

    horizon: int = 1

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """By resampling customers."""
        ends = [self._ends(tally, group, one, level) for group, one in enumerate(self.fitted(tally))]
        low, high = np.array(ends).reshape(-1, 2).T
        return Bounds(low, high)

    def _ends(self, tally: Tally, group: int, fitted: Fitted, level: float) -> tuple[float, float]:
        if not np.isfinite(fitted.value):
            return np.nan, np.nan
        lost, still = _by_term(self.rows, tally.counter.of_group(group))
        fit = Renewals(fitted.report["alpha"], fitted.report["beta"], fitted.report["likelihood"], True)
        found = forecast_interval(lost, still, fit, self.horizon, level)
        return min(100 * float(found.low), fitted.value), max(100 * float(found.high), fitted.value)


def _by_term(customers: Rows, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many of the rows `at` left at renewal 1, 2, …, and how many are there after 0, 1, … renewals."""
    terms, left = customers.col("terms")[at], customers.col("left")[at] == 1
    most = int(terms.max(initial=0)) + 1
    counts = [np.bincount(terms[left == side].astype(np.int64), minlength=most) for side in (True, False)]
    return counts[0][1:], counts[1]


_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-02-20"},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-02-01"},
    {"customer": "b", "started_on": "2024-02-01"},
    {"customer": "c", "started_on": "2024-01-01"},
    {"customer": "d", "started_on": "2024-01-01", "ended_on": "2024-05-01"},
    {"customer": "e", "started_on": "2024-05-31"},
)


@metric(
    id="retention_curve",
    title=N_("Survival and forecast"),
    short_title=N_("Survival"),
    idea="survival",
    family=Family.CUSTOMERS,
    question=N_("How long do customers stay?"),
    explain=N_(
        "The share still there so many days after the first, from everybody who began in the period: those who are "
        "still there count for as long as they have been watched (Kaplan-Meier). The forecast goes on from there with "
        "the shifted beta-geometric model: every customer has a chance of their own to leave at each renewal."
    ),
    good_for=N_("Knowing when customers leave, and how many of today's will be there in two years."),
    beware=N_(
        "Who stays long leaves less: one divided by churn underestimates the loyal and overestimates the new. The "
        "forecast is for contracts that renew again and again, and needs at least four renewals seen."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=stays.VIEW,
    at="day",
    options=(AFTER, HORIZON, *stays.OPTIONS),
    measures={
        "kept": Measure(N_("Still there")),
        "median": Measure(N_("Half have left after"), Unit.DAYS),
        "at_30": Measure(N_("Still there after 30 days")),
        "at_90": Measure(N_("Still there after 90 days")),
        "at_180": Measure(N_("Still there after 180 days")),
        "at_365": Measure(N_("Still there after a year")),
        "forecast": Measure(N_("Still there, forecast")),
    },
    companions=("churn_lost", "retention"),
    drill=("event", "censored"),
    label=_label,
    limits=(0, None),
    nothing="insufficient_data",
    examples=(
        Example(
            rows={"subscription": _SUBSCRIPTIONS}, gives=75.0, note=N_("Of four who began, a left within 90 days.")
        ),
        Example(
            rows={"subscription": _SUBSCRIPTIONS[3:4] + _SUBSCRIPTIONS[5:]},
            gives=None,
            measure="at_365",
            note=N_("Watched for too short."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def retention_curve(customers: Rows, after: int, horizon: int) -> Mapping[str, Term]:
    lasted, left = Coded.of(customers.col("lasted")), Coded.of(customers.col("left") == 1)

    def fit(at: np.ndarray) -> Fitted:
        lost, still = _by_term(customers, at)
        if len(lost) < LEAST_TERMS or (lost > 0).sum() < 2:  # one such term tells nothing of how customers differ
            return Fitted(np.nan)
        found = fit_by_renewals(lost, still)
        value = 100 * float(sbg_survival(found.alpha, found.beta, horizon))
        report = {"alpha": found.alpha, "beta": found.beta, "likelihood": found.likelihood}
        return Fitted(value if found.settled else np.nan, report=report)

    return {
        "kept": StillThere(customers, lasted, left, float(after)),
        **Survival(customers, lasted, left, _TIMES),
        "forecast": Forecast(customers, fit, horizon=horizon),
    }
