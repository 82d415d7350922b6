"""Columns as compact blobs: what the frame reads in milliseconds instead of walking over rows for seconds.

A blob is rebuildable, carries its own checksum and is never believed before that agrees.
"""

from __future__ import annotations

import itertools
import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, overload

import numpy as np

_MAGIC = b"CXc1"
_HEAD = struct.Struct(">4sII")  # magic, checksum of all that follows, length of the description
_CHECKED = 8  # from where on the checksum goes
FEW = 4096  # up to so many labels, merging dictionaries by text is cheaper than by hash
_CHUNK = 1 << 18  # bytes hashed at once; the intermediates take forty times as much


class Labels(Sequence[str]):
    """Texts kept as one piece of UTF-8, separated by NUL, taken apart when somebody looks at one."""

    def __init__(self, data: bytes, count: int) -> None:
        self.data = data
        self._count = count

    @staticmethod
    def of(texts: Sequence[str]) -> Labels:
        joined = "\0".join(texts)
        if joined.count("\0") != max(0, len(texts) - 1):
            joined = "\0".join(text.replace("\0", "") for text in texts)
        return Labels(joined.encode(), len(texts))

    @cached_property
    def _texts(self) -> list[str]:
        return self.data.decode().split("\0") if self._count else []

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return self._texts[at]

    def hashes(self) -> np.ndarray:
        """One uint64 per text, equal for equal texts within this run of the program."""
        if not self._count:
            return np.empty(0, np.uint64)
        found, start = [], 0
        data = self.data + b"\0"
        while start < len(data):
            end = data.rfind(b"\0", start, start + _CHUNK)
            end = end if end >= 0 else data.index(b"\0", start)
            found.append(_hash_texts(np.frombuffer(data, np.uint8, end + 1 - start, start)))
            start = end + 1
        return np.concatenate(found)


@cache
def _byte_values() -> np.ndarray:
    return np.random.default_rng(20240229).integers(1, 2**63, 256, np.uint64)


@cache
def _powers(size: int) -> np.ndarray:
    with np.errstate(over="ignore"):
        return np.cumprod(np.full(size, 0x9E3779B97F4A7C15, np.uint64))


def _hash_texts(data: np.ndarray) -> np.ndarray:
    """`data` holds texts, each closed by a zero byte: a polynomial over table values, mixed."""
    ends = np.flatnonzero(data == 0)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    place = np.arange(len(data)) - np.repeat(starts, lengths)
    powers = _powers(1 << max(6, int(lengths.max()).bit_length()))
    with np.errstate(over="ignore"):
        sums = np.add.reduceat(_byte_values()[data] * powers[place], starts)
        sums ^= sums >> np.uint64(31)
        sums *= np.uint64(0xBF58476D1CE4E5B9)
        return sums ^ (sums >> np.uint64(29))


@dataclass(frozen=True, eq=False)
class Column:
    """One column of some rows. With labels the values are codes into them, -1 = none."""

    values: np.ndarray
    labels: Labels | None = None

    def __len__(self) -> int:
        return len(self.values)

    def same_as(self, other: Column) -> bool:
        """Whether both say the same of every row, under whatever numbers."""
        if self.labels is None or other.labels is None:
            return self.labels is other.labels and np.array_equal(self.values, other.values, equal_nan=True)
        _labels, (one, two) = united([self.labels, other.labels])
        return np.array_equal(recoded(self.values, one), recoded(other.values, two))

    def compact(self) -> Column:
        """The same without labels that no row has."""
        if self.labels is None:
            return self
        used = np.bincount(self.values + 1, minlength=len(self.labels) + 1)[1:] > 0
        if used.all():
            return self
        to = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        return Column(recoded(self.values, to), Labels(_picked(self.labels, used) or b"", int(used.sum())))

    def take(self, keep: np.ndarray) -> Column:
        """The rows that a mask or positions name; labels stay."""
        return Column(self.values[keep], self.labels)


def pack(column: Column) -> bytes:
    """The blob of a column, in the smallest numbers that hold its values."""
    said: dict[str, Any] = {"n": len(column), "type": column.values.dtype.str}
    body = _pack_values(column.values, said)
    if column.labels is not None:
        said["labels"] = len(column.labels)
        body += column.labels.data
    text = json.dumps(said).encode()
    rest = struct.pack(">I", len(text)) + text + body
    return struct.pack(">4sI", _MAGIC, zlib.crc32(rest)) + rest


def _pack_values(values: np.ndarray, said: dict[str, Any]) -> bytes:
    if len(values) == 0:
        said["as"] = "empty"
        return b""
    bits = values.view(f"u{values.itemsize}")  # so that NaN equals NaN
    if bool(np.all(bits == bits[0])):
        said["as"] = "same"
        return values[:1].tobytes()
    if values.dtype.kind in "iu" and _is_run(values):
        said["as"], said["from"] = "run", int(values[0])
        return b""
    stored = _smaller(values)
    said["as"] = stored.dtype.str
    return stored.tobytes()


def _is_run(values: np.ndarray) -> bool:
    return int(values[-1]) - int(values[0]) == len(values) - 1 and bool(np.all(np.diff(values) == 1))


def _smaller(values: np.ndarray) -> np.ndarray:
    if values.dtype == np.float64:
        small = np.where(np.isnan(values), 255.0, values)
        fits = bool(np.all((small >= 0) & (small <= 255) & (small == np.floor(small)))) and not bool(
            np.any(values == 255)
        )
        return small.astype(np.uint8) if fits and not bool(np.any(np.signbit(values) & (values == 0))) else values
    if values.dtype.kind == "i":
        low, high = int(values.min()), int(values.max())
        for kind in (np.int8, np.int16, np.int32):
            if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
                return values.astype(kind)
    return values


def unpack(blob: bytes) -> Column | None:
    """The column of a blob; None when it is not exactly as it was written."""
    if len(blob) < _HEAD.size:
        return None
    magic, checksum, length = _HEAD.unpack_from(blob)
    if magic != _MAGIC or zlib.crc32(memoryview(blob)[_CHECKED:]) != checksum:
        return None
    said = json.loads(blob[_HEAD.size : _HEAD.size + length])
    values, end = _unpack_values(blob, _HEAD.size + length, said)
    labels = Labels(bytes(blob[end:]), said["labels"]) if "labels" in said else None
    return Column(values, labels)


def _unpack_values(blob: bytes, at: int, said: dict[str, Any]) -> tuple[np.ndarray, int]:
    kind, n, way = np.dtype(said["type"]), int(said["n"]), str(said["as"])
    if way == "empty":
        return np.empty(0, kind), at
    if way == "same":
        return np.full(n, np.frombuffer(blob, kind, 1, at)[0], kind), at + kind.itemsize
    if way == "run":
        return np.arange(said["from"], said["from"] + n, dtype=kind), at
    stored = np.frombuffer(blob, np.dtype(way), n, at)
    end = at + stored.nbytes
    if stored.dtype == kind:
        return stored, end
    values = stored.astype(kind)
    if kind == np.float64:
        values[stored == 255] = np.nan
    return values, end


def joined(parts: Sequence[Column]) -> Column:
    """The rows of all parts, one after the other, under one dictionary."""
    if len(parts) == 1:
        return parts[0]
    if parts and parts[0].labels is not None:
        return _joined_codes(parts)
    return Column(np.concatenate([part.values for part in parts]))


def _joined_codes(parts: Sequence[Column]) -> Column:
    labels, maps = united([part.labels or Labels.of(()) for part in parts])
    codes = [recoded(part.values, to) for part, to in zip(parts, maps, strict=True)]
    return Column(np.concatenate(codes), labels)


def recoded(codes: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Codes of one dictionary in terms of another; `to` has one entry per label. -1 stays -1."""
    return np.concatenate((to, np.array([-1], np.int32)))[codes]  # index -1 is the last entry


def united(dictionaries: Sequence[Labels]) -> tuple[Labels, list[np.ndarray]]:
    """One dictionary of all texts, and for each given one where its codes went (int32)."""
    first = dictionaries[0]
    if all(other.data == first.data and len(other) == len(first) for other in dictionaries[1:]):
        return first, [np.arange(len(first), dtype=np.int32)] * len(dictionaries)
    if sum(map(len, dictionaries)) <= FEW:
        return _united_by_text(dictionaries)
    return _united_by_hash(dictionaries)


def _united_by_text(dictionaries: Sequence[Labels]) -> tuple[Labels, list[np.ndarray]]:
    codes: dict[str, int] = {}
    maps = [np.array([codes.setdefault(text, len(codes)) for text in one], np.int32) for one in dictionaries]
    return Labels.of(list(codes)), maps


def _united_by_hash(dictionaries: Sequence[Labels]) -> tuple[Labels, list[np.ndarray]]:
    first = _first_places(np.concatenate([one.hashes() for one in dictionaries]))
    fresh = first == np.arange(len(first), dtype=np.int32)
    to = (np.cumsum(fresh, dtype=np.int32) - 1)[first]  # codes in order of first appearance, as by text
    ends = np.cumsum([len(one) for one in dictionaries])
    pieces = [
        _picked(one, fresh[end - len(one) : end]) for one, end in zip(dictionaries, ends, strict=True) if len(one)
    ]
    labels = Labels(b"\0".join(piece for piece in pieces if piece is not None), int(fresh.sum()))
    return labels, np.split(to, ends[:-1])


def _first_places(hashes: np.ndarray) -> np.ndarray:
    """For each hash where it stands first (int32). Sparing with memory: there may be millions."""
    order = np.argsort(hashes).astype(np.int32)
    ordered = hashes[order]
    begins = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    del ordered
    if begins.all():
        return np.arange(len(hashes), dtype=np.int32)
    firsts = np.minimum.reduceat(order, np.flatnonzero(begins))
    first = np.empty(len(hashes), np.int32)
    first[order] = firsts[np.cumsum(begins, dtype=np.int32) - 1]
    return first


def _picked(labels: Labels, keep: np.ndarray) -> bytes | None:
    """The chosen texts, still joined; None when none is chosen."""
    if keep.all():
        return labels.data
    if not keep.any():
        return None
    data = np.frombuffer(labels.data + b"\0", np.uint8)
    ends = np.flatnonzero(data == 0)
    lengths = np.diff(ends, prepend=-1)
    return data[np.repeat(keep, lengths)].tobytes()[:-1]


def coded(values: Sequence[str | None]) -> Column:
    """Texts as codes, numbered as they come; None has no code."""
    n = len(values)
    if n and values[0] is values[-1] and values.count(values[0]) == n:
        label = values[0]
        return Column(np.full(n, -1 if label is None else 0, np.int32), Labels.of([] if label is None else [label]))
    places: dict[str | None, int] = dict.fromkeys(values, -1)
    labels = [label for label in places if label is not None]
    if len(labels) == n:  # every cell is another, as in columns of ids: nothing to look up
        return Column(np.arange(n, dtype=np.int32), Labels.of(labels))
    places.update(zip(labels, itertools.count()))
    return Column(np.fromiter(map(places.__getitem__, values), np.int32, n), Labels.of(labels))
