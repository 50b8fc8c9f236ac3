"""What offices hand over is scored as the tidy table is, or refused with the cause."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ipscore.cli import run
from tests.data_sources.handed_over.making import MAKERS
from tests.data_sources.handed_over.market import market, write_market

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
EXPECTED = ("read", "refuse", "map", "doubt")
MOST = 0.8


def score(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, Path]:
    """Exit code, what was printed, and the run."""
    out = folder.parent / f"{folder.name}_run"
    capsys.readouterr()
    code = run(["score", str(folder), "-r", str(HERE / "rules.toml"), "--out", str(out), "--no-cache"])
    shown = capsys.readouterr()
    return code, shown.out + shown.err, out


def scores(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path / "scores.parquet").select("firm_id", "node", "score").sort("firm_id", "node")


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables break no word that a case looks for."""
    monkeypatch.setenv("COLUMNS", "240")


@pytest.fixture(scope="session")
def tidy_scores(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("tidy")
    out = folder / "run"
    assert (
        run(["score", str(write_market(folder / "records", market())), "-r", str(HERE / "rules.toml"), "-o", str(out)])
        == 0
    )
    return scores(out)


def handed_over(folder: Path, case: str) -> Path:
    """The records with one table handed over as the case says."""
    tables, maker = market(), MAKERS[case]
    own = tables.pop(maker.title)
    write_market(folder, tables)
    maker.make(folder, own)
    return folder


def expected(case: str, tidy: pl.DataFrame, folder: Path, capsys: pytest.CaptureFixture[str]) -> pl.DataFrame:
    """The scores of the tidy year, or those of the tidy table that says the same as the case's."""
    maker = MAKERS[case]
    if maker.tidy is None:
        return tidy
    tables = market()
    tables[maker.title] = maker.tidy(tables[maker.title])
    code, shown, out = score(write_market(folder, tables), capsys)
    assert code == 0, shown
    found = scores(out)
    assert not found.equals(tidy), "the case would not be noticed"
    return found


def test_every_case_has_a_maker_and_every_maker_a_case() -> None:
    assert [case["id"] for case in CASES] == list(dict.fromkeys(case["id"] for case in CASES))
    assert {case["id"] for case in CASES} == set(MAKERS)


def test_every_refusal_says_why_and_what_it_names() -> None:
    assert not [case["id"] for case in CASES if case["expect"] not in EXPECTED]
    assert not [
        case["id"] for case in CASES if case["expect"] == "refuse" and not (case.get("why") and case.get("says"))
    ]
    assert not [
        case["id"] for case in CASES if case["expect"] == "map" and not (case.get("mapping") and case.get("says"))
    ]


def test_most_of_what_a_person_would_expect_to_be_read_is_read() -> None:
    asked = [case for case in CASES if case["expect"] in {"read", "map"}]
    assert sum(case["expect"] == "read" for case in asked) >= MOST * len(asked)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case(
    case: dict[str, Any], tmp_path: Path, tidy_scores: pl.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = handed_over(tmp_path / "records", case["id"])
    code, shown, out = score(folder, capsys)
    missing = [word for word in case.get("says", ()) if word not in shown]
    assert not missing, f"does not say {missing}:\n{shown}"
    if case["expect"] in {"read", "doubt"}:
        assert code == 0, shown
    else:
        assert code == 1, f"expected to be refused:\n{shown}"
        assert "Traceback" not in shown
        assert not out.exists()
    if case["expect"] == "map":
        (folder / "mapping.toml").write_text(case["mapping"], encoding="utf-8")
        code, shown, out = score(folder, capsys)
        assert code == 0, shown
    if case["expect"] == "doubt":
        assert "数据存疑" in shown
    if case["expect"] in {"read", "map"}:
        right = expected(case["id"], tidy_scores, tmp_path / "tidy", capsys)
        assert_frame_equal(scores(out), right, check_exact=False, rel_tol=0, abs_tol=1e-9)
