"""From a file that nobody prepared to numbers on the desk, in the running window and without the command line.

A real drop on the real window. The questions are answered by clicks on their choices and in the lists above the
columns; then one button. The cards show the true figures, and a click on a card, a segment or a point changes the
comments, which are as many as the number says.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app.options import Options
from tests.acceptance.person import Person
from tests.app.dialogs.wizard import Wizard
from tests.shared_files import needs_shared, shared, shared_json

# The offscreen platform says so of every list that opens.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)

Open = Callable[..., Person]


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Starts the app for a person whose documents and profile are their own."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    started: list[Person] = []

    def start(width: int = 1440, height: int = 900, language: str = "en", theme: str = "light") -> Person:
        options = Options(language=language, theme=theme, size=(width, height))
        started.append(Person(qtbot, tmp_path / "profile", options))
        return started[-1]

    yield start
    for one in started:
        one.leave()


# A survey of our own


@dataclass
class Survey:
    """What the file holds, counted beside the program."""

    rows: list[tuple[str, date, int, int, str, str]]  # id, day, recommend, rating, comment, plan

    def nps(self, plan: str | None = None) -> float:
        scores = [row[2] for row in self.rows if plan in (None, row[5])]
        return 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)

    def comments(self, plan: str | None = None, month: tuple[int, int] | None = None) -> list[str]:
        found = [row for row in self.rows if row[4] and plan in (None, row[5])]
        return sorted(row[4] for row in found if month is None or (row[1].year, row[1].month) == month)


PLANS = ("Starter", "Team", "Business")


def write_survey(path: Path) -> Survey:
    """A year of answers; no day of the month is above 12, so nothing says which number is the month."""
    rows = []
    for n in range(360):
        day = date(2025, n % 12 + 1, n // 12 % 11 + 1)
        comment = "" if n // 12 % 3 == 0 else f"late, order {n}: <b>not</b> très bien"
        rows.append((f"R-{n:03d}", day, (n * 7 + n // 30) % 11, n * 3 % 5 + 1, comment, PLANS[n * 5 % 7 % 3]))
    with path.open("w", encoding="cp1252", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            [
                "Response ID",
                "Date",
                "Would you recommend us to a friend?",
                "Rating",
                "Why did you give this score?",
                "Plan",
            ]
        )
        out.writerows([r, f"{d.day:02d}/{d.month:02d}/{d.year}", s, g, c, p] for r, d, s, g, c, p in rows)
    return Survey(rows)


def import_own(person: Open, path: Path) -> tuple[Person, Survey]:
    survey = write_survey(path)
    here = person()
    hand = here.drop(path)
    assert not hand.dialog.footer.import_button.isEnabled()
    hand.click_choice("dates:1", "%d/%m/%Y")
    hand.pick_use("Rating", "CSAT")
    here.confirm(hand)
    return here, survey


def test_a_survey_of_our_own_becomes_cards(person: Open, tmp_path: Path) -> None:
    here, survey = import_own(person, tmp_path / "avis.csv")
    assert here.card("nps").figure.value == pytest.approx(survey.nps())
    assert here.card("nps").figure.n == 360
    ratings = [row[3] for row in survey.rows]
    assert here.card("csat_top").figure.value == pytest.approx(100 * sum(r >= 4 for r in ratings) / 360)
    assert here.window.windowTitle() == "avis.cxdesk – CXDesk"
    assert here.window.status.rows.text() == "360 rows from 1 file"


def test_every_click_changes_the_words_and_their_number(person: Open, tmp_path: Path, here: None) -> None:
    hand, survey = import_own(person, tmp_path / "avis.csv")
    hand.click_card("nps")
    assert hand.listed_sorted() == survey.comments()
    hand.split_by("Plan")
    hand.click_segment("Team")
    row = next(row for row in hand.segments() if row.key == "Team")
    assert row.figure.value == pytest.approx(survey.nps("Team"))
    assert hand.board.rows_behind == row.figure.n == sum(one[5] == "Team" for one in survey.rows)
    assert hand.listed_sorted() == survey.comments("Team")
    hand.click_card("csat_top")
    hand.click_card("nps")
    at = next(at for at, point in enumerate(hand.points()) if point.period.start == date(2025, 5, 1))
    hand.click_point(at)
    assert hand.board.rows_behind == hand.points()[at].figure.n == 30
    assert hand.listed_sorted() == survey.comments(month=(2025, 5))


# Real ones


@dataclass(frozen=True)
class Real:
    """One file, what a person says about it, an attribute to split by, and which of its truths the cards must show."""

    name: str
    truths: str
    file: str
    say: Callable[[Wizard], None]
    split: str
    only: tuple[str, ...] = ()


def retail(hand: Wizard) -> None:
    hand.click_choice("scale:2", "0-10")


def airport(hand: Wizard) -> None:
    assert hand.row("scale:80", "0-10:na=11").isChecked()
    hand.pick_use("Q7ALL", "CSAT")
    hand.pick_use("Q14PASSTHRU", "Effort (CES)")
    for doubt in hand.open_doubts():
        hand.click_choice(doubt, "1-5:na=0|6")


def event(hand: Wizard) -> None:
    hand.click_choice("question:1", "nps")
    if "dates:0" in hand.open_doubts():
        hand.click_choice("dates:0", "%m/%d/%Y %H:%M:%S")
    for heading in NO_COMMENTS:
        hand.pick_use(heading, "Keep as a column")


NO_COMMENTS = (
    "Which three words would you use describe to Sudzilla? (separate with a comma)",
    "What was your favourite giveaway at Sudzilla?",
    "What was your favourite 'Soap Box' (breakout / customer speaker) session?",
)
FOOD = "How would you rate the food at Sudzilla (lunch)?"
REAL = (
    Real("retail", "nps_fr_retail", "nps_fr_retail/nps.csv", retail, "t"),
    Real(
        "airport",
        "sfo_2017",
        "sfo_airport_survey/2017_SFO_Customer_Survey_20250817.csv",
        airport,
        "DAY",
        ("nps", "csat", "ces_passing"),
    ),
    Real("event, month first", "sudzilla", "sudzilla_survey/input_01.csv", event, FOOD),
    Real("event, ISO dates", "sudzilla", "sudzilla_survey/input_02.csv", event, FOOD),
)
SAID_AT_IMPORT = {"scale", "na", "dedupe"}


def figures(real: Real) -> list[tuple[str, str, float]]:
    """(metric, field, value) of the truths that a card shows as it stands, without further options."""
    found = []
    for name, truth in shared_json("data", "truths.json")[real.truths]["metrics"].items():
        plain = set(truth.get("options") or {}) <= SAID_AT_IMPORT
        wanted = not real.only or name.startswith(real.only)
        if truth["role"] == "metric" and plain and wanted and not isinstance(truth["value"], dict):
            found.append((truth["metric"], truth["field"], float(truth["value"])))
    return found


def shown(here: Person, metric: str, name: str) -> float | None:
    """One field of a card."""
    figure = here.card(metric).figure
    kind, _colon, part = name.partition(":")
    value = figure.parts[part] if kind == "part" else getattr(figure, name)
    return None if value is None else float(value)


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("real", REAL, ids=lambda real: real.name)
def test_a_real_survey_from_drop_to_the_true_cards_and_the_words_behind_them(
    person: Open, real: Real, request: pytest.FixtureRequest
) -> None:
    """With children that read the file once; then in this process."""
    if real.name != "airport":
        request.getfixturevalue("here")
    here = person()
    hand = here.drop(shared("data", real.file))
    real.say(hand)
    here.confirm(hand)
    checked = 0
    on_cards = {card.metric for card in here.board.cards}
    for metric, name, value in figures(real):
        if metric in on_cards:
            assert shown(here, metric, name) == pytest.approx(value, abs=1e-6), (metric, name)
            checked += 1
    assert checked >= 5
    rows = shared_json("data", "truths.json")[real.truths]["metrics"]["rows"]["value"]
    assert here.window.desk.info is not None
    assert here.window.desk.info.rows == rows
    follow_the_clicks(here, real.split)


def follow_the_clicks(here: Person, attribute: str) -> None:
    """Card, segment, point: each changes the comments, which are as many as the number says."""
    here.click_card("comment_rate")
    assert here.board.rows_behind == here.card("comment_rate").figure.n
    assert here.count == here.card("comment_rate").figure.numerator == here.board.comments_behind
    here.click_card("nps")
    assert here.board.rows_behind == here.card("nps").figure.n
    whole = here.count
    assert whole == here.board.comments_behind
    here.split_by(attribute)
    segment = max(here.segments(), key=lambda row: row.figure.n)
    assert segment.key is not None
    here.click_segment(segment.key)
    assert here.board.rows_behind == segment.figure.n
    assert here.count == here.board.comments_behind <= whole
    if here.board.trend is not None and here.points():
        here.click_card("comment_rate")
        here.click_card("nps")
        points = here.points()
        at = max(range(len(points)), key=lambda place: points[place].figure.n)
        here.click_point(at)
        assert here.board.rows_behind == points[at].figure.n
        assert here.count == here.board.comments_behind <= whole
