"""Batch: converted rows by column, with what could not be used and the account of the source rows.

The one list of reasons for which a cell or a row is not taken as it stands: `SENTENCES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.erased import LEFT_OUT
from cxdesk.domain.rejected import NOTHING_USABLE, REJECTING, REQUIRED_MISSING
from cxdesk.intake.blocks import FOOTER, NO_VALUE, REPEATED_HEADER, STRAY_QUOTE, TOO_LONG, TOTAL, UNCLOSED_QUOTE
from cxdesk.system.i18n import N_, _, ngettext

__all__ = ["NOTHING_USABLE", "REJECTING", "REQUIRED_MISSING", "SENTENCES", "SKIPPED", "Batch", "Problem", "Written"]

OFF_SCALE, UNKNOWN_ANSWER = "off_scale", "unknown_answer"
NOT_A_DATE, NOT_A_NUMBER, NOT_YES_NO, NOT_A_DURATION = "not_a_date", "not_a_number", "not_yes_no", "not_a_duration"
OTHER_CURRENCY, NEGATIVE_DURATION = "other_currency", "negative_duration"
TIME_SKIPPED, TIME_TWICE, CELL_ERROR = "time_skipped", "time_twice", "cell_error"

SENTENCES: Mapping[str, str] = {
    OFF_SCALE: N_("The number is not a point of the question's scale; the answer counts as invalid."),
    UNKNOWN_ANSWER: N_("These words are no known answer; it counts as invalid."),
    NOT_A_DATE: N_("The cell is no date as the others in its column are written, or there is no such day."),
    NOT_A_NUMBER: N_("The cell is no number as the others in its column are written."),
    OTHER_CURRENCY: N_("The money is in another currency than its row says; it was left out."),
    NOT_YES_NO: N_("The cell is neither yes nor no."),
    NOT_A_DURATION: N_("The cell is no duration."),
    NEGATIVE_DURATION: N_("The cell is less than no time at all."),
    TIME_SKIPPED: N_("Clocks skipped this time on that day; it was read as one hour later."),
    CELL_ERROR: N_("The spreadsheet shows an error in this cell."),
    NO_VALUE: N_("The formula in this cell was saved without its result."),
    REQUIRED_MISSING: N_("The row lacks what identifies it."),
    NOTHING_USABLE: N_("Nothing in the row could be used."),
    TOO_LONG: N_("The row has more cells than the table has columns; the surplus was left out."),
    STRAY_QUOTE: N_("A quotation mark stands inside a cell; the row was read as well as can be."),
    UNCLOSED_QUOTE: N_("A quotation mark opens and never closes; the line was taken for itself."),
}

UNKNOWN_WORD = "unknown_word"  # in `adjusted`: words outside their field's vocabulary
OUT_OF_COUNT = "out_of_count"  # in `adjusted`: rows of earlier reports whose place this one takes
STAYS = "stays"  # in `adjusted`: cells that could not be read, so that what stands there stays
PREVIEW = "preview"
SKIPPED: Mapping[str, str] = {
    FOOTER: N_("remarks below the rows"),
    TOTAL: N_("totals"),
    REPEATED_HEADER: N_("headings repeated among the rows"),
    "group_name": N_("names of groups above their rows"),
    "table_below": N_("rows of another table below"),
    PREVIEW: N_("preview and test responses"),
    "not_rated": N_("rows without a rating"),
    "not_asked": N_("rows where nobody was asked"),
    "earlier_state": N_("earlier states of the same ticket"),
    "step": N_("further steps of the same ticket"),
    "other_event": N_("events of another sort"),
    "same_cart": N_("further events of the same cart"),
    "other_way": N_("money that went the other way"),
    "test_mode": N_("what was only a test"),
    LEFT_OUT: N_("rows of erased persons"),
    "same_line": N_("lines that say the very same of one customer on one day"),
}


def skipped_title(reason: str) -> str:
    """What rows are that were left out for a reason, in the person's language."""
    return _(SKIPPED[reason]) if reason in SKIPPED else reason


def adjusted_words(code: str, n: int) -> str:
    """How many cells were taken with a change or a remark, and which, in the person's language."""
    if code == UNKNOWN_WORD:
        return ngettext(
            "{n} word outside the list of its field, kept as it is",
            "{n} words outside the list of their field, kept as they are",
            n,
        )
    if code == TIME_TWICE:
        return ngettext(
            "{n} time that clocks showed twice, read as the first",
            "{n} times that clocks showed twice, read as the first",
            n,
        )
    if code == STAYS:
        return ngettext(
            "{n} cell could not be read: what an earlier import says there stays",
            "{n} cells could not be read: what earlier imports say there stays",
            n,
        )
    if code == OUT_OF_COUNT:
        return ngettext(
            "{n} row of an earlier report no longer counts, or for fewer days",
            "{n} rows of earlier reports no longer count, or for fewer days",
            n,
        )
    return ngettext("{n} unreadable character cleaned", "{n} unreadable characters cleaned", n)


def problem_sentence(code: str) -> str:
    """Why a cell or a row was not taken as it stands, in the person's language."""
    return _(SENTENCES[code]) if code in SENTENCES else code


@dataclass(frozen=True)
class Problem:
    """A cell (`column` is its heading) or a whole row (`column` None). `raw` is the row as written, a JSON list."""

    line: int | None
    column: str | None
    value: str | None
    code: str
    raw: str | None = None


@dataclass(frozen=True)
class Written:
    """Cells of one column (`column` is its heading) as they are written: their lines with their texts, or with a
    `form`, which is a strftime pattern, the first and the last line.
    """

    column: str
    form: str
    lines: Sequence[int]
    texts: Sequence[str] = ()


@dataclass
class Batch:
    """A block of rows of one kind, by column. All rows of one source line are in one batch, next to each other.

    `columns`: field → one value per row (str, int, float or None); every batch of a table has the same ones. Answers
    also have `status` (0 answered, 1 missing, 2 invalid) and `scale` (its text). `extra` is the JSON of unknown
    columns, on the first row of a source line. `row_hash` covers all stored values, `key_hash` what identifies the
    row, equal to `row_hash` when nothing does. `read` counts source rows: kept + `rejected` + `skipped` + `blank`.
    `invalid` counts unusable cells per column, all of them; `problems` lists the first ten thousand per column.
    `adjusted`: times that clocks repeat (the first was taken), characters cleaned from texts, words outside a
    vocabulary (kept as written). `written`: instants as the file has them. `unread`: place of a row → its fields whose
    cells were filled and could not be read, which is no word about what another file said of them.
    """

    kind: str
    n: int
    columns: dict[str, Sequence[Any]]
    line: Sequence[int]
    extra: Sequence[str | None]
    row_hash: Sequence[int]
    key_hash: Sequence[int]
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    blank: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    invalid: dict[str, int] = field(default_factory=dict)
    adjusted: dict[str, int] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    unread: dict[int, tuple[str, ...]] = field(default_factory=dict)
    blank_lines: list[list[int]] = field(default_factory=list)  # with the last batch: first and last of each stretch
