"""Work leaves the main thread and comes back: the latest question wins, writes wait their turn, faults are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app.jobs import LATER, URGENT, Crash, Jobs
from cxdesk.domain.errors import NotFound
from cxdesk.system.progress import Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.close()


def test_an_answer_arrives_on_the_main_thread_and_was_found_on_another(qtbot: QtBot, jobs: Jobs) -> None:
    where: list[str] = []
    with qtbot.waitSignal(jobs.ended):
        jobs.ask("board", lambda progress: threading.current_thread().name, where.append)
    assert where == ["cxdesk-questions"]


def test_questions_and_writes_do_not_wait_for_each_other(qtbot: QtBot, jobs: Jobs) -> None:
    written = threading.Event()
    answers: list[bool] = []
    with qtbot.waitSignals([jobs.ended, jobs.ended]):
        jobs.ask("board", lambda progress: written.wait(5), answers.append)
        jobs.write("import", lambda progress: written.set())
    assert answers == [True]


def test_the_latest_question_of_a_kind_wins(qtbot: QtBot, jobs: Jobs) -> None:
    started, go_on = threading.Event(), threading.Event()
    stopped: list[bool] = []
    answers: list[str] = []

    def slow(progress: Progress) -> str:
        started.set()
        go_on.wait(5)
        stopped.append(progress.cancelled)
        return "old"

    jobs.ask("board", slow, answers.append)
    assert started.wait(5)
    jobs.ask("board", lambda progress: "new", answers.append)
    with qtbot.waitSignal(jobs.ended):
        go_on.set()
    assert answers == ["new"]
    assert stopped == [True]


def test_a_question_that_waits_is_never_run_once_a_newer_one_came(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    ran: list[int] = []
    jobs.ask("other", lambda progress: go_on.wait(5))
    for number in range(5):
        jobs.ask("board", lambda progress, n=number: ran.append(n))
    with qtbot.waitSignals([jobs.ended, jobs.ended]):
        go_on.set()
    assert ran == [4]


def test_an_urgent_question_goes_first(qtbot: QtBot, jobs: Jobs) -> None:
    started, go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def hold(progress: Progress) -> None:
        started.set()
        go_on.wait(5)

    jobs.ask("first", hold)
    assert started.wait(5)
    jobs.ask("snapshot", lambda progress: order.append("later"), priority=LATER)
    jobs.ask("comments", lambda progress: order.append("normal"))
    jobs.ask("page", lambda progress: order.append("urgent"), priority=URGENT)
    with qtbot.waitSignals([jobs.ended] * 4):
        go_on.set()
    assert order == ["urgent", "normal", "later"]


def test_writes_happen_one_after_another_and_none_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[int] = []
    with qtbot.waitSignals([jobs.ended] * 3):
        for number in range(3):
            jobs.write("import", lambda progress, n=number: order.append(n))
    assert order == [0, 1, 2]


def test_an_error_for_people_reaches_whoever_asked(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[object] = []

    def fail(progress: Progress) -> None:
        raise NotFound("There is no file a.csv.", "Check the name.")

    with qtbot.waitSignal(jobs.ended):
        jobs.ask("inspect", fail, failed=told.append)
    assert [str(error) for error in told] == ["There is no file a.csv. Check the name."]


def test_an_error_that_nobody_takes_is_told_to_all(qtbot: QtBot, jobs: Jobs) -> None:
    def fail(progress: Progress) -> None:
        raise NotFound("There is no file a.csv.")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.write("import", fail)
    assert told.args[0].code == "not_found"


@pytest.mark.parametrize("fault", [ZeroDivisionError("secret cell"), BaseException("a panic below Python")])
def test_a_fault_of_ours_ends_neither_the_thread_nor_the_window(
    qtbot: QtBot, jobs: Jobs, fault: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(progress: Progress) -> None:
        raise fault

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.ask("board", fail)
    assert isinstance(told.args[0], Crash)
    assert "secret" not in str(told.args[0])
    assert [record.getMessage() for record in caplog.records] == ["the job board failed"]
    answers: list[int] = []
    with qtbot.waitSignal(jobs.ended):
        jobs.ask("board", lambda progress: 1, answers.append)
    assert answers == [1]


def test_a_cancelled_write_says_nothing_more(qtbot: QtBot, jobs: Jobs) -> None:
    started = threading.Event()
    answers: list[object] = []

    def until_stopped(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    jobs.write("import", until_stopped, answers.append, answers.append)
    assert started.wait(5)
    with qtbot.waitSignal(jobs.ended):
        jobs.cancel("import")
    assert answers == []
    assert not jobs.busy()


def test_progress_is_told_but_not_a_thousand_times(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[tuple[str, float, float, str]] = []
    jobs.progressed.connect(lambda *news: told.append(news))

    def count(progress: Progress) -> None:
        for row in range(10_000):
            progress.report(row, 10_000, "reading")
        progress.report(10_000, 10_000, "done")

    with qtbot.waitSignal(jobs.ended):
        jobs.write("import", count)
    assert told[0] == ("import", 0.0, 10_000.0, "reading")
    assert told[-1] == ("import", 10_000.0, 10_000.0, "done")
    assert len(told) < 100


def test_busy_names_the_kind(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    jobs.ask("board", lambda progress: go_on.wait(5))
    assert jobs.busy("board")
    assert not jobs.busy("comments")
    with qtbot.waitSignal(jobs.ended):
        go_on.set()
    assert not jobs.busy("board")


def test_closing_lets_a_write_end_and_stops_questions(qtbot: QtBot) -> None:
    jobs = Jobs()
    done: list[str] = []
    started = threading.Event()

    def ask_forever(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    jobs.ask("board", ask_forever)
    jobs.write("import", lambda progress: done.append("written"))
    assert started.wait(5)
    assert jobs.close()
    assert done == ["written"]
