"""What a robustness study varies, and how far: which choices behind a score could as well have been others.

OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 7: uncertainty and sensitivity analysis. How far
each choice is varied is itself a choice, so every table has its basis and reference.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.aggregation import Aggregation
from indicator_tree.parameters import Basis, Cited, Strict
from indicator_tree.rules.normalised import TreatmentDraws

Spread = Annotated[float, Field(ge=0, lt=1)]


class PerturbedWeights(Cited):
    """Every weight times a number drawn evenly from 1 - spread to 1 + spread, then rescaled among siblings."""

    kind: Literal["perturbed"]
    spread: float = Field(gt=0, lt=1, description="每个权重乘以 1 - spread 至 1 + spread 之间的随机数，再在同级中归一")


class DirichletWeights(Cited):
    """Weights of siblings drawn together from a Dirichlet distribution around those of the scheme."""

    kind: Literal["dirichlet"]
    concentration: float = Field(ge=1, description="狄利克雷分布的集中度：越大，越接近方案中的权重")


class ExpertWeights(Strict):
    """The weights that one expert's own judgement comes to."""

    id: str = Field(min_length=1, description="专家编号，不写姓名")
    weight: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(
        min_length=1, description="这位专家的权重：指标 = 权重；写到的同级指标须全部写明，合计为 1"
    )


class ExpertDraws(Cited):
    """Of every node the weights of one of the experts who judged it, each as likely, instead of the scheme's.

    Every node draws an expert of its own: weights below one node say nothing of those below another. Nodes that no
    expert judged keep the weights of the scheme.
    """

    kind: Literal["experts"]
    expert: tuple[ExpertWeights, ...] = Field(min_length=1, description="各位专家的权重")


WeightDraws = Annotated[PerturbedWeights | DirichletWeights | ExpertDraws, Field(discriminator="kind")]


class SchemeDraws(Cited):
    """The weight schemes among which a draw chooses."""

    names: tuple[str, ...] = Field(min_length=1, description="参与抽取的权重方案")


class AggregationDraws(Aggregation):
    """One of the aggregations among which a draw chooses."""

    label: str = Field(min_length=1, description="这种合成方法的名称")


class ParameterDraws(Cited):
    """How far the parameters of rules may be from their values, by what is known of them; published ones are fixed."""

    derived: Spread = Field(default=0, description="依据为推算的参数，上下浮动的比例")
    calibrated: Spread = Field(default=0, description="依据为校准的参数，上下浮动的比例")
    assumed: Spread = Field(default=0, description="依据为假定的参数，上下浮动的比例")

    def of(self, basis: Basis) -> float:
        """The spread of parameters of a basis."""
        return {"derived": self.derived, "calibrated": self.calibrated, "assumed": self.assumed}.get(basis, 0.0)


class SurveyDraws(Cited):
    """Whether the sampling error of answers is drawn."""

    vary: bool = Field(description="是否抽取问卷的抽样误差")
    realisations: int = Field(default=1024, ge=1, description="抽样误差的备选组数")


class CountDraws(Cited):
    """Whether the error of counted events is drawn."""

    vary: bool = Field(description="是否抽取计数的误差")
    realisations: int = Field(default=1024, ge=1, description="计数误差的备选组数")


class LeftOut(Cited):
    """Whether a draw leaves an indicator out, or none."""

    vary: bool = Field(description="是否逐一略去末级指标：每次至多略去一项")
    none: float = Field(
        default=0.5, ge=0, lt=1, description="一项也不略去的抽取所占的比例；其余的抽取各略去一项，机会均等"
    )


class Coherence(Cited):
    """From when a coherence figure is worth a remark."""

    sd: float = Field(ge=0, description="标准差不足多少分即视为没有区分度")
    floor_share: float = Field(gt=0, le=1, description="得最低分的公司占比超过多少即提示")
    ceiling_share: float = Field(gt=0, le=1, description="得满分的公司占比超过多少即提示")
    correlation_low: float = Field(ge=0, le=1, description="同级指标的相关系数（绝对值）不足多少即视为几乎不相关")
    correlation_high: float = Field(ge=0, le=1, description="同级指标的相关系数超过多少即视为几乎重复")
    alpha: float = Field(ge=0, le=1, description="克隆巴赫系数不足多少即视为内部一致性偏低")


class Robustness(Cited):
    """The study as a whole; an assumption whose table is not there is not varied."""

    draws: int = Field(ge=1, description="抽取次数")
    seed: int = Field(ge=0, description="随机数种子")
    interval: float = Field(gt=0, lt=1, description="区间所含的抽取比例，如 0.90")
    realisations: int = Field(ge=1, description="规则参数的备选组数")
    stable: float = Field(gt=0.5, le=1, description="先后次序成立的抽取比例达到多少即视为稳定")
    sobol: int = Field(ge=2, description="敏感性分析的基础样本数，2 的整数次幂")
    weights: WeightDraws | None = Field(default=None, description="权重的扰动")
    schemes: SchemeDraws | None = Field(default=None, description="权重方案的选择")
    aggregation: tuple[AggregationDraws, ...] = Field(default=(), description="合成方法的选择")
    parameters: ParameterDraws | None = Field(default=None, description="未公布的规则参数的浮动")
    treatment: tuple[TreatmentDraws, ...] = Field(
        default=(), description="归一类指标的其他做法：插补、缩尾、变换、换算；抽取时与规则本来的做法机会均等"
    )
    survey: SurveyDraws | None = Field(default=None, description="问卷的抽样误差")
    counting: CountDraws | None = Field(
        default=None, description="计数的误差：规则写明 interval、shrinkage 或 small_numbers 的指标"
    )
    leave_one_out: LeftOut | None = Field(default=None, description="略去一项指标")
    coherence: Coherence | None = Field(default=None, description="一致性分析的提示界限")

    @property
    def varies(self) -> bool:
        """Whether any table lets a draw differ from another: a single scheme or aggregation does not."""
        return bool(
            self.weights
            or (self.schemes and len(self.schemes.names) > 1)
            or len(self.aggregation) > 1
            or (self.parameters and any((self.parameters.derived, self.parameters.calibrated, self.parameters.assumed)))
            or self.treatment
            or (self.survey and self.survey.vary)
            or (self.counting and self.counting.vary)
            or (self.leave_one_out and self.leave_one_out.vary)
        )

    @model_validator(mode="after")
    def _something_varies(self) -> Self:
        if not self.varies:
            raise ValueError(
                "没有一张表变动任何假定，位次看上去会完全稳定；至少写一张：weights（权重的扰动）、"
                "schemes（两种以上权重方案）、aggregation（两种以上合成方法）、parameters（浮动比例大于 0）、"
                "treatment（归一类指标的其他做法）、"
                "survey（vary = true）、counting（vary = true）、leave_one_out（vary = true）"
            )
        return self

    @model_validator(mode="after")
    def _power_of_two(self) -> Self:
        if self.sobol & (self.sobol - 1):
            near = 1 << (self.sobol.bit_length() - 1)
            raise ValueError(f"sobol 应为 2 的整数次幂，实为 {self.sobol}；最近的是 {near} 与 {2 * near}")
        return self
