"""Closed periods on the command line: what is different since, in words and as an object."""

from __future__ import annotations

from typing import Any

from cxdesk.analysis.pack_words import moved_text, since_text, values
from cxdesk.cli.tables import table
from cxdesk.domain.pack import Restated, Since
from cxdesk.system.i18n import _, number


def since_json(since: Since) -> dict[str, Any]:
    """The documented object."""
    return {"same": since.same, "known": since.known, "moved": [_moved_json(one) for one in since.moved]}


def _moved_json(one: Restated) -> dict[str, Any]:
    now = one.now
    return {
        "metric": one.metric,
        "measure": one.measure,
        "then": {"value": one.then.value, "n": one.then.n, "definition": one.definition_then},
        "now": {"value": now.value if now else None, "n": now.n if now else 0, "definition": one.definition_now},
    }


def print_since(since: Since) -> None:
    """Whether the data would say otherwise now, and what."""
    if not since.moved:
        print(since_text(since))
    else:
        print(moved_text(since), _("The report says what it said then; now it would be:"))
        head = [_("Number"), _("Then"), "n", _("Now"), "n", _("Definition")]
        print(table(head, [_line(one) for one in since.moved], right=frozenset({1, 2, 3, 4})))


def _line(one: Restated) -> list[str]:
    then, now = values(one)
    names = dict.fromkeys(filter(None, (one.definition_then, one.definition_now)))
    return [_(one.title), then, number(one.then.n), now, number(one.now.n if one.now else 0), " → ".join(names)]
