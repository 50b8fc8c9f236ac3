"""Footnotes, for which python-docx has no interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.docx.oxml import node, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


class Footnotes:
    """The footnotes of a document, in a part of their own."""

    def __init__(self, word: Word, styles: Mapping[str, str]) -> None:
        """Take up the footnotes that a template has, or begin anew."""
        self._styles = styles
        self._root = _root(word)
        self._last = max((int(note.get(qn("w:id"), "0")) for note in self._root), default=0)

    def add(self, content: Iterable[BaseOxmlElement]) -> BaseOxmlElement:
        """Add a footnote; the run that refers to it."""
        self._last += 1
        number = {"w:id": str(self._last)}
        style = {"w:val": self._styles["footnote reference"]}
        mark = node("w:r", None, node("w:rPr", None, node("w:rStyle", style)), node("w:footnoteRef"))
        text = paragraph(self._styles["footnote text"], (mark, run(" "), *content))
        self._root.append(node("w:footnote", number, text))
        properties = node("w:rPr", None, node("w:rStyle", style))
        return node("w:r", None, properties, node("w:footnoteReference", number))


def _root(word: Word) -> BaseOxmlElement:
    """The root of the footnotes, as an element that the package writes out."""
    relations = word.part.rels
    for key, relation in relations.items():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            stored = relation.target_part
            part = XmlPart.load(stored.partname, stored.content_type, stored.blob, word.part.package)
            for inner in stored.rels.values():
                target = inner.target_ref if inner.is_external else inner.target_part
                part.load_rel(inner.reltype, target, inner.rId, inner.is_external)
            relations.add_relationship(RELATIONSHIP_TYPE.FOOTNOTES, part, key)
            found: BaseOxmlElement = part.element
            return found
    root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    for number, kind in _SEPARATORS:
        separator = node("w:p", None, node("w:r", None, node(f"w:{kind}")))
        root.append(node("w:footnote", {"w:type": kind, "w:id": number}, separator))
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return root
