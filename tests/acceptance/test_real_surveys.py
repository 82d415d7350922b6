"""Importing a real survey is honest: every row is accounted for, twice is once, and undo takes all of it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxdesk.workspace.workspace import Workspace
from tests.acceptance.test_real_figures import SOURCES, Source
from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]
SURVEYS = [source for source in SOURCES if source.truths in ("nps_fr_retail", "sfo_2017", "sudzilla")]


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.name)
class TestImportsAreHonest:
    def counts(self, survey: Source, workspace: Path) -> dict[str, Any]:
        ran = cxdesk("import", shared("data", survey.file), "-w", workspace, *survey.told, "--json")
        assert ran.code == 0, ran.out
        return dict(ran.json["files"][0]["rows"])

    def test_every_row_read_is_accounted_for(self, survey: Source, tmp_path: Path) -> None:
        rows = self.counts(survey, tmp_path / "w.cxdesk")
        kept = rows["new"] + rows["updated"] + rows["unchanged"]
        assert rows["read"] == kept + rows["rejected"] + sum(rows["skipped"].values()) + rows["blank"]
        expected = shared_json("data", "truths.json")[survey.truths]["metrics"]["rows"]["value"]
        assert rows["new"] == expected

    def test_the_same_file_twice_changes_nothing(self, survey: Source, tmp_path: Path) -> None:
        workspace = tmp_path / "w.cxdesk"
        first = self.counts(survey, workspace)
        content = content_of(workspace)
        again = self.counts(survey, workspace)
        assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, first["new"])
        assert content_of(workspace) == content

    def test_undo_restores_what_was_there_before(self, survey: Source, tmp_path: Path) -> None:
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
