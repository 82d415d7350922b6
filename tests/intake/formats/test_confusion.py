"""No export of a known tool is taken for that of another: every file against every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cxdesk.intake.formats import recognise, registry
from cxdesk.intake.signatures import RECOGNISED, Shown
from cxdesk.intake.sniff import sniff
from tests.intake.formats import money_exports as money
from tests.intake.formats import web_exports as web
from tests.intake.formats.desk_exports import EXPORTS
from tests.shared_files import needs_shared, shared

OTHERS: Mapping[str, tuple[Callable[[Path], Path], str]] = {
    "stripe subscriptions": (money.stripe_subscriptions, "stripe_subscriptions"),
    "stripe payments": (money.stripe_payments, "stripe_payments"),
    "shopify": (money.shopify_orders, "shopify_orders"),
    "woo analytics": (money.synthetic_woo_analytics, "woocommerce_analytics"),
    "woo analytics fr": (money.synthetic_woo_analytics_fr, "woocommerce_analytics"),
    "woo plugin": (money.synthetic_woo_plugin, "woocommerce_orders"),
    "chargebee": (money.synthetic_chargebee, "chargebee_subscriptions"),
    "paddle": (money.synthetic_paddle, "paddle_subscriptions"),
    "ga4": (web.ga4, "ga4_visits"),
    "matomo": (web.matomo_days, "matomo"),
    "plausible": (web.plausible, "plausible_visits"),
    "mixpanel": (web.synthetic_mixpanel, "mixpanel_events"),
}
FILES = {export.id: (export.write, export.format) for export in EXPORTS} | dict(OTHERS)


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """File → format → score."""
    found = {}
    for name, (write, _format) in FILES.items():
        table = sniff(write(tmp_path_factory.mktemp("file")))[0]
        rows = [cells for line, cells in table.head if line > table.header_line]
        above = table.layout.preamble if table.layout is not None else ()
        shown = Shown(table.raw_headings, rows, above)
        found[name] = {one.name: one.best(shown)[0] for one in registry().values()}
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_its_tools_and_nobody_elses(matrix: dict[str, dict[str, float]], name: str) -> None:
    scores = dict(matrix[name])
    own = scores.pop(FILES[name][1])
    tool = registry()[FILES[name][1]].tool
    near = {other: score for other, score in scores.items() if score >= RECOGNISED and registry()[other].tool != tool}
    assert own >= RECOGNISED
    assert near == {}
    assert max(scores.values()) < own


def test_most_pairs_are_far_apart(matrix: dict[str, dict[str, float]]) -> None:
    """Of all files and formats of other tools, hardly one comes half as near as it would have to."""
    pairs = [
        score
        for name, scores in matrix.items()
        for other, score in scores.items()
        if registry()[other].tool != registry()[FILES[name][1]].tool
    ]
    assert sum(score >= RECOGNISED / 2 for score in pairs) <= 0.02 * len(pairs)


def test_every_format_with_a_way_to_get_it_has_a_file() -> None:
    made = {format for _write, format in FILES.values()}
    assert {one.name for one in registry().values() if one.how} <= made


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        *("servicenow_incident_log/incident_event_log.csv", "fivetran_stripe/charge_data.csv"),
        *("fivetran_zendesk/ticket_data.csv", "fivetran_qualtrics/survey_response.csv"),
        *("telco_churn/Telco-Customer-Churn.csv", "ravenstack_saas/ravenstack_subscriptions.csv"),
    ],
)
def test_real_tables_of_other_origin_are_no_known_export(name: str) -> None:
    """Also tables of a tool's interface for programs: they count in cents, and name things otherwise."""
    table = sniff(shared("data", name))[0]
    rows = [cells for line, cells in table.head if line > table.header_line]
    assert recognise(table.raw_headings, rows) is None
