from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit


def test_a_sound_run_is_confirmed(run: Path, records: Path, ipscore: Ipscore) -> None:
    printed = ipscore("verify", run, records)
    assert printed.code == 0, printed.err
    assert "数据文件与清单：6 个文件都一致" in printed.out
    assert printed.out.endswith("结论：一致\n")
    assert "不一致" not in printed.out


def test_a_changed_record_is_told_with_the_scores_that_change(run: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "YJ3,老甲证券,2017-07-01,提示关注", "YJ3,老甲证券,2017-07-01,一般预警")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "数据文件与清单：6 个文件中 1 个不一致" in printed.out
    assert "内容已变（SHA-256 不同）" in printed.out
    assert "firm_id=91990000MA000001X3，node=base：score" in printed.out
    assert printed.out.endswith("结论：不一致\n")


def test_a_changed_score_is_told(run: Path, records: Path, ipscore: Ipscore) -> None:
    path = run / "scores.parquet"
    pl.read_parquet(path).with_columns(pl.col("score") + 1).write_parquet(path)
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "运行文件与清单：19 个文件中 1 个不一致" in printed.out
    assert "…共 26 行" in printed.out


def test_a_changed_register_is_told(run: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "证券公司名录", "老甲证券", "老甲证券、更老的甲证券")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "firm_id=91990000MA000001X3：former_names 老甲证券 → 老甲证券、更老的甲证券" in printed.out


def test_other_versions_are_told_but_are_no_difference(run: Path, records: Path, ipscore: Ipscore) -> None:
    manifest = run / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(f'"polars": "{pl.__version__}"', '"polars": "0.0.1"'), encoding="utf-8")
    printed = ipscore("verify", run, records)
    assert printed.code == 0
    assert f"版本与运行时不同：polars 0.0.1 → {pl.__version__}" in printed.out


def test_files_that_went_or_came_are_told(run: Path, records: Path, ipscore: Ipscore) -> None:
    (run / "quarantine" / "complaints.csv").unlink()
    (run / "quarantine" / "other.csv").write_text("a\n", encoding="utf-8")
    (records / "社会责任项目.csv").rename(records / "social_projects.csv")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    for told in ("文件不在了", "清单里没有这个文件", "运行中没有这张表", "重新计算没有这张表"):
        assert told in printed.out


def test_a_record_whose_content_was_changed_is_told_with_its_number(run: Path, records: Path, ipscore: Ipscore) -> None:
    path = run / "records" / "fund_warnings.parquet"
    table = pl.read_parquet(path)
    assert table.columns[-3:] == ["_file", "_sheet", "_row"]
    table.with_columns(level=pl.lit("改过")).write_parquet(path)
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "record_id=YJ1，firm_id=91990000MA000001X3：level 改过 → 提示关注" in printed.out
