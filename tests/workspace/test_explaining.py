"""How a number was computed: a ladder that adds up, and behind every step exactly the rows that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxdesk.analysis import receipt_wording
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.explained import EVERYTHING, Explained, Step
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.system import i18n
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import nps, workspace

NPS = Selection("nps")
SECOND = Query(range=Period(date(2025, 4, 1), date(2025, 7, 1)), split="Plan")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two quarters; one skipped, one off the scale, one undated, six answers to another question."""
    with workspace(tmp_path_factory.mktemp("survey")) as made:
        yield made


def steps(told: Explained) -> list[tuple[str, int]]:
    return [(receipt_wording.rung_title(rung), rung.count) for rung in told.rungs]


def test_the_ladder_leads_from_all_records_to_those_that_count(survey: Workspace) -> None:
    told = survey.explain(SECOND, NPS)
    assert steps(told) == [
        ("Records imported", 49), ("other question", 6), ("Answers to this question", 43), ("outside the period", 20),
        ("without a date", 1), ("In the period", 22), ("no answer given", 1), ("not usable", 1), ("Counted", 20),
    ]  # fmt: skip
    assert [rung.doubt for rung in told.rungs if rung.step is Step.LEFT_OUT] == [False, False, False, True, True]
    assert told.proofs == ((49, (6, 20, 1, 1, 1, 20)), (20, (7, 0, 13)))
    assert told.adds_up
    assert receipt_wording.proof(told) == "Adds up: 49 = 6 + 20 + 1 + 1 + 1 + 20, and 20 = 7 + 13"


def test_a_sum_that_is_wrong_is_said_to_be_wrong(survey: Workspace) -> None:
    told = survey.explain(SECOND, NPS)
    short = replace(told, rungs=(replace(told.rungs[0], count=50), *told.rungs[1:]))
    assert not short.adds_up
    assert receipt_wording.proof(short).startswith("Does not add up: please report this. 50 = ")


def test_every_step_and_every_part_opens_its_rows(survey: Workspace) -> None:
    told = survey.explain(SECOND, NPS)
    for names, count in [
        *((rung.opens, rung.count) for rung in told.rungs),
        *(((one.part,), one.count) for one in told.portions if one.count),
    ]:
        found = survey.rows_behind(SECOND, NPS, names)
        assert found.count == count, names
        assert len(survey.rows_page(found, 0, 1000)) == count, names


def test_the_same_holds_for_one_segment_and_one_month(survey: Workspace) -> None:
    chosen = Selection("nps", period=Period(date(2025, 5, 1), date(2025, 6, 1)), segment="Starter")
    told = survey.explain(SECOND, chosen)
    assert told.adds_up
    assert (told.counted, told.receipt.figure.value) == (10, -60.0)
    assert survey.rows_behind(SECOND, chosen, told.rungs[-1].opens).count == 10


def test_rows_say_where_they_are_from_and_what_was_answered(survey: Workspace) -> None:
    found = survey.rows_behind(SECOND, NPS, ("minus",))
    assert found.headings[:3] == ("File", "Sheet", "Line")
    (first, *_others) = (dict(zip(found.headings, row, strict=True)) for row in survey.rows_page(found, 0, 2))
    assert first["File"] == "nps0.csv"
    assert first["Line"].isdigit()
    assert (first["Score"], first["Comment"], first["Customer"]) == ("2", "crash 2", "s2")
    assert first["Answered at"] == "10 May 2025, 12:00:00"


@pytest.mark.parametrize(
    ("zone", "told"), [("America/New_York", "31 Jan 2025, 19:30:00"), ("Europe/Paris", "1 Feb 2025, 01:30:00")]
)
@pytest.mark.usefixtures("here")
def test_a_day_without_a_zone_is_the_day_that_the_file_says_wherever_one_sits(
    tmp_path: Path, zone: str, told: str
) -> None:
    file = tmp_path / "tickets.csv"
    rows = (f"{at},2025-02-01,2025-02-01T00:30:00Z,C1" for at in range(3))
    file.write_text("\n".join(("Ticket ID,Created at,Resolved at,Customer ID", *rows)), encoding="utf-8")
    with Workspace.create(tmp_path / "w.cxdesk") as made:
        made.set_setting("zone", zone)
        (report,) = import_files(made, [file], ImportOptions(kind="ticket"))
        assert report.batch, report.open_doubts
        found = made.rows_behind(Query(min_show=1), Selection("art"), EVERYTHING)
        seen = [dict(zip(found.headings, row, strict=True)) for row in made.rows_page(found, 1, 3)]
        assert [row["Opened at"] for row in seen] == ["1 Feb 2025, 00:00:00"] * 2
        assert [row["Resolved at"] for row in seen] == [told] * 2


def test_pages_are_parts_of_the_same_list(survey: Workspace) -> None:
    found = survey.rows_behind(SECOND, NPS, EVERYTHING)
    pages = [survey.rows_page(found, start, start + 20) for start in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 9]
    assert [row for page in pages for row in page] == survey.rows_page(found, 0, 100)


@pytest.mark.parametrize(
    ("metric", "formula"),
    [
        ("nps", "100 × ( 7 − 13 ) ÷ 20 = −30.0"),
        ("csat_top", "100 × 3 ÷ 6 = 50.00%"),
        ("csat_mean", "21 ÷ 6 = 3.500"),
        ("response_rate", ""),
    ],
)
def test_the_formula_has_the_numbers_own_counts(survey: Workspace, metric: str, formula: str) -> None:
    if not formula:
        with pytest.raises(NotFound, match="cannot be computed"):
            survey.explain(SECOND, Selection(metric))
        return
    told = survey.explain(SECOND, Selection(metric))
    assert " ".join(piece.text for piece in receipt_wording.formula(told)) == formula


def test_it_leaves_as_text_in_the_language_of_the_interface(survey: Workspace) -> None:
    told = survey.explain(SECOND, NPS)
    lines = receipt_wording.as_text(told, "Apr – Jun 2025").splitlines()
    assert lines[0] == "Net Promoter Score: −30  (−64 … +12 · n 20)"
    assert {" 20  Counted", "  7  Promoters (35.0% · numerator +)"} <= set(lines)
    i18n.use("fr")
    assert " 20  Comptées" in receipt_wording.as_text(told, "").splitlines()


def test_other_ways_stand_beside_what_stands_for_the_idea(survey: Workspace) -> None:
    found = survey.ways(SECOND, Selection("csat_top"))
    first, *others = found.ways
    assert (first.metric, first.pinned, found.since) == ("csat_top", True, None)
    assert {way.metric for way in others} >= {"csat_mean", "csat_pomp"}
    assert not any(way.pinned for way in others)
    every = next(way for way in survey.ways(SECOND, NPS).ways if way.title.text == "Every answer")
    assert every.card.figure.n == 20
    assert dict(every.options)["dedupe"] == "all"


def test_ways_are_asked_about_the_segment_that_was_clicked(survey: Workspace) -> None:
    found = survey.ways(SECOND, Selection("nps", segment="Starter"))
    assert found.ways[0].card.figure.value == -60.0


def test_only_the_asked_metric_is_compared_with_what_was_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    with workspace(tmp_path_factory.mktemp("moved")) as made:
        made.pin("nps", {"dedupe": "all"})
        made.pin("csat_top", {"threshold": 2})
        assert {one.metric for one in made.moved("csat_top")} == {"csat_top"}
        assert made.restatement().moved != ()


def test_what_a_view_made_names_the_files_and_opens_the_rows_behind_it(survey: Workspace) -> None:
    at_risk = Selection("cross_churn_risk")
    told = survey.explain(Query(), at_risk)
    assert steps(told) == [("Customers as they stand", 22), ("not in the base", 2), ("Counted", 20)]
    assert [rung.files for rung in told.rungs] == [None, None, None]
    assert [(one.file, one.counted) for one in told.fed] == [("nps0.csv", 40), ("csat1.csv", 6)]
    assert {event.subject for event in told.events} == {"nps0.csv", "csat1.csv"}
    found = survey.rows_behind(Query(), at_risk, told.rungs[-1].opens)
    assert (found.made, found.count) == (20, 46), "twenty customers, all their answers"


def test_where_one_kind_is_all_there_is_the_ladder_begins_with_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [nps(f"c{number}", f"2025-0{1 + number % 3}-10", 9, "Team") for number in range(6)]
    with workspace(tmp_path_factory.mktemp("few"), rows) as made:
        told = made.explain(Query(), Selection("nps"))
        assert (steps(told)[0], told.counted) == (("Records imported", 6), 6)
        with pytest.raises(NotFound):
            made.explain(Query(), Selection("mrr"))


def test_a_proposal_says_what_would_change_before_anything_does(survey: Workspace) -> None:
    same = survey.proposal(SECOND, "csat_top", {})
    assert same.same
    other = survey.proposal(SECOND, "csat_top", {"threshold": 2})
    assert not other.same
    assert (other.now.figure.value, other.then.figure.value) == (50.0, 100.0)
    assert other.moved == other.months == 1
    assert survey.definitions().entries == ()
    with pytest.raises(BadQuestion):
        survey.proposal(SECOND, "csat_top", {"threshold": "many"})
