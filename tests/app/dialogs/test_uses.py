"""What stands above a column says which other column its cells are one value with."""

from __future__ import annotations

from pathlib import Path

from cxdesk.app.dialogs.import_wizard.uses import type_words
from tests.intake.looking import looked_at, write


def test_parts_of_one_value_name_each_other(tmp_path: Path) -> None:
    heads = ("N° commande", "Date", "Heure", "Prénom", "Nom", "Montant TTC")
    rows = [
        (1000 + at, f"{at + 1:02d}/03/2026", f"{at % 12 + 8:02d}h30", ("Inès", "Luc")[at % 2], "Picard", "12,50 €")
        for at in range(28)
    ]
    view = looked_at(write(tmp_path / "commandes.csv", heads, rows, ";"))
    above = {column.name: type_words(column, view) for column in view.columns}
    assert above["Date"] == "date, day first"
    assert above["Heure"] == "12 values, one moment with “Date”"
    assert above["Prénom"] == "2 values, one name with “Nom”"
    assert above["Nom"] == "1 value, one name with “Prénom”"
