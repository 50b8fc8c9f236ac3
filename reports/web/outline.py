"""The blocks of a plain document as nested sections, and its footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.document.plain import Plain


@dataclass
class Section:
    """A heading (none before the first), the blocks under it, and the sections of deeper levels after them."""

    heading: Plain | None
    blocks: list[Plain] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def level(self) -> int:
        """The level of the heading; 0 without one."""
        return self.heading["level"] if self.heading else 0


def sections(blocks: Iterable[Plain]) -> list[Section]:
    """The outermost sections of these blocks, in order; blocks before the first heading are a section without one."""
    root = Section(None)
    open_sections = [root]
    for block in blocks:
        if block["kind"] != "heading":
            open_sections[-1].blocks.append(block)
            continue
        while len(open_sections) > 1 and open_sections[-1].level >= block["level"]:
            open_sections.pop()
        section = Section(block)
        open_sections[-1].sections.append(section)
        open_sections.append(section)
    return [*([Section(None, root.blocks)] if root.blocks else []), *root.sections]


def notes(report: Plain) -> list[Plain]:
    """The footnotes of a plain document in order."""
    return [
        part
        for block in (*report["front"], *report["body"])
        for content in _contents(block)
        for part in content
        if part["kind"] == "note"
    ]


def _contents(block: Plain) -> Iterator[list[Plain]]:
    match block["kind"]:
        case "paragraph":
            yield block["content"]
        case "listing":
            yield from block["items"]
        case _:
            pass
