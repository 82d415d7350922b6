"""Real logs of events, visits and orders, imported as they are and asked on the command line: who came, who acted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]
FILES = {
    "ecom_clickstream": "ecom_clickstream/ecom.csv.gz",
    "online_shoppers": "online_shoppers/online_shoppers_intention.csv",
    "online_retail_xlsx_40k": "online_retail_xlsx/Online Retail.xlsx",
}
OURS = ("conversion_rate", "dau", "mau")


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp(name) / "w.cxdesk" for name in FILES}
    for name, path in made.items():
        ran = cxdesk("import", shared("data", FILES[name]), "-w", path, "--json")
        assert ran.code == 0, ran.out + ran.err
    return made


def truths() -> list[Any]:
    known = shared_json("data", "truths.json")
    return [
        pytest.param(name, truth, id=f"{name}-{title}")
        for name in FILES
        for title, truth in (known.get(name, {}) if isinstance(known, dict) else {}).get("metrics", {}).items()
        if truth.get("metric") in OURS and truth.get("role") == "metric"
    ]


def asked(workspace: Path, truth: dict[str, Any]) -> list[dict[str, Any]]:
    """The groups of the measure, as the truth's options ask for them."""
    metric, options, words = truth["metric"], truth.get("options", {}), []
    for name in ("unit", "converted", "events"):
        words += ["--set", f"{metric}.{name}={options[name]}"] if name in options else []
    words += ["--by", options["by"]] if "by" in options else []
    words += ["--grain", "month"] if options.get("grain") == "month" else []
    measure = truth["field"].partition("measure:")[2]
    words += ["--measure", measure] if measure else []
    ran = cxdesk("metrics", "-w", workspace, metric, *words, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["metrics"][0]["groups"]


@pytest.mark.parametrize(("name", "truth"), truths())
def test_the_true_figure_comes_out(workspaces: dict[str, Path], name: str, truth: dict[str, Any]) -> None:
    groups = asked(workspaces[name], truth)
    wanted = truth["value"]
    if not isinstance(wanted, dict):
        field = truth["field"] if truth["field"] in ("numerator", "denominator") else "value"
        assert groups[0][field] == pytest.approx(wanted, rel=1e-6)
        return
    if "by" in truth["options"]:
        found = {str(group["segment"]).casefold(): group["value"] for group in groups}
        yes_no = {"true": "yes", "false": "no"}
        for segment, value in wanted.items():
            key = segment.casefold()
            assert found.get(key, found.get(yes_no.get(key, ""))) == pytest.approx(value, rel=1e-4)
        return
    assert {group["period"]["from"][:7]: group["value"] for group in groups} == wanted
