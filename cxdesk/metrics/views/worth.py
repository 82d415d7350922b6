"""The arithmetic of what customers are worth in the future, over the rows of each basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Fits, Formula, Models, Ratio, Term
from cxdesk.metrics.views import currencies, margins, months
from cxdesk.metrics.views.margins import DAYS_OF_MONTH
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.stats.intervals import poisson_interval
from cxdesk.stats.purchases import (
    expected_purchases,
    expected_spending,
    fit_buying_of_groups,
    fit_spending_of_groups,
)
from cxdesk.stats.renewals import sbg_survival
from cxdesk.stats.tenures import fit_groups_by_renewals

FEW_LOSSES = 30  # below so many a churn rate says little about how long customers stay
FEW_REPEATERS = 10  # below so many who came back no model of buying is fitted
_ONE_SIDED = 0.90  # the level whose upper end leaves 5 % above it: 3/n where nobody left
Made = Mapping[str, Term | Ratio | Formula]


@dataclass(frozen=True)
class Terms:
    """What is assumed: gross margin in percent (None: what the data know), discount a year (0.1 = 10 %), months."""

    margin: float | None
    discount: float
    horizon: int

    @property
    def monthly(self) -> float:
        """What a sum is worth a month later: 1 less the discount of a month."""
        return float((1 + self.discount) ** (-1 / 12))


def of_churn(rows: Rows, terms: Terms) -> Made:
    """ARPA x margin / churn, all of a month; its lower bound and its sum over the horizon, which are finite even where
    nobody left.
    """
    gain = margins.of_subscriptions(rows.frame, terms.margin, currencies.of(rows))
    inputs = {"churn": months.churn(rows), "arpa": months.arpa(rows)}
    counted = {"lost": months.lost(rows), "there": months.there(rows), "arpa": months.arpa(rows)}
    few = {"small_sample": lambda v: v["lost"] < FEW_LOSSES}

    def capped(v: Mapping[str, np.ndarray]) -> np.ndarray:
        kept = (1 - v["churn"]) * terms.monthly
        whole = np.where(kept < 1, (1 - kept**terms.horizon) / np.where(kept < 1, 1 - kept, 1.0), terms.horizon)
        return gain * v["arpa"] * np.where(np.isnan(kept), np.nan, whole)

    def at_least(v: Mapping[str, np.ndarray]) -> np.ndarray:
        return gain * v["arpa"] / poisson_interval(v["lost"], v["there"], _ONE_SIDED).high

    return {
        "value": Formula(inputs, lambda v: gain * v["arpa"] / v["churn"], 2, positive=gain > 0, undefined="infinite"),
        "capped": Formula(inputs, capped, 2, positive=gain > 0, notes={"capped": lambda v: v["churn"] >= 0}),
        "at_least": Formula(counted, at_least, 3, positive=gain > 0, notes=few),
        "lifetime": Formula({"churn": inputs["churn"]}, lambda v: 1 / v["churn"], positive=True, undefined="infinite"),
    }


def of_renewals(rows: Rows, terms: Terms) -> Made:
    """sBG: mean monthly revenue x margin x the sum of S(t) discounted, over the horizon. No fit without losses at
    several tenures.
    """
    gain = margins.of_subscriptions(rows.frame, terms.margin, currencies.of(rows))
    renewed, gone = rows.col("renewed").astype(np.int64), rows.col("gone") == 1
    mrr = rows.col("mrr") * MONEY
    ahead = np.arange(terms.horizon)

    def months_ahead(at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        most = int(renewed.max(initial=0)) + 1
        cell = (gone[at] * groups + group) * most + renewed[at]
        still, lost = np.bincount(cell, minlength=2 * groups * most).reshape(2, groups, most)
        told = np.flatnonzero(np.count_nonzero(lost, axis=1) >= 2)
        found = fit_groups_by_renewals(lost[told], still[told])
        alpha, beta, stays = (np.full(groups, np.nan) for _column in range(3))
        alpha[told], beta[told] = (np.where(found.settled, one, np.nan) for one in (found.alpha, found.beta))
        stays[told] = sbg_survival(alpha[told, None], beta[told, None], ahead) @ terms.monthly**ahead
        return Fits(stays, report={"alpha": alpha, "beta": beta})

    def value(at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        stays, paying = months_ahead(at, group, groups), mrr[at] > 0
        with np.errstate(invalid="ignore"):
            mean = np.bincount(group, mrr[at] * paying, groups) / np.bincount(group[paying], minlength=groups)
        return Fits(gain * mean * stays.value, report=stays.report)

    return {"value": Models(rows, value), "lifetime": Models(rows, months_ahead)}


def of_orders(rows: Rows, terms: Terms) -> Made:
    """BG/NBD x gamma-gamma: mean over all buyers of the purchases expected within the horizon times what each spends
    on one, times the margin.
    """
    gain = margins.of_orders(rows.frame, terms.margin, currencies.of(rows))
    x, recency, watched = (rows.col(name) for name in ("repeats", "recency", "watched"))
    mean = rows.col("monetary") * MONEY

    def value(at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        back = (x[at] > 0) & (mean[at] > 0)
        told = np.flatnonzero(np.bincount(group[back], minlength=groups) >= FEW_REPEATERS)
        place = np.full(groups, -1, np.int64)
        place[told] = np.arange(len(told))
        kept = place[group] >= 0
        who, own = at[kept], place[group[kept]]
        buyers = x[who], recency[who], watched[who]
        buying = fit_buying_of_groups(*buyers, own, len(told))
        spending = fit_spending_of_groups(x[who], mean[who], own, len(told))
        each = expected_spending(spending.of(own), x[who], mean[who])
        days = np.arange(1, terms.horizon + 1) * DAYS_OF_MONTH
        days = days if terms.discount else days[-1:]
        bought = np.stack([expected_purchases(buying.of(own), t, *buyers) for t in days.tolist()])
        worth = terms.monthly ** np.arange(1, len(days) + 1) if terms.discount else np.ones(1)
        brought = worth @ np.diff(bought, axis=0, prepend=0.0) * each
        found = np.full(groups, np.nan)
        found[told] = gain * np.bincount(own, brought, len(told)) / np.bincount(own, minlength=len(told))
        found[told[spending.q <= 1]] = np.nan
        return Fits(found, report={**_told(buying._asdict(), told, found), **_told(spending._asdict(), told, found)})

    return {"value": Models(rows, value)}


def _told(model: Mapping[str, np.ndarray], told: np.ndarray, found: np.ndarray) -> dict[str, np.ndarray]:
    """The parameters of each group that has a value."""
    report = {}
    for name, parameter in model.items():
        if name not in ("likelihood", "settled"):
            report[name] = np.full(len(found), np.nan)
            report[name][told] = np.where(np.isnan(found[told]), np.nan, parameter)
    return report
