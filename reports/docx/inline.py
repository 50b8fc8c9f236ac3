"""Running text: runs, cross-references, footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Heading, Note, Reference, Text
from reports.docx.oxml import bookmarked, field, node, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document, Inline, Numbers
    from reports.docx.footnotes import Footnotes


class Bookmarks:
    """The bookmarks of headings and captions: names and ids counted in the document's order."""

    def __init__(self, keys: Iterable[str], first: int) -> None:
        """Count bookmarks; `first` is the first free id."""
        self._numbers = {key: first + count for count, key in enumerate(keys)}

    def name(self, key: str) -> str:
        """The name of a part's bookmark."""
        return f"_Ref{self._numbers[key]:08d}"

    def around(self, key: str, content: Iterable[BaseOxmlElement]) -> tuple[BaseOxmlElement, ...]:
        """A part's bookmark with its content."""
        return bookmarked(self.name(key), self._numbers[key], content)


class Typesetter:
    """Sets running text."""

    def __init__(
        self,
        document: Document,
        numbers: Numbers,
        styles: Mapping[str, str],
        bookmarks: Bookmarks,
        footnotes: Footnotes,
    ) -> None:
        self._headings = {block.key: block for block in document.blocks if isinstance(block, Heading)}
        self._numbers = numbers
        self._styles = styles
        self._bookmarks = bookmarks
        self._footnotes = footnotes

    def runs(self, content: Iterable[Inline]) -> list[BaseOxmlElement]:
        """The runs of a text; its footnotes are added to the document's."""
        found: list[BaseOxmlElement] = []
        for part in content:
            match part:
                case Text(text, strong):
                    found.append(run(text, self._styles["Strong"] if strong else None))
                case Reference(target):
                    found.extend(self._reference(target))
                case Note(inner):
                    found.append(self._footnotes.add(self.runs(inner)))
        return found

    def _reference(self, key: str) -> tuple[BaseOxmlElement, ...]:
        """A REF field; what a heading's label says beyond its own number is a link."""
        name, label = self._bookmarks.name(key), self._numbers.labels[key]
        heading = self._headings.get(key)
        if heading is None:
            return field(f"REF {name} \\h", label)
        if not heading.numbered:
            return (run("“"), *field(f"REF {name} \\h", heading.text), run("”"))
        number = self._numbers.headings[key].removesuffix(".")
        if not label.endswith(number):  # `第二章`: a field would show the heading's own mark, `二、`
            return (_link(name, label),)
        return (_link(name, label.removesuffix(number)), *field(f"REF {name} \\n \\h", number))


def _link(bookmark: str, text: str) -> BaseOxmlElement:
    return node("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"}, run(text))
