"""How a catalogue's readings are watched: what is unusual, how serious that is, and the regression of clearing time."""

from __future__ import annotations

from pydantic import Field

from indicator_tree.catalogue_parts import Frequency, Kind, Level
from indicator_tree.parameters import Cited, Strict


class Deviation(Cited):
    """When a reading deviates from what is expected of it.

    `minimum` readings are needed; of at most `window` readings before, the median is what is expected, and their
    spread, but at least `floor` times what is expected, times `factor` is how far a reading may be from it.
    """

    minimum: int = Field(ge=3, description="至少要有多少个读数")
    window: int = Field(ge=3, description="看最近多少个读数")
    factor: float = Field(gt=0, description="偏离多少倍离散程度才提示")
    floor: float = Field(ge=0, description="离散程度至少为预期值的多少（相对）")


class Shift(Cited):
    """Abnormal readings in a row, on one side, that are a new level."""

    daily: int = Field(ge=1, description="每日指标连续多少个读数")
    monthly: int = Field(ge=1, description="每月指标连续多少个读数")

    def of(self, frequency: Frequency) -> int:
        """How many readings of a frequency."""
        return self.daily if frequency == "daily" else self.monthly


class Grain(Cited):
    """The least difference that matters, by kind of reading, in the reading's unit."""

    count: float = Field(gt=0, description="次数、户数")
    number: float = Field(gt=0, description="数值")
    ratio: float = Field(gt=0, description="比率")
    amount: float = Field(gt=0, description="金额")
    seconds: float = Field(gt=0, description="时长")
    time: float = Field(gt=0, description="时点")

    def of(self, kind: Kind) -> float:
        """That of a numeric kind."""
        return float(getattr(self, kind))


class AlertLevels(Cited):
    """How serious an alert is that is not past a threshold of its own."""

    unusual: Level = Field(description="偏离以往或按业务量推算的正常范围、长期不变、转为不正常")
    relation: Level = Field(description="勾稽关系不成立")
    overdue: Level = Field(description="清算时长超过最长可用时间")


class Monitoring(Strict):
    """Parameters of monitoring: against the indicator's own history, and against the volume that it should follow."""

    history: Deviation
    volume: Deviation
    shift: Shift
    grain: Grain
    level: AlertLevels


class Clearing(Cited):
    """Parameters of the regression of clearing time on records."""

    seconds: str = Field(description="清算时长是哪一项指标")
    finished: str = Field(description="清算完成时点是哪一项指标")
    records: str = Field(description="清算记录数是哪一项指标")
    deadline: dict[str, float] = Field(description="每个系统的清算最长可用多少秒")
    confidence: float = Field(gt=0, lt=1, description="正常波动范围与区间的置信水平")
    minimum_days: int = Field(ge=4, description="至少要有多少天才回归")
