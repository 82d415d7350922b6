"""The true figures of real surveys come out of `cxdesk import` and `cxdesk metrics` on the files as they are.

Beside each file stand only the answers to CXDesk's questions. Figures that a careless program would give must not
come out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cxdesk.workspace.workspace import Workspace
from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]


@dataclass(frozen=True)
class Survey:
    """One import, with the answers a person gives, and the truths it must reach (empty: all of the set)."""

    name: str
    truths: str
    file: str
    told: tuple[str, ...]
    only: tuple[str, ...] = ()


def asks(*questions: str) -> tuple[str, ...]:
    return tuple(word for question in questions for word in ("--question", question))


def plain(*columns: str) -> tuple[str, ...]:
    """Columns that are kept as they are, not as comments of their own."""
    return tuple(word for column in columns for word in ("--map", f"@attribute={column}"))


SUDZILLA = (
    *asks("On a scale of 0-10, how would you rate Sudzilla?=nps"),
    *plain(
        "Which three words would you use describe to Sudzilla? (separate with a comma)",
        "What was your favourite giveaway at Sudzilla?",
        "What was your favourite 'Soap Box' (breakout / customer speaker) session?",
    ),
)
SURVEYS = (
    Survey(
        "retail",
        "nps_fr_retail",
        "nps_fr_retail/nps.csv",
        asks("nps=nps:0-10", "satisfaction=csat:1-10", "intention=return_intent:0-10"),
    ),
    Survey(
        "airport",
        "sfo_2017",
        "sfo_airport_survey/2017_SFO_Customer_Survey_20250817.csv",
        asks("NETPRO=nps:0-10:na=11", "Q7ALL=csat:1-5:na=0|6", "Q14PASSTHRU=ces:1-5:na=0|6"),
        ("nps", "csat", "ces_passing"),
    ),
    Survey(
        "airport finding the way",
        "sfo_2017",
        "sfo_airport_survey/2017_SFO_Customer_Survey_20250817.csv",
        asks("Q14FIND=ces:1-5:na=0|6"),
        ("ces_finding",),
    ),
    Survey(
        "event, month first",
        "sudzilla",
        "sudzilla_survey/input_01.csv",
        (*SUDZILLA, "--answer", "dates:0=%m/%d/%Y %H:%M:%S"),
    ),
    Survey("event, ISO dates", "sudzilla", "sudzilla_survey/input_02.csv", SUDZILLA),
)
IMPORT_ONLY = {"scale", "na"}


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("surveys")
    made = {}
    for survey in SURVEYS:
        made[survey.name] = folder / f"{survey.name}.cxdesk"
        ran = cxdesk("import", shared("data", survey.file), "-w", made[survey.name], *survey.told, "--json")
        assert ran.code == 0, ran.out + ran.err
    return made


def truths(role: str) -> list[Any]:
    found = []
    for survey in SURVEYS:
        known = shared_json("data", "truths.json").get(survey.truths, {}).get("metrics", {})
        for name, truth in known.items():
            wanted = not survey.only or name.startswith(survey.only)
            if truth["role"] == role and wanted:
                found.append(pytest.param(survey.name, truth, id=f"{survey.name}-{name}"))
    return found


def asked(truth: dict[str, Any]) -> list[str]:
    """The command line's words for the options that a truth names."""
    words: list[str] = []
    for option, value in truth.get("options", {}).items():
        if option in ("by", "where"):
            words += [f"--{option}", str(value)]
        elif option not in IMPORT_ONLY:
            words += ["--set", f"{truth['metric']}.{option}={value}"]
    return words


def field(group: dict[str, Any], name: str) -> Any:
    kind, _colon, part = name.partition(":")
    return group["parts"][part] if kind == "part" else group[name]


@pytest.mark.parametrize(("survey", "truth"), truths("metric"))
def test_a_true_figure_comes_out(survey: str, truth: dict[str, Any], workspaces: dict[str, Path]) -> None:
    ran = cxdesk("metrics", "-w", workspaces[survey], truth["metric"], *asked(truth), "--json")
    assert ran.code == 0, ran.err
    groups = ran.json["metrics"][0]["groups"]
    if isinstance(truth["value"], dict):
        by_segment = {group["segment"]: field(group, truth["field"]) for group in groups}
        for segment, value in truth["value"].items():
            assert by_segment[segment] == pytest.approx(value, abs=5e-5), segment
        return
    found = field(groups[0], truth["field"])
    assert found == pytest.approx(truth["value"], abs=1e-6)


@pytest.mark.parametrize(("survey", "truth"), truths("trap"))
def test_a_known_wrong_figure_does_not(survey: str, truth: dict[str, Any], workspaces: dict[str, Path]) -> None:
    ran = cxdesk("metrics", "-w", workspaces[survey], truth["metric"], "--json")
    found = field(ran.json["metrics"][0]["groups"][0], truth["field"])
    assert found != pytest.approx(truth["value"], abs=1e-3)


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.name)
class TestImportsAreHonest:
    def counts(self, survey: Survey, workspace: Path) -> dict[str, Any]:
        ran = cxdesk("import", shared("data", survey.file), "-w", workspace, *survey.told, "--json")
        assert ran.code == 0, ran.out
        return dict(ran.json["files"][0]["rows"])

    def test_every_row_read_is_accounted_for(self, survey: Survey, tmp_path: Path) -> None:
        rows = self.counts(survey, tmp_path / "w.cxdesk")
        kept = rows["new"] + rows["updated"] + rows["unchanged"]
        assert rows["read"] == kept + rows["rejected"] + sum(rows["skipped"].values()) + rows["blank"]
        expected = shared_json("data", "truths.json")[survey.truths]["metrics"]["rows"]["value"]
        assert rows["new"] == expected

    def test_the_same_file_twice_changes_nothing(self, survey: Survey, tmp_path: Path) -> None:
        workspace = tmp_path / "w.cxdesk"
        first = self.counts(survey, workspace)
        content = content_of(workspace)
        again = self.counts(survey, workspace)
        assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, first["new"])
        assert content_of(workspace) == content

    def test_undo_restores_what_was_there_before(self, survey: Survey, tmp_path: Path) -> None:
        workspace = tmp_path / "w.cxdesk"
        earlier = tmp_path / "earlier.csv"
        earlier.write_text(
            "Submitted at,Would you recommend us? (0-10)\n2024-05-31,9\n2024-06-30,3\n", encoding="utf-8"
        )
        assert cxdesk("import", earlier, "-w", workspace).code == 0
        before = content_of(workspace)
        self.counts(survey, workspace)
        newest = max(batch["id"] for batch in cxdesk("imports", "-w", workspace, "--json").json["batches"])
        undone = cxdesk("undo", str(newest), "-w", workspace, "--json").json
        assert undone["content_hash"] == before == content_of(workspace)


def content_of(workspace: Path) -> str:
    with Workspace.open(workspace, read_only=True) as opened:
        return opened.content_hash()
