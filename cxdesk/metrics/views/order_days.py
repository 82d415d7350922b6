"""Who bought on which day: orders read as activity, one row per distinct customer and local day."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxdesk.domain.kinds import Kind
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table
from cxdesk.frame.frame import Frame
from cxdesk.metrics.views import sold

ORDERS = "orders"  # what the option `events` says where orders are read
KIND = sold.KIND


def order_days(frame: Frame, kind: Kind, described: tuple[str, ...], weekdays: bool) -> Table:
    """The rows, as `kind` (active days) declares them. Orders that brought nothing, such as returns, do not count."""
    orders = sold.sold(frame)
    used = (orders.customer >= 0) & ~(orders.net <= 0)
    if weekdays:
        used &= (orders.day + 3) % 7 < 5
    people = int(orders.customer.max(initial=-1)) + 1
    key = orders.day[used].astype(np.int64) * max(people, 1) + orders.customer[used]
    cells, place = np.unique(key, return_inverse=True)
    row = np.full(orders.size, -1, np.int64)
    row[used] = place
    labels = frame.column(KIND, CUSTOMER).labels
    who = Codes((cells % max(people, 1)).astype(np.int32), labels)
    columns: dict[str, Any] = {
        "day": (cells // max(people, 1)).astype(np.int32),
        "person": who,
        CUSTOMER: who,
        "events": np.bincount(place, orders.count[used], len(cells)).astype(np.float64),
        **{name: Codes(np.full(len(cells), -1, np.int32), ()) for name in described},
    }

    def behind() -> Behind:
        of_line = row[orders.of_row]
        known = of_line >= 0
        return Behind(of_line[known], orders.row[known], sold.REASONS, np.where(orders.why == 0, 4, orders.why))

    return Table(kind, len(cells), columns, {KIND: behind})
