"""Whatever a file is like, every row in it is accounted for: rows read = new + updated + unchanged + rejected + skipped
+ blank, where the rows read are counted by a scanner of this test's own.

Fifty files always, two thousand with `-m long`, among them each number of rows 2**k and its neighbours to 2**17.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cxdesk.intake.doubts import answer
from cxdesk.intake.inspection import TableView
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import ImportReport, TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.workspace.made_files import Made, make, sizes

TOGETHER = 25  # files that go into one workspace, where later ones change what earlier ones brought
KEYS = {"ticket": "ticket", "answer": "response", "order": "order", "customer": "customer"}


def settled(view: TableView) -> TableView:
    """The view with every doubt answered as proposed, else with its first choice."""
    while view.open_doubts:
        asked = view.open_doubts[0]
        view = answer(view, asked.id, asked.proposed or asked.choices[0].id)
    return view


def imported(workspace: Workspace, path: Path) -> list[ImportReport]:
    (found,) = inspect_files([path])
    assert found.error is None, (path.name, found.error)
    choices = [TableChoice(found, settled(view), at) for at, view in enumerate(found.tables)]
    return commit(workspace, prepare(workspace, choices))[0]


def assert_accounted(made: Made, reports: list[ImportReport], workspace: Path) -> None:
    """The account, the blanks, and that each key of the file is in the workspace or among the rows put aside."""
    assert len(reports) == 1, made
    (report,) = reports
    rows = report.rows
    taken = rows.new + rows.updated + rows.unchanged
    assert made.rows == rows.read == taken + rows.rejected + sum(rows.skipped.values()) + rows.blank, (made, rows)
    assert rows.blank == made.blank, (made, rows)
    assert taken + rows.rejected + sum(rows.skipped.values()) == len(made.filled), (made, rows)
    assert report.kind == made.kind, made
    wanted = {record[0].strip() for record in made.filled if record[0].strip()} - {made.headings[0], "Total"}
    with closing(sqlite3.connect(f"file:{workspace}?mode=ro", uri=True)) as base:
        kept = base.execute(f'SELECT "{KEYS[made.kind]}", extra FROM "{made.kind}"').fetchall()
        raws = base.execute("SELECT raw FROM reject WHERE raw IS NOT NULL AND batch = ?", (report.batch,)).fetchall()
    there = {str(key) for key, _extra in kept}  # a column too short to be known as a key is kept as a plain one
    there |= {json.loads(extra).get(made.headings[0]) for _key, extra in kept if extra}
    refused = {str(cell) for (raw,) in raws for cell in json.loads(raw)}
    assert wanted <= there | refused, (made, sorted(wanted - there - refused)[:5])


def assert_all_accounted(folder: Path, seeds: range, most: int) -> None:
    target = folder / f"{seeds.start}.cxdesk"
    with own_files(), Workspace.create(target) as workspace:
        for seed in seeds:
            made = make(folder, seed, sizes(seed, most))
            assert_accounted(made, imported(workspace, made.path), target)
            made.path.unlink()


@pytest.mark.parametrize("begin", range(0, 50, TOGETHER))
def test_every_row_of_fifty_files_is_accounted_for(tmp_path: Path, begin: int) -> None:
    assert_all_accounted(tmp_path, range(begin, begin + TOGETHER), 11)


@pytest.mark.long
@pytest.mark.parametrize("begin", range(0, 2000, TOGETHER))
def test_every_row_of_two_thousand_files_is_accounted_for(tmp_path: Path, begin: int) -> None:
    assert_all_accounted(tmp_path, range(begin, begin + TOGETHER), 17)
