"""Evidence laid out for the rules: for every parameter, one value per firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.frames import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scoring.kinds.levers import Rows

    Values = npt.NDArray[np.float64]
    Places = npt.NDArray[np.integer]
    Where = npt.NDArray[np.bool_]


GROUP = "unit_group"


def group_key(node: str, by: str) -> str:
    """The parameter under which the groups of a leaf stand: those of a column of the register."""
    return f"{node}.{GROUP}.{by}"


class Facts:
    """Quantities by parameter, aligned with a list of firms; evidence of other firms is left out."""

    def __init__(self, firms: pl.Series, evidence: pl.DataFrame) -> None:
        self.firms = firms
        self.count = len(firms)
        self._rows: dict[str, list[tuple[str, Values]]] = {}
        self._weights: dict[str, list[tuple[str, Values]]] = {}
        if evidence.height:
            self._lay_out(evidence)

    @classmethod
    def of_trials(cls, trials: Sequence[Rows]) -> Facts:
        """What several pieces of evidence say, each as that of a firm: parameter → cause, quantity, weight."""
        told: dict[tuple[str, str], list[tuple[int, float, float | None]]] = {}
        for trial, by_parameter in enumerate(trials):
            for parameter, found in by_parameter.items():
                for cause, quantity, weight in found:
                    told.setdefault((parameter, cause), []).append((trial, quantity, weight))
        facts = cls(pl.Series("firm_id", [f"{trial:08d}" for trial in range(len(trials))]), EVIDENCE.to_frame())
        for (parameter, cause), rows in sorted(told.items()):
            places, *given = zip(*rows, strict=True)
            facts._put(parameter, cause, np.array(places), *(np.array(one, dtype=np.float64) for one in given))
        return facts

    def _lay_out(self, evidence: pl.DataFrame) -> None:
        order = pl.DataFrame({"firm_id": self.firms, "at": pl.Series(range(self.count), dtype=pl.UInt32)})
        known = evidence.join(order, on="firm_id").sort("parameter", "cause", maintain_order=True)
        groups = known.group_by("parameter", "cause", maintain_order=True).len()
        places, quantities, weights = (known[name].to_numpy() for name in ("at", "quantity", "weight"))
        first = 0
        for parameter, cause, rows in groups.iter_rows():
            own = slice(first, first + rows)
            self._put(str(parameter), str(cause), places[own], quantities[own], weights[own])
            first += rows

    def _put(self, parameter: str, cause: str, places: Places, quantities: Values, weights: Values) -> None:
        for given, found in ((quantities, self._rows), (weights, self._weights)):
            values = np.full(self.count, np.nan)
            values[places] = given
            found.setdefault(parameter, []).append((cause, values))

    def quantity(self, parameter: str) -> Values:
        """One quantity per firm; NaN where the firm has no such evidence."""
        values = np.full(self.count, np.nan)
        for _, found in self._rows.get(parameter, ()):
            values = np.where(np.isnan(found), values, found)
        return values

    def amount(self, parameter: str) -> Values:
        """One quantity per firm; 0 where the firm has no such evidence."""
        return np.nan_to_num(self.quantity(parameter))

    def weights(self, parameter: str) -> list[tuple[str, Values]]:
        """Every category under a parameter with the weight of its respondents per firm."""
        return self._weights.get(parameter, [])

    def groups(self, node: str, by: str) -> dict[str, Where]:
        """The units of every group of a column of the register that a leaf compares units within, by its name."""
        return {name: ~np.isnan(own) for name, own in self.categories(group_key(node, by))}

    def categories(self, parameter: str) -> list[tuple[str, Values]]:
        """Every category under a parameter with its quantity per firm, in the order of their names."""
        return self._rows.get(parameter, [])
