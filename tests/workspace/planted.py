"""A workspace in which one person is named wherever a person can be named, and a scanner of everything on the disk."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from cxdesk.domain.changes import THEMES
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace

FIRST, LAST = "Zyxwvka", "Qwertșon"
NAME = f"{FIRST} {LAST}"
MAIL = "zyxwvka.q@example.org"
REFERENCE = "cust-zq-4711"
TRACES = ("zyxwvka", "qwertșon", "qwertson", "cust-zq-4711")

CRM = f"""Customer ID,Name,Email,Country
{REFERENCE},{NAME},{MAIL},RO
c2,Ion Pop,ion@example.org,RO
c3,Ana Pop,ana@example.org,FR
"""
SURVEY = "Response ID,Date,Customer ID,How likely are you to recommend us?,Comment\n" + "".join(
    [f"r{n},2026-01-{n % 28 + 1:02d},{REFERENCE},{n % 11},I am {NAME.upper()} number {n}\n" for n in range(24)]
    + [f'o{n},2026-01-{n % 28 + 1:02d},c2,9,"{LAST}, {FIRST} helped me, number {n}"\n' for n in range(6)]
    + [f"p{n},2026-01-{n % 28 + 1:02d},c3,{n % 11},Nothing to say\n" for n in range(10)]
    + [f",,{REFERENCE},,\n", f"q1,2026-13-45,{REFERENCE},8,bad day of {NAME}\n", "q2,2026-13-45,c2,8,bad day\n"]
)
TICKETS = "Ticket ID,Created at,Status,Requester,Subject,Agent\n" + "".join(
    [f"T{n},2026-02-{n % 28 + 1:02d} 10:00,solved,{MAIL},Call {NAME},Bob\n" for n in range(8)]
    + [f"U{n},2026-02-{n % 28 + 1:02d} 10:00,solved,c2,Lamp,{NAME}\n" for n in range(4)]
)
ROWS = 50  # in which the person is named, at least
FILES = {"crm.csv": CRM, f"answers of {FIRST}_{LAST}.csv": SURVEY, "tickets.csv": TICKETS}


def planted(folder: Path) -> Workspace:
    """An open workspace, its files beside it in `exports`."""
    workspace = Workspace.create(folder / "desk" / "planted.cxdesk")
    workspace.set_setting("zone", "UTC")
    for report in take_in(workspace, folder):
        assert report.error is None, report
    workspace.merge_customers([(MAIL, REFERENCE)], f"the mail of {NAME}")
    workspace.keep("board", {"cards": [NAME]})
    with workspace.database.write("plant") as transaction:
        transaction.execute(
            "INSERT INTO named VALUES ('view', ?, ?, '2026-01-01')",
            (f"all of {NAME}", f'{{"filters": [{{"field": "customer", "values": ["{REFERENCE}"]}}]}}'),
        )
        transaction.execute(
            "INSERT INTO theme(axis, title, key, rules, position, changed_at) VALUES ('pain', ?, '', '{}', 99, '')",
            (f"about {LAST}, {FIRST}",),
        )
        transaction.touch(THEMES)
    return workspace


def take_in(workspace: Workspace, folder: Path) -> list[ImportReport]:
    """Import the same files, as often as one likes."""
    exports = folder / "exports"
    exports.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (exports / name).write_text(text, encoding="utf-8")
    return [one for name in FILES for one in import_files(workspace, [exports / name], ImportOptions())]


def traces(folder: Path) -> dict[str, int]:
    """How often any of the person's names stands in a file, whatever its case, in UTF-8 and UTF-16, in packed columns
    too; of files where it does.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            n = sum(_count(data) for data in _readings(path.read_bytes())) + _count(str(path.name).encode())
            if n:
                found[path.name] = n
    return found


def _readings(data: bytes) -> Iterator[bytes]:
    yield data
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):  # what zlib packed, wherever it lies
        try:
            yield zlib.decompressobj().decompress(data[start.start() :], 1 << 20)
        except zlib.error:
            continue


def _count(data: bytes) -> int:
    n = 0
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        text = data.decode(coding, "replace").casefold()
        n += sum(text.count(one) for one in TRACES)
        if coding != "utf-8":
            text = data[1:].decode(coding, "replace").casefold()
            n += sum(text.count(one) for one in TRACES)
    return n
