"""An export of a known tool needs one click: imported as it comes, without a word, it gives the known figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.analysis.cards import card
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.domain.query import Query
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.here import children_here
from tests.intake.formats.desk_exports import EXPORTS
from tests.intake.formats.making import ROWS, Export

BY_ID = {export.id: export for export in EXPORTS}


def figure(workspace: Workspace, metric: str, measure: str = "value") -> float | None:
    found = evaluate(metric_of(metric), workspace.frame())
    assert not isinstance(found, Unavailable), found
    return found[measure].figure(0).value


def nps(scores: list[int]) -> float:
    return 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)


HUBSPOT = [n % 11 for n in range(0, ROWS, 3)]
DELIGHTED = [n % 11 for n in range(0, ROWS, 5)]
STARS = [n % 5 + 1 for n in range(ROWS)]

FIGURES = (
    ("zendesk_tickets-account", "csat_top", "value", 50.0),
    ("zendesk_tickets-account", "wait_time", "first_reply", (10 + 27.5) / 60),
    ("zendesk_tickets-account", "art", "mean", 6.0),
    ("freshdesk_tickets-csv", "art", "mean", 26 + 10 / 60),
    ("freshdesk_tickets-csv", "art", "sla_met", 75.0),
    ("freshdesk_tickets-csv", "csat_top", "value", 100 / 3),
    ("help_scout-synthetic", "csat_top", "value", 50.0),
    ("hubspot_feedback-synthetic", "nps", "value", nps(HUBSPOT)),
    ("hubspot_feedback-synthetic", "csat_top", "value", 0.0),
    ("delighted-synthetic", "nps", "value", nps(DELIGHTED)),
    ("chatwoot_csat-en", "csat_top", "value", 100 * sum(s >= 4 for s in STARS) / ROWS),
    ("medallia_agent_connect-responses", "response_rate", "value", 75.0),
    ("asknicely_retently-synthetic", "response_rate", "value", 50.0),
    ("jira_service_management-repeated headings", "art", "mean", 6 - 5 / 60 + 5 / 60),
    ("odoo_ratings-synthetic", "csat_top", "value", 100 / 3),
)


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """One workspace per export, each with that file imported."""
    made: dict[str, Workspace] = {}
    for name in dict.fromkeys(name for name, *_rest in FIGURES):
        folder = tmp_path_factory.mktemp("desk")
        made[name] = Workspace.create(folder / "work.cxdesk")
        with children_here():
            import_files(made[name], [BY_ID[name].write(folder)], ImportOptions())
    return made


@pytest.mark.parametrize(("name", "metric", "measure", "value"), FIGURES)
def test_the_figure_is_the_known_one(
    workspaces: dict[str, Workspace], name: str, metric: str, measure: str, value: float
) -> None:
    assert figure(workspaces[name], metric, measure) == pytest.approx(value)


@pytest.mark.parametrize("name", ["zendesk_tickets-account", "delighted-synthetic", "medallia_agent_connect-responses"])
def test_the_same_file_again_changes_nothing(
    workspaces: dict[str, Workspace], tmp_path: Path, name: str, here: None
) -> None:
    export: Export = BY_ID[name]
    reports = import_files(workspaces[name], [export.write(tmp_path)], ImportOptions())
    assert [(report.rows.new, report.rows.updated) for report in reports] == [(0, 0)] * (1 + len(export.also))


def test_a_card_shows_its_figure_in_the_unit_of_that_figure(workspaces: dict[str, Workspace]) -> None:
    workspace = workspaces["zendesk_tickets-account"]
    shown = card(Inquiry(Query(), workspace.frame()), metric_of("wait_time"))
    assert (shown.measure, shown.unit) == ("first_reply", "hours")
