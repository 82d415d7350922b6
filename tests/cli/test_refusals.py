"""What a command cannot do is said in a sentence with a way out; nothing that was asked for is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.__main__ import main
from tests.analysis import answers
from tests.cli.running import cxdesk


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with answers.workspace(tmp_path_factory.mktemp("refused")) as made:
        return made.path


QUARTER = "--from 2025-04-01 --to 2025-06-30"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("metrics nps --set nps.level=2", 2, "Choose a value from 0.5 to 0.999."),
        ("metrics nps --set nps.level=abc", 2, "abc does not fit the setting Confidence level."),
        ("metrics nps --set nps.min_show=few", 2, "few does not fit the setting Fewest answers shown."),
        ("metrics nps --set nsp.dedupe=all", 1, "There is no metric called nsp."),
        ("metrics nps --definition nsp@1", 1, "There is no metric called nsp."),
        ("metrics nps --measure shares", 1, "nps has no measure called shares. Choose one of: value."),
        ("receipt nps --measure shares", 1, "nps has no measure called shares."),
        ("rows nps --measure shares", 1, "nps has no measure called shares."),
        (f"why nps {QUARTER} --by Plam", 1, "cannot be taken apart by Plam. Choose one of: Plan"),
        (f"metrics nps {QUARTER} --compare 9999-12-31", 2, "9999-12-31 is not a period."),
        ("undo 99999999999999999999", 2, "is no number of a list."),
        ("note -3", 2, "is no number of a list."),
        ("note 123456789", 1, "There is no comment 123456789."),
        ("pseudonymise out.csv --mode anonymous --metric nps --split Plam", 1, "Nothing here can be split by Plam."),
        ("pseudonymise out.csv --mode anonymous --metric nps --split customer", 2, "would name people."),
    ],
)
def test_it_is_said_what_is_wrong(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cxdesk(*line.split(), "-w", path)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_last_day_of_all_means_without_end(path: Path) -> None:
    asked = [("--from", "2025-04-01"), ("--from", "2025-04-01", "--to", "9999-12-31")]
    open_end, last_day = (cxdesk("metrics", "nps", "-w", path, "--json", *days).json["metrics"] for days in asked)
    assert open_end[0]["groups"][0]["value"] == last_day[0]["groups"][0]["value"] is not None


def test_imports_are_listed_while_somebody_has_the_workspace_open(path: Path) -> None:
    from cxdesk.workspace.workspace import Workspace

    with Workspace.open(path):
        assert len(cxdesk("imports", "-w", path, "--json").json["batches"]) == 2


def test_a_word_that_is_no_command_and_no_file_is_told_so_and_opens_no_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["improt", "may.csv"]) == 2
    assert "'improt' (choose from" in capsys.readouterr().err
