"""What a header says, without what forms and survey platforms put around it: numbers, kinds of question, marks."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("&nbsp;|<br\\s*/?>|[\\s\u200b-\u200d\u2060\ufeff]+", re.IGNORECASE)
_QUOTES = str.maketrans("“”„‟「」『』‘’‛", '"""""""""' + '"' * 2)
_KINDS = re.compile(
    r"[\[(【〔〖]"
    r"(?:[^\[\]()【】〔〕〖〗]{0,8}题|单选|多选|单项选择|多项选择|不定项|可多选|必[答填]|选[答填]|(?:最多|至少|限)选\d+项)"
    r"[\])】〕〗]"
)
_NUMBER = re.compile(
    r"(?:"
    r"第(?:\d{1,3}|[一二三四五六七八九十]{1,3})题[、.:)_-]?"
    r"|[q题]\d{1,3}(?:[._-]\d{1,3}){0,3}[、.:)_-](?!\d)"
    r"|\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)[、.:]?"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}[、.:)](?!\d)"
    r"|[一二三四五六七八九十]{1,3}、"
    r")"
)
_AROUND = "*?:;,.、。!…"


def canonical_header(text: str) -> str:
    """A header in half-width lower case, without blanks, numbering, kind of question, marks and final punctuation.

    `12、您满意吗？[单选题]`, `Q12.您满意吗`, `*（12） 您满意吗:` are one header. A number that belongs to the header
    stays: `2.1.2`, `12386投诉`, `60日波动率`, `Q1营业收入`.
    """
    whole = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES).casefold().strip(_AROUND)
    bare = _KINDS.sub("", whole).strip(_AROUND)
    number = _NUMBER.match(bare)
    rest = "" if number is None else bare[number.end() :].strip(_AROUND)
    return rest or bare or whole
