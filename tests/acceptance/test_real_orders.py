"""A real shop's order lines and a real log of visits, imported as they are: the true figures come out."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow]
SHOP, VISITS = "online_retail_xlsx_40k", "ecom_clickstream"


def truths(source: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = shared_json("data", "truths.json").get(source, {}).get("metrics", {})
    return found


def asked(workspace: Path, metric: str, *options: str) -> dict[str, dict[str, Any]]:
    """Every measure of a metric."""
    settings = [part for option in options for part in ("--set", f"{metric}.{option}")]
    ran = cxdesk("metrics", "-w", workspace, metric, *settings, "--json")
    assert ran.code == 0, ran.out + ran.err
    (found,) = ran.json["metrics"]
    return {group["measure"]: group for group in found["groups"]}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shop") / "w.cxdesk"
    ran = cxdesk("import", shared("data", "online_retail_xlsx/Online Retail.xlsx"), "-w", made, "--json")
    assert ran.code == 0, ran.out + ran.err
    return made


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("visits")
    with gzip.open(shared("data", "ecom_clickstream/ecom.csv.gz")) as packed, (folder / "ecom.csv").open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    ran = cxdesk("import", folder / "ecom.csv", "-w", folder / "w.cxdesk", "--kind", "usage_event", "--json")
    assert ran.code == 0, ran.out + ran.err
    return folder / "w.cxdesk"


def test_lines_of_a_shop_are_orders(shop: Path) -> None:
    known = truths(SHOP)
    mean = asked(shop, "avg_transaction_value")["mean"]
    assert mean["denominator"] == known["sales_orders"]["value"]
    assert mean["numerator"] == pytest.approx(known["sales_revenue"]["value"])
    assert mean["value"] == pytest.approx(known["aov"]["value"], abs=1e-6)


def test_buyers_come_back(shop: Path) -> None:
    known = truths(SHOP)
    found = asked(shop, "purchase_frequency")
    assert found["per_buyer"]["denominator"] == known["buyers"]["value"]
    assert found["repeat_rate"]["value"] == pytest.approx(known["repeat_purchase_rate_pct"]["value"], abs=1e-6)


def test_visits_that_leave_a_full_cart(visits: Path) -> None:
    found = asked(visits, "cart_abandonment", "unit=session", "cart=add_to_cart", "ordered=purchase")
    assert found["share"]["value"] == pytest.approx(truths(VISITS)["cart_abandonment_pct"]["value"], abs=1e-6)


def test_visits_with_each_step(visits: Path) -> None:
    known = truths(VISITS)["funnel_sessions"]["value"]
    found = asked(visits, "journey_funnel", f"steps={'|'.join(known)}", "unit=session", "order=any")
    assert {step: found[f"made {step}"]["value"] for step in known} == known
