"""What a run keeps of its survey: what became of the responses, the margins, the questionnaire.

Who only reads a run does not load what reads responses and margins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.csv_files import read_csv, write_csv
from data_sources.steady_parquet import write_parquet
from surveys.errors import SurveyError
from surveys.kept import KEPT
from surveys.margin import Margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ipscore.rules import Rules
    from scoring.survey_wave import SurveyWave

FUNNEL, SIZES, REJECTED = "survey_funnel", "survey_sizes", "survey_rejected"
LOST = "survey_unrecognised"
MARGINS = "margins"
COVARIANCE = "survey_covariance"
QUESTIONNAIRE = KEPT
TABLES = (FUNNEL, SIZES, REJECTED, LOST, MARGINS, COVARIANCE)
CSV: dict[str, dict[str, Any]] = {
    FUNNEL: {"firm_id": pl.String, "step": pl.String, "responses": pl.Int64},
    SIZES: {"firm_id": pl.String, "respondents": pl.Int64, "design_effect": pl.Float64, "effective": pl.Float64},
    LOST: {
        **dict.fromkeys(("record_id", "firm_id", "file", "sheet"), pl.String),
        "row": pl.Int64,
        **dict.fromkeys(("header", "question", "value", "reason"), pl.String),
    },
    MARGINS: {"attribute": pl.String, "category": pl.String, "share": pl.Float64},
}


def write_survey(folder: Path, wave: SurveyWave | None, margins: Sequence[Margin], rules: Rules) -> None:
    """Write what there is of a survey into a run."""
    if rules.questionnaire is not None:
        (folder / QUESTIONNAIRE).write_bytes(rules.questionnaire_file)
    if margins:
        from surveys.margins import margins_table  # noqa: PLC0415

        write_csv(margins_table(margins), folder / f"{MARGINS}.csv")
    if wave is None:
        return
    types = CSV[SIZES]
    write_csv(wave.funnel, folder / f"{FUNNEL}.csv")
    write_csv(wave.sizes.cast({name: types[name] for name in wave.sizes.columns}), folder / f"{SIZES}.csv")
    write_csv(wave.unrecognised.select(*CSV[LOST]), folder / f"{LOST}.csv")
    write_parquet(wave.rejected, folder / f"{REJECTED}.parquet")


def survey_entry(wave: SurveyWave | None) -> dict[str, Any] | None:
    """What the manifest says of a survey; None where there is none."""
    if wave is None:
        return None
    return {
        "weighted": wave.weighted,
        "unchecked": list(wave.unchecked),
        "accepted": accepted(wave),
        "rejected": wave.rejected.height,
        "unrecognised": wave.unrecognised.height,
    }


def accepted(wave: SurveyWave) -> int:
    """How many responses count."""
    from surveys.funnel import ACCEPTED  # noqa: PLC0415

    return int(wave.funnel.filter(pl.col("step") == ACCEPTED)["responses"].sum())


def survey_text(wave: SurveyWave) -> str:
    """One line on a survey."""
    parts = [
        f"答卷：采用 {accepted(wave):,} 份，剔除 {wave.rejected.height:,} 份",
        *([f"有 {wave.unrecognised.height:,} 个答案不是选项，只失去该答案"] if wave.unrecognised.height else []),
        "已按边际加权" if wave.weighted else "未加权",
        *([f"未检查的规则：{'、'.join(wave.unchecked)}（数据中没有所需的列）"] if wave.unchecked else []),
    ]
    return "；".join(parts)


def given_margins(path: Path | None, rules: Rules) -> tuple[Margin, ...]:
    """The margins of a file; none where no file is given.

    Raises:
        SurveyError: the rulebook has no questionnaire, or the margins do not fit it.
    """
    if path is None:
        return ()
    if rules.questionnaire is None:
        raise SurveyError(
            f"规则 {rules.rulebook.id} 没有写明 questionnaire（调查问卷），没有答卷可加权",
            "请用 --rulebook 写一份有 questionnaire 的规则",
        )
    from surveys.margins import read_margins  # noqa: PLC0415

    return read_margins(path, rules.questionnaire)


def margins_of(folder: Path) -> tuple[Margin, ...]:
    """The margins that a run applied, to the last digit."""
    path = folder / f"{MARGINS}.csv"
    if not path.is_file():
        return ()
    table = read_csv(path, CSV[MARGINS])
    return tuple(
        Margin(str(name), tuple(rows["category"]), tuple(rows["share"]))
        for (name,), rows in table.group_by("attribute", maintain_order=True)
    )
