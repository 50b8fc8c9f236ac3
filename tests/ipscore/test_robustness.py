"""A study of robustness within its run: written whole, seeded, checked, asked, reported."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import polars as pl
import pytest

from indicator_tree.periods import YEAR
from indicator_tree.units import FIRMS
from ipscore import robustness_files
from ipscore.atomic_folder import Place
from ipscore.cli import run as run_command
from ipscore.manifest import is_run
from ipscore.robustness_files import read_study
from ipscore.robustness_schemas import OPTIONAL, TABLES, file_name
from ipscore.run_folder import Run
from reports.datapackage.dictionary import Dictionary, columns_of
from reports.robustness import Study
from scoring.frames import TOTAL_NODES
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

_CITED = 'basis = "assumed"\nreference = { title = "小规则第9条" }\n'
STUDY = f"""
[robustness]
{_CITED}
draws = 40
seed = 7
interval = 0.9
realisations = 4
stable = 0.9
sobol = 4
[robustness.weights]
{_CITED}
kind = "perturbed"
spread = 0.25
[robustness.schemes]
{_CITED}
names = ["equal", "given"]
[[robustness.aggregation]]
{_CITED}
label = "逐级加权算术平均"
[[robustness.aggregation]]
{_CITED}
label = "总分取几何平均"
level = {{ "0" = "geometric" }}
[robustness.parameters]
{_CITED}
calibrated = 0.1
assumed = 0.25
[robustness.leave_one_out]
{_CITED}
vary = true
[robustness.coherence]
{_CITED}
sd = 1
floor_share = 0.2
ceiling_share = 0.5
correlation_low = 0.1
correlation_high = 0.9
alpha = 0.6
"""


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose rulebook says what to vary: to be read only."""
    folder = tmp_path_factory.mktemp("varied")
    rules = folder / "rules.toml"
    rules.write_text(SMALL.read_text(encoding="utf-8") + STUDY, encoding="utf-8")
    command = ["score", small_records.write(folder / "records"), "--rulebook", rules, "--out", folder / "run"]
    assert run_command([str(argument) for argument in command]) == 0
    return folder / "run"


@pytest.fixture
def studied(records: Path, varied: Path) -> Path:
    """That run, copied beside the records and `rules.toml`; not studied yet."""
    shutil.copy(varied.with_name("rules.toml"), records.parent)
    return shutil.copytree(varied, records.with_name("run"))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_study_lies_within_its_run_and_changes_nothing_else(studied: Path, records: Path, ipscore: Ipscore) -> None:
    before = (studied / "manifest.json").read_bytes()
    printed = ipscore("robustness", studied)
    assert printed.code == 0, printed.err
    for told in ("变动的假定", "抽取的结果", "位次区间最宽的公司", "先后次序成立的概率", "逐项替换的影响"):
        assert told in printed.out
    folder = studied / "robustness"
    tables = TABLES.keys() - set(OPTIONAL)
    assert sorted(_bytes(folder)) == sorted(["manifest.json", *map(file_name, tables)])
    assert not is_run(folder)
    assert (studied / "manifest.json").read_bytes() == before
    verified = ipscore("verify", studied, records)
    assert verified.code == 0, verified.out
    assert f"稳健性分析与其清单：{len(tables) + 1} 项都一致" in verified.out


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(studied: Path, ipscore: Ipscore) -> None:
    folder = studied / "robustness"
    assert ipscore("robustness", studied).code == 0
    first = _bytes(folder)
    assert ipscore("robustness", studied, "--force").code == 0
    assert _bytes(folder) == first
    assert ipscore("robustness", studied, "--force", "--seed", "8", "--draws", "30").code == 0
    other = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (other["settings"]["seed"], other["settings"]["draws"]) == (8, 30)
    assert read_study(Run.open(studied)).draws["draws"].sum() == 30
    assert _bytes(folder)["intervals.csv"] != first["intervals.csv"]


def test_a_study_that_is_there_is_told_and_only_replaced_by_force(
    studied: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ipscore("robustness", studied)
    monkeypatch.setattr("ipscore.robustness_publishing.study_robustness", None)  # computing would fail
    again = ipscore("robustness", studied)
    assert (again.code, again.out) == (0, first.out)
    other = ipscore("robustness", studied, "--seed", "8")
    assert other.code == 1
    assert "另一组设定" in other.err
    assert "--force" in other.err


def test_tables_come_back_as_they_were_and_can_be_asked(studied: Path, ipscore: Ipscore) -> None:
    assert ipscore("robustness", studied).code == 0
    found = read_study(Run.open(studied))
    assert {name: getattr(found, name).schema for name in TABLES} == TABLES
    assert found.importance.filter(parent="").height == 4  # all leaves: "" is no missing value
    printed = ipscore("sql", studied, "select node, count(*) as firms from robustness_intervals group by node")
    assert printed.code == 0, printed.err
    assert "total" in printed.out


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_in_the_dictionary(name: str) -> None:
    columns = TABLES[name].names()
    assert Dictionary.of(FIRMS, YEAR, TOTAL_NODES).undescribed(f"robustness_{name}", columns) == []
    assert set(columns_of(f"robustness_{name}")) <= set(columns)


def test_a_rulebook_that_says_nothing_of_robustness_is_told_what_to_add(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("robustness", run)
    assert printed.code == 1
    assert "没有 [robustness]" in printed.err
    assert "[robustness.weights]" in printed.err
    assert not (run / "robustness").exists()


@pytest.mark.parametrize("draws", ["300000000", "9" * 30])
def test_more_draws_than_memory_can_hold_are_refused_before_anything_is_computed(
    studied: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch, draws: str
) -> None:
    monkeypatch.setattr("ipscore.robustness_study.build_banks", None)  # computing would fail
    printed = ipscore("robustness", studied, "--draws", draws)
    assert printed.code == 1
    assert f"为 {int(draws):,}，约需内存" in printed.err
    assert "至多可为" in printed.err
    assert not (studied / "robustness").exists()


def test_a_lack_of_memory_is_told(studied: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ipscore.robustness_study.build_banks", exhausted)
    printed = ipscore("robustness", studied)
    assert printed.code == 1
    assert printed.err.startswith("错误：内存不足")
    assert not (studied / "robustness").exists()


def test_a_study_of_which_nothing_is_there_in_the_evaluation_is_refused(
    tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    rules = tmp_path / "rules.toml"
    head, _, _ = STUDY.partition("[robustness.weights]")
    survey = f"{head}[robustness.survey]\n{_CITED}vary = true\n"
    rules.write_text(SMALL.read_text(encoding="utf-8") + survey, encoding="utf-8")
    assert ipscore("score", records, "--rulebook", rules, "--out", tmp_path / "run").code == 0
    printed = ipscore("robustness", tmp_path / "run")
    assert printed.code == 1
    assert "没有一项可以变动" in printed.err


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_what_is_interrupted_leaves_the_run_as_it_was(
    studied: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stopped(_: Path) -> dict[str, str]:
        raise error

    before = sorted(path.name for path in studied.iterdir())
    monkeypatch.setattr(robustness_files, "fingerprints", stopped)
    with pytest.raises(error):
        robustness_files.write_study(Run.open(studied), _any_study(studied))
    assert sorted(path.name for path in studied.iterdir()) == before


def _any_study(run: Path) -> Study:
    opened = Run.open(run)
    assert opened.rulebook.robustness is not None
    empty = {name: types.to_frame() for name, types in TABLES.items()}
    return Study(opened.rulebook, opened.scheme, opened.rulebook.robustness, {}, (), **empty)


def test_what_a_killed_process_left_is_no_part_of_the_run(studied: Path, records: Path, ipscore: Ipscore) -> None:
    left = studied / ".robustness.partial-0"
    left.mkdir()
    (left / "draws.csv").write_text("", encoding="utf-8")
    left.with_name(f"{left.name}.lock").touch()
    assert ipscore("verify", studied, records).code == 0
    with Place(studied / "robustness", force=True).new_folder():
        assert not left.exists()


def test_a_study_that_was_changed_or_is_outdated_is_told(studied: Path, records: Path, ipscore: Ipscore) -> None:
    robustness_files.write_study(Run.open(studied), _any_study(studied))
    draws = studied / "robustness" / "draws.csv"
    draws.write_text(draws.read_text(encoding="utf-8") + ",1,1.0\n", encoding="utf-8")
    printed = ipscore("verify", studied, records)
    assert printed.code == 1
    assert "内容已变（SHA-256 不同）" in printed.out
    manifest = studied / "robustness" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["run"][0]["sha256"] = "0"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    name = content["run"][0]["name"]
    assert f"{name} 已不是当时的内容" in ipscore("verify", studied, records).out
    for command in (("robustness", studied), ("whitepaper", studied), ("firm", studied, "甲证券")):
        printed = ipscore("report", *command, "--out", studied.parent / "out.html")
        assert printed.code == 1
        assert f"不是由这次运行的结果算出的（{name} 已不同）" in printed.err


@pytest.mark.parametrize("change", ["edit", "delete"])
def test_a_table_that_was_edited_is_noticed_by_all_that_read_the_study(
    studied: Path, ipscore: Ipscore, change: str
) -> None:
    robustness_files.write_study(Run.open(studied), _any_study(studied))
    table = studied / "robustness" / "intervals.csv"
    if change == "edit":
        table.write_bytes(table.read_bytes() + b"1,A,total,9,1,9,9,9,1,1,1\n")
    else:
        table.unlink()
    out = studied.parent / "out.html"
    reports = [("report", kind, studied, "--out", out) for kind in ("robustness", "whitepaper")]
    for command in (*reports, ("report", "firm", studied, "甲证券", "--out", out), ("robustness", studied)):
        printed = ipscore(*command)
        assert printed.code == 1
        assert "robustness 中的 intervals.csv 已被改动或删除" in printed.err
        assert "--force" in printed.err
        assert not out.exists()


@pytest.mark.parametrize("text", ["", "{}", '{"format": "ipscore-robustness/2", "settings": {}}'])
def test_a_damaged_study_is_told(studied: Path, ipscore: Ipscore, text: str) -> None:
    robustness_files.write_study(Run.open(studied), _any_study(studied))
    (studied / "robustness" / "manifest.json").write_text(text, encoding="utf-8")
    printed = ipscore("report", "robustness", studied, "--out", studied.parent / "out.html")
    assert printed.code == 1
    assert "robustness 已损坏" in printed.err


def test_scoring_anew_leaves_no_study_of_the_former_run(studied: Path, records: Path, ipscore: Ipscore) -> None:
    robustness_files.write_study(Run.open(studied), _any_study(studied))
    rules = studied.parent / "rules.toml"
    assert ipscore("score", records, "--rulebook", rules, "--out", studied, "--force").code == 0
    assert not (studied / "robustness").exists()


def test_the_report_needs_a_study_and_then_names_all_firms(studied: Path, ipscore: Ipscore) -> None:
    out = studied.parent / "稳健性.docx"
    printed = ipscore("report", "robustness", studied, "--out", out)
    assert printed.code == 1
    assert f"请先运行 ipscore robustness {studied}" in printed.err
    assert ipscore("robustness", studied).code == 0
    printed = ipscore("report", "robustness", studied, "--out", out)
    assert printed.code == 0, printed.err
    cells = {cell.text for table in docx.Document(str(out)).tables for cell in table._cells}
    assert all(name in cells for name in pl.read_parquet(studied / "firms.parquet").filter(status="evaluated")["firm"])
    assert "--force" in ipscore("report", "robustness", studied, "--out", out).err
    unknown = ipscore("report", "robustness", studied, "--out", out, "--force", "--reference", "whitepaper_1917")
    assert unknown.code == 1
    assert "whitepaper_1917" in unknown.err
