"""What the chips of the bar say about the present question."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.app.attributes import title_of, value_title
from cxdesk.app.dates import in_full
from cxdesk.app.filters.period_popup import preset_of
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import PRESET_TITLES, Calendar, Period, Preset
from cxdesk.domain.query import CompareTo, Query
from cxdesk.domain.results import Board
from cxdesk.system.i18n import _

VALUES_SHOWN = 3


@dataclass(frozen=True)
class Said:
    """A chip in words: `text` in bold where it is active, `note` quieter behind it."""

    text: str
    note: str = ""
    active: bool = False
    removable: bool = False


def period(query: Query, board: Board | None, brushed: Period | None, calendar: Calendar) -> Said:
    """The dates in full; behind them the preset's name, or that they were drawn on the trend."""
    if query.range is None:
        reach = board.data_range if board else None
        return Said(_("All dates"), in_full(reach) if reach else "")
    named = preset_of(query.range, board.as_of if board else None, calendar)
    note = ""
    if brushed == query.range:
        note = _("brushed")
    elif named not in (None, Preset.ALL):
        note = _(PRESET_TITLES[named]).lower() if named else ""
    return Said(in_full(query.range), note, active=True, removable=True)


def compare(query: Query, board: Board | None, calendar: Calendar) -> Said:
    """What the period is held against."""
    to, asked = query.compare.to, query.range
    if to is CompareTo.NONE or asked is None:
        return Said(_("No comparison"))
    known = board.compare_range if board and board.query == query else None
    base = known or query.compare.period
    if base is None:
        base = asked.year_before(calendar) if to is CompareTo.YEAR else asked.previous(calendar)
    return Said(_("vs {period}", period=in_full(base)), removable=True)


def condition(asked: Condition) -> Said:
    """One filter: the attribute's title and its first values."""
    title = title_of(asked.field)
    shown = [value_title(asked.field, value) for value in asked.values[:VALUES_SHOWN]]
    more = len(asked.values) - len(shown)
    values = ", ".join(shown) + (_(" and {n} more", n=more) if more > 0 else "")
    if asked.op is Op.IS:
        return Said(_("{field}: {values}", field=title, values=values), removable=True)
    return Said(asked.sentence(title), removable=True)
