"""The list of known tools in the manual, from what the program knows of them.

    python packaging/formats_page.py    bring the list in resources/help/*/formats.md up to the code

Everything between the two marks is written here; what stands around it is written by hand.
"""

from __future__ import annotations

from pathlib import Path

from cxdesk.domain.kinds import kind
from cxdesk.intake.formats import Format, registry
from cxdesk.system import i18n
from cxdesk.system.i18n import _

HELP = Path(__file__).resolve().parent.parent / "resources" / "help"
BEGIN, END = "<!-- list of tools -->", "<!-- end of the list -->"
HEADS = {
    "en": ("Tool", "Export", "What its rows are", "How to get it"),
    "fr": ("Outil", "Export", "Ce que sont ses lignes", "Comment l'obtenir"),
    "ro": ("Instrument", "Export", "Ce sunt rândurile lui", "Cum se obține"),
}


def page(language: str) -> Path:
    return HELP / language / "formats.md"


def listed() -> list[Format]:
    """The exports that one can get out of a tool, by tool; those that only help to read others are none."""
    return sorted((one for one in registry().values() if one.how), key=lambda one: (one.tool.casefold(), one.name))


def table(language: str) -> str:
    """The list in that language, as a table of Markdown."""
    before = i18n.language()
    i18n.use(language)
    try:
        rows = [HEADS[language], ("---",) * 4, *(_row(one) for one in listed())]
    finally:
        i18n.use(before)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _row(one: Format) -> tuple[str, ...]:
    kinds = dict.fromkeys([one.kind, *(also.kind for also in one.also)])
    return (
        one.tool + ("" if one.verified else " *"),
        _(one.title),
        ", ".join(_(kind(name).plural).lower() for name in kinds),
        _(one.how),
    )


def filled(text: str, language: str) -> str:
    """The page with the list as it should be."""
    above, _begin, rest = text.partition(BEGIN)
    _old, _end, below = rest.partition(END)
    return f"{above}{BEGIN}\n\n{table(language)}\n\n{END}{below}"


if __name__ == "__main__":
    for name in HEADS:
        path = page(name)
        path.write_text(filled(path.read_text(encoding="utf-8"), name), encoding="utf-8")
