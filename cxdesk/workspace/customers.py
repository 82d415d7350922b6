"""The customers of an open workspace: as a list, and one by one with everything that happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.customers import CustomerLine, CustomerPage, Score, Sort
from cxdesk.domain.errors import NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.identity import Record
from cxdesk.domain.kinds import Role, Source
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.store import identity
from cxdesk.store.database import Database
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.analysis.customers.standing import Latest, Standing
    from cxdesk.frame.frame import Frame

MOST = 200  # rows of each kind that are told one by one


@dataclass(frozen=True, eq=False)
class CustomerIds:
    """Customers in the order in which they are listed. `unasked` are filters that no record could be asked."""

    codes: np.ndarray
    until: Period | None = None
    unasked: tuple[Condition, ...] = ()
    behind: bool = False
    everybody: int = 0
    currency: str | None = None
    mrr: float | None = None  # of all that are listed
    at_risk: float | None = None
    lacking: Phrase | None = None  # which exchange rate is missing, where amounts cannot be shown for want of one
    blank: frozenset[str] = frozenset()  # columns in which there is nothing for anybody


class Customers:
    """The customers of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def customer_record(self, customer: str) -> Record: ...

    def customer_ids(
        self, query: Query | None = None, search: str = "", sort: str = Sort.AT_RISK, descending: bool = True
    ) -> CustomerIds:
        """Who is a customer, as the query filters and, behind a click, as its rows name them."""
        from cxdesk.analysis.customers import choosing
        from cxdesk.analysis.customers.standing import standing

        asked, frame = query or Query(), self.frame()
        stands = standing(frame, asked.range)
        found = choosing.chosen(asked, frame, stands)
        codes = choosing.ordered(choosing.matching(found.codes, stands, search), stands, sort, descending)
        sums = (_sum(stands.mrr[codes]), _sum(stands.at_risk[codes]))
        everybody = int(stands.there.sum())
        of_all = (everybody, stands.currency, *sums, stands.lacking, stands.blank)
        return CustomerIds(codes, asked.range, found.unasked, found.behind, *of_all)

    def customer_lines(self, found: CustomerIds, start: int, stop: int) -> list[CustomerLine]:
        """The customers in the places `start` to `stop` of a list."""
        from cxdesk.analysis.customers.standing import standing

        stands = standing(self.frame(), found.until)
        codes = found.codes[start:stop]
        return _lines(stands, codes[codes < stands.size])

    def customer_page(self, customer: str, query: Query | None = None, most: int = MOST) -> CustomerPage:
        """One customer by reference or name, with everything that happened. NotFound where no file names them."""
        from cxdesk.analysis.customers.standing import code_of, standing
        from cxdesk.analysis.customers.story import story

        frame = self.frame()
        stands = standing(frame, query.range if query else None)
        reference = self._reference(customer, stands)
        code = code_of(frame, reference)
        told = story(frame, reference, code, lambda kind, ids: rows_of(self.database, kind, ids), most, stands.currency)
        record = self.customer_record(reference)
        return CustomerPage(
            line=_lines(stands, np.array([code]))[0],
            references=record.references,
            said=tuple((one.field, one.value) for one in record.said if one.counts),
            since=_since(told.events),
            due=_due(frame, stands, code),
            open_tickets=_open(frame, code),
            orders=_orders(frame, code),
            rows=told.rows,
            answers=_answers(frame, code),
            events=told.events,
            earlier=told.earlier,
            currency=stands.currency,
            as_of=_as_of(frame, stands),
            files=record.files,
        )

    def _reference(self, customer: str, stands: Standing) -> str:
        """The reference that stands for whom a person means."""
        to = identity.resolved(self.database)
        references = stands.labels[:]
        if customer in to or customer in references:
            return to.get(customer, customer)
        wanted = fold(customer)
        found = {code for code in np.flatnonzero(stands.there).tolist() if fold(stands.name(code)) == wanted}
        found = found or {code for code, text in enumerate(references) if fold(text) == wanted and stands.there[code]}
        if len(found) == 1:
            return str(references[found.pop()])
        if found:
            known = ", ".join(sorted(str(references[code]) for code in found)[:20])
            raise NotFound(
                _("Several customers are called {customer}.", customer=customer),
                _("Choose one of: {known}.", known=known),
            )
        raise NotFound(
            _("No file names a customer {customer}.", customer=customer),
            _("Write the id, e-mail or name exactly as the file has it."),
        )


def _lines(stands: Standing, codes: np.ndarray) -> list[CustomerLine]:
    """What is looked up of all that happened is looked up for these alone."""
    from cxdesk.analysis.customers.standing import day

    nps, csat = (_scores(stands.latest_of(role, codes)) for role in (Role.NPS, Role.CSAT))
    contacts = [day(one) for one in stands.last_contact_of(codes).tolist()]
    return [_line(stands, *one) for one in zip(codes.tolist(), nps, csat, contacts, strict=True)]


def _line(stands: Standing, code: int, nps: Score | None, csat: Score | None, contact: date | None) -> CustomerLine:
    from cxdesk.analysis.customers.standing import RISKS

    plan, health = int(stands.plan[0][code]), float(stands.health[code])
    return CustomerLine(
        customer=str(stands.labels[code]),
        name=stands.name(code),
        plan=stands.plan[1][plan] if plan >= 0 else "",
        mrr=_known(stands.mrr[code]),
        value=_known(stands.value[code]),
        nps=nps,
        csat=csat,
        health=_known(health),
        health_band=stands.health_band(health),
        risk=RISKS[stands.risk[code]],
        at_risk=_known(stands.at_risk[code]),
        last_contact=contact,
        left=bool(stands.left[code]),
    )


def _known(value: Any) -> float | None:
    return float(value) if value == value else None


def _sum(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.sum()) if len(known) else None


def _scores(latest: Latest) -> list[Score | None]:
    from cxdesk.analysis.customers.standing import BANDS, day

    columns = (column.tolist() for column in (latest.score, latest.band, latest.day))
    return [
        Score(score, BANDS[band], day(on)) if isfinite(score) else None
        for score, band, on in zip(*columns, strict=True)
    ]


def _answers(frame: Frame, code: int) -> tuple[Score, ...]:
    """The recommendation scores of a customer, oldest first."""
    from cxdesk.analysis.customers.standing import day
    from cxdesk.domain.kinds_of.answer import ANSWER

    if not frame.size(ANSWER.name):
        return ()
    rows = frame.rows(ANSWER.where(role=Role.NPS))
    bands = rows.codes("band")
    if bands is None:
        return ()
    mine = np.flatnonzero((rows.customer == code) & (bands.codes >= 0) & np.isfinite(rows.col("score")))
    return tuple(
        Score(float(rows.col("score")[at]), str(bands.labels[bands.codes[at]]), day(int(rows.days[at])))
        for at in mine.tolist()
    )


def _of(frame: Frame, kind: str, code: int) -> tuple[Any, np.ndarray]:
    """The live rows of a kind, and where those of a customer stand among them."""
    rows = frame.rows(Source(kind))
    return rows, np.flatnonzero(rows.customer == code)


def _due(frame: Frame, stands: Standing, code: int) -> Any:
    """When the next contract is due that was not renewed yet."""
    from cxdesk.analysis.customers.standing import day

    rows, mine = _of(frame, "contract", code)
    if not len(mine):
        return None
    positions, as_of = rows.index[mine], _last_day(frame, stands)
    due, again = frame.days("contract", "due_on")[positions], frame.column("contract", "renewed_on")[positions]
    coming = due[(due >= as_of) & (again == _no_day())]
    return day(int(coming.min())) if len(coming) else None


def _no_day() -> int:
    from cxdesk.frame.loader import NO_DAY

    return NO_DAY


def _last_day(frame: Frame, stands: Standing) -> int:
    """The newest day that any answer, ticket or subscription reaches; without these, any row that names a customer.

    NO_DAY where nothing says a day.
    """
    from cxdesk.metrics.views import customer_state

    reached = customer_state.BY_ALL.until(frame)
    if _is_day(reached):
        return int(reached)
    return max(filter(_is_day, map(frame.as_of, stands.kinds)), default=_no_day())


def _is_day(number: int) -> bool:
    return number < _no_day() - 1


def _as_of(frame: Frame, stands: Standing) -> Any:
    from cxdesk.analysis.customers.standing import day

    last = _last_day(frame, stands)
    return day(min(last, stands.before - 1) if _is_day(last) else last)


def _open(frame: Frame, code: int) -> int:
    """Tickets that are not said to be solved, as the metrics of tickets understand them; 0 where no file tells."""
    from cxdesk.metrics.views import tickets

    rows, mine = _of(frame, tickets.KIND, code)
    if not len(mine):
        return 0
    life = tickets.lives(frame)
    return int((~life.solved[rows.index[mine]]).sum()) if life.told else 0


def _orders(frame: Frame, code: int) -> int:
    rows, mine = _of(frame, "order", code)
    if not len(mine):
        return 0
    orders = frame.column("order", "order").codes[rows.index[mine]]
    return len(np.unique(orders[orders >= 0])) + int((orders < 0).sum())


def _since(events: Sequence[Any]) -> Any:
    """The first day that anything is known of: as the list of customers says, else the first event."""
    told = [one.day for one in events if one.kind == "customer" and one.day]
    known = told or [one.day for one in events if one.day]
    return min(known, default=None)
