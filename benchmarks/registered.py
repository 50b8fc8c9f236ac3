"""The firms of the demonstration, and how people write their names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from data_sources import firm_register
from indicator_tree import load_rulebook
from ipscore_demo.reconstruction.aims import load_aims
from ipscore_demo.reconstruction.firms import invent_firms

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.noise import Noise

EVALUATED = 101
FILE = "证券公司名录.parquet"
UNKNOWN_SHARE = 0.002

_SEED, _NEVER = 2017, 6
_UNKNOWN = 40
_WRITTEN = (
    0.6,
    0.25,
    0.08,
    0.03,
    0.02,
    0.02,
)  # short, full, credit code, former, with blanks, with half-width brackets


@cache
def register() -> pl.DataFrame:
    """The register as the demonstration has it: 101 evaluated firms, one merged into another, one too young."""
    firms = invent_firms(load_rulebook("2017"), load_aims(), EVALUATED, _NEVER, _SEED)
    return firms.register.with_columns(pl.col("former_names").list.join("、").replace("", None))


def write_register(folder: Path) -> None:
    """Write the register as a Parquet file with Chinese headers."""
    titles = {column.name: column.title for column in firm_register.SOURCE.columns}
    register().select(pl.col(name).alias(title) for name, title in titles.items()).write_parquet(folder / FILE)


def names(noise: Noise, unknown: float = UNKNOWN_SHARE) -> pl.Series:
    """A firm for every row as people write it: large firms more often, a few that nobody registered."""
    texts = _texts()
    firm = noise.choice("firm", 1 / np.arange(4, 4 + register().height))
    written = noise.choice("written", _WRITTEN)
    at = firm * len(_WRITTEN) + written
    stray = np.where(noise.share("unknown", unknown), len(texts) - 1 - noise.below("stray", _UNKNOWN), at)
    return texts.gather(pl.Series(stray))


@cache
def _texts() -> pl.Series:
    """Every way of writing every firm, then the unknown names."""
    short, full, code, former = (pl.col(name) for name in ("short_name", "full_name", "firm_id", "former_names"))
    half = full.str.replace_all("（", "(").str.replace_all("）", ")")
    ways = (short, full, code, pl.coalesce(former, short), pl.format(" {}　", short), half)
    wide = register().select(pl.concat_list(ways).alias("way"))
    unknown = pl.Series("way", [f"查无此号{number:02}证券" for number in range(_UNKNOWN)])
    return pl.concat([wide["way"].explode(), unknown])
