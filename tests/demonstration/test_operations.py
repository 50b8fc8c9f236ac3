from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from indicator_tree.published.operations import PilotFigures, load_pilot
from ipscore.errors import NotARunError, TargetError
from ipscore.ops_run import OperationsRun
from ipscore.ops_score import score_readings
from ipscore.ops_tables import CSV, PARQUET
from ipscore.ops_verify import verify_operations
from ipscore_demo import operations
from ipscore_demo.detection import detect
from ipscore_demo.operations import demonstrate_operations, period_of
from ipscore_demo.pilot import SCHEMA
from reports.effect_comparison import compare_effects
from reports.effect_comparison_tables import effect_failures, effect_tables

pytestmark = pytest.mark.xdist_group("operations demonstration")

RECALL, FALSE_ALARMS = 0.95, 0.01
KEYS = {"firm_id", "indicator", "system", "month", "date", "node"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("operations") / "demo"
    found = demonstrate_operations(folder)
    assert found.failures == ()
    assert found.verdict == "应再现的公布数字全部再现。"
    titles = [table if isinstance(table, str) else table.title for table in found.tables]
    assert any("44 个数字中 44 个一致" in title for title in titles)
    return folder


@pytest.fixture(scope="module")
def run(demo: Path) -> OperationsRun:
    return OperationsRun.open(demo / "run")


@pytest.fixture(scope="module")
def figures() -> PilotFigures:
    return load_pilot()


def test_a_run_is_whole_and_tells_what_was_read(demo: Path, run: OperationsRun) -> None:
    assert sorted(path.name for path in demo.iterdir()) == ["readings", "run", "放入的异常.csv", "说明.txt"]
    assert set(run.table_names) >= set(PARQUET) | set(CSV) | {"quarantine_readings"}
    assert run.changed_files() == ()
    for entry in run.manifest["inputs"]:
        assert entry["read"] == entry["used"] + entry["rejected"] + entry["excluded"]
    used = sum(entry["used"] for entry in run.manifest["inputs"] if entry["source"] == "readings")
    assert run.table("readings").height == used > 200_000
    assert "虚构" in run.tables.notice
    text = (run.folder / "manifest.json").read_text(encoding="utf-8")
    assert str(demo) not in text


def test_tables_come_back_as_they_were_written(run: OperationsRun) -> None:
    for name, schema in (PARQUET | CSV).items():
        assert run.table(name).schema == schema, name
        assert run.table(name).height > 0, name
        assert (
            not run.table(name).select(pl.any_horizontal(pl.col(sorted(set(schema) & KEYS)).is_null().any())).item()
        ), name


def test_a_run_computed_anew_is_the_same_to_the_byte(demo: Path, run: OperationsRun) -> None:
    assert verify_operations(run, demo / "readings").same


def test_the_order_of_rows_and_files_changes_nothing(tmp_path: Path, demo: Path, run: OperationsRun) -> None:
    shutil.copytree(demo / "readings", tmp_path / "readings")
    path = tmp_path / "readings" / "readings.parquet"
    rows = pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=7)
    rows[: rows.height // 2].write_parquet(path)
    rows[rows.height // 2 :].write_parquet(path.with_name("运营指标读数_其余.parquet"))
    again = score_readings(tmp_path / "readings", tmp_path / "run", period=run.period)
    for name in (*PARQUET, *CSV):
        assert_frame_equal(again.table(name), run.table(name))


def test_a_changed_file_is_named(tmp_path: Path, run: OperationsRun) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(run.folder, copy)
    (copy / "effects.csv").write_bytes((copy / "effects.csv").read_bytes().replace(b"-1.0", b"-0.9"))
    (copy / "tally.csv").unlink()
    (copy / "more.txt").touch()
    assert OperationsRun.open(copy).changed_files() == ("effects.csv", "more.txt", "tally.csv")
    with pytest.raises(NotARunError, match=r"tally\.csv"):
        OperationsRun.open(copy).table("tally")


def test_planted_anomalies_are_found_and_sound_readings_are_left_alone(demo: Path, run: OperationsRun) -> None:
    planted = pl.read_csv(demo / "放入的异常.csv", schema_overrides=SCHEMA).with_columns(pl.col("system").fill_null(""))
    found = detect(planted, run.table("alerts"), run.table("checks"), run.table("readings"))
    assert found.planted > 500
    assert found.recall is not None
    assert found.recall >= RECALL
    assert found.false_alarm_rate is not None
    assert found.false_alarm_rate < FALSE_ALARMS
    assert found.by_kind["recall"].min() > 0.8


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("account", 0, "last"), 37293, "15位证件号码的客户账户：本次 181,171 → 37,292"),
        (("account", 7, "first"), 1602, "关键信息比对不一致：本次 1,601 → 0"),
        (("efficiency", 3, "change"), -0.4748, "股票期权系统清算效率"),
        (("change", 0, "change"), -0.7025, "红冲蓝补笔数"),
        (("clearing", 0, "values"), (5.3649e-4,), "法人清算系统 2019-01：本次 5.3649"),
    ],
)
def test_a_figure_that_does_not_come_out_is_told(
    run: OperationsRun, figures: PilotFigures, path: tuple[str, int, str], value: object, told: str
) -> None:
    group, place, field = path
    rows = list(getattr(figures, group))
    rows[place] = rows[place].model_copy(update={field: value})
    failures = effect_failures(compare_effects(run.tables, figures.model_copy(update={group: tuple(rows)})))
    assert len(failures) == 1
    assert told in failures[0]


def test_a_count_that_does_not_come_out_is_told(run: OperationsRun, figures: PilotFigures) -> None:
    count = figures.count | {"best_firms": figures.count["best_firms"].model_copy(update={"value": 6})}
    failures = effect_failures(compare_effects(run.tables, figures.model_copy(update={"count": count})))
    assert failures == ["账户指标中至少一项最优的试点公司：本次 5 家，公布 6 家"]


@pytest.mark.parametrize(
    ("about", "computed"),
    [
        ("最优变化的公式", "-79.42%；照印出的公式为 +385.82%，另有 2 项末值为 0 无法计算"),
        ("股票期权柜台清算效率的最优变化", "-47.47%，即每笔耗时为起始月的 52.53%"),
        ("指标个数", "78 个（12+13+5+33+15）"),
        ("报送月数", "14 个月"),
        ("图1、图2 的单位", "5.3649 秒/万笔"),
        ("图3 的概括", "4 个系统中 3 个超过 50%"),
        ("“优化最明显的指标有4项”", "普通柜台清算效率 -70.95%、普通A股柜台红冲蓝补笔数 -70.24%"),
        ("图9 的概括", "12 项中 6 项超过 80%"),
        ("股票期权柜台的整体与最优", "整体 -56.81%（2019-01 至 2019-11），最优一家 -47.47%"),
    ],
)
def test_every_contradiction_is_named_beside_what_was_computed(
    run: OperationsRun, figures: PilotFigures, about: str, computed: str
) -> None:
    rows = {row.about: row for row in compare_effects(run.tables, figures).contradictions}
    assert len(rows) == len(figures.contradiction) == 9
    assert computed in rows[about].computed
    printed = effect_tables(compare_effects(run.tables, figures))[-1].rows
    assert [row[0] for row in printed] == [each.about for each in figures.contradiction]


def test_a_demonstration_replaces_nothing_but_itself(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TargetError, match="--force"):
        demonstrate_operations(demo)
    (tmp_path / "mine.txt").touch()
    (tmp_path / "run").mkdir()
    with pytest.raises(TargetError, match="不会覆盖"):
        demonstrate_operations(tmp_path, force=True)
    monkeypatch.setattr(operations, "rebuild_pilot", _stop)
    with pytest.raises(InterruptedError):
        demonstrate_operations(demo, force=True)
    assert OperationsRun.open(demo / "run").changed_files() == ()


def _stop(*_: object) -> None:
    raise InterruptedError


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotARunError, match="没有文件夹"):
        OperationsRun.open(tmp_path / "nowhere")
    with pytest.raises(NotARunError, match="不是运营指标的运行文件夹"):
        OperationsRun.open(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": "ipscore-operations/1"}', encoding="utf-8")
    with pytest.raises(NotARunError, match="没有列出各文件"):
        OperationsRun.open(tmp_path)


def test_a_failed_run_leaves_nothing(tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipscore.ops_score.monitor", _stop)
    with pytest.raises(InterruptedError):
        score_readings(demo / "readings", tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_a_run(demo: Path) -> None:
    with pytest.raises(TargetError, match="写入会破坏那次运行"):
        score_readings(demo / "readings", demo / "run" / "another")


def test_the_period_is_that_of_the_pilot(figures: PilotFigures) -> None:
    first, last = period_of(figures)
    assert (first.isoformat(), last.isoformat()) == ("2018-07-01", "2019-08-31")
