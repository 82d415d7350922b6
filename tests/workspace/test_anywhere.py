"""The same files give the same workspace on every computer: whatever its locale, its zone, the language of the
person, the order in which Python hashes, the number of processors.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.long_form import is_long
from tests.shared_files import REPOSITORY

ORDERS = """Commande;Date;Client;Montant total;Pays;Remise
00017;03/04/2026;İSMAİL Işık;1 234,56 €;Türkiye;12,5 %
00018;28/04/2026;ismail ışık;1\u202f234,56 €;FR;0,5 %
00019;29/04/2026;Zoé;12,00 €;FR;
00020;30/04/2026;Zoe\u0301;1 000 234,00 €;FR;1 %
"""
SURVEY = """Horodatage;Note sur 10;Commentaire;Magasin;Téléphone
2026-03-29 01:59:00;9;Très bien;Kadıköy;0033612345678
2026-03-29 03:01:00;10;;KADIKÖY;0033612345679
2026-10-25 02:30:00;0;\u0664\u0662 minutes d'attente;İzmir;12345678901234567890
2026-12-31 23:59:59;7;NA;izmir;
2026-06-01 12:00:00;8;nan;Diyarbakır;007
"""
FIGURES = """Date,Amount,Category
١٢/٠٥/٢٠٢٦,"١٬٢٣٤٫٥٠",acquisition
１３/０５/２０２６,"１,２３４.５０",cogs
"""
IMPORT = """
import json, locale, os, sys
from pathlib import Path
try:
    here = locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    here = ""
from cxdesk.intake.doubts import answer
from cxdesk.store import batches
from cxdesk.system import i18n
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace

target, child, language, *files = sys.argv[1:]
i18n.use(language)

def settled(view):
    while view.open_doubts:
        asked = view.open_doubts[0]
        view = answer(view, asked.id, asked.proposed or asked.choices[0].id)
    return view

def bring(workspace):
    choices = [TableChoice(found, settled(view), at)
               for found in inspect_files(map(Path, files)) for at, view in enumerate(found.tables)]
    return [report.to_json()["rows"] for report in commit(workspace, prepare(workspace, choices))[0]]

with Workspace.create(Path(target)) as workspace:
    workspace.set_setting("zone", "Europe/Paris")
    if child == "child":
        rows = bring(workspace)
    else:
        with own_files():
            rows = bring(workspace)
    said = {"hash": workspace.content_hash(), "text": batches.content_text(workspace.database), "rows": rows}
    said["locale"] = here
print(json.dumps(said))
"""
PLACES: dict[str, dict[str, str]] = {
    "plain C": {"LC_ALL": "C", "LANG": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    "German": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "1"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "77"},
    "Arabic": {"LC_ALL": "ar_EG.UTF-8", "LANG": "ar_EG.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4294967295"},
}
LANGUAGES = {"plain C": "en", "German": "fr", "Turkish": "fr", "Arabic": "en"}


def places() -> list[str]:
    return [place for place in PLACES if is_long() or place != "German"]


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A folder with the locales of these places, made for the test; None where the system cannot make them."""
    maker = shutil.which("localedef")
    if maker is None:
        return None
    folder = tmp_path_factory.mktemp("locales")
    for name in {PLACES[place]["LC_ALL"] for place in places()} - {"C"}:
        language = name.partition(".")[0]
        made = subprocess.run(
            [maker, "-i", language, "-f", "UTF-8", str(folder / name)], capture_output=True, check=False
        )
        if made.returncode > 1:  # 1: with warnings
            return None
    return folder


def imported_at(place: str, folder: Path, files: list[Path], locales: Path | None) -> dict[str, Any]:
    """What a process of that place finds; the Turkish one lets a child read the files, the Arabic one has but one
    processor.
    """
    name = place.replace(" ", "_")
    if place == "Arabic" and hasattr(os, "sched_setaffinity"):
        start = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    else:
        start = ""
    how = "child" if place == "Turkish" else "here"
    ran = subprocess.run(
        [sys.executable, "-c", start + IMPORT, str(folder / f"{name}.cxdesk"), how, LANGUAGES[place], *map(str, files)],
        env={**os.environ, **PLACES[place], **({"LOCPATH": str(locales)} if locales is not None else {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
@pytest.mark.grows
def test_many_places_one_workspace(tmp_path: Path, locales: Path | None) -> None:
    files = []
    for name, content, encoding in (
        ("orders.csv", ORDERS, "utf-8"),
        ("survey.csv", SURVEY, "utf-16"),
        ("costs.csv", FIGURES, "utf-8-sig"),
    ):
        (tmp_path / name).write_bytes(content.encode(encoding))
        files.append(tmp_path / name)
    found = {place: imported_at(place, tmp_path, files, locales) for place in places()}
    used = {place: said.pop("locale") for place, said in found.items()}
    if locales is not None:
        assert used == {place: PLACES[place]["LC_ALL"] for place in places()}
    plain = found["plain C"]
    assert [rows["new"] for rows in plain["rows"]] == [4, 5, 2]
    assert plain["hash"] == plain["text"]
    for place, said in found.items():
        assert said == plain, place
