"""Elements of WordprocessingML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def node(tag: str, attributes: dict[str, str] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """An element with its children; tags and attributes with prefix (`w:p`)."""
    element = cast("BaseOxmlElement", OxmlElement(tag, {qn(key): value for key, value in (attributes or {}).items()}))
    element.extend(children)
    return element


def run(text: str, style: str | None = None) -> BaseOxmlElement:
    """A run of Chinese text: quotation marks and dashes take the East-Asian font.

    Characters that XML cannot hold are left out.
    """
    return node("w:r", None, _run_properties(style), _text("w:t", _FORBIDDEN.sub("", text)))


def sized(part: BaseOxmlElement, points: float) -> BaseOxmlElement:
    """A run in another size than its style's."""
    size = {"w:val": str(round(points * 2))}
    part[0].extend((node("w:sz", size), node("w:szCs", size)))
    return part


def field(code: str, shown: str, *, style: str | None = None) -> tuple[BaseOxmlElement, ...]:
    """A field and what it shows until Word computes it again."""
    return (*field_start(code), run(shown, style), field_end())


def field_start(code: str) -> tuple[BaseOxmlElement, ...]:
    """The runs before what a field shows."""
    return (_mark("begin"), node("w:r", None, _text("w:instrText", f" {code} ")), _mark("separate"))


def field_end() -> BaseOxmlElement:
    """The run after what a field shows."""
    return _mark("end")


def paragraph(
    style: str, content: Iterable[BaseOxmlElement], properties: Iterable[BaseOxmlElement] = ()
) -> BaseOxmlElement:
    """A paragraph of the style with this id; `properties` in the order of the schema."""
    return node("w:p", None, node("w:pPr", None, node("w:pStyle", {"w:val": style}), *properties), *content)


def bookmarked(name: str, number: int, content: Iterable[BaseOxmlElement]) -> tuple[BaseOxmlElement, ...]:
    """Content between the ends of a bookmark."""
    start = node("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    return (start, *content, node("w:bookmarkEnd", {"w:id": str(number)}))


def _run_properties(style: str | None) -> BaseOxmlElement:
    fonts = node("w:rFonts", {"w:hint": "eastAsia"})
    return node("w:rPr", None, *(() if style is None else (node("w:rStyle", {"w:val": style}),)), fonts)


def _text(tag: str, text: str) -> BaseOxmlElement:
    element = node(tag, {"xml:space": "preserve"})
    element.text = text
    return element


def _mark(kind: str) -> BaseOxmlElement:
    return node("w:r", None, node("w:fldChar", {"w:fldCharType": kind}))
