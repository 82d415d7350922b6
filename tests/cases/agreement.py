"""Whether what was found is what a case expects."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def disagreements(case: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Expected and found value of every name on which they differ."""
    tolerance = case["tolerance"]
    return {
        name: (wanted, found.get(name, "nothing"))
        for name, wanted in case["expected"].items()
        if name not in found or not _agrees(wanted, found[name], tolerance.get(name, tolerance["default"]))
    }


def _agrees(wanted: Any, found: Any, tolerance: float) -> bool:
    if isinstance(wanted, str):
        return wanted in found if isinstance(found, tuple) else wanted == found
    if wanted is None or found is None:
        return wanted is None and found is None
    if isinstance(wanted, Sequence):
        return len(wanted) == len(found) and all(_agrees(w, f, tolerance) for w, f in zip(wanted, found, strict=True))
    return math.isclose(wanted, found, rel_tol=tolerance, abs_tol=tolerance)


def perturbed(value: Any, tolerance: float = 0.0) -> Any:
    """Another value, as a wrong program might give it: off by a thousandth, and by more than the tolerance."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        return value + "!"
    if isinstance(value, Sequence):
        return [perturbed(value[0], tolerance), *value[1:]]
    return value + max(0.001, abs(value) * 0.001, 2 * tolerance * max(1.0, abs(value)))
