"""Rows that a view makes can be asked like any others, and lead back to the imported rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cxdesk.domain.changes import Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Field, Kind, Source, Type
from cxdesk.frame.derived import Behind, Table, derived, is_derived, source_kinds, source_rows, sources
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.selection import Refusal, select
from tests.frame.memory import MemoryLoader, frame_of

KIND = Kind(
    "visit",
    "Visit",
    "visits",
    "One per customer and day.",
    (
        Field("customer", Type.REF, "Customer", ref="customer"),
        Field("day", Type.DATE, "Day"),
        Field("channel", Type.LABEL, "Channel"),
        Field("tickets", Type.NUMBER, "Tickets"),
        Field("late", Type.BOOL, "Late"),
    ),
    at="day",
)
TICKETS = (
    {"ticket": "1", "customer": "a", "created_at": "2024-01-02T08:00:00Z", "channel": "mail"},
    {"ticket": "2", "customer": "a", "created_at": "2024-01-02T09:00:00Z", "channel": "phone"},
    {"ticket": "3", "customer": "b", "created_at": "2024-01-01T09:00:00Z", "channel": "mail"},
    {"ticket": "4", "customer": "b", "created_at": None, "channel": "mail"},
)
CUSTOMERS = ({"customer": "a", "plan": "Team"}, {"customer": "b", "plan": "Solo"})


def visits(frame: Frame) -> Rows:
    return derived(frame, ("visit",), lambda: _table(frame))


def _table(frame: Frame) -> Table:
    tickets = frame.rows(Source("ticket"))
    dated = np.flatnonzero(tickets.days != NO_DAY)
    source = tickets.index[dated]
    keys, first, visit = np.unique(
        tickets.customer[dated].astype(np.int64) * 10**6 + tickets.days[dated], return_index=True, return_inverse=True
    )
    columns: dict[str, Any] = {
        "customer": frame.column("ticket", "customer").take(source[first]),
        "day": tickets.days[dated][first],
        "channel": frame.column("ticket", "channel").take(source[first]),
        "tickets": np.bincount(visit).astype(np.float64),
        "late": np.full(len(keys), 255, np.uint8),
    }
    why = np.where(frame.days("ticket", "created_at") == NO_DAY, 1, 0).astype(np.uint8)
    behind = {"ticket": lambda: Behind(visit, source, ("not_used", "no_timestamp"), why)}
    return Table.sorted_by_day(KIND, len(keys), columns, behind)


@pytest.fixture
def frame() -> Frame:
    return frame_of({"ticket": TICKETS, "customer": CUSTOMERS})


def test_they_stand_in_the_order_of_their_days(frame: Frame) -> None:
    rows = visits(frame)
    assert is_derived(rows)
    assert rows.size == 2
    assert [rows.col("customer").labels[code] for code in rows.customer] == ["b", "a"]
    assert rows.col("tickets").tolist() == [1, 2]


def test_own_columns_and_those_of_the_customer_can_be_asked(frame: Frame) -> None:
    rows = visits(frame)
    assert {"channel", "plan"} <= set(rows.attributes())
    plans = rows.groups("plan")
    assert plans is not None
    assert [plans.labels[code] for code in plans.codes] == ["Solo", "Team"]
    for text, wanted in (
        ("tickets>=2", [False, True]),
        ("plan=Solo", [True, False]),
        ("day>=2024-01-02", [False, True]),
    ):
        found = rows.mask(Condition.parse(text))
        assert found is not None
        assert found.tolist() == wanted


def test_what_they_do_not_have_is_refused(frame: Frame) -> None:
    assert isinstance(select(visits(frame), (Condition.parse("shoe=9"),), NO_DAY - 1), Refusal)


def test_each_leads_back_to_its_rows(frame: Frame) -> None:
    rows = visits(frame)
    ids = frame.column("ticket", "row_id")
    assert source_kinds(rows) == ("ticket",)
    assert sources(rows, np.array([1]))["ticket"].tolist() == [ids[0], ids[1]]
    assert source_rows(rows, np.array([0])) == [("ticket", int(ids[2]))]
    assert source_rows(frame.rows(Source("ticket")), np.array([3])) == [("ticket", int(ids[3]))]


def test_they_are_made_once_and_again_after_a_write(frame: Frame) -> None:
    assert visits(frame) is visits(frame)
    loader = MemoryLoader({"ticket": TICKETS[:1], "customer": CUSTOMERS})
    after = frame.renewed(loader, Changes.of(2, "ticket"))
    assert visits(after).col("tickets").tolist() == [1]
    assert visits(frame).size == 2


def test_old_tables_make_room_for_new_ones(frame: Frame) -> None:
    first = visits(frame)
    for number in range(100):
        derived(frame, ("other", number), lambda: _table(frame))
    assert visits(frame) is not first
    assert first.col("tickets").tolist() == [1, 2]  # whoever still holds the old ones can ask them
