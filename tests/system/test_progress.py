"""Progress reports, and stops the work when the person asks."""

from __future__ import annotations

import pytest

from cxdesk.system.progress import Cancelled, Progress


def test_what_is_reported_reaches_the_listener() -> None:
    heard: list[tuple[float, float, str]] = []
    Progress(lambda *said: heard.append(said)).report(3, 10, "rows")
    assert heard == [(3, 10, "rows")]


def test_the_whole_is_unknown_until_it_is_told() -> None:
    heard: list[tuple[float, float, str]] = []
    Progress(lambda *said: heard.append(said)).report(3)
    assert heard == [(3, 0, "")]


def test_without_a_listener_it_costs_nothing_and_says_nothing() -> None:
    progress = Progress()
    assert progress.report(1, 2) is None
    assert not progress.cancelled


def test_a_cancelled_work_stops_at_its_next_report_and_nobody_hears_it() -> None:
    heard: list[tuple[float, float, str]] = []
    progress = Progress(lambda *said: heard.append(said))
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(Cancelled):
        progress.report(1)
    with pytest.raises(Cancelled):
        progress.check()
    assert heard == []


def test_work_that_nobody_stopped_goes_on() -> None:
    progress = Progress()
    progress.check()
    assert not progress.cancelled
