"""Reads a PDF of ours with nothing of ours: the texts of every page, and the file without what differs by nature."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"(BT)|/(\w+) [\d.]+ Tf|<([0-9a-fA-F]+)>\s*Tj|\[(.*?)\]\s*TJ", re.DOTALL)
_MAPPED = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]+)>|\[([^\]]*)\])")
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
_SINGLE = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def without_dates_and_ids(content: bytes) -> bytes:
    """The file but for when it was made and the numbers that name it."""
    for pattern in (
        rb"\(D:[^)]*\)",
        rb"uuid:[0-9a-fA-F-]{36}",
        rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[Z+:\d-]*",
        rb"/ID\s*\[[^\]]*\]",
    ):
        content = re.sub(pattern, b"", content)
    return content


def pages(content: bytes) -> list[str]:
    """The text of every page, one line for each piece of text."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    maps = {number: _letters(_stream(body)) for number, body in objects.items() if b"begincmap" in _stream(body)}
    found = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            fonts = {}
            for name, number in re.findall(rb"/(F\w+) (\d+) 0 R", _resources(body, objects)):
                reference = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
                if reference is not None:
                    fonts[name] = maps[int(reference[1])]
            contents = re.search(rb"/Contents (\d+) 0 R", body)
            assert contents is not None
            found.append(_text(_stream(objects[int(contents[1])]), fonts))
    return found


def _resources(page: bytes, objects: dict[int, bytes]) -> bytes:
    reference = re.search(rb"/Resources (\d+) 0 R", page)
    return objects[int(reference[1])] if reference else page


def _stream(body: bytes) -> bytes:
    held = _STREAM.search(body)
    if held is None:
        return b""
    return zlib.decompress(held[1]) if b"FlateDecode" in body else held[1]


def _letters(cmap: bytes) -> dict[int, str]:
    text, found = cmap.decode("latin-1"), {}
    for block in _SINGLE.findall(text):
        found.update({int(code, 16): _unicode(target) for code, target in _PAIR.findall(block)})
    for block in _RANGES.findall(text):
        for first, last, target, several in _MAPPED.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if several:
                targets = [_unicode(one) for one in re.findall(r"<([0-9a-fA-F]+)>", several)]
            else:
                targets = [_unicode(f"{int(target, 16) + at:04X}") for at in range(len(codes))]
            found.update(zip(codes, targets, strict=False))
    return found


def _unicode(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _text(operators: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    lines, letters = [""], dict[int, str]()
    for begins, font, shown, several in _SHOWN.findall(operators):
        if begins:
            lines.append("")
            continue
        if font:
            letters = fonts.get(font, {})
            continue
        parts = [shown] if shown else re.findall(rb"<([0-9a-fA-F]+)>", several)
        codes = [int(part[at : at + 4], 16) for part in parts for at in range(0, len(part), 4)]
        lines[-1] += "".join(letters.get(code, "") for code in codes)
    return "\n".join(line.replace("\t", " ") for line in lines)
