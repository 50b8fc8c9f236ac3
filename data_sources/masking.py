"""Personal data is covered before anything is shown or stored."""

from __future__ import annotations

import re

import stdnum.cn.uscc as credit_code

_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RESIDENT_ID = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_PROVINCE}\d{{4}}(?:18|19|20)\d{{2}}{_DAY}\d{{3}}[\dXx]|{_PROVINCE}\d{{6}}{_DAY}\d{{3}})(?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_ANY = "[0-9０-９]"
LIKELY_PERSONAL = (
    rf"{_ANY}{{15}}|(?:^|[^0-9０-９])"
    rf"(?:[1１][3-9３-９]{_ANY}(?:[- －]?{_ANY}{{4}}){{2}}|[0０]{_ANY}{{2,3}}[- －]{_ANY}{{7}})"
)
"""A text without a match has nothing to mask; for expressions of a kind that knows no look-around."""

NAME = r"([^、,，;；\s])[^、,，;；\s]*"
"""One name in a list of names; its first character is what a masked name keeps."""


def mask(text: str) -> str:
    """The text with resident IDs (15 or 18 digits) and phone numbers covered.

    Valid unified social credit codes also have 18 characters and stay as they are.
    """
    plain = text.translate(_FULL_WIDTH)
    masked = _PHONE.sub(_cover_phone, _RESIDENT_ID.sub(_cover_id, plain))
    return text if masked == plain else masked


def _cover_id(found: re.Match[str]) -> str:
    number = found.group()
    return number if credit_code.is_valid(number) else number[:2] + "*" * (len(number) - 2)


def _cover_phone(found: re.Match[str]) -> str:
    number = found.group()
    return number[:3] + "*" * (len(number) - 3)
