"""A long list that is fetched page by page: which pages are here, and which were asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Line = TypeVar("Line")


class Pages(Generic[Line]):
    """At most `kept` pages of `size` lines each; those looked at longest ago go first. `want(page)` is called once for
    every page that is looked at and is not here.
    """

    def __init__(self, size: int, kept: int, want: Callable[[int], None]) -> None:
        self.size, self.kept = size, kept
        self.count = 0
        self._want = want
        self._here: OrderedDict[int, Sequence[Line]] = OrderedDict()
        self._asked: set[int] = set()

    def start(self, count: int) -> None:
        """Another list of so many lines."""
        self.count = count
        self._here.clear()
        self._asked.clear()

    def put(self, page: int, lines: Sequence[Line]) -> tuple[int, int] | None:
        """A page arrived: the first and last place that it fills, None where the list ends before."""
        self._asked.discard(page)
        self._here[page] = lines
        while len(self._here) > self.kept:
            self._here.popitem(last=False)
        first, last = page * self.size, min((page + 1) * self.size, self.count) - 1
        return (first, last) if last >= first else None

    def give_up(self, pages: Iterable[int]) -> None:
        """These will not come; they are asked for again when looked at again."""
        self._asked.difference_update(pages)

    def outdated(self, first: int, end: int) -> None:
        """All pages are out of date; those from `first` to before `end` stay in sight until they come again."""
        for page in [page for page in self._here if not first <= page < end]:
            del self._here[page]
        self._asked.clear()

    def line(self, place: int) -> Line | None:
        """The line in that place, or None while its page is on its way."""
        if not 0 <= place < self.count:
            return None
        number, within = divmod(place, self.size)
        page = self._here.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._want(number)
            return None
        self._here.move_to_end(number)
        return page[within] if within < len(page) else None

    def __iter__(self) -> Iterator[Line]:
        """Every line that is here, in order."""
        return (line for page in sorted(self._here) for line in self._here[page])
