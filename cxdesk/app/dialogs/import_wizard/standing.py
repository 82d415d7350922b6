"""What the import window shows of an import: its tables, and what the newest dry run counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.workspace.importing import Prepared, RowCounts, TableChoice


class Standing:
    """Derived from the tables and the dry run; changes nothing."""

    items: list[Item]
    prepared: Prepared | None

    @property
    def rows(self) -> RowCounts | None:
        """The dry run's counts over all tables; None while there are none."""
        return self.prepared.rows if self.prepared else None

    @property
    def open_tables(self) -> bool:
        """Whether there is a table that could still be imported."""
        return any(item.view is not None for item in self.items)

    @property
    def kept_rows(self) -> int:
        """How many rows the import would add or change."""
        rows = self.rows
        return rows.new + rows.updated if rows else 0

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Cells and rows that could not be used, of all tables, in order; `table` says of which."""
        tables = self.prepared.tables if self.prepared else []
        named = [(_title(table.choice), problem) for table in tables for problem in table.problems]
        return [{"table": title, **problem} for title, problem in named]

    @property
    def adjusted(self) -> Counter[str]:
        """How many cells of all tables were taken with a change or a remark, by what it was."""
        tables = self.prepared.tables if self.prepared else []
        return sum((Counter(table.adjusted) for table in tables), Counter())


def _title(choice: TableChoice) -> str:
    sheet = choice.view.sheet
    return f"{choice.inspection.file} · {sheet}" if sheet else choice.inspection.file
