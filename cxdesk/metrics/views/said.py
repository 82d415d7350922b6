"""Responses with words, each with whether it says what to continue, to start, to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Role, Type
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import carried
from cxdesk.system.i18n import N_

CODES = (Role.CONTINUE, Role.START, Role.STOP)
_OWN = ("score", "role", "question", "comment")
KIND = Kind(
    name="said",
    title=N_("Response with words"),
    plural=N_("responses with words"),
    meaning=N_("A response in which somebody wrote something, to whatever question."),
    at="day",
    fields=(
        Field("day", Type.DATE, N_("Day")),
        Field("continue", Type.BOOL, N_("What to keep doing")),
        Field("start", Type.BOOL, N_("What to start doing")),
        Field("stop", Type.BOOL, N_("What to stop doing")),
        *carried.fields(ANSWER, _OWN),
    ),
)


def said(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per response with at least one letter of text, described as its first written answer is."""
    return derived(frame, ("said",), lambda: _said(frame))


def responses(frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(positions of the live answers with words, the response of each by number, the first such answer of each)."""
    rows = frame.rows(ANSWER.all())
    written = rows.index[frame.column(ANSWER.name, "comment:letters")[rows.index] > 0]
    response: Codes = frame.column(ANSWER.name, "response")
    named = response.codes[written].astype(np.int64)
    alone = np.arange(len(named)) + int(named.max(initial=-1)) + 1
    _ids, first, of = np.unique(np.where(named >= 0, named, alone), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return written, rank[of], written[first[order]]


def _said(frame: Frame) -> Table:
    written, of, at = responses(frame)
    columns: dict[str, Any] = {
        "day": frame.days(ANSWER.name, "submitted_at")[at],
        **{name.value: _any(frame, name, written, of, len(at)) for name in CODES},
        **carried.columns(frame, ANSWER, at, _OWN),
    }
    behind = {ANSWER.name: lambda: Behind(of, written, ("no_text",))}
    return Table(KIND, len(at), columns, behind, headings=tuple(frame.headings(ANSWER.name)))


def _any(frame: Frame, name: Role, written: np.ndarray, of: np.ndarray, size: int) -> np.ndarray:
    """Whether any written answer of a response is under that code: by what was asked, by a rule, or by hand."""
    role: Codes = frame.column(ANSWER.name, "role")
    asked = np.array([*(label == name for label in role.labels), False])[role.codes]
    for theme in theming.themes(frame, Axis.CSS):
        if theme.key == name:
            asked = theming.decided(frame, ANSWER.name, theme, asked)
    return (np.bincount(of, asked[written], size) > 0).astype(np.uint8)


VIEW = View("said", (ANSWER.name,), said)
