"""An evaluation → a study of its robustness: everything computed, nothing written."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import NoSettingsError
from reports.robustness import Study
from scoring.aggregation import Hierarchy
from scoring.coherence import CoherenceTables, coherence
from scoring.coherence import frames as shapes
from scoring.frames import told_above
from scoring.robustness import build_banks, monte_carlo, nominal, simulate
from scoring.robustness.groups import stable_groups
from scoring.robustness.letter_shares import letter_shares
from scoring.robustness.one_at_a_time import one_at_a_time
from scoring.robustness.outcomes import failures, intervals, superiority
from scoring.robustness.parameters_table import parameters_table
from scoring.robustness.sensitivity import sensitivity
from scoring.robustness.size import Size, check_size
from scoring.robustness.steadiness import steadiness, steady_pairs, widths

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation
    from scoring.robustness.banks import Progress


def settings_of(rulebook: Rulebook, draws: int | None = None, seed: int | None = None) -> Robustness:
    """What a study varies, with another number of draws or another seed where they are given.

    Raises:
        NoSettingsError: the rulebook does not say.
    """
    settings = rulebook.robustness
    if settings is None:
        raise NoSettingsError(
            f"规则 {rulebook.id} 没有 [robustness]，不知道该变动哪些假定、各变动多少",
            "请在规则文件中加上 [robustness]（draws、seed、interval、realisations、stable、sobol）"
            "和要变动的各表，如 [robustness.weights]、[robustness.parameters]，各写明 basis 和 reference",
        )
    given = {name: value for name, value in (("draws", draws), ("seed", seed)) if value is not None}
    return settings.model_copy(update=given)


def study_robustness(evaluation: Evaluation, settings: Robustness, progress: Progress | None = None) -> Study:
    """Vary what the settings say, all together and one by one.

    Args:
        evaluation: what is studied.
        settings: see `settings_of`.
        progress: told as the study goes on.

    Raises:
        StudySizeError: more is asked for than memory can hold. Nothing is computed then.
        NoSettingsError: nothing that the settings vary is there in the evaluation.
        ScoringError: the evaluation cannot be scored anew.
    """
    book = evaluation.rulebook
    nodes = tuple(
        dict.fromkeys(
            ("total", *(node for node in told_above(book) if node != "bonus"), *book.children[None], *book.lettered)
        )
    )
    check_size(settings, _size(evaluation, settings, len(nodes)))
    banks = build_banks(evaluation, settings, settings.seed, progress)
    if not any(banks.sizes.values()):
        raise NoSettingsError(
            f"规则 {evaluation.rulebook.id} 的 [robustness] 所写的假定，在这次评价中没有一项可以变动",
            f"请加上其他要变动的表，如 [robustness.weights]。{''.join(banks.notes)}",
        )
    _, outcomes = monte_carlo(banks, settings, progress=progress, nodes=nodes)
    ranks = intervals(banks, simulate(banks, nominal(banks), nodes), outcomes, settings.interval)
    order = superiority(banks, outcomes)
    totals = ranks.filter(node="total")
    indices = sensitivity(banks, settings, progress=_called("敏感性", progress))
    together = _coherence(evaluation, settings)
    return Study(
        rulebook=evaluation.rulebook,
        scheme=evaluation.scheme,
        settings=settings,
        sizes={str(name): size for name, size in banks.sizes.items()},
        notes=banks.notes,
        intervals=ranks,
        superiority=order,
        groups=stable_groups(banks, outcomes, ranks, settings.stable),
        draws=failures(outcomes),
        sensitivity=indices.indices,
        excluded=indices.excluded,
        one_at_a_time=one_at_a_time(banks),
        parameters=parameters_table(evaluation, banks, settings, progress),
        steadiness=steadiness(totals),
        widths=widths(totals),
        pairs=steady_pairs(order, settings.stable),
        letters=letter_shares(evaluation, banks, outcomes),
        **{field.name: getattr(together, field.name) for field in fields(together)},
    )


def _size(evaluation: Evaluation, settings: Robustness, nodes: int) -> Size:
    hierarchy = Hierarchy.of(evaluation.rulebook)
    totals = evaluation.scores.filter(pl.col("node") == "total", pl.col("score").is_not_null())
    schemes = 1 + (len(settings.schemes.names) if settings.schemes else 0)
    return Size(totals.height, len(hierarchy.leaves), len(hierarchy.groups), schemes, nodes)


def _called(stage: str, progress: Progress | None) -> Progress | None:
    """Progress told under another name: the draws of a stage of its own."""
    if progress is None:
        return None

    def told(what: str, done: int, total: int) -> None:
        progress(stage, done, total)

    return told


def _coherence(evaluation: Evaluation, settings: Robustness) -> CoherenceTables:
    """Its tables; empty ones where the settings have no limits for it."""
    if settings.coherence is not None:
        return coherence(evaluation, settings.coherence)
    return CoherenceTables(
        correlations=shapes.CORRELATIONS.to_frame(),
        reliability=shapes.RELIABILITY.to_frame(),
        components=shapes.COMPONENTS.to_frame(),
        importance=shapes.IMPORTANCE.to_frame(),
        discrimination=shapes.DISCRIMINATION.to_frame(),
    )
