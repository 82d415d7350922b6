"""What tables of records leave open: proposed where rows speak for it, open only where it matters, remembered once
said.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.doubts import answer, apply_options
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping, fingerprint
from tests.intake.looking import Converted, converted, doubt, looked_at, write

Rows = list[list[object]]


def day(number: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number).isoformat()


def again(path: Path, view: TableView) -> TableView:
    """The next file with the same headings, after an import as `view`."""
    kept = from_plain(Mapping, to_plain(view.mapping))
    return looked_at(path, lambda key: kept if key == fingerprint(view.headings) else None)


class TestEnds:
    HEADS = ("Subscription ID", "Account ID", "Start date", "End date", "MRR")

    def table(self, folder: Path, ends: list[str], heads: tuple[str, ...] = HEADS) -> tuple[Path, TableView]:
        rows: Rows = [[f"S{at}", f"A{at}", "2024-01-01", end, 10 + at] for at, end in enumerate(ends)]
        path = write(folder / "subs.csv", heads, rows)
        return path, looked_at(path)

    def test_ends_the_day_before_a_month_begins_are_days_covered(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path, ["2024-03-31", "2024-04-30", "2024-06-30", "2024-12-31", ""])
        asked = doubt(view, "ends")
        assert asked.proposed == "last_day"
        assert "4" in asked.evidence.say()
        assert [day(end) for end in converted(path, view).col("ended_on")[:2]] == ["2024-04-01", "2024-05-01"]

    def test_ends_on_the_day_the_next_stretch_begins_are_free_and_nothing_is_asked(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path, ["2024-04-01", "2024-05-01", "2024-07-01", "2024-12-01", ""])
        assert not [one for one in view.doubts if one.id == "ends"]
        assert [day(end) for end in converted(path, view).col("ended_on")[:2]] == ["2024-04-01", "2024-05-01"]

    def test_rows_that_speak_for_both_leave_it_open(self, tmp_path: Path) -> None:
        _path, view = self.table(tmp_path, ["2024-04-01", "2024-05-01", "2024-07-01"] * 3 + ["2024-04-30"] * 9)
        assert doubt(view, "ends").open
        assert not answer(view, "ends", "last_day").open_doubts

    def test_a_heading_that_says_through_covers_its_day(self, tmp_path: Path) -> None:
        heads = ("Subscription ID", "Account ID", "Start date", "Valid to (inclusive)", "MRR")
        _path, view = self.table(tmp_path, ["2024-03-12", "2024-04-17", "2024-06-09"], heads)
        view = apply_options(view, "subscription", maps=("ended_on=Valid to (inclusive)",))
        assert doubt(view, "ends").proposed == "last_day"

    def test_rows_that_say_nothing_ask_nothing_but_can_be_answered(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path, ["2024-03-12", "2024-04-17", "2024-06-09"])
        assert not view.open_doubts
        said = apply_options(view, answers=("ends=last_day",))
        assert day(converted(path, said).col("ended_on")[0]) == "2024-03-13"
        assert again(path, said).mapping.options["ends"] == "last_day"

    def test_an_answer_that_cannot_be_names_those_that_can(self, tmp_path: Path) -> None:
        _path, view = self.table(tmp_path, ["2024-03-12"])
        with pytest.raises(BadQuestion) as refused:
            answer(view, "ends", "perhaps")
        assert "last_day" in (refused.value.remedy or "")

    def test_a_table_without_ends_is_not_asked(self, tmp_path: Path) -> None:
        rows: Rows = [[f"O{at}", "2024-01-01", 5] for at in range(9)]
        view = looked_at(write(tmp_path / "o.csv", ("Order ID", "Order date", "Order total"), rows))
        with pytest.raises(NotFound):
            answer(view, "ends", "last_day")


class TestRowsOfOneId:
    def test_products_of_one_order_are_its_lines(self, tmp_path: Path) -> None:
        rows: Rows = [[f"O{at // 2}", "2024-01-01", f"P{at}", 2, 3.5] for at in range(10)]
        view = looked_at(write(tmp_path / "o.csv", ("Order ID", "Order date", "Product", "Qty", "Unit price"), rows))
        assert view.mapping.options["repeat"] == "lines"
        assert not [one for one in view.doubts if one.id == "repeat"]

    def test_orders_with_a_status_and_nothing_that_tells_lines_apart_are_states(self, tmp_path: Path) -> None:
        states = ("pending", "paid", "shipped")
        rows: Rows = [[f"O{at // 3}", "2024-01-01", states[at % 3], 12] for at in range(12)]
        path = write(tmp_path / "o.csv", ("Order ID", "Order date", "Order status", "Order total"), rows)
        view = looked_at(path)
        assert doubt(view, "repeat").proposed == "last"
        assert len(set(converted(path, view).key_hash)) == 4
        lines = answer(view, "repeat", "lines")
        assert len(set(converted(path, lines).key_hash)) == 12
        assert again(path, lines).mapping.options["repeat"] == "lines"

    def test_nothing_that_speaks_for_either_is_asked(self, tmp_path: Path) -> None:
        rows: Rows = [[f"O{at // 3}", f"2024-01-{at + 1:02d}", 12 + at] for at in range(12)]
        view = looked_at(write(tmp_path / "o.csv", ("Order ID", "Order date", "Order total"), rows))
        assert doubt(view, "repeat").open


class TestAmounts:
    def orders(self, folder: Path, amounts: list[float], heading: str = "Amount") -> TableView:
        rows: Rows = [[f"O{at // 2}", "2024-01-01", f"P{at}", amount] for at, amount in enumerate(amounts)]
        return looked_at(write(folder / "o.csv", ("Order ID", "Order date", "Product", heading), rows))

    def test_an_amount_that_differs_on_the_rows_of_an_order_is_that_of_a_line(self, tmp_path: Path) -> None:
        view = self.orders(tmp_path, [1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
        assert doubt(view, "amount:3").proposed == "line_amount"
        assert view.mapping.use(3).field == "line_amount"

    def test_an_amount_that_all_rows_of_an_order_repeat_is_that_of_the_order(self, tmp_path: Path) -> None:
        view = self.orders(tmp_path, [4.0, 4.0, 9.0, 9.0, 12.0, 12.0])
        assert doubt(view, "amount:3").proposed == "net_amount"

    def test_what_is_without_tax_or_with_it_can_be_said(self, tmp_path: Path) -> None:
        view = answer(self.orders(tmp_path, [4.0, 4.0, 9.0, 9.0]), "amount:3", "gross_amount")
        assert view.mapping.use(3).field == "gross_amount"

    def test_rows_that_speak_for_both_leave_it_open(self, tmp_path: Path) -> None:
        assert doubt(self.orders(tmp_path, [4.0, 4.0, 9.0, 9.0, 1.0, 2.0, 3.0, 4.0]), "amount:3").open

    def test_a_heading_that_says_net_is_not_asked_about(self, tmp_path: Path) -> None:
        view = self.orders(tmp_path, [1.5, 2.5, 3.5, 4.5], "Net amount")
        assert view.mapping.use(3).field == "net_amount"
        assert not [one for one in view.doubts if one.id == "amount:3"]


class TestUnits:
    def calls(self, folder: Path, heading: str, times: list[object]) -> tuple[Path, TableView]:
        rows: Rows = [[f"C{at}", "2024-03-05 10:00", "inbound", value] for at, value in enumerate(times)]
        path = write(folder / "c.csv", ("Call ID", "Call start", "Direction", heading), rows)
        return path, apply_options(looked_at(path), "contact", maps=(f"handle_seconds={heading}",))

    def test_small_bare_numbers_are_asked_about(self, tmp_path: Path) -> None:
        path, view = self.calls(tmp_path, "Handle time", [4, 7, 12])
        assert doubt(view, "unit:3").open
        said = answer(view, "unit:3", "minutes")
        assert converted(path, said).col("handle_seconds") == [240.0, 420.0, 720.0]
        assert again(path, said).mapping.use(3).layout == "minutes"

    def test_calls_of_hundreds_are_of_seconds(self, tmp_path: Path) -> None:
        path, view = self.calls(tmp_path, "Handle time", [240, 412, 1190])
        assert doubt(view, "unit:3").proposed == "seconds"
        assert converted(path, view).col("handle_seconds") == [240.0, 412.0, 1190.0]

    @pytest.mark.parametrize(("heading", "times"), [("Handle time (min)", [4, 7]), ("Handle time", ["0:04:00"] * 2)])
    def test_a_unit_that_is_said_is_not_asked(self, tmp_path: Path, heading: str, times: list[object]) -> None:
        _path, view = self.calls(tmp_path, heading, times)
        assert not [one for one in view.doubts if one.id == "unit:3"]

    def test_the_unit_is_no_way_to_write_dates(self, tmp_path: Path) -> None:
        _path, view = self.calls(tmp_path, "Handle time", [240, 412, 1190])
        assert next(fact for fact in view.facts if fact.name == "dates").value.say() == "year, month, day"
        assert view.columns[3].type not in ("date", "instant")


class TestWhichDollar:
    def orders(self, folder: Path, heading: str) -> tuple[Path, TableView]:
        rows: Rows = [[f"O{at}", "2024-01-01", f"${at}.50"] for at in range(5)]
        path = write(folder / "o.csv", ("Order ID", "Order date", heading), rows)
        return path, looked_at(path)

    def test_a_sign_stays_open_until_it_is_said(self, tmp_path: Path) -> None:
        path, view = self.orders(tmp_path, "Order total")
        assert doubt(view, "currency:2").proposed == "@sign"
        assert set(converted(path, view).col("currency")) == {"$"}
        said = answer(view, "currency:2", "CAD")
        assert set(converted(path, said).col("currency")) == {"CAD"}
        assert set(converted(path, again(path, said)).col("currency")) == {"CAD"}

    def test_a_heading_may_say_it(self, tmp_path: Path) -> None:
        path, view = self.orders(tmp_path, "Order total (USD)")
        view = apply_options(view, "order", maps=("gross_amount=Order total (USD)",))
        assert set(converted(path, view).col("currency")) == {"USD"}


class TestWords:
    def orders(self, folder: Path) -> tuple[Path, TableView]:
        states = ("paid", "zurückgelegt", "a=b", "N/A")
        rows: Rows = [[f"O{at}", "2024-01-01", states[at % 4], 5] for at in range(20)]
        path = write(folder / "o.csv", ("Order ID", "Order date", "Order status", "Order total"), rows)
        return path, looked_at(path)

    def test_unknown_words_are_shown_with_their_number_and_kept(self, tmp_path: Path) -> None:
        path, view = self.orders(tmp_path)
        asked = doubt(view, "word:2:zurückgelegt")
        assert asked.proposed == "@keep"
        assert "5" in asked.evidence.say()
        assert not [one for one in view.doubts if "N/A" in one.id]
        made = converted(path, view)
        assert made.col("status")[:3] == ["paid", "zurückgelegt", "a=b"]
        assert sum(batch.adjusted.get("unknown_word", 0) for batch in made.batches) == 10

    def test_a_word_can_be_given_its_meaning(self, tmp_path: Path) -> None:
        path, view = self.orders(tmp_path)
        said = apply_options(view, answers=("word:2:zurückgelegt=pending", "word:2:a=b=paid"))
        made: Converted = converted(path, said)
        assert made.col("status")[:3] == ["paid", "pending", "paid"]
        assert not any(batch.adjusted for batch in made.batches)
        assert converted(path, again(path, said)).col("status")[:3] == ["paid", "pending", "paid"]
