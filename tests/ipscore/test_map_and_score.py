"""A proposed mapping, accepted as it is by removing its marks, makes records readable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.ipscore.conftest import Ipscore
from tests.ipscore.test_check_verdict import make_tidy
from tests.ipscore.test_map import CASES, change
from tests.reports.small import SMALL

pytest.importorskip("indicator_tree.mapping_file", reason="mappings are not read yet")

ONE_MEANING = [
    case for case in CASES if case["lines"] and "？" not in "".join(case["lines"]) and "both" not in case["name"]
]


@pytest.mark.parametrize("case", ONE_MEANING, ids=[case["name"] for case in ONE_MEANING])
def test_records_can_be_scored_once_the_marks_are_removed(
    records: Path, ipscore: Ipscore, case: dict[str, Any], tmp_path: Path
) -> None:
    make_tidy(records)
    change(records, case)
    assert ipscore("check", records, "-r", SMALL).code == 1
    assert ipscore("map", records, "-r", SMALL).code == 0
    target = records / "mapping.toml"
    text = target.read_text(encoding="utf-8")
    target.write_text(re.sub("(?m)^# ", "", text), encoding="utf-8")
    checked = ipscore("check", records, "-r", SMALL)
    assert checked.code == 0, checked.out + checked.err
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "run").code == 0
    assert ipscore("map", records, "-r", SMALL, "--out", tmp_path / "again.toml").code == 0
