"""What may be done to figures before they are normalised: missing ones imputed, outliers winsorised, all transformed.

OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 3 and 4. Every stage is a choice with a basis and a
reference of its own; an indicator that wants none of what the whole rulebook does by default says `method = "none"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel


def misplaced(
    table: BaseModel, method: str, asked: Mapping[str, tuple[str, ...]], allowed: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Fields that a method needs and that are not there, and those that it does not know.

    Args:
        table: whose fields are looked at; a field that is None is not there.
        method: the one that it names.
        asked: fields by method that must be there.
        allowed: further fields by method.
    """
    own = {*asked.get(method, ()), *allowed.get(method, ())}
    fields = dict.fromkeys(name for names in (*asked.values(), *allowed.values()) for name in names)
    given = [name for name in fields if getattr(table, name) is not None]
    yield from (f'method = "{method}" 应写 {name}' for name in asked.get(method, ()) if name not in given)
    yield from (f'method = "{method}" 不写 {name}' for name in given if name not in own)


class Imputation(Cited):
    """Where a unit gets a figure from that it does not have.

    `mean` and `median` are those of the units that have one: of all, or of those of the same `group`. `regression` is
    the least squares line of the figures on another column of the source.
    """

    method: Literal["none", "mean", "median", "regression"] = Field(description="缺失的数值如何插补；none 为不插补")
    group: str | None = Field(default=None, description="mean、median：按哪一列分组，取同组的；不写则取全部")
    on: str | None = Field(default=None, description="regression：对同一数据源的哪一数值列回归")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked = {"regression": ("on",)}
        if problems := list(misplaced(self, self.method, asked, {"mean": ("group",), "median": ("group",)})):
            raise ValueError("；".join(problems))
        return self


class Winsorisation(Cited):
    """How outliers are brought back to the figures next to them.

    `moments`: as long as skewness and kurtosis both exceed their limits, the highest figure (the lowest, where the
    skewness is negative) becomes that of the next, at most for `most` units (COINr, `winsorise`). `percentiles`:
    figures beyond two percentiles become these.
    """

    method: Literal["none", "moments", "percentiles"] = Field(description="离群值如何缩尾；none 为不缩尾")
    skewness: float | None = Field(default=None, gt=0, description="moments：偏度（绝对值）的界限")
    kurtosis: float | None = Field(default=None, description="moments：超额峰度的界限")
    most: int | None = Field(default=None, ge=1, description="moments：最多缩尾多少个")
    low: float | None = Field(default=None, ge=0, lt=1, description="percentiles：低端的百分位，如 0.05")
    high: float | None = Field(default=None, gt=0, le=1, description="percentiles：高端的百分位，如 0.95")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked = {"moments": ("skewness", "kurtosis", "most"), "percentiles": ("low", "high")}
        problems = list(misplaced(self, self.method, asked, {}))
        if self.low is not None and self.high is not None and self.low >= self.high:
            problems.append(f"low 应小于 high，实为 {self.low:g} 与 {self.high:g}")
        if problems:
            raise ValueError("；".join(problems))
        return self


class Transformation(Cited):
    """How all figures are bent, so that they are less skewed; their order stays.

    `log`: ln x. `shifted_log`: ln(x - min + offset (max - min)) (COINr, `log_CT`, with an offset of 0.01). `box_cox`:
    (x^λ - 1) / λ, with the `power` λ, or the one of the greatest likelihood where it is omitted.
    """

    method: Literal["none", "log", "shifted_log", "box_cox"] = Field(description="数值如何变换；none 为不变换")
    offset: float | None = Field(default=None, gt=0, description="shifted_log：平移量占全距的比例，如 0.01")
    power: float | None = Field(default=None, description="box_cox：λ；不写则按最大似然估计")
    only_if_skewed: bool = Field(
        default=False,
        description="只在缩尾（moments）之后偏度与峰度仍超过界限时变换，变换的是缩尾之前的数值",
    )

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked = {"shifted_log": ("offset",)}
        if problems := list(misplaced(self, self.method, asked, {"box_cox": ("power",)})):
            raise ValueError("；".join(problems))
        return self
