"""The change from last year where the rulebook aggregates otherwise than by arithmetic means."""

from __future__ import annotations

import pytest

from indicator_tree.aggregation import Aggregation
from reports.document import Exhibit, Figure
from reports.firm import Firm, Industry
from reports.firm.change import change_blocks
from reports.firm.sheets.change import change_sheet
from scoring import score_evidence
from scoring.reducing import reduce_records
from tests.reports.small import FIRMS, A, evaluation, rulebook, tables


def aggregated(method: str) -> Firm:
    """甲 now aggregated by a method, last year by arithmetic means; the records are the same."""
    rules = Aggregation.model_validate(
        {"level": {"1": method}, "basis": "assumed", "reference": {"title": "小规则第20条"}}
    )
    book = rulebook().model_copy(update={"aggregation": rules})
    now = score_evidence(FIRMS, reduce_records(tables(), book), book)
    return Industry(now, evaluation(), "2016年度").of(A)


def test_the_method_is_a_line_of_tables_chart_and_sheet() -> None:
    """预警 94, 投诉办结 90: the least instead of the mean of both takes 2 points of 安全; of the total, half that; 偿付
    50 and 100: 25 and 12.5.
    """
    firm = aggregated("least")
    blocks = list(change_blocks(firm))
    nodes = next(block.table for block in blocks if isinstance(block, Exhibit) and block.key == "change-nodes")
    (line,) = [line for line in nodes.rows if line[1] == "合成方法"]
    assert line == ("", "合成方法", "—", "—", "—", "—", "—", "-13.50")
    assert nodes.rows[-1][-1] == "-13.50"
    assert any(note.startswith("合成方法：") for note in nodes.notes)
    (chart,) = [block for block in blocks if isinstance(block, Figure)]
    assert "合成方法 -13.50" in chart.alt
    (row,) = [row for row in change_sheet(firm).rows if row[1] == "合成方法"]
    assert row[:3] == ("base", "合成方法", "")
    assert row[-1] == pytest.approx(-13.5)


def test_arithmetic_means_have_no_such_line() -> None:
    nodes = [block.table for block in change_blocks(aggregated("arithmetic")) if isinstance(block, Exhibit)]
    assert "合成方法" not in [row[1] for row in nodes[0].rows]
