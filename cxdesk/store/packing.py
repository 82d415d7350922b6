"""Blocks of converted rows on their way into a segment: joined into chunks, their columns held until packed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Kind
from cxdesk.store import encoding
from cxdesk.store.columns import Column, joined
from cxdesk.store.segments import Batch


@dataclass(frozen=True)
class Chunk:
    """Several blocks as one: SQLite and numpy have a price per call, and readers make small blocks."""

    n: int
    columns: dict[str, Sequence[Any]]
    line: list[int]
    extra: list[str | None]
    row_hash: np.ndarray
    key_hash: np.ndarray

    @staticmethod
    def of(blocks: Sequence[Batch], given: Sequence[str]) -> Chunk:
        return Chunk(
            sum(block.n for block in blocks),
            {name: _chained(block.columns.get(name) or [None] * block.n for block in blocks) for name in given},
            _chained(block.line for block in blocks),
            _chained(block.extra for block in blocks),
            np.concatenate([np.asarray(block.row_hash, np.int64) for block in blocks]),
            np.concatenate([np.asarray(block.key_hash, np.int64) for block in blocks]),
        )


class Packing:
    """The columns of rows that are written already. Numbers are held as arrays, of long texts only their letters."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._attributes = encoding.Attributes()
        self._numbers: dict[str, list[Column]] = {}
        self._texts: dict[str, list[str | None]] = {}
        self._extra: list[str | None] = []
        self.rows = 0

    def add(self, chunk: Chunk, letters: Mapping[str, np.ndarray]) -> None:
        """Take note of one chunk; `letters` of its long texts."""
        self.rows += chunk.n
        self._number("line", Column(np.array(chunk.line, np.int32)))
        self._number("row_hash", Column(chunk.row_hash))
        self._number("key_hash", Column(chunk.key_hash))
        self._extra += chunk.extra
        for name, cells in chunk.columns.items():
            if name in letters:
                self._number(name + encoding.LETTERS, Column(letters[name]))
            else:
                self._number(*encoding.encode(self._kind, name, cells))

    def _number(self, name: str, column: Column) -> None:
        self._numbers.setdefault(name, []).append(column)

    def take(self) -> dict[str, Column]:
        """All columns of the rows so far, which then are forgotten."""
        found = {name: joined(parts) for name, parts in self._numbers.items()}
        found |= {name: encoding.encode(self._kind, name, cells)[1] for name, cells in self._texts.items()}
        found |= self._attributes.columns(self._extra)
        self._numbers, self._texts, self._extra, self.rows = {}, {}, [], 0
        return found


def _chained(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(lists))
