"""Days as people write them, one by one: what is one day and no other, and why something else is none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from data_sources.numerals import plain_text

_WEEKDAY = r"(?:[(\s]*(?:星期|礼拜|周)[一二三四五六日天]\)?)?"
_NOON = r"(?:上午|下午|中午|晚上|凌晨|早上|AM|PM)?"
_CLOCK = (
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"|[0-9]{1,2}\s*[时点](?:整|\s*[0-9]{1,2}\s*分?(?:\s*[0-9]{1,2}\s*秒?)?)?)?"
)
_REST = rf"\s*{_WEEKDAY}\s*T?,?\s*{_NOON}\s*{_CLOCK}\s*{_NOON}\s*(?:\+0?8:?00)?"
_YEAR, _MONTH, _DAY = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = rf"(?P<n>{'|'.join(_NAMES)})[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(rf"{_YEAR}\s*{mark}\s*{_MONTH}\s*{mark}\s*{_DAY}{_REST}" for mark in ("-", "/", r"\.")),
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号]?{_REST}",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:\.0*)?" + _REST,
        r"(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})[0-9]{4}(?:[0-9]{2})?",
        rf"(?P<d>[0-9]{{1,2}})[-\s]{_NAME}[-\s]{_YEAR}{_REST}",
        rf"{_NAME}\s+(?P<d>[0-9]{{1,2}}),?\s+{_YEAR}{_REST}",
    )
)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_LONGEST = 100
"""Characters of a cell that may mean a day, its blanks counted once; patterns tried on much longer ones, or on many
blanks, take minutes."""
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""What a number of a day may be, where a date lost its format: 1954 to 2119."""

_REASONS = (
    (
        r".*[0-9]T?\s*[0-9]{1,2}:[0-9]{2}.*(?:Z|[+-][0-9]{1,2}:?[0-9]{2})",
        "带有时区，按北京时间可能是另一天；请写北京时间的日期",
    ),
    (r"[0-9]{4}\s*(?:[-/.年]\s*[0-9]{1,2}\s*月?(?:份)?|[0-9]{2})", "只有年月，没有日"),
    (r"[0-9]{4}\s*年?", "只有年，没有月日"),
    (r"[0-9]{1,2}\s*(?:月|[-/.])\s*[0-9]{1,2}\s*[日号]?", "没有年份"),
    (r"[0-9]{1,2}[-/.\s][0-9]{1,2}[-/.\s][0-9]{4}.*", "分不清哪个是月、哪个是日"),
    (r"'?[0-9]{2}\s*(?:年|[-/.])\s*[0-9]{1,2}\s*(?:月|[-/.])\s*[0-9]{1,2}.*", "年份只有两位，分不清年、月、日"),
    (r"[0-9]{1,2}[-\s]?[a-z]{3,9}\.?[-\s,]*'?[0-9]{2}\b.*", "年份只有两位，分不清年和日"),
    (r".*[0-9].*(?:~|至|—|到|--|\s-\s).*[0-9].*", "是一段时间，不是一天"),
    (r"[零〇一二三四五六七八九十]{2,}年.*", "请用阿拉伯数字写"),
    (r".*(?:上旬|中旬|下旬|月底|月初|月末|年底|年初|季度).*", "没有确切的日"),
)  # fmt: skip


def read_day(text: str, serials_from: date) -> date | str:
    """The day that a cell means, or why it means none, in Chinese.

    Args:
        text: the cell, not blank.
        serials_from: the day of serial number 0.
    """
    plain = re.sub(r"\s+", " ", plain_text(text))
    if len(plain) > _LONGEST:
        return ""
    for pattern in _DAYS:
        if found := pattern.fullmatch(plain):
            return _day(found)
    if found := _SERIAL.fullmatch(plain):
        serial = int(found[1])
        return serials_from + timedelta(serial) if FIRST_SERIAL <= serial <= LAST_SERIAL else ""
    return next((why for pattern, why in _REASONS if re.fullmatch(pattern, plain, re.IGNORECASE)), "")


def _day(found: re.Match[str]) -> date | str:
    parts = found.groupdict()
    month = _NAMES.index(parts["n"].lower()) + 1 if "n" in parts else int(parts["m"])
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return "没有这一天"
