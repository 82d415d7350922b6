"""What the workspace remembers of tables: how each was read, by its headings. To be looked at, changed, forgotten, and
handed to a colleague as a small file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxdesk import __version__
from cxdesk.domain.errors import BadQuestion, FileRefused, NotFound
from cxdesk.domain.kinds import ROLE_TITLES, Role, registry
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.domain.text import fold
from cxdesk.intake.leaving_out import BY_ITSELF
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, LEFT_OUT, QUESTION, ColumnUse, Mapping, fingerprint
from cxdesk.intake.ratings import read_reading
from cxdesk.intake.records import SAID
from cxdesk.store import saved
from cxdesk.store.database import Database
from cxdesk.system.i18n import _
from cxdesk.workspace import repairing

FORMAT = 1
MOST_BYTES = 4_000_000
MOST_TABLES, MOST_COLUMNS, MOST_ANSWERS = 500, 16_384, 20_000
LONGEST_NAME, LONGEST_HEADING = 200, 1000
SHORT = 12  # letters of a fingerprint by which a person names it
_WORDS = {ATTRIBUTE, IGNORE, QUESTION, COMMENT_OF}


@dataclass(frozen=True)
class RememberedColumn:
    """One column: its heading, what it is used for (`use` as in a mapping) and that in words."""

    heading: str
    use: str
    title: str


@dataclass(frozen=True)
class RememberedTable:
    """One table that was imported once, or came from a colleague."""

    id: str
    name: str
    kind: str
    at: str
    left_out: bool
    format: str | None
    columns: tuple[RememberedColumn, ...]

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = to_plain(self)
        return plain


class Remembered:
    """The remembered tables of an open workspace."""

    database: Database

    def remembered_tables(self) -> list[RememberedTable]:
        """Every remembered table, the newest first. Those of kinds that this program does not know are left out."""
        found = [(one, _readable(one.mapping)) for one in saved.kept_mappings(self.database)]
        return [_described(one, mapping) for one, mapping in found if mapping is not None]

    def remembered_table(self, id_: str) -> RememberedTable:
        """One of them by its id, or by as much of it as is unique. NotFound otherwise."""
        found = [one for one in self.remembered_tables() if id_ and one.id.startswith(id_)]
        if len(found) != 1:
            raise NotFound(
                _("There is no remembered table {id}.", id=id_), _("`cxdesk mappings list` shows which there are.")
            )
        return found[0]

    def forget_table(self, id_: str) -> None:
        """Read the next table with these headings as if it were the first."""
        saved.forget_mapping(self.database, self.remembered_table(id_).id)

    def rename_table(self, id_: str, name: str) -> None:
        """Call it by another name."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name:
            raise BadQuestion(_("A name needs at least one letter."))
        saved.name_mapping(self.database, self.remembered_table(id_).id, name)

    def change_table(self, id_: str, heading: str, use: str) -> RememberedTable:
        """Use a column for something else: a field of the kind, `@attribute` (kept as a column) or `@ignore`."""
        table = self.remembered_table(id_)
        kept = next(one for one in saved.kept_mappings(self.database) if one.fingerprint == table.id)
        mapping = with_use(from_plain(Mapping, kept.mapping), heading, use)
        saved.remember_mapping(self.database, table.id, to_plain(mapping))
        return self.remembered_table(table.id)

    def mapping_of(self, batch: int) -> dict[str, dict[str, Any]]:
        """How an import was read, by its fingerprint, as it is remembered. NotFound: no such import."""
        row = repairing.import_of(self.database, batch)
        title = f"{row.file} · {row.sheet}" if row.sheet else row.file
        return {fingerprint(repairing.headings(row.mapping)): {**row.mapping, "name": title}}

    def remember_like(self, batch: int) -> None:
        """Read the next table with the headings of an import as that import was read. NotFound: no such import."""
        for id_, said in self.mapping_of(batch).items():
            saved.remember_mapping(self.database, id_, said, name=str(said["name"]))

    def export_tables(self, ids: Sequence[str] = ()) -> str:
        """The text of a small file with these remembered tables, all of them without `ids`."""
        wanted = {self.remembered_table(id_).id for id_ in ids}
        kept = [one for one in saved.kept_mappings(self.database) if not wanted or one.fingerprint in wanted]
        tables = []
        for one in kept:
            mapping = _readable(one.mapping)
            if mapping is not None:
                headings = [use.heading for use in sorted(mapping.columns, key=lambda use: use.index)]
                said = {"name": one.name, "headings": headings, "mapping": to_plain(_bare(mapping))}
                tables.append(said)
        whole = {"cxdesk": __version__, "mappings": FORMAT, "tables": tables}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def import_tables(self, text: str, file: str = "") -> list[str]:
        """Remember the tables of such a file, in place of those with the same headings; their ids. FileRefused, with
        nothing remembered, where anything in it is not as it must be.
        """
        read = read_tables(text, file)
        for id_, name, mapping in read:
            saved.remember_mapping(self.database, id_, to_plain(mapping), name=name)
        return [id_ for id_, _name, _mapping in read]


def with_use(mapping: Mapping, heading: str, use: str) -> Mapping:
    """The mapping with another use of a column. NotFound, BadQuestion where that cannot be."""
    column = next((one for one in mapping.columns if fold(one.heading) == fold(heading)), None)
    if column is None:
        known = ", ".join(one.heading for one in mapping.columns)
        raise NotFound(_("There is no column {column}.", column=heading), _("Choose one of: {known}.", known=known))
    kind = kind_named(mapping.kind)
    if use not in (ATTRIBUTE, IGNORE) and (not kind.has(use) or (kind.has("role") and use in ("question", "role"))):
        known = ", ".join([*(field.name for field in kind.fields), ATTRIBUTE, IGNORE])
        raise BadQuestion(
            _("{use} is nothing that a column can be.", use=use), _("Choose one of: {known}.", known=known)
        )
    uses = []
    for one in mapping.columns:
        if one.index == column.index:
            one = ColumnUse(one.index, one.heading, use)
        elif use not in (ATTRIBUTE, IGNORE) and one.field == use:
            one = replace(one, field=ATTRIBUTE)
        uses.append(one)
    answers = {
        key: said for key, said in mapping.options.get(SAID, {}).items() if key.split(":")[1:2] != [str(column.index)]
    }
    return replace(
        mapping,
        columns=tuple(uses),
        questions=tuple(one for one in mapping.questions if one.index != column.index),
        options={**mapping.options, SAID: answers},
    )


def read_tables(text: str, file: str = "") -> list[tuple[str, str, Mapping]]:
    """(id, name, mapping) of each table of a mapping file, read as a stranger's. FileRefused where it is not sound."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _refused(_("it is larger than {n} MB", n=MOST_BYTES // 1_000_000), file)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(_("it is not written as such files are"), file) from None
    tables = whole.get("tables") if isinstance(whole, dict) else None
    if not isinstance(tables, list) or whole.get("mappings") != FORMAT or len(tables) > MOST_TABLES:
        raise _refused(_("it is not written as such files are"), file)
    return [_read_table(one, at, file) for at, one in enumerate(tables, 1)]


def _read_table(said: Any, at: int, file: str) -> tuple[str, str, Mapping]:
    """One table; only what is understood of it is kept."""
    try:
        if not isinstance(said, dict):
            raise NotPlain("an object is needed")
        name, headings = str(said.get("name", ""))[:LONGEST_NAME], from_plain(tuple[str, ...], said.get("headings"))
        mapping = _bare(from_plain(Mapping, said.get("mapping")))
        _check(mapping, headings)
    except (NotPlain, BadQuestion, NotFound, ValueError, OverflowError, RecursionError) as error:
        cause = error.message if isinstance(error, BadQuestion | NotFound) else str(error)
        raise _refused(_("table {n}: {cause}", n=at, cause=cause[:200]), file) from None
    by_index = {use.index: use for use in mapping.columns}
    columns = tuple(replace(by_index[at], heading=heading) for at, heading in enumerate(headings))
    return fingerprint(headings), " ".join(name.split()), replace(mapping, columns=columns)


def _check(mapping: Mapping, headings: tuple[str, ...]) -> None:
    """Raise NotPlain, NotFound or BadQuestion for what no table could be."""
    kind = kind_named(mapping.kind)
    width = len(headings)
    if not 0 < width <= MOST_COLUMNS or any(len(one) > LONGEST_HEADING for one in headings):
        raise NotPlain("headings")
    if sorted(use.index for use in mapping.columns) != list(range(width)):
        raise NotPlain("columns")
    for use in mapping.columns:
        if use.field not in _WORDS and not kind.has(use.field):
            raise NotPlain(f"field {use.field}")
        if any(at is not None and not 0 <= at < width for at in (use.of, use.clock, *(use.names or ()))):
            raise NotPlain(f"column {use.index}")
    for question in mapping.questions:
        if not 0 <= question.index < width or question.role not in set(Role):
            raise NotPlain(f"question {question.index}")
        if any(not 0 <= case.by < width or case.role not in set(Role) for case in question.cases):
            raise NotPlain(f"question {question.index}")
        for scale in (question.scale, *(case.scale for case in question.cases)):
            if scale:
                read_reading(scale)


def _bare(mapping: Mapping) -> Mapping:
    """What of a mapping counts when the next table is looked at; the rest follows from that table's own cells."""
    answers = from_plain(dict[str, str], mapping.options.get(SAID, {}))
    if len(answers) > MOST_ANSWERS:
        raise NotPlain("answers")
    options: dict[str, Any] = {SAID: answers}
    options |= {name: True for name in (LEFT_OUT, BY_ITSELF) if mapping.options.get(name)}
    return replace(mapping, options=options, also=(), constants={}, sheet=None)


def _refused(cause: str, file: str) -> FileRefused:
    return FileRefused(
        _("The file cannot be used as remembered tables: {cause}.", cause=cause),
        _("Nothing was changed. Let it be written again with `cxdesk mappings export`."),
        code="file_refused.mappings",
        file=file or None,
    )


def _readable(said: dict[str, Any]) -> Mapping | None:
    try:
        mapping = from_plain(Mapping, said)
    except NotPlain:
        return None
    return mapping if mapping.kind in registry() else None


def _described(kept: saved.Kept, mapping: Mapping) -> RememberedTable:
    columns = tuple(
        RememberedColumn(use.heading, _use(mapping, use.index, use.field), _title(mapping, use.index, use.field))
        for use in sorted(mapping.columns, key=lambda use: use.index)
    )
    left_out = bool(mapping.options.get(LEFT_OUT))
    name = kept.name or ", ".join(column.heading for column in columns[:3])
    return RememberedTable(kept.fingerprint, name, mapping.kind, kept.changed_at, left_out, mapping.format, columns)


def _use(mapping: Mapping, index: int, field: str) -> str:
    question = mapping.question(index)
    return f"{QUESTION}:{question.role}" if question is not None else field


def _title(mapping: Mapping, index: int, field: str) -> str:
    """What a column became, in words."""
    question = mapping.question(index)
    if question is not None:
        title = _(ROLE_TITLES[Role(question.role)]) if question.role in set(Role) else question.role
        return f"{title}, {question.scale}" if question.scale else title
    words = {ATTRIBUTE: _("kept as a column"), IGNORE: _("left out"), COMMENT_OF: _("comment"), QUESTION: _("question")}
    if field in words:
        return words[field]
    kind = kind_named(mapping.kind)
    return _(kind.field(field).title) if kind.has(field) else field
