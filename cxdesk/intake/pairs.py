"""Rating columns that move against each other: evidence that one of them counts downwards."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from cxdesk.intake.blocks import Cell
from cxdesk.intake.count_ratings import point_of
from cxdesk.intake.evidence import Guess
from cxdesk.intake.guess import cell_text
from cxdesk.intake.inspection import Pair
from cxdesk.intake.ratings import is_rating, split_codes
from cxdesk.intake.synonyms import asks_for_rating, role_of

MOST_COLUMNS = 16
MOST_ROWS = 2000  # so many tell a direction as well as all
LEAST = 30
AGAINST = -0.2


def find_pairs(
    headings: Sequence[str], guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]
) -> tuple[Pair, ...]:
    """Pairs of worded rating columns whose correlation is below -0.2 on at least 30 rows, in both directions."""
    worded = [
        at
        for at, guess in enumerate(guesses)
        if is_rating(guess) and guess.points and (role_of(headings[at]) or asks_for_rating(headings[at]))
    ][:MOST_COLUMNS]
    values = {at: _values(guesses[at], columns[at][:MOST_ROWS]) for at in worded}
    found = []
    for place, one in enumerate(worded):
        for other in worded[place + 1 :]:
            both = [(x, y) for x, y in zip(values[one], values[other], strict=True) if x is not None and y is not None]
            r = correlation(both)
            if len(both) >= LEAST and r is not None and r < AGAINST:
                found += [_pair(one, other, both, r), _pair(other, one, [(y, x) for x, y in both], r)]
    return tuple(found)


def _values(guess: Guess, cells: Sequence[Cell]) -> list[float | None]:
    answers = {value for value, _n in split_codes(guess.points)[0]}
    known: dict[str, float | None] = {}
    for text in {cell_text(cell).strip() for cell in cells}:
        point = point_of(text)
        known[text] = point[0] if point is not None and point[0] in answers else None
    return [known[cell_text(cell).strip()] for cell in cells]


def correlation(both: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r; None where one side does not vary."""
    n = len(both)
    if n < 2:
        return None
    mean_x, mean_y = sum(x for x, _y in both) / n, sum(y for _x, y in both) / n
    xx = sum((x - mean_x) ** 2 for x, _y in both)
    yy = sum((y - mean_y) ** 2 for _x, y in both)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in both)
    return xy / sqrt(xx * yy) if xx > 0 and yy > 0 else None


def _pair(one: int, other: int, both: Sequence[tuple[float, float]], r: float) -> Pair:
    low, high = min(x for x, _y in both), max(x for x, _y in both)
    at_low = [y for x, y in both if x == low]
    at_high = [y for x, y in both if x == high]
    return Pair(one, other, len(both), r, low, high, sum(at_low) / len(at_low), sum(at_high) / len(at_high))
