"""The translations: from the texts marked in the code to what the program reads.

    python packaging/translate.py update    bring resources/i18n/*/LC_MESSAGES/cxdesk.po up to the code, and compile
    python packaging/translate.py missing   list what is not translated yet; exit code 1 if anything is
    python packaging/translate.py fill LANGUAGE FILE.json
                                            take translations from {"text": "translation"} (a list for plural forms,
                                            "context|text" where a text has a context), then compile

Needs Babel. The files carry no dates, machines or people, so that they change only when a text does.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "cxdesk"
I18N = ROOT / "resources" / "i18n"
TEMPLATE = I18N / "cxdesk.pot"
LANGUAGES = ("fr", "ro")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
}
WIDTH = 110


class Texts(Catalog):
    """A catalogue whose header says what gettext needs, and nothing else."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Header lines of the compiled file, the same on every machine and day."""
        headers = [
            ("Project-Id-Version", "CXDesk"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
        if self.locale is not None:
            headers += [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms)]
        return headers


def extract() -> Texts:
    """Every text marked in the code, with the files it stands in."""
    found = Texts(charset="utf-8")
    for file, line, message, comments, context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        place = "cxdesk/" + file.replace("\\", "/")
        found.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    for place, line, words in inside_f_strings():
        found.add(words, locations=[(place, line)])
    return found


def inside_f_strings() -> Iterator[tuple[str, int, str]]:
    """Texts marked within the braces of an f-string, which Babel passes over before Python 3.12."""
    for file in sorted(SOURCE.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
        for node in (inner for string in strings for inner in ast.walk(string)):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str() as text), *_rest]):
                    yield file.relative_to(ROOT).as_posix(), node.lineno, text


def load(language: str) -> Texts:
    """A language's translations as they are in its .po file; empty if there is none yet."""
    loaded = Texts(locale=language, charset="utf-8")
    path = po_path(language)
    if not path.exists():
        return loaded
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                loaded[message.id] = message
    return loaded


def update() -> int:
    """Bring every language up to the code: new texts come in untranslated, texts that are gone go."""
    texts = extract()
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(as_po(texts))
    for language in LANGUAGES:
        translated = load(language)
        translated.update(texts, no_fuzzy_matching=True)
        translated.obsolete.clear()
        save(language, translated)
        print(f"{language}: {len(translated)} texts, {sum(1 for _message in untranslated(translated))} to translate")
    return 0


def missing() -> int:
    """List the texts that a language lacks."""
    lacking = 0
    for language in LANGUAGES:
        for message in untranslated(load(language)):
            lacking += 1
            print(json.dumps({"language": language, "text": name(message), "forms": message.id}, ensure_ascii=False))
    return 1 if lacking else 0


def fill(language: str, source: str) -> int:
    """Take translations from a JSON file into a language; refuses texts that the code does not have."""
    translated = load(language)
    given = json.loads(Path(source).read_text(encoding="utf-8"))
    known = {name(message): message for message in translated if message.id}
    unknown = sorted(set(given) - set(known))
    for text in set(given) & set(known):
        string = given[text]
        known[text].string = tuple(string) if isinstance(string, list) else string
    save(language, translated)
    for text in unknown:
        print(f"no such text in the code: {text}", file=sys.stderr)
    return 1 if unknown else 0


def name(message: Message) -> str:
    """What a text is called in a JSON file of translations."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}|{text}" if message.context else str(text)


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """The texts without a translation, or with one that a tool guessed."""
    for message in catalogue:
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            yield message


def save(language: str, catalogue: Catalog) -> None:
    """Write a language's .po and .mo."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalogue))
    path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def as_po(catalogue: Catalog) -> bytes:
    """The text form, by file and text; without line numbers, which change with every edit."""
    header = "".join(f'"{key}: {value}\\n"\n' for key, value in catalogue.mime_headers)
    body = BytesIO()
    write_po(body, in_order(catalogue), width=WIDTH, omit_header=True, include_lineno=False)
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + body.getvalue()


def in_order(catalogue: Catalog) -> Texts:
    """The same texts, those of one file together, in an order that does not depend on where they stand in it."""
    ordered = Texts(locale=catalogue.locale, charset="utf-8")
    messages = [message for message in catalogue if message.id]
    for message in sorted(messages, key=lambda message: (files(message)[:1], name(message))):
        ordered.add(
            message.id,
            message.string,
            locations=[(file, 0) for file in files(message)],
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=message.user_comments,
            context=message.context,
        )
    return ordered


def files(message: Message) -> list[str]:
    """The files a text stands in."""
    return sorted({file for file, _line in message.locations})


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled form that the program reads."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def po_path(language: str) -> Path:
    """Where a language's translations are kept."""
    return I18N / language / "LC_MESSAGES" / "cxdesk.po"


def main(arguments: list[str]) -> int:
    """Run one command; 2 for a wrong call."""
    if arguments == ["update"]:
        return update()
    if arguments == ["missing"]:
        return missing()
    if len(arguments) == 3 and arguments[0] == "fill":
        return fill(*arguments[1:])
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
