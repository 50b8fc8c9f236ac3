from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from ipscore import robustness_publishing
from ipscore_demo import year_2017
from tests.ipscore.conftest import Ipscore
from tests.support.demonstration import SHORT


def test_the_demonstration_gives_the_published_figures_and_fails_if_one_does_not(
    tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = robustness_publishing.settings_of
    monkeypatch.setattr(robustness_publishing, "settings_of", lambda *asked: settings(*asked).model_copy(update=SHORT))
    out = tmp_path / "demo"
    printed = ipscore("demo", "--out", out)
    assert printed.code == 0, printed.out
    assert printed.out.endswith("应再现的公布数字全部再现。\n")
    assert "不一致" not in printed.out
    assert sorted(path.name for path in out.iterdir()) == ["records", "reports", "run", "说明.txt"]
    written = sorted(path.name.replace(_middle_firm(out / "run"), "公司") for path in (out / "reports").iterdir())
    assert written == [
        *("工作簿.xlsx", "白皮书.docx", "白皮书.html", "白皮书.pdf"),
        "稳健性.docx",
        *("评价明细_公司.html", "评价明细_公司.pdf", "评价明细_公司.xlsx"),
    ]

    reconciled = ipscore("reconcile", out / "run", year_2017.PUBLISHED, "--records", out / "records")
    assert reconciled.code == 0
    assert "合计         39   35/39    +0.36   34/39    -1.23       39/39     0.00   published" in reconciled.out
    assert "参评公司：本次 101 家，公布 101 家" in reconciled.out
    assert "记录数：101 个公布数字中 96 个一致" in reconciled.out
    classes = [line.split() for line in reconciled.out.split("公布的各类说法")[1].splitlines() if line]
    assert ["较上年度的变化", "13", "9", "4", "0", "0"] in classes  # those of level 1 differ by the weights

    figures = json.loads(
        ipscore("reconcile", out / "run", year_2017.PUBLISHED, "--records", out / "records", "--format", "json").out
    )["figures"]
    changes = [row["verdict"] for row in figures if (row["kind"], row["scheme"]) == ("change", "published")]
    assert changes == ["match"] * 13

    assert "请加 --force" in ipscore("demo", "--out", out).err
    assert "不会覆盖" in ipscore("demo", "--out", out / "records", "--force").err

    published = year_2017.load_published("whitepaper_2017")
    node = published.node | {"1.1.1": published.node["1.1.1"].model_copy(update={"mean": 94.72})}
    changed = published.model_copy(update={"node": node})
    monkeypatch.setattr(year_2017, "load_published", lambda _: changed)
    monkeypatch.setattr(year_2017, "write_records", _copy_of(out / "records"))
    monkeypatch.setattr(year_2017, "publish_study", lambda *_: None)
    monkeypatch.setattr(year_2017, "write_reports", lambda *_: None)
    failed = ipscore("demo", "--out", tmp_path / "failed")
    assert failed.code == 1
    assert "1.1.1 预警次数及属性：均分 94.71，应为 94.72（equal、flat、published）" in failed.out


def _middle_firm(run: Path) -> str:
    scores = pl.read_parquet(run / "scores.parquet").filter(node="total").sort("rank", "firm_id")
    return str(scores["firm"][scores.height // 2])


def _copy_of(records: Path) -> object:
    def copy(folder: Path, **_: object) -> None:
        for path in records.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())

    return copy
