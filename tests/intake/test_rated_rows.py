"""Reviews of orders are answers; a list of orders with stars and words beside them is both, and one of tickets, too."""

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


TICKETS = (
    "N° du ticket;Demandeur;E-mail du demandeur;Groupe;Assigné à;Canal;Créé le;Résolu le;Délai de 1re réponse (min)"
)
WORDS = (
    "Bon;Très aimable au téléphone",
    "Mauvais;J’attends toujours d’être remboursé",
    "Proposé;",
    "Non proposé;",
    ";",
)
STARS = ("5;Parfait, merci à Nadia", "2;Trop long, sans réponse claire", ";")


def helpdesk(folder: Path, heads: str, rated: tuple[str, ...]) -> Path:
    lines = [f"{TICKETS};{heads}"]
    lines += [
        f"{9000 + at};Inès Picard;ines{at % 9}@exemple.fr;Niveau {at % 2};Nadia;Web;"
        f"{at % 28 + 1:02d}/03/2026 09:{at % 60:02d};"
        f"{at % 28 + 1:02d}/03/2026 17:30;1\u202f2{at % 60:02d};{rated[at % len(rated)]}"
        for at in range(60)
    ]
    path = folder / "tickets.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heads", "rated", "scores"),
    [
        ("Satisfaction;Commentaire de satisfaction", WORDS, [0.0, 1.0]),
        (
            "Note de satisfaction (1 à 5);Commentaire",
            STARS,
            [2.0, 5.0],
        ),
    ],
)
def test_tickets_that_were_rated_are_tickets_and_answers_of_who_was_asked(
    tmp_path: Path, heads: str, rated: tuple[str, ...], scores: list[float]
) -> None:
    path = helpdesk(tmp_path, heads, rated)
    (view,) = inspect(path).tables
    assert (view.mapping.kind, view.open_doubts) == ("ticket", ())
    (answers,) = view.mapping.also
    used = {use.field: view.headings[use.index] for use in answers.columns}
    assert (used["ticket"], used["agent"], used["submitted_at"]) == ("N° du ticket", "Assigné à", "Résolu le")
    assert [use.heading for use in answers.columns if use.field == "@attribute"] == ["Groupe"]
    first = view.mapping.column_of("first_reply_seconds")
    assert first is not None
    assert view.headings[first.index] == "Délai de 1re réponse (min)"
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        tickets, said = import_files(workspace, [path], ImportOptions())
        again = import_files(workspace, [path], ImportOptions())
        frame = workspace.frame()
        given = frame.column("answer", "score")
        assert (tickets.rows.new, said.kind) == (60, "answer")
        assert said.rows.rejected == 0
        assert said.rows.new == sum(not row.startswith((";", "Non")) for row in rated) * 60 // len(rated)
        assert [one.rows.new for one in again] == [0, 0]
        assert sorted({float(one) for one in given if one == one}) == scores
        assert len(workspace.customer_ids().codes) == 9, "an address tells people of one name apart"


def test_what_agents_note_beside_tickets_is_no_answer(tmp_path: Path) -> None:
    path = helpdesk(tmp_path, "Suivi interne;Relances", ("Client rappelé deux fois sans succès;2", "Colis retrouvé;0"))
    assert inspect(path).tables[0].mapping.also == ()
