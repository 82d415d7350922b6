"""The sample companies: their files import without a question, every family of metrics has something to show, and the
story can be found.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.metrics.registry import metrics
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import ImportOptions, RowCounts, import_files
from cxdesk.workspace.sample import SEED, STORIES, writer
from cxdesk.workspace.workspace import Workspace

MOST_ROWS = 60_000
NAMES = [story.name for story in STORIES]
AUTUMN = Period(date(2026, 8, 1), date(2026, 11, 1))
YEAR = Period(date(2025, 11, 1), date(2026, 11, 1))
ALL = Period(date(2023, 11, 1), date(2026, 11, 16))
ANYTHING = (0.0, 1e9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def made(samples: Callable[[str], Path]) -> Iterator[dict[str, Workspace]]:
    opened = {name: Workspace.open(samples(name), read_only=True) for name in NAMES}
    yield opened
    for workspace in opened.values():
        workspace.close()


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, list[Path]]:
    found = {}
    for name in NAMES:
        own = folder / name
        own.mkdir()
        found[name] = writer(name)(own, SEED)
    return found


def groups(workspace: Workspace, metric: str, measure: str | None, **asked: Any) -> list[dict[str, Any]]:
    found = workspace.metrics(Query(metrics=(metric,), **asked), measure=measure)[0]["groups"]
    return [group for group in found if measure is None or group["measure"] == measure]


def lines(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


class TestTheFiles:
    @pytest.mark.parametrize("story", NAMES)
    def test_every_row_of_every_file_is_new_and_none_is_rejected(self, made: dict[str, Workspace], story: str) -> None:
        """Nothing is left to ask either: else the sample could not be made."""
        for batch in made[story].imports():
            assert RowCounts(**batch.rows).adds_up, batch.file
            assert batch.rows["read"] == batch.rows["new"] > 0, batch.file
            assert not batch.rows["rejected"], batch.file

    @pytest.mark.parametrize("story", NAMES)
    def test_there_are_fewer_rows_than_anybody_waits_for(self, made: dict[str, Workspace], story: str) -> None:
        assert sum(batch.rows["read"] for batch in made[story].imports()) < MOST_ROWS

    @pytest.mark.parametrize("story", NAMES)
    def test_the_same_seed_writes_the_same_bytes(
        self, files: dict[str, list[Path]], tmp_path: Path, story: str
    ) -> None:
        for before, again in zip(files[story], writer(story)(tmp_path, SEED), strict=True):
            assert again.read_bytes() == before.read_bytes(), again.name

    def test_a_child_reads_them_as_this_process_does(self, files: dict[str, list[Path]], tmp_path: Path) -> None:
        costs = next(path for path in files["brevio"] if path.name == "brevio_costuri.csv")
        with Workspace.create(tmp_path / "here.cxdesk") as here, Workspace.create(tmp_path / "child.cxdesk") as child:
            with own_files():
                ours = import_files(here, [costs], ImportOptions())
            theirs = import_files(child, [costs], ImportOptions())
            assert [one.to_json() for one in ours] == [one.to_json() for one in theirs]
            spent = [groups(one, "cac", "cost", range=YEAR)[0]["value"] for one in (here, child)]
        assert spent[0] == spent[1] > 0

    def test_who_is_on_a_plan_now_pays_for_that_plan(self, files: dict[str, list[Path]]) -> None:
        paths = {path.name: path for path in files["brevio"]}
        plans = {row["Customer id"]: row["Plan"] for row in lines(paths["brevio_customers.csv"])}
        last: dict[str, dict[str, str]] = {}
        for row in lines(paths["brevio_subscriptions.csv"]):
            last[row["Customer id"]] = row
        running = [row for row in last.values() if not row["Valid to"]]
        assert len(running) > 800
        assert all(row["Plan"] == plans[row["Customer id"]] for row in running)

    def test_the_lines_of_an_order_add_up_to_what_was_paid(self, files: dict[str, list[Path]]) -> None:
        """Every order that was rated costs what the rating says."""
        paths = {path.name: path for path in files["lumen"]}
        rated = [row["Montant TTC"] for row in lines(paths["lumen_avis_commandes.csv"], ";")]
        sold: dict[str, int] = {}
        for name, order, total in (
            ("lumen_commandes.csv", "N° commande", "Total ligne"),
            ("lumen_comenzi_cluj.csv", "Nr comandă", "Total linie"),
        ):
            for row in lines(paths[name], ";"):
                sold[row[order]] = sold.get(row[order], 0) + int(row[total].replace(",", ""))
        amounts = list(sold.values())
        assert len(amounts) > len(rated)
        assert not {int(amount.replace(",", "")) for amount in rated} - set(amounts)


# metric and measure ("" the first) → the period and what a reader would believe
BREVIO: dict[str, tuple[Period, tuple[float, float]]] = {
    "nps": (AUTUMN, (-25, 0)),
    "csat_top": (AUTUMN, (70, 90)),
    "ces_top": (AUTUMN, (65, 85)),
    "response_rate": (AUTUMN, (25, 40)),
    "comment_rate": (AUTUMN, (30, 65)),
    "cxi": (AUTUMN, (55, 75)),
    "awareness.aided": (AUTUMN, (50, 75)),
    "return_intent": (AUTUMN, (50, 75)),
    "loyalty_index": (AUTUMN, (55, 80)),
    "engagement_composite": (AUTUMN, (50, 75)),
    "qual_css.stop": (AUTUMN, (50, 300)),
    "cross_churn_risk.watch": (AUTUMN, (5, 60)),
    "fcr": (AUTUMN, (60, 95)),
    "art": (AUTUMN, (6, 20)),
    "art.sla_met": (AUTUMN, (60, 95)),
    "wait_time.abandoned": (AUTUMN, (5, 30)),
    "contact_channel_mix.phone": (AUTUMN, (30, 60)),
    "contact_rate": (AUTUMN, (0.1, 1)),
    "churn_lost": (AUTUMN, (3, 10)),
    "churn_lost.involuntary": (YEAR, (0.1, 5)),
    "churn_exposure": (AUTUMN, (0.005, 0.1)),
    "retention": (AUTUMN, (90, 97)),
    "retention_curve.at_30": (YEAR, (90, 100)),
    "retention_matrix": (AUTUMN, (40, 90)),
    "user_lifecycle.new": (AUTUMN, (10, 500)),
    "customer_growth.new": (AUTUMN, (25, 80)),
    "acquisition_rate": (AUTUMN, (2, 10)),
    "mrr": (AUTUMN, (80_000, 160_000)),
    "mrr_movements.expansion": (YEAR, (2_000, 40_000)),
    "mrr_movements.contraction": (YEAR, (-8_000, -50)),
    "mrr_movements.reactivation": (Period(date(2024, 4, 15), date(2024, 9, 1)), (50, 5_000)),
    "mrr_churn": (AUTUMN, (1, 8)),
    "nrr": (YEAR, (90, 125)),
    "grr": (YEAR, (75, 99)),
    "arpa": (AUTUMN, (60, 250)),
    "renewal_rate": (YEAR, (70, 98)),
    "renewal_bookings": (YEAR, (200_000, 2_000_000)),
    "upsell_rate": (YEAR, (3, 30)),
    "upsell_bookings": (YEAR, (20_000, 600_000)),
    "cac": (YEAR, (400, 4_000)),
    "crc": (YEAR, (50, 600)),
    "cac_payback": (YEAR, (3, 40)),
    "ltv_cac": (YEAR, (1, 15)),
    "acq_vs_retention_cost": (YEAR, (1, 30)),
    "clv_predictive": (YEAR, (1_500, 20_000)),
    "cx_roi.cost": (AUTUMN, (8_000, 20_000)),
    "dau": (AUTUMN, (30, 150)),
    "wau": (AUTUMN, (200, 800)),
    "mau": (AUTUMN, (600, 2_000)),
    "stickiness": (AUTUMN, (3, 20)),
    "usage_frequency": (AUTUMN, (1, 8)),
    "product_adoption": (AUTUMN, (25, 75)),
    "feature_adoption": (AUTUMN, (50, 100)),
    "feature_utilisation": (AUTUMN, (25, 75)),
    "onboarding_ttv": (YEAR, (5, 15)),
    "onboarding_ttv.arrived": (YEAR, (75, 99)),
    "community_engagement": (AUTUMN, (25, 80)),
    "community_engagement.answered": (AUTUMN, (25, 80)),
    "business_reviews.held_of_planned": (AUTUMN, (60, 98)),
    "referrals.count": (YEAR, (20, 250)),
    "referrals.converted": (YEAR, (10, 90)),
    "success_stories": (YEAR, (35, 85)),
    "success_stories.published": (ALL, (5, 150)),
    "lead_funnel": (YEAR, (5, 40)),
    "chi": (AUTUMN, (45, 80)),
    "health_score": (AUTUMN, (50, 90)),
    "health_distribution.good": (AUTUMN, (30, 90)),
}
LUMEN: dict[str, tuple[Period, tuple[float, float]]] = {
    "nps": (AUTUMN, (0, 30)),
    "csat_top": (AUTUMN, (60, 85)),
    "avg_transaction_value": (AUTUMN, (150, 280)),
    "purchase_frequency": (YEAR, (1.1, 2.5)),
    "purchase_frequency.repeat_rate": (YEAR, (15, 60)),
    "purchase_trend": (AUTUMN, ANYTHING),
    "ltv_order": (YEAR, (250, 1_200)),
    "cac": (AUTUMN, (50, 800)),
    "cart_abandonment": (AUTUMN, (60, 80)),
    "conversion_rate": (AUTUMN, (2, 6)),
    "direct_traffic": (AUTUMN, (18, 30)),
    "time_on_site": (AUTUMN, (1.5, 4)),
    "campaign_effectiveness": (AUTUMN, (9, 20)),
    "campaign_effectiveness.lift": (AUTUMN, (2, 9)),
    "journey_stages.consideration": (YEAR, (30, 95)),
    "journey_time_in_stage": (YEAR, (2, 20)),
    "journey_pain_points": (YEAR, (1, 60)),
    "journey_scorecard": (YEAR, (0, 50)),
    "business_reviews.rating": (AUTUMN, (3.2, 4.5)),
    "business_reviews.public": (AUTUMN, (50, 200)),
}
CASES = [(story, name) for story, table in (("brevio", BREVIO), ("lumen", LUMEN)) for name in table]


@pytest.mark.parametrize(("story", "name"), CASES)
def test_a_metric_shows_what_a_reader_would_believe(made: dict[str, Workspace], story: str, name: str) -> None:
    metric, _dot, measure = name.partition(".")
    if metric not in metrics():
        pytest.skip("not a metric yet")
    period, (low, high) = (BREVIO if story == "brevio" else LUMEN)[name]
    first = groups(made[story], metric, measure or None, range=period)[0]
    assert first["reason"] is None
    assert low <= first["value"] <= high


class TestTheStoryOfBrevio:
    def test_nps_is_lowest_where_people_work_on_their_phones(self, made: dict[str, Workspace]) -> None:
        found = {
            group["segment"]: group["value"]
            for group in groups(made["brevio"], "nps", None, range=AUTUMN, split="plan")
        }
        assert found["Starter"] < -30
        assert min(found["Team"], found["Business"]) > 0

    def test_starter_practices_leave_more_often_after_the_bad_months(self, made: dict[str, Workspace]) -> None:
        found = {
            group["segment"]: group
            for group in groups(
                made["brevio"],
                "churn_lost",
                "rate",
                range=AUTUMN,
                split="plan",
                compare=Compare(CompareTo.PREVIOUS),
                options={"churn_lost": {"process": True}},
            )
        }
        starter = found["Starter"]["change"]
        assert starter["delta"] > 0
        assert starter["p"] < 0.05
        assert found["Team"]["change"]["p"] > 0.05
        assert found["Business"]["change"]["p"] > 0.05

    def test_who_was_displeased_left_more_often_than_who_was_not(self, files: dict[str, list[Path]]) -> None:
        paths = {path.name: path for path in files["brevio"]}
        question = "How likely are you to recommend Brevio to a colleague? (0-10)"
        last = {
            row["Customer id"]: int(row[question])
            for row in lines(paths["brevio_nps.csv"])
            if row["Submitted at"] >= "2026-07-14" and row[question]
        }
        rows = lines(paths["brevio_subscriptions.csv"])
        left = {row["Customer id"] for row in rows if row["Canceled at"] >= "2026-07-14" and row["Plan"] == "Starter"}
        starter = {row["Customer id"] for row in rows if row["Plan"] == "Starter"} & set(last)
        gone = {low: [who in left for who in starter if (last[who] <= 6) == low] for low in (True, False)}
        shares = {low: sum(who) / len(who) for low, who in gone.items()}
        assert shares[True] > 3 * shares[False] > 0

    def test_they_say_why(self, files: dict[str, list[Path]]) -> None:
        path = next(path for path in files["brevio"] if path.name == "brevio_subscriptions.csv")
        reasons = [row["Cancellation reason"] for row in lines(path) if row["Canceled at"] >= "2026-08-01"]
        assert max(set(reasons), key=reasons.count) == "App problems"

    def test_what_they_wait_for_help_has_doubled(self, made: dict[str, Workspace]) -> None:
        (group,) = groups(made["brevio"], "wait_time", "median", range=AUTUMN, compare=Compare(CompareTo.YEAR))[:1]
        before = groups(made["brevio"], "wait_time", "median", range=Period(date(2026, 1, 1), date(2026, 7, 1)))[0]
        assert group["value"] > 2 * before["value"]


class TestTheStoryOfLumen:
    def test_the_letter_sold_lamps(self, made: dict[str, Workspace]) -> None:
        (lift,) = groups(made["lumen"], "campaign_effectiveness", "lift", range=AUTUMN)
        assert lift["low"] > 0

    def test_more_is_paid_back_for_what_is_delivered_since_the_thin_box(self, files: dict[str, list[Path]]) -> None:
        path = next(path for path in files["lumen"] if path.name == "lumen_commandes.csv")
        back: dict[tuple[str, bool], list[bool]] = {}
        for row in lines(path, ";"):
            day, month, year = row["Date de commande"][:10].split("/")
            key = row["Canal"], f"{year}-{month}-{day}" >= "2026-04-15"
            back.setdefault(key, []).append(row["Montant remboursé"] != "0,00")
        shares = {key: sum(found) / len(found) for key, found in back.items()}
        assert shares["Site", True] > 5 * shares["Site", False]
        assert shares["Boutique", True] < 0.03

    def test_stars_fell_where_lamps_are_delivered(self, made: dict[str, Workspace]) -> None:
        (group,) = groups(made["lumen"], "business_reviews", "rating", range=AUTUMN, compare=Compare(CompareTo.YEAR))
        assert group["change"]["delta"] < 0
        assert group["change"]["p"] < 0.05
