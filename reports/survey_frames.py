"""The report of a wave as flat frames, for files and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from surveys.funnel import ACCEPTED, UNRECOGNISED

if TYPE_CHECKING:
    from surveys.questionnaire import Questionnaire
    from surveys.wave_report import WaveReport

REJECTED = "剔除："


def step_labels(questionnaire: Questionnaire) -> dict[str, str]:
    """The steps of the funnel in order with their labels."""
    rules = {rule.id: f"{REJECTED}{rule.label}" for rule in questionnaire.quality}
    return {
        "sent": "发送",
        "started": "开始",
        "completed": "完成",
        **rules,
        ACCEPTED: "采用",
        UNRECOGNISED: "采用而有答案不是选项",
    }


def overall(report: WaveReport) -> pl.DataFrame:
    """The funnel of all firms together: step, label, responses (null for a rule that was not checked)."""
    labels = step_labels(report.questionnaire)
    known = report.funnel.group_by("step").agg(pl.col("responses").sum())
    unchecked = [rule.id for rule in report.unchecked]
    return (
        pl.DataFrame({"step": list(labels), "label": list(labels.values())})
        .join(known, on="step", how="left", maintain_order="left")
        .with_columns(pl.when(~pl.col("step").is_in(unchecked)).then(pl.col("responses").fill_null(0)))
    )


def funnel_frame(report: WaveReport) -> pl.DataFrame:
    """The funnel of every evaluated firm: firm_id, firm, step, label, responses."""
    labels = step_labels(report.questionnaire)
    return (
        report.funnel.join(report.firms, on="firm_id", maintain_order="left")
        .with_columns(label=pl.col("step").replace_strict(labels))
        .select("firm_id", "firm", "step", "label", "responses")
    )


def report_content(report: WaveReport) -> dict[str, Any]:
    """Everything in the report, for JSON."""
    phone = report.phone
    return {
        "questionnaire": report.questionnaire.id,
        "overall": overall(report).to_dicts(),
        "unchecked": [{"rule": rule.id, "label": rule.label} for rule in report.unchecked],
        "funnel": funnel_frame(report).to_dicts(),
        "weighted": report.weighted,
        "sizes": report.sizes.to_dicts(),
        "phone_rounds": [] if phone is None else phone.rounds.to_dicts(),
        "agreement": [] if phone is None or phone.agreement is None else phone.agreement.to_dicts(),
        "not_reached": [] if phone is None else phone.not_reached.to_dicts(),
    }
