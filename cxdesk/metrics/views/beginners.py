"""Answers about effort, each with whether it was given while the customer was getting started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.onboarding import ONBOARDING
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option, graded
from cxdesk.system.i18n import N_

DAYS = Option(
    "days",
    30,
    N_("Days after getting started"),
    N_("An answer so many days after onboarding ended (or, while it has not, after it began) still belongs to it."),
    low=0,
    high=366,
    of_view=True,
)
_SAID = ("touchpoint", "survey", "stage")
_WORDS = ("onboarding", "getting started", "implementation", "integration", "prise en main", "demarrage", "lansare")


def beginners(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Answers about effort, with the column `beginning` (bool): by what the survey or touchpoint is called, else by
    the customer's onboarding.
    """
    days = int(options.get("days", DAYS.default))
    return frame.once(("beginners", days), (ANSWER.name, ONBOARDING.name, "customer"), lambda: _beginners(frame, days))


def _until(frame: Frame) -> int:
    return frame.as_of(ANSWER.name)


VIEW = View("beginners", (ANSWER.name, ONBOARDING.name), beginners, as_of=_until)


def _beginners(frame: Frame, days: int) -> Rows:
    rows = graded(replace(frame.rows(ANSWER.where(role=Role.CES)), cache={}))
    rows.cache[("col", "beginning")] = _called(rows) | _soon_after(frame, rows, days)
    return rows


def _called(rows: Rows) -> np.ndarray:
    found = np.zeros(rows.size, bool)
    for name in _SAID:
        column: Codes = rows.col(name)
        table = np.array([*(any(word in fold(label) for word in _WORDS) for label in column.labels), False])
        found |= table[column.codes]
    return found


def _soon_after(frame: Frame, rows: Rows, days: int) -> np.ndarray:
    """Answers from the customer's start up to `days` after the end of an onboarding."""
    found = np.zeros(rows.size, bool)
    if not frame.size(ONBOARDING.name) or not rows.size:
        return found
    live = frame.rows(ONBOARDING.all()).index
    start, value, end = (frame.days(ONBOARDING.name, name)[live] for name in ("started_at", "value_at", "completed_at"))
    until = np.where(end != NO_DAY, end, np.where(value != NO_DAY, value, start)).astype(np.int64) + days
    who = frame.column(ONBOARDING.name, "customer").codes[live]
    usable = np.flatnonzero((start != NO_DAY) & (who >= 0))
    key = (who[usable].astype(np.int64) << 32) + start[usable]
    order = np.argsort(key, kind="stable")
    key, until = key[order], until[usable][order]
    mine = (rows.customer.astype(np.int64) << 32) + np.where(rows.days == NO_DAY, 0, rows.days)
    at = np.searchsorted(key, mine, side="right") - 1
    last = np.maximum(at, 0)
    if len(key):
        same = (at >= 0) & (key[last] >> 32 == rows.customer) & (rows.customer >= 0) & (rows.days != NO_DAY)
        found = same & (rows.days <= until[last])
    return found
