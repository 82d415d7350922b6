"""Columns that are lacking are kept again, so that a frame never has to be made out of rows twice."""

from __future__ import annotations

import sqlite3

from cxdesk.store import cached, claims
from cxdesk.store.database import Database
from cxdesk.store.rebuilding import rebuilt
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress


def keep_lacking(db: Database, progress: Progress | None = None) -> int:
    """Keep the columns of every live import that has none: an update of the program gave them another form, or a write
    had to let them go. Returns of how many imports; a workspace that cannot be written stays as it is. May be stopped
    between two imports, which loses nothing.
    """
    progress = progress or Progress()
    if db.read_only:
        return 0
    with db.reader() as connection:
        lacking = _lacking(connection)
    for done, (kind, batch) in enumerate(lacking):
        progress.report(done, len(lacking), _("Preparing the numbers"))
        with db.write("keep columns", progress) as transaction:
            cached.save(transaction.connection, kind, batch, rebuilt(transaction.connection, kind, batch).items())
    return len(lacking)


def _lacking(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    kinds = [str(kind) for (kind,) in connection.execute("SELECT DISTINCT kind FROM claim WHERE n > 0 ORDER BY kind")]
    every = [(kind, batch) for kind in kinds for batch in claims.holders(connection, kind)]
    return [(kind, batch) for kind, batch in every if not cached.names(connection, kind, batch)]
