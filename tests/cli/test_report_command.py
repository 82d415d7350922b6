"""`cxdesk report` and `cxdesk pack`: the same numbers as `cxdesk metrics`, refusals as sentences, packs without a
workspace.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cxdesk.domain.report import Recipe
from tests.cli.running import cxdesk
from tests.reports import surveyed
from tests.reports.reading_pdf import pages, without_dates_and_ids

HALF = ("--from", "2026-01-01", "--to", "2026-06-30")


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Pages need Qt's fonts; one application serves all tests of a process."""
    return qapp


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with surveyed.workspace(tmp_path_factory.mktemp("reported")) as made:
        made.keep_recipe(Recipe(name="Half year", query=surveyed.recipe().query, title="Lumen", comments=3))
        return made.path


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "html", "csv"])
def test_a_report_is_written_in_the_form_that_its_name_asks_for(path: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"report.{suffix}"
    ran = cxdesk("report", "-w", path, out, *HALF, "--lang", "fr", "--json")
    assert (ran.code, ran.json["language"], ran.json["bytes"]) == (0, "fr", out.stat().st_size)
    told = cxdesk("metrics", "-w", path, "nps", *HALF, "--json").json["metrics"][0]["groups"][0]
    assert ran.json["values"]["nps"] == told["value"]
    assert ran.json["period"] == {"from": "2026-01-01", "to": "2026-06-30"}


def test_sections_paper_title_and_number_of_comments_are_chosen(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    chosen = ("--sections", "comments, cards", "--paper", "letter", "--title", "Ours", "--comments", "2")
    ran = cxdesk("report", "-w", path, out, *HALF, *chosen)
    assert ran.code == 0
    read = "\n".join(pages(out.read_bytes()))
    assert "Ours · customer experience report" in read
    assert "In their words" in read
    assert "2 of" in read
    assert "What the numbers mean" not in read
    assert b"/MediaBox [0 0 612 792" in out.read_bytes().replace(b".000000", b"").replace(b".0000000000", b"")


def test_a_kept_report_is_made_again_and_what_is_said_goes_before_it(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    ran = cxdesk("report", "-w", path, out, "--recipe", "Half year", "--metric", "nps", "--json")
    assert list(ran.json["values"]) == ["nps"]
    assert "<h1>Jan – Jun 2026</h1>" in out.read_text(encoding="utf-8")
    assert "Lumen · customer experience report" in out.read_text(encoding="utf-8")
    assert cxdesk("report", "-w", path, out, "--recipe", "Nothing of the kind").code == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("OUT.docx",), "A report cannot be written as .docx."),
        (("OUT.pdf", "--sections", "cards,weather"), "There is no section weather."),
        (("OUT.pdf", "--by", "customer"), "A report by customer would name people."),
        (("OUT.pdf", "--period", "August"), "August is not a period."),
        (("OUT.pdf", "--metric", "weather"), "weather"),
        (("OUT.pdf", "--restate"), "--restate goes with --pack"),
        (("OUT.xlsx", "--restate", "--pack", "2026-01"), "--restate goes with --pack"),
        (("OUT.pdf", "--pack", "2026-01", "--period", "2026-02", "--comments", "0"), "--period, --comments cannot"),
        (("OUT.pdf", "--pack", "2026-01", "--from", "2026-02-01", "--set", "nps.dedupe=all"), "--from, --set cannot"),
    ],
)
def test_what_cannot_be_is_refused_as_a_sentence(path: Path, tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    ran = cxdesk("report", "-w", path, tmp_path / given[0], *given[1:])
    assert ran.code in (1, 2)
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_says_so(path: Path, tmp_path: Path) -> None:
    ran = cxdesk("report", "-w", path, tmp_path / "nowhere" / "report.csv", *HALF)
    assert ran.code == 1
    assert "cannot be written" in ran.err


def test_who_stops_it_finds_neither_a_piece_of_a_file_nor_a_trace_of_the_program(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", pressed)
    ran = cxdesk("report", "-w", path, tmp_path / "report.csv", *HALF, "--metric", "nps")
    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


def test_without_workspace_only_the_file_of_a_closed_period_will_do(tmp_path: Path) -> None:
    assert "Say of which workspace." in cxdesk("report", tmp_path / "a.pdf").err
    assert cxdesk("report", tmp_path / "a.pdf", "--pack", "2026-01").code == 2
    assert "Say of which workspace." in cxdesk("report", tmp_path / "a.pdf", "--pack", "a.cxpack", "--restate").err


def test_a_closed_period_goes_its_own_way(path: Path, tmp_path: Path) -> None:
    assert cxdesk("pack", "-w", path, "close", "2026-Q2", "--metric", "nps").code == 0
    assert cxdesk("pack", "-w", path, "close", "2026-Q2").code == 2  # closed already
    (listed,) = cxdesk("pack", "-w", path, "list", "--json").json["packs"]
    assert (listed["name"], listed["period"]) == ("2026-Q2", {"from": "2026-04-01", "to": "2026-06-30"})
    file = tmp_path / "q2.cxpack"
    assert cxdesk("pack", "-w", path, "export", "2026-Q2", file).code == 0
    alone, within = tmp_path / "alone.pdf", tmp_path / "within.pdf"
    assert cxdesk("report", alone, "--pack", file, "--lang", "ro").code == 0
    told = cxdesk("report", "-w", path, within, "--pack", "2026-Q2", "--lang", "ro", "--json").json
    assert told["since"] == {"same": True, "known": True, "moved": []}
    assert told["values"] == listed["values"]
    assert without_dates_and_ids(alone.read_bytes()) == without_dates_and_ids(within.read_bytes())
    assert cxdesk("pack", "-w", path, "compare", "2026-Q2").out.startswith("The data are as they were")
    assert cxdesk("pack", "-w", path, "remove", "2026-Q2").code == 0
    assert cxdesk("pack", "-w", path, "compare", "2026-Q2").code == 1
