"""What a column can be used for, in the words of the list above it."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.kinds import ROLE_TITLES, TEXT_ROLES, Role, Type, kind
from cxdesk.intake.inspection import ColumnView, TableView
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, QUESTION
from cxdesk.system.i18n import N_, _, ngettext

NOT_BY_COLUMN = frozenset({"question", "role", "score", "comment"})  # of answers: these come from questions
SHORT_ROLES = {
    Role.NPS: N_("NPS"),
    Role.CSAT: N_("CSAT"),
    Role.CES: N_("Effort (CES)"),
}
ICONS = {
    Type.TEXT: "key",
    Type.LABEL: "tag",
    Type.NUMBER: "ring",
    Type.MONEY: "currency",
    Type.SCORE: "ring",
    Type.BOOL: "check",
    Type.INSTANT: "calendar",
    Type.DATE: "calendar",
    Type.DURATION: "clock",
    Type.REF: "person",
    Type.COMMENT: "comment",
}


@dataclass(frozen=True)
class UseChoice:
    """One entry of the list; `use` is what `doubts.set_use` takes."""

    use: str
    title: str
    separator: bool = False


def uses(view: TableView, column: int) -> list[UseChoice]:
    """Everything the column can be: fields, then questions, then keeping or leaving it out."""
    declared = kind(view.mapping.kind)
    by_question = declared.has("role")
    fields = [f for f in declared.fields if not (by_question and f.name in NOT_BY_COLUMN)]
    found = [UseChoice(field.name, _(field.title)) for field in fields]
    if by_question:
        found += _questions(view, column)
    found.append(UseChoice(ATTRIBUTE, _("Keep as a column"), separator=True))
    found.append(UseChoice(IGNORE, _("Leave out")))
    return found


def _questions(view: TableView, column: int) -> list[UseChoice]:
    scale = view.columns[column].scale
    rated = [role for role in ROLE_TITLES if role not in TEXT_ROLES]
    found = [UseChoice(f"{QUESTION}:{role}", _rated(role, scale), separator=role is rated[0]) for role in rated]
    beside = view.mapping.questions
    comment = [UseChoice(COMMENT_OF, _("Comment on the score"))] if beside else []
    texts = [UseChoice(f"{QUESTION}:{role}", _(ROLE_TITLES[role])) for role in ROLE_TITLES if role in TEXT_ROLES]
    return found + comment + texts


def _rated(role: Role, scale: str | None) -> str:
    title = _(SHORT_ROLES.get(role, ROLE_TITLES[role]))
    return f"{title} {scale.split(':')[0].replace('-', '–')}" if scale and role in SHORT_ROLES else title


def current_use(view: TableView, column: int) -> str:
    """The entry of the list that stands for what the column is now."""
    used = view.mapping.use(column)
    if used.field == QUESTION:
        question = next((q for q in view.mapping.questions if q.index == column), None)
        return f"{QUESTION}:{question.role}" if question else ATTRIBUTE
    return used.field


def type_icon(column: ColumnView) -> str:
    return "x" if not column.filled else ICONS.get(Type(column.type), "tag")


def type_words(column: ColumnView) -> str:
    """The type as found in the values, short enough for a column's head."""
    if not column.filled:
        return _("empty")
    found = Type(column.type)
    if found is Type.LABEL:
        return ngettext("{n} value", "{n} values", column.distinct)
    if found is Type.COMMENT:
        return ngettext("text, {n} filled", "text, {n} filled", column.filled)
    if found is Type.SCORE and column.scale:
        return _("whole, {scale}", scale=column.scale.split(":")[0].replace("-", "–"))
    names = {
        Type.TEXT: _("text"),
        Type.NUMBER: _("number"),
        Type.MONEY: _("amount"),
        Type.SCORE: _("score"),
        Type.BOOL: _("yes or no"),
        Type.INSTANT: _("date and time"),
        Type.DATE: _("date"),
        Type.DURATION: _("duration"),
        Type.REF: _("key"),
    }
    return names.get(found, found.value)
