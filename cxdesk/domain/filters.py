"""One condition of a question: the same value is the mask on the rows and the sentence on the chip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import _

NONE = "(none)"


class Op(StrEnum):
    IS = "="
    NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"


_FORM = re.compile(r"^\s*(?P<field>[^=<>!\s].*?)\s*(?P<op>>=|<=|!=|=|>|<)\s*(?P<value>.*?)\s*$", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """`field` op one of `values`. `(none)` matches rows where the field is empty or cannot be known.

    `field` is a declared field, an unknown column's heading, or a computed attribute such as `has_comment`.
    """

    field: str
    op: Op
    values: tuple[str, ...]

    @staticmethod
    def parse(text: str) -> Condition:
        """From the command line's `field=value`, `field>=3`, `field=a|b`."""
        found = _FORM.match(text)
        if not found:
            raise BadQuestion(
                _("{text} is not a filter.", text=text),
                _("Write it as field=value, for example country=FR or score>=7."),
            )
        return Condition(found["field"], Op(found["op"]), tuple(found["value"].split("|")))

    @property
    def text(self) -> str:
        """The form that `parse` reads back."""
        return f"{self.field}{self.op.value}{'|'.join(self.values)}"

    def sentence(self, title: str | None = None) -> str:
        """For a chip or a heading; `title` is the field's name as people see it."""
        name = title or self.field
        shown = ", ".join(_("(none)") if value == NONE else value for value in self.values)
        if self.op is Op.IS:
            return _("{field}: {values}", field=name, values=shown)
        if self.op is Op.NOT:
            return _("{field}: not {values}", field=name, values=shown)
        sign = {Op.AT_LEAST: "≥", Op.AT_MOST: "≤"}.get(self.op, self.op.value)
        return f"{name} {sign} {shown}"
