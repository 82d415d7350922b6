"""Typed rows: every save is one batch that accounts for itself, can be taken back, and changes what numbers read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds_of.cost import COST
from cxdesk.domain.query import Query
from cxdesk.store import batches
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.typed.effects import by_month
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("all_here")

ADS = {"from": "2024-03", "category": "acquisition", "amount": "1200.50", "currency": "EUR", "note": "Fair"}
TOOL = {"from": "2024-03-15", "until": "2024-04-13", "category": "cogs", "amount": 300}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def texts(workspace: Workspace, kind: str = "cost") -> list[dict[str, Any]]:
    return [{name: text for name, text in line.texts.items() if text} for line in workspace.typed(kind)]


def counted(workspace: Workspace) -> int:
    return len(workspace.frame().rows(COST.all()).index)


class TestOneSave:
    def test_is_one_batch_with_its_account(self, workspace: Workspace) -> None:
        saved, changes = workspace.save_typed("cost", Edit(put=[("", ADS), ("", TOOL)]))
        (batch,) = workspace.imports()
        assert changes.touched == {"cost"}
        assert (saved.batch, batch.type, batch.title, batch.state) == (batch.id, "typed", "Typed in", "live")
        assert batch.typed == {"added": 2, "changed": 0, "removed": 0}
        assert (batch.rows["read"], batch.rows["new"]) == (2, 2)
        assert texts(workspace) == [
            {**ADS},
            {**TOOL, "amount": "300.00"},
        ]
        assert workspace.info().rows == 2
        assert workspace.info().files == 0

    def test_changes_and_removes_by_key_and_everything_comes_back(self, workspace: Workspace) -> None:
        empty = workspace.content_hash()
        first, _ = workspace.save_typed("cost", Edit(put=[("", ADS), ("", TOOL)]))
        both = workspace.content_hash()
        second, _ = workspace.save_typed(
            "cost", Edit(put=[(first.keys[0], {**ADS, "amount": "900"})], removed=[first.keys[1]])
        )
        assert (second.added, second.changed, second.removed) == (0, 1, 1)
        assert [one["amount"] for one in texts(workspace)] == ["900.00"]
        assert counted(workspace) == 1
        assert workspace.content_hash() == batches.content_text(workspace.database) != both
        assert second.batch is not None
        workspace.undo(second.batch)
        assert workspace.content_hash() == batches.content_text(workspace.database) == both
        assert [one["amount"] for one in texts(workspace)] == ["1200.50", "300.00"]
        assert first.batch is not None
        workspace.undo(first.batch)
        assert workspace.content_hash() == empty
        assert texts(workspace) == []

    def test_undone_in_the_middle_leaves_what_came_later(self, workspace: Workspace) -> None:
        first, _ = workspace.save_typed("cost", Edit(put=[("", ADS), ("", TOOL)]))
        workspace.save_typed("cost", Edit(put=[(first.keys[0], {**ADS, "amount": "900"})]))
        assert first.batch is not None
        workspace.undo(first.batch)
        assert texts(workspace) == [{**ADS, "amount": "900.00"}]

    def test_that_changes_nothing_writes_nothing(self, workspace: Workspace) -> None:
        first, _ = workspace.save_typed("cost", Edit(put=[("", ADS)]))
        state = workspace.state
        saved, changes = workspace.save_typed("cost", Edit(put=[(first.keys[0], ADS)]))
        assert (saved.batch, changes.touched, workspace.state) == (None, frozenset(), state)
        assert len(workspace.imports()) == 1

    def test_two_lines_alike_stay_two(self, workspace: Workspace) -> None:
        saved, _ = workspace.save_typed("cost", Edit(put=[("", ADS), ("", ADS)]))
        assert len(set(saved.keys)) == 2
        assert counted(workspace) == 2

    def test_a_field_that_is_emptied_is_empty(self, workspace: Workspace) -> None:
        first, _ = workspace.save_typed("cost", Edit(put=[("", ADS)]))
        workspace.save_typed("cost", Edit(put=[(first.keys[0], {**ADS, "note": ""})]))
        assert "note" not in texts(workspace)[0]


class TestRefusals:
    @pytest.mark.parametrize(
        ("cells", "column", "said"),
        [
            ({**ADS, "from": "soon"}, "From", "“soon” is no month and no day."),
            ({**ADS, "until": "2024-01"}, "Until", "The end comes before the beginning."),
            ({**ADS, "category": ""}, "Category", "The category is missing."),
            ({**ADS, "amount": "1.200"}, "Amount", "“1.200” can be read in two ways."),
            ({**ADS, "amount": "12 USD"}, "Amount", "The amount is written in USD but the line says EUR."),
            ({**ADS, "currency": "$"}, "Currency", "“$” can be several currencies."),
        ],
    )
    def test_name_line_and_column_and_write_nothing(
        self, workspace: Workspace, cells: dict[str, Any], column: str, said: str
    ) -> None:
        with pytest.raises(BadQuestion) as caught:
            workspace.save_typed("cost", Edit(put=[("", TOOL), ("", cells)]))
        assert (caught.value.row, caught.value.column, caught.value.message) == (2, column, said)
        assert workspace.imports() == []

    def test_only_typed_rows_can_be_changed_or_removed(self, workspace: Workspace, tmp_path: Path) -> None:
        path = write(
            tmp_path / "c.csv", ["Cost id", "Month", "Category", "Amount"], [["A-1", "2024-03", "Ads", "9.50"]]
        )
        import_files(workspace, [path], ImportOptions(kind="cost"))
        for edit in (Edit(put=[("A-1", ADS)]), Edit(removed=["A-1"])):
            with pytest.raises(NotFound):
                workspace.save_typed("cost", edit)
        assert workspace.typed("cost") == []
        assert counted(workspace) == 1

    def test_only_costs_and_rates_are_typed_in(self, workspace: Workspace) -> None:
        with pytest.raises(NotFound):
            workspace.save_typed("answer", Edit())


class TestWhatNumbersSee:
    def test_a_typed_cost_is_a_cost(self, workspace: Workspace) -> None:
        workspace.save_typed("cost", Edit(put=[("", ADS), ("", {**ADS, "amount": "0.50"})]))
        (metric,) = workspace.metrics(Query(metrics=("cac",)))
        (cost,) = [group for group in metric["groups"] if group["measure"] == "cost"]
        assert cost["value"] == 1201.0

    def test_the_months_of_a_cost_add_up_to_it_as_numbers_read_it(self, workspace: Workspace) -> None:
        odd = {"from": "2024-01-17", "until": "2024-06-02", "category": "acquisition", "amount": "100.0001"}
        workspace.save_typed("cost", Edit(put=[("", odd)]))
        months = by_month(line.values for line in workspace.typed("cost"))
        assert sum(amounts[""] for amounts in months.values()) == 1_000_001
        assert list(months) == [date(2024, month, 1) for month in range(1, 7)]
        found = workspace.metrics(Query(metrics=("cac",)), by_grain=True)[0]["groups"]
        spent = [group["value"] for group in found if group["measure"] == "cost"]
        assert spent == pytest.approx([amounts[""] / 10_000 for amounts in months.values()], abs=1e-9)

    def test_the_receipt_says_that_it_was_typed_in(self, workspace: Workspace) -> None:
        from cxdesk.domain.query import Selection

        workspace.save_typed("cost", Edit(put=[("", ADS), ("", TOOL)]))
        receipt = workspace.receipt(Query(metrics=("cac",)), Selection("cac", "cost"))
        (behind,) = [one for one in receipt.behind if one.kind == "cost"]
        assert behind.imported == 2
        assert [file["file"] for file in behind.files] == ["Typed in"]
        assert receipt.sum_ok

    def test_a_removed_cost_is_accounted_for_as_put_aside(self, workspace: Workspace) -> None:
        from cxdesk.domain.query import Selection

        saved, _ = workspace.save_typed("cost", Edit(put=[("", ADS), ("", TOOL), ("", ADS)]))
        workspace.save_typed("cost", Edit(removed=[saved.keys[0]]))
        receipt = workspace.receipt(Query(metrics=("cac",)), Selection("cac", "cost"))
        (behind,) = [one for one in receipt.behind if one.kind == "cost"]
        assert (behind.imported, behind.exclusions["archived"]) == (3, 1)
        assert receipt.sum_ok

    def test_costs_alone_do_not_upset_the_catalogue(self, workspace: Workspace) -> None:
        workspace.save_typed("cost", Edit(put=[("", ADS)]))
        assert workspace.board(Query()).cards


class TestRates:
    def test_are_known_by_day_and_currencies(self, workspace: Workspace) -> None:
        usd = {"day": "2024-03", "from": "USD", "to": "€", "rate": "0.923", "source": "ECB"}
        saved, _ = workspace.save_typed("rate", Edit(put=[("", usd)]))
        assert saved.keys == ("2024-03-01|USD|EUR",)
        moved, _ = workspace.save_typed("rate", Edit(put=[(saved.keys[0], {**usd, "day": "2024-04"})]))
        assert [line.key for line in workspace.typed("rate")] == ["2024-04-01|USD|EUR"]
        assert (moved.added, moved.changed, moved.removed) == (0, 1, 0)
        assert moved.batch is not None
        workspace.undo(moved.batch)
        assert [line.key for line in workspace.typed("rate")] == ["2024-03-01|USD|EUR"]

    def test_what_was_taken_out_can_be_typed_again(self, workspace: Workspace) -> None:
        usd = {"day": "2024-03", "from": "USD", "to": "EUR", "rate": "0.923"}
        saved, _ = workspace.save_typed("rate", Edit(put=[("", usd)]))
        workspace.save_typed("rate", Edit(removed=saved.keys))
        assert workspace.typed("rate") == []
        workspace.save_typed("rate", Edit(put=[("", {**usd, "rate": "0.93"})]))
        assert [line.texts["rate"] for line in workspace.typed("rate")] == ["0.93"]

    def test_the_same_day_again_is_a_change_and_is_counted_so(self, workspace: Workspace) -> None:
        usd = {"day": "2024-03", "from": "USD", "to": "EUR", "rate": "0.923"}
        workspace.save_typed("rate", Edit(put=[("", usd)]))
        again, _ = workspace.save_typed("rate", Edit(put=[("", {**usd, "rate": "0.93"})]))
        assert (again.added, again.changed) == (0, 1)
        assert [line.texts["rate"] for line in workspace.typed("rate")] == ["0.93"]
        assert workspace.save_typed("rate", Edit(put=[("", {**usd, "rate": "0.93"})]))[0].batch is None

    def test_no_line_is_changed_into_another_unless_that_one_goes(self, workspace: Workspace) -> None:
        usd = {"day": "2024-03", "from": "USD", "to": "EUR", "rate": "0.923"}
        april = {**usd, "day": "2024-04", "rate": "0.93"}
        saved, _ = workspace.save_typed("rate", Edit(put=[("", usd), ("", april)]))
        first, second = saved.keys
        with pytest.raises(BadQuestion, match="Another line"):
            workspace.save_typed("rate", Edit(put=[(first, {**usd, "day": "2024-04"})]))
        assert [line.texts["rate"] for line in workspace.typed("rate")] == ["0.923", "0.93"]
        swapped = [(first, {**usd, "day": "2024-04"}), (second, {**april, "day": "2024-03"})]
        assert workspace.save_typed("rate", Edit(put=swapped))[0].changed == 2
        assert [line.texts["rate"] for line in workspace.typed("rate")] == ["0.93", "0.923"]
        done, _ = workspace.save_typed("rate", Edit(put=[(first, {**usd, "day": "2024-04"})], removed=[second]))
        assert (done.changed, done.removed) == (1, 1)

    def test_a_currency_has_no_rate_in_itself_and_a_day_one_rate(self, workspace: Workspace) -> None:
        usd = {"day": "2024-03", "from": "USD", "to": "EUR", "rate": "0.923"}
        for edit in (Edit(put=[("", {**usd, "to": "usd"})]), Edit(put=[("", usd), ("", usd)])):
            with pytest.raises(BadQuestion):
                workspace.save_typed("rate", edit)
        assert workspace.imports() == []

    def test_a_file_of_rates_is_imported_like_any_other(self, workspace: Workspace, tmp_path: Path) -> None:
        rows = [[f"2024-{month:02d}", "USD", "EUR", f"0.9{month:02d}1", "ECB"] for month in range(1, 13)]
        path = write(tmp_path / "rates.csv", ["Month", "From currency", "To currency", "Rate", "Source"], rows)
        (report,) = import_files(workspace, [path], ImportOptions())
        assert (report.error, report.kind, report.rows.new) == (None, "rate", 12)
        assert import_files(workspace, [path], ImportOptions())[0].rows.unchanged == 12
