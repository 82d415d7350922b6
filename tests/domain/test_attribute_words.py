"""Values are called as people call them; what a file wrote stays as it is."""

from __future__ import annotations

import pytest

from cxdesk.domain.attribute_words import value_title
from cxdesk.system import i18n


@pytest.mark.parametrize(("language", "said"), [("en", "Q4 2023"), ("fr", "T4 2023"), ("ro", "trim. IV 2023")])
def test_the_quarter_in_which_customers_came_is_said_in_the_language(language: str, said: str) -> None:
    with i18n.speaking(language):
        assert value_title("since", "2023-Q4") == said
        assert value_title("since", "2023-Q5") == "2023-Q5"
        assert value_title("Campaign", "2023-Q4") == "2023-Q4", "a file's own word"
