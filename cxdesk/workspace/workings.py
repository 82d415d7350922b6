"""The rows behind a number with their cells, read from the store piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from cxdesk.analysis.workings import PartRows, workings
from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.workings import RowBehind, Workings
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import is_derived, source_rows
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.store.rows import MONEY_UNIT
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.store.database import Database
    from cxdesk.workspace.questions import Questions

_AT_ONCE = 5000
_EPOCH = datetime(1970, 1, 1)
_HEAD = ("kind", "row_id", "file", "sheet", "line")


def make_workings(workspace: Questions, query: Query, selection: Selection) -> Workings:
    """See Workspace.workings."""
    zone = ZoneInfo(workspace.frame().zone.name)
    working, clusters, parts = workings(query, selection, workspace.frame())
    derived = any(is_derived(part.rows) for part in parts)
    names = _attributes(parts) if derived else _fields(parts)
    titles = tuple(_title(parts, name, zone) for name in names)
    count = sum(len(part.positions) for part in parts)

    def rows() -> Iterator[RowBehind]:
        for part in parts:
            found = _derived(part, names) if derived else _imported(workspace.database, part, names, zone)
            yield from found

    return Workings(working, (_("File"), _("Line"), *titles), count, rows, clusters)


def _fields(parts: list[PartRows]) -> tuple[str, ...]:
    """Names of what the imported rows can say: declared fields that any row fills, then the files' own columns."""
    names: dict[str, None] = {}
    for rows in {part.rows.kind: part.rows for part in parts}.values():
        kind = kind_named(rows.kind)
        names |= dict.fromkeys(field.name for field in kind.fields if _filled(rows, field))
        if any(field.type is Type.SCORE for field in kind.fields):
            names |= {"scale": None}
        names |= dict.fromkeys(rows.frame.headings(rows.kind))
    return tuple(names)


def _filled(rows: Rows, field: Field) -> bool:
    """Whether any row has the field."""
    name = f"{field.name}:letters" if field.type is Type.COMMENT else field.name
    if not rows.frame.has(rows.kind, name):
        return False
    column = rows.frame.column(rows.kind, name)
    if isinstance(column, Codes):
        return bool((column.codes >= 0).any())
    if field.type is Type.COMMENT:
        return bool((column > 0).any())
    if column.dtype.kind == "f":
        return bool(np.isfinite(column).any())
    empty = {Type.DATE: NO_DAY, Type.BOOL: 255}.get(field.type, np.iinfo(np.int64).min)
    return bool((column != empty).any())


def _attributes(parts: list[PartRows]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.name for part in parts for field in _declared(part.rows).fields))


def _declared(rows: Rows) -> Kind:
    return rows.frame.declared(rows.kind)


def _title(parts: list[PartRows], name: str, zone: ZoneInfo) -> str:
    """A field's title; an instant also says whose time it is in. Other columns are called as in the file."""
    for part in parts:
        kind = _declared(part.rows)
        if kind.has(name):
            field = kind.field(name)
            title = _(field.title)
            return f"{title} ({zone.key})" if field.type is Type.INSTANT else title
    return _("Scale") if name == "scale" else name


def _imported(db: Database, part: PartRows, names: tuple[str, ...], zone: ZoneInfo) -> Iterator[RowBehind]:
    kind = kind_named(part.rows.kind)
    types = {field.name: field.type for field in kind.fields}
    frame = part.rows.frame
    ids = frame.column(kind.name, "row_id")
    assert isinstance(ids, np.ndarray)
    instants = [name for name in names if types.get(name) is Type.INSTANT and frame.has(kind.name, name)]
    floating = {name: frame.floating(kind.name, name) for name in instants}
    walls = {name: which[part.positions] for name, which in floating.items() if which is not None}
    for start in range(0, len(part.positions), _AT_ONCE):
        chunk = slice(start, start + _AT_ONCE)
        found = rows_of(db, kind.name, ids[part.positions[chunk]].tolist())
        for at, row in enumerate(found, start):
            adds, weight = part.adds[at], part.weights[at]
            clocks = {name: ZoneInfo("UTC") if name in walls and walls[name][at] else zone for name in instants}
            cells = tuple(_cell(row.get(name), types.get(name), clocks.get(name, zone)) for name in names)
            yield RowBehind(part.part, _number(adds), _number(weight), (_file(row), row["line"], *cells))


def _file(row: Mapping[str, Any]) -> str:
    return f"{row['file']} · {row['sheet']}" if row["sheet"] else str(row["file"])


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _cell(value: Any, type_: Type | None, zone: ZoneInfo) -> Any:
    """A cell as a spreadsheet knows it: instants as local time without a zone, dates as dates."""
    if value is None:
        return None
    if type_ is Type.INSTANT:
        return datetime.fromisoformat(value).astimezone(zone).replace(tzinfo=None)
    if type_ is Type.DATE and isinstance(value, int):
        return date(1970, 1, 1) + timedelta(days=value)
    if type_ is Type.BOOL and isinstance(value, int):
        return bool(value)
    return value


def _derived(part: PartRows, names: tuple[str, ...]) -> Iterator[RowBehind]:
    """Rows that a view made, with its own columns; where they come from stands in place of the file."""
    rows, kind = part.rows, _declared(part.rows)
    columns = [_plain(rows, kind.field(name) if kind.has(name) else None, part.positions) for name in names]
    for at, (adds, weight) in enumerate(zip(part.adds, part.weights, strict=True)):
        found = source_rows(rows, part.positions[at : at + 1])
        source = ", ".join(f"{kind_} {row_id}" for kind_, row_id in found)
        cells = tuple(column[at] for column in columns)
        yield RowBehind(part.part, _number(adds), _number(weight), (source, None, *cells))


def _plain(rows: Rows, field: Field | None, positions: np.ndarray) -> list[Any]:
    """One column of a view at some positions, as a spreadsheet knows it."""
    if field is None or not rows.frame.has(rows.kind, field.name):
        return [None] * len(positions)
    column = rows.frame.column(rows.kind, field.name)
    if isinstance(column, Codes):
        labels = column.labels
        return [labels[code] if code >= 0 else None for code in column.codes[positions].tolist()]
    values = column[positions]
    if field.type is Type.DATE:
        return [None if day == NO_DAY else day_of(day) for day in values.tolist()]
    if field.type is Type.BOOL:
        return [None if value == 255 else bool(value) for value in values.tolist()]
    if field.type is Type.INSTANT:
        wall = rows.frame.zone.local(values, _walls(rows, field.name, positions)).tolist()
        return [None if at == NO_INSTANT else _EPOCH + timedelta(microseconds=at) for at in wall]
    scale = MONEY_UNIT if field.type is Type.MONEY else 1
    return [value / scale if np.isfinite(value) else None for value in values.tolist()]


def _walls(rows: Rows, name: str, positions: np.ndarray) -> np.ndarray | None:
    """Which of these instants are wall time already; None where none is."""
    which = rows.frame.floating(rows.kind, name)
    return None if which is None else which[positions]
