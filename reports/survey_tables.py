"""The report of a wave, spelled out: what became of the responses, overall and per firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed, percent
from reports.survey_frames import overall
from reports.survey_phone_tables import phone_tables
from reports.table import Table, label, number, text
from surveys.funnel import ACCEPTED

if TYPE_CHECKING:
    from surveys.wave_report import WaveReport

_NOT_CHECKED = "未检查"
_SIZES = {"design_effect": 2, "effective": 0}


def wave_tables(report: WaveReport) -> list[Table | str]:
    """Every part of the report, in order."""
    return [
        funnel_table(report),
        firms_table(report),
        *([] if report.phone is None else phone_tables(report.phone, report.firms)),
    ]


def funnel_table(report: WaveReport) -> Table:
    """Sent, started, completed, rejected by reason and accepted, of all firms together; below it, firms' numbers."""
    frame = overall(report)
    sent = frame["responses"][0]
    return Table(
        title=f"{report.questionnaire.title}：答卷去向",
        columns=(label("步骤"), number("份数"), number("占发送")),
        rows=tuple(
            (name, _NOT_CHECKED if count is None else f"{count:,}", EMPTY if count is None else _share(count, sent))
            for name, count in frame.select("label", "responses").rows()
        ),
        notes=(*_unchecked(report), *_per_firm(report), _weighting(report)),
    )


def firms_table(report: WaveReport) -> Table:
    """Every firm's responses, those with the fewest accepted first; the reason for which most were rejected."""
    labels = {rule.id: rule.label for rule in report.questionnaire.quality}
    wide = _wide(report)
    rows = []
    for row in wide.iter_rows(named=True):
        reasons = {labels[rule]: row[rule] for rule in labels if row.get(rule)}
        main = max(reasons, key=lambda name: reasons[name], default=None)
        rows.append(
            (
                row["firm"],
                *(f"{row[step]:,}" for step in ("sent", "started", "completed")),
                f"{sum(reasons.values()):,}",
                f"{row[ACCEPTED]:,}",
                _share(row[ACCEPTED], row["completed"]),
                *(EMPTY if row[name] is None else fixed(row[name], places) for name, places in _SIZES.items()),
                EMPTY if main is None else f"{main} {reasons[main]:,}",
            )
        )
    return Table(
        title="各公司的答卷（采用的由少到多）",
        columns=(
            label("公司"),
            number("发送"),
            number("开始"),
            number("完成"),
            number("剔除"),
            number("采用"),
            number("采用占完成"),
            number("设计效应"),
            number("有效份数"),
            text("最多的剔除原因"),
        ),
        rows=tuple(rows),
    )


def _wide(report: WaveReport) -> pl.DataFrame:
    """One row per evaluated firm, one column per step; firms without responses have zeros."""
    wide = report.funnel.pivot(on="step", index="firm_id", values="responses")
    columns = ["sent", "started", "completed", *(rule.id for rule in report.questionnaire.quality), ACCEPTED]
    missing = [pl.lit(0, pl.Int64).alias(name) for name in columns if name not in wide.columns]
    joined = report.firms.join(wide.with_columns(missing), on="firm_id", how="left", maintain_order="left").join(
        report.sizes.select("firm_id", *_SIZES), on="firm_id", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.col(columns).fill_null(0)).sort(ACCEPTED, "firm_id")


def _per_firm(report: WaveReport) -> list[str]:
    accepted = _wide(report)[ACCEPTED]
    if accepted.is_empty():
        return []
    least, most = (f"{int(accepted.sort()[place]):,}" for place in (0, -1))
    middle = fixed(pl.DataFrame(accepted).select(pl.col(ACCEPTED).median()).item(), 1).removesuffix(".0")
    without = [f"其中 {count} 家没有采用的答卷" for count in [int((accepted == 0).sum())] if count]
    line = f"每家公司采用的答卷：最少 {least} 份，中位数 {middle} 份，最多 {most} 份（{accepted.len()} 家）"
    return ["；".join([line, *without])]


def _weighting(report: WaveReport) -> str:
    if not report.weighted:
        return "未加权：没有给出边际，每份答卷权重相同，设计效应为 1"
    effects = report.sizes["design_effect"].sort().to_list()
    return f"已加权至给出的边际：设计效应 {fixed(effects[0], 2)} 至 {fixed(effects[-1], 2)}"


def _unchecked(report: WaveReport) -> list[str]:
    if not report.unchecked:
        return []
    named = "、".join(rule.label for rule in report.unchecked)
    return [f"{_NOT_CHECKED}的规则：{named}。数据中没有所需的列，没有答卷因此被剔除"]


def _share(part: int, whole: int) -> str:
    return percent(part / whole) if whole else EMPTY
