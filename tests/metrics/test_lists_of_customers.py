"""Lists of customers, one file a month: what held between them, and how they differ, whatever the order of import.

Three lists by hand, of the last day of each month; D is missing in February and back in March.

    | who | January | February   | March |
    | --- | ------- | ---------- | ----- |
    | A   | 20      | 20         |       |
    | B   | 30      | 40         | 40    |
    | C   | 15      | has left   |       |
    | D   | 40      |            | 45    |
    | E   |         | 10         | 10    |
    | F   | 50      | 35         | 35    |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Period, add_months
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import recurring
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures

pytestmark = pytest.mark.usefixtures("here")

DAYS = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")
UNIT = 10_000
BY_HAND: tuple[Mapping[str, Any], ...] = (
    {"A": 20, "B": 30, "C": 15, "D": 40, "F": 50},
    {"A": 20, "B": 40, "C": "left", "E": 10, "F": 35},
    {"B": 40, "D": 45, "E": 10, "F": 35},
)


def rows(lists: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As an import makes them."""
    return [
        {
            "subscription": who,
            "customer": who,
            "seen_on": day,
            "amount": None if paid == "left" else paid * UNIT,
            "churned": paid == "left",
        }
        for day, one in zip(DAYS, lists, strict=False)
        for who, paid in one.items()
    ]


def bridge(frame: Frame, period: Period) -> dict[str, float | None]:
    """Every measure of the bridge, in units; None where it is not known."""
    found = measures(frame, "mrr_movements", periods=(period,))
    return {name: one.figure().value for name, one in found.items()}


def value(frame: Frame, metric: str, period: Period, measure: str | None = None, **options: Any) -> float | None:
    found = measures(frame, metric, periods=(period,), options=options)
    one = found[measure] if measure else next(iter(found.values()))
    return one.figure().value


class TestTrials:
    """Who is on trial on a list is no customer; who counts trials sees them from list to list, bringing nothing."""

    LISTS = (
        {"pays": ("active", 20), "tries": ("trial", 30), "leaves": ("trial", 30)},
        {"pays": ("active", 20), "tries": ("active", 30), "later": ("trial", 10)},
        {"pays": ("active", 20), "tries": ("active", 30), "later": ("trial", 10)},
    )

    @pytest.fixture
    def frame(self) -> Frame:
        told = [
            {"subscription": who, "customer": who, "seen_on": day, "amount": paid * UNIT, "status": status}
            for day, one in zip(DAYS, self.LISTS, strict=False)
            for who, (status, paid) in one.items()
        ]
        return frame_of({"subscription": [*told, {"customer": "pays", "subscription": "pays", "seen_on": DAYS[3]}]})

    @pytest.mark.parametrize(
        ("trials", "start", "end", "new", "lost"), [("excluded", 1, 2, 1, 0), ("counted", 3, 3, 1, 1)]
    )
    def test_february(self, frame: Frame, trials: str, start: int, end: int, new: int, lost: int) -> None:
        asked = {"trials": trials}
        assert value(frame, "churn_net", FEBRUARY, "start", **asked) == start
        assert value(frame, "churn_net", FEBRUARY, "end", **asked) == end
        assert value(frame, "customer_growth", FEBRUARY, "new", **asked) == new
        assert value(frame, "churn_lost", FEBRUARY, "lost", **asked) == lost

    def test_they_bring_nothing_and_stay_while_listed_as_such(self, frame: Frame) -> None:
        assert value(frame, "arpa", MARCH, trials="counted") == (20 + 30) / 2
        assert value(frame, "churn_net", MARCH, "end", trials="counted") == 3
        assert value(frame, "churn_net", MARCH, "end") == 2


class TestByHand:
    @pytest.fixture
    def frame(self) -> Frame:
        return frame_of({"subscription": rows(BY_HAND)})

    def test_february_has_who_is_new_who_pays_more_or_less_and_two_ways_of_leaving(self, frame: Frame) -> None:
        found = bridge(frame, FEBRUARY)
        assert found["start"] == 155  # 20 + 30 + 15 + 40 + 50
        assert found["new"] == 10  # E
        assert found["expansion"] == 10  # B
        assert found["contraction"] == -15  # F
        assert found["churn"] == -55  # C, who is listed as gone, and D, who is not listed
        assert found["reactivation"] == 0
        assert found["end"] == 105  # 20 + 40 + 10 + 35

    def test_march_has_who_is_back(self, frame: Frame) -> None:
        found = bridge(frame, MARCH)
        assert (found["start"], found["end"]) == (105, 130)
        assert (found["reactivation"], found["churn"]) == (45, -20)  # D, A
        assert (found["new"], found["expansion"], found["contraction"]) == (0, 0, 0)

    def test_the_other_numbers_follow(self, frame: Frame) -> None:
        assert value(frame, "churn_lost", FEBRUARY) == pytest.approx(40)  # C and D of five
        assert value(frame, "retention", FEBRUARY) == pytest.approx(60)
        assert value(frame, "nrr", FEBRUARY) == pytest.approx(100 * (20 + 40 + 35) / 155)
        assert value(frame, "grr", FEBRUARY) == pytest.approx(100 * (20 + 30 + 35) / 155)
        assert value(frame, "mrr_churn", FEBRUARY) == pytest.approx(100 * (15 + 40 + 15) / 155)
        assert value(frame, "churn_lost", MARCH) == pytest.approx(25)  # A of four
        assert value(frame, "mrr", FEBRUARY) == 105
        assert value(frame, "mrr", JANUARY) == 155

    def test_a_year_sees_its_edges(self, frame: Frame) -> None:
        both = Period(FEBRUARY.start, MARCH.end)
        found = bridge(frame, both)
        assert (found["start"], found["end"]) == (155, 130)
        assert (found["new"], found["churn"]) == (10, -35)  # E; A and C, D is there at both edges

    def test_what_was_before_the_first_list_is_not_known(self, frame: Frame) -> None:
        found = bridge(frame, JANUARY)
        assert found["end"] == 155
        assert {name for name, one in found.items() if one is None} == set(found) - {"end"}
        for metric in ("churn_lost", "retention", "nrr", "grr", "acquisition_rate"):
            assert value(frame, metric, JANUARY) is None

    def test_nobody_of_the_first_list_is_new_or_gone_early(self, frame: Frame) -> None:
        assert value(frame, "churn_lost", FEBRUARY, "early_30") is None  # nothing says since when C and D paid
        stays = measures(frame, "retention_curve", periods=(JANUARY,))["median"]
        assert stays.figure().n == 0

    def test_a_list_that_says_the_same_as_the_one_before_makes_no_second_stretch(self, frame: Frame) -> None:
        lines = recurring.lines(frame)
        own = {str(label): 0 for label in frame.column("subscription", "customer").labels}
        for who in lines.who:
            own[str(frame.column("subscription", "customer").labels[lines.customer[who]])] += 1
        assert own == {"A": 1, "B": 2, "C": 2, "D": 2, "E": 1, "F": 2}
        assert lines.reasons[lines.why[frame.column("subscription", "seen_on").argmax()]] == "listed_before"

    def test_labels_say_by_which_day_changes_are_dated(self, frame: Frame) -> None:
        for metric in ("churn_lost", "nrr", "mrr_movements", "retention_curve", "clv_predictive"):
            said = [phrase.say() for phrase in estimate(frame, metric, periods=(FEBRUARY,)).label]
            assert "from 3 lists; what changed between two is dated by the later" in said, metric
        dated = frame_of({"subscription": [{"customer": "a", "started_on": "2024-01-01", "amount": UNIT}]})
        assert not any("lists" in phrase.say() for phrase in estimate(dated, "nrr", periods=(FEBRUARY,)).label)

    def test_the_one_list_of_its_own_day_knows_who_is_listed_as_gone(self) -> None:
        frame = frame_of({"subscription": rows(BY_HAND[:2])})
        found = value(frame, "churn_lost", FEBRUARY, base="snapshot")
        assert found == pytest.approx(100 / 5)  # of five listed in February one has left


class TestMonthsOfTenure:
    def made(self, lists: Sequence[Mapping[str, int]]) -> Frame:
        """Lists of who has been there for how many months, at 10 a month."""
        return frame_of(
            {
                "subscription": [
                    {
                        "subscription": who,
                        "customer": who,
                        "seen_on": day,
                        "amount": 10 * UNIT,
                        "churned": months < 0,
                        "tenure_months": abs(months),
                    }
                    for day, one in zip(DAYS, lists, strict=False)
                    for who, months in one.items()
                ]
            }
        )

    def stretches(self, frame: Frame, who: str) -> list[tuple[str, str | None]]:
        lines = recurring.lines(frame)
        names = frame.column("subscription", "customer").labels
        mine = np.flatnonzero([names[lines.customer[one]] == who for one in lines.who])
        day = lambda n: None if n == NO_DAY else str(np.datetime64(int(n), "D"))  # noqa: E731
        return sorted((day(lines.start[at]) or "", day(lines.end[at])) for at in mine)

    def test_the_first_list_reaches_back_as_far_as_it_says(self) -> None:
        frame = self.made([{"A": 3, "B": -12}])
        assert self.stretches(frame, "A") == [("2023-11-01", None)]
        assert self.stretches(frame, "B") == [("2023-02-01", "2024-01-31")]
        assert value(frame, "churn_lost", JANUARY) == pytest.approx(50)

    def test_who_is_new_came_after_the_list_before(self) -> None:
        frame = self.made([{"A": 3}, {"A": 4, "new": 1, "says": 30}])
        assert self.stretches(frame, "new") == [("2024-02-02", None)]  # not yet there when 31 January closed
        assert self.stretches(frame, "says") == [("2024-02-29", None)]  # a list is trusted more than a count of months
        assert value(frame, "customer_growth", FEBRUARY, "new") == 2

    def test_with_lists_far_apart_the_months_say_when_it_was(self) -> None:
        frame = self.made([{"A": 3}, {}, {"A": 5, "B": 1}])
        assert self.stretches(frame, "B") == [("2024-03-01", None)]

    def test_who_is_listed_as_gone_for_months_left_once(self) -> None:
        frame = self.made([{"A": 3, "B": 5}, {"A": 4, "B": -5}, {"A": 5, "B": -5}])
        assert self.stretches(frame, "B") == [("2023-09-01", "2024-02-28"), ("2024-02-28", "2024-02-29")]
        assert value(frame, "churn_lost", FEBRUARY) == pytest.approx(50)
        assert value(frame, "churn_lost", MARCH) == 0


lists = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.just("left"), st.integers(1, 5)), max_size=6),
    min_size=2,
    max_size=4,
).map(lambda found: [{**one, "z": 7} for one in found])


@given(lists, st.randoms())
@settings(max_examples=often(20, 60), deadline=None)
def test_any_lists_in_any_order_of_rows(found: list[dict[str, Any]], chance: Any) -> None:
    """Held against the plain reading: two dictionaries beside each other."""
    imported = rows(found)
    chance.shuffle(imported)
    frame = frame_of({"subscription": imported})
    paying = [{who: paid for who, paid in one.items() if paid != "left"} for one in found]
    known: set[str] = set()
    for at, (before, after) in enumerate(pairwise(paying)):
        known |= set(before)
        period = Period(date(2024, 2 + at, 1), add_months(date(2024, 2 + at, 1), 1))
        came = {who: paid for who, paid in after.items() if who not in before}
        moved = [after[who] - before[who] for who in after.keys() & before.keys()]
        told = bridge(frame, period)
        assert told["start"] == sum(before.values())
        assert told["end"] == sum(after.values())
        # who is listed as gone and never was as there came and left between two lists: known, but not for what
        assert told["new"] == sum(paid for who, paid in came.items() if who not in known)
        assert told["reactivation"] == sum(paid for who, paid in came.items() if who in known)
        assert told["churn"] == -sum(paid for who, paid in before.items() if who not in after)
        assert told["expansion"] == sum(one for one in moved if one > 0)
        assert told["contraction"] == sum(one for one in moved if one < 0)
        assert value(frame, "churn_lost", period, "lost") == len(before.keys() - after.keys())


class TestImported:
    @pytest.fixture
    def files(self, tmp_path: Path) -> list[Path]:
        return [self.written(tmp_path, f"customers-2024-0{at}.csv", one) for at, one in enumerate(BY_HAND, 1)]

    def written(self, folder: Path, name: str, one: Mapping[str, Any]) -> Path:
        path = folder / name
        lines = [f"{who},,Yes" if paid == "left" else f"{who},{paid},No" for who, paid in one.items()]
        path.write_text("\n".join(["Customer,Monthly price,Churned", *lines, ""]), encoding="utf-8")
        return path

    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Iterator[Workspace]:
        with Workspace.create(tmp_path / "of.cxdesk") as made:
            yield made

    def taken(self, workspace: Workspace, path: Path) -> ImportReport:
        (report,) = import_files(workspace, [path], ImportOptions())
        assert not report.open_doubts, report
        return report

    def told(self, workspace: Workspace) -> list[dict[str, float | None]]:
        return [bridge(workspace.frame(), period) for period in (JANUARY, FEBRUARY, MARCH)]

    @pytest.fixture
    def expected(self) -> list[dict[str, float | None]]:
        frame = frame_of({"subscription": rows(BY_HAND)})
        return [bridge(frame, period) for period in (JANUARY, FEBRUARY, MARCH)]

    @pytest.mark.parametrize("order", list(permutations(range(3)))[1::2])
    def test_in_any_order(
        self, workspace: Workspace, files: list[Path], order: tuple[int, ...], expected: list[dict[str, float | None]]
    ) -> None:
        for at in order:
            self.taken(workspace, files[at])
        assert self.told(workspace) == expected

    def test_a_month_again_changes_nothing_and_one_taken_back_leaves_what_the_others_say(
        self, workspace: Workspace, files: list[Path], expected: list[dict[str, float | None]]
    ) -> None:
        reports = [self.taken(workspace, path) for path in files]
        assert self.taken(workspace, files[1]).rows.unchanged == 5
        assert self.told(workspace) == expected
        assert reports[1].batch is not None
        workspace.undo(reports[1].batch)
        without = frame_of({"subscription": [one for one in rows(BY_HAND) if one["seen_on"] != DAYS[1]]})
        assert self.told(workspace) == [bridge(without, period) for period in (JANUARY, FEBRUARY, MARCH)]
        self.taken(workspace, files[1])
        assert self.told(workspace) == expected

    def test_a_corrected_month_takes_the_place_of_that_month(
        self, workspace: Workspace, files: list[Path], tmp_path: Path
    ) -> None:
        for path in files:
            self.taken(workspace, path)
        before = self.told(workspace)
        right = {"A": 25, "B": 40, "D": 40, "F": 35}  # E was none of ours, D had only been forgotten
        corrected = self.taken(workspace, self.written(tmp_path, "right customers-2024-02.csv", right))
        frame = frame_of({"subscription": rows((BY_HAND[0], right, BY_HAND[2]))})
        assert self.told(workspace) == [bridge(frame, period) for period in (JANUARY, FEBRUARY, MARCH)]
        assert corrected.batch is not None
        workspace.undo(corrected.batch)
        assert self.told(workspace) == before

    def test_two_files_of_one_day_with_other_customers_stand_beside_each_other(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        for at, one in enumerate(BY_HAND, 1):
            north = {who: paid for who, paid in one.items() if who in "ABC"}
            south = {who: paid for who, paid in one.items() if who not in "ABC"}
            self.taken(workspace, self.written(tmp_path, f"north 2024-0{at}.csv", north))
            self.taken(workspace, self.written(tmp_path, f"south 2024-0{at}.csv", south))
        assert estimate(workspace.frame(), "mrr", periods=(FEBRUARY,)).figure().value == 105
        assert bridge(workspace.frame(), MARCH)["reactivation"] == 45


def test_a_list_that_nobody_dates_is_replaced_by_the_next(tmp_path: Path) -> None:
    """Who has left by the second list has left, who is met again is counted once, and one of a kind stays apart."""
    lines = ["customer,plan,monthly charge,churn"]
    first = [f"c{i},Basic,{20 + i % 3},{'Yes' if i % 8 == 0 else 'No'}" for i in range(40)]
    second = [line.replace("No", "Yes") if line.startswith("c1,") else line for line in first]
    second += ["c1,Extra,7,No", "new,Basic,20,No"]
    moment = ImportOptions(answers=("as_of=@moment",))
    with Workspace.create(tmp_path / "w.cxdesk") as workspace:
        told = []
        for name, rows_of_list in (("one.csv", first), ("two.csv", second), ("again.csv", second)):
            path = tmp_path / name
            path.write_text("\n".join([*lines, *rows_of_list, ""]), encoding="utf-8")
            (report,) = import_files(workspace, [path], moment)
            assert report.rows is not None
            told.append((report.rows.new, report.rows.updated, report.rows.unchanged))
        assert told == [(40, 0, 0), (2, 1, 39), (0, 0, 42)]
        lost = measures(workspace.frame(), "churn_lost", options={"base": "snapshot"})["rate"].figure()
        assert (lost.numerator, lost.denominator) == (5, 41)  # c1 keeps another subscription
