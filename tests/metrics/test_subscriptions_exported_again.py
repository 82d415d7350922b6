"""Exports with one row for each subscription and what it brings today: an earlier price stays the price of its time.

By hand: a paid 20 on the first export and 30 on the second; b ended in between; c came in between; d is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cxdesk.domain.periods import Period, add_months
from cxdesk.frame.frame import Frame
from cxdesk.frame.zone import day_number
from cxdesk.metrics.views import recurring
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, measures

pytestmark = pytest.mark.usefixtures("here")

UNIT = 10_000
FIRST, SECOND = "2024-01-31", "2024-03-31"
APRIL = Period(date(2024, 4, 1), date(2024, 5, 1))
OVER = {"ended_on": "2024-02-20", "status": "cancelled", "cancel_reason": "price"}


def row(name: str, seen: str | None, amount: int, **more: Any) -> dict[str, Any]:
    said = {"subscription": name, "customer": name, "started_on": "2023-05-01", "amount": amount * UNIT, **more}
    return said | ({"seen_on": seen} if seen else {})


BY_HAND = (
    *(row("a", FIRST, 20), row("b", FIRST, 50), row("d", FIRST, 7)),
    *(row("a", SECOND, 30), row("b", SECOND, 50, **OVER), row("d", SECOND, 7)),
    row("c", SECOND, 5, started_on="2024-02-10"),
)


def frame(rows: Sequence[dict[str, Any]], last: str = "2024-04-30") -> Frame:
    """With somebody who pays nothing and is there up to the last day, so that all days before are known."""
    return frame_of({"subscription": [*rows, row("last", None, 0, started_on=last)]})


def value(of: Frame, metric: str, period: Period, measure: str) -> float:
    return measures(of, metric, periods=(period,))[measure].figure().value or 0.0


def mrr(of: Frame, month: Period) -> float:
    return value(of, "mrr_movements", month, "end")


def test_what_was_paid_before_the_price_changed_stays() -> None:
    told = frame(BY_HAND)
    assert mrr(told, JANUARY) == 77
    assert mrr(told, FEBRUARY) == 20 + 7 + 5
    assert mrr(told, MARCH) == mrr(told, APRIL) == 30 + 7 + 5


def test_movements_are_of_the_month_in_which_they_were_first_said() -> None:
    told = frame(BY_HAND)
    assert value(told, "mrr_movements", FEBRUARY, "churn") == -50
    assert value(told, "mrr_movements", FEBRUARY, "new") == 5
    assert value(told, "mrr_movements", MARCH, "expansion") == 10
    assert value(told, "mrr_movements", MARCH, "contraction") == 0


def test_the_reason_is_that_of_the_export_that_knows_it() -> None:
    told = frame(BY_HAND)
    lost = measures(told, "churn_lost", periods=(FEBRUARY,))["lost"]
    assert lost.figure().value == 1
    assert recurring.lines(told).source[recurring.lines(told).end == day_number(date(2024, 2, 20))].tolist() == [4]


def test_rows_without_a_day_come_before_all_exports() -> None:
    told = frame([row("a", None, 20), row("a", SECOND, 30)])
    assert (mrr(told, JANUARY), mrr(told, MARCH)) == (20, 30)


@pytest.mark.parametrize("seed", range(20))
def test_month_by_month_as_one_would_read_the_exports_one_by_one(seed: int) -> None:
    chance = Random(seed)
    days = sorted(chance.sample(range(40, 330), 4))
    rows, brought = [], {}
    for name in "abcdefgh":
        begun, over = chance.randrange(0, 200), chance.choice([None, None, chance.randrange(210, 340)])
        said = [(day, chance.choice([10, 10, 20, 35])) for day in days if day >= begun]
        for day, amount in said:
            more = {"ended_on": _day(over), "status": "ended"} if over is not None and over <= day else {}
            rows.append(row(name, _day(day), amount, started_on=_day(begun), **more))
        known = over if said and over is not None and over <= said[-1][0] else None
        brought[name] = (begun, known, said)
    told = frame(chance.sample(rows, len(rows)), _day(365))
    for month in range(2, 12):
        first = add_months(date(2023, 1, 1), month)
        period = Period(first, add_months(first, 1))
        at = (period.end - date(2023, 1, 1)).days  # what is paid when the day after the period begins
        expected = sum(_brings(one, at) for one in brought.values())
        assert mrr(told, period) == expected, (period, expected)


def _day(number: int) -> str:
    return (date(2023, 1, 1) + timedelta(number)).isoformat()


def _brings(one: tuple[int, int | None, list[tuple[int, int]]], at: int) -> int:
    begun, over, said = one
    if not said or at < begun or (over is not None and at >= over):
        return 0
    running = [(day, amount) for day, amount in said if over is None or day < over] or said[:1]
    before = [amount for day, amount in running if day <= at]
    return before[-1] if before else running[0][1]


HEADINGS = (
    "id,Customer ID,Plan,Product,Quantity,Interval,Amount,Currency,Status,Created (UTC),Start Date (UTC),"
    "Current Period Start (UTC),Current Period End (UTC),Canceled At (UTC),Ended At (UTC)\n"
)


def stripe(folder: Path, name: str, amounts: dict[str, int], period: str = "2026-01-05") -> Path:
    """In the shape of the tool's export."""
    end = add_months(date.fromisoformat(period), 1).isoformat()
    amounts = {**amounts, **dict.fromkeys("opqrstuvwxyz", 0)}
    lines = [
        f"sub_{who},cus_{who},Pro,prod_1,1,month,{amount}.00,eur,active,2025-03-04 09:30,2025-03-04 09:30,"
        f"{period} 09:30,{end} 09:30,,\n"
        for who, amount in amounts.items()
    ]
    path = folder / name
    path.write_text(HEADINGS + "".join(lines), encoding="utf-8")
    return path


def put(workspace: Workspace, path: Path, **options: Any) -> ImportReport:
    (report,) = import_files(workspace, [path], ImportOptions(**options))
    assert not report.open_doubts
    assert report.format == "stripe_subscriptions"
    return report


def months(workspace: Workspace) -> list[float]:
    periods = [Period(first, add_months(first, 1)) for first in (date(2026, 1, 1), date(2026, 5, 1))]
    return [mrr(workspace.frame(), period) for period in periods]


@pytest.mark.parametrize("order", list(permutations([0, 1])))
def test_two_exports_of_a_tool_in_any_order_and_one_of_them_taken_back(tmp_path: Path, order: tuple[int, ...]) -> None:
    amounts = [{"a": 20, "b": 30}, {"a": 25, "b": 30}]
    files = [
        stripe(tmp_path, name, one)
        for name, one in zip(("subs_2026-01-31.csv", "subs_2026-05-31.csv"), amounts, strict=True)
    ]
    workspace = Workspace.create(tmp_path / "w.cxdesk")
    done = {at: put(workspace, files[at]) for at in order}
    assert months(workspace) == [50, 55]
    workspace.undo(done[1].batch or 0)
    assert months(workspace)[0] == 50


def test_without_a_day_in_its_name_the_newest_day_that_it_tells_is_taken(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w.cxdesk")
    put(workspace, stripe(tmp_path, "subscriptions.csv", {"a": 20}, "2026-01-05"))
    report = put(workspace, stripe(tmp_path, "subscriptions.csv", {"a": 30}, "2026-05-31"))
    assert [doubt["proposed"] for doubt in report.doubts if doubt["id"] == "as_of"] == ["2026-05-31"]
    assert months(workspace) == [20, 30]


def test_who_does_not_know_the_day_may_say_so(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w.cxdesk")
    for amount in (20, 30):
        put(workspace, stripe(tmp_path, "subscriptions.csv", {"a": amount}), answers=("as_of=@moment",))
    assert workspace.frame().size("subscription") == 13
