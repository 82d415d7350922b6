"""Real lists of subscriptions, imported as they are and asked on the command line: the true figures come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]
TELCO, SAAS = "telco_csv", "ravenstack"
FILES = {TELCO: "telco_churn/Telco-Customer-Churn.csv", SAAS: "ravenstack_saas/ravenstack_subscriptions.csv"}
OURS = {TELCO: ("churn_lost", "mrr_churn", "arpa"), SAAS: ("mrr", "mrr_churn")}
NAMES = {
    "level": "unit",
    "variant": "variant",
    "base": "base",
    "read_at": "read_at",
}  # of options in the list of truths
VALUES = {"cancelled only": "cancelled"}
MEASURES = {"mrr": "end", "arpa": "mean"}
YEAR = ("--from", "2024-01-01", "--to", "2024-12-31", "--grain", "month")


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
        for name, metrics in OURS.items()
        for title, truth in (known.get(name, {}) if isinstance(known, dict) else {}).get("metrics", {}).items()
        if truth.get("metric") in metrics and truth.get("role") == "metric"
    ]


def asked(workspace: Path, truth: dict[str, Any]) -> list[dict[str, Any]]:
    """The groups of the metric's first measure, as the truth's options ask for them."""
    metric, options = truth["metric"], dict(truth.get("options", {}))
    words = ["--measure", MEASURES.get(metric, "rate")]
    for name in NAMES.keys() & options.keys():
        words += ["--set", f"{metric}.{NAMES[name]}={VALUES.get(options[name], options[name])}"]
    if "by" in options:
        words += ["--by", options["by"]]
    if "at" in options:
        words += ["--from", f"{options['at'][:7]}-01", "--to", options["at"]]
    if options.get("grain") == "month":
        words += YEAR
    ran = cxdesk("metrics", "-w", workspace, metric, *words, "--json")
    assert ran.code == 0, ran.err
    groups: list[dict[str, Any]] = ran.json["metrics"][0]["groups"]
    return groups


@pytest.mark.parametrize(("name", "truth"), truths())
def test_a_true_figure_comes_out(name: str, truth: dict[str, Any], workspaces: dict[str, Path]) -> None:
    groups = asked(workspaces[name], truth)
    expected = truth["value"]
    if not isinstance(expected, dict):
        assert groups[0][truth["field"]] == pytest.approx(expected, abs=1e-4)
        return
    labels = [one["segment"] or one["period"]["from"][:7] for one in groups]
    found = dict(zip(labels, (one[truth["field"]] for one in groups), strict=True))
    assert found == {label: pytest.approx(value, abs=1e-4) for label, value in expected.items()}


@pytest.mark.parametrize(("name", "metric"), [(name, metric) for name, metrics in OURS.items() for metric in metrics])
def test_the_receipt_adds_up_to_the_file(name: str, metric: str, workspaces: dict[str, Path]) -> None:
    ran = cxdesk("receipt", "-w", workspaces[name], metric, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["sum_ok"] is True
