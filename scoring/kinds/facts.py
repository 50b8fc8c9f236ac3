"""Evidence laid out for the rules: for every parameter, one value per firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
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
        order = pl.DataFrame({"firm_id": firms, "at": pl.Series(range(len(firms)), dtype=pl.UInt32)})
        known = evidence.join(order, on="firm_id").sort("parameter", "cause", maintain_order=True)
        groups = known.group_by("parameter", "cause", maintain_order=True).len()
        places = known["at"].to_numpy()
        self._rows: dict[str, list[tuple[str, Values]]] = {}
        self._weights: dict[str, list[tuple[str, Values]]] = {}
        for column, found in (("quantity", self._rows), ("weight", self._weights)):
            given, first = known[column].to_numpy(), 0
            for parameter, cause, rows in groups.iter_rows():
                values, last = np.full(self.count, np.nan), first + rows
                values[places[first:last]] = given[first:last]
                found.setdefault(str(parameter), []).append((str(cause), values))
                first = last

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
