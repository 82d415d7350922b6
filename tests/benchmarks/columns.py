"""A million answers as columns, behind the same contract as the store: for measuring metrics without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Role
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN, Scale
from cxdesk.domain.themes import Theme
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import BatchInfo, Status, Tagged

ROLES = (Role.NPS, Role.CSAT, Role.CES)
SCALES = (ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN)
MONTHS = 36
ATTRIBUTES = {"channel": 5, "language": 8, "agent": 20, "stage": 12}
DAY = 86_400_000_000
FIRST = 18_993  # 2022-01-01


class GeneratedAnswers:
    """`size` answers of `customers` customers over 36 months: three questions to a response, four attributes, 3 %
    skipped, a comment beside every other first answer.
    """

    def __init__(self, size: int = 1_000_000, customers: int = 300_000, seed: int = 1) -> None:
        draw = np.random.default_rng(seed)
        days = MONTHS * 30 + 15
        response = np.arange(size, dtype=np.int32) // len(ROLES)
        responses = int(response[-1]) + 1
        moment = np.sort(draw.integers(0, days * DAY, responses))[response] + FIRST * DAY
        role = (np.arange(size) % len(ROLES)).astype(np.int32)
        low = np.array([scale.min for scale in SCALES])[role]
        points = np.array([scale.points for scale in SCALES])[role]
        score = np.minimum(np.floor(np.sqrt(draw.random(size)) * points), points - 1) + low
        missing = draw.random(size) < 0.03
        written = (role == 0) & (draw.random(size) < 0.6)
        letters = np.where(written, draw.integers(20, 200, size), 0).astype(np.int32)
        self._size = size
        self._columns: dict[str, Any] = {
            "row_id": np.arange(1, size + 1, dtype=np.int64),
            "batch": np.ones(size, np.int32),
            "line": response + 2,
            "role": Codes(role, [str(role) for role in ROLES]),
            "score": np.where(missing, np.nan, score),
            "status": np.where(missing, Status.MISSING, Status.OK).astype(np.uint8),
            "scale": role,
            "submitted_at": moment.astype(np.int64),
            "submitted_at:floating": np.zeros(size, bool),
            "response": Codes(response, _Numbered(responses)),
            "customer": Codes(draw.integers(0, customers, responses).astype(np.int32)[response], _Numbered(customers)),
            "comment:letters": letters,
        }
        for name, count in ATTRIBUTES.items():
            codes = np.minimum(draw.geometric(2.5 / count, responses) - 1, count - 1).astype(np.int32)
            self._columns[name] = Codes(codes[response], [f"{name} {i}" for i in range(count)])

    def size(self, kind: str) -> int:
        return self._size if kind == "answer" else 0

    def column(self, kind: str, name: str) -> np.ndarray | Codes:
        if kind != "answer" or name not in self._columns:
            raise NotFound(f"{kind}.{name}")
        return self._columns[name]

    def attributes(self, kind: str) -> Sequence[str]:
        return []

    def scales(self) -> Sequence[Scale]:
        return SCALES

    def themes(self) -> Sequence[Theme]:
        return ()

    def tagged(self) -> Mapping[int, Tagged]:
        return {}

    def batches(self) -> Sequence[BatchInfo]:
        return [BatchInfo(1, "generated.csv", kinds=("answer",))]

    def claims(self, kind: str) -> Mapping[int, np.ndarray]:
        return {}

    def settings(self) -> Mapping[str, Any]:
        return {"zone": "Europe/Bucharest"}


class _Numbered(Sequence[str]):
    """Texts 0, 1, 2 … that are not kept in memory."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: Any) -> Any:
        return str(index)


def million(size: int = 1_000_000) -> Frame:
    """A Frame over the generated answers."""
    return Frame.of(1, GeneratedAnswers(size))
