"""Why no comment is listed, and the one button that ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdesk.system.i18n import _, ngettext

if TYPE_CHECKING:
    from cxdesk.app.docks.comments import CommentsPanel


class Emptiness:
    """Speaks for a panel that lists nothing."""

    def __init__(self, panel: CommentsPanel) -> None:
        self._panel = panel

    def said(self) -> tuple[str, str, str]:
        """What is empty, why, and what the button says."""
        panel = self._panel
        words, narrowing = panel.search.text().strip(), panel.filters.narrowing
        if words:
            why = _("No comment behind this number has “{words}”.", words=words)
            if panel.found is not None and panel.found.partial:
                why = _("Comments are still being made searchable; what has the words appears by itself.")
                return _("Nothing found so far"), why, _("Clear the search")
            return _("Nothing found"), why, _("Clear the search")
        if narrowing.narrows:
            return _("No comments with this follow-up"), panel.filters.said(), _("Show all comments")
        if panel.themes.chosen:
            return _("No comments on this theme"), "", _("Show all themes")
        if panel.narrowed:
            return _("No comments in this band"), "", _("Show all scores")
        behind = panel.found.rows_behind if panel.found else 0
        why = ngettext(
            "The {n} answer behind this number carries none.", "The {n} answers behind this number carry none.", behind
        )
        info = panel.desk.info
        if info is not None and not info.files:
            return _("Nothing imported yet"), "", _("Import…")
        if panel.found is None and panel.desk.focus is not None:
            return _("Reading comments…"), "", ""  # the answer is on its way
        button = _("Show all periods") if panel.desk.query.range is not None else ""
        return _("No comments in this selection"), why if behind else "", button

    def end(self) -> None:
        """What the button does: away with whatever narrows the list most."""
        panel = self._panel
        if panel.search.text().strip():
            panel.search.clear()
            return
        if not panel.narrowed:
            info = panel.desk.info
            if info is not None and not info.files:
                panel.desk.wanted.emit("import")
            else:
                panel.desk.brush(None)
            return
        if panel.filters.narrowing.narrows:
            panel.filters.clear()
        elif panel.themes.chosen:
            panel.themes.clear()
        else:
            for chip in panel.bands.values():
                chip.set_checked(False)
        panel.ask()
