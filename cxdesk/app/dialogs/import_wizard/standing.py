"""What the import window shows of an import: its tables, and what the newest dry run counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.workspace.accounts import Account
from cxdesk.workspace.importing import Prepared, TableChoice


class Standing:
    """Derived from the tables and the dry run; changes nothing."""

    items: list[Item]
    prepared: Prepared | None
    counted: Account | None  # of the last dry run

    @property
    def account(self) -> Account | None:
        """What the import makes of the lines of all tables; None while nobody counted them."""
        return self.counted if self.prepared else None

    @property
    def open_tables(self) -> bool:
        """Whether there is a table that could still be imported."""
        return any(item.view is not None for item in self.items)

    @property
    def kept_rows(self) -> int:
        """How many rows of the files would add or change anything."""
        return self.account.kept if self.account else 0

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Cells and rows that could not be used, of all tables, in order; `table` says of which. What is wrong with a
        row that is several kinds of record is told once.
        """
        tables = self.prepared.tables if self.prepared else []
        told: dict[tuple[Any, ...], dict[str, Any]] = {}
        for table in tables:
            place = (table.choice.inspection.path, table.choice.index)
            for problem in table.problems:
                what = (*place, problem["line"], problem["column"], problem["code"])
                told.setdefault(what, {"table": _title(table.choice), **problem})
        return list(told.values())

    @property
    def adjusted(self) -> Counter[str]:
        """How many cells of all tables were taken with a change or a remark, by what it was."""
        tables = self.prepared.tables if self.prepared else []
        return sum((Counter(table.adjusted) for table in tables), Counter())


def _title(choice: TableChoice) -> str:
    sheet = choice.view.sheet
    return f"{choice.inspection.file} · {sheet}" if sheet else choice.inspection.file
