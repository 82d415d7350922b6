"""What a row says that happened, in the words of people: one or more events for a row of each kind.

Every function gets the cells of a row by field name, and the local days of its dates; it gives what is worth telling.
Texts of files come as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cxdesk.analysis.customers.event_words import word
from cxdesk.analysis.wording import Measured, written
from cxdesk.domain.kinds import Role
from cxdesk.domain.results import Unit
from cxdesk.system.i18n import N_, _, ngettext, number

GOES_ON, FOLLOWS, LATER, SAID, MORE = "goes on", "follows", "later", "said", "more"  # what rows beside a row say of it
_FIRST = (Role.NPS, Role.CSAT, Role.CES)  # of several answers given together the one that is told
LONGEST = 400  # signs of what a customer wrote that are told


@dataclass(frozen=True)
class Told:
    """One event of a row. `at` is the field that dates it."""

    sign: str
    at: str
    title: str
    detail: str = ""
    words: bool = False


class Row:
    """The cells of one row, and the days of its dates."""

    def __init__(
        self, cells: Mapping[str, Any], days: Mapping[str, date | None], customer: str, currency: str | None = None
    ) -> None:
        self._cells, self._days, self.customer, self._currency = cells, days, customer, currency

    def text(self, name: str) -> str:
        """A cell as text on one line; empty where there is none."""
        value = self._cells.get(name)
        return " ".join(str(value).split()) if value not in (None, "") else ""

    def number(self, name: str) -> float | None:
        value = self._cells.get(name)
        return float(value) if isinstance(value, int | float) else None

    def day(self, name: str) -> date | None:
        return self._days.get(name)

    def marked(self, name: str) -> bool:
        """Whether rows beside it said so."""
        return bool(self._cells.get(name))

    def words(self) -> str:
        """What the customer wrote, not longer than is read at a glance."""
        text = self.text("comment")
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def money(self, *names: str) -> str:
        """The first amount that is known, with its currency."""
        for name in names:
            value = self.number(name)
            if value is not None:
                return amount(value, self.currency)
        return ""

    @property
    def currency(self) -> str | None:
        """That of the row, else the one in which all amounts are."""
        return self.text("currency") or self._currency


def amount(value: float, currency: str | None) -> str:
    """An amount of money: €249, or €249.50 where it has cents."""
    return written(value, Measured(Unit.MONEY, 0 if float(value).is_integer() else 2, currency=currency)).text


def score(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


_SCORED: Mapping[str, str] = {
    Role.NPS: N_("NPS {score}"),
    Role.CSAT: N_("Satisfaction {score}"),
    Role.CES: N_("Ease {score}"),
    Role.SAT_RESOLUTION: N_("Satisfaction with the resolution {score}"),
}

_OTHER = N_("Answer {score}")


def _answer(row: Row) -> Iterator[Told]:
    given, words, role = row.number("score"), row.words(), row.text("role")
    if given is not None:
        title = _(_SCORED.get(role, _OTHER), score=score(given))
    elif words:
        title = _("Comment")
    else:
        return
    others = int(row.number(MORE) or 0)
    more = ngettext("and {n} more answer", "and {n} more answers", others) if others else ""
    detail = words or joined("" if role in _SCORED else row.text("question"), more)
    yield Told("comment", "submitted_at", title, detail, bool(words))


def _ticket(row: Row) -> Iterator[Told]:
    name = _("Ticket {id}", id=row.text("ticket")) if row.text("ticket") else _("Ticket")
    about = row.text("subject") or row.text("category")
    opened, solved = row.day("created_at"), row.day("resolved_at") or row.day("first_resolved_at")
    again = row.number("reopen_count")
    notes = [_("reopened {n}×", n=number(again))] if again else []
    if solved and opened and solved == opened:
        notes.append(_("resolved on the same day"))
    elif solved and opened:
        field = "resolved_at" if row.day("resolved_at") else "first_resolved_at"
        days = ngettext("after {n} day", "after {n} days", (solved - opened).days)
        yield Told("resolved", field, _("{ticket} resolved", ticket=name), days)
    elif not solved and row.text("status"):
        notes.append(row.text("status"))
    title = _("{ticket}: {subject}", ticket=name, subject=about) if about else name
    yield Told("ticket", "created_at", title, joined(row.text("channel"), *notes, row.words()))


def _contact(row: Row) -> Iterator[Told]:
    channel = row.text("channel")
    title = word("contact", channel) or _("Contact")
    talked = row.number("talk_seconds") or row.number("handle_seconds")
    if talked:
        title = _("{contact}, {n} min", contact=title, n=number(max(round(talked / 60), 1)))
    given_up = row.number("abandoned") == 1
    waited = row.number("wait_seconds")
    lost = _("given up after waiting {n} min", n=number(max(round((waited or 0) / 60), 1))) if given_up else ""
    yield Told("call" if channel != "chat" else "chat", "offered_at", title, joined(lost, row.text("category")))


def _order(row: Row) -> Iterator[Told]:
    paid = row.money("net_amount", "gross_amount", "line_amount")
    name = _("Order {id}", id=row.text("order")) if row.text("order") else _("Order")
    title = _("{order}, {amount}", order=name, amount=paid) if paid else name
    refund = row.number("refund")
    back = _("refund {amount}", amount=amount(refund, row.currency)) if refund else ""
    if row.day("cancelled_at"):
        yield Told("cross", "cancelled_at", _("{order} cancelled", order=name), "")
    yield Told("order", "placed_at", title, joined(row.text("product"), row.text("channel"), back))


def _cart(row: Row) -> Iterator[Told]:
    if row.day("ordered_at") or row.text("order"):
        return
    worth = row.money("value")
    title = _("Cart left, {amount}", amount=worth) if worth else _("Cart left")
    yield Told("order", "created_at", title, row.text("channel"))


_PER = {"month": N_("{amount} a month"), "year": N_("{amount} a year"), "week": N_("{amount} a week")}


def _price(row: Row) -> str:
    """What is paid and how often; each of several seats at the price of one."""
    if row.number("mrr"):
        return _(_PER["month"], amount=row.money("mrr"))
    each, seats, often = row.number("amount"), row.number("quantity") or 1.0, row.number("interval_count") or 1.0
    if not each:
        return ""
    paid, interval = amount(each * seats, row.currency), row.text("interval")
    return _(_PER[interval], amount=paid) if interval in _PER and often == 1 else paid


def _subscription(row: Row) -> Iterator[Told]:
    name = row.text("plan") or row.text("product") or row.text("subscription")
    title = _("Subscription: {plan}", plan=name) if name else _("Subscription")
    if row.marked(FOLLOWS):
        title = _("Subscription changed: {plan}", plan=name)
    if row.day("ended_on") and not row.marked(GOES_ON):
        yield Told("cross", "ended_on", _("Subscription ended: {plan}", plan=name), joined(row.text("cancel_reason")))
    if row.day("cancelled_at") and row.day("cancelled_at") != row.day("ended_on"):
        why = joined(row.text("cancel_reason"), row.words())
        yield Told("cross", "cancelled_at", _("Subscription cancelled: {plan}", plan=name), why)
    if not row.marked(SAID):
        yield Told("money", "seen_on" if row.marked(LATER) else "started_on", title, _price(row))


def _contract(row: Row) -> Iterator[Told]:
    worth = row.money("acv", "tcv")
    if row.day("renewed_on"):
        again = row.money("renewed_acv") or worth
        yield Told("money", "renewed_on", _("Contract renewed"), again)
    elif row.text("outcome") in ("churned", "lost", "not_renewed"):
        yield Told("cross", "due_on", _("Contract not renewed"), joined(worth, row.text("reason")))
        return
    else:
        yield Told("calendar", "due_on", _("Contract due"), worth)
    if row.day("signed_on"):
        yield Told("money", "signed_on", _("Contract signed"), worth)


def _deal(row: Row) -> Iterator[Told]:
    kind, outcome = word("deal", row.text("deal_kind")), word("deal", row.text("outcome"))
    title = joined(_("Deal"), kind, outcome)
    yield Told("money", "closed_on", title, joined(row.money("amount", "mrr_delta"), row.text("reason")))


def _invitation(row: Row) -> Iterator[Told]:
    yield Told("mail", "sent_at", _("Asked for an answer"), joined(row.text("survey"), row.text("channel")))


def _entitlement(row: Row) -> Iterator[Told]:
    what = row.text("feature") or row.text("module")
    yield Told("star", "from", _("May use {feature}", feature=what), row.text("plan"))


def _onboarding(row: Row) -> Iterator[Told]:
    if row.day("completed_at"):
        yield Told("check", "completed_at", _("Onboarding completed"), row.text("product"))
    yield Told("play", "started_at", _("Onboarding begun"), joined(row.text("product"), row.text("owner")))


def _lead(row: Row) -> Iterator[Told]:
    if row.day("converted_at"):
        yield Told("person", "converted_at", _("Became a customer"), row.text("campaign"))
    yield Told("person", "created_at", _("First heard of"), joined(row.text("source"), row.text("campaign")))


def _community(row: Row) -> Iterator[Told]:
    words, kind = row.words(), word("community_event", row.text("community_event_kind"))
    title = _("Community: {what}", what=kind) if kind else _("In the community")
    yield Told("people", "at", title, words or row.text("space"), bool(words))


def _review(row: Row) -> Iterator[Told]:
    rating, best, words = row.number("rating"), row.number("best"), row.words()
    if rating is None:
        title = _("Review held together") if row.day("held_at") else _("Review planned")
    elif best is None:
        title = _("Public review, {score}", score=score(rating))
    else:
        title = _("Public review, {score} of {best}", score=score(rating), best=score(best))
    at = "held_at" if row.day("held_at") else "scheduled_at"
    status = row.text("status")
    status = "" if status in ("planned", "held") else word("business_review", status)  # the title says so
    yield Told("star", at, title, words or joined(row.text("site"), status), bool(words))


def _referral(row: Row) -> Iterator[Told]:
    new, status = row.text("new_customer"), word("referral", row.text("status"))
    if new and new == row.customer:
        yield Told("people", "at", _("Recommended by {customer}", customer=row.text("customer")), row.text("channel"))
    else:
        yield Told("people", "at", _("Recommended us to {customer}", customer=new or _("somebody")), status)


def _story(row: Row) -> Iterator[Told]:
    goal, words = row.text("goal"), row.words()
    if row.day("achieved_at"):
        yield Told("flag", "achieved_at", _("Goal reached: {goal}", goal=goal), words, bool(words))
    else:
        yield Told("flag", "set_at", _("Goal set: {goal}", goal=goal), words, bool(words))


def _journey(row: Row) -> Iterator[Told]:
    happened = word("journey_event", row.text("journey_event_kind"))
    what, stage = row.text("touchpoint") or happened or row.text("channel"), word("journey_event", row.text("stage"))
    yield Told("journey", "at", joined(stage, what) or _("Step"), row.words(), bool(row.words()))


def _customer(row: Row) -> Iterator[Told]:
    if row.day("first_paid_at") and row.day("first_paid_at") != row.day("created_at"):
        yield Told("money", "first_paid_at", _("Paid for the first time"))
    yield Told("person", "created_at", _("Customer since"), joined(row.text("acquired_channel"), row.text("country")))


TELLERS: Mapping[str, Callable[[Row], Iterator[Told]]] = {
    "answer": _answer,
    "ticket": _ticket,
    "contact": _contact,
    "order": _order,
    "cart": _cart,
    "subscription": _subscription,
    "contract": _contract,
    "deal": _deal,
    "invitation": _invitation,
    "entitlement": _entitlement,
    "onboarding": _onboarding,
    "lead": _lead,
    "community_event": _community,
    "business_review": _review,
    "referral": _referral,
    "success_story": _story,
    "journey_event": _journey,
    "customer": _customer,
}


Cells = Mapping[str, Any]


def records(kind: str, cells: Sequence[Cells]) -> Iterator[tuple[int, Cells]]:
    """What is told as one, such as the lines of an order: the place of the row that dates it, and its cells."""
    if kind == "subscription":
        yield from _stretches(cells)
        return
    by = {"order": "order", "answer": "response"}.get(kind)
    groups: dict[Any, list[int]] = {}
    for at, row in enumerate(cells):
        groups.setdefault((row.get(by) if by else None) or ("alone", at), []).append(at)
    for places in groups.values():
        yield _one_order(cells, places) if kind == "order" else _one_response(cells, places)


def _one_order(cells: Sequence[Cells], places: Sequence[int]) -> tuple[int, Cells]:
    """Amounts of lines added up, products side by side."""
    lines = [cells[at] for at in places]
    amounts = [line["line_amount"] for line in lines if line.get("line_amount") is not None]
    products = list(dict.fromkeys(str(line["product"]) for line in lines if line.get("product")))
    whole: dict[str, Any] = {**lines[0], "product": ", ".join(products)}
    if len(lines) > 1 and amounts and all(line.get("net_amount") is None for line in lines):
        whole |= {"line_amount": sum(amounts), "gross_amount": None}
    return places[0], whole


def _one_response(cells: Sequence[Cells], places: Sequence[int]) -> tuple[int, Cells]:
    """The answer that matters most, with the words of any."""
    scored = [at for at in places if cells[at].get("score") is not None]
    main = min(scored or places, key=lambda at: _rank(cells[at].get("role")))
    words = next((cells[at]["comment"] for at in (main, *places) if cells[at].get("comment")), None)
    return main, {**cells[main], "comment": words, MORE: max(len(scored) - 1, 0)}


def _rank(role: Any) -> int:
    return _FIRST.index(role) if role in _FIRST else len(_FIRST)


def _stretches(cells: Sequence[Cells]) -> Iterator[tuple[int, Cells]]:
    """Rows of one subscription are stretches of it, each at a price of its own; only the last one ends it."""
    by: dict[Any, list[int]] = {}
    for at, row in enumerate(cells):
        by.setdefault(row.get("subscription") or ("alone", at), []).append(at)
    for places in by.values():
        ordered = _once_each(sorted(places, key=lambda at: _day_of(cells[at])), cells)
        for nth, (at, row) in enumerate(ordered, 1):
            yield at, {**row, FOLLOWS: nth > 1, GOES_ON: nth < len(ordered)}


def _day_of(row: Cells) -> tuple[int, int]:
    return row.get("started_on") or 0, row.get("seen_on") or 0


def _once_each(ordered: Sequence[int], cells: Sequence[Cells]) -> list[tuple[int, Cells]]:
    """Of a subscription that was exported again and again the rows that say another price, from the day of the export
    on, and the newest, which says how it ended.
    """
    found: list[tuple[int, Cells]] = []
    for at in ordered:
        row, before = cells[at], found[-1][1] if found else None
        again = before is not None and row.get("seen_on") and row.get("started_on") == before.get("started_on")
        if before is None or not again:
            found.append((at, row))
        elif any(row.get(name) != before.get(name) for name in _PRICED):
            found.append((at, {**row, LATER: True}))
    if found and found[-1][0] != ordered[-1]:
        found.append((ordered[-1], {**cells[ordered[-1]], SAID: True}))
    return found


_PRICED = ("plan", "product", "amount", "mrr", "quantity", "interval", "interval_count", "currency")
# Kinds of which there are many a day: one event a day for all of them, named by the fields in this order.
GATHERED: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "usage_event": ("chart", N_("Used the product"), ("name", "feature")),
    "web_session": ("eye", N_("Visited the site"), ("source", "landing_page")),
    "ticket_event": ("ticket", N_("Worked on a ticket"), ("kind",)),
    "campaign_touch": ("mail", N_("Campaign"), ("campaign",)),
    "kpi_reading": ("target", N_("Indicators read"), ("kpi",)),
}


def gathered(kind: str, names: list[tuple[str, int]], count: int) -> tuple[str, str, str]:
    """(sign, title, detail) of the rows of one day; `names` with how often each occurs, the commonest first."""
    sign, title, _fields = GATHERED[kind]
    named = [(word(kind, name).replace("_", " "), n) for name, n in names[:3]]
    said = [f"{name} {number(n)}×" if n > 1 else name for name, n in named]
    more = [_("and others")] if len(names) > 3 else []
    shown = _("{what}, {n} times", what=_(title), n=number(count)) if count > 1 else _(title)
    return sign, shown, ", ".join([*said, *more])


__all__ = ["GATHERED", "TELLERS", "Row", "Told", "amount", "gathered", "joined", "records", "score"]
