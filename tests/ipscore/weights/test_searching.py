"""`ipscore weights target` and `ipscore weights doubt` on a run."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from indicator_tree import load_rulebook
from scoring.benefit_of_doubt import DOUBT
from tests.ipscore.conftest import Ipscore


def test_every_firm_with_its_best_weights(small_run: Path, ipscore: Ipscore) -> None:
    table = ipscore("weights", "doubt", small_run)
    assert table.code == 0, table.err
    assert "1 预警" not in table.out
    assert "1 安全；2 偿付" in table.out
    rows = pl.read_csv(io.StringIO(ipscore("weights", "doubt", small_run, "-f", "csv").out), schema=DOUBT)
    assert rows["doubt"].max() == pytest.approx(1)
    assert rows.to_dicts() == json.loads(ipscore("weights", "doubt", small_run, "-f", "json").out)


def test_bounds_of_shares_that_leave_nothing_are_told(small_run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("weights", "doubt", small_run, "--share-low", "0.6")
    assert printed.code == 1
    assert "占比的下限应在 0 与 1/2 之间" in printed.err


def test_weights_that_meet_the_nominal_importance(small_run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "target.toml"
    printed = ipscore("weights", "target", small_run, "--node", "total", "--importance", "r2")
    assert printed.code == 0, printed.err
    assert "名义权重与实际影响" in printed.out
    lost = ipscore("weights", "target", small_run, "--node", "total", "-o", out)
    assert lost.code == 1  # the small rulebook lies in no library: its own file is not known any more
    assert "找不到规则文件 small" in lost.err
    given = ipscore("weights", "target", small_run, "--node", "total", "-r", "2017", "-o", out)
    assert given.code == 1
    assert "不是这次运行的规则" in given.err


def test_the_weights_become_a_rulebook(small_run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    from tests.reports.small import SMALL  # noqa: PLC0415  (beside its use)

    out = tmp_path / "target.toml"
    asked = ("weights", "target", small_run, "--node", "total", "--importance", "r2", "-r", SMALL, "-o", out)
    assert ipscore(*asked).code == 0
    scheme = load_rulebook(out).weights["target"]
    assert scheme.basis == "derived"
    rows = json.loads(ipscore(*asked[:-2], "-f", "json").out)
    assert {row["node"]: row["weight"] for row in rows} == {code: scheme.weight[code] for code in ("1", "2")}
