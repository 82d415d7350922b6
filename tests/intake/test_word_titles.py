"""Words of closed lists are offered in the person's language."""

from __future__ import annotations

from pathlib import Path

from cxdesk.domain.kinds import all_kinds
from cxdesk.intake.word_titles import TITLES, title
from cxdesk.system import i18n
from tests.intake.looking import doubt, looked_at, write


def test_every_word_has_a_title_but_for_currencies() -> None:
    words = {word for kind in all_kinds() for field in kind.fields for word in field.words}
    assert {word for word in words if not word.isupper()} == set(TITLES)
    assert title("EUR").say() == "EUR"


def test_what_an_unknown_word_may_mean_is_said_in_french(tmp_path: Path) -> None:
    rows = [
        (1000 + at, f"{at + 1:02d}/03/2026", "12,50 €", ("Livrée", "Annulée", "Chez le voisin", "Livrée")[at % 4])
        for at in range(20)
    ]
    path = write(tmp_path / "a.csv", ("N° commande", "Date", "Montant TTC", "État"), rows, ";")
    i18n.use("fr")
    asked = doubt(looked_at(path), "word:3:Chez le voisin")
    titles = {choice.id: choice.title.say() for choice in asked.choices}
    assert (titles["paid"], titles["partly_refunded"]) == ("payé", "remboursé en partie")
    assert asked.evidence.say() == "Mot inconnu\u202f; il figure dans 5 lignes."
