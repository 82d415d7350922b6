"""The hidden page with every part builds in both themes, at every zoom, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cxdesk.app import components
from cxdesk.system import i18n
from tests.app.conftest import Themed
from tests.app.painted import colours


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_themes_side_by_side(zoom: float, language: str, themed: Themed, qapp: QApplication) -> None:
    themed()
    i18n.use(language)
    picture = components.picture(qapp, zoom).toImage()
    assert picture.width() == 2 * 720 * zoom
    assert 1000 * zoom < picture.height() < 1300 * zoom
    half = picture.width() // 2
    light, dark = picture.copy(0, 0, half, picture.height()), picture.copy(half, 0, half, picture.height())
    assert light.pixelColor(2, 2).lightness() > 200 > 60 > dark.pixelColor(2, 2).lightness()
    now = themed("light")
    assert {now.accent.name(), now.good.name(), now.bad.name(), now.warn.name(), now.mark.name()} <= colours(light)


def test_the_command_saves_a_picture(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    target = tmp_path / "components.png"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "cxdesk.app.components", str(target)],
        env=environment,
        cwd=Path(components.__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert QImage(str(target)).width() == 1440
