"""A receipt in words: the formula with its counts, the sums that prove it, and all of it as text to be passed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cxdesk.analysis import wording
from cxdesk.analysis.methods import method_title
from cxdesk.analysis.part_titles import reason_title
from cxdesk.analysis.wording import Measured
from cxdesk.domain.explained import Event, Explained, Portion, Rung, Step, Ways
from cxdesk.domain.restatement import Cause, Moved
from cxdesk.domain.results import Figure, Unit
from cxdesk.domain.workings import Method
from cxdesk.metrics.reasons import FLAGS, REASONS
from cxdesk.system.i18n import MINUS, N_, WIDE_SPACE, _, day, ngettext, number, percent_gap

TIMES_SIGN, DIVIDED = "×", "÷"


@dataclass(frozen=True)
class Piece:
    """A piece of a formula in its tone; numbers that a click opens are bold."""

    text: str
    tone: str = "text"
    bold: bool = False


def withheld(told: Explained, least: int) -> Explained:
    """The receipt as it may be shown: below `least` answers without what they come to, but with every row."""
    figure = wording.withheld(replace(told.card, figure=told.receipt.figure), least).figure
    return replace(told, receipt=replace(told.receipt, figure=figure))


def withheld_ways(found: Ways, least: int) -> Ways:
    """The same of the other ways."""
    return replace(found, ways=tuple(replace(way, card=wording.withheld(way.card, least)) for way in found.ways))


def formula(told: Explained) -> tuple[Piece, ...]:
    """100 × ( 189 − 113 ) ÷ 436 = +17.4, with this number's own counts."""
    figure, how = told.receipt.figure, Measured.of(told.card)
    if figure.value is None:
        return (Piece(_(REASONS.get(figure.reason or "", figure.reason or "")), "text2"),)
    return (*_made(told, figure), Piece("="), Piece(exact(figure.value, how), bold=True))


def exact(value: float, how: Measured) -> str:
    """A value with one decimal more than a card shows, where it has one."""
    if how.unit in wording.CLOCKED or how.unit in (Unit.COUNT, Unit.MONEY):
        return wording.value_text(value, how)
    text = wording.bare(value, how, decimals=how.decimals + 1)
    return f"{text}{percent_gap()}%" if how.unit == Unit.PERCENT else text


def shown_as(told: Explained) -> str:
    """What the card says, where it rounds: shown as +17."""
    value, how = told.receipt.figure.value, Measured.of(told.card)
    if value is None:
        return ""
    text = wording.value_text(value, how)
    return "" if text == exact(value, how) else _("shown as {value}", value=text)


def _made(told: Explained, figure: Figure) -> tuple[Piece, ...]:
    """What stands before the equals sign."""
    working, portions = told.working, {one.part: one for one in told.portions}
    per = (Piece(number(working.per)), Piece(TIMES_SIGN)) if working.per != 1 else ()
    n = _count(told.counted, "accent")
    if working.weighted:
        return (Piece(_("computed from weighted rows, {n} of them", n=number(told.counted)), "text2"),)
    if working.method is Method.ADJUSTED_WALD and {"plus", "minus"} <= portions.keys():
        plus, minus = (_count(portions[name].count, portions[name].tone) for name in ("plus", "minus"))
        return (*per, Piece("("), plus, Piece(MINUS), minus, Piece(")"), Piece(DIVIDED), n)
    if working.method is Method.WILSON and figure.numerator is not None:
        top = Piece(number(figure.numerator), _tone_of(told), True)
        return (*per, top, Piece(DIVIDED), Piece(number(figure.denominator or told.counted), "accent", True))
    if working.method is Method.STUDENT and figure.value is not None and told.counted:
        total = figure.value / working.per * told.counted
        return (*per, Piece(number(total, 0 if abs(total - round(total)) < 1e-6 else 2), bold=True), Piece(DIVIDED), n)
    if working.method is Method.RATIO and figure.numerator is not None and figure.denominator:
        over, under = (number(one, _places(one)) for one in (figure.numerator, figure.denominator))
        return (*per, Piece(over, bold=True), Piece(DIVIDED), Piece(under, "accent", True))
    return (Piece(_in_words(told), "text2"),)


def _in_words(told: Explained) -> str:
    rows = number(told.counted)
    said = {
        Method.SUM: _("sum over {n} rows", n=rows),
        Method.QUANTILE: _("the middle of {n} values in order", n=rows)
        if told.working.q == 0.5
        else _("the value that {share} of {n} do not exceed", share=f"{told.working.q:.0%}", n=rows),
        Method.DEVIATION: _("standard deviation of {n} values", n=rows),
    }
    return said.get(told.working.method, _("computed from {n} rows", n=rows))


def _count(n: int, tone: str) -> Piece:
    return Piece(number(n), "text" if tone == "mid" else tone, True)


def _tone_of(told: Explained) -> str:
    found = next((one.tone for one in told.portions if one.part == "numerator"), "mid")
    return "text" if found == "mid" else found


def _places(value: float) -> int:
    return 0 if float(value).is_integer() else 2


# Facts


def interval(told: Explained) -> str:
    """+9.7 … +24.9 at 95 %, adjusted Wald. Asking again could give any score in it."""
    figure, how = told.receipt.figure, Measured.of(told.card)
    text = wording.interval_text(figure, how, decimals=None if how.unit in wording.CLOCKED else how.decimals + 1)
    if not text:
        return _("None: everything was counted.") if figure.value is not None else ""
    level = wording.level_text(told.working.level)
    method = method_title(told.working).say()
    return _("{interval} at {level}, {method}. Asking again could give any value in it.", interval=text, level=level,
             method=method)  # fmt: skip


def flags(told: Explained) -> list[str]:
    """What must be said beside the number."""
    return [_(FLAGS[flag]) for flag in told.receipt.figure.flags if flag in FLAGS]


def rung_title(rung: Rung) -> str:
    """Rows imported, or "of other kinds" for what is left out."""
    text = rung.title.say()
    first = text[:1].lower() if rung.step is Step.LEFT_OUT else text[:1].upper()
    return first + text[1:]


def reason(name: str) -> str:
    """Why rows were left out, as a heading within a table."""
    text = reason_title(name).say()
    return text[:1].lower() + text[1:]


def rung_count(rung: Rung) -> str:
    return f"{MINUS}{number(rung.count)}" if rung.step is Step.LEFT_OUT else number(rung.count)


def rung_note(rung: Rung) -> str:
    """From how many files."""
    return ngettext("{n} file", "{n} files", rung.files) if rung.files else ""


def portion_note(one: Portion, told: Explained) -> str:
    """43.3 % · numerator +."""
    whole = told.counted
    share = f"{number(100 * one.count / whole, 1)}{percent_gap()}%" if whole else ""
    role = {"+": _("numerator +"), "−": _("numerator −")}.get(one.sign, _("in the base only"))
    signed = any(other.sign for other in told.portions)
    return f"{share} · {role}" if signed else share


def proof(told: Explained) -> str:
    """Adds up: 41,206 = 38,378 + … + 436, and 436 = 189 + 134 + 113; or that it does not."""
    sums = [_sum(whole, parts) for whole, parts in told.proofs if len(parts) > 1]
    if not told.adds_up:
        return _("Does not add up: please report this. {sums}", sums=", ".join(sums))
    if not sums:
        return _("Adds up: every row is counted.")
    return _("Adds up: {sums}", sums=_(", and ").join(sums))


def _sum(whole: int, parts: tuple[int, ...]) -> str:
    shown = [number(part) for part in parts if part] or [number(0)]
    return f"{number(whole)} = {' + '.join(shown)}"


def event(one: Event, told: Explained) -> str:
    """What happened to the number, in one line."""
    if one.what == "imported":
        return ngettext("{file} imported: {n} row counts here", "{file} imported: {n} rows count here", one.rows,
                        file=one.subject)  # fmt: skip
    if one.what == "scale":
        return _("The scale changed: {scales}; means never cross this date", scales=one.subject)
    return _("Definition decided: {name}", name=one.subject)


def evidence(told: Explained) -> str:
    """+10 … +25 · n 436."""
    return wording.evidence_text(told.receipt.figure, Measured.of(told.card))


def as_text(told: Explained, period: str) -> str:
    """The whole receipt as plain text."""
    return "\n".join(line.rstrip() for line in _lines(told, period)) + "\n"


def _lines(told: Explained, period: str) -> Iterator[str]:
    value = wording.value_text(told.receipt.figure.value, Measured.of(told.card))
    yield f"{_(told.card.title)}: {value}  ({evidence(told)})"
    yield " · ".join(phrase.say() for phrase in told.card.label)
    yield period
    yield ""
    yield _(told.sentence)
    yield " ".join(piece.text for piece in formula(told))
    yield interval(told)
    yield from flags(told)
    yield ""
    width = max((len(rung_count(rung)) for rung in told.rungs), default=0)
    for rung in told.rungs:
        yield f"{rung_count(rung).rjust(width)}  {rung_title(rung)}"
    if len(told.portions) > 1:
        for one in told.portions:
            yield f"{number(one.count).rjust(width)}  {one.title.say()} ({portion_note(one, told)})"
    yield proof(told)
    yield ""
    for file in told.fed:
        counted = ngettext("{n} row counts", "{n} rows count", file.counted)
        yield f"{file.file}{WIDE_SPACE}– {counted}"


_CAUSES = {
    "late_rows": N_("rows that came later"),
    "changed_rows": N_("rows given otherwise"),
    "undone": N_("an import taken back"),
    "definition": N_("another definition"),
    "merged": N_("customers merged"),
    "unmerged": N_("customers taken apart"),
    "settings": N_("other settings"),
    "imported": N_("an import"),
}


def moved(one: Moved) -> str:
    """Aug 2026: +18 → +17 (22 rows that came later, brevio-nps-late.xlsx)."""
    how = Measured(one.unit, one.decimals)
    before, after = (wording.value_text(figure.value, how) if figure else "–" for figure in (one.before, one.after))
    why = "; ".join(_cause(cause) for cause in one.causes)
    month = day(one.month.start, "LLLL y")
    told = _("{title}: {text}", title=month, text=f"{before} → {after}")
    return f"{told} ({why})" if why else told


def _cause(cause: Cause) -> str:
    rows = f"{number(cause.rows)} " if cause.rows is not None else ""
    return ", ".join(filter(None, (f"{rows}{_(_CAUSES.get(cause.type, cause.type))}", cause.file, cause.note)))
