"""What Brevio asks once a year, and the indicators that its account managers keep for larger customers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.brevio_story import Account
from cxdesk.workspace.sample.files import DAY_FIRST, comma, moment, write_csv
from cxdesk.workspace.sample.words import THEMES

SENT = date(2026, 10, 5)
STATEMENTS = {  # what is asked, on 1 to 5 → its role and the mean answer of Starter and of the others
    "Il est facile de travailler avec Brevio (1-5)": ("cxi_effort", 2.9, 4.1),
    "Brevio se met à ma place (1-5)": ("cxi_empathy", 3.2, 3.8),
    "Brevio comprend mon métier (1-5)": ("cxi_understanding", 3.6, 4.0),
    "Brevio me donne ce dont j’ai besoin (1-5)": ("cxi_effectiveness", 3.0, 4.1),
    "Je garderai Brevio l’année prochaine (1-5)": ("return_intent", 3.0, 4.2),
}
KNOWN = "Connaissez-vous les rappels automatiques de Brevio ? (oui/non)"
TEXTS = {
    "Que devons-nous continuer à faire ?": ("continue", "support_kind"),
    "Que devons-nous commencer à faire ?": ("start", "missing"),
    "Que devons-nous arrêter de faire ?": ("stop", "price"),
}
QUESTIONS = (
    *(f"{text}={role}:1-5" for text, (role, _starter, _others) in STATEMENTS.items()),
    f"{KNOWN}=awareness_aided",
    *(f"{text}={role}" for text, (role, _theme) in TEXTS.items()),
)
KPIS = {  # step → its indicators with worst and best value and the mean that is met
    "Descoperire": (("Vizite pe lună", 0, 40, 24), ("Timp pe site", 0, 300, 170)),
    "Contact": (("Răspuns la mesaje", 0, 100, 62), ("Articole citite", 0, 10, 5)),
    "Calificare": (("Întâlniri", 0, 4, 2.2), ("Potrivire", 1, 5, 4)),
    "Decizie": (("Activare probă", 0, 100, 74), ("Întrebări rezolvate", 0, 100, 81)),
    "Cumpărare": (("Zile până la contract", 60, 5, 24), ("Plăți la timp", 60, 100, 94)),
    "Integrare": (("Zile până la valoare", 45, 5, 14), ("Pași terminați", 0, 6, 5)),
    "Utilizare": (("Funcții folosite", 0, 6, 3.8), ("Zile active", 0, 20, 9)),
    "Suport": (("Mulțumire", 1, 5, 4.2), ("Tichete deschise", 8, 0, 1.5)),
    "Loialitate": (("Recomandare", 0, 10, 8.1), ("Comunitate", 0, 10, 3)),
    "Reînnoire": (("Vânzări suplimentare", 0, 3, 0.9), ("Evoluție venit", -20, 30, 8)),
}


def write(folder: Path, rng: Random, billed: list[Account]) -> list[Path]:
    """The yearly survey in French, the indicators in Romanian."""
    files = [folder / "brevio_enquete_relation.csv", folder / "brevio_indicatori.csv"]
    present = [account for account in billed if account.spans and account.left is None and account.person.since < SENT]
    _survey(files[0], rng, present)
    _indicators(files[1], rng, present)
    return files


def _survey(path: Path, rng: Random, present: list[Account]) -> None:
    head = ["Horodateur", "Code client", *STATEMENTS, KNOWN, *TEXTS]
    rows = []
    for account in present:
        if rng.random() > 0.3:
            continue
        at = datetime(SENT.year, SENT.month, SENT.day, 9) + timedelta(hours=rng.expovariate(1 / 90))
        scores = [_score(rng, account, *means) for _role, *means in STATEMENTS.values()]
        known = "oui" if rng.random() < 0.64 else "non"
        texts = [_text(rng, account, theme) for _role, theme in TEXTS.values()]
        rows.append((at, [account.person.id, *scores, known, *texts]))
    rows.sort(key=lambda row: (row[0], str(row[1])))
    write_csv(path, [head], [[moment(at, DAY_FIRST), *cells] for at, cells in rows], delimiter=";")


def _score(rng: Random, account: Account, starter: float, others: float) -> int:
    mean = (starter if account.person.group == "Starter" else others) + 0.3 * account.person.mood
    return min(5, max(1, round(rng.gauss(mean, 0.8))))


def _text(rng: Random, account: Account, theme: str) -> str:
    if rng.random() > 0.4:
        return ""
    if theme == "price" and account.person.group == "Starter":
        theme = "app_crash"
    return rng.choice(THEMES[theme][account.person.lang])


def _indicators(path: Path, rng: Random, present: list[Account]) -> None:
    head = ["Cod client", "Indicator", "Etapă", "Măsurat la", "Valoare", "Minim", "Maxim"]
    rows = []
    for account in present:
        if account.person.group not in ("Business", "Partner"):
            continue
        day = date(2026, 10, 20) + timedelta(days=rng.randrange(20))
        for step, indicators in KPIS.items():
            for name, worst, best, mean in indicators:
                value = rng.gauss(mean + 0.06 * account.person.mood * (best - worst), 0.13 * abs(best - worst))
                value = min(max(value, min(worst, best)), max(worst, best))
                cells = [account.person.id, name, step, day.strftime("%d.%m.%Y"), comma(value), worst, best]
                rows.append(cells)
    write_csv(path, [head], rows, delimiter=";")
