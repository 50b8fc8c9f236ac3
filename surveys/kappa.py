"""Cohen's kappa: agreement of two coders beyond what chance would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

NO_CALLS = "没有两人都判断的拨测"
ONE_CATEGORY = "两名编码员都只用了同一类别，kappa 无定义"


@dataclass(frozen=True)
class Kappa:
    """Agreement of two coders over n items.

    Attributes:
        items: how many items both judged.
        agreed: share of items that both judged alike; None without items.
        kappa: from -1 to 1, where 0 is what chance gives; None where undefined.
        se: large-sample standard error of kappa; None where kappa is undefined.
        undefined: why kappa is undefined, in Chinese; None where it is defined.
    """

    items: int
    agreed: float | None
    kappa: float | None
    se: float | None
    undefined: str | None = None


def cohens_kappa(counts: npt.ArrayLike) -> Kappa:
    """Kappa and its standard error from a table of counts.

    With p_ij the share of items that the first coder puts in category i and the second in j, row sums r_i, column
    sums c_i, agreement po = Σ p_ii and chance agreement pe = Σ r_i c_i (Cohen 1960, Educational and Psychological
    Measurement 20(1): 37-46):

        κ = (po - pe) / (1 - pe)

    Its large-sample variance (Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72(5): 323-327, in the form of
    Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, eq. 18.13):

        var κ = (A + B - C) / (n (1 - pe)²)
        A = Σ p_ii (1 - (r_i + c_i)(1 - κ))²
        B = (1 - κ)² Σ_{i≠j} p_ij (c_i + r_j)²
        C = (κ - pe (1 - κ))²

    Args:
        counts: items by category; rows are the first coder's, columns the second's, in one order. Shape (k, k).
    """
    table = np.asarray(counts, dtype=np.float64)
    total = table.sum()
    if total == 0:
        return Kappa(0, None, None, None, NO_CALLS)
    shares = table / total
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    agreed, chance = float(np.trace(table) / total), float(rows @ columns)
    # Where chance agreement is 1, all items lie in one cell of the diagonal; counts tell that without rounding.
    if np.diag(table).max() == total:
        return Kappa(int(total), agreed, None, None, ONE_CATEGORY)
    kappa = (agreed - chance) / (1 - chance)
    diagonal = np.diag(shares) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    weight = (columns[:, None] + rows[None, :]) ** 2
    np.fill_diagonal(weight, 0.0)
    rest = (1 - kappa) ** 2 * (shares * weight).sum()
    variance = (diagonal + rest - (kappa - chance * (1 - kappa)) ** 2) / (total * (1 - chance) ** 2)
    return Kappa(int(total), agreed, kappa, float(np.sqrt(max(variance, 0.0))))
