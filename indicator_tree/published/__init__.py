"""Published figures, as data: what a report printed, and whether records can reproduce it.

Scoring never imports this package (a layering contract forbids it): results must not know beforehand what they
should be.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Basis, Reference, Strict

LIBRARY = Path(__file__).parent


class NodeFigures(Strict):
    """Published figures of a node: mean over firms in points, and firms per band from the best to the worst."""

    mean: float
    previous_mean: float | None = None
    bands: tuple[int, ...] | None = None
    basis: Basis = "published"
    scheme: str | None = Field(default=None, description="在哪个权重方案下再现；不写则任何方案")
    other_schemes: dict[str, float] = Field(default_factory=dict, description="其他权重方案下应得的均分")
    reason: str | None = None


class CountFigure(Strict):
    """A published figure about the records. `match`: `exact` after rounding to `decimals`, `about` within `tolerance`,
    `at_least`, or `nearly` (at most, and within `tolerance` below).
    """

    label: str
    value: float
    unit: str = ""
    match: Literal["exact", "about", "at_least", "nearly"] = "exact"
    tolerance: float = 0.0
    decimals: int = 0
    reproducible: bool = True
    reason: str | None = None
    reference: Reference


class PublishedFigures(Strict):
    """All figures that a report publishes about an evaluation."""

    title: str
    year: int
    firms: int
    rulebook: str
    node: dict[str, NodeFigures]
    count: dict[str, CountFigure]


def load_published(name: str) -> PublishedFigures:
    """Published figures by file stem, such as `whitepaper_2017`.

    Raises:
        FileNotFoundError: no such file.
        pydantic.ValidationError: the file does not fit the model.
    """
    tables = tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))
    return PublishedFigures.model_validate(tables)
