"""In which encoding a text file is written, decided on all its bytes, and decoders that never fail and count.

Order of the decision: byte order mark; strict UTF-8 over the whole file; UTF-16 without mark (many NULs); UTF-8 with a
few bytes of another encoding; else the 8-bit encoding under which most non-ASCII characters are letters that French
and Romanian texts (and their neighbours') use, in places where letters stand.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

EIGHT_BIT = ("cp1252", "cp1250", "iso8859-16", "mac-roman")
# Longest first: the mark of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
REPLACEMENT = "\ufffd"
SAMPLE_WORDS = 20_000
EXAMPLES = 5

_LETTERS = "éèêëàâçîïôûùüœæÿăâîșțşţ"
EXPECTED = frozenset(_LETTERS + _LETTERS.upper())
NEIGHBOURS = frozenset("äöüßáíóúñãõåøìòÄÖÜÁÍÓÚÑÅØ")
SIGNS = frozenset("’‘“”„«»–—…€°·•™®©§²³½¼£\u00a0\u202f`´\u2039\u203a‚")

_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ESCAPED = re.compile("[\udc80-\udcff]")
_HALVES = re.compile(rb"(?:\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])|\xed[\xa0-\xbf][\x80-\xbf]")


@dataclass(frozen=True)
class Encoding:
    """An encoding and why. `bom` is the length of the mark; `repairs` as in TextLayout."""

    name: str
    bom: int = 0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    repairs: Mapping[int, str] = field(default_factory=dict)


class Survey:
    """Looks at every byte of a file once, chunk by chunk, and then says the encoding."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._strict = True
        self._head = b""
        self._non_ascii = 0
        self._continuing = 0  # bytes of valid UTF-8 sequences after their first
        self._stray = 0
        self._words: list[bytes] = []
        self._last = b""

    def feed(self, data: bytes) -> None:
        if len(self._head) < 4096:
            self._head = (self._head + data)[:4096]
        self._last = data[-4:] if len(data) >= 4 else (self._last + data)[-4:]
        if data.isascii() and self._strict and not self._decoder.getstate()[0]:
            return
        if self._strict:
            self._strict = self._is_utf8(data)
        if not self._strict:
            self._look_closer(data)

    def _is_utf8(self, data: bytes) -> bool:
        try:
            text = self._decoder.decode(data)
        except UnicodeDecodeError:
            return False
        beyond = len(data) - len(text)
        self._continuing += beyond
        self._non_ascii += beyond
        return True

    def _look_closer(self, data: bytes) -> None:
        """Count what is valid UTF-8 and what is not; keep words for the choice among 8-bit encodings."""
        escaped = data.decode("utf-8", "surrogateescape")
        self._stray += len(_ESCAPED.findall(escaped))
        self._continuing += len(data) - len(escaped)
        self._non_ascii += len(data) - len(data.translate(None, bytes(range(128, 256))))
        if len(self._words) < SAMPLE_WORDS:
            self._words += _WORD.findall(data)[: SAMPLE_WORDS - len(self._words)]

    def found(self) -> Encoding:
        """The decision, after the last chunk."""
        marked = by_mark(self._head)
        if marked is not None:
            return marked
        wide = by_nuls(self._head)
        if wide is not None:
            return Encoding(wide, 0, {"nuls": self._head.count(0), "bytes": len(self._head), "sure": True})
        cut_off = len(self._decoder.getstate()[0]) if self._strict else 0
        if self._strict:
            evidence = {"non_ascii": self._non_ascii, "stray": cut_off, "truncated": bool(cut_off), "sure": True}
            return Encoding("utf-8", 0, evidence)
        if self._continuing >= self._stray:
            mixed = {"non_ascii": self._non_ascii, "stray": self._stray, "read_stray_as": "cp1252", "sure": True}
            return Encoding("utf-8", 0, mixed)
        return by_letters(self._words, self._non_ascii)


def by_mark(head: bytes) -> Encoding | None:
    """The encoding that the file's first bytes declare."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark), {"bom": mark.hex(" "), "sure": True})
    return None


def by_nuls(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 2:
        return None
    nul_even, nul_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if nul_odd > 0.3 and nul_even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if nul_even > 0.3 and nul_odd < 0.05 else None


def by_letters(words: Iterable[bytes], non_ascii: int) -> Encoding:
    """The 8-bit encoding under which the words look most like words; the earlier in EIGHT_BIT where none is better."""
    counted = Counter(words)
    points = {name: _points(_weights(counted, decoding_table(name))) for name in EIGHT_BIT}
    best = max(EIGHT_BIT, key=points.__getitem__) if max(points.values()) > 0 else EIGHT_BIT[0]
    repairs = dos_letters(counted) if best == "cp1252" else {}
    weights = _weights(counted, _repaired(decoding_table(best), repairs))
    plausible = sum(times for weight, times in weights.items() if weight > 0)
    evidence = {
        "non_ascii": non_ascii,
        "letters": {name: round(found, 1) for name, found in points.items()},
        "examples": tuple(decoded(word, decoding_table(best)) for word, _ in counted.most_common(EXAMPLES)),
        "sure": plausible >= 0.9 * weights.total(),
    }
    if repairs:
        evidence["repaired"] = {f"{byte:02x}": letter for byte, letter in repairs.items()}
    return Encoding(best, 0, evidence, repairs)


def _weights(words: Mapping[bytes, int], table: str) -> Counter[float]:
    """How often which weight, over all non-ASCII characters."""
    weights: Counter[float] = Counter()
    for word, times in words.items():
        text = decoded(word, table)
        for place, character in enumerate(text):
            if not character.isascii():
                weights[_weight(text, place, character)] += times
    return weights


def _points(weights: Mapping[float, int]) -> float:
    return sum(weight * times for weight, times in weights.items())


def _weight(text: str, place: int, character: str) -> float:
    """A letter of our languages 1, a neighbour's or a sign less; what cannot stand there -1."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if character in EXPECTED or character in NEIGHBOURS:
        if character.isupper() and before.islower():
            return -1.0
        return 1.0 if character in EXPECTED and not (character in "ăĂ" and after in "oO") else 0.5
    if character in SIGNS:
        return 0.3 if character == "’" or not (before.isalpha() and after.isalpha()) else -0.5
    return -1.0


def _repaired(table: str, repairs: Mapping[int, str]) -> str:
    return "".join(repairs.get(byte, character) for byte, character in enumerate(table))


def dos_letters(words: Mapping[bytes, int]) -> dict[int, str]:
    """Bytes of old DOS French (cp850) among Windows text: signs that stand inside words, where only letters can.

    Proven by "‚" between two letters (é in cp850), which no Windows text writes; then every byte that is a French
    letter in cp850 and often stands inside words is read as that letter wherever it touches another.
    """
    inside: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for word, times in words.items():
        for place, byte in enumerate(word):
            if 0x80 <= byte < 0xA0:
                seen[byte] += times
                inside[byte] += times * (0 < place < len(word) - 1)
    if inside[0x82] < 3 or inside[0x82] < 0.3 * seen[0x82]:
        return {}
    letters = {byte: bytes([byte]).decode("cp850") for byte in seen if inside[byte] >= 0.3 * seen[byte]}
    return {byte: letter for byte, letter in sorted(letters.items()) if letter in EXPECTED}


def decoding_table(name: str) -> str:
    """All 256 characters of an 8-bit encoding; what it leaves undefined becomes the replacement character."""
    return bytes(range(256)).decode(name, "replace")


def decoded(data: bytes, table: str) -> str:
    return codecs.charmap_decode(data, "strict", table)[0]


class Decoder:
    """Bytes in chunks → text; never raises. `cleaned` counts what was not kept (see blocks.Records)."""

    def __init__(self, name: str, repairs: Mapping[int, str] | None = None) -> None:
        self.cleaned: dict[str, int] = {}
        canonical = codecs.lookup(name).name
        self._rest = b""
        self._step = self._charmap
        if canonical == "utf-8":
            self._step = self._utf8
        elif canonical in {codecs.lookup(known).name for known in EIGHT_BIT}:
            self._table = decoding_table(name)
            self._repairs = _repairer(repairs or {}, self._table)
        else:
            self._step = self._other
            self._codec = codecs.getincrementaldecoder(name)("replace")

    @property
    def plain(self) -> bool:
        """Whether bytes may be cut at line ends before they are decoded: in UTF-8, and none is held back."""
        return not self._rest and self._step == self._utf8

    def decode(self, data: bytes, final: bool = False) -> str:
        text = self._step(data, final)
        if b"\0" in data and "\0" in text:
            self._count("nul", text.count("\0"))
            text = text.replace("\0", "")
        return text

    def _count(self, what: str, times: int) -> None:
        if times:
            self.cleaned[what] = self.cleaned.get(what, 0) + times

    def _utf8(self, data: bytes, final: bool) -> str:
        data = self._rest + data if self._rest else data
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError:
            text, used = self._mended(data, final)
        self._rest = data[used:]
        return text

    def _mended(self, data: bytes, final: bool) -> tuple[str, int]:
        """UTF-8 with faults: halves of surrogate pairs are joined or replaced, stray bytes read as Windows text."""
        keep = 0 if final else _unfinished(data)
        whole = data[: len(data) - keep]
        text = _HALVES.sub(self._half, whole).decode("utf-8", "surrogateescape")
        text, strays = _ESCAPED.subn(_as_windows, text)
        self._count("stray", strays)
        return text, len(whole)

    def _half(self, match: re.Match[bytes]) -> bytes:
        if len(match[0]) == 6:  # both halves, as some databases write emoji
            pair = match[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
            return pair.decode("utf-16-le").encode()
        self._count("surrogate", 1)
        return REPLACEMENT.encode()

    def _charmap(self, data: bytes, final: bool) -> str:
        text = decoded(data, self._table)
        if self._repairs is not None:
            text = self._repairs(text)
        self._count("undecodable", text.count(REPLACEMENT))
        return text

    def _other(self, data: bytes, final: bool) -> str:
        text = self._codec.decode(data, final)
        self._count("undecodable", text.count(REPLACEMENT))
        return text


def _repairer(repairs: Mapping[int, str], table: str) -> Any:
    """A function that puts the letters of another code page where a sign touches a letter; None without repairs."""
    if not repairs:
        return None
    letters = {table[byte]: letter for byte, letter in repairs.items()}
    signs = "".join(map(re.escape, letters))
    wrong = re.compile(rf"(?<=[^\W\d_])[{signs}]|[{signs}](?=[^\W\d_])")
    return lambda text: wrong.sub(lambda match: letters[match[0]], text)


def _unfinished(data: bytes) -> int:
    """How many bytes at the end begin a UTF-8 sequence that is not complete yet."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            need = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < need else 0
        if byte < 0x80:
            return 0
    return 0


_WINDOWS = decoding_table("cp1252")


def _as_windows(match: re.Match[str]) -> str:
    return _WINDOWS[ord(match[0]) - 0xDC00]


def text_of(chunks: Iterable[bytes], decoder: Decoder) -> Iterator[str]:
    """All text of a file, chunk by chunk."""
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
