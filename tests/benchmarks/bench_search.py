"""Words looked for in all comments of a large workspace, under a filter: the first page of what was found, newest first
and by best match. Words that few, some and very many comments hold; each is asked anew, as another was asked before.

Measured is processor time, so that others who use the machine do not count.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.follow_ups import Narrowing, Order
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.text import fold_search
from cxdesk.store import comments
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.bars import Measured

ROUNDS = 9
PAGE = 64
LOOKED_AT = 2000  # comments in which words are looked for
ORDERS = {Order.NEWEST: ("first page", 10.0, 5.0), Order.BEST: ("by best match", 100.0, 30.0)}


def run(workspace: Path) -> list[Measured]:
    with Workspace.open(workspace, read_only=True) as desk:
        query = _asked(desk)
        words = _words(desk, query)
        return [_line(desk, query, word, holding, order, words) for order in ORDERS for word, holding in words.items()]


def _asked(desk: Workspace) -> Query:
    """Every comment of half of the channels or of whatever the workspace has."""
    name = next(name for name in desk.attributes() if len(desk.values(name)) > 3)
    values = tuple(str(value) for value, _n in desk.values(name) if value is not None)
    filters = (Condition(name, Op.IS, values[: len(values) // 2]),)
    return desk.opening_query().with_(range=None, selection=Selection("comment_rate"), filters=filters)


def _words(desk: Workspace, query: Query) -> dict[str, int]:
    """A rare, a usual and the commonest word, and how many comments hold each."""
    page = desk.comment_page(desk.comment_ids(query), 0, LOOKED_AT)
    every = {word for row in page for word in fold_search(row.text).split()}
    often = {word: sum(word in row.text.lower() for row in page[:200]) for word in every}
    ranked = sorted(every, key=lambda word: (often[word], word))
    chosen = (ranked[0], ranked[int(0.9 * len(ranked))], ranked[-1])
    return {word: len(comments.search_ids(desk.database, word)) for word in chosen}


def _line(desk: Workspace, query: Query, word: str, holding: int, order: Order, words: dict[str, int]) -> Measured:
    said, must, goal = ORDERS[order]
    others = [one for one in words if one != word]
    times = []
    for at in range(ROUNDS):
        desk.comment_ids(query, others[at % len(others)])
        began = time.process_time()
        found = desk.comment_ids(query, word, narrowing=Narrowing(order=order))
        desk.comment_page(found, 0, PAGE)
        times.append(1000 * (time.process_time() - began))
    what = f"search of a word that {holding:,} comments hold, filtered, {said}"
    return Measured(what, median(times), "ms", must, goal, f"{len(found.ids):,} of them listed")
