"""Figures made comparable across units."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from indicator_tree.division import Division
from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules.conditions import When
from indicator_tree.rules.groups import NO_GROUPS, Groups
from indicator_tree.rules.model import RuleModel
from indicator_tree.rules.treatment import Imputation, Transformation, Winsorisation, misplaced


class PointBands(Division):
    """Units divided into classes by their figures, each worth some points."""

    points: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(description="各段得多少分")

    def problems(self, *, grouped: bool, higher: bool = True) -> list[str]:
        """What contradicts itself or is lacking."""
        found = super().problems(grouped=grouped, higher=higher)
        if lacking := [label for label in self.labels if label not in self.points]:
            found.append(f"points 没有写 {'、'.join(lacking)} 得多少分")
        if unknown := [label for label in self.points if label not in self.labels]:
            found.append(f"points 的 {'、'.join(unknown)} 不是 labels 中的段；可用：{'、'.join(self.labels)}")
        if self.guardrail is not None and self.guardrail.from_previous_run:
            found.append("guardrail 的 from_previous_run 用于节点的等级；数值的分段应写 previous")
        worse = [f"{one:g} 之后是 {other:g}" for one, other in pairwise(self.worth) if one < other]
        return found + [f"points 更好的一段得分不得更低，实为 {pair}" for pair in worse]

    @property
    def worth(self) -> tuple[float, ...]:
        """The points of every class that has any, from the best."""
        return tuple(self.points[label] for label in self.labels if label in self.points)


class Normalisation(Cited):
    """How figures of different units and sizes become points of the rulebook's scale.

    `min_max` runs from the worst to the best value, or between `low` and `high` where they are given. `z_score` gives
    `centre` points to the mean and `spread` points for every standard deviation. `rank` shares out the scale by
    percentile rank, `raw_rank` gives the rank itself, 1 to the worst, and `bands` the points of the band that a figure
    falls into, a categorical scale (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5).
    """

    method: Literal["min_max", "z_score", "rank", "raw_rank", "bands"]
    low: float | None = Field(default=None, description="min_max 的下端；不写则为数据的最小值")
    high: float | None = Field(default=None, description="min_max 的上端；不写则为数据的最大值")
    centre: float | None = Field(default=None, description="z_score：等于平均值得多少分")
    spread: float | None = Field(default=None, gt=0, description="z_score：每高出一个标准差多少分")
    divisor: Literal["n", "n-1"] | None = Field(
        default=None, description="z_score：标准差的除数，全部 n 或样本 n-1；不写则为 n"
    )
    bands: PointBands | None = Field(default=None, description="bands：按界线、名额或聚类分成几段，各段得多少分")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked = {"z_score": ("centre", "spread"), "bands": ("bands",)}
        problems = list(misplaced(self, self.method, asked, {"min_max": ("low", "high"), "z_score": ("divisor",)}))
        if self.low is not None and self.high is not None and self.low >= self.high:
            problems.append(f"low 应小于 high，实为 {self.low:g} 与 {self.high:g}")
        if problems:
            raise ValueError("；".join(problems))
        return self


class Treatment(Strict):
    """What is done to figures before they are normalised, and among whom they are."""

    if TYPE_CHECKING:  # a field of its own, so that keys stay in order
        within_groups: Groups | None

    @property
    def groups(self) -> Groups | None:
        """The groups within which units are compared; None if all are compared with all."""
        return None if self.within_groups is None or self.within_groups.by == NO_GROUPS else self.within_groups


class NormalisedDefaults(Treatment):
    """What normalised indicators do where they do not say it themselves."""

    normalisation: Normalisation | None = Field(default=None, description="如何换算为可比的得分")
    imputation: Imputation | None = Field(default=None, description="缺失的数值如何插补")
    winsorisation: Winsorisation | None = Field(default=None, description="离群值如何缩尾")
    transformation: Transformation | None = Field(default=None, description="数值如何变换")
    within_groups: Groups | None = Field(default=None, description="只与名录中同组的比较；不写则与全部比较")


class TreatmentDraws(NormalisedDefaults, Cited):
    """Another treatment among which a draw chooses; what it leaves out stays as the rule has it."""

    label: str = Field(min_length=1, description="这种做法的名称")
    indicators: tuple[str, ...] = Field(default=(), description="用于哪些归一类指标；不写则用于全部")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.changes:
            raise ValueError(f"至少写一项：{'、'.join(NormalisedDefaults.model_fields)}")
        return self

    @property
    def changes(self) -> dict[str, Cited]:
        """What it puts in the place of the rule's own."""
        given = {name: getattr(self, name) for name in NormalisedDefaults.model_fields}
        return {name: table for name, table in given.items() if table is not None}

    def concerns(self, code: str) -> bool:
        """Whether it is for an indicator, if that is normalised."""
        return not self.indicators or code in self.indicators


def _may_be_a_default(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name != "normalisation"]


class NormalisedRule(Treatment, RuleModel):
    """A figure, or the quotient of two, made comparable across units.

    One value per unit: `combine` says whether it is that of the last record, the sum or the mean of all. A quotient is
    that of the combined figures. Before they are normalised, figures may be imputed, winsorised and transformed, in
    this order; they are normalised among all units, or within groups of the register. What a rule leaves out, the
    rulebook's `[defaults.normalised]` may say.
    """

    model_config = ConfigDict(json_schema_extra=_may_be_a_default)

    kind: Literal["normalised"]
    source: str
    value: str = Field(description="数值列")
    per: str | None = Field(default=None, description="除以哪一列")
    label: str = Field(default="", description="这个数值怎么称呼；不写则用指标名称")
    unit: str = Field(default="", description="数值的单位；% 表示按百分数显示")
    when: When = Field(default_factory=dict)
    combine: Literal["last", "sum", "mean"] = Field(default="last", description="一个评价对象有多条记录时")
    latest_by: str | None = Field(default=None, description="按哪一日期列取最后一条；不写则用数据源的 dated_by")
    direction: Literal["higher_is_better", "lower_is_better"]
    normalisation: Normalisation
    imputation: Imputation | None = Field(default=None, description="缺失的数值如何插补")
    winsorisation: Winsorisation | None = Field(default=None, description="离群值如何缩尾")
    transformation: Transformation | None = Field(default=None, description="数值如何变换")
    within_groups: Groups | None = Field(default=None, description="只与名录中同组的比较；不写则与全部比较")

    def treated(self, other: TreatmentDraws) -> NormalisedRule:
        """The rule with another treatment.

        Raises:
            ValueError: the other treatment does not go with the rest of the rule.
        """
        return NormalisedRule.model_validate(
            self.model_dump() | {key: table.model_dump() for key, table in other.changes.items()}
        )

    @model_validator(mode="after")
    def _stages_agree(self) -> Self:
        bend, cut, how = self.transformation, self.winsorisation, self.normalisation
        problems = []
        if bend is not None and bend.method != "none":
            problems += [
                f"写了 transformation，数值的单位已变，normalisation 不写 {name}"
                for name in ("low", "high")
                if getattr(how, name) is not None
            ]
            if how.bands is not None and (how.bands.edges or how.bands.guardrail):
                problems.append("写了 transformation，数值的单位已变，normalisation.bands 不写 edges、guardrail")
            if bend.only_if_skewed and (cut is None or cut.method != "moments"):
                problems.append('transformation.only_if_skewed 须与 winsorisation.method = "moments" 一起写')
        if how.bands is not None:
            higher = self.direction == "higher_is_better"
            told = how.bands.problems(grouped=self.groups is not None, higher=higher)
            problems += [f"normalisation.bands：{one}" for one in told]
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)
