"""Whose a row is where no heading says "customer"."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cxdesk.domain.kinds import kind
from cxdesk.intake.guess import guess
from cxdesk.intake.who import who

MAILS = ("a@example.ie", "b@example.ie", "c@example.ie")
NAMES = ("Ana Pop", "Ion Rus", "Ana Pop")
NUMBERS = ("0097", "0098", "0099")


def found(columns: Mapping[str, tuple[str, ...]], uses: Mapping[int, str] | None = None, name: str = "order") -> str:
    """The heading of the column that says it; "" where none does."""
    headings = list(columns)
    guesses = [guess(at, heading, columns[heading], [2, 3, 4]) for at, heading in enumerate(headings)]
    there = who(kind(name), headings, guesses, uses or {})
    assert there is None or there[1] == "customer"
    return "" if there is None else headings[there[0]]


@pytest.mark.parametrize(
    "heading", ["Nume oaspete", "Denumire client", "Numéro appelant", "Facturé à", "Full name", "Nom et prénom", "Nume"]
)
def test_people_have_many_names(heading: str) -> None:
    assert found({"Total": ("1", "2", "3"), heading: NAMES}) == heading


@pytest.mark.parametrize(
    "heading", ["Nume agent", "Nouveau client", "Customer country", "Nom du vendeur", "Tip client"]
)
def test_others_and_what_is_said_about_people_are_not_them(heading: str) -> None:
    assert found({heading: NAMES}) == ""


def test_numbers_go_before_addresses_and_these_before_names() -> None:
    assert found({"Name": NAMES, "From Email Address": MAILS, "Nr. pacient": NUMBERS}) == "Nr. pacient"
    assert found({"Name": NAMES, "From Email Address": MAILS}) == "From Email Address"
    assert found({"Name": NAMES, "Guest": NAMES}) == "Guest"


def test_addresses_of_ours_are_nobody() -> None:
    assert found({"Agent email": MAILS}) == ""


def test_nothing_is_added_where_it_is_known_or_the_rows_are_about_nobody() -> None:
    assert found({"Client": NAMES, "E-mail": MAILS}, {0: "customer"}) == ""
    assert found({"Nume": NAMES}, name="cost") == ""
