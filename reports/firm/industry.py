"""The evaluation of all firms, and what is computed once for all their breakdowns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.decisions import of_one_firm
from reports.firm.course import own_course
from reports.firm.firm import Compared, Firm
from reports.firm.robustness import own_robustness
from reports.others_hidden import OthersHidden
from reports.record_contents import Contents
from reports.system import System
from reports.system.tables import split_rows
from scoring.change_by_cause import change_by_cause
from scoring.comparison import system_change
from scoring.lettering.next import next_letters
from scoring.losses import largest_losses, losses, way_to_total
from scoring.next_band import next_bands
from scoring.places import places, quartiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.record_contents import RecordKind
    from reports.robustness import Study
    from scoring import Evaluation
    from scoring.trend import Trend

_OWN = ("evidence", "ledger", "scores")


@dataclass(frozen=True)
class Industry:
    """All firms of an evaluation, and of the one before it where there is one.

    Attributes:
        evaluation: what was published.
        previous: the evaluation before.
        previous_title: how that year is called: `2016年度`.
        study: of the robustness of the evaluation, where there is one.
        kinds: source → what may be shown of its records.
        trend: the course over years, where earlier runs were given.
    """

    evaluation: Evaluation
    previous: Evaluation | None = None
    previous_title: str = ""
    study: Study | None = None
    kinds: Mapping[str, RecordKind] = field(default_factory=dict)
    trend: Trend | None = None

    @property
    def firm_ids(self) -> list[str]:
        """The evaluated firms, by code."""
        return self.evaluation.firms.filter(pl.col("status") == "evaluated")["firm_id"].sort().to_list()

    def of(self, firm_id: str) -> Firm:
        """One firm, with nothing of any other."""
        evaluation = self.evaluation
        own = pl.col("firm_id") == firm_id
        registered = evaluation.firms
        merged = registered.filter(pl.col("evaluated_as") == firm_id, ~own)["firm"].to_list()
        hidden = OthersHidden.of(registered, firm_id, f"另一{evaluation.rulebook.words.measure}")
        held = None if evaluation.held is None else evaluation.held.of(firm_id)
        listed = evaluation.evidence_records.filter(own) if held is None else held.listed()
        restricted = replace(
            evaluation,
            firms=registered.filter(own),
            evidence=self._parts["evidence"][firm_id],
            evidence_records=listed.collect().lazy(),
            held=held,
            ledger=self._parts["ledger"][firm_id],
            scores=self._parts["scores"][firm_id],
            breakdown=evaluation.breakdown.clear(),
            intake=evaluation.intake.with_columns(hidden.column("reason")),
            excluded=evaluation.excluded.filter(~pl.col("reason").is_in(_of_others(registered))).with_columns(
                hidden.column("reason")
            ),
            survey=None,
            corrections=of_one_firm(evaluation.corrections, firm_id, hidden),
            corrected=evaluation.corrected.filter(own).with_columns(hidden.column("decision")),
            letters=evaluation.letters.filter(own),
            cutoffs=evaluation.cutoffs.clear(),
            previous=evaluation.previous.with_columns(remark=pl.lit("")),
        )
        return Firm(
            restricted,
            registered.row(by_predicate=own, named=True),
            tuple(merged),
            self._quartiles,
            _by_node(self._parts["places"][firm_id]),
            _by_node(self._parts["losses"][firm_id]),
            tuple(self._parts["worst"][firm_id]["node"]),
            tuple(self._parts["way"][firm_id].to_dicts()),
            _by_node(self._parts["targets"][firm_id]),
            self._parts["steps"][firm_id],
            self._compared(firm_id),
            None if self.study is None else own_robustness(self.study, firm_id),
            None if held is None else Contents(self.kinds, held, _names(registered, firm_id)),
            None if self.trend is None else own_course(self.trend, firm_id),
            _by_node(self._ahead.filter(own)),
        )

    def _compared(self, firm_id: str) -> Compared | None:
        if self.previous is None:
            return None
        change = change_by_cause(self.evaluation, self.previous, firm_id)
        if self.system is None or self.system.change.comparison is None:
            return Compared(self.previous_title, change)
        split = self.system.change.comparison.split.filter(pl.col("firm_id") == firm_id)
        nameless = System(replace(self.system.change, comparison=None))
        return Compared(self.previous_title, change, nameless, tuple(split_rows(split, self.evaluation.rulebook)))

    @cached_property
    def system(self) -> System | None:
        """What of the system differs from that of the evaluation before, with the changes of all firms."""
        found = None if self.previous is None else system_change(self.previous, self.evaluation)
        return None if found is None else System(found)

    @cached_property
    def _ahead(self) -> pl.DataFrame:
        return next_letters(self.evaluation)

    @cached_property
    def _quartiles(self) -> dict[str, dict[str, Any]]:
        return _by_node(quartiles(self.evaluation))

    @cached_property
    def _parts(self) -> dict[str, dict[str, pl.DataFrame]]:
        """Every frame by firm; an empty one where a firm has no rows."""
        bands = next_bands(self.evaluation)
        lost = losses(self.evaluation)
        frames = {
            **{name: getattr(self.evaluation, name) for name in _OWN},
            "places": places(self.evaluation),
            "losses": lost,
            "worst": largest_losses(self.evaluation.rulebook, lost),
            "way": way_to_total(self.evaluation, lost),
            "targets": bands.targets,
            "steps": bands.steps,
        }
        parted = {
            name: frame.partition_by("firm_id", as_dict=True, maintain_order=True) for name, frame in frames.items()
        }
        return {
            name: {firm_id: parts.get((firm_id,), frames[name].clear()) for firm_id in self.firm_ids}
            for name, parts in parted.items()
        }


def _of_others(firms: pl.DataFrame) -> list[str]:
    """Why rows were excluded that are about firms without a file: what they say is no other's business."""
    return firms.filter(pl.col("status") == "excluded")["reason"].drop_nulls().unique().to_list()


def _names(firms: pl.DataFrame, firm_id: str) -> dict[str, str]:
    """The registered firms that an evaluated firm stands for, by code."""
    own = firms.filter((pl.col("evaluated_as") == firm_id) | (pl.col("firm_id") == firm_id))
    return dict(own.select("firm_id", "firm").iter_rows())


def _by_node(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["node"]: row for row in frame.to_dicts()}
