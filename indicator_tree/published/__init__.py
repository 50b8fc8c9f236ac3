"""Published figures, as data: what a report printed, and whether records can reproduce it.

Scoring never imports this package (a layering contract forbids it): results must not know beforehand what they
should be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from indicator_tree.causes import causes
from indicator_tree.checks import suggestion
from indicator_tree.errors import PublishedError
from indicator_tree.messages import translate
from indicator_tree.parameters import Basis, Reference, Strict
from indicator_tree.unreadable import UnreadableError, tables_in

LIBRARY = Path(__file__).parent


class NodeFigures(Strict):
    """Published figures of a node: mean over firms in points, and firms per band from the best to the worst."""

    mean: float
    bands: tuple[int, ...] | None = None
    decimals: int | None = Field(default=None, ge=0, description="均分印出的小数位数；不写则随 decimals")
    basis: Basis = "published"
    scheme: str | None = Field(default=None, description="在哪个权重方案下再现；不写则任何方案")
    other_schemes: dict[str, float] = Field(default_factory=dict, description="其他权重方案下应得的均分")
    reason: str | None = None
    change: float | None = Field(default=None, description="较上年度变化的百分数，按印出的写，下降为负")
    direction: Literal["up", "down"] | None = Field(default=None, description="只说升降、不给百分数时")
    place: int | None = Field(default=None, ge=1, description="在同级指标中由高到低的位次")

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        if self.change is not None and self.direction is not None:
            raise ValueError("change 与 direction 只写一个：百分数已说明升降")
        return self


class CountFigure(Strict):
    """A published figure about the records. `match`: `exact` after rounding to `decimals`, `about` within `tolerance`,
    `at_least`, or `nearly` (at most, and within `tolerance` below).
    """

    label: str
    value: float
    unit: str = ""
    match: Literal["exact", "about", "at_least", "nearly"] = "exact"
    tolerance: float = 0.0
    decimals: int = 0
    reproducible: bool = True
    reason: str | None = None
    reference: Reference


class NotCompared(Strict):
    """A statement of a report that no run is compared with, and why."""

    label: str
    reason: str
    reference: Reference


class BonusFigures(Strict):
    """Whether a bonus was given in the year. How high it may be, the rulebook says; its mean is `node.bonus`."""

    given: bool
    reference: Reference
    note: str | None = None


class PublishedFigures(Strict):
    """All figures that a report publishes about an evaluation.

    `decimals`: as many as its means, and their changes in per cent, are printed with. `previous`: the figures that it
    compares with, which it takes from the year before.
    """

    title: str
    year: int
    firms: int | None = Field(default=None, description="参评公司数；报告没有给出则不写")
    rulebook: str
    decimals: int = Field(default=2, ge=0, description="均分印出的小数位数")
    previous: str | None = Field(default=None, description="所比较的上年度公布数字：名称，或本文件旁的 TOML 文件")
    bonus: BonusFigures | None = Field(default=None, description="该年度有无加分；不写则看规则文件")
    node: dict[str, NodeFigures]
    count: dict[str, CountFigure] = Field(default_factory=dict)
    not_compared: tuple[NotCompared, ...] = Field(default=(), description="报告中没有核对的说法")

    @model_validator(mode="after")
    def _compares_with_something(self) -> Self:
        stated = [code for code, each in self.node.items() if each.change is not None or each.direction is not None]
        if stated and self.previous is None:
            raise ValueError(f"node.{stated[0]} 写了较上年度的变化，却没有写 previous（上年度的公布数字）")
        return self

    @property
    def evaluated_firms(self) -> int:
        """How many firms the report evaluates.

        Raises:
            PublishedError: it does not say so.
        """
        if self.firms is None:
            raise PublishedError(f"{self.title}没有写明 firms（参评公司数）", f"请在{self.title}的文件中写明 firms")
        return self.firms

    def decimals_of(self, node: str) -> int:
        """With how many decimals the mean of a node is printed."""
        own = self.node[node].decimals
        return self.decimals if own is None else own

    def rounded_from(self, node: str) -> tuple[float, float]:
        """The interval of means that are printed as the mean of this node: half a unit of the last decimal around."""
        half = 0.5 * 10.0 ** -self.decimals_of(node)
        return self.node[node].mean - half, self.node[node].mean + half


def available() -> tuple[str, ...]:
    """Names of the published evaluations that come with the package."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("whitepaper_*.toml")))


def load_published(name: str | Path) -> PublishedFigures:
    """Published figures by name, such as `whitepaper_2017`, or from a TOML file.

    Raises:
        PublishedError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    path = LIBRARY / f"{name}.toml" if str(name) in available() else Path(name)
    if not path.is_file():
        raise PublishedError(f"找不到公布数字 {name}：它不是名称，也不是一个文件。{suggestion(str(name), available())}")
    try:
        found = PublishedFigures.model_validate(tables_in(path.read_bytes()))
    except UnreadableError as error:
        raise PublishedError(f"{path.name}：{error}", f"请改正 {path.name}") from error
    except ValidationError as error:
        problems = "\n".join(f"  {problem}" for problem in causes(translate(error, PublishedFigures)))
        raise PublishedError(f"{path.name}：\n{problems}", f"请改正 {path.name}") from error
    if found.previous is None or found.previous in available():
        return found
    return found.model_copy(update={"previous": str(path.parent / found.previous)})


def load_previous(figures: PublishedFigures) -> PublishedFigures | None:
    """The figures of the year before that a report compares its own with; None where it compares with none.

    Raises:
        PublishedError: they cannot be found or understood, or are not of an earlier year, or lack a mean that a
            stated change starts from.
    """
    if figures.previous is None:
        return None
    found = load_published(figures.previous)
    if found.year >= figures.year:
        raise PublishedError(
            f"{figures.title}是 {figures.year} 年度的，所写的 previous 却是 {found.year} 年度的",
            f"请改正{figures.title}的 previous",
        )
    for code, each in figures.node.items():
        if (each.change is not None or each.direction is not None) and code not in found.node:
            raise PublishedError(
                f"{figures.title}写了 {code} 较上年度的变化，{found.title}中却没有它的均分",
                f"请在{found.title}的文件中写明 node.{code}.mean",
            )
    return found
