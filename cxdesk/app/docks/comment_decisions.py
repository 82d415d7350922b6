"""What the person decides about the comment that is read, by key or by mouse: seen at once, kept in its turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit

from cxdesk.app.desk import Desk
from cxdesk.app.docks import deciding
from cxdesk.app.docks.comment_keys import BACK, DECISIONS, DIGITS, NEXT, Act, CommentKeys
from cxdesk.app.docks.comment_list import CommentList
from cxdesk.app.docks.comment_parts import CommentParts
from cxdesk.app.docks.panel import Panel
from cxdesk.domain.follow_ups import Status


class CommentDecisions(QObject):
    """Listens to the keyboard and to the buttons of the parts."""

    def __init__(self, desk: Desk, parts: CommentParts, listed: CommentList, panel: Panel) -> None:
        super().__init__(panel)
        self._desk, self._parts, self._list, self._panel = desk, parts, listed, panel
        self._triage = triage = parts.triage
        self._keys = CommentKeys(self._acts(), self._leave, self)
        self._keys.watch(listed, parts.reading.text, triage, triage.text, triage.next, triage.previous)
        self._keys.watch(*triage.decisions.values(), *triage.themes)
        triage.decided.connect(lambda code: self.decide(code, toggles=False))
        triage.themed.connect(self.speak_of)
        triage.follow_up.changed.connect(lambda given: self.follow(**given))
        triage.next_wanted.connect(self.done)
        triage.previous_wanted.connect(lambda: listed.step(-1))
        triage.theme_wanted.connect(self.new_theme)

    def _acts(self) -> Mapping[int, Act]:
        """What a plain key does while comments are read."""
        acts: dict[int, Act] = {key: partial(self.decide, code) for key, code in DECISIONS.items()}
        acts |= {key: partial(self._turn_theme, at) for key, at in DIGITS.items()}
        acts |= dict.fromkeys(NEXT, self.done)
        acts |= dict.fromkeys(BACK, lambda: self._list.step(-1))
        acts[Qt.Key.Key_J] = lambda: self._list.step(1)
        acts[Qt.Key.Key_N] = lambda: self._type(self._triage.follow_up.note)
        acts[Qt.Key.Key_O] = lambda: self._type(self._triage.follow_up.owner)
        acts[Qt.Key.Key_F] = self.next_status
        acts[Qt.Key.Key_T] = self.new_theme
        return acts

    def _leave(self) -> bool:
        """Esc: back to all docks, where this one stands alone."""
        if self._panel.alone:
            self._desk.wanted.emit("triage")
        return self._panel.alone

    def _row(self) -> int | None:
        """The row of the comment that is read, where something may be decided about it."""
        comment, info = self._parts.comment, self._desk.info
        if comment is None or not comment.kind or info is None or info.read_only:
            return None
        return comment.row

    def decide(self, decision: str, *, toggles: bool = True) -> None:
        """Continue, start or stop; by key the same again takes it back."""
        row, known = self._row(), self._triage.known
        if row is None:
            return
        chosen = "" if toggles and known is not None and known.decision == decision else decision
        deciding.decide(self._desk, row, chosen)
        if known is not None:
            self._triage.show_known(replace(known, decision=chosen))

    def speak_of(self, theme_id: int, speaks: bool) -> None:
        """The comment speaks of a theme, or does not."""
        row, known = self._row(), self._triage.known
        if row is not None and known is not None:
            deciding.speak_of(self._desk, row, theme_id, speaks)
            told = [replace(one, speaks=speaks) if one.theme.id == theme_id else one for one in known.themes]
            self._triage.show_known(replace(known, themes=tuple(told)))

    def _turn_theme(self, at: int) -> None:
        offered = self._triage.offered()
        if at < len(offered):
            self.speak_of(offered[at].theme.id, not offered[at].speaks)

    def follow(self, **given: object) -> None:
        """Change what becomes of the comment: any of status, owner, note, due and read."""
        row, known = self._row(), self._triage.known
        if row is None:
            return
        deciding.follow(self._desk, row, **given)
        if known is not None:
            now = replace(known.follow_up, **given)  # type: ignore[arg-type]
            self._triage.show_known(replace(known, follow_up=now))

    def next_status(self) -> None:
        """None, to do, waiting, done, and none again."""
        known, every = self._triage.known, list(Status)
        if known is not None:
            at = every.index(Status(known.follow_up.status))
            self.follow(status=str(every[(at + 1) % len(every)]))

    def done(self) -> None:
        """Somebody is done with the comment: on to the next."""
        self._triage.follow_up.commit()
        known = self._triage.known
        if known is None or not known.follow_up.read:
            self.follow(read=True)
        self._list.step(1)
        self._list.setFocus()

    def new_theme(self) -> None:
        """A theme with words of one's own."""
        self._desk.wanted.emit("themes")

    def _type(self, line: QLineEdit) -> None:
        """Put the keyboard into a line of the follow-up, which may need the whole window."""
        if self._parts.columns == 1:
            self._desk.wanted.emit("triage")
        line.setFocus()
        line.selectAll()
