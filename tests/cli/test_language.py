"""The language may be said before the command or after it."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import pytest

from cxdesk.__main__ import main


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--language", "fr", "catalogue"], id="before"),
        pytest.param(["--language=fr", "catalogue"], id="before, as one word"),
        pytest.param(["catalogue", "--language", "fr"], id="after"),
    ],
)
def test_a_command_answers_in_it_wherever_it_is_said(words: list[str]) -> None:
    out = StringIO()
    with redirect_stdout(out):
        assert main(words) == 0
    assert "Taux de réponse" in out.getvalue()
