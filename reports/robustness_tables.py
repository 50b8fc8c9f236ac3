"""A study of robustness on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import fixed, percent, plain
from reports.robustness.assumption_tables import (
    excluded_table,
    one_at_a_time_table,
    parameter_table,
    sensitivity_table,
    varied_table,
)
from reports.robustness.coherence_tables import correlation_table, discrimination_table, remarked
from reports.robustness.letter_tables import letter_tables
from reports.robustness.rank_tables import draws_table, interval_table, of_interval, steadiness_table
from reports.robustness.spelling import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.robustness.study import Study
    from reports.table import Table

_ENDS = 5  # firms with the widest and with the narrowest intervals
_PARAMETERS = 10
_GROUPS = 12  # groups whose sizes a line can list


def robustness_tables(study: Study) -> Iterator[Table | str]:
    """What was varied, what came of it, how far ranks hold, what matters most, what the indicators are like."""
    yield varied_table(study)
    yield draws_table(study)
    if study.succeeded and not study.ranked.is_empty():
        yield from _ranks(study)
        yield from letter_tables(study, 2 * _ENDS)
    if not study.sensitivity.is_empty():
        yield sensitivity_table(study)
    if not study.excluded.is_empty():
        yield excluded_table(study)
    strongest = study.strongest("shift_low", "shift_high", _PARAMETERS)
    if not strongest.is_empty():
        yield parameter_table(study, "对位次影响最大的规则参数", strongest)
    for assumption in study.one_at_a_time["assumption"].unique(maintain_order=True):
        yield one_at_a_time_table(study, assumption)
    yield from _coherence(study)


def _coherence(study: Study) -> Iterator[Table | str]:
    told = discrimination_table(study)
    if told.rows:
        yield told
    pairs, sets = len(correlation_table(study).rows), remarked(study.reliability).height
    if pairs or sets:
        yield (
            f"另有 {pairs} 对同级指标的相关系数、{sets} 组指标的内部一致性带有提示，"
            "见 robustness_correlations 和 robustness_reliability 两表，或稳健性报告"
        )


def _ranks(study: Study) -> Iterator[Table | str]:
    width = study.width
    yield (
        f"位次的 {of_interval(study)}区间平均宽 {fixed(width['mean'])} 位，中位数 {plain(width['median'])} 位，"
        f"最窄 {plain(width['min'])} 位，最宽 {plain(width['max'])} 位"
    )
    yield interval_table(study, f"位次区间最宽的{study.noun}", study.widest(_ENDS))
    yield interval_table(study, f"位次区间最窄的{study.noun}", study.narrowest(_ENDS))
    yield steadiness_table(study)
    yield _pairs(study)


def _pairs(study: Study) -> str:
    pair, groups = study.pair, study.group_sizes
    told = f"先后次序成立的概率不低于 {share(study.settings.stable)} 的{study.noun}对："
    shares = f"{plain(pair['steady'])} / {plain(pair['pairs'])}（{percent(pair['share'])}）"
    if pair["undecided"] is not None:
        shares += f"；每{study.measure}与其余先后未定的，中位数为 {plain(pair['undecided'])} {study.measure}"
    if len(groups) == 1:
        return f"{told}{shares}；没有一处能把全部{study.noun}断开为前后两组"
    sizes = "、".join(plain(row["firms"]) for row in groups[:_GROUPS])
    rest = "……" if len(groups) > _GROUPS else ""
    return f"{told}{shares}；能断开为 {len(groups)} 组，由高到低各有 {sizes}{rest} {study.measure}"
