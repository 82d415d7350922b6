"""Files as people have them, small."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

WISHES = "How likely are you to recommend us to a friend or colleague?"


def write(path: Path, rows: Iterable[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def clear_survey(folder: Path, rows: int = 20, name: str = "survey.csv") -> Path:
    """Nothing to ask about: ids, ISO dates, the NPS question from 0 to 10, a comment."""
    head = ["Response ID", "Date submitted", WISHES, "Why did you give this score?"]
    body = [
        [f"R{n}", f"2026-03-{n % 28 + 1:02d} 10:15:00", n % 11, f"remark number {n} on the delivery"]
        for n in range(rows)
    ]
    return write(folder / name, [head, *body])


def french_reviews(folder: Path, *broken: str) -> Path:
    """Semicolons, Windows-1252, two lines of title, a column "Note" that does not say what it measures."""
    head = [["Avis commandes T3"], ["Extrait du 01/10/2026"], ["N° commande", "Date", "Ville", "Note", "Commentaire"]]
    body: list[list[object]] = [
        [f"AL-{n}", f"{n % 28 + 1:02d}/09/2026", ("Nantes", "Liège")[n % 2], n % 5 + 1, f"Très bien reçu, colis {n}"]
        for n in range(30)
    ]
    for at, text in enumerate(broken or ("31/09/2026",), start=4):
        body[at][1] = text
    return write(folder / "avis.csv", [*head, *body], ";", "cp1252")


def undecided_dates(folder: Path) -> Path:
    """Every date can be read either way; two ratings, of which none says what it measures."""
    head = ["Response ID", "Submitted at", "Rating", "Comment"]
    body = [
        [f"R{n}", f"{n % 12 + 1:02d}/{n % 11 + 1:02d}/2026", n % 5 + 1, f"a few words about order {n}"]
        for n in range(40)
    ]
    return write(folder / "undecided.csv", [head, *body])
