"""Which reader a column needs: by its field, its question, or what else it is used for."""

from __future__ import annotations

from collections.abc import Callable

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.intake.cells import CommentReader, Reader, TextReader
from cxdesk.intake.cells_of_dates import DateReader, InstantReader, MonthEndReader
from cxdesk.intake.cells_of_durations import LEFT, DurationReader, LeftReader
from cxdesk.intake.cells_of_money import MoneyReader
from cxdesk.intake.cells_of_numbers import NumberReader
from cxdesk.intake.cells_of_scores import ScoreReader
from cxdesk.intake.cells_of_words import BoolReader, WordReader
from cxdesk.intake.clocks import timed
from cxdesk.intake.dates import MONTH_PATTERNS
from cxdesk.intake.mapping import COMMENT_OF, QUESTION, ColumnUse, Mapping, Question
from cxdesk.intake.zones import WallClock


def reader_for(use: ColumnUse, kind: str, question: Question | None, clock: WallClock) -> Reader:
    """The reader of a column that is a field, a question, a comment or an attribute."""
    if use.field == QUESTION and question is not None and question.scale is not None:
        return ScoreReader(use, question)
    if use.field in (QUESTION, COMMENT_OF):
        return CommentReader(use)
    if use.field.startswith("@"):
        return TextReader(use)
    field = kind_named(kind).field(use.field)
    wanted = field.type
    if wanted is Type.INSTANT:
        return InstantReader(timed(use), clock)
    plain: dict[Type, Callable[[], Reader]] = {
        Type.DATE: lambda: (MonthEndReader if field.ends and use.layout in MONTH_PATTERNS else DateReader)(use),
        Type.NUMBER: lambda: NumberReader(use),
        Type.MONEY: lambda: MoneyReader(use),
        Type.BOOL: lambda: LeftReader(use) if use.layout == LEFT else BoolReader(use, field),
        Type.DURATION: lambda: DurationReader(use),
        Type.COMMENT: lambda: CommentReader(use),
    }
    if field.words and wanted is Type.LABEL:
        return WordReader(use, field)
    return plain.get(wanted, lambda: TextReader(use))()


def readers(mapping: Mapping) -> dict[int, Callable[[str], str | None]]:
    """Column → a function that says why a written cell would be refused, for columns where that can happen."""
    clock = WallClock("UTC")
    found: dict[int, Callable[[str], str | None]] = {}
    for use in mapping.columns:
        if use.field in ("@ignore", "@attribute", COMMENT_OF):
            continue
        reader = reader_for(use, mapping.kind, mapping.question(use.index), clock)
        if not isinstance(reader, TextReader):
            found[use.index] = reader.code
    return found
