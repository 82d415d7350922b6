"""Importing a real survey is honest: every row is accounted for, twice is once, and undo takes all of it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxdesk.workspace.workspace import Workspace
from tests.acceptance.test_real_figures import SOURCES, Source
from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow, pytest.mark.usefixtures("all_here")]
SURVEYS = [source for source in SOURCES if source.truths in ("nps_fr_retail", "sfo_2017", "sudzilla")]


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.name)
def test_every_row_is_accounted_for_twice_is_once_and_undo_takes_all_back(survey: Source, tmp_path: Path) -> None:
    workspace, earlier = tmp_path / "w.cxdesk", tmp_path / "earlier.csv"
    earlier.write_text("Submitted at,Would you recommend us? (0-10)\n2024-05-31,9\n2024-06-30,3\n", encoding="utf-8")
    assert cxdesk("import", earlier, "-w", workspace).code == 0
    before = content_of(workspace)

    rows = counts(survey, workspace)
    kept = rows["new"] + rows["updated"] + rows["unchanged"]
    assert rows["read"] == kept + rows["rejected"] + sum(rows["skipped"].values()) + rows["blank"]
    assert rows["new"] == shared_json("data", "truths.json")[survey.truths]["metrics"]["rows"]["value"]
    imported = content_of(workspace)
    batch = max(batch["id"] for batch in cxdesk("imports", "-w", workspace, "--json").json["batches"])

    again = counts(survey, workspace)
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, rows["new"])
    assert content_of(workspace) == imported

    newest = max(batch["id"] for batch in cxdesk("imports", "-w", workspace, "--json").json["batches"])
    for one in sorted({newest, batch}, reverse=True):
        undone = cxdesk("undo", str(one), "-w", workspace, "--json").json
    assert undone["content_hash"] == before == content_of(workspace)


def counts(survey: Source, workspace: Path) -> dict[str, Any]:
    """The account of an import."""
    ran = cxdesk("import", shared("data", survey.file), "-w", workspace, *survey.told, "--json")
    assert ran.code == 0, ran.out
    return dict(ran.json["files"][0]["rows"])


def content_of(workspace: Path) -> str:
    with Workspace.open(workspace, read_only=True) as opened:
        return opened.content_hash()
