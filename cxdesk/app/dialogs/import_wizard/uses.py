"""What a column can be used for, in the words of the list above it, and what its cells are in a few words."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.kinds import ROLE_TITLES, TEXT_ROLES, Role, Type, kind
from cxdesk.domain.scales import parse_scale
from cxdesk.intake.cells_of_durations import UNITS
from cxdesk.intake.inspection import ColumnView, TableView
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, QUESTION
from cxdesk.system.i18n import N_, _, ngettext, number

BY_QUESTION = frozenset({"question", "role", "score", "comment"})  # of answers: a column gets these by what it asks
SHORT_ROLES = {
    Role.NPS: N_("NPS"),
    Role.CSAT: N_("CSAT"),
    Role.CES: N_("Effort (CES)"),
}
ICONS = {
    Type.TEXT: "comment",
    Type.LABEL: "tag",
    Type.NUMBER: "number",
    Type.MONEY: "currency",
    Type.SCORE: "target",
    Type.BOOL: "check",
    Type.INSTANT: "calendar",
    Type.DATE: "calendar",
    Type.DURATION: "clock",
    Type.REF: "key",
    Type.COMMENT: "comment",
}
FIELD_ICONS = {"customer": "person", "name": "person", "language": "language", "email": "mail"}
TYPE_WORDS = {
    Type.NUMBER: N_("number"),
    Type.MONEY: N_("amount"),
    Type.SCORE: N_("whole number"),
    Type.BOOL: N_("yes or no"),
    Type.INSTANT: N_("date and time"),
    Type.DATE: N_("date"),
    Type.DURATION: N_("duration"),
    Type.REF: N_("key, no repeats"),
}
ORDERS = {  # by the first part of a written date
    "d": N_("day first"),
    "m": N_("month first"),
    "b": N_("month first"),
    "Y": N_("year first"),
    "y": N_("year first"),
}
ORDERED = 3  # parts of a date that stand in an order
UNIT_WORDS: dict[float, str] = {1: N_("seconds"), 60: N_("minutes"), 3600: N_("hours"), 86400: N_("days")}


@dataclass(frozen=True)
class UseChoice:
    """One entry of the list; `use` is what `doubts.set_use` takes. `separator`: a line above it."""

    use: str
    title: str
    separator: bool = False


def uses(view: TableView, column: int) -> list[UseChoice]:
    """Everything the column can be: fields, then questions, then keeping or leaving it out."""
    declared = kind(view.mapping.kind)
    asks = declared.has("role")
    fields = [f for f in declared.fields if not (asks and f.name in BY_QUESTION)]
    found = [UseChoice(field.name, _(field.title)) for field in fields]
    if asks:
        found += _questions(view, column)
    found.append(UseChoice(ATTRIBUTE, _("Keep as a column"), separator=True))
    found.append(UseChoice(IGNORE, _("Leave out")))
    return found


def _questions(view: TableView, column: int) -> list[UseChoice]:
    scale = view.columns[column].scale
    rated = [role for role in ROLE_TITLES if role not in TEXT_ROLES]
    by_row = _by_row(view, column)
    found = [
        UseChoice(f"{QUESTION}:{role}", by_row.get(role) or _rated(role, scale), separator=role is rated[0])
        for role in rated
    ]
    texts = [UseChoice(f"{QUESTION}:{role}", _(ROLE_TITLES[role])) for role in ROLE_TITLES if role in TEXT_ROLES]
    return [*found, UseChoice(COMMENT_OF, _("Comment on the score"), separator=True), *texts]


def _by_row(view: TableView, column: int) -> dict[Role, str]:
    """The entry of a question that measures something else from row to row, under the role it goes by."""
    question = view.mapping.question(column)
    if question is None or not question.cases:
        return {}
    roles = dict.fromkeys(Role(case.role) for case in question.cases)
    names = ", ".join(_(SHORT_ROLES.get(role, ROLE_TITLES[role])) for role in roles)
    return {Role(question.role): _("{roles}, by row", roles=names)}


def _rated(role: Role, scale: str | None) -> str:
    title = _(SHORT_ROLES.get(role, ROLE_TITLES[role]))
    return f"{title} {ends(scale)}" if scale and role in SHORT_ROLES else title


def ends(scale: str) -> str:
    """The ends of a scale by its short name, as `1–5`; the best one last."""
    read = parse_scale(scale)
    low, high = (read.max, read.min) if read.reversed else (read.min, read.max)
    return f"{_point(low)}–{_point(high)}"


def _point(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def current_use(view: TableView, column: int) -> str | None:
    """The entry of the list that stands for what the column is now; None while the person must choose."""
    used = view.mapping.use(column)
    if used.field != QUESTION:
        return used.field
    question = view.mapping.question(column)
    return f"{QUESTION}:{question.role}" if question is not None and question.role else None


def is_doubtful(view: TableView, column: ColumnView) -> bool:
    """Whether the person has not yet said what they think about this column."""
    return column.doubt is not None and column.doubt not in view.decisions.answers


def type_icon(column: ColumnView) -> str:
    if not column.filled:
        return "cross"
    return FIELD_ICONS.get(column.field) or ICONS.get(Type(column.type), "tag")


def type_words(column: ColumnView, view: TableView | None = None) -> str:
    """The type as found in the values, short enough for a column's head; of a view also how its cells are read."""
    words = _type_words(column)
    said = _written(view, column.index) if view is not None and column.filled else ""
    return f"{words}, {said}" if said else words


def fit(view: TableView, column: int) -> tuple[int, int, int]:
    """Of the rows shown: cells that can be read as the column is used, cells that cannot, blank cells."""
    wrong = sum(cell.column == column for cell in view.problems)
    blank = sum(not row[column].strip() if column < len(row) else True for row in view.preview)
    return len(view.preview) - blank - wrong, wrong, blank


def _written(view: TableView, column: int) -> str:
    """Order of a date, unit of a duration, currency of an amount, other part of a name, where the mapping says so."""
    used, seen = view.mapping.use(column), Type(view.columns[column].type)
    names = next((use.names for use in view.mapping.columns if use.names is not None and column in use.names), None)
    if names is not None:
        return _("one name with “{column}”", column=view.headings[sum(names) - column])
    day = next((use.index for use in view.mapping.columns if use.clock == column), None)
    if day is not None:
        return _("one moment with “{column}”", column=view.headings[day])
    if seen in (Type.DATE, Type.INSTANT):
        order = [letter for letter in used.layout if letter in "Ymdby"]
        return _(ORDERS[order[0]]) if "%" in used.layout and len(order) >= ORDERED else ""
    if seen is Type.DURATION and UNITS.get(used.layout) in UNIT_WORDS:
        return _(UNIT_WORDS[UNITS[used.layout]])
    return view.mapping.constants.get("currency", "") if seen is Type.MONEY else ""


def _type_words(column: ColumnView) -> str:
    if not column.filled:
        return _("empty")
    found = Type(column.type)
    if found is Type.LABEL:
        return ngettext("{n} value", "{n} values", column.distinct)
    if found is Type.TEXT:
        return ngettext("text, {n} different", "text, {n} different", column.distinct)
    if found is Type.COMMENT:
        return ngettext("text, {n} filled", "text, {n} filled", column.filled)
    if found is Type.SCORE and column.scale:
        read = parse_scale(column.scale)
        return _("whole, {scale}", scale=f"{_point(read.min)}–{_point(read.max)}")
    return _(TYPE_WORDS[found])
