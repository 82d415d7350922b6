"""From the store to the frame: columns of the live rows, in row order, read from kept blobs in milliseconds."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Kind, Type, all_kinds
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scale_text import read_scale
from cxdesk.domain.scales import Scale
from cxdesk.domain.themes import Theme
from cxdesk.frame.codes import Codes
from cxdesk.frame.loader import BatchInfo, Tagged
from cxdesk.store import cached, claims, encoding, identity, merged, schema, tagging, themes
from cxdesk.store.columns import Column, Labels, recoded, united
from cxdesk.store.database import Database
from cxdesk.store.merged import CUSTOMER, FLOATING
from cxdesk.store.rebuilding import ROW_COLUMNS, rebuilt
from cxdesk.system.i18n import _

PARENT = "parent"


class RowLoader:
    """Columns of the rows as they stand, at the state that the store had when the loader was made."""

    def __init__(self, db: Database) -> None:
        self._connection = db.snapshot()
        self._release = weakref.finalize(self, self._connection.close)
        self._lock = threading.RLock()
        self._batches: dict[str, list[int]] = {}
        self._rebuilt: dict[tuple[str, int], dict[str, Column]] = {}
        self._row_ids: dict[str, list[np.ndarray]] = {}
        self._orders: dict[str, np.ndarray | None] = {}
        self._shared: dict[str, dict[tuple[str, str], Codes]] = {}
        self._known_hits = db.theme_hits
        found = self._connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
        self.state = int(found[0]) if found else 0

    def close(self) -> None:
        """Let the store go on without this state."""
        with self._lock:
            self._release()

    def size(self, kind: str) -> int:
        with self._lock:
            return sum(len(ids) for ids in self._ids(kind_named(kind).name))

    def column(self, kind: str, name: str) -> np.ndarray | Codes:
        """As frame.loader.Loader says; NotFound for a name that the kind does not have."""
        declared = kind_named(kind)
        with self._lock:
            if name == "batch":
                return self._batch_column(kind)
            if name.endswith(FLOATING) and declared.has(name.removesuffix(FLOATING)):
                return self._floating(kind, name.removesuffix(FLOATING))
            if declared.has(name) and declared.field(name).type is Type.REF:
                return self._reference(kind, name)
            if name == schema.SCALE and schema.has_scale(declared):
                return self._scale_column(kind)
            if not _is_column(declared, name) and not _is_attribute(self, kind, name):
                raise NotFound(_("{kind} has no field called {field}.", kind=_(declared.title), field=name))
            column = self._joined(declared, name)
            if name.startswith(encoding.EXTRA_PREFIX):
                column = self._shared_by_group(declared, column)
        if name == "line":
            return column.values.astype(np.int32)
        return column.values if column.labels is None else Codes(column.values, column.labels)

    def attributes(self, kind: str) -> Sequence[str]:
        """Headings of unknown columns with few enough values to be segments."""
        with self._lock:
            names = {name for batch in self._live(kind) for name in self._names(kind, batch)}
        many = {name.removeprefix(encoding.MANY_PREFIX) for name in names if name.startswith(encoding.MANY_PREFIX)}
        few = {name.removeprefix(encoding.EXTRA_PREFIX) for name in names if name.startswith(encoding.EXTRA_PREFIX)}
        return sorted(few - many)

    def scales(self) -> Sequence[Scale]:
        return [read_scale(text) for text in self._scale_texts]

    def questions(self) -> Sequence[str]:
        """The texts of all questions, by the codes of answers' `question` column."""
        column = self.column("answer", "question")
        assert isinstance(column, Codes)
        return column.labels

    def batches(self) -> Sequence[BatchInfo]:
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, file, sheet, as_of, kind, mapping ->> '$.options.list',"
                " mapping ->> '$.options.counted', mapping ->> '$.options.same_totals',"
                " mapping ->> '$.options.instead', sha256 FROM batch WHERE state = 'live' ORDER BY id"
            ).fetchall()
        by_hash: dict[str, list[int]] = {}
        for row in rows:
            by_hash.setdefault(row[-1], []).append(row[0])
        return [
            BatchInfo(
                *(id_, file, sheet or "", as_of, (kind,), listed == "part", counted == "again", same is not None),
                replaces=tuple(by_hash.get(instead, ())) if instead else (),
            )
            for id_, file, sheet, as_of, kind, listed, counted, same, instead, _sha in rows
        ]

    def settings(self) -> Mapping[str, Any]:
        """Workspace settings with their defaults; what metrics mean here, and what they are held against."""
        from cxdesk.store import benchmarks, definitions
        from cxdesk.store.saved import named_of, settings_of

        with self._lock:
            connection = self._connection
            known = settings_of(connection)
            known["definitions"] = definitions.history_of(connection)
            known["targets"] = benchmarks.marks_of(connection, "target")
            known["benchmarks"] = benchmarks.marks_of(connection, "benchmark")
            known["cards"] = named_of(connection, "cards").get("chosen")
            known["journey"] = named_of(connection, "journey").get("stages", {})
            known["segments"] = named_of(connection, "segments")
        return known

    def _settled(self, target: str, labels: Labels, maps: list[np.ndarray]) -> tuple[Labels, list[np.ndarray]]:
        """The labels of references to a kind, and where each column's own went: decisions may move them."""
        return labels, maps

    def _live(self, kind: str) -> list[int]:
        if kind not in self._batches:
            self._batches[kind] = claims.holders(self._connection, kind)
        return self._batches[kind]

    def _names(self, kind: str, batch: int) -> list[str]:
        kept = cached.names(self._connection, kind, batch)
        return kept or list(self._rebuild(kind, batch))

    def _part(self, kind: str, batch: int, name: str) -> Column | None:
        """One column of one batch: kept, rebuilt, or None when no file gave it."""
        if (kind, batch) not in self._rebuilt:
            kept = cached.names(self._connection, kind, batch)
            column = cached.load(self._connection, kind, batch, name) if name in kept else None
            if column is not None or (kept and name not in kept):
                return column
        return self._rebuild(kind, batch).get(name)

    def _rebuild(self, kind: str, batch: int) -> dict[str, Column]:
        key = (kind, batch)
        if key not in self._rebuilt:
            self._rebuilt[key] = rebuilt(self._connection, kind, batch)
        return self._rebuilt[key]

    def _ids(self, kind: str) -> list[np.ndarray]:
        if kind not in self._row_ids:
            parts = [self._part(kind, batch, "row_id") for batch in self._live(kind)]
            self._row_ids[kind] = [part.values for part in parts if part is not None]
        return self._row_ids[kind]

    def _order(self, kind: str) -> np.ndarray | None:
        """What brings the batches' rows into row order; None when they are."""
        if kind not in self._orders:
            ids = np.concatenate([np.empty(0, np.int64), *self._ids(kind)])
            sorted_already = bool(np.all(ids[1:] > ids[:-1]))
            self._orders[kind] = None if sorted_already else np.argsort(ids, kind="stable")
        return self._orders[kind]

    def _ordered(self, kind: str, values: np.ndarray) -> np.ndarray:
        order = self._order(kind)
        return values if order is None else values[order]

    def _joined(self, kind: Kind, name: str) -> Column:
        """One column over all live rows, in row order."""
        sizes = [len(ids) for ids in self._ids(kind.name)]
        parts = [(self._part(kind.name, batch, name), n) for batch, n in zip(self._live(kind.name), sizes, strict=True)]
        if not any(part is not None for part, _n in parts):
            if name in ROW_COLUMNS:
                return Column(np.empty(0, np.int64))
            return encoding.nothing(kind, name.removesuffix(encoding.LETTERS), sum(sizes))
        whole = encoding.together(name, parts)
        return Column(self._ordered(kind.name, whole.values), whole.labels)

    def _shared_by_group(self, kind: Kind, column: Column) -> Column:
        """Unknown columns stand on one answer of a response only: its others have them too."""
        if len(kind.key) < 2:
            return column
        group = self._joined(kind, kind.key[0])
        if group.labels is None or len(group.labels) == len(group):
            return column
        having = np.flatnonzero((column.values >= 0) & (group.values >= 0))[::-1]  # so that the first has the last word
        of_group = np.full(len(group.labels) + 1, -1, np.int32)  # the last for rows without a response
        of_group[group.values[having]] = column.values[having]
        return Column(np.where(column.values >= 0, column.values, of_group[group.values]), column.labels)

    def _batch_column(self, kind: str) -> np.ndarray:
        parts = [
            np.full(len(ids), batch, np.int32) for batch, ids in zip(self._live(kind), self._ids(kind), strict=True)
        ]
        return self._ordered(kind, np.concatenate([np.empty(0, np.int32), *parts]))

    def _floating(self, kind: str, name: str) -> np.ndarray:
        """Whether each instant is wall time: as the import that gave it last read its column."""
        rows = self._connection.execute("SELECT id, floating FROM batch").fetchall()
        floating = {int(batch): name in said.split(",") for batch, said in rows}
        parts = [np.full(len(ids), floating[b], bool) for b, ids in zip(self._live(kind), self._ids(kind), strict=True)]
        found = self._ordered(kind, np.concatenate([np.empty(0, bool), *parts]))
        if len({floating[batch] for batch in self._live(kind)}) > 1:
            ids = self._ordered(kind, np.concatenate(self._ids(kind)))
            _correct(self._connection, kind, name, floating, ids, found)
        return found

    @cached_property
    def _scale_texts(self) -> Sequence[str]:
        with self._lock:
            return united(
                [
                    self._joined(kind, schema.SCALE).labels or Labels.of(())
                    for kind in all_kinds()
                    if schema.has_scale(kind)
                ]
            )[0]

    def _scale_column(self, kind: str) -> np.ndarray:
        column = self._joined(kind_named(kind), schema.SCALE)
        _labels, (_all, to) = united([_as_labels(self._scale_texts), column.labels or Labels.of(())])
        return recoded(column.values, to)

    def _reference(self, kind: str, name: str) -> Codes:
        """References to one kind share one list of labels, from whichever kind they point."""
        target = str(kind_named(kind).field(name).ref)
        if target not in self._shared:
            self._shared[target] = self._references_to(target)
        return self._shared[target][kind, name]

    def _references_to(self, target: str) -> dict[tuple[str, str], Codes]:
        pointing = [
            (kind, f.name) for kind in all_kinds() for f in kind.fields if f.type is Type.REF and f.ref == target
        ]
        columns = [self._joined(kind, name) for kind, name in pointing]
        labels, maps = united([column.labels or Labels.of(()) for column in columns])
        labels, maps = self._settled(target, labels, maps)
        return {
            (kind.name, name): Codes(_recoded(column.values, to, len(labels)), labels)
            for (kind, name), column, to in zip(pointing, columns, maps, strict=True)
        }


class FrameLoader(RowLoader):
    """Implements frame.loader.Loader: the rows as they stand, merged customers being one."""

    @cached_property
    def _merges(self) -> dict[str, str]:
        with self._lock:
            return identity.resolved_of(self._connection)

    @cached_property
    def _together(self) -> merged.Together | None:
        if not self._merges:
            return None
        own = super().column(CUSTOMER, CUSTOMER)
        assert isinstance(own, Codes)
        return merged.together(own.codes, self._age)

    def _age(self, rows: np.ndarray) -> np.ndarray:
        """Per record of a customer the newest import that gave or changed it."""
        ids, first = super().column(CUSTOMER, "row_id"), super().column(CUSTOMER, "batch")
        assert not isinstance(ids, Codes)
        assert not isinstance(first, Codes)
        with self._lock:
            later = merged.last_written(self._connection, CUSTOMER, ids[rows].tolist())
        both = zip(ids[rows].tolist(), first[rows].tolist(), strict=True)
        return np.array([later.get(row_id, batch) for row_id, batch in both], np.int64)

    def settings(self) -> Mapping[str, Any]:
        """As those of the rows; and `merges`, so that a customer may be asked for under any of its names."""
        return {**super().settings(), "merges": self._merges}

    def column(self, kind: str, name: str) -> np.ndarray | Codes:
        """As frame.loader.Loader says; NotFound for a name that the kind does not have."""
        if kind != CUSTOMER or self._together is None:
            return super().column(kind, name)
        found = self._together.spoken(name, lambda other: RowLoader.column(self, CUSTOMER, other))
        return self._without_self(found) if name == PARENT else found

    def claims(self, kind: str) -> Mapping[int, np.ndarray]:
        with self._lock:
            return {batch: claims.rows_of(self._connection, kind, batch) for batch in self._live(kind)}

    def themes(self) -> Sequence[Theme]:
        """What comments may be about, in the order of the workspace's list."""
        with self._lock:
            return themes.themes_of(self._connection)

    def tagged(self) -> Mapping[int, Tagged]:
        """By theme the rows that its rules find, and those that somebody put into it or took out of it by hand."""
        with self._lock:
            return tagging.tagged(self._connection, self._known_hits, self.column)

    def _without_self(self, parent: np.ndarray | Codes) -> np.ndarray | Codes:
        """Whoever was merged with what it belongs to belongs to nothing."""
        own = super().column(CUSTOMER, CUSTOMER)
        assert isinstance(parent, Codes)
        assert isinstance(own, Codes)
        return Codes(np.where(parent.codes == own.codes, -1, parent.codes).astype(np.int32), parent.labels)

    def _settled(self, target: str, labels: Labels, maps: list[np.ndarray]) -> tuple[Labels, list[np.ndarray]]:
        if target != CUSTOMER or not self._merges:
            return labels, maps
        labels, to = merged.canonical(labels, self._merges)
        return labels, maps if to is None else [to[one] for one in maps]


def _correct(
    connection: sqlite3.Connection,
    kind: str,
    name: str,
    floating: Mapping[int, bool],
    ids: np.ndarray,
    found: np.ndarray,
) -> None:
    """Rows that several imports wrote go by the last one that gave the field."""
    givers = connection.execute(
        "SELECT row_id, batch FROM version WHERE kind = ? AND json_type(given, ?) IS NOT NULL ORDER BY batch",
        (kind, f'$."{name}"'),
    )
    for row_id, batch in givers:
        found[np.searchsorted(ids, row_id)] = floating[int(batch)]


def _recoded(codes: np.ndarray, to: np.ndarray, size: int) -> np.ndarray:
    if len(to) == size and np.array_equal(to, np.arange(size)):
        return codes
    return recoded(codes, to)


def _is_column(kind: Kind, name: str) -> bool:
    if name in ROW_COLUMNS or (name == schema.STATUS and schema.has_scale(kind)):
        return True
    plain = name.removesuffix(encoding.LETTERS)
    if not kind.has(plain):
        return False
    return (kind.field(plain).type is Type.COMMENT) == name.endswith(encoding.LETTERS)


def _as_labels(texts: Sequence[str]) -> Labels:
    return texts if isinstance(texts, Labels) else Labels.of(texts)


def _is_attribute(loader: RowLoader, kind: str, name: str) -> bool:
    heading = name.removeprefix(encoding.EXTRA_PREFIX)
    return heading != name and heading in loader.attributes(kind)
