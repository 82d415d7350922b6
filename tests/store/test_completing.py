"""A workspace whose kept columns an update of the program let go keeps them again when it is opened, once."""

from __future__ import annotations

from cxdesk.store import cached, checking
from cxdesk.store.completing import keep_lacking
from cxdesk.store.database import Database
from tests.store.builders import Desk, answer


def kept(db: Database) -> list[str]:
    with db.reader() as connection:
        return sorted(cached.names(connection, "answer", 1))


def test_columns_that_are_lacking_are_kept_again_as_the_import_kept_them(desk: Desk) -> None:
    desk.put("answer", [answer("r1", 9, "fine"), answer("r2", 3, None)])
    before = kept(desk.database)
    state = desk.database.state
    with desk.database.write("an older program") as transaction:
        transaction.execute("DELETE FROM cache")
    assert keep_lacking(desk.database) == 1
    assert kept(desk.database) == before != []
    assert checking.problems(desk.database) == []
    assert desk.database.state == state  # nothing that anybody shows is different
    assert keep_lacking(desk.database) == 0


def test_a_workspace_that_is_only_read_stays_as_it_is(desk: Desk) -> None:
    desk.put("answer", [answer("r1", 9, "fine")])
    with desk.database.write("an older program") as transaction:
        transaction.execute("DELETE FROM cache")
    desk.database.close()
    with Database.open(desk.database.path, read_only=True) as db:
        assert keep_lacking(db) == 0
        assert kept(db) == []
