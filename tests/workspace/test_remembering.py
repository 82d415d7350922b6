"""What was decided about a table is remembered by its headings: to be read, changed, forgotten, handed on; and offered
for a table that is nearly the same, with the difference named.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.erased import MASK
from cxdesk.domain.errors import BadQuestion, FileRefused, NotFound
from cxdesk.domain.own_words import own_words
from cxdesk.store.accounts import AS
from cxdesk.workspace.caring import save_readable
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files, inspect_files
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("here")

HEADS = ["Date", "Rating", "Shop", "Region", "Remark"]
SAID = ImportOptions(questions=("Rating=csat:1-5",))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def reviews(path: Path, heads: list[str] = HEADS, start: int = 1) -> Path:
    cells = {"Date": "2026-01-{n:02d}", "Shop": "Lyon", "Region": "South", "Remark": "a few words on visit {n}"}
    rows = []
    for n in range(start, start + 20):
        rows.append([str(n % 5 + 1) if h == "Rating" else cells.get(h, "x{n}").format(n=n) for h in heads])
    return write(path, heads, rows)


def once(workspace: Workspace, tmp_path: Path) -> str:
    """Import a file with an answer; the id of what is remembered."""
    import_files(workspace, [reviews(tmp_path / "january.csv")], SAID)
    (table,) = workspace.remembered_tables()
    return table.id


def asked(report: ImportReport, id_: str) -> dict[str, Any] | None:
    return next((doubt for doubt in report.doubts if doubt["id"] == id_), None)


class TestTheList:
    def test_says_what_each_column_became(self, workspace: Workspace, tmp_path: Path) -> None:
        id_ = once(workspace, tmp_path)
        table = workspace.remembered_table(id_[:10])
        assert (table.name, table.kind) == ("january.csv", "answer")
        became = {column.heading: column.use for column in table.columns}
        assert list(became) == HEADS
        assert became["Rating"] == "@question:csat"
        assert next(c for c in table.columns if c.heading == "Rating").title.endswith("1-5")

    def test_can_be_renamed_and_keeps_the_name(self, workspace: Workspace, tmp_path: Path) -> None:
        id_ = once(workspace, tmp_path)
        workspace.rename_table(id_, "  Reviews of the   shops ")
        import_files(workspace, [reviews(tmp_path / "february.csv", start=5)], ImportOptions())
        assert [one.name for one in workspace.remembered_tables()] == ["Reviews of the shops"]
        with pytest.raises(BadQuestion):
            workspace.rename_table(id_, "  ")

    def test_forgetting_makes_the_next_table_ask_again(self, workspace: Workspace, tmp_path: Path) -> None:
        id_ = once(workspace, tmp_path)
        path = reviews(tmp_path / "february.csv", start=5)
        (known,) = import_files(workspace, [path], ImportOptions(dry_run=True))
        workspace.forget_table(id_)
        assert workspace.remembered_tables() == []
        (fresh,) = import_files(workspace, [path], ImportOptions(dry_run=True))
        assert known.open_doubts == []
        assert fresh.open_doubts != []

    def test_a_changed_column_is_something_else_the_next_time(self, workspace: Workspace, tmp_path: Path) -> None:
        id_ = once(workspace, tmp_path)
        changed = workspace.change_table(id_, "shop", "customer")
        assert {c.heading: c.use for c in changed.columns}["Shop"] == "customer"
        (report,) = import_files(workspace, [reviews(tmp_path / "b.csv", start=5)], ImportOptions(dry_run=True))
        assert report.mapping["customer"] == "Shop"
        workspace.change_table(id_, "Shop", "@ignore")
        (report,) = import_files(workspace, [reviews(tmp_path / "b.csv", start=5)], ImportOptions(dry_run=True))
        assert "Shop" not in report.mapping.values()

    @pytest.mark.parametrize("use", ["nonsense", "@question", "role", ""])
    def test_a_column_cannot_become_what_there_is_not(self, workspace: Workspace, tmp_path: Path, use: str) -> None:
        id_ = once(workspace, tmp_path)
        before = workspace.remembered_mappings()
        with pytest.raises(BadQuestion):
            workspace.change_table(id_, "Shop", use)
        with pytest.raises(NotFound):
            workspace.change_table(id_, "No such column", "customer")
        assert workspace.remembered_mappings() == before

    def test_an_id_that_fits_nothing_or_everything_is_refused(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        for id_ in ("", "zz"):
            with pytest.raises(NotFound):
                workspace.remembered_table(id_)


class TestAFileForAColleague:
    def test_makes_the_same_table_import_without_a_question(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        text = workspace.export_tables()
        with Workspace.create(tmp_path / "colleague.cxdesk") as other:
            path = reviews(tmp_path / "february.csv", start=5)
            assert import_files(other, [path], ImportOptions(dry_run=True))[0].open_doubts
            (id_,) = other.import_tables(text)
            assert other.remembered_table(id_).name == "january.csv"
            (report,) = import_files(other, [path], ImportOptions())
            assert (report.open_doubts, report.rows.new) == ([], 20)
            assert next(iter(report.mapping)).startswith("answered") or "Rating" in str(report.mapping)

    def test_says_no_more_than_how_a_table_is_read(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        text = workspace.export_tables()
        assert "Lyon" not in text
        (table,) = json.loads(text)["tables"]
        assert set(table) == {"name", "headings", "mapping"}
        assert set(table["mapping"]["options"]) <= {"said", "answers", "left_out", "by_itself"}

    def test_only_some_tables(self, workspace: Workspace, tmp_path: Path) -> None:
        id_ = once(workspace, tmp_path)
        other = write(tmp_path / "t.csv", ["Ticket ID", "Status"], [["T1", "open"], ["T2", "closed"]])
        import_files(workspace, [other], ImportOptions(kind="ticket"))
        assert len(workspace.remembered_tables()) == 2
        (table,) = json.loads(workspace.export_tables([id_[:8]]))["tables"]
        assert table["headings"] == HEADS

    @pytest.mark.parametrize(
        "change",
        [
            lambda table: table.pop("mapping"),
            lambda table: table.update(headings=[]),
            lambda table: table.update(headings=["x"] * 5 + ["y"]),
            lambda table: table.update(headings=["x" * 5000] * 5),
            lambda table: table["mapping"].update(kind="nothing"),
            lambda table: table["mapping"].update(kind=7),
            lambda table: table["mapping"]["columns"][0].update(field="password"),
            lambda table: table["mapping"]["columns"][0].update(index=99),
            lambda table: table["mapping"]["columns"][0].update(index=1),
            lambda table: table["mapping"]["columns"][0].update(of=-1),
            lambda table: table["mapping"]["columns"][0].update(labels=["a"]),
            lambda table: table["mapping"]["questions"][0].update(index=50),
            lambda table: table["mapping"]["questions"][0].update(role="god"),
            lambda table: table["mapping"]["questions"][0].update(scale="1-999999999"),
            lambda table: table["mapping"]["questions"][0].update(scale="nonsense"),
            lambda table: table["mapping"]["options"].update({key: {"a": 1} for key in table["mapping"]["options"]}),
        ],
    )
    def test_is_read_as_a_strangers(self, workspace: Workspace, tmp_path: Path, change: Any) -> None:
        once(workspace, tmp_path)
        whole = json.loads(workspace.export_tables())
        good = json.loads(json.dumps(whole["tables"][0]))
        change(whole["tables"][0])
        whole["tables"].insert(0, {**good, "headings": [f"{heading}!" for heading in HEADS]})
        with Workspace.create(tmp_path / "colleague.cxdesk") as other:
            with pytest.raises(FileRefused) as caught:
                other.import_tables(json.dumps(whole), "evil.json")
            assert (caught.value.file, caught.value.code) == ("evil.json", "file_refused.mappings")
            assert other.remembered_tables() == []

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{}", "nonsense", '{"mappings": 2, "tables": []}', '{"mappings": 1, "tables": [1]}', "[" * 100_000],
    )
    def test_that_is_none_is_refused(self, workspace: Workspace, text: str) -> None:
        with pytest.raises(FileRefused):
            workspace.import_tables(text)

    def test_brings_no_option_that_could_do_anything(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        whole = json.loads(workspace.export_tables())
        whole["tables"][0]["mapping"]["options"] |= {"skip": [{"index": 0}], "columns": [0], "group": "x", "gather": {}}
        with Workspace.create(tmp_path / "colleague.cxdesk") as other:
            (id_,) = other.import_tables(json.dumps(whole))
            kept = other.remembered_mappings()[id_]
        assert not {"skip", "columns", "group", "gather"} & set(kept["options"])


class TestHeadingsThatChangedALittle:
    @pytest.mark.parametrize(
        ("heads", "told"),
        [
            ([*HEADS, "Loyalty card"], "New columns: “Loyalty card”."),
            (HEADS[:3] + HEADS[4:], "Columns that are gone: “Region”."),
            ([*HEADS[:3], "Area", HEADS[4]], "New columns: “Area”. Gone: “Region”."),
            (HEADS[::-1], "The same columns in another order."),
        ],
    )
    def test_are_offered_with_the_difference(
        self, workspace: Workspace, tmp_path: Path, heads: list[str], told: str
    ) -> None:
        once(workspace, tmp_path)
        path = reviews(tmp_path / "february.csv", heads, 5)
        (report,) = import_files(workspace, [path], ImportOptions(dry_run=True))
        doubt = asked(report, "like")
        assert doubt is not None
        assert "january.csv" in doubt["question"]
        assert doubt["proposed"] == "same"
        (view,) = inspect_files([path], remembered=workspace.remembered_mappings())[0].tables
        assert view.doubts[0].evidence.say() == told
        assert report.open_doubts == []
        rated = next(q for q in view.mapping.questions if q.text == "Rating")
        assert (rated.role, rated.scale, rated.index) == ("csat", "1-5", heads.index("Rating"))

    def test_may_be_looked_at_afresh(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        path = reviews(tmp_path / "february.csv", [*HEADS, "Loyalty card"], 5)
        (report,) = import_files(workspace, [path], ImportOptions(dry_run=True, answers=("like=fresh",)))
        assert [doubt["id"] for doubt in report.open_doubts] != []
        (again,) = import_files(workspace, [path], ImportOptions(answers=("like=same",)))
        assert again.rows.new == 20

    def test_are_then_known_themselves(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        heads = [*HEADS, "Loyalty card"]
        import_files(workspace, [reviews(tmp_path / "february.csv", heads, 5)], ImportOptions())
        (report,) = import_files(workspace, [reviews(tmp_path / "march.csv", heads, 9)], ImportOptions(dry_run=True))
        assert asked(report, "like") is None
        assert report.open_doubts == []

    def test_a_table_of_other_headings_is_not_offered_anything(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        heads = ["Date", "Rating", "Agent", "Queue", "Notes", "Minutes"]
        (report,) = import_files(workspace, [reviews(tmp_path / "o.csv", heads)], ImportOptions(dry_run=True))
        assert asked(report, "like") is None


class TestImportAgain:
    def test_reads_as_an_import_was_read_whatever_was_decided_since(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        other = ImportOptions(questions=("Rating=nps:0-10",))
        import_files(workspace, [reviews(tmp_path / "odd.csv", start=7)], other)
        path = reviews(tmp_path / "march.csv", start=9)
        (report,) = import_files(workspace, [path], ImportOptions(dry_run=True, like=1))
        assert "question:csat:1" in report.mapping
        (report,) = import_files(workspace, [path], ImportOptions(dry_run=True))
        assert "question:nps:1" in report.mapping
        workspace.remember_like(1)
        (report,) = import_files(workspace, [path], ImportOptions(dry_run=True))
        assert "question:csat:1" in report.mapping

    def test_of_an_import_that_is_not_there_is_refused(self, workspace: Workspace, tmp_path: Path) -> None:
        once(workspace, tmp_path)
        with pytest.raises(NotFound):
            import_files(workspace, [reviews(tmp_path / "b.csv")], ImportOptions(like=9))


class TestImportsTakenBack:
    """Those that were read alike keep that once."""

    @pytest.fixture
    def name(self) -> str:
        return "As Qwertson"

    @pytest.fixture
    def two(self, workspace: Workspace, tmp_path: Path, name: str) -> tuple[int, int]:
        """A customer, and two imports of tables with their name in a heading, both taken back."""
        who = write(tmp_path / "who.csv", ["Customer id", "Name", "E-mail"], [["c-77x", name, "as@example.org"]])
        files = [reviews(tmp_path / f"{at}.csv", [*HEADS, f"Asked by {name}"], start=5 * at + 1) for at in range(2)]
        reports = import_files(workspace, [who, *files], SAID)
        first, second = (report.batch for report in reports[1:])
        assert first is not None
        assert second is not None
        workspace.undo(first)
        workspace.undo(second)
        return first, second

    def test_each_can_be_read_like_again(self, workspace: Workspace, tmp_path: Path, two: tuple[int, int]) -> None:
        one, other = (workspace.mapping_of(batch) for batch in two)
        assert {key: {**said, "name": ""} for key, said in one.items()} == {
            key: {**said, "name": ""} for key, said in other.items()
        }
        assert "As Qwertson" in json.dumps(other)
        for table in workspace.remembered_tables():
            workspace.forget_table(table.id)
        workspace.remember_like(two[1])
        (table,) = workspace.remembered_tables()
        assert [column.heading for column in table.columns][: len(HEADS)] == HEADS

    def test_who_is_erased_is_in_none_of_them(self, workspace: Workspace, two: tuple[int, int], name: str) -> None:
        assert AS in own_words(), "whoever is called so leaves it where it is a key"
        workspace.erase(workspace.person("c-77x"), moved=False)
        one, other = (next(iter(workspace.mapping_of(batch).values())) for batch in two)
        assert [use["heading"] for use in one["columns"]] == [use["heading"] for use in other["columns"]]
        assert one["columns"][-1]["heading"] == f"Asked by {MASK}"
        workspace.close()
        kept = b"".join(path.read_bytes() for path in workspace.path.parent.glob("work.cxdesk*") if path.is_file())
        assert name.encode() not in kept

    def test_what_is_readable_of_a_damaged_file_is_saved_with_them(
        self, workspace: Workspace, tmp_path: Path, two: tuple[int, int]
    ) -> None:
        path = workspace.path
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM batch WHERE id = ?", (two[0],))
        connection.close()
        assert [row.id for row in workspace.imports()] == [two[1], 1]
        assert workspace.mapping_of(two[1])
        assert save_readable(path, tmp_path / "saved.zip").total == 1
