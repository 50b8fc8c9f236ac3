"""Text of web pages and XML, decoded by what it is rather than by what it says it is."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from data_sources.stage.encodings import examine
from data_sources.stage.formats import wide_of

if TYPE_CHECKING:
    from data_sources.stage.input_files import InputFile

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
_HEAD = 4096


def decoded(file: InputFile) -> str:
    """The text of a page, without an XML declaration.

    Pages declared as gb2312 hold characters that only GB18030 has, and many declare what they are not.

    Raises:
        EncodingError: it is in none of the encodings that are read.
    """
    content = file.read()
    for encoding in _encodings(content[:_HEAD]):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return _DECLARATION.sub("", text.removeprefix("\ufeff").replace("\0", ""))
    examine(file)
    raise AssertionError(file.name)


def _encodings(head: bytes) -> list[str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if wide := wide_of(head):
        return [wide]
    declared = [found.decode().lower() for found in _DECLARED.findall(head)]
    asked = [_WIDER.get(name, name) for name in declared if not name.startswith(("utf-16", "unicode"))]
    return [*asked[:1], "utf-8", "gb18030"]
