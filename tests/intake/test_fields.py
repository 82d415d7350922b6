"""Columns of a ticket list are taken for fields by what their cells are, not by their headings alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.doubts import apply_options
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
