"""Every kind of record has a table of its own, which takes a value of every type and gives it back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.kinds import Field, Kind, Type, registry
from cxdesk.frame.codes import Codes
from cxdesk.store import schema
from cxdesk.store.database import Database
from cxdesk.store.frames import FrameLoader
from cxdesk.store.rows import rows
from tests.store.builders import Desk

VALUES: dict[Type, Any] = {
    Type.TEXT: "text",
    Type.LABEL: "label",
    Type.NUMBER: 2.5,
    Type.MONEY: 123_456,
    Type.SCORE: 4.0,
    Type.BOOL: 1,
    Type.INSTANT: 1_767_225_600_000_000,
    Type.DATE: 20_454,
    Type.DURATION: 90.5,
    Type.REF: "R1",
    Type.COMMENT: "Some words.",
}
KINDS = list(registry().values())


def a_row(kind: Kind) -> dict[str, Any]:
    return {field.name: VALUES[field.type] for field in kind.fields}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_row_of_all_its_fields_comes_back(kind: Kind, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.database:
        desk.put(kind.name, [a_row(kind)])
        loader = FrameLoader(desk.database)
        assert loader.size(kind.name) == 1
        for field in kind.fields:
            assert_holds(loader, kind.name, field)


def assert_holds(loader: FrameLoader, kind: str, field: Field) -> None:
    if field.type is Type.COMMENT:
        assert np.asarray(loader.column(kind, field.name + ":letters")).tolist() == [9]
        return
    column = loader.column(kind, field.name)
    found = column.labels[column.codes[0]] if isinstance(column, Codes) else np.asarray(column)[0]
    assert found == VALUES[field.type], field.name


def test_every_table_has_the_columns_of_its_kind(tmp_path: Path) -> None:
    with Database.create(tmp_path / "w.cxdesk") as database, database.reader() as connection:
        for kind in KINDS:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({schema.quoted(kind.name)})")]
            assert names == [*schema.PLACE, *schema.value_names(kind.name)]


def test_a_field_called_kind_does_not_hide_of_which_kind_a_row_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.database:
        desk.put("deal", [{"deal_id": "D1", "kind": "upsell", "amount": 125_000}])
        with desk.database.reader() as connection:
            (row_id,) = connection.execute("SELECT row_id FROM deal").fetchone()
        (found,) = rows(desk.database, "deal", [row_id])
    assert (found["kind"], found["deal_kind"], found["amount"]) == ("deal", "upsell", 12.5)


def test_a_workspace_of_all_kinds_is_made_and_opened_at_once(tmp_path: Path) -> None:
    Database.create(tmp_path / "first.cxdesk").close()  # loads what is loaded once
    begun = time.process_time()
    Database.create(tmp_path / "w.cxdesk").close()
    made = time.process_time()
    Database.open(tmp_path / "w.cxdesk").close()
    assert made - begun < 0.2
    assert time.process_time() - made < 0.1
