"""The pictures to be looked at leave no dock, no dialog, no form, no language and no look out."""

from __future__ import annotations

from collections import Counter

import pytest

from cxdesk.app.dialogs.named import DIALOGS
from cxdesk.app.docks.shell import DOCKS
from cxdesk.domain.forms import FormKind
from cxdesk.domain.settings import setting
from cxdesk.metrics.registry import metrics
from cxdesk.system import i18n
from cxdesk.workspace.sample import STORIES
from tests.packaging.scripts import script
from tests.shared_files import REPOSITORY

SCREENS = script("screens")
ROWS = SCREENS.SCREENS


def test_every_dock_is_among_them_with_data_and_without() -> None:
    names = [spec.name for spec in DOCKS]
    assert Counter(names).most_common(1)[0][1] == 1
    stories = {story.name for story in STORIES}
    assert {row.dock for row in ROWS if row.on in stories and row.dock} == set(names)
    bare = {row.dock for row in ROWS if row.on == SCREENS.EMPTY} | {"cards", "trend", "breakdown"}  # on the bare desk
    assert bare >= set(names)


def test_every_dialog_and_every_form_is_among_them() -> None:
    assert {row.dialog for row in ROWS if row.dialog} == set(DIALOGS)
    assert {row.form for row in ROWS if row.form} | {"segments"} == {kind.value for kind in FormKind}


def test_names_are_file_names_and_numbers_exist() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() and name.islower() for name in names)
    assert {row.metric for row in ROWS if row.metric} <= set(metrics())


@pytest.mark.parametrize("looks", [SCREENS.LOOKS, SCREENS.EVERY_LOOK])
def test_looks_cover_languages_themes_sizes_and_zooms(looks: tuple[object, ...]) -> None:
    spoken, themes, sizes, zooms = (set(values) for values in zip(*looks, strict=True))
    assert spoken == {"en", "fr", "ro"} >= {value for value, _title in setting("language").choices if value}
    assert themes == {"light", "dark"}
    assert sizes == {(1280, 720), (1920, 1080)}
    assert zooms == {100, 200}


def test_git_ignores_where_pictures_and_their_workspaces_are_put() -> None:
    ignored = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{SCREENS.OUT.relative_to(REPOSITORY).as_posix()}/" in ignored


def test_it_lists_what_it_would_paint(capsys: pytest.CaptureFixture[str]) -> None:
    assert SCREENS.main(["--list", "--only", "breakdown-c"]) == 0
    assert capsys.readouterr().out.split() == ["breakdown-cross", "breakdown-cohorts"]
    assert SCREENS.main(["--list", "--only", "nothing is called so"]) == 2


@pytest.mark.parametrize("language", ["en", "fr", "ro"])
def test_no_two_docks_are_called_alike(language: str) -> None:
    i18n.use(language)
    titles = [i18n._(spec.title) for spec in DOCKS]
    assert len(set(titles)) == len(titles)
    i18n.use("en")
