"""What rules on nodes look at beside scores, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.units import PEER_GROUP
from scoring.kinds.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree import Rulebook

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Circumstances:
    """One value per unit.

    Attributes:
        counts: parameter of a rule over records → how many records meet its condition.
        groups: name of the unit's group; "" for units that have none, which are a group of their own.
    """

    counts: Mapping[str, Floats]
    groups: npt.NDArray[np.object_]

    @classmethod
    def of(cls, rulebook: Rulebook, firms: pl.DataFrame, evidence: pl.DataFrame) -> Circumstances:
        """Those of some firms of the register, in their order.

        Args:
            rulebook: the rules.
            firms: firm_id, and `peer_group` where the register has it.
            evidence: frame of the shape `EVIDENCE`.
        """
        over = {rule.key(node) for node, rule, _ in rulebook.over_records}
        facts = Facts(firms["firm_id"], evidence.filter(pl.col("parameter").is_in(list(over))))
        groups = firms[PEER_GROUP].fill_null("").to_list() if PEER_GROUP in firms.columns else [""] * len(firms)
        return cls({key: facts.amount(key) for key in over}, np.array(groups, dtype=np.object_))
