"""The tables of a rulebook, and what must hold between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from indicator_tree.aggregation import Aggregation
from indicator_tree.bands import BandSet
from indicator_tree.findings import Breakdown, FindingRules
from indicator_tree.letters import Letters
from indicator_tree.mapping import RecordNumbers
from indicator_tree.node_rules import Node
from indicator_tree.parameters import Strict
from indicator_tree.plausibility import Plausibility, Plausible
from indicator_tree.robustness import Robustness
from indicator_tree.rules import Bonus
from indicator_tree.scope import Defaults, Period, Population, ScoreScale, SurveyRules
from indicator_tree.small_numbers import CountingRules, Size, with_sizes
from indicator_tree.sources import SourceTable
from indicator_tree.tree import Indicator, Missing
from indicator_tree.units import Units
from indicator_tree.weights import WeightScheme

if TYPE_CHECKING:
    from pathlib import Path

Vocabulary = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Origin:
    """Where a rulebook was read from. It is no part of the rules.

    Attributes:
        folders: the folder of its file, then of those it extends.
        kept: whether its file is the one that a run keeps.
    """

    folders: tuple[Path, ...] = field(default=(), compare=False)
    kept: bool = field(default=False, compare=False)


class RulebookTables(Strict):
    """A rulebook as it is written; `indicator_tree.rulebook.Rulebook` says what each table is."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    year: int
    note: str = ""
    questionnaire: str | None = Field(default=None, description="调查问卷代码")
    default_weights: str
    default_bands: str
    missing: Missing = Field(description="缺少数据时的默认处理")
    breakdown_values: int = Field(default=50, ge=1, description="按列分类统计时，每列最多列出多少个值，其余合为一行")
    period: Period
    scale: ScoreScale
    units: Units | None = Field(default=None, description="评价对象；不写则为证券公司")
    population: Population | None = Field(default=None, description="评价范围；写明 units 时可以不写，即名录中的全部")
    source: dict[str, SourceTable] = Field(
        default_factory=dict, description="规则文件自己定义的数据源，以及给自带数据源加的列"
    )
    survey: SurveyRules | None = Field(default=None, description="有问卷指标时必须写明")
    counting: CountingRules | None = Field(default=None, description="有计数误差而没有问卷指标时必须写明")
    size: dict[str, Size] = Field(default_factory=dict, description="评价对象的规模，供按规模计的指标使用")
    vocabulary: Vocabulary = Field(default_factory=dict)
    bands: dict[str, BandSet]
    weights: dict[str, WeightScheme]
    defaults: Defaults | None = Field(default=None, description="各类规则没有另写时的做法")
    aggregation: Aggregation | None = Field(default=None, description="下级指标如何合成；不写则为加权算术平均")
    indicator: dict[str, Indicator] = Field(min_length=1)
    bonus: Bonus | None = None
    letters: dict[str, Letters] = Field(default_factory=dict, description="等级：各套等级及其界线")
    node: dict[str, Node] = Field(
        default_factory=dict, description="节点的等级与另有的规则：键为指标、base（不含加分的总分）或 total（总分）"
    )
    columns: dict[str, dict[str, str]] | None = Field(default=None, description="各数据源的表头还可怎么写：表头 = 列名")
    values: dict[str, dict[str, dict[str, str]]] | None = Field(
        default=None, description="各数据源的取值还可怎么写：数据源.列.取值 = 含义"
    )
    records: dict[str, RecordNumbers] | None = Field(default=None, description="没有编号的记录以什么为编号")
    breakdown: Breakdown = Field(default_factory=dict, description="各数据源按哪些列分类统计记录，供报告使用")
    findings: FindingRules | None = Field(default=None, description="由结果得出建议的规则")
    robustness: Robustness | None = Field(default=None, description="稳健性分析：变动哪些选择，各变动多少")
    plausibility: Plausibility | None = Field(default=None, description="数据从整体上看，到什么程度即存疑")
    plausible: Plausible = Field(default_factory=dict, description="各数据源的数值应在什么范围内，之外即存疑")

    @model_validator(mode="after")
    def _treatments_fit(self) -> Self:
        """Every other treatment of a study goes with the rules that it is for."""
        for other in self.robustness.treatment if self.robustness else ():
            treatable = []
            for code, node in self.indicator.items():
                try:
                    if node.rule is not None and node.rule.treated(other) is not None:
                        treatable.append(code)
                except ValidationError as error:
                    treatable.append(code)
                    if other.concerns(code):
                        reasons = "；".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
                        told = f"robustness.treatment 的 {other.label} 用于指标 {code}：{reasons}"
                        raise ValueError(told) from None
            if unknown := [code for code in other.indicators if code not in treatable]:
                known = "、".join(treatable) or "无"
                told = f"robustness.treatment 的 {other.label}：{'、'.join(unknown)} 不是归一类指标；现有：{known}"
                raise ValueError(told)
        return self

    @model_validator(mode="after")
    def _rules_taken(self) -> Self:
        """Rules that hold other indicators against previous runs take these indicators' rules."""
        own = {code: node.rule for code, node in self.indicator.items() if node.rule is not None}
        for code, rule in own.items():
            if rule.others:
                self.indicator[code] = self.indicator[code].model_copy(update={"rule": rule.taking(own)})
        return self

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="before")
    @classmethod
    def _named_sizes(cls, raw: Any) -> Any:
        """Rules name sizes; each holds the one it names."""
        return with_sizes(raw) if isinstance(raw, dict) else raw

    def read_from(self, origin: Origin) -> Self:
        """The same rulebook, which knows where its files lie."""
        self._origin = origin
        return self

    @property
    def origin(self) -> Origin:
        """Where it was read from."""
        return self._origin

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files that it names are looked for: beside its own file, then beside those it extends."""
        return self._origin.folders
