"""Indicators that tell firms apart, and those that do not."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from scoring.coherence import coherence, discrimination
from scoring.coherence.frames import COMPONENTS, CORRELATIONS, DISCRIMINATION, IMPORTANCE, RELIABILITY
from tests.scoring.coherence.made import LIMITS, drawn, made

EVALUATION = made(
    n11=[100, 100, 100, 100],
    n12=[0, 50, 100, None],
    n21=[90, 91, 90, 91],
    n22=[100, 100, 100, 40],
)


@pytest.mark.parametrize(
    ("node", "figures", "remark"),
    [
        ("1.1", (4, 0.0, 1, 0.0, 1.0), "得分全部相同，不能区分；得满分的过多"),
        ("1.2", (3, (5000 / 3) ** 0.5, 3, 1 / 3, 1 / 3), "得最低分的过多"),
        ("2.1", (4, 0.5, 2, 0.0, 0.0), "得分差异很小，区分度低"),
        ("2.2", (4, 675**0.5, 2, 0.0, 0.75), "得满分的过多"),
    ],
)
def test_figures_and_remarks_worked_by_hand(node: str, figures: tuple[float, ...], remark: str) -> None:
    found = discrimination(EVALUATION, LIMITS).row(by_predicate=pl.col("node") == node)
    assert found[1:-1] == pytest.approx(figures, abs=1e-9)
    assert found[-1] == remark


def test_every_node_and_the_whole_tree_are_told() -> None:
    found = discrimination(EVALUATION, LIMITS)
    assert found["node"].to_list() == ["1", "1.1", "1.2", "2", "2.1", "2.2", "base"]


def test_a_node_that_nobody_has_a_score_at_is_told() -> None:
    evaluation = made(n11=[1, 2, 3], n12=[None] * 3, n21=[4, 3, 2], n22=[1, 2, 3])
    row = discrimination(evaluation, LIMITS).row(by_predicate=pl.col("node") == "1.2", named=True)
    assert row == {
        "node": "1.2", "firms": 0, "sd": None, "values": 0, "floor_share": None, "ceiling_share": None,
        "remark": "都没有得分",
    }  # fmt: skip


def test_the_order_of_firms_and_rows_changes_nothing() -> None:
    evaluation = drawn(missing=0.3)
    turned = replace(evaluation, scores=evaluation.scores.sample(fraction=1.0, shuffle=True, seed=3))
    before, after = coherence(evaluation, LIMITS), coherence(turned, LIMITS)
    for name in ("correlations", "reliability", "components", "importance", "discrimination"):
        assert getattr(before, name).equals(getattr(after, name)), name


def test_all_tables_have_their_shape_and_no_undefined_number() -> None:
    tables = coherence(drawn(missing=0.3), LIMITS)
    shapes = {
        "correlations": CORRELATIONS,
        "reliability": RELIABILITY,
        "components": COMPONENTS,
        "importance": IMPORTANCE,
        "discrimination": DISCRIMINATION,
    }
    for name, shape in shapes.items():
        table = getattr(tables, name)
        assert table.schema == shape
        assert table.select(pl.selectors.float().is_nan().any()).sum_horizontal().sum() == 0
