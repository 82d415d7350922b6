"""The strip of facts about a table: what was understood, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxdesk.domain.results import Phrase
from cxdesk.intake.batch import SKIPPED
from cxdesk.intake.cells_of_durations import UNITS
from cxdesk.intake.evidence import Guess
from cxdesk.intake.inspection import Doubt, Fact
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.stream import RowStream
from cxdesk.intake.table import Table, TextLayout
from cxdesk.intake.wordings_of_cells import layout_title
from cxdesk.intake.written import table_decimal
from cxdesk.system.i18n import N_, number

_ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "ascii": "ASCII", "cp1252": "Windows-1252", "cp1250": "Windows-1250",
    "iso8859_16": "ISO 8859-16", "iso8859-16": "ISO 8859-16", "latin-1": "ISO 8859-1", "mac_roman": "Mac Roman",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-16": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}  # fmt: skip
_DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("vertical bar"), " ": N_("space")}
OF_VALUES, LAST = frozenset({"decimal", "dates"}), frozenset({"footer"})


def facts(table: Table, stream: RowStream, marks: dict[str, int]) -> tuple[Fact, ...]:
    """Encoding, separator, header, rows that are no data: what no answer changes."""
    found = (
        list(_of_text(table.layout, len(table.headings)))
        if table.layout is not None
        else list(_of_sheet(table, stream))
    )
    found.append(_header(table))
    if marks:
        what = SKIPPED[next(iter(marks))] if len(marks) == 1 else N_("totals, remarks, headings and the like")
        n = sum(marks.values())
        count = Phrase(N_("1 row")) if n == 1 else Phrase(N_("{n} rows"), (("n", number(n)),))
        found.append(Fact("footer", Phrase(N_("Left out")), count, Phrase(what)))
    return tuple(found)


def renewed(
    facts: Sequence[Fact], guesses: Sequence[Guess], mapping: Mapping, doubts: Sequence[Doubt]
) -> tuple[Fact, ...]:
    """The same facts, those about values as the mapping now has them."""
    before = [fact for fact in facts if fact.name not in OF_VALUES and fact.name not in LAST]
    after = [fact for fact in facts if fact.name in LAST]
    return (*before, *_of_values(guesses, mapping, doubts), *after) if facts else ()


def _of_text(layout: TextLayout, width: int) -> Iterator[Fact]:
    evidence = layout.encoding_evidence
    name = _ENCODINGS.get(layout.encoding.lower().replace("_", "-"), _ENCODINGS.get(layout.encoding, layout.encoding))
    value = Phrase(N_("{name} with mark"), (("name", name),)) if layout.bom else Phrase("{name}", (("name", name),))
    stray, others = int(evidence.get("stray", 0)), int(evidence.get("non_ascii", 0))
    if stray:
        why = Phrase(N_("{n} bytes are of another encoding"), (("n", number(stray)),))
    elif others:
        why = Phrase(N_("{n} letters beyond ASCII, all readable"), (("n", number(others)),))
    else:
        why = Phrase(N_("no unreadable character"))
    yield Fact("encoding", Phrase(N_("Encoding")), value, why)
    share = next((e for e in layout.delimiter_evidence if e.get("delimiter") == layout.delimiter), {})
    delimiter = _DELIMITERS.get(layout.delimiter)
    shown = Phrase(delimiter) if delimiter else Phrase("{mark}", (("mark", layout.delimiter),))
    whole = float(share.get("share", 1.0)) >= 0.9995
    text = N_("{n} columns in every line") if whole else N_("{n} columns in most lines")
    yield Fact("delimiter", Phrase(N_("Columns split at")), shown, Phrase(text, (("n", number(width)),)))


def _of_sheet(table: Table, stream: RowStream) -> Iterator[Fact]:
    name = Phrase("{name}", (("name", table.source.container),))
    errors = sum(stream.errors.values())
    why = (
        Phrase(N_("{n} cells hold an error or an uncalculated formula"), (("n", number(errors)),))
        if errors
        else Phrase(N_("no error cell"))
    )
    yield Fact("container", Phrase(N_("Workbook")), name, why)


def _header(table: Table) -> Fact:
    title = Phrase(N_("Header"))
    if not table.header_rows:
        return Fact("header", title, Phrase(N_("none")), Phrase(N_("the first line is data")))
    first, last = table.header_line, table.header_line + table.header_rows - 1
    value = (
        Phrase(N_("line {n}"), (("n", number(first)),))
        if first == last
        else Phrase(N_("lines {n}–{m}"), (("n", number(first)), ("m", number(last))))
    )
    above = table.header_line - 1
    why = Phrase(N_("{n} lines above left out"), (("n", number(above)),)) if above else Phrase(N_("nothing above"))
    why = Phrase(N_("1 line above left out")) if above == 1 else why
    return Fact("header", title, value, why)


def _of_values(guesses: Sequence[Guess], mapping: Mapping, doubts: Sequence[Doubt]) -> Iterator[Fact]:
    unsettled = {doubt.id for doubt in doubts if doubt.open}
    mark = table_decimal(guesses)
    if mark is not None:
        example = next(
            (
                s.text
                for g in guesses
                if g.numbers.decimal == mark and not g.layouts
                for s in g.examples
                if mark in s.text
            ),
            "",
        )
        cells = sum(guess.numbers.proven for guess in guesses if guess.numbers.decimal == mark)
        text = N_("decimal point, {n} cells") if mark == "." else N_("decimal comma, {n} cells")
        yield Fact(
            "decimal",
            Phrase(N_("Numbers")),
            Phrase("{text}", (("text", example),)),
            Phrase(text, (("n", number(cells)),)),
        )
    for use in mapping.columns:
        if not use.layout or use.layout in UNITS:  # of lengths of time, layouts are units
            continue
        guess = guesses[use.index]
        if f"dates:{use.index}" in unsettled:
            yield Fact("dates", Phrase(N_("Dates")), Phrase(N_("to be decided")), Phrase(N_("day or month first?")))
            return
        count = next((one for one in guess.layouts or guess.months if one.layout == use.layout), None)
        n = count.cells if count is not None else guess.numbers.cells
        why = Phrase(N_("{n} of {all} cells"), (("n", number(n)), ("all", number(guess.filled))))
        yield Fact("dates", Phrase(N_("Dates")), layout_title(use.layout), why)
        return
