"""Forms that went out come back: as they are meant, or with every place that cannot be meant."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicator_tree import load_rulebook
from ipscore.json_schemas import FORMATS
from ipscore.weights.answers import read_comparison, read_points
from ipscore.weights.forms import write_forms
from ipscore.weights.reading import read_forms
from reports.elicitation import Method
from scoring.robustness.weight_draws import weight_bank
from tests.ipscore.conftest import Ipscore
from tests.ipscore.test_json_documents import valid
from tests.ipscore.weights.support import fill
from tests.reports.small import SMALL

HERE = Path(__file__).parent
ANSWERS = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
BAD = tomllib.loads((HERE / "bad_forms.toml").read_text(encoding="utf-8"))["case"]
BOOK = load_rulebook("2017")


@pytest.mark.parametrize("case", ANSWERS["comparison"], ids=lambda case: case["text"])
def test_comparisons(case: dict[str, str]) -> None:
    found = read_comparison(case["text"])
    if "value" in case:
        assert found == Fraction(case["value"])
    else:
        assert isinstance(found, str)
        assert case["told"] in found


@pytest.mark.parametrize("case", ANSWERS["points"], ids=lambda case: case["text"])
def test_points(case: dict[str, str]) -> None:
    found = read_points(case["text"])
    if "value" in case:
        assert found == Fraction(case["value"])
    else:
        assert found == case["told"]


def form(folder: Path, method: Method, node: str = "1", experts: int = 1) -> list[Path]:
    return list(write_forms(BOOK, method, [node], experts, folder))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_what_cannot_be_meant_is_told(case: dict[str, Any], tmp_path: Path, ipscore: Ipscore) -> None:
    (path,) = form(tmp_path / "forms", case["method"])
    fill(path, "1", case["cells"], case.get("guide"))
    printed = ipscore("weights", "elicit", "2017", path)
    assert (printed.code, printed.out) == (1, "")
    assert case["told"] in printed.err


def test_all_that_is_wrong_in_all_forms_is_told_at_once(tmp_path: Path, ipscore: Ipscore) -> None:
    first, second = form(tmp_path / "forms", "budget", experts=2)
    fill(first, "1", {"C5": 50, "C6": 30, "C7": 18}, {"B4": "E02"})
    fill(second, "1", {"C5": -1, "C6": "多", "C7": 18})
    told = ipscore("weights", "elicit", "2017", tmp_path / "forms").err
    assert "专家的表有 4 处不能接受" in told
    for part in ("E01.xlsx：“1”各项合计 98", "E02.xlsx：“1”C5", "C6（1.2）", "专家编号 E02 与"):
        assert part in told


def test_forms_of_two_methods_are_told(tmp_path: Path, ipscore: Ipscore) -> None:
    (budget,) = form(tmp_path / "a", "budget")
    (pairs,) = form(tmp_path / "b", "pairwise")
    fill(budget, "1", {"C5": 50, "C6": 30, "C7": 20})
    fill(pairs, "1", {"D5": 2, "E5": 4, "E6": 2}, {"B4": "E02"})
    told = ipscore("weights", "elicit", "2017", budget, pairs).err
    assert "各份表的方法不同" in told
    assert "是两两比较" in told


@pytest.mark.parametrize(
    ("method", "cells", "weights"),
    [
        ("pairwise", {"D5": "2", "E5": 6, "E6": " 3 "}, [0.6, 0.3, 0.1]),
        ("pairwise", {"C6": "1/2", "C7": "0.17", "D7": "1：3"}, [0.6, 0.3, 0.1]),  # the other half of the matrix
        ("budget", {"C5": "60分", "C6": 30.0, "C7": "１０"}, [0.6, 0.3, 0.1]),
        ("best-worst", {"C5": "√", "D7": "是", "E6": 2, "E7": "6", "F6": 3}, [0.6, 0.3, 0.1]),
    ],
)
def test_what_is_meant_is_read(method: Method, cells: dict[str, Any], weights: list[float], tmp_path: Path) -> None:
    (path,) = form(tmp_path / "forms", method)
    fill(path, "1", cells, {"B5": "2018年5月2日"})
    read = read_forms([tmp_path / "forms"], BOOK)
    assert read.judgements["1"]["E01"].weigh().weights.tolist() == pytest.approx(weights)
    assert read.dates["E01"].isoformat() == "2018-05-02"
    assert read.remarks == ()


def test_rows_in_another_order_and_rows_between_are_read(tmp_path: Path) -> None:
    (path,) = form(tmp_path / "forms", "budget")
    book = openpyxl.load_workbook(path)
    page = book["1"]
    page.insert_rows(4)
    for row, (code, points) in enumerate([("1.3", 10), ("1.1", 60), ("1.2", 30)], 6):
        page.cell(row, 1, code)
        page.cell(row, 3, points)
    book.save(path)
    read = read_forms([path], BOOK)
    assert read.judgements["1"]["E01"].weigh().weights.tolist() == pytest.approx([0.6, 0.3, 0.1])


def test_a_sheet_left_empty_is_said_and_the_others_count(tmp_path: Path) -> None:
    (path,) = write_forms(BOOK, "budget", ["1", "4"], 1, tmp_path / "forms")
    fill(path, "4", {"C5": 70, "C6": 30})
    read = read_forms([path], BOOK)
    assert list(read.judgements) == ["4"]
    assert read.remarks == (f"{path.name}：“1”没有填写，不计入",)


def test_the_same_form_has_the_same_bytes(tmp_path: Path) -> None:
    (first,), (second,) = form(tmp_path / "a", "pairwise"), form(tmp_path / "b", "pairwise")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--node", "1.1"), "1.1 的下级不足 2 个，没有权重可定；可用：total、1、"),
        (("--node", "9"), "没有指标 9"),
    ],
)
def test_a_node_with_nothing_to_weigh_is_told(
    asked: tuple[str, ...], told: str, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("weights", "form", "2017", *asked, "-o", tmp_path / "forms")
    assert printed.code == 1
    assert told in printed.err


def test_forms_that_are_there_are_not_written_over(tmp_path: Path, ipscore: Ipscore) -> None:
    asked = ("weights", "form", "2017", "--node", "1", "-o", tmp_path / "forms")
    assert ipscore(*asked).code == 0
    assert "--force" in ipscore(*asked).err
    assert ipscore(*asked, "--force").code == 0
    (tmp_path / "forms" / "别的.txt").write_text("", encoding="utf-8")
    assert "不会覆盖" in ipscore(*asked, "--force").err


@pytest.fixture
def panel(tmp_path: Path) -> list[Path]:
    """Two experts of the small rulebook, who disagree."""
    paths = list(write_forms(load_rulebook(SMALL), "budget", ["2", "total"], 2, tmp_path / "forms"))
    for path, points, day in zip(paths, ((50, 50), (70, 30)), ("2018-05-02", "2018/5/20"), strict=True):
        fill(path, "2", {"C5": points[0], "C6": points[1]}, {"B5": day})
    fill(paths[0], "总分", {"C5": 60, "C6": 40})
    return paths


def test_elicited_weights_become_a_rulebook_that_scores(panel: list[Path], tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "elicited.toml"
    printed = ipscore("weights", "elicit", SMALL, *panel, "-o", out, "--report", tmp_path / "report.xlsx")
    assert printed.code == 0, printed.err
    assert "E01、E02；2018-05-02 至 2018-05-20" in printed.out
    book = load_rulebook(out)
    assert book.default_weights == "elicited"
    scheme = book.weights["elicited"]
    assert (scheme.basis, scheme.kind) == ("elicited", "given")
    assert scheme.reference.title == "专家征询（分配 100 分）：E01、E02，2018-05-02 至 2018-05-20"
    local = book.local_weights("elicited")
    assert (local["2.1"], local["2.2"], local["1"]) == pytest.approx((0.6, 0.4, 0.6))
    before = load_rulebook(SMALL)
    assert {code: local[code] for code in before.children["1"]} == {
        code: before.local_weights(before.default_weights)[code] for code in before.children["1"]
    }
    sheets = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert sheets.sheetnames == ["权重", "各位专家", "一致性", "不相合的判断"]


def test_the_spread_among_experts_is_an_assumption_of_robustness(tmp_path: Path, ipscore: Ipscore) -> None:
    paths = write_forms(BOOK, "budget", ["1"], 3, tmp_path / "forms")
    for path, points in zip(paths, ((60, 30, 10), (20, 20, 60), (0, 0, 100)), strict=True):
        fill(path, "1", dict(zip(("C5", "C6", "C7"), points, strict=True)))
    out = tmp_path / "elicited.toml"
    assert ipscore("weights", "elicit", "2017", *paths, "-o", out, "--scheme", "panel").code == 0
    book = load_rulebook(out)
    assert book.robustness is not None
    spec = book.robustness.weights
    assert spec is not None
    nodes = book.nodes
    siblings = list(book.children.values())
    bank = weight_bank([book.local_weights("equal")], nodes, spec, 6, 1, siblings=siblings)
    at = [nodes.index(code) for code in ("1.1", "1.2", "1.3")]
    drawn = sorted(tuple(bank[at, 0, draw].round(6)) for draw in range(6))
    assert drawn == sorted([(0.6, 0.3, 0.1), (0.2, 0.2, 0.6), (0, 0, 1)] * 2)
    assert bank[at, 0, -1] == pytest.approx([1 / 3] * 3)
    assert bank[nodes.index("2.1"), 0] == pytest.approx(1 / 3)  # nobody judged it


def test_the_document_is_as_its_schema_says(panel: list[Path], ipscore: Ipscore) -> None:
    printed = ipscore("weights", "elicit", SMALL, *panel, "--format", "json")
    document = valid("elicit", printed.out)
    assert document["format"] == FORMATS["elicit"]
    assert document["experts"] == ["E01", "E02"]
    assert [row["weight"] for row in document["weights"] if row["parent"] == "2"] == pytest.approx([0.6, 0.4])
    json.dumps(document)


@pytest.mark.parametrize(("policy", "weights", "left_out"), [("keep", 3, 0), ("leave-out", 3, 1)])
def test_judgements_that_contradict_each_other_count_or_do_not_as_asked(
    policy: str, weights: int, left_out: int, tmp_path: Path, ipscore: Ipscore
) -> None:
    first, second = form(tmp_path / "forms", "pairwise", experts=2)
    fill(first, "1", {"D5": 2, "E5": 6, "E6": 3})
    fill(second, "1", {"D5": 9, "E5": "1/9", "E6": 1})
    asked = ("weights", "elicit", "2017", first, second, "--inconsistent", policy)
    document = valid("elicit", ipscore(*asked, "-f", "json").out)
    assert (len(document["weights"]), len(document["left_out"])) == (weights, left_out)
    assert document["experts"] == (["E01"] if left_out else ["E01", "E02"])
    if left_out:
        assert [row["weight"] for row in document["weights"]] == pytest.approx([0.6, 0.3, 0.1])
        assert "没有计入 E02 对1 投资者证券资产安全保护状况的判断（自相矛盾）" in ipscore(*asked).out


def test_a_rulebook_is_not_written_over_itself(panel: list[Path], tmp_path: Path, ipscore: Ipscore) -> None:
    own = tmp_path / "own.toml"
    own.write_text(SMALL.read_text(encoding="utf-8"), encoding="utf-8")
    printed = ipscore("weights", "elicit", own, *panel, "-o", own)
    assert printed.code == 1
    assert "不会覆盖" in printed.err
