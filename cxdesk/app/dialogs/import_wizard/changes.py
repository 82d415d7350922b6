"""What an answer changed in a table, in one line: which columns are something else now, and which cells fit no more."""

from __future__ import annotations

from cxdesk.app.dialogs.import_wizard.uses import current_use, type_words, uses
from cxdesk.domain.kinds import kind
from cxdesk.intake.inspection import TableView
from cxdesk.system.i18n import _, ngettext

TOLD = 2  # columns named one by one


def what_changed(before: TableView, after: TableView) -> str:
    """The difference between two views of a table, as the person sees it; empty where there is none."""
    if before.mapping.kind != after.mapping.kind:
        parts = [_("Rows are read as: {kind}", kind=_(kind(after.mapping.kind).plural))]
    else:
        parts = _columns(before, after)
    cells = _cells(len(before.problems), len(after.problems))
    return "; ".join([*parts, cells] if cells else parts)


def _columns(before: TableView, after: TableView) -> list[str]:
    other = [at for at in range(len(after.columns)) if _is(before, at) != _is(after, at)]
    told = [_("“{column}” is now: {use}", column=after.headings[at], use=_is(after, at)) for at in other[:TOLD]]
    more = len(other) - TOLD
    return [*told, ngettext("{n} more column", "{n} more columns", more)] if more > 0 else told


def _is(view: TableView, column: int) -> str:
    """What a column is, as its head says."""
    chosen = current_use(view, column)
    use = next((one.title for one in uses(view, column) if one.use == chosen), _("to choose"))
    return f"{use}, {type_words(view.columns[column], view)}"


def _cells(before: int, after: int) -> str:
    if before == after:
        return ""
    if not after:
        return _("every cell shown fits")
    return ngettext("{n} cell shown does not fit", "{n} cells shown do not fit", after)
