"""A closed period in a line: whether its numbers still hold, and whether it is as it was closed."""

from __future__ import annotations

from cxdesk.analysis.wording import Measured, value_text
from cxdesk.domain.pack import Pack, Restated, Since
from cxdesk.system.i18n import _, ngettext


def pack_text(pack: Pack, since: Since) -> str:
    """What there is to know of a closed period before it is read."""
    return " ".join(filter(None, (altered_text() if pack.altered else "", since_text(since))))


def altered_text() -> str:
    return _("Somebody who was erased later is no longer named in it.")


def then_and_now(one: Restated) -> str:
    """−11 → −14."""
    then, now = values(one)
    return f"{then} → {now}"


def values(one: Restated) -> tuple[str, str]:
    """A number as it was said, and as it would be said now."""
    how = Measured(one.unit, one.decimals)
    return value_text(one.then.value, how), value_text(one.now.value if one.now else None, how)


def moved_text(since: Since) -> str:
    """What stands above the numbers that would be others now."""
    if since.same:
        return _("Since it was closed, no row has changed, but a definition, a merge or a setting.")
    return _("Since it was closed, the data have changed.")


def since_text(since: Since) -> str:
    """Whether the data would say otherwise now."""
    if not since.moved and since.same:
        return _("The data are as they were when the period was closed.")
    if not since.known:
        return _("The data have changed since; what it was about cannot be asked again, because it names nobody.")
    if not since.moved:
        return _("The data have changed since, but none of these numbers.")
    names = ", ".join(f"{_(one.title)} {then_and_now(one)}" for one in since.moved)
    if since.same:
        return ngettext(
            "The rows are as they were, but a definition, a merge or a setting is not: {n} number would be another now "
            "({names}).",
            "The rows are as they were, but a definition, a merge or a setting is not: {n} numbers would be others now "
            "({names}).",
            len(since.moved),
            names=names,
        )
    return ngettext(
        "The data have changed since: {n} number would be another now ({names}).",
        "The data have changed since: {n} numbers would be others now ({names}).",
        len(since.moved),
        names=names,
    )
