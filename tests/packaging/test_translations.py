"""Every text is translated, completely and with the same places for values; what is compiled is what is written."""

from __future__ import annotations

import gettext
import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from cxdesk.system import i18n
from tests.packaging.scripts import script

translate = script("translate")
LANGUAGES = translate.LANGUAGES
HEADERS = {
    "Project-Id-Version",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Language",
    "Plural-Forms",
}


@cache
def texts(language: str) -> Catalog:
    """A language's texts, read once."""
    return translate.load(language)


@cache
def wanted() -> frozenset[str]:
    """The texts of the program."""
    return frozenset(translate.name(message) for message in translate.extract() if message.id)


def forms(message: Message) -> list[tuple[str, str]]:
    """Each text with its translation; of a plural, each form that the language has with the one it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    one, many = message.id
    return [(one if place == 0 else many, string) for place, string in enumerate(message.string)]


def places(text: str) -> set[str]:
    return {field for _literal, field, _spec, _conversion in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_program_is_translated(language: str) -> None:
    translated = texts(language)
    known = {translate.name(message) for message in translated if message.id}
    assert sorted(wanted() - known) == []
    assert sorted(known - wanted()) == []
    assert [translate.name(message) for message in translate.untranslated(translated)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    wrong = [
        (text, string)
        for message in texts(language)
        if message.id
        for text, string in forms(message)
        if places(text) - {"n"} != places(string) - {"n"}
        or (isinstance(message.id, str) and places(text) != places(string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_like_its_text(language: str) -> None:
    """A space or an ellipsis that gets lost glues words together on the screen."""

    def edges(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text.endswith("…")

    wrong = [
        (text, string)
        for message in texts(language)
        if message.id
        for text, string in forms(message)
        if edges(text) != edges(string)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_keyboard_reaches_in_english_it_reaches_in_every_language(language: str) -> None:
    key = re.compile(r"&(?=\w)")
    wrong = [
        (text, string)
        for message in texts(language)
        if message.id
        for text, string in forms(message)
        if len(key.findall(text)) != len(key.findall(string))
    ]
    assert wrong == []


def test_french_signs_stand_off_by_a_space_that_does_not_break() -> None:
    glued = re.compile(r"[^?!\s\u00a0\u202f][?!;»]|« ?\w|[ ][?!;:»%]")
    wrong = [
        string for message in texts("fr") if message.id for _text, string in forms(message) if glued.search(string)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_reads_what_the_translators_wrote(language: str) -> None:
    compiled = translate.po_path(language).with_suffix(".mo").read_bytes()
    assert compiled == translate.as_mo(texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_a_translation_again_changes_nothing(language: str) -> None:
    assert translate.po_path(language).read_bytes() == translate.as_po(texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_names_no_person_machine_or_day(language: str) -> None:
    head = translate.po_path(language).read_text("utf-8").split("\n\n", 1)[0]
    assert set(re.findall(r'^"([\w-]+):', head, re.MULTILINE)) == HEADERS


def test_the_window_speaks_french_when_asked() -> None:
    english = i18n._("file {file}", file="a.csv")
    i18n.use("fr")
    assert (english, i18n._("file {file}", file="a.csv")) == ("file a.csv", "fichier a.csv")


def test_plural_forms_follow_the_language() -> None:
    """French counts nought as one; Romanian puts a "de" after 20, and after 100, but not after 101 to 119."""
    french, romanian = translate.Texts(locale="fr"), translate.Texts(locale="ro")
    assert french.plural_forms == "nplurals=2; plural=(n > 1);"
    assert romanian.num_plurals == 3
    romanian.add(("{n} row", "{n} rows"), ("{n} rând", "{n} rânduri", "{n} de rânduri"))
    said = gettext.GNUTranslations(BytesIO(translate.as_mo(romanian)))  # type: ignore[arg-type]
    forms = {n: said.ngettext("{n} row", "{n} rows", n) for n in (0, 1, 2, 19, 20, 100, 101, 119, 120)}
    assert [n for n, form in forms.items() if form == "{n} rând"] == [1]
    assert [n for n, form in forms.items() if " de " in form] == [20, 100, 120]


def _in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    (tmp_path / "cxdesk").mkdir(exist_ok=True)
    (tmp_path / "cxdesk" / "texts.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(translate, "LANGUAGES", ("fr", "ro"))
    monkeypatch.setattr(translate, "SOURCE", tmp_path / "cxdesk")
    monkeypatch.setattr(translate, "I18N", tmp_path / "i18n")
    monkeypatch.setattr(translate, "TEMPLATE", tmp_path / "i18n" / "cxdesk.pot")


CODE = """
N_("Period")
_("Row {row}", row=1)
ngettext("{n} row", "{n} rows", 2)
pgettext("door", "Open")
_(variable)
"""
TRANSLATED = {
    "fr": {
        "Period": "Période",
        "Row {row}": "Ligne {row}",
        "{n} row": ["{n} ligne", "{n} lignes"],
        "door|Open": "Ouvrir",
    },
    "ro": {
        "Period": "Perioadă",
        "Row {row}": "Rândul {row}",
        "{n} row": ["{n} rând", "{n} rânduri", "{n} de rânduri"],
        "door|Open": "Deschideți",
    },
}


def test_a_language_is_brought_up_to_the_code_and_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _in_a_copy(tmp_path, monkeypatch, CODE)
    assert translate.main(["update"]) == 0
    capsys.readouterr()
    assert translate.main(["missing"]) == 1
    lacking = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    for language, texts in TRANSLATED.items():
        assert {line["text"] for line in lacking if line["language"] == language} == set(texts)
        (tmp_path / f"{language}.json").write_text(json.dumps(texts), encoding="utf-8")
        assert translate.main(["fill", language, str(tmp_path / f"{language}.json")]) == 0
    assert translate.main(["missing"]) == 0

    _in_a_copy(tmp_path, monkeypatch, CODE.replace("Period", "Span"))
    assert translate.main(["update"]) == 0
    for language, texts in TRANSLATED.items():
        left = {translate.name(message): message.string for message in translate.load(language) if message.id}
        assert left.keys() == (texts.keys() - {"Period"}) | {"Span"}
        assert left["Span"] == ""
        assert left["{n} row"] == tuple(texts["{n} row"])


def test_a_translation_of_an_unknown_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _in_a_copy(tmp_path, monkeypatch, CODE)
    translate.main(["update"])
    (tmp_path / "fr.json").write_text('{"Perod": "Période"}', encoding="utf-8")
    assert translate.main(["fill", "fr", str(tmp_path / "fr.json")]) == 1
    assert "Perod" in capsys.readouterr().err


def test_a_wrong_call_is_answered_with_how_to() -> None:
    assert translate.main(["frobnicate"]) == 2
