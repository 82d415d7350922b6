"""Themes from the command line: listed with their figures, changed, passed on, suggested; comments tagged by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cxdesk.cli.main import run
from tests.analysis.answers import nps, workspace

SAID = ((2, "Far too expensive"), (4, "Livraison en retard"), (9, "Livrare rapidă și preț bun"), (10, "All good"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [nps(f"c{at}", f"2025-03-0{at}", score, "Starter", text) for at, (score, text) in enumerate(SAID, 1)]
    with workspace(tmp_path, rows) as made:
        return made.path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert run([*map(str, words), "--json", "--language", "en"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def listed(capsys: pytest.CaptureFixture[str], path: Path, *words: str | Path) -> dict[str, Any]:
    return {one["code"]: one for one in said(capsys, "themes", "-w", path, *words)["themes"]}


def test_themes_are_listed_with_counts_shares_and_words(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = listed(capsys, path)
    delivery = found["delivery"]
    assert (delivery["title"], delivery["comments"], delivery["of"], delivery["share"]) == ("Delivery", 2, 4, 50.0)
    assert delivery["score"] == pytest.approx(65)
    assert "livraison" in delivery["words"]["fr"]
    assert found["staff"]["comments"] == 0
    assert listed(capsys, path, "--from", "2025-03-03")["delivery"]["of"] == 2
    assert listed(capsys, path, "--axis", "pain")["too_slow"]["comments"] == 1


def test_the_list_is_read_in_french(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["themes", "-w", str(path), "--language", "fr"]) == 0
    out = capsys.readouterr().out
    assert "Livraison" in out
    assert "50,0" in out


def test_a_theme_is_made_changed_renamed_and_taken_away(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = listed(capsys, path, "--change", "Mood", "--word", "good", "--word", "FR:bon", "--word", "ro:bun")["mood"]
    assert (made["words"], made["comments"]) == ({"": ["good"], "fr": ["bon"], "ro": ["bun"]}, 2)
    made = listed(capsys, path, "--change", "mood", "--drop", "ro:BUN", "--but", "all good", "--title", "Humeur")
    assert made["humeur"]["comments"] == 0
    assert listed(capsys, path, "--change", "humeur", "--drop-but", "all good")["humeur"]["comments"] == 1
    assert "humeur" not in listed(capsys, path, "--remove", "Humeur")


def test_what_cannot_be_is_refused_with_a_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--word", "late"], ["--remove", "luggage"], ["--change", "Price", "--title", "Delivery"]):
        assert run(["themes", "-w", str(path), *words, "--language", "en"]) == 2
    assert run(["themes", "-w", str(path), "--change", "X", "--word", "?!", "--language", "en"]) == 2
    assert "holds no word" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["themes.json", "themes.csv"])
def test_a_list_travels_to_another_workspace(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    listed(capsys, path, "--change", "Mood", "--word", "en:good", "--but", "not good")
    before = listed(capsys, path, "--export", tmp_path / name)
    (tmp_path / "other").mkdir()
    with workspace(tmp_path / "other", [nps("c1", "2025-03-01", 3, "Team", "good")]) as made:
        other = made.path
    after = listed(capsys, other, "--import", tmp_path / name)
    for code, theme in before.items():
        assert {key: theme[key] for key in ("title", "words", "excluded")} == {
            key: after[code][key] for key in ("title", "words", "excluded")
        }
    assert after["mood"]["comments"] == 1


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("list.csv", "title;word\nPrice;good\n;late\n", "row 3"),
        ("list.csv", "title,language,word\nPrice,de,teuer\n", "row 2"),
        ("list.csv", "name,text\na,b\n", "row 1"),
        ("list.json", "{", "list.json"),
        ("list.json", '{"themes": 3}', "list.json"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, place: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(["themes", "-w", str(path), "--import", str(tmp_path / name), "--language", "en"]) == 2
    assert place in capsys.readouterr().err


def test_comments_are_found_by_theme_and_say_theirs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "comments", "-w", path, "--metric", "nps", "--theme", "delivery")
    assert found["count"] == 2
    assert [one["themes"] for one in found["comments"]] == [["Price", "Delivery"], ["Delivery", "Waiting time"]]
    assert run(["comments", "-w", str(path), "--theme", "luggage", "--language", "en"]) == 2


def test_a_comment_is_tagged_untagged_and_left_to_the_rules(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {one["text"]: str(one["row"]) for one in said(capsys, "comments", "-w", path)["comments"]}
    tagged = said(capsys, "tag", "-w", path, rows["All good"], "--theme", "Price")
    assert (tagged["theme"], tagged["before"]) == ("Price", [{"row": int(rows["All good"]), "sign": 0}])
    assert listed(capsys, path)["price"]["comments"] == 3
    said(capsys, "tag", "-w", path, rows["All good"], rows["Far too expensive"], "--theme", "price", "--remove")
    assert listed(capsys, path)["price"]["comments"] == 1
    said(capsys, "tag", "-w", path, rows["Far too expensive"], "--theme", "price", "--clear")
    assert listed(capsys, path)["price"]["comments"] == 2
    assert run(["tag", "-w", str(path), "999999", "--theme", "price", "--language", "en"]) == 1


def test_figures_are_split_and_filtered_by_theme(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (metric,) = said(capsys, "metrics", "nps", "-w", path, "--by", "theme", "--min-show", "1")["metrics"]
    values = {group["segment"]: group["value"] for group in metric["groups"] if group["n"]}
    assert values == {"Price": 0.0, "Delivery": 0.0, "Waiting time": -100.0, None: 100.0}
    (metric,) = said(capsys, "metrics", "nps", "-w", path, "--where", "theme=delivery")["metrics"]
    assert metric["groups"][0]["n"] == 2


def test_words_of_the_unhappy_are_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [nps(f"u{n}", "2025-03-01", 2, "Team", f"L’ascenseur est cassé, appel {n}") for n in range(12)]
    rows += [nps(f"h{n}", "2025-03-02", 10, "Team", f"Oameni amabili, vizita {n}") for n in range(12)]
    with workspace(tmp_path, rows) as made:
        path = made.path
    found = said(capsys, "themes", "-w", path, "--suggest")
    assert (found["role"], found["unhappy"], found["happy"]) == ("nps", 12, 12)
    words = {one["word"]: one["theme"] for one in found["words"]}
    assert words == {"ascenseur": None, "cassé": "Quality and defects", "appel": None}
    assert found["words"][0]["p"] < 0.05
    assert run(["themes", "-w", str(path), "--suggest", "--language", "fr"]) == 0
    assert "ascenseur" in capsys.readouterr().out
