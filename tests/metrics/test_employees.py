"""What employees answer is a source of its own."""

from __future__ import annotations

import pytest

from cxdesk.domain.kinds import Role
from cxdesk.intake.synonyms import role_of
from tests.frame.memory import answers, frame_of
from tests.metrics.asking import estimate, unavailable


def test_customers_and_employees_are_never_pooled() -> None:
    customers = [{**one, "response": f"c{n}", "comment": "fine"} for n, one in enumerate(answers([9, 9, 3], "nps"))]
    employees = [{**one, "response": f"e{n}"} for n, one in enumerate(answers([2, 2], "enps"))]
    whys = [{"response": f"e{n}", "role": "why", "comment": "the hours", "submitted_at": "2024-01-05"} for n in (0, 1)]
    frame = frame_of({"answer": [*customers, *employees, *whys]})
    nps, enps, comments = (estimate(frame, name).figure(0) for name in ("nps", "enps", "comment_rate"))
    assert (nps.n, enps.n, enps.value) == (3, 2, -100.0)
    assert (comments.numerator, comments.denominator) == (3, 3)
    assert nps.excluded["other_role"] == 4


def test_without_employees_there_is_none() -> None:
    assert unavailable(frame_of({"answer": answers([9, 10], "nps")}), "enps").reason == "no_rows"


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("eNPS", Role.ENPS),
        ("How likely are you to recommend us as a place to work?", Role.ENPS),
        ("Recommanderiez-vous votre employeur ?", Role.ENPS),
        ("Ai recomanda compania ca loc de muncă?", Role.ENPS),
        ("How likely are you to recommend us to a friend?", Role.NPS),
        ("NPS", Role.NPS),
    ],
)
def test_the_question_says_who_is_asked(asked: str, role: Role) -> None:
    assert role_of(asked) is role
