"""`ipscore survey plan`: respondents needed, from the evidence of last year's run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import questions_of
from surveys.errors import SurveyError
from surveys.planning import per_firm, plan, spread

if TYPE_CHECKING:
    from ipscore.run_folder import Run


def sample_plan(run: Run, half_width: float, level: float, design_effect: float | None) -> pl.DataFrame:
    """The plan of every evaluated firm at the question that needs most respondents.

    Args:
        run: last year's.
        half_width: of the interval of the answer mean, in points.
        level: of confidence.
        design_effect: of the weights and of sampling, for all firms; None takes every firm's own of that run.

    Returns:
        firm_id, firm, node, name, respondents (last year), sd, assumed, design_effect, needed; those who need most
        first.

    Raises:
        SurveyError: no indicator of the run rests on answers.
    """
    rulebook = run.rulebook
    values = {leaf: rule.answers.values for leaf, rule in questions_of(rulebook).items()}
    if not values:
        raise SurveyError(f"运行 {run.folder} 的规则没有按答卷评分的指标，无从安排样本", "请写一份规则按答卷评分的运行")
    evidence = run.table("evidence")
    parameters = [f"{leaf}.answers" for leaf in values]
    answers = evidence.filter(pl.col("parameter").is_in(parameters))
    firms = run.table("firms").filter(pl.col("status") == "evaluated").select("firm_id", "firm")
    spreads = spread(answers, values, firms["firm_id"].to_list())
    effects = _effects(run, firms, design_effect)
    names = {leaf: rulebook.indicator[leaf].name for leaf in values}
    return (
        per_firm(plan(spreads, half_width, level=level, design_effects=effects))
        .join(firms, on="firm_id", how="left", maintain_order="left")
        .with_columns(name=pl.col("node").replace_strict(names))
        .select("firm_id", "firm", "node", "name", "respondents", "sd", "assumed", "design_effect", "needed")
        .sort(["needed", "firm_id"], descending=[True, False])
    )


def _effects(run: Run, firms: pl.DataFrame, given: float | None) -> pl.DataFrame:
    if given is not None:
        return firms.select("firm_id", design_effect=pl.lit(given))
    if "survey_sizes" not in run.table_names:
        return firms.select("firm_id", design_effect=pl.lit(1.0))
    return run.table("survey_sizes").select("firm_id", "design_effect")
