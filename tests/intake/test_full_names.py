"""First and last names in two columns are one name, wherever a customer's name stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.doubts import set_use
from cxdesk.intake.inspection import TableView
from cxdesk.intake.likeness import moved
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE, Mapping
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import converted, looked_at, write

PEOPLE = (("Inès", "Picard"), ("Jean-Marc", "Le Goff"), ("Ana", ""), ("", "Dubois"), ("Inès", "Girard"), ("", ""))


def orders(folder: Path, first: str, last: str, *, swapped: bool = False) -> Path:
    heads = (last, first) if swapped else (first, last)
    people = [(two, one) if swapped else (one, two) for one, two in PEOPLE * 5]
    rows = [(1000 + at, f"{at % 28 + 1:02d}/03/2026", *who, "12,50 €") for at, who in enumerate(people)]
    return write(folder / "orders.csv", ("N° commande", "Date", *heads, "Montant TTC"), rows, ";")


def names_of(view: TableView) -> list[tuple[str, tuple[int, int]]]:
    return [(use.field, use.names) for use in view.mapping.columns if use.names is not None]


@pytest.mark.parametrize("swapped", [False, True], ids=["first first", "last first"])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Prénom", "Nom"),
        ("First name", "Last name"),
        ("Prenume", "Nume"),
        ("Given Name", "Family Name"),
        ("Forename", "Surname"),
        ("Prénom du client", "Nom du client"),
        ("Prenume client", "Nume client"),
        ("Billing First Name", "Billing Last Name"),
        ("First Name (Billing)", "Last Name (Billing)"),
        ("billing_first_name", "billing_last_name"),
    ],
)
def test_both_parts_are_one_customer(tmp_path: Path, first: str, last: str, swapped: bool) -> None:
    path = orders(tmp_path, first, last, swapped=swapped)
    view = looked_at(path)
    assert view.mapping.kind == "order"
    assert not view.open_doubts
    found = converted(path, view)
    assert found.col("customer")[:6] == ["Inès Picard", "Jean-Marc Le Goff", "Ana", "Dubois", "Inès Girard", None]


def test_a_list_of_customers_has_their_names_in_full(tmp_path: Path) -> None:
    rows = [(f"{at}@posta.ro", "Popescu", "Ana" if at % 2 else "", "Iași") for at in range(20)]
    view = looked_at(write(tmp_path / "clienti.csv", ("Email", "Nume", "Prenume", "Oraș"), rows))
    assert (view.mapping.kind, names_of(view)) == ("customer", [("name", (2, 1))])
    assert converted(tmp_path / "clienti.csv", view).col("name")[:2] == ["Popescu", "Ana Popescu"]
    assert view.columns[1].evidence.say() == "20 of 20 cells, one name with “Prenume”"
    assert view.mapping.use(2).field == ATTRIBUTE


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Prénom", "Nom de l’agent"),
        ("Agent first name", "Agent last name"),
        ("Prénom du filleul", "Nom du parrain"),
    ],
)
def test_names_of_others_are_none_of_the_customer(tmp_path: Path, first: str, last: str) -> None:
    assert names_of(looked_at(orders(tmp_path, first, last))) == []


def test_names_in_full_beside_first_names_stay_as_they_are(tmp_path: Path) -> None:
    rows = [(f"{at}@exemple.fr", "Inès Picard Martin", "Inès", "Lyon") for at in range(20)]
    view = looked_at(write(tmp_path / "clients.csv", ("Courriel", "Nom", "Prénom", "Ville"), rows))
    assert names_of(view) == []


def test_a_part_that_is_left_out_is_no_part(tmp_path: Path) -> None:
    path = orders(tmp_path, "Prénom", "Nom")
    view = set_use(looked_at(path), 2, IGNORE)
    assert names_of(view) == []
    assert converted(path, view).col("customer")[0] == "Picard"


def test_a_kept_mapping_finds_both_columns_again(tmp_path: Path) -> None:
    mapping = looked_at(orders(tmp_path, "Prénom", "Nom")).mapping
    assert from_plain(Mapping, to_plain(mapping)) == mapping
    near = moved(mapping, "", ("Nom", "N° commande", "Date", "Montant TTC", "Prénom"))
    assert near.mapping.use(0).names == (4, 0)
    gone = moved(mapping, "", ("Nom", "N° commande", "Date", "Montant TTC"))
    assert gone.mapping.use(0).names is None


def test_a_rated_ticket_and_its_answer_are_of_the_same_person(tmp_path: Path) -> None:
    heads = ("N° du ticket", "Prénom", "Nom", "Créé le", "Résolu le", "Note de satisfaction (1 à 5)", "Commentaire")
    rows = [
        (
            900 + at,
            "Inès",
            ("Picard", "Girard")[at % 2],
            f"{at + 1:02d}/03/2026",
            f"{at + 2:02d}/03/2026",
            at % 5 + 1,
            "ok",
        )
        for at in range(26)
    ]
    view = looked_at(write(tmp_path / "tickets.csv", heads, rows, ";"))
    assert [one.kind for one in view.mapping.parts] == ["ticket", "answer"]
    assert [[use.names for use in one.columns if use.names] for one in view.mapping.parts] == [[(1, 2)], [(1, 2)]]


def test_to_privacy_both_parts_are_a_name(tmp_path: Path, here: None) -> None:
    path = orders(tmp_path, "Prénom", "Nom")
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        import_files(workspace, [path], ImportOptions())
        names = workspace.known_names()
        assert names.masked("Merci à Inès, dit Monsieur Picard.").count("Inès") == 0
        assert "Picard" not in names.masked("Merci à Inès, dit Monsieur Picard.")
        workspace.erase(workspace.person("Inès Picard"), moved=False)
        import_files(workspace, [path], ImportOptions())
        left = set(workspace.frame().column("order", "customer").labels)
        assert left == {"Jean-Marc Le Goff", "Ana", "Dubois", "Inès Girard"}
