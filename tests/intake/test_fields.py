"""Columns of a ticket list are taken for fields by what their cells are, not by their headings alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.domain.kinds import kind
from cxdesk.intake.doubts import apply_options
from cxdesk.intake.fields import can_be, named_by_mail, support, worth_of_kind
from cxdesk.intake.guess import guess
from tests.intake.looking import converted, looked_at, write


def taken(folder: Path, heading: str, cells: list[str], field: str) -> list[object] | None:
    """The values of the column if it is taken for that field; None where it is not."""
    rows = [[f"T{at}", f"2026-03-{at % 28 + 1:02d} 10:00:00", cell] for at, cell in enumerate(cells)]
    path = write(folder / "t.csv", ["Ticket id", "Created at", heading], rows)
    view = apply_options(looked_at(path), "ticket")
    use = view.mapping.column_of(field)
    return converted(path, view).col(field) if use is not None and use.heading == heading else None


@pytest.mark.parametrize(
    ("heading", "cells", "seconds"),
    [
        ("Handle time", ["1h 20m", "2 d", "45 min"], [4800, 172_800, 2700]),
        ("First response time (in hrs)", ["26:10:05", "00:00:30", "01:00:00"], [94_205, 30, 3600]),
        ("First reply time in minutes", ["90", "1", "5"], [5400, 60, 300]),
        ("Temps de traitement", ["1 heure 20 minutes", "3 jours", "2 min"], [4800, 259_200, 120]),
    ],
)
def test_durations_however_written(tmp_path: Path, heading: str, cells: list[str], seconds: list[float]) -> None:
    field = "first_reply_seconds" if heading.startswith("First") else "handle_seconds"
    assert taken(tmp_path, heading, cells, field) == seconds


def test_words_are_no_duration(tmp_path: Path) -> None:
    assert taken(tmp_path, "Handle time", ["long", "short", "long"], "handle_seconds") is None


def test_an_agreement_kept_or_broken(tmp_path: Path) -> None:
    cells = ["Within SLA", "SLA Violated", "", "Within SLA"]
    assert taken(tmp_path, "Resolution status", cells, "sla_met") == [1, 0, None, 1]


def test_other_states_are_no_agreement(tmp_path: Path) -> None:
    assert taken(tmp_path, "Resolution status", ["Done", "Waiting", "Done"], "sla_met") is None


class TestPeopleKnownByTheirAddress:
    def test_an_address_that_nobody_else_has_stands_for_a_number(self) -> None:
        mails = guess(0, "Email", [f"p{n}@example.ie" for n in range(9)], range(2, 11))
        assert named_by_mail(kind("customer"), {0: "email"}, [mails]) == {"customer": "email"}
        assert named_by_mail(kind("customer"), {0: "email", 1: "customer"}, [mails, mails]) == {}
        assert named_by_mail(kind("answer"), {0: "customer"}, [mails]) == {}

    @pytest.mark.parametrize("cells", [["a@example.ie"] * 2 + ["b@example.ie"], ["a@example.ie", "b@example.ie", ""]])
    def test_shared_or_missing_addresses_do_not(self, cells: list[str]) -> None:
        assert named_by_mail(kind("customer"), {0: "email"}, [guess(0, "Email", cells, range(2, 5))]) == {}


def test_words_of_a_closed_list_say_what_a_table_is_about() -> None:
    said = guess(0, "État", ["Livré", "Remboursé", "Annulé", "Livré"], range(2, 6))
    plain = guess(0, "État", ["un", "deux", "trois", "un"], range(2, 6))
    order = kind("order")
    assert support(order, {0: "status"}, ["État"], [said]) >= support(order, {0: "status"}, ["État"], [plain]) + 1
    assert worth_of_kind(order, {0: "status"}, ["État"], [said]) > worth_of_kind(
        order, {0: "status"}, ["État"], [plain]
    )


def test_yes_and_no_name_nobody() -> None:
    new = guess(0, "New customer", ["1", "0", "0", "1"], range(2, 6))
    assert not can_be(kind("referral").field("new_customer"), new, kind("referral"))
