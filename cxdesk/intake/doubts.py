"""Answering: every answer gives a new view with mapping, columns and remaining doubts derived anew. Needs no file.

The wizard and the command line speak through the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds import TEXT_ROLES, Kind, Role, registry
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.text import fold
from cxdesk.intake import crossed, describe, facts, likeness, preview, propose
from cxdesk.intake.completing import ENDS, FIRST_FREE, LAST, LAST_DAY, LINES, REPEAT
from cxdesk.intake.dates import NUMERIC_LAYOUTS, TYPED, UnknownLayout, layout
from cxdesk.intake.inspection import Decisions, TableView
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, GATHER, IGNORE, QUESTION, Question
from cxdesk.intake.own_words import MARK
from cxdesk.intake.ratings import read_reading
from cxdesk.intake.records import LINE, UNIT_NAMES, WHOLE, WITH_TAX
from cxdesk.intake.snapshots import LIST, PART, SNAPSHOT
from cxdesk.intake.snapshots import WHOLE as ALL
from cxdesk.intake.stated import STARTS
from cxdesk.intake.wordings import NO_KIND
from cxdesk.intake.wordings_of_cells import WORKSPACE_ZONE
from cxdesk.intake.wordings_of_shapes import MEANINGS
from cxdesk.intake.zones import WallClock
from cxdesk.system.i18n import _

OF_COLUMNS = ("question", "scale", "dates", "zone", "decimal", "direction", "unit", "currency", "amount")
WORDS = (ATTRIBUTE, IGNORE, QUESTION, COMMENT_OF)
AMOUNTS = (WHOLE, WITH_TAX, LINE)
NO_COLUMN = "not_found.column"


def view_of(view: TableView, decisions: Decisions) -> TableView:
    """The view that follows from its evidence and these decisions."""
    mapping, doubts = propose.derive(view.basis, view.headings, decisions, view.sheet)
    doubts = (*likeness.doubts(view.basis.like, decisions), *crossed.doubts(view), *doubts)
    columns = describe.columns(mapping, view.basis.guesses, doubts)
    problems = preview.problems(view.preview, mapping)
    return replace(
        view,
        decisions=decisions,
        mapping=mapping,
        doubts=doubts,
        columns=columns,
        problems=problems,
        facts=facts.renewed(view.facts, view.basis.guesses, mapping, doubts),
        format=mapping.format,
    )


def answer(view: TableView, doubt_id: str, choice: str) -> TableView:
    """The view after the person's answer. NotFound for an unknown doubt, BadQuestion for an answer that cannot be."""
    _check_answer(view, doubt_id, choice)
    said = view.decisions
    if doubt_id == "kind":
        return view_of(view, replace(said, kind="", answers={**said.answers, "kind": choice}, uses={}, questions={}))
    if doubt_id == crossed.CROSSED and view.instead is not None:
        if choice == crossed.reading(view):
            return view
        return view_of(replace(view.instead, instead=replace(view, instead=None)), view.instead.decisions)
    if doubt_id == likeness.LIKE and view.basis.like is not None:
        return view_of(view, likeness.decided(view.basis.like, choice))
    name, at = _parts(view, doubt_id)
    uses, questions = dict(said.uses), dict(said.questions)
    if name == "field":
        return set_use(view, int(choice), doubt_id.partition(":")[2])
    if name in ("question", "score") and at is not None:
        uses.pop(at, None)
        questions.pop(at, None)
    if name in ("scale", "direction") and at in questions:
        questions[at] = replace(questions[at], scale=None, na_codes=())
    return view_of(view, replace(said, answers={**said.answers, doubt_id: choice}, uses=uses, questions=questions))


def _parts(view: TableView, doubt_id: str) -> tuple[str, int | None]:
    """(sort of doubt, column). NotFound when there is no such doubt and could be none."""
    name, _colon, at = doubt_id.partition(":")
    known = {doubt.id for doubt in view.doubts}
    at = at.partition(":")[0] if name in ("word", MARK) else at
    possible = name in OF_COLUMNS and at.isdigit() and int(at) < len(view.headings)
    if doubt_id not in {*known, "kind"} and not possible and not _of_table(view, doubt_id):
        said = ", ".join(sorted(known))
        raise NotFound(
            _("There is no question {id} about this table.", id=doubt_id),
            _("The questions are: {known}.", known=said)
            if said
            else _("Nothing is asked about it: leave the answer out."),
            sheet=view.sheet,
        )
    return name, int(at) if at.isdigit() else None


def _of_table(view: TableView, doubt_id: str) -> bool:
    """Whether the table could leave that open, though its rows speak for themselves."""
    kind = kind_named(view.mapping.kind)
    uses = {use.field for use in view.mapping.columns}
    if doubt_id == LIST:
        return view.mapping.options.get(GATHER, {}).get("how") == SNAPSHOT
    if doubt_id == ENDS:
        return any(field.ends and field.name in uses for field in kind.fields)
    if doubt_id == crossed.CROSSED:
        return view.instead is not None
    name, _colon, word = doubt_id.partition(":")
    if name == "meaning":
        use = view.mapping.column_of("name")
        return use is not None and any(seen.text == word for seen in view.basis.guesses[use.index].values)
    return doubt_id == REPEAT and bool(uses & set(kind.key[:1])) and not kind.has("role") and kind.span is None


def _check_answer(view: TableView, doubt_id: str, choice: str) -> None:
    name, at = _parts(view, doubt_id)
    doubt = next((one for one in view.doubts if one.id == doubt_id), None)
    if doubt is not None and any(one.id == choice for one in doubt.choices):
        return
    try:
        fits = _could_be(name, choice)
    except (UnknownLayout, BadQuestion, ValueError):
        fits = False
    if not fits:
        offered = [one.id for one in doubt.choices] if doubt is not None else []
        raise BadQuestion(
            _("{choice} is no answer to {id}.", choice=choice, id=doubt_id),
            _one_of(offered) if offered and name not in ("as_of", STARTS) else _how_to_write(name),
            sheet=view.sheet,
            column=view.headings[at] if at is not None and at < len(view.headings) else None,
        )


def _one_of(known: Iterable[str]) -> str:
    return _("Choose one of: {known}.", known=", ".join(known))


def _how_to_write(name: str) -> str:
    """What an answer looks like where no choices were offered."""
    return {
        "dates": _("Write the order as in {example}.", example="%d/%m/%Y %H:%M"),
        "zone": _("Write it as Europe/Paris or UTC."),
        "scale": _("Write it as in {example}.", example="0-10:na=11"),
        "direction": _one_of(("low", "high")),
        "decimal": _one_of((".", ",")),
        "kind": _one_of(registry()),
        ENDS: _one_of((LAST_DAY, FIRST_FREE)),
        LIST: _one_of((ALL, PART)),
        REPEAT: _one_of((LINES, LAST)),
        crossed.CROSSED: _one_of((crossed.ROWS, crossed.COLUMNS)),
        "unit": _one_of(UNIT_NAMES),
        "amount": _one_of(AMOUNTS),
        "as_of": _("Write the day as 2026-03-31."),
        STARTS: _("Write the day as 2026-03-31."),
        "meaning": _one_of(name for name, _title in MEANINGS),
        "currency": _("Write it as EUR or USD."),
    }.get(name, _one_of((*Role, ATTRIBUTE, IGNORE)))


def _could_be(name: str, choice: str) -> bool:
    """Whether a choice that was not offered makes sense: another layout, zone, scale or role."""
    if name == "dates":
        return choice in (*NUMERIC_LAYOUTS, TYPED) or bool(layout(choice))
    if name == "zone":
        return choice in (WORKSPACE_ZONE, "floating", "offset") or bool(WallClock(choice))
    if name == "scale":
        return bool(read_reading(choice))
    if name == "question":
        return choice in (ATTRIBUTE, IGNORE) or choice in set(Role)
    if name == "kind":
        return choice == NO_KIND or bool(kind_named(choice))
    if name in ("as_of", STARTS):
        return bool(date.fromisoformat(choice))
    if name == "currency":
        return len(choice) == 3 and choice.isascii() and choice.isupper()
    closed = {
        "direction": ("low", "high"),
        ENDS: (LAST_DAY, FIRST_FREE),
        LIST: (ALL, PART),
        REPEAT: (LINES, LAST),
        crossed.CROSSED: (crossed.ROWS, crossed.COLUMNS),
        "unit": UNIT_NAMES,
        "amount": AMOUNTS,
        "meaning": tuple(name for name, _title in MEANINGS),
    }
    return choice in closed.get(name, ())


def set_use(view: TableView, index: int, use: str) -> TableView:
    """The view with another use of a column: a field's name, `@attribute`, `@ignore`, `@question:role` or `@comment`.

    A field that another column had is taken from it. `@question` alone leaves open what it measures.
    """
    declared = kind_named(view.mapping.kind)
    if declared.has("role"):
        use = {"comment": COMMENT_OF, "score": QUESTION}.get(use, use)
    name, _colon, role = use.partition(":")
    _check_use(view, index, declared, name, role if use != QUESTION else None)
    said = view.decisions
    uses, questions = dict(said.uses), dict(said.questions)
    answers = {key: value for key, value in said.answers.items() if key != f"question:{index}"}
    for column in view.mapping.columns:
        if name not in WORDS and column.field == name and column.index != index:
            uses[column.index] = ATTRIBUTE
    questions.pop(index, None)
    uses[index] = use
    return view_of(view, replace(said, kind=view.mapping.kind, uses=uses, questions=questions, answers=answers))


def _check_use(view: TableView, index: int, declared: Kind, name: str, role: str | None) -> None:
    """Raise NotFound or BadQuestion for a use that the kind does not know; `role` None where none was said."""
    place: dict[str, Any] = {"sheet": view.sheet, "column": view.headings[index]}
    if name not in WORDS and not declared.has(name):
        raise NotFound(
            _("{kind} has no field called {field}.", kind=_(declared.title), field=name),
            _one_of(field.name for field in declared.fields),
            **place,
        )
    if declared.has("role") and name in ("question", "role"):
        raise BadQuestion(
            _("What was asked comes from the column of the answers, not from a column of its own."),
            _("Say of the column of the answers what it measures."),
            **place,
        )
    if name == QUESTION and role is not None and role not in set(Role):
        raise BadQuestion(_("{role} is nothing that a question can measure.", role=role), _one_of(Role), **place)


def apply_map(view: TableView, fields: Map[str, str]) -> TableView:
    """The view with columns for fields, by heading. NotFound for an unknown field or column."""
    for name, heading in fields.items():
        view = set_use(view, column(view, heading), name)
    return view


def apply_question(view: TableView, spec: str) -> TableView:
    """The view with one column's question said in full: `Column=role[:scale][:na=11|99][:reversed]`.

    The heading may contain `=` and `:`; it is matched exactly first, then folded.
    """
    at, rest = _split_spec(view, spec)
    role, *parts = [part.strip() for part in rest.split(":")]
    if role not in set(Role):
        raise BadQuestion(
            _("{role} is nothing that a question can measure.", role=role),
            _one_of(Role),
            sheet=view.sheet,
            column=view.headings[at],
        )
    question = Question(at, view.headings[at], role)
    if role not in TEXT_ROLES and parts:
        try:
            question = _with_scale(view, question, parts)
        except BadQuestion as objection:
            remedy = objection.remedy or _("Write it as in {example}.", example="0-10:na=11")
            raise BadQuestion(objection.message, remedy, sheet=view.sheet, column=view.headings[at]) from None
    said = view.decisions
    uses = {key: value for key, value in said.uses.items() if key != at}
    questions = dict(said.questions)
    if role in TEXT_ROLES:
        uses[at] = f"{QUESTION}:{role}"
        questions.pop(at, None)
    else:
        questions[at] = question
    kind = said.kind or propose.ANSWER
    return view_of(view, replace(said, kind=kind, uses=uses, questions=questions))


def _with_scale(view: TableView, question: Question, parts: Sequence[str]) -> Question:
    """Scale, codes and direction of a spec; what it does not say is found from the values."""
    stated = [part for part in parts if part[:1].isdigit() or part.startswith("-")]
    if stated:
        scale, codes = read_reading(":".join(parts))
        return replace(question, scale=scale.name, na_codes=codes)
    from cxdesk.intake.ratings import readings

    found = readings(view.basis.guesses[question.index], Role(question.role)).readings[0]
    scale, codes = read_reading(found)
    given = read_reading(":".join([scale.name, *parts]))
    return replace(question, scale=given[0].name, na_codes=given[1] or codes)


def _split_spec(view: TableView, spec: str) -> tuple[int, str]:
    """(column, what stands behind its `=`)."""
    exact = [heading for heading in view.headings if spec.startswith(heading + "=")]
    if exact:
        heading = max(exact, key=len)
        return view.headings.index(heading), spec[len(heading) + 1 :]
    places = [at for at, sign in enumerate(spec) if sign == "="]
    for at in reversed(places):
        found = _folded(view, spec[:at])
        if found is not None:
            return found, spec[at + 1 :]
    if not places:
        raise BadQuestion(
            _("{text} is not a question.", text=spec), _("Write it as Column=role:scale, for example Score=nps:0-10.")
        )
    raise _no_column(view, spec[: places[0]])


def column(view: TableView, heading: str) -> int:
    """The column of that heading, exact before folded. NotFound names the headings."""
    if heading in view.headings:
        return view.headings.index(heading)
    found = _folded(view, heading)
    if found is None:
        raise _no_column(view, heading)
    return found


def _folded(view: TableView, heading: str) -> int | None:
    wanted = fold(heading)
    return next((at for at, one in enumerate(view.headings) if fold(one) == wanted), None)


def _no_column(view: TableView, heading: str) -> NotFound:
    return NotFound(
        _("There is no column {column}.", column=heading), _known_columns([view]), code=NO_COLUMN, sheet=view.sheet
    )


def _known_columns(views: Sequence[TableView]) -> str:
    known = list(dict.fromkeys(heading for view in views for heading in view.headings))
    return _("The columns are: {known}.", known=", ".join(known[:40]))


# The words of a command line


def apply_options(
    view: TableView,
    kind: str | None = None,
    maps: Sequence[str] = (),
    questions: Sequence[str] = (),
    answers: Sequence[str] = (),
) -> TableView:
    """The view after the words of a command line: kind, `field=Column`, `Column=role…`, `doubt=choice`."""
    return apply_to_all([view], kind, maps, questions, answers)[0]


def apply_to_all(
    views: Sequence[TableView],
    kind: str | None = None,
    maps: Sequence[str] = (),
    questions: Sequence[str] = (),
    answers: Sequence[str] = (),
) -> list[TableView]:
    """The same words for several tables: each word counts for the tables that it fits.

    Raises NotFound or BadQuestion for a word that fits none. Kind comes first, since it starts everything else anew.
    """
    found = list(views)
    said = [_said_answer(spec) for spec in answers]
    if kind is not None:
        name = kind_named(kind).name
        found = [view_of(view, replace(view.decisions, kind=name)) for view in found]
    for doubt, choice in said:
        if doubt == "kind":
            found = _answered(found, doubt, choice)
    for spec in questions:
        found = _where_it_fits(found, partial(_with_question, spec))
    for spec in maps:
        field, sign, heading = spec.partition("=")
        if not sign:
            raise BadQuestion(_("{text} is not a mapping.", text=spec), _("Write it as field=Column."))
        found = _where_it_fits(found, partial(_with_map, {field.strip(): heading}))
    for doubt, choice in said:
        if doubt != "kind":
            found = _answered(found, doubt, choice)
    return found


def _with_question(spec: str, view: TableView) -> TableView:
    return apply_question(view, spec)


def _with_map(fields: Map[str, str], view: TableView) -> TableView:
    return apply_map(view, fields)


def _answered(views: Sequence[TableView], doubt_id: str, choice: str) -> list[TableView]:
    """The answer for the tables that ask; where none does, for those that could."""

    def said(view: TableView) -> TableView:
        return answer(view, doubt_id, choice)

    asking = [any(doubt.id == doubt_id for doubt in view.doubts) for view in views]
    if not any(asking):
        return _where_it_fits(views, said)
    changed = iter(_where_it_fits([view for view, asks in zip(views, asking, strict=True) if asks], said))
    return [next(changed) if asks else view for view, asks in zip(views, asking, strict=True)]


def _where_it_fits(views: Sequence[TableView], change: Callable[[TableView], TableView]) -> list[TableView]:
    """Every view that can be changed so, the others as they are; the first objection where none can."""
    found: list[TableView] = []
    objections: list[NotFound | BadQuestion] = []
    for view in views:
        try:
            found.append(change(view))
        except (NotFound, BadQuestion) as objection:
            objections.append(objection)
            found.append(view)
    if len(objections) < len(views) or not objections:
        return found
    if len(views) > 1 and all(one.code == NO_COLUMN for one in objections):
        raise NotFound(objections[0].message, _known_columns(views), code=NO_COLUMN)
    raise objections[0]


def _said_answer(spec: str) -> tuple[str, str]:
    """(doubt, choice) of `doubt=choice`."""
    of_words = spec.startswith(("word:", "meaning:", f"{MARK}:"))  # words of files, which may hold the sign themselves
    doubt, sign, choice = spec.rpartition("=") if of_words else spec.partition("=")
    if not sign:
        raise BadQuestion(_("{text} is not an answer.", text=spec), _("Write it as doubt=choice."))
    return doubt.strip(), choice.strip()
