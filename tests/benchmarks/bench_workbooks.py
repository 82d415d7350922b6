"""Workbooks: reading one against calamine walking over it, importing one against openpyxl merely reading it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.bars import Measured, ratio
from tests.benchmarks.data import HEAD, survey_rows

ROUNDS = 3
NO_MORE = ("--answer", "also=@nothing")  # tickets alone; else each rating is an answer as well
EXTRA = 22  # columns beside the eight that a ticket needs
TICKET = ("Ticket ID", "Requester", "Created at", "Solved at", "Status", "Priority", "Subject", "Satisfaction")


def run(folder: Path, rows: int = 100_000, tickets: int = 200_000, rounds: int = ROUNDS) -> list[Measured]:
    survey, desk = folder / f"survey_{rows}.xlsx", folder / f"tickets_{tickets}.xlsx"
    if not survey.exists():
        _write(survey, [list(HEAD), *map(list, survey_rows(rows))])
    if not desk.exists():
        _write(desk, [[*TICKET, *(f"Field {at}" for at in range(EXTRA))], *map(_ticket, range(tickets))])
    read = [(_seconds(_ours, survey), _seconds(_calamine, survey)) for _round in range(rounds)]
    kept = [(_import(desk, folder / "tickets.cxdesk"), _seconds(_openpyxl, desk)) for _round in range(rounds)]
    both = _import(desk, folder / "tickets.cxdesk", ())
    return [
        Measured(f"xlsx {rows:,} x 8 to rows", _ratio(read), "x", 1.3, 1.0, _note(read)),
        Measured(
            f"xlsx {tickets:,} x 30 tickets imported",
            _ratio(kept),
            "x",
            0.4,
            0.25,
            f"{_note(kept)}; with their ratings as answers {both:.1f} s",
        ),
    ]


def _ratio(pairs: list[tuple[float, float]]) -> float:
    return ratio([ours for ours, _theirs in pairs], [theirs for _ours, theirs in pairs])


def _note(pairs: list[tuple[float, float]]) -> str:
    ours, theirs = (min(column) for column in zip(*pairs, strict=True))
    return f"{ours:.1f} s against {theirs:.1f} s"


def _write(path: Path, rows: list[list[object]]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    for row in rows:
        sheet.append(row)
    book.save(path)


def _ticket(at: int) -> list[object]:
    day, hour = f"2025-{at % 12 + 1:02d}-{at % 28 + 1:02d}", at % 10
    own = [at + 1, f"person{at % 30_000}@example.org", f"{day} {hour + 8:02d}:15:00", f"{day} {hour + 12:02d}:40:00"]
    texts = [f"Option {(at + column) % (7 + column)}" for column in range(EXTRA)]
    return [
        *own,
        ("open", "solved", "closed")[at % 3],
        ("low", "high")[at % 2],
        f"About order {at}",
        at % 5 + 1,
        *texts,
    ]


def _seconds(work: object, path: Path) -> float:
    """Processor seconds of this process for one look at a file."""
    assert callable(work)
    before = time.process_time()
    work(path)
    return time.process_time() - before


def _ours(path: Path) -> None:
    from cxdesk.intake.sniff import sniff

    for block in sniff(path)[0].open():
        assert block.rows


def _calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
        assert row


def _openpyxl(path: Path) -> None:
    import openpyxl

    for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        assert row


def _import(path: Path, target: Path, said: tuple[str, ...] = NO_MORE) -> float:
    """Processor seconds of a whole import, its children included."""

    target.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "cxdesk",
        "import",
        str(path),
        "-w",
        str(target),
        "--kind",
        "ticket",
        *said,
        "--json",
    ]
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
