"""The order of rows, whom they leave out, and what they can be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.customer import CUSTOMER
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.rows import Rows
from tests.frame.memory import answers, frame_of

CUSTOMERS = [
    {"customer": "a", "country": "FR", "segment": "Big"},
    {"customer": "b", "country": "RO", "owner": "Ana"},
    {"customer": "z", "internal": True},
]


def labels(rows: Rows, attribute: str) -> list[str | None]:
    codes = rows.codes(attribute)
    assert codes is not None
    return [None if code < 0 else codes.labels[code] for code in codes.codes]


def kept(rows: Rows, text: str) -> list[int]:
    mask = rows.mask(Condition.parse(text))
    assert mask is not None
    return rows.index[mask].tolist()


def test_rows_come_by_day_then_instant_then_source_row_and_undated_last() -> None:
    frame = frame_of(
        {
            "answer": [
                {"submitted_at": "2024-03-02T10:00:00"},
                {"submitted_at": None},
                {"submitted_at": "2024-03-01T23:00:00"},
                {"submitted_at": "2024-03-01T09:00:00"},
                {"submitted_at": "2024-03-02T10:00:00"},
            ]
        }
    )
    rows = frame.rows(ANSWER.all())
    assert rows.index.tolist() == [3, 2, 0, 4, 1]
    assert rows.dated == 4


def test_test_rows_archived_rows_and_other_questions_are_left_out_and_counted() -> None:
    frame = frame_of(
        {
            "answer": [
                *answers([9, 8]),
                *answers([3], role="csat"),
                *answers([1], internal=True),
                *answers([2], customer="z"),
                *answers([4], archived=True, internal=True),
            ],
            "customer": CUSTOMERS,
        }
    )
    rows = frame.rows(ANSWER.where(role=Role.NPS))
    assert rows.size == 2
    assert rows.left_out == {"archived": 1, "internal": 2, "other_role": 1}


def test_an_attribute_is_the_rows_own_else_that_of_its_customer() -> None:
    frame = frame_of(
        {
            "answer": [
                {"customer": "a", "channel": "web", "Store": "Cluj"},
                {"customer": "b", "Store": "Iași"},
                {"customer": "unknown"},
                {},
            ],
            "customer": CUSTOMERS,
        }
    )
    rows = frame.rows(ANSWER.all())
    assert labels(rows, "channel") == ["web", None, None, None]
    assert labels(rows, "Store") == labels(rows, "store") == ["Cluj", "Iași", None, None]
    assert labels(rows, "country") == ["FR", "RO", None, None]
    assert rows.codes("shoe size") is None
    assert set(rows.attributes()) >= {"channel", "Store", "country", "segment", "owner"}


def test_groups_are_in_order_and_name_only_what_occurs() -> None:
    rows = frame_of({"answer": [{"channel": name} for name in ("web", "Email", None, "web")]}).rows(ANSWER.all())
    groups = rows.groups("channel")
    assert groups is not None
    assert groups.labels == ("Email", "web", None)
    assert groups.codes.tolist() == [1, 0, 2, 1]


def test_labels_are_matched_as_written_else_folded() -> None:
    rows = frame_of({"answer": [{"channel": name} for name in ("Web", "web", "Téléphone", None)]}).rows(ANSWER.all())
    assert kept(rows, "channel=web") == [1]
    assert kept(rows, "channel=telephone") == [2]
    assert kept(rows, "channel=(none)|Web") == [0, 3]
    assert kept(rows, "channel!=web") == [0, 2, 3]


def test_numbers_and_dates_compare_as_such() -> None:
    frame = frame_of(
        {
            "answer": [
                {"role": "nps", "score": 9, "weight": 2.0, "Basket": "9,5", "submitted_at": "2024-03-01"},
                {"role": "nps", "score": 10, "weight": 10.0, "Basket": "10.0", "submitted_at": "2024-03-31T22:00:00"},
                {"role": "nps", "score": None, "weight": None, "Basket": "?", "submitted_at": "2024-04-01"},
            ]
        }
    )
    rows = frame.rows(ANSWER.all())
    assert kept(rows, "score>=10") == [1]
    assert kept(rows, "weight<10") == [0]
    assert kept(rows, "weight=(none)") == [2]
    assert kept(rows, "Basket>9") == [0, 1]
    assert kept(rows, "submitted_at=2024-03") == [0, 1]
    assert kept(rows, "submitted_at>2024-03") == [2]
    assert kept(rows, "submitted_at<=2024-03-01") == [0]
    assert kept(rows, "submitted_at>=2024") == [0, 1, 2]


@pytest.mark.parametrize("text", ["score>=high", "submitted_at>=soon", "channel>=3x"])
def test_a_comparison_with_nonsense_is_refused(text: str) -> None:
    rows = frame_of({"answer": [{"channel": "web", "role": "nps", "score": 3}]}).rows(ANSWER.all())
    with pytest.raises(BadQuestion):
        rows.mask(Condition.parse(text))


def test_a_comment_anywhere_in_a_response_is_a_comment_of_all_its_answers() -> None:
    rows = frame_of(
        {
            "answer": [
                {"response": "1", "role": "nps", "score": 9},
                {"response": "1", "role": "why", "comment": "Livrare rapidă"},
                {"response": "2", "role": "nps", "score": 2, "comment": "!!"},
                {"role": "nps", "score": 2, "comment": "ok"},
            ]
        }
    ).rows(ANSWER.all())
    assert labels(rows, "has_comment") == ["yes", "yes", "no", "yes"]
    assert kept(rows, "has_comment=oui") == [0, 1, 3]


def test_time_attributes_are_local() -> None:
    frame = frame_of(
        {
            "answer": [
                {"submitted_at": "2024-03-31T22:30:00Z"},
                {"submitted_at": "2024-03-31", "floating": True},
                {"submitted_at": None},
            ]
        },
        settings={"zone": "Europe/Bucharest"},
    )
    rows = frame.rows(ANSWER.all())
    by_row = dict(zip(rows.index.tolist(), range(3), strict=True))
    weekday, hour, month = (labels(rows, name) for name in ("weekday", "hour", "month"))
    assert [weekday[by_row[i]] for i in range(3)] == ["Monday", "Sunday", None]
    assert [hour[by_row[i]] for i in range(3)] == ["01", None, None]
    assert [month[by_row[i]] for i in range(3)] == ["2024-04", "2024-03", None]


def test_a_standing_is_that_of_before_the_period() -> None:
    frame = frame_of(
        {
            "answer": [
                {"customer": "a", "role": "nps", "score": 3, "submitted_at": "2024-01-10"},
                {"customer": "a", "role": "nps", "score": 10, "submitted_at": "2024-02-10"},
                {"customer": "a", "role": "csat", "score": 9, "submitted_at": "2024-02-20"},
                {"customer": "b", "role": "csat", "score": 9, "submitted_at": "2024-02-20"},
            ]
        }
    )
    csat = frame.rows(ANSWER.where(role=Role.CSAT))
    february = Periods((Period(date(2024, 2, 1), date(2024, 3, 1)),))
    codes = csat.codes("nps_band", february)
    assert codes is not None
    assert [None if c < 0 else codes.labels[c] for c in codes.codes] == ["detractor", None]
    assert labels(csat, "nps_band") == ["promoter", None]


def test_dates_of_another_kind_date_rows_that_point_at_it() -> None:
    frame = frame_of(
        {
            "answer": [
                {"role": "sat_resolution", "score": 5, "ticket": "t1", "submitted_at": "2024-01-05"},
                {"role": "sat_resolution", "score": 5, "ticket": "t2", "submitted_at": "2024-01-06"},
                {"role": "sat_resolution", "score": 5, "submitted_at": "2024-01-07"},
            ],
            "ticket": [{"ticket": "t1", "resolved_at": "2024-02-01"}, {"ticket": "t2"}],
        }
    )
    rows = frame.rows(ANSWER.all(), at="ticket.resolved_at")
    assert rows.index.tolist() == [2, 0, 1]
    assert rows.dated == 2


def test_customers_are_found_by_their_id_whatever_kind_names_them() -> None:
    frame = frame_of({"answer": [{"customer": "b"}, {"customer": "nobody"}], "customer": CUSTOMERS})
    rows = frame.rows(ANSWER.all())
    assert frame.customer_rows(rows.col("customer")).tolist() == [1, -1]
    assert frame.rows(CUSTOMER.all()).size == 2


def test_a_yes_no_column_with_gaps_is_split_into_no_yes_and_nothing() -> None:
    rows = frame_of({"ticket": [{"ticket": f"t{i}", "sla_met": met} for i, met in enumerate((1, None, 0, 1))]}).rows(
        TICKET.all()
    )
    assert labels(rows, "sla_met") == ["yes", None, "no", "yes"]
    groups = rows.groups("sla_met")
    assert groups is not None
    assert groups.labels == ("no", "yes", None)


def test_all_rows_in_their_own_order_share_the_columns_of_the_kind() -> None:
    frame = frame_of({"answer": answers([9, 8, 7])})
    every = frame.rows(ANSWER.all())
    assert every.col("score") is frame.column("answer", "score")
    some = replace(every, index=every.index[::-1], days=every.days[::-1], cache={})
    assert some.col("score").tolist() == [7, 8, 9]
