from __future__ import annotations

from reports.naming import named


def test_a_code_is_told_where_it_is_not_the_name() -> None:
    assert named("债券融资部", "BM02") == "债券融资部（BM02）"
    assert named("清算岗", "清算岗") == "清算岗"
