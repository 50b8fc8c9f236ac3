"""To which class of the catalogue indicators belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

SERIES = ("indicator", "system")
"""What tells the series of one firm apart."""


def classes(catalogue: Catalogue) -> pl.DataFrame:
    """The class of every indicator: indicator, class, direction, place (in the order of the catalogue)."""
    rows = [
        (leaf, top, catalogue.indicator[leaf].direction)
        for top in catalogue.children[None]
        for leaf in catalogue.leaves_under(top)
    ]
    schema = {"indicator": pl.String, "class": pl.String, "direction": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("place")
