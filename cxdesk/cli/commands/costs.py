"""List, add, change and remove costs that are typed in by hand."""

from __future__ import annotations

import argparse

from cxdesk.cli import typing_in
from cxdesk.intake.cells_of_money import MONEY_UNITS
from cxdesk.system.i18n import N_
from cxdesk.workspace.typed.effects import by_month, readers

ABOUT = N_("list, add, change and remove costs typed in by hand")
KIND = "cost"


def add(parser: argparse.ArgumentParser) -> None:
    typing_in.add(parser, KIND)


def run(args: argparse.Namespace) -> int:
    lines, saved = typing_in.run(args, KIND)
    months = [
        {"month": f"{month:%Y-%m}", "currency": currency or None, "amount": amount / MONEY_UNITS}
        for month, amounts in by_month(line.values for line in lines).items()
        for currency, amount in sorted(amounts.items())
    ]
    more = {"months": months, "read_by": {name: list(ids) for name, ids in readers().items()}}
    return typing_in.say(args, KIND, lines, saved, more)
