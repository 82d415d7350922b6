"""Exports of payments, shops and subscriptions: known by their tool, imported as they are, and their figures right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxdesk.intake.inspect import inspect
from cxdesk.intake.inspection import TableView
from cxdesk.workspace.workspace import Workspace
from tests.intake.formats import money_exports as made
from tests.intake.formats.figures import Desk, imported
from tests.intake.looking import converted, doubt, looked_at, uses, write

pytestmark = pytest.mark.usefixtures("here")

Maker = Callable[[Path], Path]
DECEMBER = {"since": "2025-12-01", "until": "2025-12-31"}


def settled(path: Path, tool: str) -> TableView:
    """The view of a file that is recognised and leaves nothing to ask."""
    view = looked_at(path)
    assert view.format == tool
    assert view.open_doubts == ()
    return view


def prices(desk: Desk) -> dict[str, tuple[str, int]]:
    """Currency and stored price of each subscription."""
    with Workspace.open(desk.path) as workspace:
        frame = workspace.frame()
        who, money = (frame.column("subscription", name) for name in ("subscription", "currency"))
        told = zip(who.codes, money.codes, frame.column("subscription", "amount"), strict=True)
        return {who.labels[one]: (money.labels[named], int(amount)) for one, named, amount in told}


class TestStripeSubscriptions:
    def test_its_columns_have_their_meaning(self, tmp_path: Path) -> None:
        found = uses(settled(made.stripe_subscriptions(tmp_path), "stripe_subscriptions"))
        assert (found["Start Date (UTC)"], found["Ended At (UTC)"]) == ("started_on", "ended_on")
        assert (found["Canceled At (UTC)"], found["Trial End (UTC)"]) == ("cancelled_at", "trial_until")

    def test_years_seats_notices_and_trials_make_the_right_monthly_revenue(self, tmp_path: Path) -> None:
        desk = imported(tmp_path, made.stripe_subscriptions(tmp_path))
        assert desk.asked("mrr", **DECEMBER)["end"]["value"] == made.MRR_AT_THE_END_OF_2025
        churn = desk.asked("churn_lost", **DECEMBER)["rate"]
        assert (churn["numerator"], churn["denominator"]) == (1, 12)

    def test_an_older_one_has_no_start_date_of_its_own(self, tmp_path: Path) -> None:
        heads = [name for name in made.STRIPE_SUBSCRIPTIONS if name not in ("Start Date (UTC)", "Cancellation Reason")]
        assert uses(settled(made.stripe_subscriptions(tmp_path, heads), "stripe_subscriptions"))["Start (UTC)"] == (
            "started_on"
        )

    def test_ends_are_the_first_day_that_is_not_covered(self, tmp_path: Path) -> None:
        path = made.stripe_subscriptions(tmp_path)
        view = looked_at(path)
        assert view.mapping.options["ends"] == "first_free"
        assert all(one.id != "ends" for one in view.doubts)


class TestStripePayments:
    @pytest.mark.parametrize("headings", [made.STRIPE_PAYMENTS, made.OLDER_STRIPE_PAYMENTS], ids=["now", "older"])
    def test_what_was_converted_adds_up_without_failures_refunds_and_tests(
        self, tmp_path: Path, headings: tuple[str, ...]
    ) -> None:
        path = made.stripe_payments(tmp_path, headings)
        settled(path, "stripe_payments")
        desk = imported(tmp_path, path)
        assert desk.tables[0]["rows"]["skipped"] == {"test_mode": 1}
        mean = desk.asked("avg_transaction_value")["mean"]
        assert (mean["numerator"], mean["denominator"]) == (made.STRIPE_REVENUE, made.STRIPE_SALES)

    def test_the_tax_on_its_fee_is_no_tax_of_the_order(self, tmp_path: Path) -> None:
        found = uses(looked_at(made.stripe_payments(tmp_path, made.OLDER_STRIPE_PAYMENTS)))
        assert found["Tax"] == found["Fee"] == "@attribute"

    def test_an_export_without_converted_sums_is_read_in_its_own_currency(self, tmp_path: Path) -> None:
        heads = [name for name in made.STRIPE_PAYMENTS if not name.startswith("Converted Amount R")]
        heads.remove("Converted Currency")
        found = uses(looked_at(made.stripe_payments(tmp_path, heads)))
        assert (found["Currency"], found["Amount Refunded"]) == ("currency", "refund")


class TestShopify:
    def test_lines_below_an_order_are_its_lines(self, tmp_path: Path) -> None:
        path = made.shopify_orders(tmp_path)
        view = settled(path, "shopify_orders")
        rows = converted(path, view)
        second = rows.col("order").index("#1002") + 1
        assert rows.col("order")[second] == "#1002"
        assert rows.col("status")[second] == "paid"
        assert rows.col("gross_amount")[second] is None
        assert rows.col("quantity")[second - 1 : second + 1] == [2.0, 1.0]
        assert rows.adds_up

    def test_orders_are_worth_their_total_without_tax_shipping_and_refunds(self, tmp_path: Path) -> None:
        desk = imported(tmp_path, made.shopify_orders(tmp_path))
        mean = desk.asked("avg_transaction_value")["mean"]
        assert (mean["numerator"], mean["denominator"]) == (80 + 60 + 40 + 80 + 20, 5)
        deducted = desk.asked("avg_transaction_value", "returns=deducted")["mean"]
        assert deducted["numerator"] == 80 + 60 + 40 + 80 + 20

    def test_the_apostrophe_before_a_number_is_no_part_of_it(self, tmp_path: Path) -> None:
        path = made.shopify_orders(tmp_path)
        kept = converted(path, looked_at(path)).extra[0]
        assert kept is not None
        assert '"01200"' in kept

    def test_the_same_orders_again_change_nothing(self, tmp_path: Path) -> None:
        desk = imported(tmp_path, made.shopify_orders(tmp_path))
        again = imported(tmp_path, made.shopify_orders(tmp_path))
        assert again.tables[0]["rows"]["unchanged"] == again.tables[0]["rows"]["read"] == desk.tables[0]["rows"]["new"]


class TestWooCommerce:
    @pytest.mark.parametrize(
        "make", [made.synthetic_woo_analytics, made.synthetic_woo_analytics_fr], ids=["english", "french"]
    )
    def test_its_analytics_count_net_sales(self, tmp_path: Path, make: Maker) -> None:
        path = make(tmp_path)
        settled(path, "woocommerce_analytics")
        mean = imported(tmp_path, path).asked("avg_transaction_value")["mean"]
        assert (mean["numerator"], mean["denominator"]) == (made.WOO_NET, made.WOO_ORDERS)

    @pytest.mark.parametrize("name", ["N. Revenue", "Net revenue"])
    def test_net_sales_had_other_names(self, tmp_path: Path, name: str) -> None:
        heads = [name if one == "Net Sales" else one for one in made.WOO_ANALYTICS if one != "Attribution"]
        assert uses(settled(made.synthetic_woo_analytics(tmp_path, heads), "woocommerce_analytics"))[name] == (
            "net_amount"
        )

    @pytest.mark.parametrize("first_row_only", [False, True], ids=["on every row", "on the first row only"])
    def test_a_plugin_says_what_is_true_of_the_order_on_all_rows_or_on_the_first(
        self, tmp_path: Path, first_row_only: bool
    ) -> None:
        path = made.synthetic_woo_plugin(tmp_path, first_row_only)
        view = settled(path, "woocommerce_orders")
        assert len(set(converted(path, view).col("order"))) == 4
        mean = imported(tmp_path, path).asked("avg_transaction_value")["mean"]
        assert (mean["numerator"], mean["denominator"]) == (made.WOO_LINES_NET, made.WOO_LINES_ORDERS)

    def test_that_rows_without_a_number_belong_to_the_order_above_may_be_denied(self, tmp_path: Path) -> None:
        from cxdesk.intake.doubts import answer

        view = looked_at(made.synthetic_woo_plugin(tmp_path, True))
        assert doubt(view, "carried").proposed == "above"
        denied = answer(view, "carried", "own")
        assert not denied.mapping.options.get("carried", {}).get("nameless", False)


class TestChargebeeAndPaddle:
    def test_whole_numbers_may_be_cents_and_are_asked_about(self, tmp_path: Path) -> None:
        view = looked_at(made.synthetic_chargebee(tmp_path))
        assert view.format == "chargebee_subscriptions"
        assert [one.id for one in view.open_doubts] == ["minor"]

    def test_a_currency_without_cents_leaves_nothing_to_ask(self, tmp_path: Path) -> None:
        path = made.synthetic_chargebee(tmp_path)
        path.write_text(path.read_text(encoding="utf-8").replace("EUR", "JPY"), encoding="utf-8")
        assert looked_at(path).open_doubts == ()

    def test_every_currency_has_its_own_smallest_part(self, tmp_path: Path) -> None:
        """4900 is 49.00 euros, 4,900 yen and 4.900 dinars: ISO 4217 gives them two, no and three decimal places."""
        path = made.synthetic_chargebee(tmp_path)
        cents = prices(imported(tmp_path, path, answers=("minor=minor",)))
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        lines = [line.replace("EUR", ("EUR", "JPY", "KWD")[at % 3]) for at, line in enumerate(lines)]
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        (tmp_path / "other").mkdir()
        found = prices(imported(tmp_path / "other", path, answers=("minor=minor",)))
        times = {"EUR": 1, "JPY": 100, "KWD": 0.1}
        assert {currency for currency, _price in found.values()} == set(times)
        assert found == {who: (now, round(cents[who][1] * times[now])) for who, (now, _price) in found.items()}

    @pytest.mark.parametrize(("cents", "answers"), [(True, ("minor=minor",)), (False, ())], ids=["cents", "units"])
    def test_terms_of_several_months_and_notices_make_the_right_monthly_revenue(
        self, tmp_path: Path, cents: bool, answers: tuple[str, ...]
    ) -> None:
        desk = imported(tmp_path, made.synthetic_chargebee(tmp_path, cents), answers=answers)
        assert desk.asked("mrr", **DECEMBER)["end"]["value"] == made.CHARGED_MRR

    def test_the_price_is_enough_without_a_monthly_sum(self, tmp_path: Path) -> None:
        heads = [name for name in made.CHARGEBEE if not name.endswith(".mrr")]
        path = made.synthetic_chargebee(tmp_path, headings=heads)
        desk = imported(tmp_path, path, answers=("minor=minor",))
        assert desk.asked("mrr", **DECEMBER)["end"]["value"] == made.CHARGED_MRR

    def test_cents_are_remembered_for_the_next_month(self, tmp_path: Path) -> None:
        path = made.synthetic_chargebee(tmp_path)
        imported(tmp_path, path, answers=("minor=minor",))
        assert imported(tmp_path, path).tables[0]["rows"]["unchanged"] == len(made.CHARGED)

    def test_paddle_needs_no_answer(self, tmp_path: Path) -> None:
        path = made.synthetic_paddle(tmp_path)
        settled(path, "paddle_subscriptions")
        assert imported(tmp_path, path).asked("mrr", **DECEMBER)["end"]["value"] == made.PADDLED_MRR

    def test_names_alone_do_not_make_a_tool(self, tmp_path: Path) -> None:
        rows = [[f"{at}", f"c{at}", "live", "EUR", "2025-01-10", "", "month"] for at in range(9)]
        heads = ["subscription_id", "customer_id", "status", "currency_code", "started_at", "canceled_at"]
        path = write(tmp_path / "subscriptions.csv", [*heads, "billing_interval"], rows)
        assert looked_at(path).format is None


@pytest.mark.parametrize(
    "make",
    [
        made.stripe_subscriptions,
        made.stripe_payments,
        made.shopify_orders,
        made.synthetic_woo_analytics,
        made.synthetic_woo_plugin,
        made.synthetic_chargebee,
        made.synthetic_paddle,
    ],
    ids=lambda make: make.__name__,
)
def test_columns_may_come_in_another_order_and_with_others_among_them(tmp_path: Path, make: Maker) -> None:
    import csv

    whole = make(tmp_path)
    expected = looked_at(whole)
    with whole.open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    order = [at for at in reversed(range(len(heads))) if at % 9 != 5 or uses(expected)[heads[at]] != "@attribute"]
    mixed = write(
        tmp_path / "mixed.csv",
        ["Our own column", *(heads[at] for at in order)],
        [["x", *(row[at] for at in order)] for row in rows],
    )
    (view,) = inspect(mixed).tables
    assert view.format == expected.format
    same = {name: use for name, use in uses(view).items() if not use.startswith("@")}
    assert same == {name: use for name, use in uses(expected).items() if not use.startswith("@")}
