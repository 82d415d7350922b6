"""Written dates: a fixed list of layouts, and strict reading with one of them.

A layout is named by its strptime pattern (`%d/%m/%Y %H:%M`). With a time part, seconds, their fractions, the time
itself and an offset may be absent in single cells; day, month and year never change places within a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cxdesk.intake.months import month, weekdays

MICROSECOND = 1_000_000
DAY = 86_400 * MICROSECOND
EPOCH = date(1970, 1, 1).toordinal()
EXCEL_EPOCH = date(1899, 12, 30).toordinal()
EXCEL_1900_BUG = 61  # serials below count a 29 February 1900 that never was
LAST_DAY = date(9999, 12, 31).toordinal() - EPOCH

SERIAL, EPOCH_S, EPOCH_MS, TYPED = "serial", "epoch_s", "epoch_ms", "typed"
NUMERIC_LAYOUTS = (SERIAL, EPOCH_S, EPOCH_MS)
SINCE = "since:"  # before an ISO day: so many days after it

DATE_PATTERNS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d",
    "%d %b %Y", "%d-%b-%Y", "%d/%b/%Y", "%d.%b.%Y", "%d. %b %Y", "%d %b %y", "%d-%b-%y", "%d/%b/%y",
    "%b %d, %Y", "%b %d %Y", "%b-%d-%Y", "%a %b %d %Y", "%a %d %b %Y", "%a, %d %b %Y", "%a, %b %d, %Y", "%Y-%b-%d",
    "%a, %d/%m/%Y", "%a, %m/%d/%Y", "%a, %d.%m.%Y", "%a, %d-%m-%Y", "%a, %m-%d-%Y", "%a, %d/%m/%y", "%a, %m/%d/%y",
    "%a, %d.%m.%y", "%a, %Y-%m-%d",
)  # fmt: skip
MONTH_PATTERNS = (  # of whole months; read only where a field may name them
    "%Y-%m", "%Y/%m", "%Y.%m", "%m/%Y", "%m-%Y", "%m.%Y",
    "%b %Y", "%b-%Y", "%b/%Y", "%b. %Y", "%Y %b", "%Y-%b", "%b %y", "%b-%y", "%b/%y",
)  # fmt: skip
COMPACT_PATTERNS = ("%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%dT%H%M%S")
WEEKDAY = "%a, "  # the comma may lack
TIME_24, TIME_12 = "%H:%M", "%I:%M"

# Minutes east of UTC. Names that several regions use for different times, such as IST, are left out, but for those of
# North America, which RFC 5322 fixes.
ZONE_NAMES = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "CEST": 120,
    "MEST": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "AWST": 480, "HKT": 480, "SGT": 480, "JST": 540,
    "KST": 540, "ACST": 570, "AEST": 600, "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780, "EDT": -240,
    "EST": -300, "CDT": -300, "CST": -360, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480, "AKDT": -480,
    "AKST": -540, "HST": -600,
}  # fmt: skip
_ZONE = r"(?:UTC|GMT)?\s?[+\-\u2212]\d{1,2}(?::?\d{2})?|" + "|".join(ZONE_NAMES)
_NAMED_AGAIN = r"(?:\s*\([^()]*\)|\[[^\[\]]*\])?"  # (Central European Summer Time), [Europe/Paris]
_OFFSET = rf"\s*(?:(?P<zone>{_ZONE}){_NAMED_AGAIN})?"
_CLOCK = r"(?P<hour>\d{1,2})[:hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
_HALF = r"\s*(?P<half>[AaPp])\.?\s?[Mm]\.?"
_BETWEEN = r"(?:T|,?\s+(?:at\s+|à\s+|la\s+|ora\s+)?)"
_PIECES = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})(?:er|st|nd|rd|th)?",
    "%b": r"(?P<b>[^\W\d_]{3,}\.?)",
    "%a": r"(?P<a>[^\W\d_]{2,}\.?)",
    ",": r",?",
    " ": r"\s+",
}
_COMPACT = {
    "%Y%m%d": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    "%Y%m%d%H%M": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})",
    "%Y%m%d%H%M%S": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})",
    "%Y%m%dT%H%M%S": r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
    + _OFFSET,
}
_TOKEN = re.compile(r"%[A-Za-z]|.")


class Wall(NamedTuple):
    """A moment as written: days since 1970-01-01, µs of the day, minutes east of UTC where the cell says so."""

    day: int
    time: int
    offset: int | None


class UnknownLayout(ValueError):
    """A pattern that is none of ours."""


@dataclass(frozen=True)
class Layout:
    """One way to write dates. `has_time`: the pattern has a time part."""

    name: str
    date_pattern: str
    has_time: bool
    regex: re.Pattern[str]

    def read(self, text: str) -> Wall | None:
        """The moment that `text` names; None when it has another shape or does not exist (31 September)."""
        found = self.regex.match(text.strip())
        if found is None:
            return None
        said = found.groupdict()
        day = day_number(said)
        clock = _clock(said) if self.has_time else 0
        offset = _offset(said.get("zone"))
        if day is None or clock is None or offset == BAD_OFFSET:
            return None
        return Wall(day, clock, offset)

    def shaped(self, text: str) -> bool:
        """Whether `text` looks like this layout, be there such a day or not."""
        return self.regex.match(text.strip()) is not None

    @property
    def splits(self) -> bool:
        """Whether the date part holds no space, so that the first space or T ends it."""
        return self.has_time and " " not in self.date_pattern and self.name not in COMPACT_PATTERNS


@lru_cache(maxsize=256)
def layout(name: str) -> Layout:
    """The layout of that strptime pattern; UnknownLayout when it is not one that CXDesk reads."""
    if name in _COMPACT:
        return Layout(name, name, "%H" in name, re.compile(f"^{_COMPACT[name]}$", re.IGNORECASE))
    date_pattern, time_pattern = split_pattern(name)
    if date_pattern not in DATE_PATTERNS and name not in MONTH_PATTERNS:
        raise UnknownLayout(name)
    shape = "".join(_PIECES.get(token, re.escape(token)) for token in _TOKEN.findall(date_pattern))
    if time_pattern:
        half = _HALF if "%I" in time_pattern else ""
        shape += f"(?:{_BETWEEN}{_CLOCK}{half}{_OFFSET})?"
    return Layout(name, date_pattern, bool(time_pattern), re.compile(f"^{shape}$", re.IGNORECASE))


def split_pattern(name: str) -> tuple[str, str]:
    """(date part, time part) of a pattern; UnknownLayout when the time part is none of ours."""
    at = min((place for place in (name.find("%H"), name.find("%I")) if place >= 0), default=-1)
    if at < 0:
        return name, ""
    date_pattern, time_pattern = name[:at].rstrip(" T"), name[at:]
    clean = time_pattern.removesuffix("%z").rstrip()
    if clean not in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M:%S.%f %p"):
        raise UnknownLayout(name)
    return date_pattern, time_pattern


def day_number(said: dict[str, str]) -> int | None:
    """Days since 1970-01-01 of the named parts of a date, the first of a month without a day; None when there is no
    such day.
    """
    number = month(said["b"]) if said.get("b") else int(said["m"])
    if number is None or (said.get("a") and not _is_weekday(said["a"])):
        return None
    year = int(said["Y"]) if said.get("Y") else full_year(int(said["y"]))
    try:
        return date(year, number, int(said.get("d") or 1)).toordinal() - EPOCH
    except ValueError:
        return None


def full_year(two_digits: int) -> int:
    """Two-digit years as POSIX reads them: 69 to 99 are 1969 to 1999, the others 2000 to 2068."""
    return two_digits + (1900 if two_digits >= 69 else 2000)


def _is_weekday(name: str) -> bool:
    from cxdesk.domain.text import fold

    return fold(name.rstrip(".")) in weekdays()


def _clock(said: dict[str, str]) -> int | None:
    """µs since midnight; None when there is no such time. 24:00 does not exist here: it would name two days."""
    if said.get("hour") is None:
        return 0
    hour, minute, second = int(said["hour"]), int(said["minute"]), int(said.get("second") or 0)
    half = said.get("half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    part = int((said.get("part") or "").ljust(6, "0")[:6] or 0)
    return ((hour * 60 + minute) * 60 + second) * MICROSECOND + part


BAD_OFFSET = 10_000


def _offset(text: str | None) -> int | None:
    """Minutes east of UTC; None without one. `GMT+3` is three hours east, as people mean it."""
    if not text:
        return None
    if text.upper() in ZONE_NAMES:
        return ZONE_NAMES[text.upper()]
    found = re.search(r"([+\-\u2212])(\d{1,2}):?(\d{2})?$", text)
    if not found:
        return 0
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > 14 * 60 + 45:
        return BAD_OFFSET
    return minutes if found[1] == "+" else -minutes


def numeric(kind: str, value: float) -> Wall | None:
    """A moment kept as a number: an Excel serial (days since 1899-12-30), or seconds or milliseconds since 1970
    UTC.
    """
    if kind == SERIAL:
        return _serial(value)
    if kind.startswith(SINCE):
        return Wall(date.fromisoformat(kind.removeprefix(SINCE)).toordinal() - EPOCH + int(value), 0, None)
    micros = round(value * (MICROSECOND if kind == EPOCH_S else 1000))
    day, time = divmod(micros, DAY)
    return Wall(day, time, 0) if -EPOCH < day <= LAST_DAY else None


def _serial(value: float) -> Wall | None:
    if not 1 <= value < 2_958_466 or 60 <= value < 61:  # 60 is 29 February 1900, which never was
        return None
    whole = int(value)
    time = round((value - whole) * 86_400) * MICROSECOND  # Excel keeps whole seconds; the fraction is binary noise
    day = whole + (1 if value < 60 else 0) + EXCEL_EPOCH - EPOCH
    return Wall(day + time // DAY, time % DAY, None)


def candidates(text: str) -> list[Layout]:
    """Layouts whose shape `text` has, date parts in the order of DATE_PATTERNS."""
    if text.isdigit() or (text[8:9] == "T" and text[:8].isdigit()):
        return [one for one in map(layout, COMPACT_PATTERNS) if one.shaped(text)]
    bare = _WEEKDAY_FIRST.sub("", text)
    numeric = _NUMERIC_START.match(bare)
    found = []
    for pattern in DATE_PATTERNS:
        if _likely(pattern, numeric, bare != text):
            found += [one for one in _timed(pattern) if one.shaped(text)]
    return found


def _likely(pattern: str, numeric: re.Match[str] | None, weekday: bool) -> bool:
    """Whether a text could be so written, by what it begins with: the quick look before the exact one."""
    if numeric is None or "%b" in pattern:
        return numeric is None and "%b" in pattern
    if pattern.startswith(WEEKDAY) != weekday:
        return False
    plain = pattern.removeprefix(WEEKDAY)
    return plain[2] == numeric[2] and (plain[1] == "Y") == (len(numeric[1]) == 4)


def month_candidates(text: str) -> list[Layout]:
    """Layouts of whole months whose shape `text` has."""
    return [one for one in map(layout, MONTH_PATTERNS) if one.shaped(text)]


def month_after(day: int) -> int:
    """The first day of the month after that of `day`."""
    at = date.fromordinal(day + EPOCH)
    return date(at.year + at.month // 12, at.month % 12 + 1, 1).toordinal() - EPOCH


_WEEKDAY_FIRST = re.compile(r"^[^\W\d_]{2,}\.?,?\s+(?=\d{1,4}[-/.]\d)")
_NUMERIC_START = re.compile(r"^(\d{1,4})([-/.])\d{1,2}\2\d")


def _timed(pattern: str) -> tuple[Layout, ...]:
    return (layout(pattern), layout(f"{pattern} {TIME_24}"), layout(f"{pattern} {TIME_12} %p"))


def twin(name: str) -> str | None:
    """The layout in which day and month have changed places, where both exist."""
    if name in COMPACT_PATTERNS or name in NUMERIC_LAYOUTS or name == TYPED:
        return None
    swapped = name.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
    date_pattern = split_pattern(swapped)[0]
    return swapped if swapped != name and date_pattern in DATE_PATTERNS else None


def order(name: str) -> str:
    """The order of day, month and year in a layout with the marks between them, however long its years and whatever
    follows: `%d/%m/%y`; empty where months are words or the layout is none of ours.
    """
    if name in COMPACT_PATTERNS or name in NUMERIC_LAYOUTS or name == TYPED or "%b" in name:
        return ""
    try:
        return split_pattern(name)[0].replace("%Y", "%y")
    except UnknownLayout:
        return ""
