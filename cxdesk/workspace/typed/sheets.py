"""What can be typed in, declared: the columns of a sheet, how a line becomes a row of its kind and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds import Kind
from cxdesk.domain.kinds_of.cost import CATEGORIES, COST
from cxdesk.domain.kinds_of.rate import RATE
from cxdesk.system.i18n import N_, _
from cxdesk.workspace.typed import words

Texts = Mapping[str, Any]  # column → what was typed; numbers may come as numbers
Values = dict[str, Any]  # field of the kind → what is stored


@dataclass(frozen=True)
class Column:
    """One column of a sheet. `choices` are (what is typed, title) where there are few."""

    name: str
    title: str
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    right: bool = False


@dataclass(frozen=True)
class Fault:
    """Why a cell is not taken, and what to write."""

    column: str
    message: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.message} {self.remedy}".strip()


@dataclass(frozen=True)
class Sheet:
    """One sort of line. `read` gives the stored values and what is wrong; `texts` what to type for stored values."""

    kind: Kind
    columns: tuple[Column, ...]
    read: Callable[[Texts], tuple[Values, list[Fault]]]
    texts: Callable[[Mapping[str, Any]], dict[str, str]]
    key: Callable[[Mapping[str, Any]], str]

    def column(self, name: str) -> Column:
        found = next((one for one in self.columns if one.name == name), None)
        if found is None:
            known = ", ".join(one.name for one in self.columns)
            raise NotFound(_("There is no column {name}.", name=name), _("Choose one of: {known}.", known=known))
        return found

    def is_blank(self, texts: Texts) -> bool:
        """Whether nothing was typed that makes a line; a currency alone comes with every new one."""
        return not any(_typed(texts, one.name) for one in self.columns if one.name != "currency")


def _typed(texts: Texts, name: str) -> str:
    found = texts.get(name)
    return "" if found is None else str(found).strip()


class _Reading:
    """Reads the cells of one line and gathers what is wrong with them."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.values: Values = {}
        self.faults: list[Fault] = []

    def take(self, column: str, read: Callable[[], None]) -> None:
        try:
            read()
        except BadQuestion as error:
            self.faults.append(Fault(column, error.message, error.remedy))

    def plain(self, names: Mapping[str, str]) -> None:
        """Columns that hold what was typed, on one line, without control characters; by the field they fill."""
        for column, field in names.items():
            text = " ".join("".join(c if c.isprintable() else " " for c in _typed(self.texts, column)).split())
            self.values[field] = text or None


# Costs

_PLAIN = {"detail": "subcategory", "channel": "channel", "campaign": "campaign", "note": "description"}


def _read_cost(texts: Texts) -> tuple[Values, list[Fault]]:
    line = _Reading(texts)
    line.plain(_PLAIN)
    first, until = _typed(texts, "from"), _typed(texts, "until")

    def days() -> None:
        line.values["from"], line.values["to"] = words.span(first, until)

    def category() -> None:
        text = _typed(texts, "category")
        if not text:
            raise BadQuestion(_("The category is missing."), _("It decides which numbers the cost goes into."))
        line.values["category"] = words.category(text)

    def money() -> None:
        typed = texts.get("amount")
        stored, sign = words.amount("" if typed is None else typed)
        named = _typed(texts, "currency")
        own = words.currency(named) if named and sign else sign
        if own != sign:
            raise BadQuestion(
                _("The amount is written in {one} but the line says {other}.", one=sign, other=own),
                _("Write the currency once."),
            )
        line.values["amount"] = stored
        line.values["currency"] = sign

    def currency() -> None:
        text = _typed(texts, "currency")
        if text:
            line.values["currency"] = words.currency(text)

    line.take("until" if first and until else "from", days)
    line.take("category", category)
    line.values["currency"] = None
    line.take("amount", money)
    line.take("currency", currency)
    return line.values, line.faults


def _cost_texts(values: Mapping[str, Any]) -> dict[str, str]:
    start, after = values.get("from"), values.get("to")
    first, until = words.span_texts(start, start + 1 if after is None else after) if start is not None else ("", "")
    amount = values.get("amount")
    return {
        "from": first,
        "until": until,
        "category": values.get("category") or "",
        "amount": "" if amount is None else words.amount_text(int(amount)),
        "currency": values.get("currency") or "",
        **{column: values.get(field) or "" for column, field in _PLAIN.items()},
    }


# Exchange rates


def _read_rate(texts: Texts) -> tuple[Values, list[Fault]]:
    line = _Reading(texts)
    line.plain({"source": "source"})

    def currency(name: str) -> Callable[[], None]:
        def read() -> None:
            text = _typed(texts, name)
            if not text:
                raise BadQuestion(_("The currency is missing."), _("Write its code of three letters, such as EUR."))
            line.values[name] = words.currency(text)
            if line.values.get("from") == line.values.get("to"):
                raise BadQuestion(_("A rate stands between two different currencies."))

        return read

    def day() -> None:
        line.values["day"] = words.day(_typed(texts, "day"))

    def rate() -> None:
        typed = texts.get("rate")
        if not _typed(texts, "rate"):
            raise BadQuestion(_("The rate is missing."))
        line.values["rate"] = words.rate(typed)

    line.take("day", day)
    line.take("from", currency("from"))
    line.take("to", currency("to"))
    line.take("rate", rate)
    return line.values, line.faults


def _rate_texts(values: Mapping[str, Any]) -> dict[str, str]:
    day, rate = values.get("day"), values.get("rate")
    return {
        "day": "" if day is None else words.day_text(day),
        "from": values.get("from") or "",
        "to": values.get("to") or "",
        "rate": "" if rate is None else words.rate_text(float(rate)),
        "source": values.get("source") or "",
    }


COSTS = Sheet(
    COST,
    (
        Column("from", N_("From"), N_("A month as 2024-03, or a day as 2024-03-15."), required=True),
        Column("until", N_("Until"), N_("The last month or day, included; empty for one month or one day.")),
        Column("category", N_("Category"), required=True, choices=tuple(CATEGORIES.items())),
        Column("amount", N_("Amount"), N_("Spread evenly over its days."), required=True, right=True),
        Column("currency", N_("Currency"), N_("Its code of three letters, such as EUR.")),
        Column("detail", N_("Detail"), N_("Such as training, hosting or one tool.")),
        Column("channel", N_("Channel"), N_("Through which customers were won, such as search or fairs.")),
        Column("campaign", N_("Campaign")),
        Column("note", N_("Note")),
    ),
    _read_cost,
    _cost_texts,
    lambda values: str(values.get("cost_id") or ""),
)
RATES = Sheet(
    RATE,
    (
        Column("day", N_("Day or month"), N_("From when the rate holds, until the next one."), required=True),
        Column("from", N_("From"), N_("Its code of three letters, such as EUR."), required=True),
        Column("to", N_("To"), N_("Its code of three letters, such as EUR."), required=True),
        Column(
            "rate", N_("Exchange rate"), N_("What one unit is worth in the other currency."), required=True, right=True
        ),
        Column("source", N_("Source"), N_("Who says so, such as a central bank.")),
    ),
    _read_rate,
    _rate_texts,
    lambda values: "|".join((words.day_text(int(values["day"])), values["from"], values["to"])),
)
SHEETS: Mapping[str, Sheet] = {sheet.kind.name: sheet for sheet in (COSTS, RATES)}


def sheet_of(kind: str) -> Sheet:
    """The sheet of a kind; NotFound where rows of the kind cannot be typed in."""
    found = SHEETS.get(kind)
    if found is None:
        raise NotFound(_("Rows of {kind} cannot be typed in.", kind=kind))
    return found


def repeated(sheet: Sheet, lines: Sequence[Values]) -> list[int]:
    """Places of lines that stand under the key of an earlier one; lines without a key repeat none."""
    seen: set[str] = set()
    again = []
    for at, values in enumerate(lines):
        try:
            key = sheet.key(values)
        except (KeyError, TypeError):
            continue
        if key and key in seen:
            again.append(at)
        seen.add(key)
    return again
