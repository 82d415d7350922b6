"""What the frame is given: every live row once, in row order, in the numbers that metrics compute with."""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Type, all_kinds
from cxdesk.domain.scale_text import read_scale
from cxdesk.frame.codes import Codes
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, BatchInfo, Loader
from cxdesk.store import batches, checking, encoding, saved, schema, segment_writer
from cxdesk.store.frames import FrameLoader
from tests.store.builders import Desk, answer, block, stage


def column(desk: Desk, kind: str, name: str) -> list[Any]:
    """One column as plain values; texts instead of codes."""
    loader = FrameLoader(desk.database)
    try:
        found = loader.column(kind, name)
        if isinstance(found, Codes):
            return [found.labels[code] if code >= 0 else None for code in found.codes.tolist()]
        return found.tolist()
    finally:
        loader.close()


def forget_columns(desk: Desk) -> None:
    """As after an older program, or damage: nothing kept."""
    with desk.database.write("test") as transaction:
        transaction.execute("DELETE FROM cache")


def damage_columns(desk: Desk) -> None:
    with desk.database.write("test") as transaction:
        transaction.execute("UPDATE cache SET data = zeroblob(length(data))")


def test_the_loader_is_what_a_frame_asks_for(desk: Desk) -> None:
    loader: Loader = FrameLoader(desk.database)
    assert loader.size("answer") == 0
    loader.close()  # type: ignore[attr-defined]


def test_an_empty_workspace_has_every_column_with_nothing_in_it(desk: Desk) -> None:
    loader = FrameLoader(desk.database)
    for kind in all_kinds():
        for field in kind.fields:
            name = f"{field.name}:letters" if field.type is Type.COMMENT else field.name
            found = loader.column(kind.name, name)
            assert len(found.codes if isinstance(found, Codes) else found) == 0
        assert len(loader.column(kind.name, "batch")) == len(loader.column(kind.name, "row_id")) == 0
        assert list(loader.attributes(kind.name)) == []
    assert list(loader.scales()) == list(loader.questions()) == list(loader.batches()) == []
    loader.close()


@pytest.mark.parametrize("prepare", [None, forget_columns, damage_columns], ids=["kept", "rebuilt", "damaged"])
def test_each_type_has_its_numbers(desk: Desk, prepare: Any) -> None:
    desk.put(
        "ticket",
        [
            {
                "ticket": "T1",
                "status": "open",
                "created_at": -5,
                "reopen_count": 2,
                "internal": 1,
                "comment": "très 10!",
            },
            {
                "ticket": "T2",
                "status": None,
                "created_at": None,
                "reopen_count": None,
                "internal": None,
                "comment": None,
            },
            {
                "ticket": "T3",
                "status": "open",
                "created_at": 10**15,
                "reopen_count": 0.5,
                "internal": 0,
                "comment": "??",
            },
        ],
    )
    if prepare:
        prepare(desk)
    assert column(desk, "ticket", "row_id") == [1, 2, 3]
    assert column(desk, "ticket", "line") == [2, 3, 4]
    assert column(desk, "ticket", "batch") == [1, 1, 1]
    assert column(desk, "ticket", "ticket") == ["T1", "T2", "T3"]
    assert column(desk, "ticket", "status") == ["open", None, "open"]
    assert column(desk, "ticket", "created_at") == [-5, NO_INSTANT, 10**15]
    assert column(desk, "ticket", "internal") == [1, 255, 0]
    assert column(desk, "ticket", "comment:letters") == [4, 0, 0]
    assert column(desk, "ticket", "priority") == [None, None, None]
    assert column(desk, "ticket", "resolved_at") == [NO_INSTANT] * 3
    assert np.array_equal(column(desk, "ticket", "reopen_count"), [2, np.nan, 0.5], equal_nan=True)


def test_the_types_of_numpy_are_those_of_the_contract(desk: Desk) -> None:
    desk.put("answer", [answer("a", 9.0, "good", submitted_at=7, customer="C1")])
    loader = FrameLoader(desk.database)
    wanted = {
        "row_id": np.int64, "batch": np.int32, "line": np.int32, "score": np.float64, "status": np.uint8,
        "scale": np.int32,
        "submitted_at": np.int64, "submitted_at:floating": np.bool_, "comment:letters": np.int32, "internal": np.uint8,
        "weight": np.float64,
    }  # fmt: skip
    for name, kind in wanted.items():
        assert loader.column("answer", name).dtype == kind, name
    for name in ("customer", "question", "role", "channel", "response"):
        assert loader.column("answer", name).codes.dtype == np.int32, name
    loader.close()


def test_answers_carry_status_and_scale(desk: Desk) -> None:
    labels = '{"name": "1-5", "labels": [[5, "Very satisfied"]], "na": ["99"]}'
    desk.put("answer", [answer("a", 9.0), answer("b"), {**answer("c", 4.0), "scale": labels}])
    desk.put(
        "answer", [{**answer("d", 2.0), "scale": "1-7:reversed"}, {**answer("e", None), "status": 2, "scale": None}]
    )
    loader = FrameLoader(desk.database)
    scales = list(loader.scales())
    assert scales == [read_scale("0-10"), read_scale(labels), read_scale("1-7:reversed")]
    assert loader.column("answer", "scale").tolist() == [0, 0, 1, 2, -1]
    assert loader.column("answer", "status").tolist() == [0, 1, 0, 0, 2]
    assert list(loader.questions()) == ["How likely are you to recommend us?"]
    assert loader.column("answer", "question").codes.tolist() == [0] * 5
    loader.close()


def test_references_to_one_kind_share_one_list(desk: Desk) -> None:
    desk.put("answer", [answer("a", customer="C2"), answer("b", customer="C1"), answer("c")])
    desk.put("ticket", [{"ticket": "T", "customer": "C3"}, {"ticket": "U", "customer": "C2"}])
    desk.put("customer", [{"customer": "C1"}, {"customer": "C2"}])
    loader = FrameLoader(desk.database)
    columns = [loader.column(kind, "customer") for kind in ("answer", "ticket", "customer", "invitation")]
    assert all(one.labels is columns[0].labels for one in columns)
    texts = [[one.labels[code] if code >= 0 else None for code in one.codes] for one in columns]
    assert texts == [["C2", "C1", None], ["C3", "C2"], ["C1", "C2"], []]
    loader.close()


def test_many_distinct_texts_over_many_imports_keep_their_codes(desk: Desk) -> None:
    """Beyond a few thousand labels dictionaries are united by hash, not by text."""
    names = [f"customer number {n % 4000} é" for n in range(9000)]
    for part in range(3):
        rows = [answer(f"r{n}", customer=names[n]) for n in range(part * 3000, part * 3000 + 3000)]
        desk.put("answer", rows)
    assert column(desk, "answer", "customer") == names
    assert len(set(column(desk, "answer", "response"))) == 9000


def test_unknown_columns_with_few_values_are_attributes(desk: Desk) -> None:
    rows = [answer(f"r{n}", extra={"Region": "NS"[n % 2], "Order no": f"{n}", "Note": ""}) for n in range(1200)]
    desk.put("answer", rows)
    desk.put("answer", [answer("x", extra={"Store": 7, "Region": "W"}), answer("y")])
    loader = FrameLoader(desk.database)
    assert list(loader.attributes("answer")) == ["Note", "Region", "Store"]
    loader.close()
    assert column(desk, "answer", "extra:Region") == ["N", "S"] * 600 + ["W", None]
    assert column(desk, "answer", "extra:Store") == [None] * 1200 + ["7", None]
    forget_columns(desk)
    assert column(desk, "answer", "extra:Region")[-3:] == ["S", "W", None]


def test_the_answers_of_one_response_share_its_unknown_columns(desk: Desk) -> None:
    rows = [
        answer("a", 1.0, line=2, question="Q1", extra={"Region": "N"}),
        answer("a", 2.0, line=2, question="Q2"),
        answer("b", 3.0, line=3, question="Q1"),
        answer("b", 4.0, line=3, question="Q2"),
        answer("c", 5.0, line=4, question="Q1", extra={"Region": "S"}),
    ]
    desk.put("answer", rows)
    for _ in range(2):
        assert column(desk, "answer", "extra:Region") == ["N", "N", None, None, "S"]
        forget_columns(desk)
    desk.put(
        "answer", [answer("a", 1.0, question="Q1", extra={"Region": "N"}), answer("a", 7.0, line=2, question="Q3")]
    )
    assert column(desk, "answer", "extra:Region") == ["N", "N", None, None, "S", "N"], "also one that came later"


def test_instants_are_floating_where_the_file_said_so(desk: Desk) -> None:
    floating = {"columns": [{"field": "created_at", "zone": "floating"}]}
    zoned = {"columns": [{"field": "created_at", "zone": "Europe/Paris"}]}
    for name, mapping, rows in (
        ("a", floating, [{"ticket": "T1", "created_at": 1}, {"ticket": "T2", "created_at": 2}]),
        ("b", zoned, [{"ticket": "T2", "created_at": 3}, {"ticket": "T3", "created_at": 4}]),
        ("c", floating, [{"ticket": "T3", "status": "open"}]),
    ):
        info = batches.ImportInfo(name, name, mapping=mapping)
        batches.merge(desk.database, desk.stage("ticket", rows), info)
    assert column(desk, "ticket", "ticket") == ["T1", "T2", "T3"]
    assert column(desk, "ticket", "created_at:floating") == [True, False, False]


def test_rows_stay_in_row_order_when_they_pass_to_a_later_import(desk: Desk) -> None:
    first = desk.put("answer", [answer("a", 1.0), answer("b", 2.0), answer("c", 3.0)])
    desk.put("answer", [answer("d", 4.0)])
    desk.put("answer", [answer("e", 5.0), answer("b", 2.0)], first_line=30)
    batches.undo(desk.database, first.batch or 0, backup=False)
    assert column(desk, "answer", "response") == ["b", "d", "e"]
    assert column(desk, "answer", "row_id") == [2, 4, 5]
    assert column(desk, "answer", "batch") == [3, 2, 3]
    assert column(desk, "answer", "line") == [31, 2, 30]


def test_a_loader_goes_on_showing_its_state(desk: Desk) -> None:
    desk.put("answer", [answer("a", 1.0)])
    loader = FrameLoader(desk.database)
    desk.put("answer", [answer("b", 2.0)])
    batches.undo(desk.database, 1, backup=False)
    assert (loader.state, desk.database.state) == (1, 3)
    assert loader.column("answer", "score").tolist() == [1.0]
    loader.close()
    assert column(desk, "answer", "score") == [2.0]


def test_the_live_imports_are_named(desk: Desk) -> None:
    desk.put("answer", [answer("a", 1.0, submitted_at=5)], file="a.csv")
    desk.put("answer", [answer("b", 1.0)], file="b.csv")
    batches.undo(desk.database, 2, backup=False)
    loader = FrameLoader(desk.database)
    assert list(loader.batches()) == [BatchInfo(1, "a.csv", "", 5, ("answer",))]
    loader.close()


def test_settings_come_with_their_defaults(desk: Desk) -> None:
    saved.set_setting(desk.database, "zone", "Europe/Bucharest")
    loader = FrameLoader(desk.database)
    assert (loader.settings()["zone"], loader.settings()["min_show"]) == ("Europe/Bucharest", 5)
    loader.close()


def test_an_unknown_column_with_many_values_anywhere_is_no_attribute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the file was cut into pieces, and whichever import had the many."""
    monkeypatch.setattr(encoding, "MANY_VALUES", 3)
    monkeypatch.setattr(segment_writer, "PACK_ROWS", 4)
    few = [{"Few": "ab"[n % 2], "Pieces": f"{n // 4}", "Tail": f"{n if n > 11 else 0}"} for n in range(16)]
    blocks = [
        block("answer", [answer(f"r{n}", extra=few[n]) for n in range(at, at + 4)], first_line=at + 2)
        for at in range(0, 16, 4)
    ]
    staged = stage(desk.folder / "s", "answer", *blocks)
    batches.merge(desk.database, staged, batches.ImportInfo("a", "a"))
    loader = FrameLoader(desk.database)
    assert list(loader.attributes("answer")) == ["Few"]
    with pytest.raises(NotFound):
        loader.column("answer", "extra:Pieces")
    loader.close()
    desk.put("answer", [answer(f"s{n}", extra={"Few": f"{n}", "Pieces": "1"}) for n in range(5)])
    loader = FrameLoader(desk.database)
    assert list(loader.attributes("answer")) == []
    loader.close()
    assert checking.problems(desk.database) == []


@pytest.mark.parametrize("name", ["nothing", "comment", "status:letters", "score:floating:x", "extra", "extra:nothing"])
def test_a_name_that_the_kind_does_not_have_is_not_found(desk: Desk, name: str) -> None:
    loader = FrameLoader(desk.database)
    with pytest.raises(NotFound):
        loader.column("answer", name)
    loader.close()


def test_closing_the_workspace_closes_its_loaders(desk: Desk) -> None:
    loader = FrameLoader(desk.database)
    desk.database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        loader.column("answer", "score")
    assert [p.name for p in desk.folder.iterdir()] == ["desk.cxdesk"]


def test_money_is_kept_exactly() -> None:
    assert schema.SQL_TYPES[Type.MONEY] == "INTEGER"


def test_an_empty_day_sorts_last() -> None:
    from cxdesk.domain.kinds import Field, Kind
    from cxdesk.store import encoding

    due = Kind("due", "Due", "Dues", "", (Field("day", Type.DATE, "Day"), Field("price", Type.MONEY, "Price")))
    assert encoding.encode(due, "day", [19000, None])[1].values.tolist() == [19000, NO_DAY]
    price = encoding.encode(due, "price", [12_345, None])[1].values
    assert price[0] == 12_345
    assert np.isnan(price[1])
