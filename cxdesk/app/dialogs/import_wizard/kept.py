"""What dry runs left on the disk: nothing may stay there when the person thinks better of it, whenever that is."""

from __future__ import annotations

from threading import Lock

from cxdesk.system.progress import Cancelled
from cxdesk.workspace.importing import Prepared, discard


class Kept:
    """Takes prepared imports from the thread that makes them; whatever is not handed on is removed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open = True
        self._made: list[Prepared] = []

    def keep(self, prepared: Prepared) -> Prepared:
        """Answer for this one from now on. Raises Cancelled when nobody wants it any more."""
        with self._lock:
            if self._open:
                self._made.append(prepared)
                return prepared
        discard(prepared)
        raise Cancelled

    def hand_on(self, prepared: Prepared) -> None:
        """Someone else removes it."""
        with self._lock:
            self._made = [one for one in self._made if one is not prepared]

    def drop(self, but: Prepared | None = None) -> None:
        """Remove everything kept so far, except the newest one."""
        with self._lock:
            gone = [one for one in self._made if one is not but]
            self._made = [one for one in self._made if one is but]
        for one in gone:
            discard(one)

    def close(self) -> None:
        """Remove everything, and whatever may still arrive."""
        with self._lock:
            self._open = False
        self.drop()
