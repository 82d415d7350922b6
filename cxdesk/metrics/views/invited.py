"""Invitations, each with whether and how it was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.invitation import INVITATION
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_INSTANT
from cxdesk.frame.rows import Fact, Rows
from cxdesk.metrics.metric import View

NOT_ANSWERED, PARTIAL, COMPLETE = 0, 1, 2
_UNFINISHED = frozenset({"no", "false", "0"})  # of an answer: begun; of an invitation: not answered
_PARTIAL = frozenset(
    {"partial", "partially completed", "incomplete", "in progress", "started"}
    | {"partiel", "partielle", "incomplet", "en cours", "partiala", "in curs"}
)
_SCREENED = frozenset({"screened out", "screened_out", "disqualified", "terminated", "hors cible", "exclu", "exclus"})
_COMPLETE = frozenset(
    {"complete", "completed", "finished", "responded", "answered", "submitted", "yes", "true", "1"}
    | {"complet", "termine", "repondu", "oui", "completat", "finalizat", "raspuns", "da"}
)


@dataclass(frozen=True, eq=False)
class Answered:
    """Per invitation how far it was answered and its responses beyond the first; per unlinked response its day."""

    how: np.ndarray
    duplicates: np.ndarray
    unlinked: np.ndarray


def invited(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Live invitations; columns `answered` (NOT_ANSWERED, PARTIAL, COMPLETE), `opened` and `open` (bool).

    Facts: `duplicates` (further responses to one invitation, counted once) and `unlinked` (responses that name none).
    """
    rows = frame.rows(INVITATION.all())
    found = frame.once("invited", ("invitation", "answer"), lambda: _answered(frame))
    rows.cache[("col", "answered")] = found.how[rows.index]
    rows.cache[("col", "opened")] = rows.col("opened_at") != NO_INSTANT
    rows.cache[("col", "open")] = _still_open(frame, rows)
    facts = {"duplicates": Fact(rows=found.duplicates[rows.index]), "unlinked": Fact(days=found.unlinked)}
    return replace(rows, facts=facts)


VIEW = View("invited", ("invitation", "answer"), invited)


def _answered(frame: Frame) -> Answered:
    invitations = frame.size("invitation")
    how = _said_by_list(frame.column("invitation", "completion"))
    if not frame.size("answer"):
        return Answered(how, np.zeros(invitations, np.int64), np.array([], np.int32))
    answers = frame.rows(ANSWER.all())
    where = frame.pointed("answer", "invitation")[answers.index]
    late = _late(frame)[answers.index]
    linked = where >= 0
    np.maximum.at(how, where[linked & ~late], _said(answers.col("completion"), COMPLETE)[linked & ~late])
    response = _responses(answers)
    pairs = np.unique((where[linked].astype(np.int64) << 32) | response[linked])
    responses = np.bincount(pairs >> 32, minlength=invitations)
    _first, alone = np.unique(response[~linked], return_index=True)
    return Answered(how, np.maximum(responses - 1, 0), np.sort(answers.days[~linked][alone]))


def _responses(answers: Rows) -> np.ndarray:
    """A number per response; an answer without a response id is one of its own."""
    codes = answers.col("response").codes.astype(np.int64)
    return np.where(codes >= 0, codes, int(codes.max(initial=-1)) + 1 + np.arange(len(codes)))


def _late(frame: Frame) -> np.ndarray:
    """Answers given after their invitation had expired."""
    where = frame.pointed("answer", "invitation")
    expires = frame.column("invitation", "expires_at")
    given = frame.column("answer", "submitted_at")
    if not len(expires):
        return np.zeros(len(given), bool)
    until = np.where(where >= 0, expires[np.maximum(where, 0)], NO_INSTANT)
    return (until != NO_INSTANT) & (given != NO_INSTANT) & (given > until)


def _said(completion: Codes, otherwise: int) -> np.ndarray:
    """What an answer's completion says; nothing said means complete."""
    words = {**dict.fromkeys(_PARTIAL | _UNFINISHED, PARTIAL), **dict.fromkeys(_SCREENED, NOT_ANSWERED)}
    table = np.array([*(words.get(fold(label), otherwise) for label in completion.labels), otherwise], np.int8)
    return table[completion.codes]


def _said_by_list(completion: Codes) -> np.ndarray:
    """What the invitation list itself says; nothing said means not answered."""
    known = {**dict.fromkeys(_PARTIAL, PARTIAL), **dict.fromkeys(_COMPLETE, COMPLETE)}
    table = np.array([*(known.get(fold(label), NOT_ANSWERED) for label in completion.labels), NOT_ANSWERED], np.int8)
    return table[completion.codes]


def _still_open(frame: Frame, rows: Rows) -> np.ndarray:
    """Invitations that may still be answered when the data end."""
    days = frame.days("invitation", "expires_at")[rows.index]
    return (rows.col("expires_at") != NO_INSTANT) & (days > frame.as_of("invitation"))
