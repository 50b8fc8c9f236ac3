"""The invented market on the command line, and what its reports say of small numbers."""

from pathlib import Path

import polars as pl
import pytest

from ipscore.report_whitepaper import document_of
from ipscore.run_folder import Run
from ipscore_demo import small
from reports.whitepaper import Imprint
from tests.ipscore.conftest import Ipscore
from tests.support.documents import told

pytestmark = pytest.mark.xdist_group("small market")


def test_the_demonstration_prints_every_firm_with_its_interval(
    tmp_path: Path,
    ipscore: Ipscore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("publish_study", "write_all"):
        monkeypatch.setattr(small, name, lambda *_: None)
    printed = ipscore("demo", "--market", "small", "--out", tmp_path / "demo")
    assert printed.code == 0, printed.err
    assert "2.3.1 客户投诉处理解决情况" in printed.out
    assert "（件数少）" in printed.out
    assert printed.out.count("证券") == 72
    assert "没有公布的数字可以对照" in printed.out
    assert "不会覆盖" in ipscore("demo", "--market", "small", "--out", tmp_path / "demo" / "run").err
    assert "请加 --force" in ipscore("demo", "--market", "small", "--out", tmp_path / "demo").err
    assert "large" in ipscore("demo", "--market", "large", "--out", tmp_path / "other").err


def test_the_white_paper_tells_what_counts_are_worth(small_run: Run) -> None:
    items = told(document_of(small_run, None, Imprint(series="小市场", notice="虚构")))
    text = "\n".join(item for item in items if isinstance(item, str))
    rows = small_run.evaluation.ledger
    for node in ("2.3.1", "2.3.2"):
        number = rows.filter(parameter=f"{node}.small_numbers").height
        assert f"有{number}家公司件数少，得分的误差大" in text
        [cause] = rows.filter(parameter=f"{node}.shrinkage")["cause"].unique()
        assert f"得分{cause}。" in text
    assert "客户投诉处理解决情况和投诉多少由件数算出" in text
    assert "没有计入误差" in text
    assert "得分为各公司自身的办结率向行业水平收缩后的数" in text


def test_a_firm_reads_why_its_score_is_uncertain(
    small_run: Run,
    tmp_path: Path,
    ipscore: Ipscore,
) -> None:
    flagged = small_run.evaluation.ledger.filter(parameter="2.3.1.small_numbers").sort("firm_id")
    firm_id, cause = flagged.select("firm_id", "cause").row(0)
    page = tmp_path / "明细.html"
    assert ipscore("report", "firm", small_run.folder, firm_id, "--out", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert cause in text
    assert "计入抽样与计数误差，其他的指标没有区间" in text
    assert "由件数算出的指标（2.3.1、2.3.2）有 95% 区间" in text
    shown = ipscore("explain", small_run.folder, firm_id, "2.3.1").out
    assert cause.split("：")[0] in shown


def test_questions_that_rest_on_the_other_firms_are_answered_with_all_of_them(
    small_run: Run,
    ipscore: Ipscore,
) -> None:
    evaluation = small_run.evaluation
    late = evaluation.evidence_records.filter(pl.col("parameter") == "2.3.1.done").collect()
    record = late.row(0, named=True)
    printed = ipscore(
        "whatif",
        small_run.folder,
        "--drop",
        f"complaints:{record['record_id']}",
        "--records",
        small_run.folder.parent / "records",
    )
    assert printed.code == 0, printed.err
    assert "2.3.1" in printed.out
    same = ipscore("compare", small_run.folder, small_run.folder)
    assert same.code == 0, same.err
