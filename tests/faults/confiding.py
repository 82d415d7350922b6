"""What may not leave: formulas in exports, words to the network, names in logs, traces of who was erased."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

import numpy as np

from cxdesk.domain.errors import BadQuestion, FileDamaged
from cxdesk.domain.pseudonyms import Pseudonyms
from cxdesk.domain.tables import Table
from cxdesk.reports.comments_file import write_comments
from cxdesk.reports.tables_file import write_tables
from cxdesk.store import backups, restoring
from cxdesk.store.comments import search_ids
from cxdesk.store.database import Database
from cxdesk.system import logs
from cxdesk.workspace import handover
from cxdesk.workspace.workspace import Workspace
from tests.faults.form import Form, Reached, Row, expect
from tests.shared_files import REPOSITORY
from tests.store.builders import Desk, answer
from tests.store.test_searching import HOSTILE, random_signs
from tests.workspace import planted
from tests.workspace.planted import MAIL, NAME, REFERENCE, traces
from tests.workspace.test_sharing import WAYS, Crowd, leaks
from tests.workspace.test_sharing import planted as crowded

MARK = "ZZPWN"
STRACE = shutil.which("strace") or ""
FORMULAS = (
    f"=1+{MARK}", f"+{MARK}", f"-{MARK}+2", f"@SUM({MARK})", f"=cmd|' /C {MARK}'!A0", f"\t={MARK}", f"\r={MARK}",
    f'=HYPERLINK("http://{MARK}.example","x")', f"＝{MARK}", f"＋{MARK}", f"=IMPORTXML(\"http://{MARK}\")",
    f"http://{MARK}.example", f"mailto:{MARK}@example.org",
)  # fmt: skip
PATHS = (
    "../../etc/passwd", "..\\..\\x", "CON", "aux.txt", "a:b", "trailing.", "'quoted'", "x" * 300, "\u202egpj.exe",
    "a\x00b", "[x]", "%s%n", "_", "/", "", "?*", "History", "=1",
)  # fmt: skip


@contextmanager
def _children_here() -> Iterator[None]:
    """Import jobs run in this process."""
    before, handover._HERE = handover._HERE, ContextVar("here", default=True)
    try:
        yield
    finally:
        handover._HERE = before


# S3


def formulas(form: Form) -> Reached:
    """Hostile texts through every exporter; a sheet may compute, but nothing that a customer wrote."""
    folder = form.place("formulas")
    desk = Desk(folder)
    rows = [{**answer(f"r{n}", 5.0, text), "customer": text, "agent": text} for n, text in enumerate(FORMULAS)]
    desk.put("answer", [{**row, "submitted_at": 10**15 + n} for n, row in enumerate(rows)])
    desk.put("customer", [{"customer": text, "name": text, "extra": {text: text}} for text in FORMULAS])
    workspace = Workspace(desk.database)
    comments = workspace.comment_rows(np.arange(1, len(FORMULAS) + 1))
    out = form.place("exports")
    for suffix in ("xlsx", "csv"):
        write_comments(out / f"comments.{suffix}", comments, len(comments))
        write_tables(out / f"tables.{suffix}", [Table("t", FORMULAS[0], FORMULAS, [FORMULAS])], {})
    held = workspace.held_on(workspace.person(FORMULAS[4]))
    write_tables(out / "held.xlsx", held.tables, held.told)
    workspace.close()
    for command in (("receipt", "nps"), ("report",)):
        target = out / f"{command[0]}.xlsx"
        _cli(*command, str(target), "-w", str(desk.database.path))
        expect(target.exists(), f"{command[0]} wrote nothing")
    found = [name for path in out.glob("*.xlsx") for name in _dangerous(path)]
    expect(not found, f"formulas or links in {found}")
    cells = [cell for path in out.glob("*.csv") for cell in _cells(path)]
    open_ = [
        cell
        for cell in cells
        if cell.startswith(("=", "+", "@", "\t", "\r", "＝", "＋")) or (cell[:1] == "-" and MARK in cell)
    ]
    expect(not open_, f"{open_[:3]} in a csv")
    return Reached(True, f"{len(FORMULAS)} texts through {len(list(out.iterdir()))} files: 0 formulas, 0 links")


def _dangerous(path: Path) -> list[str]:
    found = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8", "replace")
            parts = text.split("<f>")[1:] + text.split("<f ")[1:]
            if any(MARK in part.split("</f>")[0] for part in parts) or "<hyperlink" in text.lower():
                found.append(f"{path.name}/{name}")
    return found


def _cells(path: Path) -> list[str]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def _cli(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cxdesk", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


# S5, S6


def searches(form: Form) -> Reached:
    """Whatever is typed is searched for, literally."""
    desk = Desk(form.place("search"))
    desk.put(
        "answer", [answer(f"r{n}", 5.0, text) for n, text in enumerate(("good help", "NEAR the lamp", 'say "no"'))]
    )
    total = form.n(2_000, 100_000)
    for typed in HOSTILE:
        search_ids(desk.database, typed)
    for typed in random_signs(form.chance("search"), total):
        search_ids(desk.database, typed)
    desk.database.close()
    return Reached(True, f"{len(HOSTILE)} hostile and {total} random queries: 0 errors")


def names_as_paths(form: Form) -> Reached:
    """Names of customers, sheets and files that would like to be paths: everything lands where it was sent."""
    from openpyxl import load_workbook

    folder = form.place("paths")
    desk = Desk(form.place("desk"))
    desk.put("customer", [{"customer": f"{name}-{n}", "name": name.replace("\0", "")} for n, name in enumerate(PATHS)])
    workspace = Workspace(desk.database)
    write_tables(folder / "sheets.xlsx", [Table(str(n), name, ["a"], [[name]]) for n, name in enumerate(PATHS)], {})
    expect(len(load_workbook(folder / "sheets.xlsx").sheetnames) == len(PATHS), "a sheet is missing")
    for n, name in enumerate(PATHS):
        held = workspace.held_on(workspace.person(f"{name}-{n}"))
        write_tables(folder / f"held{n}.xlsx", held.tables, held.told)
    workspace.close()
    made = sorted(path.name for path in folder.iterdir())
    expect(made == sorted(["sheets.xlsx", *(f"held{n}.xlsx" for n in range(len(PATHS)))]), f"{made}")
    return Reached(True, f"{len(PATHS)} names: {len(made)} files, all in the folder chosen")


# S8


def network(form: Form) -> Reached:
    """The window, an import, a report and a copy for others under strace, and without any network at all."""
    folder = form.place("network")
    path, export = folder / "n.cxdesk", folder / "crm.csv"
    export.write_text(planted.CRM, encoding="utf-8")
    commands = (
        ("import", str(export), "-w", str(path)),
        (str(path), "--offscreen-picture", str(folder / "window.png")),
        ("report", str(folder / "r.pdf"), "-w", str(path)),
        ("report", str(folder / "r.html"), "-w", str(path)),
        ("pseudonymise", str(folder / "p.cxdesk"), "-w", str(path)),
        ("metrics", "-w", str(path), "--json"),
    )
    asked = 0
    commands = commands[: form.n(2, len(commands))]
    for at, command in enumerate(commands):
        trace = folder / f"trace{at}"
        wrapped = [
            STRACE,
            "-f",
            "-qq",
            "-e",
            "trace=socket,connect,bind",
            "-o",
            str(trace),
            sys.executable,
            "-m",
            "cxdesk",
        ]
        done = subprocess.run([*wrapped, *command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
        expect(done.returncode == 0, f"{command[0]}: {done.stderr[-300:]}")
        asked += sum("AF_INET" in line for line in trace.read_text("utf-8", "replace").splitlines())
    expect(asked == 0, f"{asked} calls about the network")
    with_it = _cli("metrics", "-w", str(path), "--json")
    alone = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "cxdesk", "metrics", "-w", str(path), "--json"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if alone.returncode == 0:
        expect(alone.stdout == with_it, "without a network the numbers are others")
    return Reached(True, f"{len(commands)} runs of the program: 0 AF_INET sockets; the same numbers without a network")


# S9


def logged(form: Form) -> Reached:
    """Fifty faults that quote a person; nothing of it is in the log, the details to copy, or what is left behind."""
    folder = form.place("logs")
    log = logs.start(folder)
    logger = logging.getLogger("cxdesk.app")
    details = []
    try:
        for n in range(50):
            error = _fault(n, folder)
            logger.error("a fault in the window", exc_info=error)
            logger.warning("import of %s", f"{MAIL} in {Path.home()}")
            details.append(logs.described(error))
    finally:
        logs.stop()
    written = log.read_text("utf-8") + "\n".join(details)
    found = [one for one in (*planted.TRACES, MAIL, str(Path.home())) if one.casefold() in written.casefold()]
    expect(not found, f"{found} in the log")
    expect(written.count("FileDamaged") >= 1, "the faults were not logged")
    return Reached(True, f"50 faults, {len(written.splitlines())} lines: 0 names, addresses, folders")


def _fault(n: int, folder: Path) -> Exception:
    faults = (
        lambda: int(f"{NAME} {MAIL}"),
        lambda: {}[NAME],
        lambda: _raise(BadQuestion(f"{NAME} is wrong", REFERENCE)),
        lambda: _raise(FileDamaged(f"row of {MAIL}", NAME, file=f"{NAME}.csv")),
        lambda: Database.open(folder / f"{NAME}.cxdesk"),
        lambda: f"{NAME}\ud800".encode(),
        lambda: _raise(RuntimeError(NAME)),
    )
    try:
        faults[n % len(faults)]()
    except Exception as error:  # noqa: BLE001 - whatever it is, it quotes somebody
        return error
    raise AssertionError(n)


def _raise(error: Exception) -> None:
    try:
        raise ValueError(f"cell {NAME}")
    except ValueError as cause:
        raise error from cause


# Erasing, restoring, pseudonyms


def erased(form: Form) -> Reached:
    """A person in a hundred rows and lists; after erasing no byte of any file says so, nor after importing again."""
    n, before = form.n(1, 10), 0
    for at in range(n):
        folder = form.place(f"erase{at}")
        (folder / "desk").mkdir()
        with _children_here():
            workspace = planted.planted(folder)
            before += sum(traces(folder / "desk").values())
            workspace.database.back_up("daily")
            person = workspace.person(NAME)
            workspace.erase(person, moved=False)
            workspace.clear_backups([one.path for one in workspace.backups_naming(person)])
            planted.take_in(workspace, folder)
            workspace.close()
        left = traces(folder / "desk")
        expect(not left, f"{left} in round {at}")
    return Reached(True, f"{n} rounds: {before // n} traces before, 0 after, 0 after importing again")


def restored(form: Form) -> Reached:
    """A copy from before the erasure is restored: the person stays erased."""
    n = form.n(3, 100)
    folder = form.place("restore")
    (folder / "desk").mkdir()
    with _children_here():
        workspace = planted.planted(folder)
    copy = workspace.database.back_up("daily")
    workspace.erase(workspace.person(NAME), moved=False)
    after = workspace.content_hash()
    workspace.close()
    for at in range(n):
        restoring.restore(workspace.path, copy)
        with Workspace.open(workspace.path) as opened:
            expect(opened.content_hash() == after, f"round {at}: other rows than after the erasure")
        expect(not traces_in(workspace.path), f"round {at}: traces of the person")
        for extra in backups.listing(workspace.path):
            if extra.reason == backups.BEFORE_RESTORE:
                with suppress(OSError):
                    extra.path.unlink()
    return Reached(True, f"{n}/{n} restores: nobody came back")


def traces_in(path: Path) -> int:
    data = path.read_bytes().decode("utf-8", "replace").casefold()
    return sum(data.count(one) for one in planted.TRACES)


def pseudonyms(form: Form) -> Reached:
    """Identifiers in columns leave no trace in a pseudonymised copy; how many in free text are masked is a number."""
    n = form.n(400, 10_000)
    workspace, crowd = crowded(form.place("pseudonyms"), n // 4)
    workspace.share(form.folder / "out.cxdesk")
    workspace.close()
    left = leaks(form.folder / "out.cxdesk", crowd)
    expect(not left, f"{len(left)} of {n} identifiers left, such as {left[:3]}")
    people = Crowd(form.n(100, 2_500))
    mask = Pseudonyms(b"k" * 32, [one["name"] for one in people.people]).masked
    told = [(say(one), mask(f"I spoke with {say(one)}.")) for one in people.people for say in WAYS.values()]
    recall = sum(said not in text for said, text in told) / len(told)
    return Reached(True, f"{n} identifiers: 0 structured leaks; recall in free text {recall:.1%} of {len(told)}")


ROWS_OF_CATALOGUE = (
    Row("S3", "formula injection", "0 formulas, 0 links of what customers wrote in any export", formulas),
    Row("S5", "search queries", "0 errors", searches),
    Row("S6", "names as paths", "everything lands where it was sent", names_as_paths),
    Row(
        "S8",
        "network",
        "0 AF_INET sockets, same numbers without",
        network,
        "" if sys.platform == "linux" else "no strace",
    ),
    Row("S9", "names in logs", "0 names, e-mails, comments", logged),
    Row("PR-erase", "a person erased", "0 traces in any byte, none after importing again", erased),
    Row("PR-restore", "restore after an erasure", "nobody comes back", restored),
    Row("PR-pseudonyms", "a copy for others", "0 structured leaks; recall told", pseudonyms),
)
