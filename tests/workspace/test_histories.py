"""Whatever was imported, taken back, merged, typed in, erased and restored: rows and numbers are those of a fresh
workspace that was given what is left, in the same order.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.plain import from_plain
from cxdesk.domain.query import Query
from cxdesk.intake.mapping import Mapping
from cxdesk.store import batches, checking, identity, suppressing
from cxdesk.workspace import caring
from cxdesk.workspace.importing import ImportOptions, TableChoice, commit, import_files, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.long_form import often
from tests.store.builders import Desk, answer
from tests.store.test_undo import contents

pytestmark = pytest.mark.usefixtures("here")

PEOPLE = (("c1", "Ana Popescu"), ("c2", "Ion Pop"), ("c3", "Zoe Marin"), ("c4", "Max Weber"), ("1001", "Rita Noir"))
WORDS = ("slow delivery", "great price", "Ana Popescu helped me", "call max.weber@ex.org", "Weber, Max was kind", "")
HEADINGS = {
    "crm": "Customer ID,Name,Email,Country",
    "answers": "Response ID,Date,Customer ID,How likely are you to recommend us?,Comment,Channel",
    "orders": "Order ID,Order date,Customer ID,Order total,Currency,Status",
}


def mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@ex.org"


def some_lines(what: str, chance: random.Random) -> Iterator[str]:
    """Of a file; whose a row is follows from its number, whatever file it is in."""
    for at in chance.sample(range(12), 7):
        who, name = PEOPLE[at % 5]
        day = f"2026-0{at % 3 + 1}-{at % 2 + 1:02d}"
        if what == "orders":
            said = chance.choice(["10.50", "20", "abc", ""]), chance.choice(["paid", "refunded"])
            yield f"O{at},{day},{[who, mail(name)][at % 2]},{said[0]},EUR,{said[1]}"
        elif what == "answers":
            score, words = chance.choice([0, 3, 9, 10, "x", ""]), chance.choice(WORDS)
            yield f'r{at},{day},{[who, who, ""][at % 3]},{score},"{words}",{chance.choice(["web", "shop"])}'
        elif at < 5:
            yield f"{who},{chance.choice([name, name.upper()])},{mail(name)},{chance.choice(['RO', 'FR', ''])}"


@dataclass
class History:
    """One workspace and everything that happens to it."""

    folder: Path
    chance: random.Random
    files: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, headings in HEADINGS.items():
            for at in range(3):
                path = self.folder / f"{what}{at}.csv"
                path.write_text("\n".join([headings, *some_lines(what, self.chance)]) + "\n", "utf-8")
                self.files[path.name] = path
        self.workspace = Workspace.create(self.folder / "desk.cxdesk")
        self.workspace.set_setting("zone", "UTC")

    def step(self) -> None:
        steps = (
            self.take_in,
            self.take_in,
            self.take_in,
            self.undo,
            self.merge,
            self.unmerge,
            self.erase,
            self.restore,
        )
        with suppress(CXDeskError):  # nobody is called so, two are one already …
            self.chance.choice(steps)()
        assert checking.problems(self.workspace.database) == []

    def take_in(self) -> None:
        path = self.chance.choice(list(self.files.values()))
        (report,) = import_files(self.workspace, [path], ImportOptions(kind="customer" if "crm" in path.name else None))
        assert report.rows.adds_up

    def undo(self) -> None:
        live = [one.id for one in self.workspace.imports() if one.state == "live"]
        if live:
            self.workspace.undo(self.chance.choice(live))

    def merge(self) -> None:
        one, other = self.chance.sample([who for who, _name in PEOPLE], 2)
        self.workspace.merge_customers([(one, other)])

    def unmerge(self) -> None:
        for one in self.workspace.merges()[:1]:
            self.workspace.unmerge([one.id])

    def erase(self) -> None:
        self.workspace.erase(self.workspace.person(self.chance.choice(self.chance.choice(PEOPLE))), moved=False)

    def restore(self) -> None:
        if self.chance.random() < 0.5:
            self.workspace.back_up()
            return
        path = self.workspace.path
        self.workspace.close()
        found = caring.copies(path)
        if found:
            caring.restore(path, self.chance.choice(found).path)
        self.workspace = Workspace.open(path)

    def fresh(self) -> Workspace:
        """A workspace that was given what is left. How far a file reaches stays what it was with whoever is erased."""
        made = Workspace.create(self.folder / "fresh.cxdesk")
        made.set_setting("zone", "UTC")
        with self.workspace.database.reader() as known, made.database.write("erased") as transaction:
            suppressing.carry_over(known, transaction.connection)
        for row in reversed(batches.listing(self.workspace.database)):
            if row.state == "live":
                (seen,) = inspect_files([self.files[row.file]])
                read = replace(seen.tables[0], mapping=from_plain(Mapping, row.mapping), doubts=())
                (report,) = commit(made, prepare(made, [TableChoice(seen, read)]))[0]
                with made.database.write("reach") as transaction:
                    transaction.execute("UPDATE batch SET as_of = ? WHERE id = ?", (row.as_of, report.batch))
        pairs = [identity.Pair(one.alias, one.canonical) for one in self.workspace.merges()]
        identity.merge(made.database, pairs)
        return made


def rows(workspace: Workspace) -> dict[str, Any]:
    desk = Desk.__new__(Desk)
    desk.database = workspace.database
    return {kind: contents(desk, kind) for kind in ("customer", "answer", "order")}


def numbers(workspace: Workspace) -> dict[Any, Any]:
    """Every number but the ends of intervals that are drawn by lot."""
    found = {}
    for metric in workspace.metrics(Query(min_show=1)):
        for group in metric["groups"]:
            known = {name: value for name, value in group.items() if name not in ("low", "high", "change")}
            found[metric["id"], group["measure"], group["segment"]] = json.loads(json.dumps(known), parse_float=rounded)
    return found


def rounded(text: str) -> float:
    return float(f"{float(text):.9g}")


@pytest.mark.parametrize("seed", range(often(4, 150)))
def test_every_history_ends_as_if_only_what_is_left_had_been(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, random.Random(seed))
    for _step in range(12):
        history.step()
    with history.workspace as workspace, history.fresh() as fresh:
        assert rows(workspace) == rows(fresh)
        assert numbers(workspace) == numbers(fresh)


def test_of_two_answers_of_one_day_the_last_one_imported_counts_whatever_was_taken_back(tmp_path: Path) -> None:
    """Its row stands where another import had put it, before that one was taken back."""
    kept = {"customer": "c", "submitted_at": 10**15}
    late, early = {**answer("late", 9.0), **kept}, {**answer("early", 0.0), **kept}
    desk = Desk(tmp_path)
    gone = desk.put("answer", [late], file="gone")
    desk.put("answer", [early], file="first")
    desk.put("answer", [{**answer("other", 5.0), "submitted_at": 10**15}, late], file="second")
    workspace = Workspace(desk.database)
    before = numbers(workspace)["nps", "value", None]["parts"]
    batches.undo(desk.database, gone.batch or 0)
    after = numbers(workspace)["nps", "value", None]["parts"]
    assert (before["minus"], before["plus"]) == (2, 0)
    assert (after["minus"], after["plus"]) == (1, 1)
