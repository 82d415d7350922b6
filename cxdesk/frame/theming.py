"""Which rows speak of which theme: what the rules found and what was decided by hand, as groups that may overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.changes import THEMES
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.text import fold
from cxdesk.domain.themes import ANY, LANGUAGES, Axis, Theme
from cxdesk.frame.axes import Groups, Multi
from cxdesk.frame.codes import Codes, smallest
from cxdesk.frame.loader import Tagged

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.frame.rows import Rows

ANSWER = "answer"
LANGUAGE = "language"
MAIN = "main_theme"  # the attribute that counts every row once
AXES = (Axis.THEME.value, Axis.PAIN.value, Axis.SENTIMENT.value)  # what rows are split and filtered by
_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("english", "anglais", "engleza", "eng"), "en"),
    **dict.fromkeys(("french", "francais", "franceza", "fra", "fre"), "fr"),
    **dict.fromkeys(("romanian", "roumain", "romana", "ron", "rum"), "ro"),
}
_UNKNOWN = -1


def themes(frame: Frame, axis: str | None = None) -> tuple[Theme, ...]:
    """The workspace's themes, of one axis or all, in the order of its list."""
    every = frame.once(("themes",), (THEMES,), lambda: tuple(frame.loader.themes()))
    return every if axis is None else tuple(theme for theme in every if theme.axis == axis)


def codes(frame: Frame, axis: str) -> list[tuple[Theme, str]]:
    """The themes of an axis, each with a code of its own."""
    found: dict[str, Theme] = {}
    for theme in themes(frame, axis):
        found[theme.code if theme.code not in found else f"{theme.code}_{theme.id}"] = theme
    return [(theme, code) for code, theme in found.items()]


def any_of(rows: Rows, axis: str) -> np.ndarray:
    """Which of the rows speak of any theme of an axis, bool [rows]."""
    found = np.zeros(rows.frame.size(rows.kind), bool)
    for theme in themes(rows.frame, axis):
        found |= behind(rows, theme)
    return found[rows.index]


def named(frame: Frame, axis: str, name: str) -> tuple[Theme, ...]:
    """The themes of an axis that somebody may mean by a name."""
    return tuple(theme for theme in themes(frame, axis) if theme.is_called(name))


def own(frame: Frame, kind: str, theme: Theme) -> np.ndarray:
    """Which rows of a kind have a text of their own that speaks of the theme; bool [rows of the kind]."""
    return frame.once(("own theme", kind, theme.id), (kind, THEMES), lambda: _own(frame, kind, _tagged(frame, theme)))


def decided(frame: Frame, kind: str, theme: Theme, found: np.ndarray) -> np.ndarray:
    """`found` (bool [rows of the kind]), given by something else than rules, with what hands and rules say over it."""
    tagged = _tagged(frame, theme)
    ids = frame.column(kind, "row_id")
    return (found | own(frame, kind, theme)) & ~_holding(ids, tagged.removed)


def inside(frame: Frame, kind: str, theme: Theme) -> np.ndarray:
    """The same, an answer having the themes of its whole response, wherever in it the words were written."""
    make = lambda: _spread(frame, kind, own(frame, kind, theme))  # noqa: E731
    return frame.once(("theme", kind, theme.id), (kind, THEMES), make)


def multi(rows: Rows, axis: str) -> Multi | None:
    """The themes of an axis as groups of these rows; None where they have no words that could speak of any."""
    kinds = (rows.kind, *_kinds(rows), THEMES)
    return rows.frame.once(("groups of themes", rows.kind, axis), kinds, lambda: _multi(rows, axis))


def main(rows: Rows) -> Groups | None:
    """The theme that each row counts under where it may count only once: the first of the list that it speaks of. None
    where these rows have no words.
    """
    if not applies(rows, Axis.THEME):
        return None
    kinds, key = (rows.kind, *_kinds(rows), THEMES), ("main themes", rows.kind, id(rows.cache))
    return rows.frame.once(key, kinds, lambda: (_main(rows), rows.cache))[0]  # the rows stay, and so does their number


def _main(rows: Rows) -> Groups:
    every = themes(rows.frame, Axis.THEME)
    found = np.full(rows.frame.size(rows.kind), len(every), smallest(len(every) + 1))
    for place in range(len(every) - 1, -1, -1):
        found[behind(rows, every[place])] = place
    return Groups(found[rows.index], (*(theme.title for theme in every), None))


def applies(rows: Rows, axis: str) -> bool:
    """Whether these rows can be split by the themes of an axis."""
    return axis in AXES and bool(_kinds(rows)) and bool(themes(rows.frame, axis))


def mask(rows: Rows, condition: Condition) -> np.ndarray | None:
    """Which rows are in any of the themes named, bool [rows]; None where these rows have no words."""
    split = multi(rows, condition.field)
    if split is None or condition.op not in (Op.IS, Op.NOT):
        return None
    every = themes(rows.frame, condition.field)
    wanted = [
        members
        for theme, members in zip(every, split.members, strict=True)
        if any(theme.is_called(value) for value in condition.values)
    ]
    found = np.zeros(rows.frame.size(rows.kind), bool)
    if NONE in condition.values:
        found[:] = True
        found[np.concatenate(split.members) if split.members else []] = False
    for members in wanted:
        found[members] = True
    found = found[rows.index]
    return ~found if condition.op is Op.NOT else found


def counts(rows: Rows, axis: str) -> list[tuple[str | None, int]]:
    """Rows in each theme of an axis by its title; None counts those in none of them."""
    split = multi(rows, axis)
    if split is None:
        return []
    there = np.zeros(rows.frame.size(rows.kind), bool)
    there[rows.index] = True
    found: list[tuple[str | None, int]] = [
        (label, int(there[members].sum())) for label, members in zip(split.labels, split.members, strict=True)
    ]
    for members in split.members:
        there[members] = False
    return [*found, (None, int(there.sum()))]


def titles(frame: Frame, ids: Sequence[int], axis: str = Axis.THEME) -> dict[int, tuple[str, ...]]:
    """What texts speak of, by row id; rows that speak of nothing, or are not there, are left out."""
    wanted = np.array(sorted(set(ids)), np.int64)
    found: dict[int, tuple[str, ...]] = {}
    for kind in _with_words():
        known = frame.column(kind, "row_id") if frame.size(kind) else wanted[:0]
        at = _places(known, wanted)
        for theme in themes(frame, axis) if len(at) else ():
            for row in known[at[own(frame, kind, theme)[at]]].tolist():
                found[row] = (*found.get(row, ()), theme.title)
    return found


def speaking(frame: Frame, ids: np.ndarray, every: Sequence[Theme]) -> list[np.ndarray]:
    """For each theme, which of some texts of whatever kinds speak of it; bool [ids], which may stand in any order."""
    found = [np.zeros(len(ids), bool) for _theme in every]
    for kind in _with_words() if len(ids) else ():
        at = frame.places(kind, ids)
        here = at >= 0
        if not here.any():
            continue
        whole, wanted = bool(here.all()), np.maximum(at, 0)
        for theme, speaks in zip(every, found, strict=True):
            if _spoken_of(frame, kind, theme):
                mine = own(frame, kind, theme).take(wanted)
                speaks |= mine if whole else here & mine
    return found


def _spoken_of(frame: Frame, kind: str, theme: Theme) -> bool:
    """Whether any text of the kind speaks of a theme."""
    make = lambda: bool(own(frame, kind, theme).any())  # noqa: E731
    return frame.once(("any of theme", kind, theme.id), (kind, THEMES), make)


def of_row(frame: Frame, row: int) -> frozenset[int]:
    """The ids of all themes that the text of one row speaks of."""
    found: set[int] = set()
    for kind in _with_words():
        known = frame.column(kind, "row_id") if frame.size(kind) else np.empty(0, np.int64)
        for at in _places(known, np.array([row], np.int64)):
            found |= {theme.id for theme in themes(frame) if own(frame, kind, theme)[at]}
    return frozenset(found)


def _tagged(frame: Frame, theme: Theme) -> Tagged:
    every = frame.once(("tagged",), (*_with_words(), THEMES), lambda: dict(frame.loader.tagged()))
    none = np.empty(0, np.int64)
    return every.get(theme.id) or Tagged({}, none, none)


def _own(frame: Frame, kind: str, tagged: Tagged) -> np.ndarray:
    ids = frame.column(kind, "row_id")
    found = np.zeros(len(ids), bool)
    language: np.ndarray | None = None
    for name, words in tagged.words.items():
        at = _places(ids, words)
        if name != ANY and len(at):
            language = _languages(frame, kind) if language is None else language
            at = at[(language[at] == _UNKNOWN) | (language[at] == LANGUAGES.index(name))]
        found[at] = True
    found[_places(ids, tagged.added)] = True
    found[_places(ids, tagged.removed)] = False
    return found


def _places(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where the wanted of ascending ids stand."""
    if not len(ids) or not len(wanted):
        return np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return at[ids[at] == wanted]


def _holding(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    found = np.zeros(len(ids), bool)
    found[_places(ids, wanted)] = True
    return found


def _languages(frame: Frame, kind: str) -> np.ndarray:
    """Per row of the kind the place of its language among ours, _UNKNOWN where none is said, beyond where another."""
    return frame.once(("languages", kind), (kind,), lambda: _find_languages(frame, kind))


def _find_languages(frame: Frame, kind: str) -> np.ndarray:
    if not frame.declared(kind).has(LANGUAGE) or not frame.has(kind, LANGUAGE):
        return np.full(frame.size(kind), _UNKNOWN)
    column: Codes = frame.column(kind, LANGUAGE)
    return np.array([*(_language(str(label)) for label in column.labels), _UNKNOWN])[column.codes]


def _language(label: str) -> int:
    folded = fold(label)
    code = _NAMES.get(folded) or folded.replace("_", "-").partition("-")[0]
    return LANGUAGES.index(code) if code in LANGUAGES else len(LANGUAGES)


def _spread(frame: Frame, kind: str, found: np.ndarray) -> np.ndarray:
    if kind != ANSWER or not found.any():
        return found
    response: Any = frame.column(ANSWER, "response").codes
    hit = np.zeros(int(response.max(initial=-1)) + 2, bool)  # the last place serves rows without a response
    hit[response[found]] = True
    hit[-1] = False
    return found | hit[response]


def _kinds(rows: Rows) -> tuple[str, ...]:
    """The imported kinds with words that stand behind these rows."""
    from cxdesk.frame.derived import source_kinds

    known = set(_with_words())
    return tuple(kind for kind in source_kinds(rows) if kind in known and _spoken(rows.frame, kind))


@cache
def _with_words() -> tuple[str, ...]:
    return tuple(kind.name for kind in all_kinds() if kind.comments)


def _spoken(frame: Frame, kind: str) -> bool:
    """Whether anybody wrote anything there."""
    return frame.once(("spoken of", kind), (kind,), lambda: _any_letters(frame, kind))


def _any_letters(frame: Frame, kind: str) -> bool:
    names = [f"{field.name}:letters" for field in frame.declared(kind).comments]
    return bool(frame.size(kind)) and any(
        frame.has(kind, name) and bool((frame.column(kind, name) > 0).any()) for name in names
    )


def _multi(rows: Rows, axis: str) -> Multi | None:
    if not applies(rows, axis):
        return None
    every = themes(rows.frame, axis)
    members = tuple(np.flatnonzero(behind(rows, theme)) for theme in every)
    return Multi(axis, tuple(theme.title for theme in every), members)


def behind(rows: Rows, theme: Theme) -> np.ndarray:
    """Which rows of the kind of `rows` speak of a theme, bool [rows of the kind]: themselves, or imported rows that
    stand behind them.
    """
    from cxdesk.frame.derived import Extended, is_derived

    frame = rows.frame
    if not is_derived(rows):
        return inside(frame, rows.kind, theme)
    assert isinstance(frame, Extended)
    found = np.zeros(frame.size(rows.kind), bool)
    for kind in _kinds(rows):
        pairs = frame.behind(kind)
        found[pairs.row[inside(frame, kind, theme)[pairs.source]]] = True
    return found
