"""Which headings of a file's own columns are taken for people."""

from __future__ import annotations

import pytest

from cxdesk.domain.identifying import is_identifying

PEOPLE = [
    *("Customer name", "CustomerName", "customer_name", "customername", "E-mail", "Adresse e-mail", "User-ID"),
    *("Username", "FirstName", "Surname", "N° client", "Conseillère", "Salarié", "Angajat", "Login", "Assignee"),
    *("shop email", "Shop owner", "Store manager", "Date de naissance", "RespondentID", "Nom de famille"),
]
THINGS = ["Product name", "Nom du magasin", "Tip client", "City name", "PlanName", "Campaign ID", "Region", "Rating"]


@pytest.mark.parametrize("heading", PEOPLE)
def test_a_heading_that_holds_people_is_known_however_it_is_written(heading: str) -> None:
    assert is_identifying(heading)


@pytest.mark.parametrize("heading", THINGS)
def test_the_name_of_a_thing_names_nobody(heading: str) -> None:
    assert not is_identifying(heading)


def test_two_attributes_asked_together_name_people_if_one_does() -> None:
    from cxdesk.domain.forms import BOTH

    assert is_identifying(f"plan{BOTH}CustomerName")
    assert not is_identifying(f"plan{BOTH}country")
