"""Which rows an import contained is kept however many they are and in whatever order the file has them."""

from __future__ import annotations

import numpy as np

from cxdesk.store import claims
from tests.store.builders import Desk, answer


def test_millions_of_rows_in_an_order_of_their_own_are_kept(desk: Desk) -> None:
    """Met again in another order, three million rows take more than ten megabytes."""
    batch = desk.put("answer", [answer("r0", 5, "one")]).batch or 0
    rows, lines = np.arange(1_400_000), np.random.default_rng(7).integers(-(2**62), 2**62, 1_400_000)
    with desk.database.write("test") as transaction:
        parts = ((rows[at : at + 500_000], lines[at : at + 500_000]) for at in range(0, len(rows), 500_000))
        claims.save(transaction.connection, "answer", batch, parts)
        (size,) = transaction.execute("SELECT length(lines) FROM claim").fetchone()
        assert size > 10_000_000
        found = claims.load(transaction.connection, "answer", batch)
    assert np.array_equal(found[0], rows)
    assert np.array_equal(found[1], lines)
