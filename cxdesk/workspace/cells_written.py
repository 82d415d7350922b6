"""The cells of files that instants were read from, beside the rows in which they are instants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxdesk.store import written

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace


def with_cells(workspace: Workspace, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows as `Workspace.rows` lists them, each with `written`: heading → the cell as the file has it."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(str(row["kind"]), []).append(int(row["row_id"]))
    found = {kind: written.of_rows(workspace.database, kind, some) for kind, some in ids.items()}
    return [{**row, "written": found[str(row["kind"])].get(int(row["row_id"]), {})} for row in rows]
