"""Another process that imports, undoes or migrates until it is killed. Run with the workspace and what to do.

It says `ready` when the workspace is open and one line per piece of work that was acknowledged.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from cxdesk.domain.plain import from_plain
from cxdesk.store import batches, header, migrations, search_index
from cxdesk.store.database import Database
from cxdesk.store.direct import direct_import
from cxdesk.store.staging import Staged

LARGE = 1 << 40


def main() -> None:
    path, task, staged_list = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    if task == "migrate":
        add_a_step()
    tables = [from_plain(Staged, one) for one in json.loads(staged_list.read_text("utf-8"))]
    print("starting", flush=True)
    with Database.open(path) as database:
        print("ready", flush=True)
        if task == "import":
            import_all(database, tables)
        elif task == "undo":
            undo_and_import(database, tables)
        elif task == "around the log":
            import_all_directly(database, tables)
        elif task == "die around the log":
            die(database, tables)


def import_all(database: Database, tables: list[Staged]) -> None:
    """Import one table after the other, from the first that is not there; indexing each afterwards."""
    search_index.INDEX_AT_ONCE = 100
    there = {row.file for row in batches.listing(database)}
    for number, staged in enumerate(tables):
        name = f"{number}.csv"
        if name not in there:
            batches.merge(database, staged, batches.ImportInfo(name, name))
            print(f"imported {name}", flush=True)
            search_index.index_waiting(database)


def import_all_directly(database: Database, tables: list[Staged]) -> None:
    """As `import_all`, each import written around the log, with a page cache so small that pages leave it at once."""
    with database.write("test") as transaction:
        transaction.execute("PRAGMA cache_size=20")
    there = {row.file for row in batches.listing(database)}
    for number, staged in enumerate(tables):
        name = f"{number}.csv"
        if name not in there:
            with direct_import(database, batches.ImportInfo(name, name), size=LARGE) as running:
                running.take(staged)
                running.finish(staged)
            print(f"imported {name}", flush=True)


def die(database: Database, tables: list[Staged]) -> None:
    """Die in the middle of an import around the log, after its rows have reached the file."""
    with direct_import(database, batches.ImportInfo("dead.csv", "dead.csv"), size=LARGE) as running:
        running.transaction.execute("PRAGMA cache_size=20")
        running.take(tables[1])
        running.transaction.execute("CREATE TABLE heavy(text)")
        running.transaction.execute(
            "INSERT INTO heavy WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)"
            " SELECT hex(randomblob(1000)) FROM n"
        )
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def undo_and_import(database: Database, tables: list[Staged]) -> None:
    """Take back what is live, import again, for ever."""
    while True:
        for row in batches.listing(database):
            if row.state == "live":
                batches.undo(database, row.id, backup=False)
                print(f"undone {row.id}", flush=True)
        for number, staged in enumerate(tables[:2]):
            counts, _changes = batches.merge(database, staged, batches.ImportInfo(f"{number}.csv", f"{number}.csv"))
            print(f"imported {counts.batch}", flush=True)


def add_a_step() -> None:
    """Make this program know one more step, a long one, than the file."""
    known = migrations.steps

    def more() -> object:
        found = known()

        @found(name="a long step")
        def long_step(tables: object) -> None:
            connection = tables.conn  # type: ignore[attr-defined]
            connection.execute("CREATE TABLE later(n INTEGER)")
            for n in range(8):
                connection.execute("INSERT INTO later SELECT row_id FROM answer")
                connection.execute(f"CREATE INDEX later_{n} ON later(n)")

        return found

    migrations.steps = more  # type: ignore[assignment]
    header.SCHEMA += 1


if __name__ == "__main__":
    main()
