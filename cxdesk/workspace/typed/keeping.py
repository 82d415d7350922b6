"""The typed rows of an open workspace: listed, and saved as one batch that accounts for itself as a file does."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.store import batches, typed
from cxdesk.store.database import Database
from cxdesk.system import paths
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.imports import TYPED
from cxdesk.workspace.typed.sheets import Sheet, Texts, Values, sheet_of

if TYPE_CHECKING:
    from cxdesk.store.staging import Staged


@dataclass(frozen=True)
class Line:
    """One typed row: its key, what is stored, and the texts that would be typed for it."""

    key: str
    values: Mapping[str, Any]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Edit:
    """What one save does: lines by key ("" for a new one) with what was typed, and keys of lines that go."""

    put: Sequence[tuple[str, Texts]] = ()
    removed: Sequence[str] = ()


@dataclass(frozen=True)
class Saved:
    """What a save did. `batch` is None where nothing was different; `keys` are those of `Edit.put`, in order."""

    batch: int | None
    added: int = 0
    changed: int = 0
    removed: int = 0
    keys: tuple[str, ...] = field(default_factory=tuple)


class TypedIn:
    """The half of a workspace that rows are typed into."""

    database: Database

    if TYPE_CHECKING:

        def keep_figures(self) -> None: ...
        def refuse_erased(self, texts: Sequence[str]) -> None: ...

    def typed(self, kind: str) -> list[Line]:
        """The rows of a kind that were typed in and stand, oldest day first."""
        sheet = sheet_of(kind)
        at = sheet.kind.at or ""
        rows = sorted(typed.rows(self.database, kind), key=lambda values: (values[at] is None, values[at] or 0))
        return [Line(sheet.key(values), values, sheet.texts(values)) for values in rows]

    def save_typed(self, kind: str, edit: Edit, progress: Progress | None = None) -> tuple[Saved, Changes]:
        """Keep an edit as one batch; a new line that says what another one is known by is a change of that one.

        BadQuestion for the first cell that cannot be taken (`row` counts the lines of `edit.put` from 1) and for a line
        that is changed into another one, NotFound for a key that no typed row has; then nothing is written.
        """
        sheet = sheet_of(kind)
        known = {line.key: dict(line.values) for line in self.typed(kind)}
        put = [_accepted(sheet, texts, row) for row, (_key, texts) in enumerate(edit.put, 1)]
        self.refuse_erased([text for _key, texts in edit.put for text in texts.values()])
        gone = {key: _known(known, key) for key in edit.removed}
        leaving = {*gone, *(key for key, _texts in edit.put if key)}
        added = changed = 0
        written: dict[str, Values] = {}
        keys = []
        for (key, _texts), values in zip(edit.put, put, strict=True):
            made = _keyed(sheet, values, key)
            keys.append(made)
            if made in written or (key and made in known and made not in leaving):
                raise BadQuestion(
                    _("Another line says the rate of this day and these currencies."), _("Change or remove that one.")
                )
            key = key or (made if made in known and made not in leaving else "")
            before = _known(known, key) if key else None
            if before is not None and made != key:
                gone[key] = before
            written[made] = {**_empty(sheet), **values, "archived": 0, **_id(sheet, made)}
            added += before is None
            changed += before is not None and not _same(before, written[made])
            if before is not None and made == key and _same(before, written[made]):
                del written[made]
        gone = {key: values for key, values in gone.items() if key not in written}
        removed = [{**_empty(sheet), **_given(sheet, values), "archived": 1} for values in gone.values()]
        counts = {"added": added, "changed": changed, "removed": len(edit.removed)}
        rows = [*written.values(), *removed]
        if not rows:
            return Saved(None, keys=tuple(keys)), Changes.of(self.database.state)
        self.keep_figures()
        batch, changes = self._write(sheet, rows, counts, progress or Progress())
        return Saved(batch, **counts, keys=tuple(keys)), changes

    def _write(
        self, sheet: Sheet, rows: list[Values], counts: dict[str, int], progress: Progress
    ) -> tuple[int | None, Changes]:
        folder = paths.private_folder()
        try:
            staged = _staged(sheet, rows, folder)
            mapping = {"kind": sheet.kind.name, "columns": [], "options": {TYPED: counts}}
            text = json.dumps([rows, uuid4().hex], sort_keys=True)
            sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
            info = batches.ImportInfo("", sha256, mapping=mapping, type=TYPED)
            (done,), changes = batches.merge_all(self.database, [(staged, info)], progress)
            return done.batch, changes
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def save_all(
    workspace: TypedIn, edits: Mapping[str, Edit], progress: Progress | None = None
) -> tuple[list[Saved], Changes]:
    """Keep the edits of several kinds, each as one batch; what is wrong with any of them is raised before any."""
    for kind, edit in edits.items():
        for row, (_key, texts) in enumerate(edit.put, 1):
            _accepted(sheet_of(kind), texts, row)
    done, changes = [], Changes.of(workspace.database.state)
    for kind, edit in edits.items():
        saved, touched = workspace.save_typed(kind, edit, progress)
        done.append(saved)
        changes = Changes(changes.touched | touched.touched, touched.state)
    return done, changes


def _staged(sheet: Sheet, rows: list[Values], folder: Any) -> Staged:
    from cxdesk.intake.batch import Batch
    from cxdesk.intake.completing import Keys
    from cxdesk.intake.hashing import filled, hashes, rows_of
    from cxdesk.intake.mapping import Mapping as HowRead
    from cxdesk.store.staging import StagingWriter

    kind, n = sheet.kind, len(rows)
    columns = {one.name: [row[one.name] for row in rows] for one in kind.fields}
    extra: list[str | None] = [None] * n
    row_hash = hashes(rows_of([*(filled(columns[one.name]) for one in kind.fields), filled(extra)], n), kind.name)
    key_hash = Keys(kind, HowRead(kind.name, ())).hashes(columns, row_hash)
    lines = list(range(1, n + 1))
    with closing(StagingWriter(folder, kind.name)) as writer:
        writer.add(Batch(kind.name, n, dict(columns), lines, extra, row_hash, key_hash, read=n))
        return writer.finish()


def _accepted(sheet: Sheet, texts: Texts, row: int) -> Values:
    for name in texts:
        sheet.column(name)
    values, faults = sheet.read(texts)
    if faults:
        first = faults[0]
        raise BadQuestion(first.message, first.remedy, row=row, column=_(sheet.column(first.column).title))
    return values


def _known(known: Mapping[str, Values], key: str) -> Values:
    if key not in known:
        raise NotFound(
            _("No line called {key} was typed in.", key=key), _("The list of what was typed in shows their names.")
        )
    return known[key]


def _keyed(sheet: Sheet, values: Values, key: str) -> str:
    """The key of a line: that of the row it changes, its own where its values are it, a new one otherwise."""
    if sheet.kind.key == ("cost_id",):
        return key or f"typed-{uuid4().hex[:12]}"
    return sheet.key(values)


def _id(sheet: Sheet, key: str) -> Values:
    return {"cost_id": key} if sheet.kind.key == ("cost_id",) else {}


def _empty(sheet: Sheet) -> Values:
    return dict.fromkeys(one.name for one in sheet.kind.fields)


def _given(sheet: Sheet, values: Mapping[str, Any]) -> Values:
    return {one.name: values.get(one.name) for one in sheet.kind.fields}


def _same(before: Mapping[str, Any], after: Values) -> bool:
    return all((before.get(name) or None) == (value or None) for name, value in after.items() if name != "archived")
