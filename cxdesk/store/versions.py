"""A row's value is the fold of what its live imports gave: later over earlier, fields that a file lacks left alone.

Most rows come from one import, or from several that said the same; only where imports differ are versions kept. A cell
that could not be read gives nothing; that there was one (`Given.instead`) counts where nobody says anything else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxdesk.store.schema import EXTRA

Values = Mapping[str, Any]  # field → cell; `extra` is JSON text
_INSTEAD = "@unread"  # beside the fields in a version's text


@dataclass(frozen=True)
class Given:
    """What one import gave for one row: its fields (None: given as empty), and the hash of that as a row. `instead` is
    what it says of fields whose cells could not be read: that an answer is invalid, and on which scale.
    """

    batch: int
    values: Values
    row_hash: int
    instead: Values = field(default_factory=dict)

    def to_text(self) -> str:
        instead = {_INSTEAD: self.instead} if self.instead else {}
        return json.dumps({**self.values, **instead}, ensure_ascii=False)

    @staticmethod
    def from_text(batch: int, text: str, row_hash: int) -> Given:
        values = json.loads(text)
        instead = values.pop(_INSTEAD, {})
        return Given(batch, values, row_hash, instead)

    @property
    def alone(self) -> Values:
        """The row as nobody else says anything of it."""
        return {**self.values, **self.instead}


def fold(given: Sequence[Given], texts: Mapping[str, Mapping[int, str]]) -> tuple[dict[str, Any], int]:
    """(values, row hash) of a row from what its imports gave, in their order. `texts` spells out numbered fields."""
    values: dict[str, Any] = {}
    for one in given:
        extra = _over(values.get(EXTRA), one.values.get(EXTRA))
        values.update(one.values)
        values[EXTRA] = extra
        if all(values.get(name) is None for name in one.instead):
            values.update(one.instead)
    for one in reversed(given):
        if _filled(one.alone) == _filled(values):
            return values, one.row_hash
    return values, row_hash(values, texts)


def _filled(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _over(earlier: str | None, later: str | None) -> str | None:
    """Unknown columns: those of the later file over those of the earlier one."""
    if earlier is None or later is None or earlier == later:
        return later if later is not None else earlier
    first, second = json.loads(earlier), json.loads(later)
    both = first | second
    if both == second:
        return later
    return earlier if both == first else json.dumps(both, ensure_ascii=False)


def same(one: Values, other: Values) -> bool:
    """Whether two rows hold the same values."""
    return _filled(one) == _filled(other)


def row_hash(values: Values, texts: Mapping[str, Mapping[int, str]]) -> int:
    """Signed 64-bit hash of a row that no single file gave: of its filled fields by name, texts instead of numbers."""
    filled = {
        name: texts[name].get(value, value) if name in texts else value for name, value in _filled(values).items()
    }
    if filled.get(EXTRA):
        filled[EXTRA] = json.loads(filled[EXTRA])
    canonical = json.dumps(filled, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(canonical, digest_size=8, person=b"folded row").digest(), signed=True)
