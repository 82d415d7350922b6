"""Reviews of orders are answers; a list of orders with stars and words beside them is both."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import TableView
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

SAID = (
    "Great lamp, arrived quickly",
    "Broken on arrival",
    "Not what I expected but fine",
    "Love it, thank you so much",
)
CELLS = {
    "order": lambda at, _chance: str(1000 + at),
    "day": lambda at, _chance: f"2026-03-{at % 28 + 1:02d}",
    "who": lambda at, _chance: f"C{at % 40}",
    "total": lambda at, _chance: f"{at + 10}.50",
    "product": lambda _at, chance: chance.choice(("Lamp", "Desk")),
    "stars": lambda _at, chance: str(chance.choice((5, 4, 5, 1, 3, 2))),
    "words": lambda at, chance: f"{chance.choice(SAID)} {at}",
}
REVIEWS = {
    "plain": "Order ID=order|Stars=stars|Review=words",
    "with the day of the order": "Order number=order|Order date=day|Product=product|Star rating=stars|Review=words",
    "with date and customer": "order_id=order|date=day|customer email=who|rating=stars|comment=words",
    "of a shop abroad": "order=order|customer=who|date=day|country=product|stars=stars|text=words",
    "French": "N° commande=order|Date commande=day|Client=who|Note=stars|Commentaire=words",
    "Romanian": "Nr comandă=order|Dată=day|Stele=stars|Recenzie=words",
}
RATED = "Order ID=order|Order date=day|Customer=who|Order total=total|Stars=stars|Comment=words"


def written(folder: Path, columns: str, rows: int = 60) -> Path:
    chance = Random(columns)
    names, kinds = zip(*(column.split("=") for column in columns.split("|")), strict=True)
    lines = [",".join(names)]
    lines += [",".join(f'"{CELLS[kind](at, chance)}"' for kind in kinds) for at in range(rows)]
    path = folder / "reviews.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def seen(path: Path) -> TableView:
    (view,) = inspect(path).tables
    return view


@pytest.mark.parametrize("columns", REVIEWS.values(), ids=REVIEWS)
def test_reviews_of_orders_are_proposed_as_answers(tmp_path: Path, columns: str) -> None:
    view = seen(written(tmp_path, columns))
    kind = next((doubt.proposed for doubt in view.doubts if doubt.id == "kind"), "answer")
    assert (view.mapping.kind, kind) == ("answer", "answer")
    assert view.mapping.column_of("order") is not None
    assert [question.scale for question in view.mapping.questions if question.scale] == ["1-5"]
    assert len(view.open_doubts) <= 1


def test_orders_that_were_rated_are_orders_and_answers(tmp_path: Path) -> None:
    path = written(tmp_path, RATED)
    assert [(doubt.id, doubt.proposed) for doubt in seen(path).doubts if doubt.id == "also"] == [("also", "answer")]
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        first = import_files(workspace, [path], ImportOptions())
        again = import_files(workspace, [path], ImportOptions())
        frame = workspace.frame()
        assert [(one.kind, one.rows.new) for one in first] == [("order", 60), ("answer", 60)]
        assert [(one.kind, one.rows.unchanged) for one in again] == [("order", 60), ("answer", 60)]
        assert (frame.column("answer", "comment:letters") > 0).all()
        assert frame.size("order") == frame.size("answer") == 60


def test_a_corrected_review_is_no_second_answer(tmp_path: Path) -> None:
    path = written(tmp_path, RATED)
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        import_files(workspace, [path], ImportOptions())
        path.write_text(path.read_text("utf-8").replace("Broken on arrival", "Broken, but replaced"), "utf-8")
        _orders, answers = import_files(workspace, [path], ImportOptions())
        assert answers.rows.new == 0
        assert answers.rows.updated > 0


def test_orders_alone_are_orders(tmp_path: Path) -> None:
    view = seen(written(tmp_path, "Order ID=order|Order date=day|Customer=who|Order total=total|Product=product"))
    assert view.mapping.kind == "order"
    assert not view.mapping.also
