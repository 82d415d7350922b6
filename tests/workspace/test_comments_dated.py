"""Words are dated by the day on which they were said; what has no date shows none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cxdesk.domain.query import Query, Selection
from cxdesk.domain.scales import ZERO_TO_TEN
from cxdesk.workspace.workspace import Workspace
from tests.cases import stored


def left(customer: str, **given: str) -> dict[str, Any]:
    row = {"subscription": f"S{customer}", "customer": customer, "amount": 10, "interval": "month", "currency": "EUR"}
    return {**row, "started_on": "2024-01-05", **given}


ROWS = {
    "subscription": [
        left("A", ended_on="2024-05-10", comment="too dear"),
        left("B", ended_on="2024-06-01", cancelled_at="2024-04-20T22:30:00Z", comment="too slow"),
        left("C", ended_on="2024-05-20", comment="went to others"),
        left("D", comment="stays, but says something"),
    ]
}


def test_what_was_said_on_leaving_bears_the_day_of_leaving_and_never_the_first_day_of_computers(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.cxdesk") as desk:
        desk.set_setting("zone", "Europe/Paris")
        stored.put(desk, ROWS, tmp_path)  # type: ignore[arg-type]
        every = {row.text: row.day for row in desk.comment_rows(desk.frame().column("subscription", "row_id"))}
        assert every == {
            "too dear": date(2024, 5, 10),
            "too slow": date(2024, 4, 21),  # notice was given then, in Paris
            "went to others": date(2024, 5, 20),
            "stays, but says something": None,
        }
        churned = desk.comment_ids(Query(min_show=1, metrics=("churn_lost",), selection=Selection("churn_lost")))
        shown = [row.text for row in desk.comment_page(churned, 0, 9)]
        assert shown == ["went to others", "too dear", "too slow", "stays, but says something"]  # the latest first


def test_words_behind_what_a_view_made_come_newest_first_too(tmp_path: Path) -> None:
    """Rows of a view name the answers behind them in the order of the file, here that of no days."""
    days = ("2024-05-30", "2024-05-02", "2024-05-11")
    rows = [
        {"response": f"R{at}", "role": "nps", "customer": f"C{at}", "score": 3, "scale": ZERO_TO_TEN,
         "submitted_at": f"{day}T10:00:00Z", "comment": f"{day}: the app crashes"}
        for at, day in enumerate(days)
    ]  # fmt: skip
    with Workspace.create(tmp_path / "w.cxdesk") as desk:
        stored.put(desk, {"answer": rows}, tmp_path)  # type: ignore[arg-type]
        for metric in ("feedback_themes", "nps"):
            found = desk.comment_ids(Query(min_show=1, metrics=(metric,), selection=Selection(metric)))
            assert [str(row.day) for row in desk.comment_page(found, 0, 9)] == sorted(days, reverse=True)
