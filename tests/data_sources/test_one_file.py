"""One file that holds one source, whatever its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data_sources.one_file import read_file, read_standing
from tests.data_sources.support import BY_NAME, HUAXIA, REGISTER

if TYPE_CHECKING:
    from pathlib import Path

RATIOS = """公司,指标名称,分子,分母,截止日期
华夏证券,资本杠杆率,12,100,2017-12-31

华夏证券,流动性覆盖率,150,100,2017-12-31
华夏证券,资本杠杆率,13,100,2017-12-31
"""


@pytest.mark.parametrize("registered", [False, True])
def test_a_source_without_own_numbers_is_numbered_by_place(tmp_path: Path, registered: bool) -> None:
    (tmp_path / "导出.csv").write_text(RATIOS, encoding="utf-8")
    (tmp_path / "firm_register.csv").write_text(REGISTER, encoding="utf-8")
    standing = read_standing(tmp_path) if registered else None
    found = read_file(tmp_path / "导出.csv", BY_NAME["annual_ratios"], standing)
    rows = found.gathering.records().collect().select("record_id", "firm_id", "ratio").rows()
    assert rows == [("导出.csv#4", HUAXIA if registered else "华夏证券", "流动性覆盖率")]
    assert [(batch.read, batch.rejected) for batch in found.gathering.batches] == [(3, 2)]
