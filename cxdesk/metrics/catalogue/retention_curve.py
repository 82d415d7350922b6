"""How long customers stay, those who are still there included, and how long they will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.forms import Form, FormKind
from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Fits, Models, StillThere, Survival, Term
from cxdesk.metrics.estimators.term import Bounds, Sums
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.tally import Tally
from cxdesk.metrics.views import customers_text, stays
from cxdesk.stats.renewals import Renewals, sbg_survival
from cxdesk.stats.tenures import fit_groups_by_renewals, forecast_interval
from cxdesk.system.i18n import N_

LEAST_TERMS = 4  # a forecast needs to have seen so many
_TIMES = (30, 90, 180, 365)
AFTER = Option("after", 90, N_("The card shows who is still there after"), N_("So many days."), low=1, high=3650)
HORIZON = Option("horizon", 24, N_("Forecast for"), N_("So many renewals after the first day."), low=1, high=240)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    after = plural(
        "still there after {n} day, Kaplan-Meier", "still there after {n} days, Kaplan-Meier", options["after"]
    )
    return (after, *customers_text.how(options))


@dataclass(frozen=True, eq=False)
class Forecast(Models):
    """S(horizon) of the shifted beta-geometric model, fitted to how many left at each renewal."""

    horizon: int = 1

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """By resampling customers: group by group, as a draw hangs on how many there are."""
        fits, low, high = self.fits(tally), np.full(tally.groups, np.nan), np.full(tally.groups, np.nan)
        lost, still = _by_term(self.rows, tally.positions, tally.group, tally.groups)
        for group in np.flatnonzero(np.isfinite(fits.value)).tolist():
            alpha, beta, likelihood = (float(column[group]) for column in fits.report.values())
            fit = Renewals(alpha, beta, likelihood, True)
            ends = forecast_interval(lost[group], still[group], fit, self.horizon, level)
            low[group], high[group] = 100 * float(ends.low), 100 * float(ends.high)
        return Bounds(np.fmin(low, fits.value), np.fmax(high, fits.value))


def _by_term(customers: Rows, at: np.ndarray, group: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Per group how many of the rows `at` left at renewal 1, 2, …, and how many are there after 0, 1, … renewals."""
    terms, left = customers.col("terms")[at].astype(np.int64), customers.col("left")[at] == 1
    most = int(terms.max(initial=0)) + 1
    counts = np.bincount((left * groups + group) * most + terms, minlength=2 * groups * most)
    still, lost = counts.reshape(2, groups, most)
    return lost[:, 1:], still


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
    forms=(Form(FormKind.COHORTS, tuple(f"at_{days}" for days in _TIMES)),),
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

    def fit(at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        lost, still = _by_term(customers, at, group, groups)
        seen = (lost + still[:, 1:])[:, LEAST_TERMS - 1 :].any(axis=1)
        told = np.flatnonzero(seen & ((lost > 0).sum(axis=1) >= 2))  # one term tells nothing of how customers differ
        found = fit_groups_by_renewals(lost[told], still[told])
        columns = {"alpha": found.alpha, "beta": found.beta, "likelihood": found.likelihood}
        columns["value"] = np.where(found.settled, 100 * sbg_survival(found.alpha, found.beta, horizon), np.nan)
        report = {name: np.full(groups, np.nan) for name in columns}
        for name, column in columns.items():
            report[name][told] = column
        return Fits(report.pop("value"), report=report)

    return {
        "kept": StillThere(customers, lasted, left, float(after)),
        **Survival(customers, lasted, left, _TIMES),
        "forecast": Forecast(customers, fit, horizon=horizon),
    }
