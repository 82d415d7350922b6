"""Lists of different customers on different days: asked once whether each is all of them; a part ends nobody's time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from cxdesk.cli.main import run
from cxdesk.domain.periods import Period
from cxdesk.intake import doubts
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files, inspect_files
from cxdesk.workspace.workspace import Workspace
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures

pytestmark = pytest.mark.usefixtures("here")

NORTH, SOUTH = ("n1", "n2", "n3", "n4", "n5"), ("s1", "s2", "s3", "s4", "s5")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def listed(folder: Path, name: str, who: Sequence[str], price: int = 10) -> Path:
    path = folder / name
    lines = ["customer id,monthly charges,churn", *(f"{one},{price}.00,No" for one in who)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def taken(workspace: Workspace, *paths: Path, answers: tuple[str, ...] = ()) -> list[ImportReport]:
    return import_files(workspace, paths, ImportOptions(kind="subscription", answers=answers))


def asked(report: ImportReport) -> list[str]:
    return [str(one["id"]) for one in report.open_doubts]


def mrr(workspace: Workspace, period: Period) -> float | None:
    return estimate(workspace.frame(), "mrr", periods=(period,)).figure().value


def test_a_list_of_other_customers_on_another_day_is_asked_about_with_examples(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    (report,) = taken(workspace, listed(tmp_path, "south 2024-02.csv", (*SOUTH, "n1")))
    (doubt,) = report.open_doubts
    assert doubt["id"] == "list"
    assert [choice["id"] for choice in doubt["choices"]] == ["all", "part"]
    assert doubt["examples"] == ["s1", "s2", "s3"]
    assert "31 Jan 2024" in doubt["evidence"]
    assert report.batch is None


def test_two_such_lists_in_one_command_are_asked_about_too(workspace: Workspace, tmp_path: Path) -> None:
    paths = [listed(tmp_path, "a 2024-01.csv", NORTH), listed(tmp_path, "b 2024-02.csv", SOUTH)]
    assert [asked(one) for one in taken(workspace, *paths)] == [[], ["list"]]


def test_lists_that_share_most_customers_ask_nothing(workspace: Workspace, tmp_path: Path) -> None:
    for name, who in (("2024-01.csv", NORTH), ("2024-02.csv", (*NORTH[1:], "new")), ("2024-03.csv", NORTH[:3])):
        (report,) = taken(workspace, listed(tmp_path, name, who))
        assert report.batch is not None, report.open_doubts


def test_a_list_is_held_beside_the_one_nearest_to_its_day(workspace: Workspace, tmp_path: Path) -> None:
    """Years later all customers may be others: an old list that is handed in late is no part for that.

    Its headings are not those of the others, so that no answer is remembered.
    """
    taken(workspace, listed(tmp_path, "2019-01.csv", NORTH))
    taken(workspace, listed(tmp_path, "2024-01.csv", SOUTH), answers=("list=all",))
    late = listed(tmp_path, "2019-02.csv", NORTH)
    late.write_text(late.read_text(encoding="utf-8").replace("churn", "churned"), encoding="utf-8")
    (report,) = taken(workspace, late)
    assert report.batch is not None, report.open_doubts


def test_another_list_of_the_same_day_asks_nothing(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    (report,) = taken(workspace, listed(tmp_path, "south 2024-01.csv", SOUTH))
    assert report.batch is not None
    assert mrr(workspace, JANUARY) == 100


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parts_end_nobody_in_whatever_order_they_come(
    workspace: Workspace, tmp_path: Path, order: Sequence[int]
) -> None:
    """North in January, south in February, north without n5 in March: as parts all ten stay, at 10 each."""
    told = (("north 2024-01.csv", NORTH), ("south 2024-02.csv", SOUTH), ("north 2024-03.csv", NORTH[:4]))
    for at in order:
        (report,) = taken(workspace, listed(tmp_path, *told[at]), answers=("list=part",))
        assert report.batch is not None, report.open_doubts
    assert mrr(workspace, MARCH) == 100
    found = measures(workspace.frame(), "churn_lost", periods=(FEBRUARY, MARCH))["lost"]
    assert found.value.tolist() == [0, 0]


def test_as_all_customers_they_are_churn(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    taken(workspace, listed(tmp_path, "south 2024-02.csv", SOUTH), answers=("list=all",))
    assert mrr(workspace, FEBRUARY) == 50
    assert measures(workspace.frame(), "churn_lost", periods=(FEBRUARY,))["lost"].figure().value == 5


def test_a_part_between_two_lists_of_all_changes_what_it_says_and_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    """All in January at 10; n1 and n2 at 30 in February as a part; all but n5 in March at 10."""
    taken(workspace, listed(tmp_path, "2024-01.csv", NORTH))
    taken(workspace, listed(tmp_path, "2024-02.csv", NORTH[:2], 30), answers=("list=part",))
    (report,) = taken(workspace, listed(tmp_path, "2024-03.csv", NORTH[:4]), answers=("list=all",))
    assert report.batch is not None
    assert [mrr(workspace, one) for one in (JANUARY, FEBRUARY, MARCH)] == [50, 90, 40]
    lost = measures(workspace.frame(), "churn_lost", periods=(FEBRUARY, MARCH))["lost"]
    assert lost.value.tolist() == [0, 1]


def test_the_answer_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    taken(workspace, listed(tmp_path, "south 2024-02.csv", SOUTH), answers=("list=part",))
    (report,) = taken(workspace, listed(tmp_path, "west 2024-03.csv", ("w1", "w2", "w3", "w4", "w5")))
    assert report.batch is not None, report.open_doubts
    assert ("list", "part") in [(one["id"], one["proposed"]) for one in report.doubts]  # seen, and can be changed
    assert mrr(workspace, MARCH) == 150


def test_an_answer_that_counts_again_is_said_with_the_way_to_change_it(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    south = taken(workspace, listed(tmp_path, "south 2024-02.csv", SOUTH), answers=("list=part",))
    assert not [doubt for doubt in south[0].doubts if doubt.get("remembered")]
    path = listed(tmp_path, "all 2024-03.csv", (*NORTH, *SOUTH))
    workspace.close()
    assert run(["import", str(path), "-w", str(workspace.path), "--kind", "subscription", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "As last time: Is this list all customers, or a part of them? A part of them" in said
    assert '--answer "list=all"' in said


def test_an_answer_that_counts_again_is_a_question_that_takes_another_answer(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, listed(tmp_path, "north 2024-01.csv", NORTH))
    taken(workspace, listed(tmp_path, "south 2024-02.csv", SOUTH), answers=("list=part",))
    path = listed(tmp_path, "all 2024-03.csv", (*NORTH, *SOUTH))
    (inspection,) = inspect_files([path], remembered=workspace.remembered_mappings())
    (view,) = inspection.tables
    doubt = next(doubt for doubt in view.doubts if doubt.id == "list")
    assert (doubt.proposed, view.mapping.options["list"]) == ("part", "part")
    changed = doubts.answer(view, "list", "all")
    assert "list" not in changed.mapping.options
    (report,) = taken(workspace, path, answers=("list=all",))
    assert [one.get("remembered") for one in report.doubts if one["id"] == "list"] in ([], [None])


class TestSeveralDaysInOneFile:
    """A column says of which day each row is: each day is a list, and the newest is held beside what is there."""

    def months(self, folder: Path, name: str, lists: dict[str, Sequence[str]]) -> Path:
        path = folder / name
        rows = [f"{who},10.00,{day}" for day, many in lists.items() for who in many]
        path.write_text("\n".join(["customer id,monthly charges,snapshot date", *rows]), encoding="utf-8")
        return path

    def test_each_day_is_a_list_of_its_own(self, workspace: Workspace, tmp_path: Path) -> None:
        lists = {"2024-01-31": NORTH, "2024-02-29": (*NORTH, "new"), "2024-03-31": NORTH[:3]}
        (report,) = taken(workspace, self.months(tmp_path, "all.csv", lists))
        assert report.batch is not None, report.open_doubts
        assert [mrr(workspace, month) for month in (JANUARY, FEBRUARY)] == [50, 60]
        (again,) = taken(workspace, self.months(tmp_path, "all.csv", lists))
        assert (again.rows.unchanged, again.rows.new) == (14, 0)

    def test_customers_who_left_long_ago_make_it_no_part(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, listed(tmp_path, "2024-04.csv", NORTH))
        gone = [f"gone{at}" for at in range(20)]
        lists = {"2024-01-31": gone, "2024-02-29": (*gone, *NORTH), "2024-03-31": NORTH}
        (report,) = taken(workspace, self.months(tmp_path, "all.csv", lists))
        assert report.batch is not None, report.open_doubts

    def test_other_customers_on_its_newest_day_are_asked_about(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, listed(tmp_path, "2024-04.csv", SOUTH))
        lists = {"2024-01-31": (*SOUTH, *NORTH), "2024-03-31": NORTH}
        (report,) = taken(workspace, self.months(tmp_path, "all.csv", lists))
        assert asked(report) == ["list"]
