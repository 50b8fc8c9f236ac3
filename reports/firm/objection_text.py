"""How to object to a breakdown: the words of an editor's template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports.document import Heading, Listing, Paragraph, Text
from reports.document.markdown import parse
from reports.document.templates import environment, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicator_tree.units import Words
    from reports.document import Block
    from reports.document.model import Inline
    from reports.firm.firm import Firm

TEXTS = Path(__file__).parent / "texts"
"""Where the templates of the breakdown lie."""

VARIABLES: Mapping[str, str] = {
    "firm": "简称",
    "full_name": "全称",
    "issuer": "发出明细的机构（--issuer）；可为空",
    "period": "评价期间：period.start、period.end，用 |day 印成日期",
}
"""Name → meaning, of what the templates are given."""


def objection_blocks(firm: Firm, issuer: str, texts: Path | None = None) -> tuple[Block, ...]:
    """The section 如何提出异议.

    Args:
        firm: whose breakdown it is.
        issuer: who hands it out; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: the template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    values = {
        "firm": firm.name,
        "full_name": firm.register["full_name"],
        "issuer": issuer,
        "period": firm.rulebook.period,
    }
    return parse(render(environment(texts or TEXTS), "objection.md.j2", values), {})


def objection_lines(firm: Firm, issuer: str, texts: Path | None = None) -> list[str]:
    """The same as plain lines, for a workbook, and how its columns are filled in."""
    lines = []
    for block in objection_blocks(firm, issuer, texts):
        match block:
            case Heading():
                lines.append(block.text)
            case Paragraph():
                lines.append(_plain(block.content))
            case Listing():
                lines += [f"· {_plain(item)}" for item in block.items]
            case _:
                pass
    return [*lines, *_columns(firm.rulebook.words)]


def _columns(words: Words) -> tuple[str, ...]:
    return (
        "填写：只写“异议理由”及其右边各列。有异议的一行，理由、说明与依据、请求都要写；没有异议的行留空。",
        f"请求为“更正这条记录”的，写明应改的列和应改为什么；为“改记到其他{words.noun}”的，在“应改为”写那{words.measure}{words.noun}。",
        "缺少应计的记录：在表末另起一行，写指标代码，记录的内容写在“说明与依据”。",
    )


def _plain(content: Iterable[Inline]) -> str:
    return "".join(part.text for part in content if isinstance(part, Text))
