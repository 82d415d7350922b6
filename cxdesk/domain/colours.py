"""The colours of everything that is drawn, on screen and on paper, as plain values: each for the light and the dark
theme. Paper takes the light ones. Text keeps a contrast of 4.5 : 1 against the surfaces it stands on, marks and the
outlines of controls 3 : 1; tests measure both.
"""

from __future__ import annotations

from typing import Final

COLOURS: Final[dict[str, tuple[str, str]]] = {
    # ink
    "text": ("#1B2230", "#E8EBF1"),  # values, names
    "text2": ("#465063", "#B7BECB"),  # intervals, secondary
    "text3": ("#5E687A", "#929CAD"),  # definitions, axis labels, disabled
    "accent": ("#3A55C6", "#8FA3F7"),  # selected, the series looked at, primary button, links
    "good": ("#0A6E68", "#5CC7BC"),  # proven better, target reached
    "bad": ("#B23A12", "#F2906A"),  # proven worse, target missed, rejected
    "warn": ("#845400", "#E3B457"),  # partial, a question to answer, scale change
    "flat": ("#56606F", "#A3ACBB"),  # no clear change, target inside the interval
    "cmp": ("#7A8494", "#8C96A7"),  # comparison, other definitions, hatching
    # lines
    "line2": ("#8A94A5", "#737E91"),  # outlines of inputs, rules above totals; on panel only
    "line": ("#DCE0E7", "#2D3340"),  # borders, never the sole sign of a control
    "grid": ("#E7EAEF", "#262C37"),  # rules between rows, chart grid
    "axis": ("#AEB6C3", "#4B5567"),  # zero line, connectors
    # surfaces
    "sunken": ("#E9ECF1", "#0E1116"),  # title, tags, tracks
    "window": ("#F1F3F6", "#12151B"),  # between docks
    "raised": ("#F7F8FA", "#20252F"),  # dock titles, table heads
    "panel": ("#FFFFFF", "#1A1E26"),  # docks, cards, inputs
    # pairs: what stands on what
    "onaccent": ("#FFFFFF", "#10131A"),
    "accentbg": ("#E8ECFB", "#252D4D"),
    "accentline": ("#A9B6EC", "#4A5899"),
    "goodbg": ("#DFF1EE", "#15332F"),
    "badbg": ("#FBE8E0", "#3D2219"),
    "warnbg": ("#FBF0D9", "#352A13"),
    "marktext": ("#1B2230", "#FFF6DC"),
    "mark": ("#FFE29A", "#6B5413"),  # a search hit
}

# Series, six at most; the seventh and later become "Other" in `cmp`. The dash belongs to the category.
CATEGORIES: Final[tuple[tuple[str, ...], tuple[str, ...]]] = (
    ("#3A55C6", "#A88400", "#3FA673", "#DB6DB0", "#6F2A4D", "#8C3A1B"),
    ("#8FA3F7", "#EECD2B", "#4FE0A0", "#D6478F", "#E2E6EE", "#B9702C"),
)
DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (7, 4), (2, 3), (9, 3, 2, 3), (4, 2), (12, 4))

# Worse to better. The middle one also fills what is neither.
DIVERGING: Final[tuple[tuple[str, ...], tuple[str, ...]]] = (
    ("#B23A12", "#D6743F", "#F3C6B0", "#D3D7DE", "#B5D8D3", "#4F9F97", "#0A6E68"),
    ("#F2906A", "#B9623F", "#6A3A28", "#3B4250", "#24504C", "#3D8C84", "#5CC7BC"),
)
SEQUENTIAL: Final[tuple[int, ...]] = (8, 20, 36, 56, 80, 100)  # percent of `accent` over `panel`
