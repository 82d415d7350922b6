"""A copy of a workspace for somebody else: who the rows are about is replaced by pseudonyms, texts are masked.

Numbers stay the same: a reference has one pseudonym wherever it stands, and hashes, which could be guessed from ids and
e-mails, are replaced one by one. What names people in other ways is not copied at all: rejected rows, imports that were
taken back, mappings, names of files, logs, caches.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxdesk.domain.identifying import MASK, STAFF, is_identifying, masked
from cxdesk.domain.kinds import Field, Kind, Type, all_kinds
from cxdesk.domain.pseudonyms import Pseudonyms
from cxdesk.domain.text import fold
from cxdesk.store import backups, claims, clearing, faults, migrations, schema, search_index
from cxdesk.store.batches import signed
from cxdesk.store.connections import connect
from cxdesk.store.folding import folded_copy
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

CUSTOMER, PERSON_STAFF = "customer", "staff"
_SAYING_HOW = ("group", "typed", "list", "as_of", "ends", "counted")
_DROPPED = ("reject", "snapshot", "cache", "suppression", "erasure", "seal", "mapping", "folded")
_NAMING = frozenset(  # words of headings of names
    [
        *("name", "nom", "nume", "surname", "forename", "firstname", "lastname"),
        *("prenom", "prenoms", "prenume", "contact", "person", "agent"),
    ]
)
_LOGS = frozenset({"usage_event", "web_session"})  # kinds of very many rows, in which ids stand for people
_FREE = frozenset({"title", "subject", "target", "description"})  # texts in words
_NAMES = frozenset({"name", "email", "author"})  # texts that are somebody's, and of which nothing is left
_MASKING = {"masked": "without_names", "label": "label_without_names"}  # → function of statements
_UNIQUE = 0.5  # part of distinct values from which an unknown column of single words is taken for an id
_FEW = 20  # rows up to which that cannot be said


@dataclass(frozen=True)
class Written:
    """What was written: rows in all, and the unknown columns that were left out."""

    rows: int
    left_out: tuple[str, ...] = ()


def names_in(connection: sqlite3.Connection) -> Iterator[str]:
    """Names in columns of customers and of staff: what is looked for in texts."""
    for kind in all_kinds():
        for one in kind.fields:
            if _holds_names(kind, one):
                yield from _distinct(connection, kind.name, one.name)
            elif one.ref == CUSTOMER and kind.name not in _LOGS:
                yield from filter(_reads_as_a_name, _distinct(connection, kind.name, one.name))
        for text in _distinct(connection, kind.name, schema.EXTRA):
            beside = json.loads(text).items()
            yield from (value for heading, value in beside if isinstance(value, str) and _is_name(heading))


def _distinct(connection: sqlite3.Connection, kind: str, name: str) -> Iterator[str]:
    column = schema.quoted(name)
    rows = connection.execute(f"SELECT DISTINCT {column} FROM {schema.quoted(kind)} WHERE {column} IS NOT NULL")
    yield from (str(value) for (value,) in rows if value)


def _holds_names(kind: Kind, one: Field) -> bool:
    return one.name in STAFF or one.name == "author" or (kind.name == CUSTOMER and one.name == "name")


def _reads_as_a_name(reference: str) -> bool:
    """Whether files know somebody by their name rather than by a number or an address."""
    return " " in reference and "@" not in reference and not any(map(str.isdigit, reference))


def _is_name(heading: str) -> bool:
    return is_identifying(heading) and bool(_NAMING & set(fold(heading.replace("_", " ")).split()))


def write(
    source: sqlite3.Connection, target: Path, pseudonyms: Pseudonyms, progress: Progress | None = None
) -> Written:
    """Write the copy; what had the name is replaced once all is well. DiskFull, or an error of `backups.copy_to`."""
    progress = progress or Progress()
    draft = target.with_name(f".{target.name}.part")
    with faults.translated(target):
        try:
            backups.copy_to(source, draft, progress)
            written = _turned(draft, pseudonyms, progress)
            draft.replace(target)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    return written


def _turned(draft: Path, pseudonyms: Pseudonyms, progress: Progress) -> Written:
    with contextlib.closing(connect(draft, mode="rw")) as copy:
        if migrations.needed(copy):
            migrations.migrate(copy)
        written = _turn(copy, pseudonyms, progress)
        copy.execute("VACUUM")
        copy.execute("PRAGMA journal_mode=DELETE")
    return written


def _turn(copy: sqlite3.Connection, to: Pseudonyms, progress: Progress) -> Written:
    copy.execute("BEGIN IMMEDIATE")
    try:
        _offer(copy, to)
        rows, left_out = 0, []
        kinds = list(all_kinds())
        for done, kind in enumerate(kinds):
            progress.report(done, len(kinds), _("Replacing names"))
            rows += copy.execute(f"SELECT count(*) FROM {schema.quoted(kind.name)}").fetchone()[0]
            left_out += _kind(copy, kind, to)
            progress.check()
        _imports(copy)
        _lists(copy, to)
        for table in _DROPPED:
            if schema.has_table(copy, table):
                copy.execute(f"DELETE FROM {table}")
        copy.execute("DELETE FROM meta WHERE key = 'secret'")
        schema.drop_samples(copy)
        _index(copy)
        for kind in kinds:
            clearing.keep_anew(copy, kind.name, claims.holders(copy, kind.name))
        copy.execute("COMMIT")
    except BaseException:
        copy.execute("ROLLBACK")
        raise
    return Written(rows, tuple(dict.fromkeys(left_out)))


def _offer(copy: sqlite3.Connection, to: Pseudonyms) -> None:
    """Functions for statements of this connection."""
    copy.create_function("pseudonym", 2, lambda kind, text: None if text is None else to.of(kind, text))
    copy.create_function("without_names", 1, lambda text: None if text is None else to.masked(text))
    copy.create_function("label_without_names", 1, lambda text: None if text is None else to.masked_label(text))
    copy.create_function("other_number", 1, lambda hash_: to.number(int(hash_)))


def becomes(kind: Kind, one: Field) -> str:
    """What a field's values become: '' stay, 'gone', 'masked' as texts, 'label' as texts of one word, or the space of
    their pseudonyms.
    """
    if one.type is Type.REF:
        return "" if schema.is_dictionary(one) else str(one.ref)
    if one.name in STAFF:
        return PERSON_STAFF
    if one.type is Type.COMMENT or one.name in _FREE:
        return "masked"
    if one.type is Type.TEXT:
        return "gone" if one.name in _NAMES else f"{kind.name}.{one.name}"
    return "label" if one.type is Type.LABEL and not one.words else ""


def _expression(kind: Kind, one: Field) -> str | None:
    """How a statement gives the new value; None where it stays."""
    name, what = schema.quoted(one.name), becomes(kind, one)
    if not what:
        return None
    if what == "gone":
        return "NULL"
    if what in _MASKING:
        return f"{_MASKING[what]}({name})"
    return f"pseudonym('{what}', {name})"


def _kind(copy: sqlite3.Connection, kind: Kind, to: Pseudonyms) -> list[str]:
    """Replace one kind's rows and what its imports gave; the unknown columns that were left out."""
    left_out = _secret_columns(copy, kind)
    copy.create_function("beside", 1, lambda text: _beside(text, left_out, to))
    sets = ["extra = beside(extra)", "row_hash = other_number(row_hash)", "key_hash = other_number(key_hash)"]
    for one in kind.fields:
        expression = _expression(kind, one)
        if expression is not None:
            sets.append(f"{schema.quoted(one.name)} = {expression}")
    copy.execute(f"UPDATE {schema.quoted(kind.name)} SET {', '.join(sets)}")
    _versions(copy, kind, left_out, to)
    n, total = 0, 0
    for (row_hash,) in copy.execute(f"SELECT row_hash FROM {schema.quoted(kind.name)}"):
        n, total = n + 1, total + row_hash
    copy.execute("UPDATE content SET n = ?, sum = ? WHERE kind = ?", (n, signed(total), kind.name))
    return sorted(left_out)


def _versions(copy: sqlite3.Connection, kind: Kind, left_out: set[str], to: Pseudonyms) -> None:
    fresh = []
    for row_id, batch, given in copy.execute("SELECT row_id, batch, given FROM version WHERE kind = ?", (kind.name,)):
        values = json.loads(given)
        for one in kind.fields:
            if isinstance(values.get(one.name), str):
                values[one.name] = value_of(kind, one, values[one.name], to)
        if values.get(schema.EXTRA):
            values[schema.EXTRA] = _beside(values[schema.EXTRA], left_out, to)
        fresh.append((json.dumps(values, ensure_ascii=False), kind.name, row_id, batch))
    copy.executemany(
        "UPDATE version SET given = ?, row_hash = other_number(row_hash) WHERE kind = ? AND row_id = ? AND batch = ?",
        fresh,
    )


def value_of(kind: Kind, one: Field, text: str, to: Pseudonyms) -> str | None:
    """What a text in a field becomes."""
    what = becomes(kind, one)
    if what in ("", "gone"):
        return text if not what else None
    if what in _MASKING:
        return to.masked(text) if what == "masked" else to.masked_label(text)
    return to.of(what, text)


def _secret_columns(copy: sqlite3.Connection, kind: Kind) -> set[str]:
    """Unknown columns that name people or could: by their heading, by what stands in them, or as ids."""
    rows: dict[str, int] = {}
    values: dict[str, set[str]] = {}
    found: set[str] = set()
    statement = f"SELECT extra, count(*) FROM {schema.quoted(kind.name)} WHERE extra IS NOT NULL GROUP BY extra"
    for text, n in copy.execute(statement):
        for heading, value in json.loads(text).items():
            rows[heading] = rows.get(heading, 0) + n
            if isinstance(value, str):
                values.setdefault(heading, set()).add(value)
            if heading not in found and isinstance(value, str) and MASK in masked(value) and " " not in value:
                found.add(heading)
    found |= {heading for heading in rows if is_identifying(heading)}
    return found | {heading for heading, some in values.items() if _are_ids(some, rows[heading])}


def _are_ids(values: set[str], rows: int) -> bool:
    single = sum(" " not in one for one in values)
    return rows > _FEW and len(values) > _UNIQUE * rows and single > len(values) / 2


def _beside(text: str | None, left_out: set[str], to: Pseudonyms) -> str | None:
    if text is None:
        return None
    kept = {heading: _plain(value, to) for heading, value in json.loads(text).items() if heading not in left_out}
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _plain(value: Any, to: Pseudonyms) -> Any:
    if not isinstance(value, str):
        return value
    return to.masked(value) if " " in value else to.masked_label(value)


def _imports(copy: sqlite3.Connection) -> None:
    """Imports lose their files' names and how they were read; those taken back are gone."""
    copy.execute("DELETE FROM batch WHERE state <> 'live'")
    digests = {sha256: f"{id_:064x}" for id_, sha256 in copy.execute("SELECT id, sha256 FROM batch").fetchall()}
    for id_, file, mapping, counts in copy.execute("SELECT id, file, mapping, counts FROM batch").fetchall():
        told = json.loads(mapping)
        options = _plain_options(told.get("options") or {}, digests)
        kept = {"kind": told.get("kind"), "columns": [], "options": options}
        ending = Path(file).suffix if file else ""
        copy.execute(
            "UPDATE batch SET file = ?, sheet = NULL, mapping = ?, sha256 = ?, counts = ? WHERE id = ?",
            (f"{id_}{ending}" if file else "", json.dumps(kept), f"{id_:064x}", counts, id_),
        )


def _plain_options(options: dict[str, Any], digests: dict[str, str]) -> dict[str, Any]:
    """Options that say how to count, not what stood in the file; other files by their new `digests`."""
    kept = {name: one for name, one in options.items() if name in _SAYING_HOW}
    kept |= {"same_totals": {}} if "same_totals" in options else {}
    return kept | ({"instead": digests.get(options["instead"], "")} if "instead" in options else {})


def _lists(copy: sqlite3.Connection, to: Pseudonyms) -> None:
    for table, one, other, note in (("merge", "alias", "canonical", "evidence"), ("apart", "one", "other", None)):
        note_gone = f", {note} = ''" if note else ""
        copy.execute(
            f"UPDATE {table} SET {one} = pseudonym('customer', {one}), {other} = pseudonym('customer', {other}),"
            f" decided_by = ''{note_gone}"
        )
    for table in ("tag", "follow_up"):
        copy.execute(f"UPDATE {table} SET key_hash = other_number(key_hash), \"by\" = ''")
    copy.execute(
        "UPDATE follow_up SET note = without_names(note),"
        " owner = CASE owner WHEN '' THEN '' ELSE pseudonym('staff', owner) END"
    )
    copy.execute("UPDATE definition SET note = without_names(note)")
    copy.execute("UPDATE theme SET title = without_names(title)")
    _texts(copy, "question")
    _named(copy, to)


def _texts(copy: sqlite3.Connection, table: str) -> None:
    """Texts that many rows share; two that become one stay two."""
    for id_, text in copy.execute(f"SELECT id, without_names(text) FROM {table}").fetchall():
        with contextlib.suppress(sqlite3.IntegrityError):
            copy.execute(f"UPDATE {table} SET text = ? WHERE id = ?", (text, id_))
            continue
        copy.execute(f"UPDATE {table} SET text = ? WHERE id = ?", (f"{text} ({id_})", id_))


def _named(copy: sqlite3.Connection, to: Pseudonyms) -> None:
    copy.execute("DELETE FROM named WHERE type = 'mapping'")  # what files were called
    rows = copy.execute("SELECT type, name, value FROM named").fetchall()
    copy.execute("DELETE FROM named")
    for at, (type_, name, value) in enumerate(rows, 1):
        fresh = to.masked(name)
        fresh = fresh if fresh == name else f"{fresh} {at}"
        text = json.dumps(_json(json.loads(value), to), ensure_ascii=False) if value[:1] in "{[" else to.masked(value)
        copy.execute("INSERT INTO named VALUES (?, ?, ?, '')", (type_, fresh, text))


def _json(value: Any, to: Pseudonyms) -> Any:
    """Texts masked; the values of filters that name people as the pseudonyms that the rows have now."""
    if isinstance(value, str):
        return to.masked(value)
    if isinstance(value, list):
        return [_json(one, to) for one in value]
    if isinstance(value, dict):
        space = _space_of(str(value.get("field", "")))
        return {
            name: [to.of(space, str(text)) for text in one] if space and name == "values" else _json(one, to)
            for name, one in value.items()
        }
    return value


def _space_of(name: str) -> str:
    for kind in all_kinds():
        for one in kind.fields:
            if one.name == name and one.type in (Type.REF, Type.TEXT, Type.LABEL):
                what = becomes(kind, one)
                return "" if what in (*_MASKING, "gone") else what
    return CUSTOMER if name and is_identifying(name) else ""


def _index(copy: sqlite3.Connection) -> None:
    """The search index anew, over the texts as they are now."""
    search_index.start_anew(copy)
    for kind in all_kinds():
        texts = [one.name for one in kind.comments]
        if texts:
            rows = copy.execute(f"SELECT row_id, {schema.listed(texts)} FROM {schema.quoted(kind.name)}")
            copies = ((row[0], folded_copy(text)) for row in rows if (text := _whole(row[1:])) is not None)
            copy.executemany("INSERT INTO folded VALUES (?, ?)", (one for one in copies if one[1] is not None))


def _whole(texts: Iterable[str | None]) -> str | None:
    from cxdesk.store.segments import whole_text

    return whole_text(tuple(texts))
