"""What an import makes of the lines of its files: each was read once, however many kinds of record it is."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from cxdesk.workspace.accounts import Account, account_of
from cxdesk.workspace.importing import ImportOptions, TableChoice, discard, import_files, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")
HEAD = "N° du ticket;Demandeur;E-mail;Assigné à;Créé le;Résolu le;Note de satisfaction (1 à 5);Commentaire"


def tickets(folder: Path, *ends: str) -> Path:
    """Tickets of March, each with what it ends with: its rating and what was written beside it."""
    lines = [
        f"{9000 + at};Inès Picard;ines{at}@exemple.fr;Nadia;{day}/03/2026 09:00;{day}/03/2026 17:30;{end}"
        for at, (day, end) in enumerate(zip(itertools.cycle(range(10, 29)), ends, strict=False))
    ]
    path = folder / "tickets.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def account(workspace: Workspace, path: Path) -> Account:
    (seen,) = inspect_files([path])
    prepared = prepare(workspace, [TableChoice(seen, seen.tables[0])])
    discard(prepared)
    return account_of(prepared.tables)


RATED, SILENT = "5;Parfait, merci à Nadia", ";"


def test_a_rated_ticket_is_one_line_and_two_records(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        told = account(workspace, tickets(tmp_path, *[RATED, "2;Trop long, sans réponse", SILENT] * 20))
    assert (told.rows.read, told.rows.new, told.kind, told.kept) == (60, 60, "ticket", 60)
    ((kind, answers),) = told.also
    assert (kind, answers.read, answers.new, sum(answers.skipped.values())) == ("answer", 60, 40, 20)
    assert told.rows.adds_up
    assert answers.adds_up


def test_a_line_counts_as_imported_where_one_of_its_records_is_new_or_other(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        path = tickets(tmp_path, *[RATED, "2;Trop long, sans réponse", SILENT] * 20)
        import_files(workspace, [path], ImportOptions())
        assert account(workspace, path).kept == 0
        told = account(
            workspace, tickets(tmp_path, *[RATED, "2;Trop long, sans réponse", SILENT] * 19, RATED, RATED, RATED)
        )
    assert told.rows.read == 60
    assert told.also[0][1].new == 1
    assert told.kept == 2, "one was rated since, one rated otherwise"
