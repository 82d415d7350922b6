"""A person is erased for good: no trace in any file, nobody comes back with an import, every account still adds up."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.erased import MASK, Erased, Person, entries_of, is_telling
from cxdesk.domain.errors import BadQuestion, CXDeskError, NotFound
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.kept import View
from cxdesk.domain.own_words import own_words
from cxdesk.domain.query import Query
from cxdesk.store import backups, checking, erasing, restoring, scrubbing, suppressing
from cxdesk.workspace import handover
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace
from tests.store.builders import Desk, Problem, answer
from tests.workspace import planted
from tests.workspace.planted import MAIL, NAME, REFERENCE, ROWS, take_in, traces


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed workspace that names the person everywhere, with a backup."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "desk").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handover, "_HERE", ContextVar("here", default=True))
        workspace = planted.planted(folder)
    workspace.database.back_up("daily")
    workspace.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, here: None) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace.open(folder / "desk" / "planted.cxdesk") as opened:
        yield opened


def copy_of(workspace: Workspace) -> Path:
    return backups.copies(workspace.path)[0]


class TestErasing:
    def test_no_trace_is_left_in_any_file(self, workspace: Workspace, folder: Path) -> None:
        person = workspace.person(NAME)
        reach = workspace.reach(person)
        assert sum(reach.rows.values()) + sum(reach.blanked.values()) + reach.rejects >= ROWS - 5
        done, _changes = workspace.erase(person, moved=False)
        assert done.reach == reach
        assert workspace.clear_backups([one.path for one in workspace.backups_naming(person) if one.holds]) == 1
        workspace.close()
        assert traces(folder / "desk") == {}

    def test_there_was_something_to_be_found(self, folder: Path) -> None:
        assert traces(folder / "desk")["planted.cxdesk"] > 150

    def test_importing_the_same_files_again_brings_nobody_back(self, workspace: Workspace, folder: Path) -> None:
        workspace.erase(workspace.person(MAIL), moved=False)
        before = workspace.content_hash()
        reports = take_in(workspace, folder)
        assert all(report.error is None and report.rows.adds_up and not report.rows.new for report in reports)
        assert [report.rows.skipped.get("erased", 0) for report in reports] == [1, 26, 8]
        assert workspace.content_hash() == before
        shutil.rmtree(backups.folder(workspace.path))
        workspace.close()
        assert traces(folder / "desk") == {}

    def test_a_new_file_under_another_id_brings_nobody_back(self, workspace: Workspace, tmp_path: Path) -> None:
        workspace.erase(workspace.person(REFERENCE), moved=False)
        file = tmp_path / f"leads of {NAME}.csv"
        file.write_text(f"Customer ID,Name,Email\nnew-1,{NAME},{MAIL}\nnew-2,Else,else@example.org\n", "utf-8")
        (report,) = import_files(workspace, [file], ImportOptions(kind="customer"))
        assert (report.rows.new, report.rows.skipped) == (1, {"erased": 1})
        assert workspace.imports()[0].file == f"leads of {MASK}.csv"

    def test_the_workspace_is_sound_and_its_accounts_add_up(self, workspace: Workspace) -> None:
        workspace.erase(workspace.person(NAME), moved=False)
        assert checking.problems(workspace.database) == []
        for one in workspace.imports():
            parts = dict(one.rows)
            read, skipped = parts.pop("read"), parts.pop("skipped")
            assert read == sum(parts.values()) + sum(skipped.values())

    def test_others_keep_their_rows_and_lose_the_name_in_them(self, workspace: Workspace) -> None:
        workspace.erase(workspace.person(NAME), moved=False)
        page = workspace.customer_page("c2")
        assert page.rows == {"answer": 7, "ticket": 4, "customer": 1}
        assert any(f"{MASK} helped me" in event.detail for event in page.events)
        found = workspace.comment_rows(workspace.comment_ids(Query(), search="helped").ids.tolist())
        assert [(one.customer, one.text) for one in found] == [("Ion Pop", f"{MASK} helped me, number 5")]

    def test_the_search_finds_nobody(self, workspace: Workspace) -> None:
        assert len(workspace.comment_ids(Query(), search=planted.FIRST).ids)
        workspace.erase(workspace.person(NAME), moved=False)
        assert len(workspace.comment_ids(Query(), search=planted.FIRST).ids) == 0

    def test_it_says_which_numbers_moved(self, workspace: Workspace) -> None:
        done, _changes = workspace.erase(workspace.person(NAME))
        moved = {(one.metric, one.measure): one for one in done.moved if one.month.start == date(2026, 1, 1)}
        before, after = moved["nps", "value"].before, moved["nps", "value"].after
        assert before is not None
        assert after is not None
        assert (before.n, after.n) == (3, 2)

    def test_the_log_names_nobody(self, workspace: Workspace) -> None:
        workspace.erase(workspace.person(NAME), moved=False)
        (one,) = workspace.erasures()
        assert one.counts["rows"] == {"answer": 26, "ticket": 8, "customer": 1}
        assert one.at

    def test_a_person_can_be_let_in_again(self, workspace: Workspace, folder: Path) -> None:
        workspace.erase(workspace.person(NAME), moved=False)
        assert workspace.let_in([MAIL]) > 3
        (report,) = import_files(workspace, [folder / "exports" / "crm.csv"], ImportOptions())
        assert report.rows.new == 1
        assert not report.rows.skipped

    def test_whoever_was_erased_cannot_be_typed_in(self, workspace: Workspace) -> None:
        workspace.erase(workspace.person(NAME), moved=False)
        line = {"from": "2026-01-01", "amount": "10", "currency": "EUR", "category": "service", "note": NAME}
        with pytest.raises(BadQuestion, match="erased"):
            workspace.save_typed("cost", Edit([("", line)]))


COMPANIES = ("Live", "State", "Score", "Mapping", "Columns", "Target", "Filters", "Churn")  # words of ours


class TestCalledLikeOurWords:
    def test_a_workspace_stays_whole_whatever_a_company_is_called(self, tmp_path: Path, here: None) -> None:
        file = tmp_path / "crm.csv"
        lines = [f"x-{n}00,{name},{name.lower()}@example.org,RO\n" for n, name in enumerate(COMPANIES, 1)]
        file.write_text(
            "Customer ID,Name,Email,Country\n" + "".join(lines) + "c2,Ion Pop,ion@example.org,RO\n", "utf-8"
        )
        with Workspace.create(tmp_path / "w.cxdesk") as workspace:
            import_files(workspace, [file], ImportOptions(kind="customer"))
            workspace.set_setting("min_show", 7)
            view = View("Ours", Query().with_(filters=(Condition("country", Op.IS, ("RO",)),)))
            workspace.keep_view(view)
            known = workspace.remembered_mappings()
            for name in COMPANIES:
                workspace.erase(workspace.person(name), moved=False)
            assert checking.problems(workspace.database) == []
            assert [(one.state, one.kind) for one in workspace.imports()] == [("live", "customer")]
            assert workspace.frame().size("customer") == 1
            assert workspace.setting("min_show") == 7
            assert [one.query for one in workspace.views()] == [view.query]
            assert workspace.remembered_mappings() == known
            (again,) = import_files(workspace, [file], ImportOptions())
            assert again.rows.skipped == {"erased": len(COMPANIES)}

    def test_the_keys_of_what_is_kept_stay(self, samples: Callable[[str], Path]) -> None:
        tables = ("batch", "mapping", "named", "definition", "theme")
        with closing(sqlite3.connect(samples("brevio"))) as connection:
            rows = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
        kept = [json.loads(cell) for row in rows for cell in row if isinstance(cell, str) and cell.startswith("{")]
        found = [key for one in kept for key in _keys(one)]
        assert len(set(found)) > 30
        known = Erased(b"k", entries_of(b"k", Person((), tuple(filter(is_telling, set(found))))))
        assert [key for one in kept for key in _keys(known.masked_in(one, ours=True))] == found
        assert own_words() >= {"live", "undone", "answer", "score", "month", "min_show", "views"}

    def test_headings_of_files_are_no_keys_of_ours(self) -> None:
        known = Erased(b"k", entries_of(b"k", Person((), ("Popescu",))))
        assert known.masked_in({"popescu": "popescu"}) == {MASK: MASK}
        told = {"heading": "Popescu", "labels": {"popescu": "open"}}
        assert known.masked_in(told, ours=True) == {"heading": MASK, "labels": {MASK: "open"}}

    def test_in_words_the_name_is_blanked_all_the_same(self) -> None:
        known = Erased(b"k", entries_of(b"k", Person((), ("Live",))))
        assert known.masked("Live called again, live") == f"{MASK} called again, {MASK}"
        assert known.masked_in({"state": "live", "note": "Live"}) == {"state": "live", "note": MASK}


def _keys(value: Any, under: str = "") -> Iterator[str]:
    """The keys of objects, without those that are words of files."""
    for one in value if isinstance(value, list) else ():
        yield from _keys(one, under)
    for key, one in value.items() if isinstance(value, dict) else ():
        if under != "labels":
            yield key
        yield from _keys(one, key)


class TestWhoIsMeant:
    def test_by_id_mail_and_name_it_is_the_same_person(self, workspace: Workspace) -> None:
        wanted = workspace.person(REFERENCE)
        assert wanted.references == (REFERENCE, MAIL)
        assert set(wanted.texts) == {NAME, MAIL}
        assert workspace.person(MAIL) == workspace.person(NAME.upper()) == wanted

    @pytest.mark.parametrize("said", ["z@q.org", "Zyx Qwert", "c-99871"])
    def test_a_mail_or_name_by_which_files_refer_to_them_means_all_of_them(self, tmp_path: Path, said: str) -> None:
        desk = Desk(tmp_path)
        records = [{"customer": "c-99871", "name": "Zyx Qwert", "email": "z@q.org"}, {"customer": "c-2", "name": "Ion"}]
        desk.put("customer", records)
        desk.put("ticket", [{"ticket": f"T{n}", "customer": one} for n, one in enumerate(("z@q.org", "Zyx Qwert"))])
        workspace = Workspace(desk.database)
        done, _changes = workspace.erase(workspace.person(said), moved=False)
        assert done.reach.rows == {"customer": 1, "ticket": 2}
        assert workspace.frame().size("customer") == 1

    def test_a_mail_that_two_have_means_who_is_called_so(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put("customer", [{"customer": f"c-{n}", "name": f"N{n}", "email": "z@q.org"} for n in range(2)])
        desk.put("ticket", [{"ticket": "T1", "customer": "z@q.org"}])
        assert Workspace(desk.database).person("z@q.org").references == ("z@q.org",)

    def test_a_name_that_others_have_is_no_sign(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put("customer", [{"customer": "a-1", "name": "Ana Pop"}, {"customer": "a-2", "name": "ana pop"}])
        desk.put("answer", [{**answer("r", 3.0, "Ana Pop was kind"), "customer": "a-2"}])
        workspace = Workspace(desk.database)
        with pytest.raises(NotFound, match="Several"):
            workspace.person("Ana Pop")
        person = workspace.person("a-1")
        assert person.shared == ("Ana Pop",)
        assert workspace.reach(person).blanked == {}

    def test_somebody_who_is_only_spoken_of_can_be_erased(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put("answer", [{**answer("r", 3.0, "Ask Zyx Qwert about it"), "customer": "c9"}])
        workspace = Workspace(desk.database)
        done, _changes = workspace.erase(workspace.person("Zyx Qwert"), moved=False)
        assert done.reach.blanked == {"answer": 1}
        assert done.reach.rows == {}
        with pytest.raises(NotFound):
            workspace.erase(workspace.person("Nobody At All"))
        with pytest.raises(BadQuestion):
            workspace.person("Al")

    def test_rows_without_customer_go_with_the_ticket_or_the_mail_they_name(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put("customer", [{"customer": "c-99871", "name": "Zyx Qwert", "email": "z@q.org"}])
        desk.put("ticket", [{"ticket": "T1", "customer": "c-99871"}, {"ticket": "T2", "customer": "o"}])
        desk.put("ticket_event", [{"event_id": f"e{n}", "ticket": f"T{n}", "kind": "reply"} for n in (1, 2)])
        desk.put("answer", [{**answer("r", 3.0), "extra": {"Your mail": "Z@Q.org"}}, answer("s", 4.0)])
        workspace = Workspace(desk.database)
        done, _changes = workspace.erase(workspace.person("c-99871"), moved=False)
        assert done.reach.rows == {"customer": 1, "ticket": 1, "ticket_event": 1, "answer": 1}
        assert checking.problems(workspace.database) == []

    def test_refused_rows_that_name_them_go_too(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        raw = [f'["{who}", "", "x"]' for who in ("c-99871", "c-1")]
        problems = [Problem(n, None, None, "required_missing", one) for n, one in enumerate(raw, 5)]
        desk.put("ticket", [{"ticket": "T1", "customer": "c-99871"}], problems=problems, rejected=2)
        workspace = Workspace(desk.database)
        done, _changes = workspace.erase(workspace.person("c-99871"), moved=False)
        (one,) = workspace.imports()
        assert done.reach.rejects == 1
        assert (one.rows["read"], one.rows["rejected"], one.rows["skipped"]) == (3, 1, {"erased": 2})

    def test_samples_of_indexes_go_where_a_build_of_sqlite_keeps_some(self, tmp_path: Path) -> None:
        """Not every build does, so the table is made under another name."""
        desk = Desk(tmp_path)
        desk.put("customer", [{"customer": "cust-zq-4711", "name": "Zyx Qwert"}, {"customer": "c-1"}])
        path = desk.database.path
        desk.database.close()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE samples(tbl, idx, neq, nlt, ndlt, sample)")
            connection.execute("INSERT INTO samples VALUES ('customer', 'customer_customer', 1, 1, 1, 'cust-zq-4711')")
            connection.execute("PRAGMA writable_schema=ON")
            name = "name = 'sqlite_stat4', tbl_name = 'sqlite_stat4', sql = replace(sql, 'samples', 'sqlite_stat4')"
            connection.execute(f"UPDATE sqlite_schema SET {name} WHERE name = 'samples'")
        with Workspace.open(path) as workspace:
            workspace.share(tmp_path / "shared.cxdesk")
            workspace.erase(workspace.person("cust-zq-4711"), moved=False)
        assert [name for name in traces(tmp_path) if name.endswith(".cxdesk")] == []


class TestCopies:
    def test_copies_that_hold_the_person_are_named_and_can_be_deleted(self, workspace: Workspace) -> None:
        person = workspace.person(NAME)
        workspace.erase(person, moved=False)
        (holding,) = workspace.backups_naming(person)
        assert holding.holds
        assert holding.reach == workspace.backups_naming()[0].reach
        workspace.clear_backups([holding.path], delete=True)
        assert workspace.backups_naming() == []

    def test_looking_for_somebody_writes_nothing(self, workspace: Workspace) -> None:
        path = workspace.path
        workspace.close()
        with Workspace.open(path, read_only=True) as looking:
            (holding,) = looking.backups_naming(looking.person(NAME))
        assert holding.holds

    def test_a_rewritten_copy_is_sound_and_keeps_its_date(self, workspace: Workspace) -> None:
        copy = copy_of(workspace)
        at = copy.stat().st_mtime_ns
        workspace.erase(workspace.person(NAME), moved=False)
        workspace.clear_backups([copy])
        assert copy.stat().st_mtime_ns == at
        assert backups.verify(copy)
        assert not workspace.backups_naming()[0].holds
        if os.name == "posix":
            assert copy.stat().st_mode & 0o077 == 0

    def test_a_restored_copy_knows_who_was_erased_since(self, workspace: Workspace, folder: Path) -> None:
        copy = copy_of(workspace)
        workspace.erase(workspace.person(NAME), moved=False)
        after = workspace.content_hash()
        workspace.close()
        restoring.restore(workspace.path, copy)
        with Workspace.open(workspace.path) as restored:
            assert restored.content_hash() == after
            assert len(restored.erasures()) == 1
            assert checking.problems(restored.database) == []
        shutil.rmtree(backups.folder(workspace.path))
        assert traces(folder / "desk") == {}

    def test_a_copy_that_still_holds_the_person_takes_nobodys_place(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy = copy_of(workspace)
        workspace.erase(workspace.person(NAME), moved=False)
        workspace.close()
        before = workspace.path.read_bytes()

        def no_room(*_given: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(erasing, "carry_out", no_room)
        with pytest.raises((CXDeskError, sqlite3.OperationalError)):
            restoring.restore(workspace.path, copy)
        assert workspace.path.read_bytes() == before

    def test_a_restored_copy_keeps_the_key_of_pseudonyms_and_the_log(self, workspace: Workspace) -> None:
        copy = workspace.back_up()
        with workspace.database.write("key") as transaction:
            key = suppressing.own_secret(transaction.connection)
            suppressing.note(transaction.connection, {"rows": {"answer": 3}}, "rule")
        workspace.close()
        restoring.restore(workspace.path, copy)
        with Workspace.open(workspace.path) as restored:
            assert [one.by for one in restored.erasures()] == ["rule"]
            assert checking.problems(restored.database) == []
            with restored.database.reader() as connection:
                assert suppressing.secret(connection) == key

    def test_nothing_is_done_to_a_copy_where_nobody_was_erased(self, workspace: Workspace) -> None:
        copy = copy_of(workspace)
        before = copy.read_bytes()
        assert scrubbing.reapply(copy, workspace.path) is None
        assert copy.read_bytes() == before


class TestOldRows:
    def test_only_what_ended_longer_ago_goes_and_only_when_asked(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        old, new = 1_600_000_000_000_000, int(datetime.now(UTC).timestamp()) * 1_000_000
        rows = [{**answer(f"r{n}", 5.0), "customer": "gone" if n < 3 else "here"} for n in range(5)]
        desk.put("answer", [{**row, "submitted_at": old if n < 4 else new} for n, row in enumerate(rows)])
        desk.put("customer", [{"customer": "gone"}, {"customer": "here"}, {"customer": "never"}])
        day = 18_000
        spans = [{"subscription": "s1", "customer": "here", "started_on": day}, {"subscription": "s2", "ended_on": day}]
        desk.put("subscription", [{"started_on": day, "customer": "x", **one} for one in spans])
        workspace = Workspace(desk.database)
        assert workspace.old_rows().total == 0
        assert workspace.erase_old()[0].total == 0
        workspace.keep_rule(24)
        assert workspace.old_rows().rows == {"answer": 4, "customer": 1, "subscription": 1}
        found, _changes = workspace.erase_old()
        assert found.total == 6
        assert workspace.old_rows().total == 0
        assert checking.problems(workspace.database) == []
        assert [one.by for one in workspace.erasures()] == ["rule"]

    def test_a_record_stays_while_its_customer_has_rows_under_another_name(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        rows = [{**answer(who, 5.0), "customer": who, "submitted_at": 10**15} for who in ("old", "mail", "gone")]
        rows[1]["submitted_at"] = int(datetime.now(UTC).timestamp()) * 1_000_000
        desk.put("answer", rows)
        desk.put("customer", [{"customer": "old", "name": "Ana"}, {"customer": "gone", "name": "Ion"}])
        workspace = Workspace(desk.database)
        workspace.merge_customers([("mail", "old")])
        assert workspace.erase_old(24)[0].rows == {"answer": 2, "customer": 1}
        assert workspace.customer_record("old").value("name") == "Ana"

    def test_columns_with_too_many_values_are_looked_at_again_once_most_rows_are_gone(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        late = int(datetime.now(UTC).timestamp()) * 1_000_000
        many = [{**answer(f"r{n}", 5.0), "submitted_at": 10**15, "extra": {"Shop": f"s{n}"}} for n in range(1100)]
        few = [{**answer(f"q{n}", 5.0), "submitted_at": late, "extra": {"Shop": "north"}} for n in range(5)]
        desk.put("answer", [{**row, "customer": f"c{n}"} for n, row in enumerate([*many, *few])])
        workspace = Workspace(desk.database)
        assert "Shop" not in workspace.attributes()
        workspace.erase_old(24)
        assert "Shop" in workspace.attributes()
        assert checking.problems(workspace.database) == []


@pytest.fixture(scope="module")
def erased() -> Erased:
    person = Person(("42", "c-77812"), ("Ana Popescu", "ana@x.ro", "Ștefan Œuvre", "O'Hara"))
    return Erased(b"k" * 32, entries_of(b"k" * 32, person))


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "then"),
        [
            ("Met ana  POPESCU today", f"Met {MASK} today"),
            ("POPESCU, Ana", MASK),
            ("mail Ana@X.ro!", f"mail {MASK}!"),
            ("export_Ana_Popescu.csv", f"export_{MASK}.csv"),
            ("S\u0326tefan œuvré …", f"{MASK} …"),
            ("c-77812 wrote, c 77812 too", f"{MASK} wrote, {MASK} too"),
            ("Anaïs Popescu or Ana Popescues, 42", "Anaïs Popescu or Ana Popescues, 42"),
            ("o’hara", MASK),
            ("", ""),
        ],
    )
    def test_names_are_blanked_however_they_are_written(self, erased: Erased, text: str, then: str) -> None:
        assert erased.masked(text) == then

    def test_a_short_id_counts_only_where_customers_are_named(self, erased: Erased) -> None:
        assert erased.is_named("42")
        assert not erased.mentions("42")
        told: Any = [{"field": "customer", "values": ["42"]}, {"field": "score", "values": ["42"]}]
        assert erased.masked_in(told) == [{"field": "customer", "values": [MASK]}, {"field": "score", "values": ["42"]}]

    def test_another_key_makes_other_hashes(self) -> None:
        person = Person(("42",), ("Ana Popescu",))
        assert {one.hash for one in entries_of(b"a", person)}.isdisjoint(one.hash for one in entries_of(b"b", person))
