"""What the published figures of 2016 and 2017 say about weights, and what `weights recover` says when it cannot say."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from indicator_tree import load_rulebook
from indicator_tree.published import LIBRARY, load_published
from ipscore.weights_recovery import recover_weights
from scoring.recovery import WEIGHT_BANDS, Year, recover, weight_bands
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

BOTH = ("whitepaper_2017", "whitepaper_2016")
LEVEL_2 = {
    "1": (0.40, 0.40, 0.20),
    "2": (0.25, 0.55, 0.20),
    "3": (0.30, 0.35, 0.35),
    "4": (0.53, 0.47),
}


@pytest.fixture(scope="module")
def both() -> pl.DataFrame:
    return recover_weights(BOTH, at_least=0, width=0.02).bands


def of(bands: pl.DataFrame, parent: str) -> pl.DataFrame:
    return bands.filter(pl.col("parent") == parent, pl.col("node") != "bonus")


@pytest.mark.parametrize(("parent", "weights"), LEVEL_2.items())
def test_the_level_2_weights_of_the_rulebook_reproduce_the_published_means(
    both: pl.DataFrame, parent: str, weights: tuple[float, ...]
) -> None:
    rows = of(both, parent)
    assert all(low <= weight <= high for weight, low, high in zip(weights, rows["low"], rows["high"], strict=True))
    found = recover_weights(["whitepaper_2017"], [parent], at_least=0, width=0.02).nodes
    assert (found[0].problem.equations[0].rows @ list(weights)).min() >= 0


@pytest.mark.parametrize(("parent", "determined"), [("", False), ("1", False), ("2", False), ("3", False), ("4", True)])
def test_the_figures_determine_the_weights_of_solvency_alone(both: pl.DataFrame, parent: str, determined: bool) -> None:
    assert of(both, parent)["determined"].to_list() == [determined] * of(both, parent).height


@pytest.mark.parametrize("parent", ["2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "4.2"])
def test_equal_weights_reproduce_the_means_of_level_2(both: pl.DataFrame, parent: str) -> None:
    rows = of(both, parent)
    assert rows["closest"].to_list() == pytest.approx(rows["equal"].to_list(), abs=1e-9)


@pytest.mark.parametrize("parent", ["1", "2", "3", "4"])
def test_equal_weights_do_not_reproduce_the_means_of_level_1(both: pl.DataFrame, parent: str) -> None:
    rows = of(both, parent)
    assert rows["closest"].to_list() != pytest.approx(rows["equal"].to_list(), abs=1e-3)


def test_both_years_together_give_the_level_1_weights_closest_to_equal_and_a_bonus_near_a_tenth(
    both: pl.DataFrame,
) -> None:
    assert of(both, "")["closest"].to_list() == pytest.approx([0.3219, 0.2252, 0.3051, 0.1478], abs=1e-4)
    (bonus,) = both.filter(pl.col("node") == "bonus").rows(named=True)
    assert bonus["years"] == "2017"
    assert bonus["closest"] == pytest.approx(0.1037, abs=1e-4)
    assert (bonus["low"], bonus["high"]) == pytest.approx((0, 1.9306), abs=1e-4)


def test_one_year_alone_leaves_level_1_at_equal_weights_and_the_bonus_anywhere_up_to_its_cap() -> None:
    bands = recover_weights(["whitepaper_2017"], ["total"], at_least=0, width=0.02).bands
    assert of(bands, "")["closest"].to_list() == pytest.approx([0.25] * 4)
    assert bands.filter(pl.col("node") == "bonus").select("low", "high").row(0) == pytest.approx((0, 2))


def test_a_mean_bonus_of_1_74_needs_weights_that_leave_out_an_indicator() -> None:
    years = []
    for name, bonus in zip(BOTH, [(1.74, 1.74), (0.0, 0.0)], strict=True):
        figures = load_published(name)
        children = load_rulebook(figures.rulebook).children[None]
        means = {node: figures.rounded_from(node) for node in (*children, "total")}
        years.append(Year(figures.year, {"": children}, means, bonus, cap=bonus[1]))
    bands = of(weight_bands(recover(years), {}, 0.02), "")
    assert bands["closest"].to_list() == pytest.approx([0.0612, 0, 0.7044, 0.2344], abs=1e-4)


def test_the_command_says_which_weights_are_determined(ipscore: Ipscore) -> None:
    printed = ipscore("weights", "recover", *BOTH, "--nodes", "total、投资者受偿权保护状况")
    assert printed.code == 0, printed.err
    assert (
        "  总分（2016、2017）：都不能确定：1、2、3、4；等权不符合；2017 年度平均加分可为 0.00 至 1.93 分" in printed.out
    )
    assert "  4 投资者受偿权保护状况（2016、2017）：确定 4.1、4.2 的权重；等权不符合" in printed.out
    wide = ipscore("weights", "recover", "whitepaper_2017", "--nodes", "4,1.1", "--width", "0.001")
    assert "  4 投资者受偿权保护状况：都不能确定：4.1、4.2；等权不符合" in wide.out
    assert "  1.1：只有一个下级指标" in wide.out


def test_the_bands_come_as_csv_and_json(ipscore: Ipscore) -> None:
    asked = ("weights", "recover", "whitepaper_2017", "--nodes", "4", "--at-least", "0.1")
    records = json.loads(ipscore(*asked, "--format", "json").out)
    assert [(row["node"], row["equal"], row["determined"]) for row in records] == [
        ("4.1", 0.5, True),
        ("4.2", 0.5, True),
    ]
    printed = io.StringIO(ipscore(*asked, "--format", "csv").out)
    assert pl.read_csv(printed, schema=WEIGHT_BANDS).to_dicts() == records


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    text = (LIBRARY / "whitepaper_2017.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "公布数字.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_figures_that_no_weights_explain_are_told_with_what_they_miss_each_other_by(
    ipscore: Ipscore, tmp_path: Path
) -> None:
    wrong = changed(tmp_path, ('[node."4"]\nmean = 76.92', '[node."4"]\nmean = 78.99'))
    printed = ipscore("weights", "recover", wrong, "--nodes", "4")
    assert printed.code == 0
    assert "2017 年度相互矛盾：公布均分不能由任何权重得出；上级均分至少要各放宽 0.81 分才能相容" in printed.out
    joint = changed(tmp_path, ('[node."4"]\nmean = 76.92', '[node."4"]\nmean = 76.02'))
    printed = ipscore("weights", "recover", joint, "whitepaper_2016", "--nodes", "4")
    assert "2016、2017 年度相互矛盾：这几年的公布均分不能由同一组权重得出" in printed.out


@pytest.mark.parametrize(
    ("changes", "asked", "said"),
    [
        ((), ("--nodes", "9.9"), "没有指标 9.9"),
        ((), ("--nodes", "1.1.1"), "指标 1.1.1 没有下级指标"),
        ((), ("--at-least", "0.3"), "最低权重应在 0 与 0.25 之间（同级最多 4 个指标），实为 0.3"),
        ((), ("whitepaper_2017",), "2017 年度的公布数字给了两份"),
        ((), ("whitepaper_2061",), "找不到公布数字 whitepaper_2061"),
        ((('[node."4.2"]', '[node."4.9"]'),), (), "没有的指标：4.9；可用："),
        ((("mean = 78.17", "mean = 781.7"),), (), "node.4.2.mean：781.7 不在 0 至 100 之间"),
        ((("given = true", "givn = true"),), (), "是否指 given？"),
        (
            (('mean = 1.74\nbasis = "calibrated"', 'mean = 2.74\nbasis = "published"'),),
            (),
            "node.bonus.mean：2.74 不在 0 至 2 之间",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_recovered_is_told(
    ipscore: Ipscore, tmp_path: Path, changes: tuple[tuple[str, str], ...], asked: tuple[str, ...], said: str
) -> None:
    printed = ipscore("weights", "recover", changed(tmp_path, *changes), *asked)
    assert printed.code == 1
    assert said in printed.err


def small(folder: Path, rulebook: Path, figures: str) -> Path:
    path = folder / "小.toml"
    path.write_text(f'title = "《小报告》"\nyear = 2017\nrulebook = "{rulebook}"\n{figures}', encoding="utf-8")
    return path


def test_a_bonus_that_the_rulebook_does_not_know_is_told(ipscore: Ipscore, tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    without = tmp_path / "without.toml"
    without.write_text(text[: text.index("[bonus]")], encoding="utf-8")
    given = '[bonus]\ngiven = true\nreference = { title = "第1页" }\n[node.total]\nmean = 80.0\n'
    printed = ipscore("weights", "recover", small(tmp_path, without, given))
    assert printed.code == 1
    assert "写明有加分，而规则文件 small 没有 [bonus]" in printed.err


def test_means_that_are_not_arithmetic_say_nothing_about_weights(ipscore: Ipscore, tmp_path: Path) -> None:
    aggregation = '[aggregation]\nbasis = "assumed"\nreference = { title = "第1页" }\nlevel = { "0" = "geometric" }\n'
    geometric = tmp_path / "geometric.toml"
    text = SMALL.read_text(encoding="utf-8")
    geometric.write_text(text.replace("[period]", f"{aggregation}\n[period]", 1), encoding="utf-8")
    figures = '[node.total]\nmean = 80.0\n[node."1"]\nmean = 80.0\n[node."2"]\nmean = 81.0\n'
    reference = small(tmp_path, geometric, figures)
    assert "按加权几何平均合成 total" in ipscore("weights", "recover", reference).err
    printed = ipscore("weights", "recover", reference, "--nodes", "1")
    assert printed.code == 0
    assert "1：没有公布可用的均分" in printed.out


def test_a_published_mean_bonus_and_other_decimals_count(tmp_path: Path) -> None:
    figures = (
        'decimals = 1\n[node.total]\nmean = 80.0\n[node."1"]\nmean = 75.0\n[node."2"]\nmean = 85.00\ndecimals = 2\n'
        "[node.bonus]\nmean = 0.50\ndecimals = 2\n"
    )
    found = recover_weights([str(small(tmp_path, SMALL, figures))], ["total"], at_least=0, width=0.05)
    (equation,) = found.nodes[0].problem.equations
    assert equation.parent == pytest.approx((79.95, 80.05))
    assert equation.low.tolist() == pytest.approx([74.95, 84.995])
    assert equation.bonus == pytest.approx((0.495, 0.505))
    assert found.bands["closest"].to_list()[:2] == pytest.approx([0.545, 0.455], abs=0.01)


def test_a_missing_policy_that_moves_means_is_told(ipscore: Ipscore, tmp_path: Path) -> None:
    figures = '[node."2"]\nmean = 80.0\n[node."2.1"]\nmean = 75.0\n[node."2.2"]\nmean = 85.0\n'
    printed = ipscore("weights", "recover", small(tmp_path, SMALL, figures))
    assert "2：规则允许缺少数据的公司由同级指标分担权重" in printed.out
    assert "  总分、1：没有公布可用的均分" in printed.out
