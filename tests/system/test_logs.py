"""The log helps to find a fault, and tells nothing about a customer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.errors import FileDamaged
from cxdesk.system import logs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    yield logs.start(tmp_path)
    logs.stop()


def _fail_on(cell: str) -> None:
    try:
        float(cell)
    except ValueError as error:
        raise FileDamaged(f"The value {cell} is no number.", file="Clients of Jane Doe.xlsx", row=4) from error


def _record(cell: str) -> None:
    try:
        _fail_on(cell)
    except FileDamaged:
        logging.getLogger("cxdesk.intake").exception("the import failed")


def test_an_error_is_found_by_kind_code_and_place(log: Path) -> None:
    _record("twelve")
    text = log.read_text("utf-8")
    assert "ERROR cxdesk.intake: the import failed" in text
    assert "FileDamaged [file_damaged]" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "_fail_on" in text


@pytest.mark.parametrize("private", ["jane@example.com", "I was very disappointed", "Jane Doe"])
def test_what_an_error_quotes_from_a_file_is_not_written(log: Path, private: str) -> None:
    for _attempt in range(50):
        _record(private)
    text = log.read_text("utf-8")
    assert text.count("FileDamaged") == 50
    assert private not in text
    assert "Clients of" not in text


def test_an_address_and_the_persons_folder_are_masked_in_any_message(log: Path) -> None:
    logging.getLogger("cxdesk").warning("cannot read %s sent by <%s>", Path.home() / "may.csv", "jane.doe@example.com")
    assert "cannot read ~" in log.read_text("utf-8")
    assert "sent by <[e-mail]>" in log.read_text("utf-8")


def test_an_error_that_leads_back_to_itself_is_still_described() -> None:
    one, two = ValueError("a"), KeyError("b")
    one.__cause__, two.__cause__ = two, one
    assert logs.described(one).split() == ["ValueError", "KeyError"]


def test_a_context_that_was_set_aside_is_left_out() -> None:
    error = ValueError("a")
    error.__context__ = KeyError("b")
    error.__suppress_context__ = True
    assert logs.described(error) == "ValueError"


def test_starting_twice_writes_each_line_once(log: Path, tmp_path: Path) -> None:
    assert logs.start(tmp_path) == log
    logging.getLogger("cxdesk").info("once")
    assert log.read_text("utf-8").count("once") == 1


def test_the_log_is_kept_small(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.stop()
    monkeypatch.setattr(logs, "BYTES_KEPT", 1000)
    logs.start(log.parent)
    for _line in range(200):
        logging.getLogger("cxdesk").info("a line of some forty characters or more")
    kept = sorted(path.name for path in log.parent.iterdir())
    assert kept == ["cxdesk.log", "cxdesk.log.1", "cxdesk.log.2"]
    assert all(path.stat().st_size <= 1000 for path in log.parent.iterdir())


def test_without_a_folder_it_lies_in_the_profile(own_profile: Path) -> None:
    assert logs.log_path() == own_profile / "logs" / "cxdesk.log"
