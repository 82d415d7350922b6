"""A real log of incidents, imported as it is and asked on the command line: the true figures come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]
LOG = "servicenow_incident_log"
OURS = ("fcr", "art")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("incidents") / "w.cxdesk"
    ran = cxdesk("import", shared("data", f"{LOG}/incident_event_log.csv"), "-w", made, "--json")
    assert ran.code == 0, ran.out + ran.err
    return made


def truths() -> list[Any]:
    known = shared_json("data", "truths.json").get(LOG, {}).get("metrics", {})
    return [pytest.param(truth, id=name) for name, truth in known.items() if truth.get("metric") in OURS]


def field(group: dict[str, Any], name: str) -> Any:
    return group["value"] if name.startswith("measure:") else group[name]


@pytest.mark.parametrize("truth", truths())
def test_a_true_figure_comes_out(truth: dict[str, Any], workspace: Path) -> None:
    said = [f"{truth['metric']}.{option}={value}" for option, value in truth.get("options", {}).items()]
    words = [word for option in said for word in ("--set", option)]
    ran = cxdesk("metrics", "-w", workspace, truth["metric"], *words, "--json")
    assert ran.code == 0, ran.err
    groups = ran.json["metrics"][0]["groups"]
    measure = truth["field"].removeprefix("measure:")
    group = next((one for one in groups if one["measure"] == measure), groups[0])
    assert field(group, truth["field"]) == pytest.approx(truth["value"], abs=1e-6)


@pytest.mark.parametrize("metric", OURS)
def test_the_receipt_adds_up_to_the_file(metric: str, workspace: Path) -> None:
    ran = cxdesk("receipt", "-w", workspace, metric, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["sum_ok"] is True
