"""Personal data is covered before anything is shown or stored."""

from __future__ import annotations

import re

import stdnum.cn.ric as resident_id
import stdnum.cn.uscc as credit_code
from stdnum import luhn
from stdnum.exceptions import ValidationError

_GAP = r"[-–—−. \u00a0\u3000]{0,3}"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_ID_18 = (
    rf"(?:{_PROVINCE}[0-9]{{4}}{_GAP}(?:18|19|20)[0-9]{{2}}{_GAP}{_MONTH}{_GAP}{_DAY}{_GAP}[0-9]{{3}}[0-9Xx]"
    rf"|{_PROVINCE}[0-9]{{2}}{_GAP}[0-9]{{2}}(?:18|19|20){_GAP}[0-9]{{2}}{_MONTH}{_GAP}{_DAY}[0-9]{{2}}{_GAP}[0-9][0-9Xx])"
)
_ID_15 = rf"{_PROVINCE}[0-9]{{4}}{_GAP}[0-9]{{2}}{_MONTH}{_DAY}{_GAP}[0-9]{{3}}"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}"
_SCIENTIFIC = (
    r"(?:1\.[3-9][0-9]{4,9}[Ee]\+?10|[1-8]\.[0-9]{5,17}[Ee]\+?17)"  # mobile numbers and IDs, as Excel has them
)

_ALONE = r"(?<![0-9])(?<![0-9]\.)"
_RESIDENT_ID = re.compile(rf"{_ALONE}(?:{_ID_18}|{_ID_15})(?![0-9])")
_PHONE = re.compile(rf"{_ALONE}(?:{_MOBILE}|0[0-9]{{2,3}}[- ][0-9]{{7,8}})(?![0-9])|{_ALONE}{_SCIENTIFIC}(?![0-9])")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*@-])[A-Za-z0-9._%+*@-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:xn--[A-Za-z0-9-]+|[A-Za-z]+)"
)
_BANK_CARD = re.compile(
    rf"{_ALONE}(?!0|1|20|9[1-3][0-9]{{16}}(?![0-9]))[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?(?![0-9])"
)
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_ANY = "[0-9０-９]"
_ANY_GAP = r"[-－–—−.． \u00a0\u3000]{0,3}"
LIKELY_PERSONAL = (
    rf"[@＠]|(?:{_ANY}{_ANY_GAP}){{14}}{_ANY}|{_ANY}[.．]{_ANY}{{5,}}[EeＥｅ]|(?:^|[^0-9０-９])"
    rf"(?:(?:[0０]{{2}})?(?:[8８][6６]{_ANY_GAP})?[1１][3-9３-９]{_ANY}(?:{_ANY_GAP}{_ANY}{{4}}){{2}}"
    rf"|[0０]{_ANY}{{2,3}}[- －]{_ANY}{{7}})"
)
"""A text without a match has nothing to mask; for expressions of a kind that knows no look-around."""

PERSONAL_NUMBER = rf"^(?:[^0-9]*{_ID_18}[^0-9]*|{_ID_15}|{_MOBILE}(?:\.0+)?|{_SCIENTIFIC})$"
"""A number that looks like a resident ID or a mobile number; for the same kind of expressions."""

NAME = r"([^、,，;；\s])[^、,，;；\s]*"
"""One name in a list of names; its first character is what a masked name keeps."""


def mask(text: str) -> str:
    """The text with resident IDs (15 or 18 digits), phone and bank card numbers and e-mail addresses covered.

    Valid unified social credit codes also have 18 characters and stay as they are.
    """
    plain = text.translate(_FULL_WIDTH)
    codes = [found.span() for found in _CREDIT_CODE.finditer(plain) if _is_firm(found.group())]

    def covered(found: re.Match[str]) -> str:
        """As long as what it covers, so that the codes stay where they are."""
        number = found.group()
        inside = any(start < found.end() and found.start() < end for start, end in codes)
        if inside or (found.re is _BANK_CARD and not luhn.is_valid(re.sub(r"[^0-9]", "", number))):
            return number
        shown = _SHOWN[found.re]
        return number[:shown] + "*" * (len(number) - shown)

    masked = plain
    for pattern in _SHOWN:
        masked = pattern.sub(covered, masked)
    return text if masked == plain else masked


def _is_firm(number: str) -> bool:
    """Whether it is a credit code; one resident ID in thirty passes for one."""
    return credit_code.is_valid(number) and not _is_person(number)


def _is_person(number: str) -> bool:
    """Whether it is a resident ID, whatever its county: python-stdnum knows neither all of them nor the newest."""
    if not _RESIDENT_ID.fullmatch(number):
        return False
    try:
        resident_id.get_birth_date(number)
    except ValidationError:
        return False
    return resident_id.calc_check_digit(number) == number[-1].upper()


_SHOWN = {_RESIDENT_ID: 2, _PHONE: 3, _BANK_CARD: 2, _EMAIL: 1}
"""What is covered, in this order, and how many characters of it stay: an address may begin with a covered number."""
