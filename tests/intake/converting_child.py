"""Looks at files and converts their tables as the import child does, in processes of their own (see reading_child).

Every doubt is answered with its first choice, open or not: whatever a person may say, the account must add up.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.convert import convert
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import TableView
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import Table
from tests.intake import reading_child

MOST_ANSWERS = 30


def outcome(path: Path) -> dict[str, Any]:
    """The account of each table, or one error."""
    try:
        views = inspect(path).tables
        return {"tables": [account(table, settled(view)) for table, view in zip(sniff(path), views, strict=True)]}
    except CXDeskError as error:
        return {"error": error.to_json()}


def settled(view: TableView) -> TableView:
    for _answer in range(MOST_ANSWERS):
        if not view.open_doubts:
            return view
        asked = view.open_doubts[0]
        view = answer(view, asked.id, asked.choices[0].id)
    raise AssertionError(f"the questions do not end: {[one.id for one in view.open_doubts]}")


def account(table: Table, view: TableView) -> dict[str, Any]:
    found = {
        "sheet": table.sheet,
        "read": 0,
        "kept": 0,
        "rejected": 0,
        "skipped": 0,
        "blank": 0,
        "rows": 0,
        "sound": True,
    }
    try:
        for batch in convert(table, view.mapping, "Europe/Bucharest"):
            found["read"] += batch.read
            found["kept"] += len(set(batch.line))
            found["rejected"] += batch.rejected
            found["skipped"] += sum(batch.skipped.values())
            found["blank"] += batch.blank
            found["rows"] += batch.n
            lengths = {len(column) for column in batch.columns.values()}
            lengths |= {len(batch.line), len(batch.extra), len(batch.row_hash), len(batch.key_hash)}
            found["sound"] &= lengths == {batch.n} and _storable(batch.columns)
    except CXDeskError as error:
        return {"stopped": error.to_json()}
    return found


def _storable(columns: Any) -> bool:
    """Only plain values of a size that SQLite takes, no NUL and no half characters."""
    return all(_plain(value) for column in columns.values() for value in column)


def _plain(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and value.encode("utf-8", "ignore").decode() == value
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return value is None or type(value) is float


def load_everything() -> None:
    """Convert one small file here: what that loads, each fork has without loading it again."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text("Submitted at,Would you recommend us? (0-10),Why?\n2024-05-31,9,kind\n", encoding="utf-8")
        outcome(small)


if __name__ == "__main__":
    reading_child.outcome = outcome
    load_everything()
    reading_child.main()
