"""One customer: how they stand, and everything that happened to them; or the list of all."""

from __future__ import annotations

import argparse
from pathlib import Path

from cxdesk.analysis.customers.telling import amount, score
from cxdesk.cli.asking import add_filters, add_workspace, how_many, query
from cxdesk.cli.main import DONE, say_json
from cxdesk.cli.tables import shorten, table
from cxdesk.domain.customers import COLUMN_TITLES, HEALTH_TITLES, RISK_TITLES, CustomerLine, CustomerPage, Score, Sort
from cxdesk.system.i18n import N_, _, day, ngettext, number
from cxdesk.workspace.workspace import Workspace

ABOUT = N_("show one customer with everything that happened, or list customers as they stand")


def add(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("customer", nargs="?", metavar="CUSTOMER", help=_("id, e-mail or name; without one, the list"))
    parser.add_argument(
        "--most", type=how_many, default=200, metavar="N", help=_("tell at most so many rows of each kind")
    )
    parser.add_argument("--search", metavar="TEXT", default="", help=_("list only names and ids that hold these words"))
    parser.add_argument("--sort", choices=list(Sort), default=Sort.AT_RISK.value, help=_("by what the list is sorted"))
    parser.add_argument("--ascending", action="store_true", help=_("the smallest first"))
    parser.add_argument("--limit", type=how_many, default=100, metavar="N", help=_("print at most so many"))
    parser.add_argument("--after", type=how_many, default=0, metavar="N", help=_("skip so many"))
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    with Workspace.open(Path(args.workspace), read_only=True) as workspace:
        if args.customer is not None:
            page = workspace.customer_page(args.customer, query(args), args.most)
            return _show(page, args.json)
        found = workspace.customer_ids(query(args), args.search, args.sort, not args.ascending)
        lines = workspace.customer_lines(found, args.after, args.after + args.limit)
    if args.json:
        unasked = [condition.text for condition in found.unasked]
        told = {"mrr": found.mrr, "at_risk": found.at_risk, "currency": found.currency, "filters_not_asked": unasked}
        say_json({"count": len(found.codes), **told, "customers": [line.to_json() for line in lines]})
        return DONE
    head = [_(title) for title in COLUMN_TITLES.values()]
    print(table(head, [_cells(line, found.currency) for line in lines], right=frozenset({2, 3, 4, 5, 6, 8})))
    print(ngettext("{n} customer", "{n} customers", len(found.codes)))
    return DONE


def _cells(line: CustomerLine, currency: str | None) -> list[str]:
    return [
        shorten(line.called, 30),
        shorten(line.plan, 20),
        *("" if value is None else amount(value, currency) for value in (line.mrr, line.value)),
        *(_score(one) for one in (line.nps, line.csat)),
        "" if line.health is None else number(line.health),
        _("has left") if line.left else _(RISK_TITLES[line.risk]),
        "" if line.at_risk is None else amount(line.at_risk, currency),
        day(line.last_contact) if line.last_contact else "",
    ]


def _score(one: Score | None) -> str:
    return "" if one is None else score(one.value)


def _show(page: CustomerPage, as_json: bool) -> int:
    if as_json:
        say_json({"customer": page.to_json()})
        return DONE
    line = page.line
    figures = [
        (_("Plan"), line.plan),
        (_("Customer since"), day(page.since) if page.since else ""),
        *((_(COLUMN_TITLES[name]), "" if value is None else amount(value, page.currency)) for name, value in (
            (Sort.MRR, line.mrr), (Sort.VALUE, line.value), (Sort.AT_RISK, line.at_risk))),
        *((name, _score(one)) for name, one in ((_("NPS"), line.nps), (_("CSAT"), line.csat))),
        (_("Health"), "" if line.health is None else f"{number(line.health)} · {_(HEALTH_TITLES[line.health_band])}"),
        (_("Risk"), _("has left") if line.left else _(RISK_TITLES[line.risk])),
        (_("Contract due"), day(page.due) if page.due else ""),
        (_("Open tickets"), number(page.open_tickets) if page.open_tickets else ""),
        (_("Known as"), ", ".join(page.references)),
    ]  # fmt: skip
    print(line.called)
    print(table(["", ""], [[shorten(name, 30), shorten(value, 80)] for name, value in figures if value]))
    rows = [[day(one.day) if one.day else "", shorten(one.title, 50), shorten(one.detail, 80)] for one in page.events]
    print(table([_("Date"), _("What happened"), ""], rows))
    if page.earlier:
        print(ngettext("{n} earlier row is not told.", "{n} earlier rows are not told.", page.earlier))
    return DONE
