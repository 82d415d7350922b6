"""What erasing touches, in words for the dialog and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.domain.erased import Erasure, Reach
from cxdesk.domain.kinds import registry
from cxdesk.system.i18n import N_, _, ngettext, number

LISTS = {  # table → what people call it
    "batch": N_("Names and mappings of imported files"),
    "mapping": N_("Remembered mappings"),
    "named": N_("Saved views, segments and notes"),
    "setting": N_("Settings"),
    "follow_up": N_("Follow-up notes"),
    "theme": N_("Themes"),
    "definition": N_("Definitions"),
    "target": N_("Targets"),
    "benchmark": N_("Benchmarks"),
    "question": N_("Questions of surveys"),
    "scale": N_("Scales"),
    "merge": N_("Decisions about who is who"),
    "apart": N_("Decisions about who is who"),
    "shown": N_("Figures that were kept"),
}
OTHER = N_("Other notes of the workspace")


def lines(reach: Reach) -> list[tuple[str, str]]:
    """(what, how many) of everything that erasing touches, rows first."""
    found = [(kind_title(kind), rows(n)) for kind, n in reach.rows.items()]
    found += [(_("{kind} of others", kind=kind_title(kind)), mentions(n)) for kind, n in reach.blanked.items()]
    if reach.rejects:
        found.append((_("Rejected rows"), rows(reach.rejects)))
    lists: dict[str, int] = {}
    for table, n in reach.lists.items():
        title = _(LISTS.get(table, OTHER))
        lists[title] = lists.get(title, 0) + n
    return found + [(title, mentions(n)) for title, n in lists.items()]


def kind_title(kind: str) -> str:
    """What records of a kind are called, many of them."""
    return _(registry()[kind].plural)


def rows(n: int) -> str:
    """So many rows, which go."""
    return ngettext("{n} row removed", "{n} rows removed", n)


def mentions(n: int) -> str:
    """So many places in which a name is blanked."""
    return ngettext("{n} mention blanked", "{n} mentions blanked", n)


def by_kind(found: Mapping[str, int]) -> list[tuple[str, str]]:
    """(kind, how many rows) for people."""
    return [(kind_title(kind), number(n)) for kind, n in found.items()]


def logged(one: Erasure) -> str:
    """An entry of the log as a sentence that names nobody."""
    removed = rows(sum(one.counts.get("rows", {}).values()))
    blanked = mentions(sum(one.counts.get("blanked", {}).values()))
    if one.by == "rule":
        months = int(one.counts.get("months", 0))
        return _("{removed} that were older than {n} months.", removed=removed, n=months)
    return _("One person erased: {removed}, {blanked}.", removed=removed, blanked=blanked)
