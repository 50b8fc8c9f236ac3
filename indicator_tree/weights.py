"""Weight schemes: how the children of a node add up to the node."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicator_tree.parameters import Cited


class WeightScheme(Cited):
    """One scheme of weights among siblings.

    `equal`: siblings share equally at every level. `leaves`: every leaf of the tree weighs the same, so a node weighs
    as many shares as it has leaves. `given`: the weights named in `weight`; siblings none of which is named share
    equally. Under every scheme the weights of siblings add up to 1.
    """

    title: str
    kind: Literal["equal", "leaves", "given"]
    weight: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
