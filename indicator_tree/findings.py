"""What a report is told beside the scores: how records are broken down, and what deserves a recommendation."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from indicator_tree.parameters import Cited, Strict


def _kind(columns: Any) -> str:
    return "组合" if isinstance(columns, list | tuple) else "列"


Columns = Annotated[
    Annotated[str, Tag("列")] | Annotated[tuple[str, ...], Field(min_length=2), Tag("组合")], Discriminator(_kind)
]
Breakdown = dict[str, Annotated[tuple[Columns, ...], Field(min_length=1)]]
"""source → the columns by whose values its records are counted; a list of columns is counted by their combinations."""


class Lowest(Cited):
    """The scored indicators with the lowest means."""

    count: int = Field(ge=1, description="列出得分最低的几项末级指标")


class Fallen(Cited):
    """The scored indicators whose mean fell most against the previous year."""

    count: int = Field(ge=1, description="最多列出几项降幅最大的末级指标")
    points: float = Field(gt=0, description="均分至少下降多少分才列出")


class LineCrossed(Cited):
    """Ratios of which so many firms are past the warning line or the limit."""

    firms: int = Field(ge=1, description="至少有多少家公司触及预警标准或监管标准才列出")


class Recurring(Cited):
    """Causes of lost points that concern many firms, or one firm many times."""

    count: int = Field(ge=1, description="最多列出几项，涉及公司多的在前")
    share: float = Field(gt=0, le=1, description="涉及的公司至少占参评公司的多大比例，如 0.5")
    times: int = Field(ge=1, description="或者一家公司至少出现多少次")


class FindingRules(Strict):
    """When a result becomes a recommendation; a rule that is not there recommends nothing."""

    lowest: Lowest | None = None
    fallen: Fallen | None = None
    line: LineCrossed | None = None
    recurring: Recurring | None = None
