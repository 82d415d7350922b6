"""Answers about effort, each with the request that they are about: channel, wait, and how its outcome was rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.scales import Band, BandRule
from cxdesk.frame.codes import Codes, State
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import graded
from cxdesk.metrics.views import contacts, tickets
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.system.i18n import N_

_MINUTE, _HOUR = 60.0, 3600.0
_EDGES = np.array([_MINUTE, 5 * _MINUTE, 30 * _MINUTE, 4 * _HOUR, 24 * _HOUR])
BANDS = (
    N_("under 1 minute"),
    N_("1 to 5 minutes"),
    N_("5 to 30 minutes"),
    N_("30 minutes to 4 hours"),
    N_("4 to 24 hours"),
    N_("over 24 hours"),
)
CHANNEL, WAIT_BAND, CELL = "contact_channel", "wait_band", "channel_and_wait"


def served(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Answers about effort; columns `wait` (seconds, NaN unknown), `outcome` (0 to 100, NaN) and `pleased` (0, 1, NaN:
    the outcome in its top boxes) of the same response. They split by CHANNEL, WAIT_BAND and CELL, both together.
    """
    kinds = (ANSWER.name, TICKET.name, CONTACT.name, "ticket_event", "customer")
    return frame.once("served", kinds, lambda: _served(frame))


def _until(frame: Frame) -> int:
    return frame.as_of(ANSWER.name)


VIEW = View("served", (ANSWER.name, TICKET.name, CONTACT.name), served, as_of=_until)


def _served(frame: Frame) -> Rows:
    rows = graded(replace(frame.rows(ANSWER.where(role=Role.CES)), cache={}))
    ticket = frame.pointed(ANSWER.name, TICKET.name)[rows.index]
    known = ticket >= 0
    wait = np.full(rows.size, np.nan)
    channel = Codes(np.full(rows.size, -1, np.int32), ())
    if frame.size(TICKET.name):
        waits, channels = _of_tickets(frame)
        wait = np.where(known, waits[np.maximum(ticket, 0)], np.nan)
        channel = Codes(np.where(known, channels.codes[np.maximum(ticket, 0)], -1).astype(np.int32), channels.labels)
    band = np.where(np.isnan(wait), -1, np.searchsorted(_EDGES, wait, side="right")).astype(np.int32)
    outcome, pleased = _outcomes(frame, rows)
    given: dict[Any, Any] = {("col", "wait"): wait, ("col", "outcome"): outcome, ("col", "pleased"): pleased}
    split = {CHANNEL: channel, WAIT_BAND: Codes(band, BANDS), CELL: _cells(channel, band)}
    rows.cache.update(given | {("codes", name, None): codes for name, codes in split.items()})
    return rows


def _cells(channel: Codes, band: np.ndarray) -> Codes:
    """Channel and wait as one attribute."""
    labels = [f"{name} · {wait}" for name in channel.labels for wait in BANDS]
    both = (channel.codes >= 0) & (band >= 0)
    return Codes(np.where(both, channel.codes * len(BANDS) + band, -1).astype(np.int32), labels)


def _of_tickets(frame: Frame) -> tuple[np.ndarray, Codes]:
    """Per ticket how long the customer waited, and the channel: those of the first call about it, else its own."""
    size = frame.size(TICKET.name)
    opened, replied = (tickets.instants(frame, TICKET.name, name) for name in ("created_at", "first_response_at"))
    timed = (opened != NEVER) & (replied != NEVER) & (replied >= opened)
    taken = (np.where(timed, replied, 0) - np.where(timed, opened, 0)) / tickets.SECOND
    wait = frame.column(TICKET.name, "wait_seconds")
    wait = np.where(np.isnan(wait), frame.column(TICKET.name, "first_reply_seconds"), wait)
    wait = np.where(np.isnan(wait), np.where(timed, taken, np.nan), wait)
    names = (*contacts.CHANNELS, contacts.OTHER)
    channel = contacts.channel(replace(frame.rows(TICKET.all()), index=np.arange(size, dtype=np.int32), cache={}))
    found = np.where(channel.codes < len(names), channel.codes.astype(np.int32), -1)
    if frame.size(CONTACT.name):
        wait, found = _by_call(frame, wait, found)
    return np.where(wait >= 0, wait, np.nan), Codes(found.astype(np.int32), names)


def _by_call(frame: Frame, wait: np.ndarray, channel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with what the first inbound call or chat about each ticket says."""
    calls = frame.rows(CONTACT.all())
    ticket = np.where(contacts.inbound(calls), frame.pointed(CONTACT.name, TICKET.name)[calls.index], -1)
    about = np.flatnonzero(ticket >= 0)
    which, first = np.unique(ticket[about], return_index=True)
    seconds = contacts.waits(calls)[0][about[first]]
    named = contacts.channel(calls).codes[about[first]].astype(np.int32)
    wait, channel = wait.copy(), channel.copy()
    wait[which] = np.where(np.isnan(seconds), wait[which], seconds)
    channel[which] = np.where(named <= len(contacts.CHANNELS), named, channel[which])
    return wait, channel


def _outcomes(frame: Frame, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """What the same response says of the resolution: 0 to 100, and whether that is in its scale's top boxes."""
    rated = frame.rows(ANSWER.where(role=Role.SAT_RESOLUTION))
    responses = rated.col("response").codes
    grades, top = rated.pomp(), rated.band(BandRule.TOP_BOX) == Band.TOP
    usable = (grades.state == State.OK)[grades.codes] & (responses >= 0)
    size = max(int(responses.max(initial=-1)), int(rows.col("response").codes.max(initial=-1))) + 2
    value, pleased = np.full(size, np.nan), np.full(size, np.nan)
    value[responses[usable]] = grades.rows()[usable]
    pleased[responses[usable]] = top.rows()[usable]
    return value[rows.col("response").codes], pleased[rows.col("response").codes]
