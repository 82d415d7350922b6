"""What is handed to somebody else: pseudonyms that lead nowhere, numbers that tell of no few, and what is held."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxdesk.analysis.anonymous import LEAST, visible
from cxdesk.domain.errors import BadQuestion, CXDeskError
from cxdesk.domain.pseudonyms import Pseudonyms
from cxdesk.domain.query import Query
from cxdesk.domain.text import fold
from cxdesk.reports.anonymous_file import write_aggregates
from cxdesk.reports.tables_file import write_tables
from cxdesk.store import checking
from cxdesk.workspace.access import Held
from cxdesk.workspace.sharing import Mode
from cxdesk.workspace.workspace import Workspace
from tests.store.builders import Desk, Row, answer

FIRST = (
    *("Mara", "Ilinca", "Tudor", "Sorin", "Chloé", "Benoît", "Aurélie", "Wanda", "Piotr", "Ingrid", "Håkon", "Yusuf"),
    *("Leyla", "Oisín", "Niamh", "Zoltán"),
)
LAST = (
    *("Văcărescu", "Dăscălescu", "Lefèvre", "Delacroix", "Kowalczyk", "Sørensen", "Yıldırım", "O'Sullivan"),
    *("Nagyházi", "Brankovan"),
)
STRUCTURED, FREE = 400, 300


class Crowd:
    """Made-up customers, and rows in which every column that can name them does."""

    def __init__(self, n: int) -> None:
        self.random = random.Random(20261122)
        self.people = [self._person(at) for at in range(n)]
        self.desk: Desk | None = None

    def _person(self, at: int) -> dict[str, str]:
        first, last = (
            self.random.choice(FIRST),
            f"{self.random.choice(LAST)}{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}",
        )
        digits = "".join(self.random.choices("0123456789", k=8))
        mail = f"{fold(first)}.{fold(last).replace(chr(39), '')}{at}@mail{at % 7}.example.org"
        return {"id": f"K{at:06d}-{digits[:4]}", "name": f"{first} {last}", "mail": mail, "phone": f"+407{digits}"}

    @property
    def identifiers(self) -> list[str]:
        return [text for one in self.people for text in one.values()]

    def put(self, desk: Desk) -> None:
        people = self.people
        desk.put(
            "customer",
            [{"customer": p["id"], "name": p["name"], "email": p["mail"], "plan": "pro", "extra": {
                "Phone": p["phone"], "Kundennummer": "N" + p["id"], "Shop": "west"}} for p in people],
            f"{people[0]['name']}.csv",
        )  # fmt: skip
        desk.put("answer", [self._answer(at, p) for at, p in enumerate(people)], "answers.csv")
        desk.put(
            "ticket",
            [{"ticket": f"T{p['id']}", "customer": p["mail"], "agent": people[0]["name"], "created_at": 10**15}
             for p in people],
        )  # fmt: skip
        desk.put("business_review", [{"review_id": p["mail"], "author": p["name"], "rating": 4.0} for p in people])

    def _answer(self, at: int, person: dict[str, str]) -> Row:
        said = {**answer(f"R-{person['mail']}", float(at % 11), f"fine {at % 9}"), "customer": person["id"]}
        return {**said, "submitted_at": 1_760_000_000_000_000 + at, "extra": {"Contact": person["phone"]}}


def planted(folder: Path, n: int) -> tuple[Workspace, Crowd]:
    desk, crowd = Desk(folder), Crowd(n)
    crowd.put(desk)
    crowd.desk = desk  # which closes its file when it is gone
    workspace = Workspace(desk.database)
    workspace.set_setting("zone", "UTC")
    workspace.merge_customers([(crowd.people[0]["mail"], crowd.people[0]["id"])], crowd.people[0]["name"])
    return workspace, crowd


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path, Crowd]]:
    folder = tmp_path_factory.mktemp("shared")
    workspace, crowd = planted(folder, STRUCTURED // 4)
    workspace.share(folder / "out.cxdesk")
    yield workspace, folder / "out.cxdesk", crowd
    workspace.close()


def leaks(out: Path, crowd: Crowd) -> list[str]:
    """Identifiers of which a trace is left in any cell of the copy, or anywhere in its bytes."""
    data = out.read_bytes().decode("utf-8", "replace").casefold()
    cells = set()
    with Workspace.open(out) as copy, copy.database.reader() as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                cells.update(str(cell).casefold() for cell in row if isinstance(cell, str))
    everything = "\n".join(cells) + data
    return [one for one in crowd.identifiers if one.casefold() in everything]


class TestPseudonyms:
    def test_no_identifier_is_left_in_any_column_nor_in_the_bytes(self, shared: tuple[Workspace, Path, Crowd]) -> None:
        _workspace, out, crowd = shared
        assert leaks(out, crowd) == []

    @pytest.mark.long
    def test_ten_thousand_identifiers_leave_no_trace(self, tmp_path: Path) -> None:
        workspace, crowd = planted(tmp_path, 2_500)
        assert len(crowd.identifiers) == 10_000
        workspace.share(tmp_path / "out.cxdesk")
        workspace.close()
        assert leaks(tmp_path / "out.cxdesk", crowd) == []

    def test_every_number_stays_what_it_was(self, shared: tuple[Workspace, Path, Crowd]) -> None:
        workspace, out, _crowd = shared
        with Workspace.open(out) as copy:
            assert checking.problems(copy.database) == []
            assert figures(copy) == figures(workspace)

    def test_the_same_person_has_the_same_pseudonym_the_next_time_and_another_one_elsewhere(
        self, shared: tuple[Workspace, Path, Crowd], tmp_path: Path
    ) -> None:
        workspace, out, crowd = shared
        workspace.share(tmp_path / "again.cxdesk")
        (tmp_path / "other").mkdir()
        other, _same = planted(tmp_path / "other", 3)
        other.share(tmp_path / "elsewhere.cxdesk")
        other.close()
        made = (out, tmp_path / "again.cxdesk", tmp_path / "elsewhere.cxdesk")
        first, again, elsewhere = map(customers, made)
        assert first == again
        assert not first & elsewhere
        assert len(first) == len(crowd.people)

    def test_columns_that_name_people_are_left_out_and_the_others_kept(
        self, shared: tuple[Workspace, Path, Crowd]
    ) -> None:
        _workspace, out, _crowd = shared
        with Workspace.open(out) as copy, copy.database.reader() as connection:
            extras = {text for (text,) in connection.execute("SELECT DISTINCT extra FROM customer")}
        assert extras == {'{"Shop": "west"}'}

    def test_the_workspace_itself_is_never_overwritten(self, shared: tuple[Workspace, Path, Crowd]) -> None:
        workspace, _out, _crowd = shared
        with pytest.raises(BadQuestion):
            workspace.share(workspace.path, Mode.FULL)
        other = workspace.path.with_name("OTHER.cxdesk")  # as where small and large letters are the same
        other.hardlink_to(workspace.path)
        with pytest.raises(BadQuestion):
            workspace.share(other)
        other.unlink()

    @pytest.mark.parametrize("mode", [Mode.FULL, Mode.PSEUDONYMISED])
    def test_a_folder_that_is_not_there_is_named_in_words(
        self, shared: tuple[Workspace, Path, Crowd], tmp_path: Path, mode: Mode
    ) -> None:
        workspace, _out, _crowd = shared
        with pytest.raises(CXDeskError, match="cannot be written"):
            workspace.share(tmp_path / "none" / "out.cxdesk", mode)

    def test_a_full_copy_is_the_workspace(self, shared: tuple[Workspace, Path, Crowd], tmp_path: Path) -> None:
        workspace, _out, _crowd = shared
        workspace.share(tmp_path / "full.cxdesk", Mode.FULL)
        with Workspace.open(tmp_path / "full.cxdesk") as copy:
            assert copy.content_hash() == workspace.content_hash()


def figures(workspace: Workspace) -> list[object]:
    found = workspace.metrics(Query())
    return [(one["id"], group["measure"], group["value"], group["n"]) for one in found for group in one["groups"]]


def customers(path: Path) -> set[str]:
    with Workspace.open(path) as copy, copy.database.reader() as connection:
        return {one for (one,) in connection.execute("SELECT customer FROM customer")}


WAYS: dict[str, Callable[[dict[str, str]], str]] = {
    "whole name": lambda p: p["name"],
    "last name first": lambda p: "{1}, {0}".format(*p["name"].split()),
    "without diacritics, in capitals": lambda p: fold(p["name"]).upper(),
    "first name": lambda p: p["name"].split()[0],
    "last name": lambda p: p["name"].split()[1],
    "whole name in small letters": lambda p: p["name"].lower(),
    "first name in small letters": lambda p: p["name"].split()[0].lower(),
    "e-mail": lambda p: p["mail"],
    "telephone": lambda p: p["phone"],
    "telephone with spaces": lambda p: f"{p['phone'][:4]} {p['phone'][4:7]} {p['phone'][7:]}",
    "e-mail in words": lambda p: p["mail"].replace("@", " at ").replace(".", " dot "),
}


def test_what_is_written_freely_is_mostly_masked_and_it_is_known_how_much(record_property: Callable[..., None]) -> None:
    """Recall as a number; by design names in small letters and addresses in words are not found."""
    crowd = Crowd(FREE)
    mask = Pseudonyms(b"k" * 32, [one["name"] for one in crowd.people]).masked
    found = {}
    for way, say in WAYS.items():
        texts = [(say(one), mask(f"I spoke with {say(one)} about the lamp.")) for one in crowd.people]
        found[way] = sum(said not in text for said, text in texts) / len(texts)
    recall = sum(found.values()) / len(found)
    record_property("recall of identifiers in free text", round(recall, 4))
    print(f"recall {recall:.3f}", {way: round(part, 3) for way, part in found.items()})
    certain = [way for way in WAYS if way not in ("first name in small letters", "e-mail in words")]
    assert {way: found[way] for way in certain} == dict.fromkeys(certain, 1.0)
    assert recall >= 0.8
    harmless = "The rose lamp cost 1,234.50 in March 2026; 12 of 2000 broke, order 4711."
    assert mask(harmless) == harmless


class TestGroups:
    def test_no_hidden_number_can_be_worked_out(self) -> None:
        rng = random.Random(7)
        for _round in range(2_000):
            counts = [rng.choice([0, 1, 2, 3, 4, 5, 6, 9, 30]) for _ in range(rng.randint(1, 8))]
            shown, whole = visible(counts, sum(counts))
            hidden = [n for n, seen in zip(counts, shown, strict=True) if not seen]
            assert all(n >= LEAST or n == 0 for n, seen in zip(counts, shown, strict=True) if seen)
            if whole and hidden:
                assert len(hidden) >= 2
                assert sum(hidden) >= LEAST

    def test_no_more_is_hidden_than_must_be(self) -> None:
        assert visible([30, 20, 10], 60) == ([True, True, True], True)
        assert visible([30, 3, 10], 43) == ([True, False, False], True)
        assert visible([30, 2, 4, 10], 46) == ([True, False, False, True], True)
        assert visible([30, 1, 2], 33) == ([False, False, False], True)
        assert visible([3, 1], 4) == ([False, False], False)
        assert visible([0, 0], 0) == ([True, True], True)
        assert visible([3], 3 + 0) == ([False], False)

    def test_the_file_tells_only_of_five_people_or_more(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        plans = {"big": 12, "mid": 7, "tiny": 2}
        people = [f"{plan}{n}" for plan, size in plans.items() for n in range(size)]
        desk.put("customer", [{"customer": who, "plan": who.rstrip("0123456789")} for who in people])
        rows = [{**answer(f"{who} {n}", 9.0), "customer": who} for who in people for n in range(3)]
        desk.put("answer", [{**row, "submitted_at": 1_767_300_000_000_000} for row in rows])
        workspace = Workspace(desk.database)
        found = workspace.aggregates(Query(metrics=("nps",)), ("plan", "customer"))
        write_aggregates(tmp_path / "n.json", found)
        lines = json.loads((tmp_path / "n.json").read_text("utf-8"))["numbers"]
        told = {line.get("Segment", "all"): (line.get("People"), line.get("n")) for line in lines}
        assert told == {"all": (21, 21), "big": (12, 12), "mid": (None, None), "tiny": (None, None)}
        assert (len(found.lines), found.hidden) == (4, 2)
        assert all("Value" not in line for line in lines if "People" not in line)


class TestAccess:
    @pytest.mark.parametrize("name", ["held.json", "held.xlsx"])
    def test_everything_on_one_person_and_nothing_on_others(self, tmp_path: Path, name: str) -> None:
        workspace, crowd = planted(tmp_path, 12)
        wanted, others = crowd.people[0], crowd.people[1:]
        held = written(workspace, tmp_path / name, wanted["name"])
        assert {kind: len(rows) for kind, rows in held.rows.items()} == {
            "customer": 1, "answer": 1, "ticket": 1, "business_review": 1,
        }  # fmt: skip
        told = _text(tmp_path / name)
        assert all(text in told for text in wanted.values())
        assert not [text for one in others for text in one.values() if text in told]

    def test_what_others_wrote_is_counted_and_not_told(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put("customer", [{"customer": "c-12345", "name": "Zyx Qwert"}])
        desk.put("answer", [{**answer("r", 2.0, "Zyx Qwert was rude to my son"), "customer": "c-2"}])
        workspace = Workspace(desk.database)
        held = written(workspace, tmp_path / "held.json", "c-12345")
        assert held.mentions == 1
        assert "my son" not in _text(tmp_path / "held.json")

    def test_days_are_told_as_days(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.put(
            "subscription", [{"subscription": "s", "customer": "c-12345", "started_on": 20_000, "amount": 190_500}]
        )
        workspace = Workspace(desk.database)
        (row,) = workspace.held_on(workspace.person("c-12345")).rows["subscription"]
        assert (row["started_on"], row["ended_on"], row["amount"]) == ("2024-10-04", None, 19.05)


def written(workspace: Workspace, path: Path, who: str) -> Held:
    held = workspace.held_on(workspace.person(who))
    write_tables(path, held.tables, held.told)
    return held


def _text(path: Path) -> str:
    if path.suffix == ".json":
        return path.read_text("utf-8")
    from openpyxl import load_workbook

    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return "\n".join(str(cell.value) for cell in cells)


def test_texts_of_customers_are_never_formulas_in_what_is_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "\uff1d1+1", '=HYPERLINK("http://x","y")']
    desk.put("answer", [{**answer(f"r{n}", 2.0, text), "customer": "c-12345"} for n, text in enumerate(hostile)])
    workspace = Workspace(desk.database)
    written(workspace, tmp_path / "held.xlsx", "c-12345")
    told = _text(tmp_path / "held.xlsx")
    assert all(text in told for text in hostile)
