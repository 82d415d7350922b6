"""How every customer stands: revenue, latest answers, health, signal of leaving, last contact; one value each.

The numbers are those of the metrics of the same names (mrr, health_score, cross_churn_risk, clv_net's revenue), read
from the views that these read, so that a list of customers and a card never disagree.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np

from cxdesk.domain.customers import Sort
from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Role, Source, all_kinds
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.periods import Period
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.definitions import options_in_force
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views import bands, currencies, customer_state, health_score, rates
from cxdesk.metrics.views.recurring import KIND as SUBSCRIPTION
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.metrics.views.sold import KIND as ORDER
from cxdesk.metrics.views.value import Value
from cxdesk.system.i18n import _

TOUCHES = ("answer", "ticket", "contact", "business_review", "community_event")  # when we last heard of each other
BANDS = ("bottom", "middle", "top")
RISKS = ("high", "watch", "low", "none")  # places in `Standing.risk`
NEVER = -(2**30)
REMEMBERED = 4  # ends of periods


@dataclass(frozen=True, eq=False)
class Latest:
    """The latest answer to one question per customer: score (NaN none), place of its band (-1 none), day."""

    score: np.ndarray
    band: np.ndarray
    day: np.ndarray


def references(frame: Frame) -> Codes:
    """The references to customers; every kind's codes point into the same labels."""
    found: Codes = frame.column(CUSTOMER, CUSTOMER)
    return found


def standing(frame: Frame, until: Period | None = None) -> Standing:
    """How customers stand at the end of a period, or of the last day that the data reach; those asked last are
    remembered with the data.
    """
    found: Standing = _remembered(frame, "standing", until.end if until else None, lambda: Standing(frame, until))
    return found


def _remembered(frame: Frame, what: str, key: Hashable, make: Callable[[], Any]) -> Any:
    """`make()`; a person who brushes one period after the other does not fill the memory."""
    kept: OrderedDict[Hashable, Any] = frame.memo.setdefault(("of customers", what), OrderedDict())
    if key not in kept:
        kept[key] = make()
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


@dataclass(frozen=True, eq=False)
class Known:
    """Who is a customer, and what was last heard: arrays by customer code."""

    frame: Frame
    until: Period | None

    @cached_property
    def labels(self) -> Any:
        return references(self.frame).labels

    @property
    def size(self) -> int:
        return len(self.labels)

    @cached_property
    def before(self) -> int:
        """The first local day that does not count."""
        return day_number(self.until.end) if self.until else NO_DAY

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds whose rows name customers."""
        return tuple(kind.name for kind in all_kinds() if kind.subject == CUSTOMER and self.frame.size(kind.name))

    def live(self, kind: str) -> Rows:
        return self.frame.rows(Source(kind))

    @cached_property
    def there(self) -> np.ndarray:
        """Which references are customers that any row names."""
        found: np.ndarray = _remembered(self.frame, "there", None, self._there)
        return found

    def _there(self) -> np.ndarray:
        found = np.zeros(self.size + 1, bool)  # the last place takes rows that name nobody
        for kind in self.kinds:
            found[self.live(kind).customer] = True
        return found[:-1]

    @cached_property
    def names(self) -> Codes:
        """What the newest list of customers calls each."""
        column: Codes = self.frame.column(CUSTOMER, "name")
        rows = self.live(CUSTOMER)
        found = np.full(self.size, -1, np.int32)
        named = column.codes[rows.index] >= 0
        known = named & (rows.customer >= 0)
        found[rows.customer[known]] = column.codes[rows.index[known]]
        return Codes(found, column.labels)

    def name(self, code: int) -> str:
        at = int(self.names.codes[code])
        return str(self.names.labels[at]) if at >= 0 else ""

    @cached_property
    def last_contact(self) -> np.ndarray:
        """Local day, NEVER without one."""
        return self.last_contact_of(None)

    def last_contact_of(self, codes: np.ndarray | None) -> np.ndarray:
        """The same of these customers, in their order; None: of all."""
        found = np.full(self.size if codes is None else len(codes), NEVER, np.int64)
        for kind in TOUCHES:
            if kind in self.kinds:
                rows = self.live(kind)
                end = int(np.searchsorted(rows.days, min(self.before, self.frame.as_of(kind) + 1)))
                last = self._last(rows.customer[:end], codes)
                met = np.flatnonzero(last >= 0)
                found[met] = np.maximum(found[met], rows.days.take(last.take(met)))
        return found

    def latest(self, role: Role) -> Latest:
        """The latest usable answer to a question."""
        found: Latest = _remembered(self.frame, f"latest {role}", self.before, lambda: self._latest(role))
        return found

    def _answered(self, role: Role) -> np.ndarray:
        """The scores of all usable answers to a question so far."""
        if not self.frame.size(ANSWER.name):
            return np.zeros(0)
        _who, scores, _named, days = self._usable(role)
        return scores[: int(np.searchsorted(days, min(self.before, NO_DAY)))]

    def _usable(self, role: Role) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        found: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] = _remembered(
            self.frame, f"usable {role}", None, lambda: _usable(self.frame, role)
        )
        return found

    def _latest(self, role: Role) -> Latest:
        return self.latest_of(role, None)

    def latest_of(self, role: Role, codes: np.ndarray | None) -> Latest:
        """The same of these customers, in their order: what a page of them needs. None: of all."""
        size = self.size if codes is None else len(codes)
        score, band = np.full(size, np.nan), np.full(size, -1, np.int8)
        day = np.full(size, NEVER, np.int64)
        if not self.frame.size(ANSWER.name):
            return Latest(score, band, day)
        rows = self._usable(role)
        who, _given, _named, days = rows
        last = self._last(who[: int(np.searchsorted(days, min(self.before, NO_DAY)))], codes)
        asked = np.flatnonzero(last >= 0)
        columns: tuple[np.ndarray, ...] = (score, band, day)
        for column, values in zip(columns, rows[1:], strict=True):
            column[asked] = values.take(last.take(asked))
        return Latest(score, band, day)

    def _last(self, who: np.ndarray, codes: np.ndarray | None) -> np.ndarray:
        """[codes] the last row of each of these customers, -1 without one; `who` [rows] is whose each row is."""
        if codes is None:
            of_all = np.full(self.size + 1, -1, np.int64)  # the last place takes rows that name nobody
            of_all[who] = np.arange(len(who))  # in their order, so that the last one stays
            return of_all[:-1]
        place = np.full(self.size + 1, -1, np.int32)
        place[codes] = np.arange(len(codes))
        at = np.flatnonzero(place[who] >= 0)
        last = np.full(len(codes), -1, np.int64)
        last[place[who[at]]] = at
        return last


@dataclass(frozen=True, eq=False)
class Standing(Known):
    """The same with how each stands on the last day: health, signal, revenue."""

    @cached_property
    def state(self) -> tuple[Rows, np.ndarray] | None:
        """The rows of the view that health and signal are read from, and whose each is; None without any."""
        view = customer_state.BY_ALL
        span = view.reach(self.frame, view.until(self.frame)) if self._has(view.kinds) else None
        if span is None:
            return None
        end = min(span.end, self.until.end) if self.until else span.end
        if end <= span.start:
            return None
        (rows,) = [view.build(self.frame, self._horizon, Periods.of((Period(span.start, end),)))]
        return rows, self._codes(rows.col("customer"))

    def _has(self, kinds: tuple[str, ...]) -> bool:
        return any(self.frame.size(kind) for kind in kinds)

    @cached_property
    def _horizon(self) -> Mapping[str, Any]:
        return in_force(self.frame, metric_of("cross_churn_risk"))

    def _codes(self, column: Codes) -> np.ndarray:
        """Customers of a view as codes of ours."""
        if column.labels is self.labels:
            return column.codes
        known = {text: code for code, text in enumerate(self.labels[:])}
        table = np.array([*(known.get(text, -1) for text in column.labels[:]), -1], np.int64)
        return table[column.codes]

    def _of_state(self, make: Callable[[Rows], np.ndarray], otherwise: Any, dtype: Any) -> np.ndarray:
        """A value per customer from the view's rows; `otherwise` for who is not in it."""
        found = np.full(self.size + 1, otherwise, dtype)  # the last place takes rows of nobody
        if self.state is not None:
            rows, who = self.state
            found[who] = make(rows)
        return found[:-1]

    @cached_property
    def left(self) -> np.ndarray:
        return self._of_state(lambda rows: rows.flags("left").rows() == 1, False, bool)

    @cached_property
    def risk(self) -> np.ndarray:
        """Place in RISKS."""

        def places(rows: Rows) -> np.ndarray:
            signal = rows.labelled("signal")
            table = np.array([RISKS.index(value) if value in RISKS else 3 for value in signal.values.tolist()])
            return table[signal.codes]

        return self._of_state(places, 3, np.int8)

    @cached_property
    def plan(self) -> tuple[np.ndarray, list[str]]:
        """Place of each customer's plan (-1: none) among names in their order."""
        names, found = self._plans()
        order = sorted(range(len(names)), key=lambda at: fold(names[at]))
        rank = np.full(len(names) + 1, -1, np.int32)
        rank[order] = np.arange(len(order))
        return rank[found], [names[at] for at in order]

    def _plans(self) -> tuple[list[str], np.ndarray]:
        found, names = np.full(self.size, -1, np.int32), []
        if self.frame.size(CUSTOMER):
            column, rows = self.frame.column(CUSTOMER, "plan"), self.live(CUSTOMER)
            names = [str(label) for label in column.labels]
            known = rows.customer >= 0
            found[rows.customer[known]] = column.codes[rows.index[known]]
        if self.state is None:
            return names, found
        rows, who = self.state
        told = rows.labelled("plan")
        known_names = {name: at for at, name in enumerate(names)}
        table = np.array([-1 if not name else known_names.setdefault(name, len(known_names)) for name in told.values])
        codes = table[told.codes]
        mine = (who >= 0) & (codes >= 0)
        found[who[mine]] = codes[mine]
        return list(known_names), found

    @cached_property
    def health(self) -> np.ndarray:
        """0 to 100, NaN where too little is known or the customer has left."""
        told = in_force(self.frame, metric_of("health_score"))
        weights = {option.name: told[option.name] for option in health_score.WEIGHTS}

        def scored(rows: Rows) -> np.ndarray:
            score, _coverage = health_score.scored(rows, weights, told["enough"])
            return np.where(rows.flags("left").rows() == 1, np.nan, score.rows())

        return self._of_state(scored, np.nan, np.float64)

    def health_band(self, score: float) -> str:
        """good, average or poor, as the definition in force draws the lines."""
        if isnan(score):
            return bands.BANDS[3]
        good, average = self._health_from
        return bands.BANDS[0 if score >= good else 1 if score >= average else 2]

    @cached_property
    def _health_from(self) -> tuple[float, float]:
        told = in_force(self.frame, metric_of("health_score"))
        return told["good_from"], told["average_from"]

    # Money

    @cached_property
    def currency(self) -> str | None:
        """ISO code of all amounts; None where the data name none or several."""
        return next(iter(self._currencies)) if len(self._currencies) == 1 else None

    @cached_property
    def _currencies(self) -> frozenset[str]:
        known: frozenset[str] = _remembered(self.frame, "currencies", None, self._paid_in)
        return known

    def _paid_in(self) -> frozenset[str]:
        found: set[str] = set()
        for kind in (SUBSCRIPTION, ORDER):
            if self.frame.size(kind):
                column = self.frame.column(kind, "currency")
                codes = np.unique(column.codes[self.live(kind).index])
                found |= {rates.ends_in(self.frame, column.labels[code]) for code in codes[codes >= 0].tolist()}
        return frozenset(found)

    @property
    def one_currency(self) -> bool:
        """Whether amounts of different customers can stand in one column."""
        return len(self._currencies) <= 1

    @cached_property
    def lacking(self) -> Phrase | None:
        """Which exchange rate is missing, so that no amounts are shown; None where they can stand in one column."""
        if self.one_currency:
            return None
        missing = currencies.lacking(self.frame, self._currencies)
        return missing[2] if missing is not None and len(missing) > 2 else None

    @cached_property
    def mrr(self) -> np.ndarray:
        """In units of the currency; NaN where no subscription runs or its price is unknown."""
        if not self.one_currency:
            return np.full(self.size, np.nan)
        found = self._of_state(lambda rows: rows.numbers("mrr").rows() * MONEY, np.nan, np.float64)
        return np.where(found > 0, found, np.nan)

    @cached_property
    def at_risk(self) -> np.ndarray:
        return np.where(self.risk == 0, self.mrr, np.nan)

    @cached_property
    def blank(self) -> frozenset[str]:
        """Columns of a list in which there is nothing for anybody."""
        plan = self.plan[0]
        columns = {
            Sort.PLAN: np.where(plan < 0, np.nan, plan),
            Sort.MRR: self.mrr,
            Sort.VALUE: self.value,
            Sort.NPS: self._answered(Role.NPS),
            Sort.CSAT: self._answered(Role.CSAT),
            Sort.AT_RISK: self.mrr,  # nobody at risk is worth saying, where there is revenue
        }
        return frozenset(name for name, values in columns.items() if not np.isfinite(values).any())

    @cached_property
    def value(self) -> np.ndarray:
        """Revenue from the first payment to the last day that the data reach; NaN of who never paid."""
        found = np.full(self.size, np.nan)
        if not self.one_currency or not self._has((SUBSCRIPTION, ORDER)):
            return found
        brought = Value(self.frame, "to_date", "days", "all", "")
        who = self._codes(Codes(brought.won.code.astype(np.int64), brought.won.labels))
        money = brought.brought() * MONEY
        found[who[who >= 0]] = np.where(money > 0, money, np.nan)[who >= 0]
        return found


def in_force(frame: Frame, metric: Metric) -> Mapping[str, Any]:
    """Every option of a metric as the workspace decided it."""
    return {
        **{option.name: option.default for option in metric.options},
        **options_in_force(metric, frame, {}),
    }


def _usable(frame: Frame, role: Role) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Whose the answers to a question are that have score and band, with score, band and day, as they were given."""
    rows = frame.rows(ANSWER.where(role=role))
    given, named = rows.col("score"), _band_places(rows)
    at = np.flatnonzero((rows.customer >= 0) & np.isfinite(given) & (named >= 0))
    return rows.customer[at], given[at], named[at].astype(np.int8), rows.days[at]


def _band_places(rows: Rows) -> np.ndarray:
    """Per row the place of its band in BANDS, -1 for an answer that is in none."""
    found = rows.codes("band")
    if found is None:
        return np.full(rows.size, -1, np.int64)
    table = np.array([*(BANDS.index(str(label)) if str(label) in BANDS else -1 for label in found.labels), -1])
    return table[found.codes]


def code_of(frame: Frame, customer: str) -> int:
    """The code of a reference. NotFound where no file names it."""
    every = references(frame).labels[:]
    if customer in every:
        return every.index(customer)
    raise NotFound(
        _("No file names a customer {customer}.", customer=customer),
        _("Write the id, e-mail or name exactly as the file has it."),
    )


def day(number: int) -> Any:
    """A local day as a date; None for NEVER and NO_DAY."""
    return None if number in (NEVER, NO_DAY) else day_of(number)


__all__ = ["NEVER", "RISKS", "Latest", "Standing", "code_of", "day", "in_force", "standing"]
