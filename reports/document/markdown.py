"""Markdown → blocks: the text of a report as its writer edits it.

Understood: headings `## 标题 {#key}` (`{#key .unnumbered}`), paragraphs, `**strong**`, bullets, footnotes `^[…]`,
cross-references `[](#key)`, block quotes (proposals for the editor), `---` (a new page), and lines that hold nothing
but the placeholder of a figure or table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from reports.document.model import Heading, Listing, Note, PageBreak, Paragraph, Reference, Text
from reports.errors import TextError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.document.model import Block, Exhibit, Figure, Inline

_HEADING = re.compile(r"^(?P<text>.*?)\s*\{#(?P<key>[^\s}]+)(?P<plain>\s+\.unnumbered)?\}$")
_PLACEHOLDER = re.compile(r"^⟦(?P<key>[^⟧]+)⟧$")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#!|^~])")


_UNPAIRED = (
    "** 没有配成对（标点之后的 ** 紧接文字时不成对，标点请写到 ** 之外，如“**联系人**：”；要印出 ** 请写 \\*\\*）"
)


def escaped(text: str) -> str:
    """Text that Markdown takes as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def placeholder(key: str) -> str:
    """The line that stands for a figure or table."""
    return f"⟦{key}⟧"


def parse(text: str, parts: Mapping[str, Figure | Exhibit]) -> tuple[Block, ...]:
    """The blocks of a text.

    Args:
        text: Markdown.
        parts: figures and tables by key, which placeholders name.

    Raises:
        TextError: something reports do not understand, or a placeholder without a part.
    """
    reader = MarkdownIt("commonmark").use(footnote_plugin).disable("text_join")  # keeps apart what was escaped
    tree = SyntaxTreeNode(reader.parse(text))
    notes: dict[int, SyntaxTreeNode] = {}
    for block in tree.children:
        if block.type == "footnote_block":
            notes |= {note.meta["id"]: note for note in block.children}
    return tuple(
        found for block in tree.children if block.type != "footnote_block" for found in _Blocks(parts, notes).of(block)
    )


class _Blocks:
    def __init__(self, parts: Mapping[str, Figure | Exhibit], notes: Mapping[int, SyntaxTreeNode]) -> None:
        self._parts = parts
        self._notes = notes

    def of(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self._heading(node)
            case "paragraph":
                yield self._paragraph(node)
            case "bullet_list":
                yield Listing(tuple(self._inline(item.children[0]) for item in node.children))
            case "blockquote":
                for child in node.children:
                    yield Paragraph(self._inline(child), "editor")
            case "hr":
                yield PageBreak()
            case other:
                raise TextError(f"正文中不能有 {other}：{_source(node)}")

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        text = "".join(part.text for part in self._inline(node) if isinstance(part, Text))
        found = _HEADING.match(text)
        if found is None:
            raise TextError(f"标题应写明代号，如“标题 {{#key}}”：{text}")
        level = int(node.tag.removeprefix("h"))
        if level not in (1, 2, 3):
            raise TextError(f"标题最多三级，不能有第 {level} 级：{text}")
        return Heading(cast("Literal[1, 2, 3]", level), found["text"], found["key"], numbered=found["plain"] is None)

    def _paragraph(self, node: SyntaxTreeNode) -> Block:
        found = _PLACEHOLDER.match(node.children[0].content.strip())
        if found is None:
            return Paragraph(self._inline(node))
        if found["key"] not in self._parts:
            raise TextError(f"没有代号为 {found['key']} 的图或表")
        return self._parts[found["key"]]

    def _inline(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return tuple(_merged(self._pieces(node.children[0], strong=False)))

    def _pieces(self, node: SyntaxTreeNode, *, strong: bool) -> Iterator[Inline]:
        for child in node.children:
            match child.type:
                case "text" | "text_special":
                    if child.type == "text" and "**" in child.content:
                        raise TextError(f"{_UNPAIRED}：{child.content}")
                    yield Text(child.content, strong)
                case "softbreak" | "hardbreak":
                    pass  # lines of Chinese text join without a blank
                case "strong":
                    yield from self._pieces(child, strong=True)
                case "link":
                    yield Reference(str(child.attrs["href"]).removeprefix("#"))
                case "footnote_ref":
                    note = self._notes[child.meta["id"]]
                    inner = (part for block in note.children for part in self._inline(block))
                    yield Note(tuple(part for part in inner if not isinstance(part, Note)))
                case "footnote_anchor":
                    pass
                case other:
                    raise TextError(f"正文中不能有 {other}：{_source(node)}")


def _merged(pieces: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring texts of one strength as one."""
    last: Text | None = None
    for piece in pieces:
        if isinstance(piece, Text) and not piece.text:
            continue
        if isinstance(piece, Text) and last is not None and last.strong == piece.strong:
            last = Text(last.text + piece.text, last.strong)
            continue
        if last is not None:
            yield last
        last = piece if isinstance(piece, Text) else None
        if last is None:
            yield piece
    if last is not None:
        yield last


def _source(node: SyntaxTreeNode) -> str:
    return node.content if node.type in ("inline", "text") else "".join(_source(child) for child in node.children)
