"""Every export of a support desk or survey tool that CXDesk knows: recognised, imported without a question, with the
figures that were put in.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.scale_text import read_scale
from cxdesk.intake.convert import convert
from cxdesk.intake.doubts import answer, apply_options
from cxdesk.intake.formats import recognise, registry
from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.signatures import RECOGNISED, Shown, plain
from cxdesk.intake.sniff import sniff
from cxdesk.intake.synonyms import is_question
from tests.intake.formats.desk_exports import EXPORTS
from tests.intake.formats.help_desks import freshdesk_row
from tests.intake.formats.making import REMARKS, Export, table
from tests.intake.formats.rating_tools import chatwoot, synthetic_delighted
from tests.intake.formats.survey_tools import surveymonkey
from tests.intake.looking import PARIS, Converted, uses
from tests.long_form import often

each = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every export as a file, by id."""
    found = {}
    for export in EXPORTS:
        found[export.id] = export.write(tmp_path_factory.mktemp("export"))
    return found


@pytest.fixture(scope="module")
def views(made: dict[str, Path]) -> dict[str, TableView]:
    return {name: inspect(path).tables[0] for name, path in made.items()}


def read(path: Path, mapping: Mapping) -> Converted:
    return Converted(list(convert(sniff(path)[0], mapping, PARIS)))


@each
def test_it_is_recognised_by_its_name(export: Export, views: dict[str, TableView]) -> None:
    assert views[export.id].format == export.format
    assert views[export.id].mapping.kind == export.kind


@each
def test_nothing_is_left_open(export: Export, views: dict[str, TableView]) -> None:
    assert tuple(doubt.id for doubt in views[export.id].open_doubts) == export.asks


@each
def test_its_columns_have_their_meaning(export: Export, views: dict[str, TableView]) -> None:
    found = uses(views[export.id])
    assert {heading: found[heading] for heading in export.uses} == dict(export.uses)


@each
def test_every_row_is_there_and_none_is_in_doubt(
    export: Export, made: dict[str, Path], views: dict[str, TableView]
) -> None:
    mapping = views[export.id].mapping.parts[0]
    rows = read(made[export.id], mapping)
    assert len(set(rows.line)) == export.rows
    assert rows.skipped == dict(export.skipped)
    assert rows.adds_up
    assert rows.problems == []


@each
def test_ratings_have_their_scale_and_their_sum(
    export: Export, made: dict[str, Path], views: dict[str, TableView]
) -> None:
    mapping = next((part for part in views[export.id].mapping.parts if part.kind == "answer"), None)
    if mapping is None:
        assert not export.scores
        return
    rows = read(made[export.id], mapping).rows
    for role, (scale, n, total) in export.scores.items():
        scores = [(row["score"], row["scale"]) for row in rows if row["role"] == role and row["score"] is not None]
        assert (len(scores), sum(score for score, _scale in scores)) == (n, total)
        assert {read_scale(text).name for _score, text in scores} == {scale}


@each
def test_what_else_its_rows_are_comes_along(export: Export, made: dict[str, Path], views: dict[str, TableView]) -> None:
    _main, *also = views[export.id].mapping.parts
    assert {part.kind for part in also} == set(export.also)
    for part in also:
        rows = read(made[export.id], part)
        assert len(set(rows.line)) == export.also[part.kind]
        assert rows.adds_up
        assert rows.problems == []


@each
def test_times_and_lengths_of_time_are_right(
    export: Export, made: dict[str, Path], views: dict[str, TableView]
) -> None:
    rows = read(made[export.id], views[export.id].mapping.parts[0])
    for field, seconds in export.durations.items():
        assert sum(value for value in rows.col(field) if value is not None) == pytest.approx(seconds)
    if export.first is not None:
        field, moment = export.first
        first = next(value for value in rows.col(field) if value is not None)
        assert datetime.fromtimestamp(first / 1e6, UTC).replace(tzinfo=None).isoformat() == moment


@each
def test_its_mapping_can_be_kept_and_read_back(export: Export, views: dict[str, TableView]) -> None:
    mapping = views[export.id].mapping
    assert from_plain(Mapping, to_plain(mapping)) == mapping


@each
def test_the_same_file_a_second_time_is_known_by_what_was_kept(
    export: Export, made: dict[str, Path], views: dict[str, TableView]
) -> None:
    first = views[export.id]
    again = inspect(made[export.id], remembered=lambda _fingerprint: first.mapping).tables[0]
    assert [doubt.id for doubt in again.open_doubts] == list(export.asks)
    one, two = (read(made[export.id], view.mapping.parts[0]) for view in (first, again))
    assert list(one.key_hash) == list(two.key_hash)
    assert list(one.row_hash) == list(two.row_hash)


@pytest.mark.parametrize(
    "name", ["zendesk_tickets-account", "chatwoot_csat-en", "jira_service_management-repeated headings"]
)
def test_a_rating_names_its_ticket(name: str, made: dict[str, Path], views: dict[str, TableView]) -> None:
    mapping = next(part for part in views[name].mapping.parts if part.kind == "answer")
    rows = read(made[name], mapping)
    assert rows.col("ticket") == rows.col("response")
    assert len(set(rows.col("ticket"))) == rows.n


def test_repeated_headings_are_one_column(made: dict[str, Path], views: dict[str, TableView]) -> None:
    name = "jira_service_management-repeated headings"
    extra = json.loads(read(made[name], views[name].mapping.parts[0]).extra[1])
    assert extra["Labels"] == "ink, printer"
    assert extra["Comment"].endswith("Done, says 1")
    assert "Labels (2)" not in extra


def test_what_was_left_of_the_time_to_resolution_says_of_resolved_requests_whether_it_was_kept(
    made: dict[str, Path], views: dict[str, TableView]
) -> None:
    name = "jira_service_management-repeated headings"
    rows = read(made[name], views[name].mapping.parts[0])
    assert rows.col("sla_met")[:12] == [1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, None]
    assert [at is None for at in rows.col("resolved_at")[:12]] == [n % 6 == 5 for n in range(12)]


def test_remarks_stand_beside_the_rating_of_their_row(made: dict[str, Path], views: dict[str, TableView]) -> None:
    for name in ("delighted-synthetic", "hubspot_feedback-synthetic", "chatwoot_csat-en", "zendesk_ratings-of five"):
        rows = read(made[name], views[name].mapping.parts[0])
        said = [at for at, comment in enumerate(rows.col("comment")) if comment]
        assert [rows.col("comment")[at] for at in said] == [f"{REMARKS[at % 5]}, about case {at}" for at in said]
        assert len(said) == sum(bool(REMARKS[n % 5]) for n in range(rows.n))


def test_an_agents_cell_is_cut_to_the_name_and_a_link_to_its_end(
    made: dict[str, Path], views: dict[str, TableView]
) -> None:
    rows = read(made["chatwoot_csat-en"], views["chatwoot_csat-en"].mapping)
    assert (rows.col("agent")[0], rows.col("response")[0]) == ("Ann Lee", "500")


def test_nobody_is_called_anonymous(made: dict[str, Path], views: dict[str, TableView]) -> None:
    for language in ("en", "fr", "ro"):
        name = f"microsoft_forms-{language}"
        customers = read(made[name], views[name].mapping).col("customer")
        assert customers[0] is None
        assert "c1@example.org" in customers


# What the file leaves open is still asked


def written_in(folder: Path, layout: str) -> TableView:
    """Freshdesk tickets of the first days of a month, in a layout that Freshdesk does not settle."""
    rows = [dict(freshdesk_row(n)) for n in range(12)]
    for n, row in enumerate(rows):
        for name in ("Created time", "Due by Time", "Resolved time", "Closed time", "Initial response time"):
            row[name] = datetime(2026, 3, n % 5 + 1, 9).strftime(layout)
    return inspect(table(folder / "t.csv", rows)).tables[0]


def test_an_order_of_day_and_month_that_no_cell_proves_is_asked_about(tmp_path: Path) -> None:
    view = written_in(tmp_path, "%m/%d/%Y %H:%M")
    assert view.format == "freshdesk_tickets"
    assert {doubt.id.partition(":")[0] for doubt in view.open_doubts} == {"dates"}


def test_an_order_that_the_tool_mostly_writes_is_proposed_and_can_be_refused(tmp_path: Path) -> None:
    path = surveymonkey(tmp_path)
    text = re.sub(r"03/(\d\d)/2026", lambda found: f"03/{int(found[1]) % 9 + 1:02d}/2026", path.read_text("utf-8-sig"))
    path.write_text(text, "utf-8")
    view = inspect(path).tables[0]
    at = view.mapping.column_of("submitted_at")
    assert at is not None
    assert at.layout.startswith("%m/%d")
    (asked,) = [doubt for doubt in view.doubts if doubt.id == f"dates:{at.index}"]
    assert not asked.open
    assert "SurveyMonkey" in asked.evidence.say()
    other = answer(view, asked.id, at.layout.replace("%m/%d", "%d/%m"))
    changed = other.mapping.column_of("submitted_at")
    assert changed is not None
    assert changed.layout.startswith("%d/%m")


WORDS = {"Fab": "good", "Hmm": "middle", "Grr": "bad"}


def own_words(folder: Path, words: Sequence[str] = tuple(WORDS)) -> Path:
    rows = [dict(freshdesk_row(n)) for n in range(30)]
    for n, row in enumerate(rows):
        row["Survey results"] = words[n % len(words)]
    return table(folder / "t.csv", rows)


def test_ratings_in_a_desks_own_words_are_asked_about_word_by_word(tmp_path: Path) -> None:
    path = own_words(tmp_path)
    view = inspect(path).tables[0]
    assert [doubt.id.rpartition(":")[2] for doubt in view.open_doubts] == list(WORDS)
    for doubt in view.open_doubts:
        view = answer(view, doubt.id, WORDS[doubt.id.rpartition(":")[2]])
    assert not view.open_doubts
    rated = read(path, view.mapping.parts[1])
    assert {score: rated.col("score").count(score) for score in (1.0, 2.0, 3.0)} == {1.0: 10, 2.0: 10, 3.0: 10}
    assert rated.problems == []
    again = inspect(path, remembered=lambda _fingerprint: view.mapping.parts[0]).tables[0]
    assert not again.open_doubts
    assert read(path, again.mapping.parts[1]).col("score") == rated.col("score")


def test_of_own_words_the_known_ones_need_no_answer(tmp_path: Path) -> None:
    view = inspect(own_words(tmp_path, ("Very satisfied", "Grr"))).tables[0]
    assert [doubt.id.rpartition(":")[2] for doubt in view.open_doubts] == ["Grr"]


def test_a_question_about_a_word_can_be_answered_from_the_command_line(tmp_path: Path) -> None:
    view = inspect(own_words(tmp_path)).tables[0]
    said = [f"{doubt.id}={WORDS[doubt.id.rpartition(':')[2]]}" for doubt in view.open_doubts]
    assert not apply_options(view, answers=said).open_doubts


def test_surveys_of_a_sort_that_nobody_knows_count_for_no_measure(tmp_path: Path) -> None:
    path = synthetic_delighted(tmp_path)
    path.write_text(path.read_text("utf-8").replace(",ces,", ",pmf,"), "utf-8")
    view = inspect(path).tables[0]
    rows = read(path, view.mapping)
    assert not view.open_doubts
    assert {row["role"] for row in rows.rows} == {"nps", "csat", "open"}
    assert len(set(rows.line)) == 56
    assert [row["score"] for row in rows.rows if row["role"] == "open"] == [None] * 11


def test_a_cell_off_the_scale_of_its_own_survey_is_shown_before_the_import(tmp_path: Path) -> None:
    path = synthetic_delighted(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    assert ",csat,2," in lines[2]
    lines[2] = lines[2].replace(",csat,2,", ",csat,9,")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    view = inspect(path).tables[0]
    column = next(at for at, heading in enumerate(view.headings) if heading == "score")
    assert [(cell.row, cell.column) for cell in view.problems] == [(1, column)]
    assert "survey_type" in view.columns[column].evidence.say()
    assert view.columns[column].scale is None
    rows = read(path, view.mapping)
    assert rows.problem_codes() == [(3, "score", "off_scale")]


def test_a_zone_says_whether_the_heading_or_the_tool_names_it(views: dict[str, TableView]) -> None:
    said = {}
    for name in ("intercom_conversations-report", "typeform-now"):
        (first, *_rest) = [doubt for doubt in views[name].doubts if doubt.id.startswith("zone:")]
        assert (first.proposed, first.choices[0].id) == ("UTC", "UTC")
        said[name] = first.choices[0].note.say()
    assert said == {
        "intercom_conversations-report": "as Intercom writes them",
        "typeform-now": "as the heading says",
    }


def test_chatwoot_in_an_unknown_language_is_known_by_the_order_of_its_columns(tmp_path: Path) -> None:
    names = ("Agente", "Valoración", "Comentarios", "Contacto", "Correo", "Teléfono", "Enlace", "Fecha")
    path = chatwoot(tmp_path, names, "Período")
    view = inspect(path).tables[0]
    assert (view.format, view.open_doubts, view.headings) == ("chatwoot_csat", (), names)
    rows = read(path, view.mapping)
    assert (rows.n, sum(rows.col("score"))) == (56, sum(n % 5 + 1 for n in range(56)))
    assert rows.col("customer")[0] == "c0@example.org"


OTHERWISE = ("surveymonkey", "qualtrics", "qualtrics_legacy", "microsoft_forms")  # header rows, workbooks
PACKED = ("workbook", "fractions of a day", "zip")
PLAIN = [export for export in EXPORTS if export.format not in OTHERWISE and export.name not in PACKED]


@pytest.mark.parametrize("export", PLAIN, ids=lambda export: export.id)
def test_a_smaller_export_needs_no_answer_either(export: Export, made: dict[str, Path], tmp_path: Path) -> None:
    """Every third column that is neither telling nor an id or a rating is left out."""
    path = made[export.id]
    source = sniff(path)[0]
    assert source.layout is not None
    telling = {*_telling(export, source.raw_headings), *export.uses, source.raw_headings[0]}
    telling |= {heading for heading in source.raw_headings if is_asked(export, heading)}
    places = [at for at, heading in enumerate(source.raw_headings) if heading in telling or at % 3]
    smaller = tmp_path / "smaller.csv"
    with smaller.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[at] if at < len(row) else "" for at in places] for row in lines_of(path)])
    view = inspect(smaller).tables[0]
    assert view.format == export.format
    assert view.open_doubts == ()


def is_asked(export: Export, heading: str) -> bool:
    """Whether the column is a rating, or a question in its own words."""
    one = registry()[export.format]
    also = {plain(name) for other in one.also for name in other.asks}
    return one.asked(heading) is not None or plain(heading) in also or is_question(heading) or heading in ("NPS", "WHY")


def lines_of(path: Path) -> list[list[str]]:
    layout = sniff(path)[0].layout
    assert layout is not None
    text = path.read_bytes()[layout.bom :].decode(layout.encoding)
    return list(csv.reader(io.StringIO(text), delimiter=layout.delimiter))


# No tool is taken for another


def shown(path: Path) -> Shown:
    table = sniff(path)[0]
    rows = [cells for line, cells in table.head if line > table.header_line]
    return Shown(table.raw_headings, rows, table.layout.preamble if table.layout is not None else ())


@each
def test_no_other_tool_comes_near(export: Export, made: dict[str, Path]) -> None:
    table = shown(made[export.id])
    scores = {one.name: one.best(table)[0] for one in registry().values()}
    own = scores.pop(export.format)
    near = {name: score for name, score in scores.items() if score >= RECOGNISED}
    assert own >= RECOGNISED
    assert not near


def test_a_file_with_only_unverified_headings_is_no_ones() -> None:
    for one in registry().values():
        for known in one.signatures:
            if known.hints and not known.required:
                assert recognise(known.hints) is None


def test_every_tool_of_the_list_has_an_export_here() -> None:
    tools = {registry()[export.format].tool for export in EXPORTS}
    assert tools >= {
        "AskNicely", "Chatwoot", "Delighted", "Formbricks", "Freshdesk", "Freshservice", "Google Forms", "Help Scout",
        "HubSpot", "Intercom", "Jira", "LimeSurvey", "Medallia Agent Connect", "Microsoft Forms", "Odoo", "Qualtrics",
        "SurveyMonkey", "Typeform", "Zendesk", "Zoho Desk",
    }  # fmt: skip


# Columns come and go


def _telling(export: Export, headings: Sequence[str]) -> list[str]:
    """The headings without which nobody could know the tool."""
    names = {
        plain(name)
        for known in registry()[export.format].signatures
        for group in (*known.required, *(sign.headings for sign in known.cells), known.first, known.must)
        for name in group
    }
    return [heading for heading in headings if plain(heading) in names]


@pytest.fixture(scope="module")
def shapes(made: dict[str, Path]) -> dict[str, Shown]:
    return {name: shown(path) for name, path in made.items()}


def _without(table: Shown, places: Sequence[int], extra: Sequence[str]) -> Shown:
    rows = [[row[at] if at < len(row) else "" for at in places] + ["x"] * len(extra) for row in table.rows]
    return Shown([table.headings[at] for at in places] + list(extra), rows, table.above)


@settings(max_examples=often(67, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(EXPORTS) - 1), seed=st.integers(0, 2**32))
def test_columns_left_out_added_and_moved_leave_the_tool_known(shapes: dict[str, Shown], at: int, seed: int) -> None:
    export, luck = EXPORTS[at], random.Random(seed)
    table = shapes[export.id]
    telling = set(_telling(export, table.headings))
    kept = [place for place, name in enumerate(table.headings) if name in telling or luck.random() < 0.7]
    if not any(known.first for known in registry()[export.format].signatures):
        luck.shuffle(kept)
    found = recognise(*_parts(_without(table, kept, ["Our own field", "Region", "x_custom"])))
    assert found is None or found[0].name == export.format
    if len(kept) >= 0.8 * len(table.headings):
        assert found is not None


@settings(max_examples=often(67, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(EXPORTS) - 1), seed=st.integers(0, 2**32))
def test_renamed_columns_never_make_it_another_tool(shapes: dict[str, Shown], at: int, seed: int) -> None:
    export, luck = EXPORTS[at], random.Random(seed)
    table = shapes[export.id]
    names = [name if luck.random() < 0.8 else f"Renamed {place}" for place, name in enumerate(table.headings)]
    found = recognise(names, table.rows, table.above)
    assert found is None or found[0].name == export.format


def _parts(table: Shown) -> Iterator[Sequence[object]]:
    return iter((table.headings, table.rows, table.above))
