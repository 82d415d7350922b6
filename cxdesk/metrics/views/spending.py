"""What several numbers about spending on customers can be told, and the pieces of their labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import costs, customers_text
from cxdesk.system.i18n import N_

CATEGORIES = Option(
    costs.LISTED,
    f"{costs.RETENTION}|{costs.SERVICE}",
    N_("Costs counted"),
    N_("Categories or subcategories of costs, separated by bars. What it costs to win customers does not belong here."),
    of_view=True,
)
LAG = Option(
    "lag",
    0,
    N_("Months between spending and winning"),
    N_("Costs of so many months earlier are held against the customers won."),
    low=0,
    high=24,
    of_view=True,
)


def how_won(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """How the cost of winning was read, where that is not the usual way."""
    found = customers_text.how(options)
    if options["lag"]:
        found = (plural("costs {n} month earlier", "costs {n} months earlier", options["lag"]), *found)
    return found


def how_valued(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The profit of which time, and how costs were shared."""
    year = options["horizon"] == "year"
    found: tuple[Phrase, ...] = (Phrase(N_("of the first 12 months")) if year else Phrase(N_("to date")),)
    if options["shared"] == "revenue":
        found += (Phrase(N_("costs shared by revenue")),)
    if options["revenue"] != "all":
        only = N_("orders only") if options["revenue"] == "orders" else N_("subscriptions only")
        found += (Phrase(only),)
    return (*found, *customers_text.how(options))
