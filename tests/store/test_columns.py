"""Kept columns come back exactly, in as few bytes as their values allow, or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.store import columns
from cxdesk.store.columns import Column, Labels, coded, joined, pack, unpack

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
SIZES = st.integers(0, 40)


def same(one: Column, other: Column | None) -> bool:
    assert other is not None
    assert one.values.dtype == other.values.dtype
    assert np.array_equal(one.values.view(np.uint8), other.values.view(np.uint8)), "bit by bit"
    return (None if one.labels is None else list(one.labels)) == (None if other.labels is None else list(other.labels))


@settings(max_examples=200)
@given(st.lists(st.one_of(st.floats(width=64), st.integers(0, 11).map(float), st.just(float("nan")))))
def test_floats_come_back(values: list[float]) -> None:
    column = Column(np.array(values, np.float64))
    nan = np.isnan(column.values)
    column.values[nan] = np.nan  # one NaN is as good as another
    assert same(column, unpack(pack(column)))


@settings(max_examples=200)
@given(st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-3, 300))))
def test_whole_numbers_come_back(values: list[int]) -> None:
    column = Column(np.array(values, np.int64))
    assert same(column, unpack(pack(column)))


@settings(max_examples=200)
@given(st.lists(st.one_of(st.none(), TEXTS, st.sampled_from(["a", "b", ""]))))
def test_texts_come_back(values: list[str | None]) -> None:
    column = coded(values)
    again = unpack(pack(column))
    assert same(column, again)
    assert again is not None
    assert again.labels is not None
    assert [again.labels[code] if code >= 0 else None for code in again.values] == values


@settings(max_examples=150)
@given(parts=st.lists(st.lists(st.one_of(st.none(), TEXTS)), min_size=1, max_size=5), few=st.sampled_from([0, 10**6]))
def test_joining_parts_is_like_coding_the_whole(parts: list[list[str | None]], few: int) -> None:
    """By text or by hash: the same codes, in order of first appearance."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "FEW", few)
        whole = joined([coded(part) for part in parts])
    direct = coded([value for part in parts for value in part])
    assert whole.labels is not None
    assert direct.labels is not None
    assert whole.values.tolist() == direct.values.tolist()
    assert list(whole.labels) == list(direct.labels)


@pytest.mark.parametrize(
    ("values", "most"),
    [
        (np.zeros(100_000), 200),
        (np.full(100_000, np.nan), 200),
        (np.arange(100_000), 200),
        (np.arange(100_000) % 11 * 1.0, 100_200),
        (np.where(np.arange(100_000) % 7 == 0, np.nan, np.arange(100_000) % 11), 100_200),
        ((np.arange(100_000) % 300).astype(np.int32), 200_200),
        (np.arange(100_000, dtype=np.int32)[::-1].copy(), 400_200),
    ],
)
def test_a_blob_is_no_larger_than_its_values_ask_for(values: np.ndarray, most: int) -> None:
    blob = pack(Column(values))
    assert len(blob) <= most
    assert same(Column(values), unpack(blob))


@settings(max_examples=200)
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed(at: int, bit: int) -> None:
    blob = bytearray(pack(coded(["alpha", None, "beta", "alpha"] * 9)))
    blob[at % len(blob)] ^= 1 << bit
    assert unpack(bytes(blob)) is None


@pytest.mark.parametrize("length", [0, 3, 11, 12, 40])
def test_a_blob_cut_short_is_noticed(length: int) -> None:
    assert unpack(pack(coded(["alpha", "beta"]))[:length]) is None


def test_labels_are_taken_apart_late_and_know_their_number() -> None:
    labels = Labels.of(["", "a", ""])
    assert (len(labels), labels[0], labels[1], labels[2], list(labels)) == (3, "", "a", "", ["", "a", ""])
    assert list(Labels.of([])) == []
    assert list(Labels.of(["a\0b"])) == ["ab"]


@given(st.lists(st.one_of(st.none(), TEXTS)), st.integers(0, 20))
def test_compacting_forgets_labels_that_no_row_has(values: list[str | None], keep: int) -> None:
    part = coded(values).take(np.arange(len(values)) < keep)
    assert part.same_as(part.compact())
    assert set(part.compact().labels or ()) == {value for value in values[:keep] if value is not None}


def test_equal_texts_have_equal_hashes_and_others_differ() -> None:
    texts = [f"customer {n}" for n in range(50_000)] + ["", "customer", "é", "customer 12"]
    hashes = Labels.of(texts).hashes()
    assert hashes[12] == hashes[-1]
    assert len(set(hashes.tolist())) == len(texts) - 1
