"""What a report is made of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from reports.document.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.table import Table

Chart = dict[str, Any]
"""A Vega-Lite specification with its data inside (`altair.Chart.to_dict`)."""


@dataclass(frozen=True)
class Drawing:
    """A chart that is drawn already: an SVG without ids, as wide as all charts are."""

    svg: str


@dataclass(frozen=True)
class Text:
    """A piece of running text."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Reference:
    """A cross-reference to a heading, figure or table by its key; shown as its number: `图3`, `表1`, `二`."""

    target: str


@dataclass(frozen=True)
class Note:
    """A footnote at this place."""

    content: tuple[Text | Reference, ...]


Inline = Text | Reference | Note


@dataclass(frozen=True)
class Heading:
    """The title of a chapter (level 1), section (2) or item (3)."""

    level: Literal[1, 2, 3]
    text: str
    key: str
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `editor`: a proposal that an editor has to confirm, marked as such wherever it is printed."""

    content: tuple[Inline, ...]
    role: Literal["body", "editor"] = "body"


@dataclass(frozen=True)
class Listing:
    """Items of equal rank, with bullets."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A chart with its caption (below it); `alt` says in words what it shows, for readers who cannot see it."""

    key: str
    caption: str
    chart: Chart | Drawing
    alt: str


@dataclass(frozen=True)
class Exhibit:
    """A table with its caption (above it). The table's own title is the caption; its notes stand below."""

    key: str
    table: Table

    @property
    def caption(self) -> str:
        """The caption."""
        return self.table.title


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | Listing | Figure | Exhibit | PageBreak


@dataclass(frozen=True)
class Document:
    """A report: what its cover says, and its blocks.

    Attributes:
        title: of the report, `2017年度证券公司投资者保护状况评价报告`.
        series: the series it belongs to, above the title; may be empty.
        issuer: who publishes it; may be empty.
        date: as printed on the cover; may be empty.
        notice: what every reader must know first, such as that all firms are invented; may be empty.
        cover: whether there is a cover and a table of contents.
        front: what stands before the table of contents (foreword); its headings are not numbered.
        body: chapters and appendices.
    """

    title: str
    body: tuple[Block, ...]
    series: str = ""
    issuer: str = ""
    date: str = ""
    notice: str = ""
    cover: bool = True
    front: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        """Take out what no format can print, so that no format has to."""
        for one in fields(self):
            object.__setattr__(self, one.name, printable(getattr(self, one.name)))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Front and body."""
        return (*self.front, *self.body)

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by key, in order."""
        return {block.key: block for block in self.blocks if isinstance(block, Figure)}

    def inlines(self) -> Iterator[Inline]:
        """All inline parts, footnotes included, in order."""
        for block in self.blocks:
            match block:
                case Paragraph(content):
                    yield from _with_notes(content)
                case Listing(items):
                    for item in items:
                        yield from _with_notes(item)
                case _:
                    pass


def _with_notes(content: tuple[Inline, ...]) -> Iterator[Inline]:
    for part in content:
        yield part
        if isinstance(part, Note):
            yield from part.content
