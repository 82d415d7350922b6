"""What is new, known or changed is decided the same in one go and a few rows at a time, and as one would by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from cxdesk.store import matching, numbers
from cxdesk.store.matching import NEW, UNCHANGED, UPDATED, Deciding, Known, Matching
from cxdesk.store.numbers import Numbers
from cxdesk.store.source_rows import by_line, count_lines


@dataclass(frozen=True)
class Row:
    line: int
    key: int
    content: int


def many(seed: int, rows: int, keys: int) -> list[Row]:
    """Rows of which many have the key of another, some no key at all (it is then their content)."""
    random = Random(seed)
    hashes = [random.randrange(-(2**63), 2**63) for _key in range(keys)]
    made, line = [], 1
    for _row in range(rows):
        line += random.random() < 0.6
        content = random.choice(hashes)
        key = content if random.random() < 0.5 else random.choice(hashes) ^ 1
        made.append(Row(line, key, content))
    return made


def deciding(rows: Sequence[Row]) -> Deciding:
    return Deciding(
        Numbers.of(np.array([row.line for row in rows], np.int32)),
        Numbers.of(np.array([row.content for row in rows], np.int64)),
        Numbers.of(np.array([row.key for row in rows], np.int64)),
    )


def known(rows: Sequence[tuple[int, int, int]]) -> Known:
    """Rows of a workspace: (match, row id, content)."""
    made = Known()
    columns = zip(*rows, strict=True) if rows else [[], [], []]
    for column, values in zip((made.match, made.row_id, made.row_hash), columns, strict=True):
        column.append(np.array(values, np.int64))
    return made


def matched_by(key: int, occurrence: int) -> int:
    return int(matching._match(np.array([key]), np.array([occurrence]))[0])


@dataclass
class Said:
    occurrence: int = 1
    last: bool = True
    row_id: int = 0
    differs: bool = False
    verdict: int = NEW


def by_hand(rows: Sequence[Row], there: Sequence[tuple[int, int, int]]) -> list[Said]:
    found = [Said() for _row in rows]
    before: dict[int, int] = {}
    times: dict[int, int] = {}
    for at, row in enumerate(rows):
        times[row.key] = times.get(row.key, 0) + 1
        if row.key == row.content:
            found[at].occurrence = times[row.key]
        elif row.key in before:
            found[before[row.key]].last = False
            same = rows[before[row.key]].content == row.content
            found[at].verdict = UNCHANGED if same else UPDATED
        before[row.key] = at
    standing = {match: (row_id, content) for match, row_id, content in there}
    for row, said in zip(rows, found, strict=True):
        said.row_id, content = standing.get(matched_by(row.key, said.occurrence), (0, row.content))
        said.differs = content != row.content
    changed = {said.row_id for said in found if said.row_id and said.last and said.differs}
    for said in found:
        if said.row_id:
            said.verdict = UPDATED if said.row_id in changed else UNCHANGED
    return found


def spelled(found: Matching) -> list[Said]:
    return [
        Said(int(occurrence), bool(last), int(row_id), bool(differs), int(verdict))
        for one in found.stretches()
        for occurrence, last, row_id, differs, verdict in zip(
            one.occurrence, one.last, one.row_id, one.differs, one.verdict, strict=True
        )
    ]


def standing(rows: Sequence[Row], seed: int) -> list[tuple[int, int, int]]:
    """A workspace that has some of the rows, partly with other content."""
    random = Random(seed)
    found: dict[int, tuple[int, int, int]] = {}
    for row, said in zip(rows, by_hand(rows, []), strict=True):
        if random.random() < 0.5:
            match = matched_by(row.key, said.occurrence)
            found.setdefault(match, (match, len(found) + 1, row.content ^ (random.random() < 0.3)))
    return list(found.values())


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes ten million rows at full size."""
    for module, name, value in ((numbers, "STRETCH", 16), (numbers, "HELD", 16), (matching, "TOGETHER", 32)):
        monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize(("rows", "keys"), [(0, 1), (1, 1), (40, 3), (300, 1), (300, 40), (300, 10_000)])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("few_at_a_time")
def test_stretches_are_matched_as_by_hand(seed: int, rows: int, keys: int) -> None:
    table = many(seed, rows, keys)
    for there in ([], standing(table, seed)):
        found = matching.match(deciding(table), known(there))
        said = by_hand(table, there)
        assert spelled(found) == said
        assert found.any_repeated == any(not one.last for one in said)
        assert found.any_met == any(one.last and one.row_id for one in said)
        assert found.new_in(rows // 3, rows) == sum(one.last and not one.row_id for one in said[rows // 3 :])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("few_at_a_time")
def test_source_rows_count_once_wherever_a_stretch_ends(seed: int) -> None:
    table = many(seed, 300, 40)
    there = standing(table, seed)
    greatest: dict[int, int] = {}
    for row, said in zip(table, by_hand(table, there), strict=True):
        greatest[row.line] = max(greatest.get(row.line, 0), said.verdict)
    found = matching.match(deciding(table), known(there))
    lines = {
        int(line): int(verdict) for one in by_line(found) for line, verdict in zip(one.line, one.verdict, strict=True)
    }
    assert lines == greatest
    assert count_lines(found) == {one: list(greatest.values()).count(one) for one in (UNCHANGED, NEW, UPDATED)}


class TestNumbers:
    @pytest.mark.parametrize("rows", [0, 5, 100])
    @pytest.mark.usefixtures("few_at_a_time")
    def test_what_was_written_is_read(self, rows: int) -> None:
        wanted = np.arange(rows, dtype=np.int64) * 3
        made = Numbers(np.int64)
        for first in range(0, rows, 7):
            made.append(wanted[first : first + 7])
        assert len(made) == rows
        assert np.concatenate([wanted[:0], *made.parts()]).tolist() == wanted.tolist()
        assert made.part(rows // 2, rows).tolist() == wanted[rows // 2 :].tolist()
        assert made.at(np.arange(0, rows, 3)).tolist() == wanted[::3].tolist()

    @pytest.mark.parametrize("rows", [10, 100])
    @pytest.mark.usefixtures("few_at_a_time")
    def test_single_ones_are_changed(self, rows: int) -> None:
        made, wanted = Numbers(np.int32, rows, 7), np.full(rows, 7)
        assert made.same
        made.set(np.arange(rows), np.full(rows, 7))
        assert made.same, "nothing else was written"
        for places, values in (([3, 8], [1, 2]), ([0, rows - 1], [5, 5]), ([], [])):
            made.set(np.array(places, int), np.array(values, int))
            wanted[places] = values
        made.append(np.array([7, 9]))
        assert np.concatenate(list(made.parts())).tolist() == [*wanted, 7, 9]

    @pytest.mark.usefixtures("few_at_a_time")
    def test_a_value_that_all_have_takes_no_room_until_there_is_another(self) -> None:
        made = Numbers(np.uint8, 10, 5)
        made.append(np.full(40, 5))
        assert made.same
        made.put(45, np.array([6]))
        assert np.concatenate(list(made.parts())).tolist() == [5] * 45 + [6] + [5] * 4
