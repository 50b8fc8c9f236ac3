"""The verdict depends on no engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ipscore.engines import engine_of
from scoring.verdict import examine
from tests.ipscore.test_check_verdict import CITED, subject

DOUBTFUL = {
    "limits": {"reporting_share": 0.66, "reporting_records": 5},
    "edits": [["社会责任项目", "XM3,甲证券,公益扶贫,捐赠,1,0.1", "XM3,甲证券,公益扶贫,捐赠,1,4460483"]],
    "ranges": {
        "social_projects": {"amount": {"high": 100}, "cases": {"low": 2}},
        "annual_ratios": {"leverage": CITED | {"column": "numerator", "over": "denominator", "high": 2}},
        "complaints": {"closed_on": {"days_after_period": 0, "not_before": "2017-06-02"}},
        "firm_register": {"established_on": {"not_before": "2000-06-01"}},
    },
}


def test_duckdb_finds_what_polars_finds(tmp_path: Path) -> None:
    expected = examine(subject(tmp_path / "records", DOUBTFUL))
    assert sum(each.code == "implausible" for each in expected) == 5
    with engine_of("duckdb") as engine:
        assert examine(replace(subject(tmp_path / "again", DOUBTFUL), engine=engine)) == expected
