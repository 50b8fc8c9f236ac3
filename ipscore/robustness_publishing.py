"""A study of robustness computed and kept within its run: the way that `robustness` and `demo` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.count_progress import stage_bar
from ipscore.errors import TargetError
from ipscore.manifest import STUDY
from ipscore.robustness_files import read_study, write_study
from ipscore.robustness_study import settings_of, study_robustness

if TYPE_CHECKING:
    from pathlib import Path

    from ipscore.run_folder import Run
    from reports.robustness import Study


def publish_study(
    run: Run, draws: int | None = None, seed: int | None = None, *, force: bool = False
) -> tuple[Study, Path]:
    """Study a run by its own rulebook; the folder `robustness` in it appears whole, at the end, or not at all.

    A study of the same settings that is there already is read, not computed again.

    Args:
        run: the run.
        draws: how many, instead of the rulebook's.
        seed: instead of the rulebook's.
        force: whether a study that is there is replaced.

    Raises:
        NoSettingsError: the rulebook does not say what to vary.
        TargetError: there is a study with other settings, and `force` is not set. Nothing is computed then.
        NoStudyError: there is one that is damaged or outdated, and `force` is not set.
        StudySizeError: more is asked for than memory can hold. Nothing is computed then.
        ScoringError: the evaluation cannot be scored anew.
    """
    settings = settings_of(run.rulebook, draws, seed)
    target = run.folder / STUDY
    if target.exists() and not force:
        kept = read_study(run)
        if kept.settings != settings:
            made = f"抽取 {kept.settings.draws} 次，种子 {kept.settings.seed}"
            raise TargetError(f"{target} 已存在，是另一组设定的稳健性分析（{made}）", "要替换它，请加 --force")
        return kept, target
    with stage_bar() as progress:
        study = study_robustness(run.evaluation, settings, progress)
    return study, write_study(run, study)
