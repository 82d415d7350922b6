"""What lines of one record have in common may stand on the first of them only."""

from __future__ import annotations

from pathlib import Path

from cxdesk.intake.carrying import Carrying
from tests.intake.looking import converted, looked_at, write

HEADS = ("Order number", "Order date", "Customer", "Product", "Quantity", "Unit price")


def test_blank_cells_of_the_same_record_are_those_of_the_line_above() -> None:
    carrying = Carrying({"key": 0, "columns": [1], "nameless": False})
    assert carrying.filled([("a", "a", "b"), ("1", "", ""), ("x", "y", "z")])[1] == ("1", "1", "")


def test_a_record_may_go_on_in_the_next_block() -> None:
    carrying = Carrying({"key": 0, "columns": [1], "nameless": True})
    carrying.filled([("a",), ("1",)])
    assert carrying.filled([("a", "", "b"), ("", "", "")])[:2] == [("a", "a", "b"), ("1", "1", "")]


def test_a_nameless_line_that_has_something_of_its_own_is_a_record() -> None:
    carrying = Carrying({"key": 0, "columns": [1], "nameless": True})
    assert carrying.filled([("a", "", ""), ("1", "2", "")])[0] == ("a", "", "")


def test_a_shop_that_names_each_order_once(tmp_path: Path) -> None:
    rows = []
    for at in range(20):
        rows.append([f"A-{at}", f"2026-03-{at + 1:02d}", f"C{at % 4}", "Cup", 1, "10.50"])
        rows.append(["", "", "", "Plate", 2, "4.25"])
    path = write(tmp_path / "orders.csv", HEADS, rows)
    view = looked_at(path)
    assert view.mapping.kind == "order"
    assert not view.open_doubts
    found = converted(path, view)
    assert found.col("order")[:3] == ["A-0", "A-0", "A-1"]
    assert found.col("customer")[1] == "C0"
    assert found.rejected == 0
    assert found.adds_up


def test_orders_without_a_number_that_have_a_day_stand_for_themselves(tmp_path: Path) -> None:
    rows = [[f"A-{at}" if at % 5 else "", f"2026-03-{at + 1:02d}", f"C{at}", "Cup", 1, "10.50"] for at in range(20)]
    path = write(tmp_path / "orders.csv", HEADS, rows)
    view = looked_at(path)
    assert "carried" not in view.mapping.options
    assert converted(path, view).col("order")[0] is None
