"""A small survey in a real workspace: two plans, two quarters, known scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN
from cxdesk.store.batches import merge_all
from cxdesk.workspace.workspace import Workspace
from tests.cases import stored


def nps(customer: str, day: str, score: object, plan: str, comment: str | None = None) -> dict[str, Any]:
    """One answer to the recommendation question."""
    row = {
        "response": f"{customer}-{day}",
        "role": "nps",
        "customer": customer,
        "submitted_at": f"{day}T12:00:00Z",
        "score": score,
        "scale": ZERO_TO_TEN,
        "comment": comment,
        "Plan": plan,
    }
    return {key: value for key, value in row.items() if value is not None or key == "score"}


def csat(customer: str, day: str, score: object, plan: str) -> dict[str, Any]:
    return {**nps(customer, day, score, plan), "role": "csat", "scale": ONE_TO_FIVE, "response": f"c{customer}-{day}"}


def two_quarters() -> list[dict[str, Any]]:
    """First quarter: Starter 6 promoters and 4 passives, Team 5 promoters and 5 detractors.
    Second: Starter 2 promoters and 8 detractors, Team as before; one skipped, one off the scale, one undated."""
    rows = []
    for number in range(10):
        rows.append(nps(f"s{number}", "2025-02-10", 10 if number < 6 else 8, "Starter"))
        rows.append(nps(f"t{number}", "2025-02-11", 9 if number < 5 else 3, "Team"))
        rows.append(
            nps(
                f"s{number}",
                "2025-05-10",
                9 if number < 2 else 2,
                "Starter",
                f"crash {number}" if number >= 2 else None,
            )
        )
        rows.append(
            nps(f"t{number}", "2025-05-11", 10 if number < 5 else 4, "Team", "trop cher" if number == 9 else None)
        )
    rows.append(nps("x1", "2025-05-12", None, "Team"))
    rows.append(nps("x2", "2025-05-12", 11, "Team"))
    undated = nps("x3", "2025-05-13", 10, "Team")
    rows.append({**undated, "submitted_at": None})
    rows += [csat(f"s{number}", "2025-05-20", 5 if number < 3 else 2, "Starter") for number in range(6)]
    return rows


def workspace(folder: Path, rows: list[dict[str, Any]] | None = None) -> Workspace:
    """The survey as a file per question, imported into a new workspace whose days begin in UTC."""
    made = Workspace.create(folder / "survey.cxdesk")
    made.set_setting("zone", "UTC")
    tables = []
    for spec, same in stored.questions(two_quarters() if rows is None else rows).items():
        name = spec.partition("=")[0]
        path = folder / f"{name}{len(tables)}.csv"
        stored.write(path, same, name)
        given = {key for row in same for key in row}
        fields = {field: field for field in ("response", "customer", "submitted_at") if field in given}
        tables.append(stored.read(path, folder / path.stem, "answer", [spec], "UTC", fields))
    merge_all(made.database, tables)
    return made
