"""What the numbers mean, how they were counted, and on which files they rest."""

from __future__ import annotations

from collections.abc import Iterator

from cxdesk.analysis import receipt_wording
from cxdesk.analysis.pack_words import moved_text, since_text, values
from cxdesk.analysis.wording import Measured, value_text
from cxdesk.domain.explained import Explained, Step
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.pack import Since
from cxdesk.domain.report import Facts, Section
from cxdesk.reports.document import Block, Cell, Column, Heading, Paragraph, Row, Run, Table
from cxdesk.reports.parts import saying
from cxdesk.system.i18n import _, number

DIGITS = 16  # of the hash, as many as anybody compares by eye


def definitions(facts: Facts) -> Iterator[Block]:
    """Each number in a sentence, with the formula and its own counts."""
    told = [topic.told for topic in facts.topics if topic.told is not None]
    if not told:
        return
    yield Heading(_("What the numbers mean"), anchor=Section.DEFINITIONS)
    for one in told:
        yield Heading(_(one.card.title), _version(one), level=2)
        yield Paragraph((Run(_(one.sentence)),))
        formula = " ".join(piece.text for piece in receipt_wording.formula(one))
        if formula and one.receipt.figure.value is not None:
            yield Paragraph((Run(_("Here:"), "text2"), Run(formula, bold=True)))
        interval = receipt_wording.interval(one)
        said = [f"{text.rstrip('.')}." for text in (interval, *receipt_wording.flags(one)) if text]
        if said:
            yield Paragraph((Run(" ".join(said), "text2"),), "small")
        if one.beware:
            yield Paragraph((Run(_("Beware"), "warn", True), Run(_(one.beware), "text2")), "small")


def _version(one: Explained) -> str:
    version = one.receipt.definition.get("version")
    name = f"{one.receipt.metric}@{version}" if version else _("{name}, changed here", name=one.receipt.metric)
    return " · ".join(filter(None, (saying.label(one.card), name)))


def receipts(facts: Facts) -> Iterator[Block]:
    """From the rows imported to those that count, number by number; then the files."""
    told = [topic.told for topic in facts.topics if topic.told is not None]
    if told:
        yield Heading(_("How the numbers were counted"), _("every row is accounted for"), anchor=Section.RECEIPTS)
    for one in told:
        yield Heading(_(one.card.title), _value(one), level=2)
        yield _ladder(one)
        yield Paragraph((Run(receipt_wording.proof(one), "text2"),), "caption")
    yield from _files(facts)


def _value(one: Explained) -> str:
    figure = one.receipt.figure
    return value_text(figure.value, Measured.of(one.card)) if figure.value is not None else ""


def _ladder(one: Explained) -> Table:
    rows = []
    for rung in one.rungs:
        strong = rung.step is not Step.LEFT_OUT
        cells = (
            Cell(receipt_wording.rung_title(rung), "text" if strong else "text2", strong),
            Cell(receipt_wording.rung_count(rung), "warn" if rung.doubt else "text", strong),
        )
        rows.append(Row(cells, total=rung.step is Step.COUNTED))
    if len(one.portions) > 1:
        for part in one.portions:
            title = f"{part.title.say()} ({receipt_wording.portion_note(part, one)})"
            rows.append(Row((Cell(title, "text2"), Cell(number(part.count), "text2"))))
    return Table((Column(_("Rows"), 0.76), Column("", 0.24, True)), tuple(rows), _(one.card.title))


def _files(facts: Facts) -> Iterator[Block]:
    if facts.origins:
        yield Heading(_("Files"), level=2)
        rows = [
            Row(
                (
                    Cell(f"{one.file} · {one.sheet}" if one.sheet else one.file),
                    Cell(_(kind_named(one.kind).plural), "text2"),
                    Cell(number(one.rows), "text2"),
                )
            )
            for one in facts.origins
        ]
        columns = (Column(_("File"), 0.55), Column(_("Kind"), 0.27), Column(_("Rows"), 0.18, True))
        yield Table(columns, tuple(rows), _("Files"))
    yield Paragraph((Run(_provenance(facts), "text3"),), "caption")


def restated(since: Since) -> Iterator[Block]:
    """What the data would say now, of a period that was closed before they changed."""
    yield Heading(_("If it were asked again now"), anchor="now")
    yield Paragraph((Run(moved_text(since) if since.moved else since_text(since)),))
    if not since.moved:
        return
    rows = []
    for one in since.moved:
        then, now = values(one)
        counts = (number(one.then.n), number(one.now.n if one.now else 0))
        names = " → ".join(dict.fromkeys(filter(None, (one.definition_then, one.definition_now))))
        cells = (Cell(_(one.title)), Cell(then, "text2"), Cell(counts[0], "text2"), Cell(now, bold=True))
        rows.append(Row((*cells, Cell(counts[1], "text2"), Cell(names, "text3"))))
    columns = [Column(_("Number"), 0.3), Column(_("Then"), 0.13, True), Column("n", 0.1, True)]
    columns += [Column(_("Now"), 0.13, True), Column("n", 0.1, True), Column(_("Definition"), 0.24)]
    yield Table(tuple(columns), tuple(rows), _("If it were asked again now"))


def _provenance(facts: Facts) -> str:
    """From what program, zone and data the report is."""
    pieces = [_("Days begin in the time zone {zone}.", zone=facts.zone)]
    if facts.content:
        pieces.append(_("Hash of all rows: {hash}.", hash=facts.content[:DIGITS]))
    pieces.append(_("Computed by CXDesk {version}.", version=facts.version))
    return " ".join(pieces)
