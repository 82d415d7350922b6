"""The texts of comments, many at a time, for whoever counts their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxdesk.store.database import Database
from cxdesk.system.progress import Progress

_MARKS = 500


def texts(db: Database, ids: Sequence[int], progress: Progress) -> Iterator[str]:
    """The texts of these rows, as they stand in the search index; rows without one are passed over."""
    with db.reader(progress) as connection:
        for at in range(0, len(ids), _MARKS):
            progress.check()
            chunk = [int(row) for row in ids[at : at + _MARKS]]
            marks = ", ".join("?" * len(chunk))
            yield from (
                str(text)
                for (text,) in connection.execute(
                    f"SELECT comment FROM comment_text WHERE row_id IN ({marks}) AND comment IS NOT NULL", chunk
                )
            )
