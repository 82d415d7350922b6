"""A furniture shop in Toulouse exports after-sales files from an old program whose workbooks are web pages."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from tests.strange.people import FRENCH_NAMES, remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import write_page

HEADINGS = (
    "N° dossier",
    "Ouvert le",
    "Clôturé le",
    "Client",
    "Motif",
    "Canal",
    "Statut",
    "Traité par",
    "Délai de réponse (h)",
    "Commentaire client",
)
REASONS = ("Livraison en retard", "Pièce manquante", "Article abîmé", "Erreur de facture", "Notice")
REMARKS = (
    "Toujours pas de nouvelles de mon canapé !",
    "Merci pour la rapidité",
    "Je veux être remboursé & vite",
    "OK",
    "Rayure < 2 cm sur la table",
)


def write(path: Path) -> Strange:
    draw = random.Random(31)
    rows, delays, states = [], [], []
    at = datetime(2025, 2, 3, 9, 10)
    first = at.date()
    for number in range(231):
        delay = round(draw.lognormvariate(1.2, 0.8), 1)
        closed = at + timedelta(hours=delay + draw.randint(2, 200))
        state = draw.choices(("Clôturé", "En cours", "En attente client"), (80, 14, 6))[0]
        delays.append(delay)
        states.append(state)
        ended = f"{closed:%d/%m/%Y %H:%M}" if state == "Clôturé" else ""
        rows.append(
            (
                f"SAV{number + 812:06d}",
                f"{at:%d/%m/%Y %H:%M}",
                ended,
                draw.choice(FRENCH_NAMES),
                draw.choice(REASONS),
                draw.choice(("Téléphone", "Courriel", "Magasin")),
                state,
                draw.choice(("Sandrine", "Karim", "Élodie")),
                f"{delay:.1f}".replace(".", ","),
                remark(REMARKS, draw.random()),
            )
        )
        last = at.date()
        at += timedelta(hours=draw.randint(1, 30))
    write_page(path, "Dossiers SAV", [HEADINGS, *rows])
    columns = {
        "N° dossier": "ticket",
        "Ouvert le": "created_at",
        "Client": "customer",
        "Motif": "category",
        "Canal": "channel",
        "Statut": "status",
        "Délai de réponse (h)": "first_reply_seconds",
        "Commentaire client": "comment",
    }
    figures = (
        Figure("mean first_reply_seconds", mean(delays) * 3600),
        Figure("rows with comment", sum(bool(row[-1]) for row in rows)),
        Figure("rows without closed", states.count("En cours") + states.count("En attente client")),
    )
    return Strange(((Records("ticket", len(rows), first, last, columns, figures),),))


OWNER = Owner(
    "furniture_toulouse",
    "A furniture shop in Toulouse exports complaints as a web page called .xls",
    "export_sav.xls",
    write,
)
