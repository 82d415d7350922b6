"""Reports in every form say what the board says, name nobody, run nothing, and come out the same every time."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from cxdesk.analysis.pack_words import since_text
from cxdesk.analysis.wording import Measured, value_text
from cxdesk.domain.errors import BadQuestion, CXDeskError, FileDamaged
from cxdesk.domain.pack import Pack, Since, read_pack
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query
from cxdesk.domain.report import Facts, Paper, Recipe, Section
from cxdesk.domain.results import Change
from cxdesk.domain.text import fold
from cxdesk.reports.composing import compose
from cxdesk.reports.pdf.pages import MARGIN, Pages
from cxdesk.reports.writing import SUFFIXES, contents, put, write_report
from cxdesk.system import i18n
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import nps, workspace
from tests.reports import surveyed
from tests.reports.reading_pdf import pages, without_dates_and_ids

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LANGUAGES = ("en", "fr", "ro")
TRACES = (*(fold(word) for name in surveyed.PEOPLE for word in name.split()), "cust-zq", "@example.org", "721 555")


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Pages need Qt's fonts; one application serves all tests of a process."""
    return qapp


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with surveyed.workspace(tmp_path_factory.mktemp("surveyed")) as made:
        yield made


@pytest.fixture(scope="module")
def facts(desk: Workspace) -> Facts:
    return desk.report(surveyed.recipe())


def texts(suffix: str, content: bytes) -> str:
    """Everything that a person, or a program, can read in a report."""
    if suffix == ".pdf":
        return "\n".join(pages(content))
    if suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8-sig")


def shown(lines: str) -> str:
    """As one line: a sign from another font begins a piece of its own."""
    return lines.replace("\n", "")


# The same numbers everywhere


def test_where_nothing_came_before_no_comparison_is_claimed(desk: Workspace, facts: Facts) -> None:
    assert facts.base is not None
    bare = [replace(topic, card=replace(topic.card, change=_of_nothing(topic.card.change))) for topic in facts.topics]
    said = str(compose(replace(facts, topics=tuple(bare))).blocks)
    assert "No clear change: " in str(compose(facts).blocks)
    assert "No clear change: " not in said


def _of_nothing(change: Change | None) -> Change | None:
    return replace(change, base_value=None, base_n=0, delta=None) if change is not None else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_the_numbers_of_the_board(desk: Workspace, facts: Facts, language: str) -> None:
    board = desk.board(surveyed.recipe().query)
    read = shown("\n".join(pages(contents(".pdf", facts.in_language(language)))))
    with i18n.speaking(language):
        for card in board.cards:
            if card.figure.value is not None:
                assert shown(value_text(card.figure.value, Measured.of(card))) in read
                assert i18n._(card.short_title) in read


def test_cells_are_the_numbers_of_the_command_line(desk: Workspace, facts: Facts) -> None:
    told = {one["id"]: one["groups"] for one in desk.metrics(surveyed.recipe(split=None).query)}
    book = openpyxl.load_workbook(io.BytesIO(contents(".xlsx", facts)))
    rows = list(book["Numbers"].iter_rows(values_only=True))
    heads = {head: at for at, head in enumerate(rows[0])}
    assert len(rows) == 1 + len(facts.topics) > 2
    for topic, row in zip(facts.topics, rows[1:], strict=True):
        group = next(one for one in told[topic.card.metric] if one["measure"] == topic.card.measure)
        for head, name in (("Value", "value"), ("n", "n"), ("Numerator", "numerator"), ("Missing", "missing")):
            assert row[heads[head]] == pytest.approx(group[name])
        assert row[heads["Change"]] == pytest.approx(group["change"]["delta"])


def test_a_trend_and_a_breakdown_are_numbers_and_days_with_charts_of_the_program_itself(facts: Facts) -> None:
    book = openpyxl.load_workbook(io.BytesIO(contents(".xlsx", facts)))
    (nps,) = [topic for topic in facts.topics if topic.card.metric == "nps"]
    assert nps.trend is not None
    assert nps.breakdown is not None
    rows = [row for row in book["Trends"].iter_rows(min_row=2, values_only=True) if row[0] == "Net Promoter Score"]
    days = [row[2].date() for row in rows if isinstance(row[2], datetime)]
    assert days == [point.period.start for point in nps.trend.points]
    assert [row[4] for row in rows] == [pytest.approx(point.figure.value) for point in nps.trend.points]
    lines = [row for row in book["Segments"].iter_rows(min_row=2, values_only=True) if row[0] == rows[0][0]]
    parts = [row[8] for row in lines if isinstance(row[8], float)]
    assert len(parts) == len(lines)
    assert nps.card.change is not None
    assert sum(parts) == pytest.approx(nps.card.change.delta)
    assert all(len(getattr(book[name], "_charts")) >= 1 for name in ("Trends", "Segments", "Spread"))  # noqa: B009


def test_receipts_compute_the_value_again(facts: Facts) -> None:
    book = openpyxl.load_workbook(io.BytesIO(contents(".xlsx", facts)))
    formulas = [cell for row in book["Receipts"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) >= 4 * len(facts.topics)
    sheet = {cell.coordinate: cell.value for row in book["Receipts"].iter_rows() for cell in row}
    for cell in formulas:
        if cell.coordinate == f"B{cell.row}":
            assert _computed(str(cell.value)[1:], sheet) == pytest.approx(sheet[f"C{cell.row}"])


def _computed(formula: str, sheet: dict[str, Any]) -> float:
    """Sums of cells and the four rules, as far as our formulas go."""
    summed = re.fullmatch(r"SUM\((.*)\)", formula)
    if summed:
        ends = summed[1].split(":")
        names = [f"B{row}" for row in range(int(ends[0][1:]), int(ends[-1][1:]) + 1)] if ":" in formula else \
            summed[1].split(",")  # fmt: skip
        return float(sum(sheet[name] or 0 for name in names))
    wald = re.fullmatch(r"([\d.]+)\*\((B\d+)-(B\d+)\)/\((.*)\)", formula)
    if wald:
        whole = sum(sheet[name] for name in wald[4].split("+"))
        return float(wald[1]) * (sheet[wald[2]] - sheet[wald[3]]) / whole
    share = re.fullmatch(r"([\d.]+)\*(B\d+)/(B\d+)", formula)
    assert share, formula
    return float(float(share[1]) * sheet[share[2]] / sheet[share[3]])


def test_a_csv_has_a_row_for_every_number(facts: Facts) -> None:
    rows = list(csv.DictReader(io.StringIO(contents(".csv", facts).decode("utf-8-sig"))))
    numbers = {row["metric"]: float(row["value"]) for row in rows if row["part"] == "number"}
    assert numbers == {card.metric: card.figure.value for card in facts.cards}
    points = sum(len(topic.trend.points) for topic in facts.topics if topic.trend)
    assert sum(row["part"] == "trend" for row in rows) == points


# Nobody is named, nothing runs


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nobody_is_named_unless_it_is_asked_for(desk: Workspace, facts: Facts, suffix: str) -> None:
    read = fold(shown(texts(suffix, contents(suffix, facts))))
    assert [trace for trace in TRACES if trace in read] == []
    assert "of my letters" in read  # their words are there
    asked = desk.report(surveyed.recipe(personal=True))
    named = fold(shown(texts(suffix, contents(suffix, asked))))
    assert all(fold(name.split()[0]) in named for name in surveyed.PEOPLE)


def test_a_split_that_would_name_people_is_refused(desk: Workspace) -> None:
    with pytest.raises(BadQuestion, match="would name people"):
        desk.report(surveyed.recipe(split="customer"))


def test_a_closed_period_holds_no_name_either(desk: Workspace, facts: Facts) -> None:
    assert [trace for trace in TRACES if trace in fold(Pack.close("x", "", facts).text)] == []


def test_groups_of_few_answers_are_neither_named_nor_numbered(desk: Workspace) -> None:
    recipe = surveyed.recipe()
    few = desk.report(replace(recipe, query=recipe.query.with_(min_show=70)))
    (nps,) = [topic for topic in few.topics if topic.card.metric == "nps"]
    sizes = [row.figure.n for row in nps.breakdown.rows] if nps.breakdown else []
    assert all(n >= 70 for n in sizes)
    assert nps.trend is not None
    assert all(point.figure.value is None or point.figure.n >= 70 for point in nps.trend.points)
    assert few.least == 70


def test_texts_are_never_formulas(facts: Facts) -> None:
    said = {comment.text.strip()[:6] for comment in facts.comments}
    assert {one.strip()[:6] for one in surveyed.PAYLOADS} & said
    book = openpyxl.load_workbook(io.BytesIO(contents(".xlsx", facts)))
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        formulas = [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert sheet.title == "Receipts" or formulas == []
        assert [cell.coordinate for cell in cells if cell.hyperlink is not None] == []
    segments = [row[2] for row in book["Segments"].iter_rows(min_row=2, values_only=True)]
    assert {"=1+1", "@Business"} <= set(segments)
    for row in csv.reader(io.StringIO(contents(".csv", facts).decode("utf-8-sig"))):
        risky = [cell for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and not re.fullmatch(r"-[\d.e-]+", cell)]
        assert [cell for cell in risky if cell] == []


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "data")]


def test_a_web_page_runs_and_loads_nothing_and_says_texts_as_they_are(facts: Facts) -> None:
    page = contents(".html", facts).decode()
    seen = _Elements()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"}
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in seen.links)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt; &amp;amp; &lt;b&gt;bold&lt;/b&gt;" in page


# Pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", Paper)
def test_no_strip_leaves_its_page_and_no_heading_ends_one(facts: Facts, language: str, paper: Paper) -> None:
    recipe = replace(facts.recipe, language=language, paper=paper)
    made = Pages(compose(replace(facts, recipe=recipe)))
    assert made.count > 3
    for page in made._pages:
        last_top, last = page.placed[-1]
        assert not last.keep
        assert last_top + last.height <= made.height + 0.01
        tops = [top + strip.height for top, strip in page.placed]
        assert tops == sorted(tops)
    assert made.height + 2 * MARGIN < made.size[1]


def test_a_word_without_end_is_broken_and_a_long_comment_goes_on_overleaf(facts: Facts) -> None:
    endless = replace(facts.comments[0], text="x" * 9000 + " end")
    found = pages(contents(".pdf", replace(facts, comments=(endless, *facts.comments[1:]))))
    assert "".join(found).count("x") >= 9000
    assert sum("xxxxxxxxxx" in page for page in found) > 1


def test_every_page_says_which_it_is(facts: Facts) -> None:
    found = pages(contents(".pdf", facts.in_language("ro")))
    for at, page in enumerate(found, 1):
        assert f"Pagina {at} din {len(found)}" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_chosen_sections_are_there(facts: Facts, language: str) -> None:
    only = replace(facts, recipe=replace(facts.recipe, language=language, sections=(Section.CARDS,)))
    headings = [block.anchor for block in compose(only).blocks if hasattr(block, "anchor") and block.anchor]
    assert headings == [Section.CARDS]
    book = openpyxl.load_workbook(io.BytesIO(contents(".xlsx", only)))
    assert len(book.sheetnames) == 2


@pytest.mark.parametrize("language", ["fr", "ro"])
def test_nothing_of_it_is_left_in_english(facts: Facts, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text that the sections ask for has a translation of its own."""
    asked: set[str] = set()
    voice = i18n._voice

    class Listening:
        def __init__(self, inner: Any) -> None:
            self.inner = inner
            self.language, self.locale, self.catalogue = inner.language, inner.locale, self

        def gettext(self, text: str) -> str:
            asked.add(text)
            return str(self.inner.catalogue.gettext(text))

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner.catalogue, name)

    monkeypatch.setattr(i18n, "_voice", lambda: Listening(voice()))
    compose(facts.in_language(language))
    monkeypatch.undo()
    catalogue = i18n._catalogue(language)._catalog  # type: ignore[attr-defined]
    known = {fold(title) for title in surveyed.PLANS} | {""}
    words = {text for text in asked if re.sub(r"\{\w+\}", "", text).strip()}
    assert {text for text in words if text not in catalogue and fold(text) not in known} == set()
    assert len(asked) > 60


# Closed periods


def test_a_closed_period_is_the_same_bytes_whenever_it_is_written(
    desk: Workspace, facts: Facts, tmp_path: Path
) -> None:
    first, second = (Pack.close("2026", "2026-07-01T08:00:00+00:00", desk.report(facts.recipe)) for _at in range(2))
    assert first.text == second.text
    put(tmp_path / "a.cxpack", first.text.encode())
    again = read_pack(tmp_path / "a.cxpack")
    assert again.text == first.text
    for language in LANGUAGES:
        made = [contents(".pdf", pack.facts.in_language(language)) for pack in (first, again)]
        assert without_dates_and_ids(made[0]) == without_dates_and_ids(made[1])
        html = [contents(".html", pack.facts.in_language(language)) for pack in (first, again)]
        assert html[0] == html[1]


def test_the_language_of_the_window_is_not_in_a_closed_period(desk: Workspace, facts: Facts) -> None:
    i18n.use("fr")
    french = Pack.close("2026", "", desk.report(facts.recipe))
    i18n.use("en")
    assert french.text == Pack.close("2026", "", facts).text


def test_whoever_closes_a_period_in_whatever_language_closes_the_same(tmp_path: Path, here: None) -> None:
    with surveyed.workspace(tmp_path) as own:
        closed = [own.close_period(at, surveyed.recipe(at, split=None))[0] for at in ("fr", "ro")]
        assert closed[0].digest == closed[1].digest


def test_a_pack_that_was_changed_is_refused(facts: Facts, tmp_path: Path) -> None:
    told = json.loads(Pack.close("2026", "", facts).text)
    told["facts"]["topics"][0]["card"]["figure"]["value"] += 1
    endless = Pack.close("2026", "", facts).text.replace('"value":', '"value":1e999,"was":', 1)
    for text in (json.dumps(told), "[]", "{", '{"cxdesk_pack": 1}', "[" * 100_000, endless):
        (tmp_path / "bad.cxpack").write_text(text, encoding="utf-8")
        with pytest.raises(FileDamaged):
            read_pack(tmp_path / "bad.cxpack")


def test_who_is_erased_is_gone_from_closed_periods_too_and_these_say_so(tmp_path: Path, here: None) -> None:
    with surveyed.workspace(tmp_path) as own:
        pack, _kept = own.close_period("named", surveyed.recipe(personal=True))
        first = surveyed.PEOPLE[0]
        assert first in pack.text
        own.erase(own.person("cust-zq-0"), moved=False)
        after = own.pack("named")
        assert after.altered
        assert fold(first.split()[0]) not in fold(after.text)
        assert after.facts.cards == pack.facts.cards
        assert read_back(after, tmp_path).text == after.text


def read_back(pack: Pack, folder: Path) -> Pack:
    put(folder / "b.cxpack", pack.text.encode())
    return read_pack(folder / "b.cxpack")


def test_later_answers_change_the_data_but_not_what_was_closed(tmp_path: Path, here: None) -> None:
    with surveyed.workspace(tmp_path) as own:
        recipe = surveyed.recipe(split=None)
        with pytest.raises(BadQuestion, match="not over"):
            own.close_period("2026-06", replace(recipe, query=recipe.query.with_(at=surveyed.HALF.start)))
        pack, kept = own.close_period("first half", recipe)
        assert own.since(pack).same
        with pytest.raises(BadQuestion, match="closed already"):
            own.close_period("first half", recipe)
        surveyed.add(own, tmp_path, "late.csv", surveyed.late())
        since = own.since(own.pack("first half"))
        assert not since.same
        (nps,) = [one for one in since.moved if one.metric == "nps"]
        assert nps.then.value == pack.facts.cards[0].figure.value
        assert nps.now is not None
        assert nps.now.n == nps.then.n + 40
        read = shown("\n".join(pages(contents(".pdf", pack.facts.in_language("en"), since=since))))
        assert "If it were asked again now" in read
        assert shown(value_text(nps.now.value, Measured(nps.unit, nps.decimals))) in read
        assert "asked again now" not in contents(".html", pack.facts).decode()
        assert own.pack("first half").text == pack.text
        own.put_back(kept)
        assert own.packs() == ()


def test_another_definition_since_then_is_seen_also_where_the_report_did_not_explain_the_number(
    tmp_path: Path, here: None
) -> None:
    with surveyed.workspace(tmp_path) as own:
        facts = own.report(surveyed.recipe(split=None))
        silent = replace(facts, topics=tuple(replace(topic, told=None) for topic in facts.topics))
        pack = Pack.close("half", "2026-07-01T08:00:00+00:00", silent)
        assert own.since(pack).same
        own.pin("nps", {"dedupe": "all"})
        since = own.since(pack)
        assert since.same
        assert "nps" in {one.metric for one in since.moved}
        assert since_text(since).startswith("The rows are as they were, but a definition, a merge or a setting is not:")
        read = shown("\n".join(pages(contents(".pdf", pack.facts.in_language("en"), since=since))))
        assert "no row has changed" in read


def test_a_merge_since_then_is_seen_though_no_row_has_changed(tmp_path: Path) -> None:
    rows = [nps(f"c{at}", "2025-02-10", 10 if at < 8 else 2, "Team") for at in range(12)]
    query = Query(metrics=("nps",), range=Period(date(2025, 2, 1), date(2025, 3, 1)))
    with workspace(tmp_path, rows) as own:
        pack, _kept = own.close_period("February", Recipe(query=query), anyway=True)
        assert own.since(pack) == Since(same=True)
        own.merge_customers([("c10", "c11")])
        since = own.since(pack)
        (moved,) = since.moved
        assert (since.same, moved.then.n, moved.now and moved.now.n) == (True, 12, 11)


# Files


def test_a_report_is_whole_or_not_there(facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    path.write_text("before", encoding="utf-8")

    def denied(*_given: object) -> int:
        raise OSError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", denied)
        with pytest.raises(CXDeskError, match="Permission denied"):
            write_report(path, facts)
    assert path.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
    assert write_report(path, facts) == path.stat().st_size > 10_000
    with pytest.raises(BadQuestion, match="cannot be written as"):
        write_report(tmp_path / "report.docx", facts)


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="no office program here")
def test_an_office_program_opens_it_and_computes_the_same(facts: Facts, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, facts)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx", data_only=True)
    differences = [row[3] for row in book["Receipts"].iter_rows(values_only=True) if isinstance(row[3], int | float)]
    assert len(differences) >= 2 * len(facts.topics)
    assert max(map(abs, differences)) < 1e-9
