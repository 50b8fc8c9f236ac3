"""Ours and the rivals find the same, bad rows and all."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import pytest

from benchmarks.agreement import DisagreementError, insist_on_agreement
from benchmarks.generators import ALL, write
from benchmarks.rivals import Fates
from benchmarks.scans import scan_duckdb, scan_polars
from benchmarks.worker import OURS, RIVALS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 20_000


@dataclass(frozen=True)
class Found:
    """The records of a kind, and what ours made of them."""

    folder: Path
    result: Path
    fates: Fates


@pytest.fixture(scope="module", params=ALL)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp(request.param)
    write(request.param, folder / "records", ROWS)
    evidence = folder / "ours.parquet"
    fates = importlib.import_module(f"benchmarks.rivals.{request.param}_{OURS}").reduce(folder / "records", evidence)
    return Found(folder / "records", _told(evidence, fates), fates)


def _told(evidence: Path, fates: Fates) -> Path:
    evidence.with_suffix(".json").write_text(json.dumps(fates._asdict()), encoding="utf-8")
    return evidence


@pytest.mark.parametrize("rival", RIVALS)
def test_a_rival_finds_what_ours_finds(found: Found, rival: str, request: pytest.FixtureRequest) -> None:
    for needed in {"pandas": ("pandas", "pyarrow")}.get(rival, (rival,)):
        pytest.importorskip(needed, reason=f"{needed} is not installed (optional dependencies `bench`)")
    kind = request.node.callspec.params["found"]
    evidence = found.result.with_name(f"{rival}.parquet")
    fates = importlib.import_module(f"benchmarks.rivals.{kind}_{rival}").reduce(found.folder, evidence)
    insist_on_agreement({"ours": found.result, rival: _told(evidence, fates)})


def test_there_are_rows_of_every_fate(found: Found, request: pytest.FixtureRequest) -> None:
    assert found.fates.read == found.fates.used + found.fates.rejected + found.fates.excluded
    if request.node.callspec.params["found"] != "accounts":
        assert min(found.fates) > 0


def test_bare_scans_see_the_same_columns(found: Found) -> None:
    pytest.importorskip("duckdb", reason="duckdb is not installed (optional dependencies `bench`)")
    assert scan_polars(found.folder) == scan_duckdb(found.folder)


def _result(path: Path, quantity: float, used: int = 9) -> Path:
    rows = {"firm_id": ["A"], "parameter": ["p"], "cause": [""], "quantity": [quantity]}
    pl.DataFrame(rows).write_parquet(path.with_suffix(".parquet"))
    return _told(path, Fates(10, used, 10 - used, 0))


def test_another_count_is_told(tmp_path: Path) -> None:
    results = {"one": _result(tmp_path / "one", 5), "two": _result(tmp_path / "two", 6)}
    with pytest.raises(DisagreementError, match="one and two disagree"):
        insist_on_agreement(results)


def test_another_number_of_rejected_rows_is_told(tmp_path: Path) -> None:
    results = {"one": _result(tmp_path / "one", 5), "two": _result(tmp_path / "two", 5, used=8)}
    with pytest.raises(DisagreementError, match="'used': 8"):
        insist_on_agreement(results)
