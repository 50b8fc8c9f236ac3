"""The phone checks of a wave, spelled out: rounds, agreement of coders, firms that were not reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, fixed, percent
from reports.table import Table, label, number, text
from surveys.agreement import OUTCOME
from surveys.phone_checks import STEPS

if TYPE_CHECKING:
    import polars as pl

    from surveys.wave_report import PhoneReport

STEP_LABELS = {
    **dict(zip(STEPS, ("能否接通", "有人接听", "态度良好", "有效答复"), strict=True)),
    OUTCOME: "整通结果",
}
_NO_RECODES = "没有双人编码的拨测（电话复核编码），一致性无从计算"
_ALL_REACHED = "每家公司每一轮都有人接听。"


def phone_tables(phone: PhoneReport, firms: pl.DataFrame) -> list[Table | str]:
    """Rounds, agreement and firms not reached."""
    return [
        rounds_table(phone.rounds),
        _NO_RECODES if phone.agreement is None else agreement_table(phone.agreement),
        _ALL_REACHED if phone.not_reached.is_empty() else not_reached_table(phone.not_reached, firms),
    ]


def rounds_table(rounds: pl.DataFrame) -> Table:
    """Calls per round, and how many passed each step."""
    return Table(
        title="电话畅通调查：各轮拨测（次）",
        columns=(
            number("轮次"),
            number("拨测"),
            number("接通"),
            number("有人接听"),
            number("态度良好"),
            number("有效答复"),
            label("拨打时间"),
        ),
        rows=tuple(
            (
                str(row["round"]),
                *(f"{row[name]:,}" for name in ("calls", *STEPS)),
                EMPTY if row["first"] is None else f"{row['first']}:00 至 {row['last']}:59",
            )
            for row in rounds.iter_rows(named=True)
        ),
    )


def agreement_table(agreement: pl.DataFrame) -> Table:
    """Agreement of two coders per step and on the outcome."""
    return Table(
        title="双人编码的一致性",
        columns=(
            label("步骤"),
            number("两人都判断"),
            number("一致"),
            number("kappa"),
            number("标准误"),
            text("说明"),
        ),
        rows=tuple(
            (
                STEP_LABELS[row["step"]],
                f"{row['calls']:,}",
                percent(row["agreed"]),
                fixed(row["kappa"], 3),
                fixed(row["se"], 3),
                row["undefined"] or "",
            )
            for row in agreement.iter_rows(named=True)
        ),
        notes=("kappa：Cohen (1960)；标准误：Fleiss、Cohen 与 Everitt (1969)。整通结果为在哪一步未通过，或全部通过",),
    )


def not_reached_table(not_reached: pl.DataFrame, firms: pl.DataFrame) -> Table:
    """Firms that were not reached in every round, with the rounds."""
    named = not_reached.join(firms, on="firm_id", how="left", maintain_order="left")
    return Table(
        title=f"没有每一轮都打通的公司：{named.height} 家",
        columns=(label("公司"), text("无人接听的轮次"), text("没有拨测的轮次")),
        rows=tuple(
            (row["firm"] or row["firm_id"], _rounds(row["not_reached"]), _rounds(row["not_called"]))
            for row in named.iter_rows(named=True)
        ),
    )


def _rounds(numbers: list[int]) -> str:
    return "、".join(map(str, numbers)) or EMPTY
