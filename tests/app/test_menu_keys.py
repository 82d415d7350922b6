"""The underlined letters of menus: in no language do two lines of one menu answer to the same key."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cxdesk.app.actions import ACTIONS, MENUS
from cxdesk.system import i18n
from cxdesk.system.i18n import LANGUAGES, _

KEY = re.compile(r"&(\w)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_lines_of_a_menu_answer_to_one_key(language: str) -> None:
    i18n.use(language)
    menus = {"": [_(menu.title) for menu in MENUS if not menu.parent]}
    for menu in MENUS:
        lines = [_(action.title) for action in ACTIONS if action.menu == menu.id and action.translate]
        menus[menu.id] = lines + [_(below.title) for below in MENUS if below.parent == menu.id]
    for name, lines in menus.items():
        keys = Counter(key[1].lower() for line in lines if (key := KEY.search(line)))
        assert [key for key, times in keys.items() if times > 1] == [], name
        assert name or keys.total() == len(lines)
