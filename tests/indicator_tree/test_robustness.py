"""What a rulebook may say of a robustness study, and how it is told what is wrong."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import pytest

from indicator_tree import RulebookError, load_rulebook
from indicator_tree.diff import compare
from indicator_tree.loading import LIBRARY, parse

RAW = tomllib.loads((LIBRARY / "investor_protection_2017.toml").read_text(encoding="utf-8"))
CITED = {"basis": "assumed", "reference": {"title": "示例"}}
WAY = {"label": "几何", "method": "geometric", **CITED}

WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "unknown scheme": (
        {"schemes": {"names": ["equal", "publishd"], **CITED}},
        ["robustness.schemes.names：没有权重方案 publishd", "是否指 published"],
    ),
    "scheme twice": ({"schemes": {"names": ["equal", "equal"], **CITED}}, ["robustness.schemes.names：equal 重复"]),
    "no scheme": ({"schemes": {"names": [], **CITED}}, ["robustness.schemes.names：至少要有 1 项"]),
    "level that nothing is made on": (
        {"aggregation": [{**WAY, "level": {"3": "geometric"}}]},
        ["robustness.aggregation.[1].level.3：没有这一级的合成"],
    ),
    "unknown method": (
        {"aggregation": [{**WAY, "method": "geometrical"}]},
        ["robustness.aggregation.[1].method：应为 arithmetic、geometric、harmonic、least 之一，实为 geometrical"],
    ),
    "aggregation twice": ({"aggregation": [WAY, WAY]}, ["robustness.aggregation：几何 重复"]),
    "spread of everything": (
        {"weights": {"kind": "perturbed", "spread": 1, **CITED}},
        ["robustness.weights.spread：应小于 1"],
    ),
    "no spread at all": (
        {"weights": {"kind": "perturbed", "spread": 0, **CITED}},
        ["robustness.weights.spread：应大于 0"],
    ),
    "unknown kind of draws": (
        {"weights": {"kind": "uniform", **CITED}},
        ["robustness.weights：", "可用：perturbed、dirichlet"],
    ),
    "an expert who does not judge all siblings": (
        {"weights": {"kind": "experts", "expert": [{"id": "E1", "weight": {"1.1": 0.5, "1.2": 0.5}}], **CITED}},
        ["robustness.weights.expert.[1].weight（1 的下级）：同级指标应全部写明权重，缺 1.3"],
    ),
    "an expert whose weights do not add up": (
        {"weights": {"kind": "experts", "expert": [{"id": "E1", "weight": {"4.1": 0.5, "4.2": 0.4}}], **CITED}},
        ["robustness.weights.expert.[1].weight（4 的下级）：同级权重之和应为 1，实为 0.9"],
    ),
    "an expert who judges what is not there": (
        {"weights": {"kind": "experts", "expert": [{"id": "E1", "weight": {"4.9": 1.0}}], **CITED}},
        ["robustness.weights.expert.[1].weight.4.9：没有这个指标"],
    ),
    "an expert twice": (
        {"weights": {"kind": "experts", "expert": [{"id": "E1", "weight": {"1.1.1": 1.0}}] * 2, **CITED}},
        ["robustness.weights.expert：专家 E1 重复；每位专家只写一次"],
    ),
    "experts without anybody": (
        {"weights": {"kind": "experts", "expert": [], **CITED}},
        ["robustness.weights.expert：至少要有 1 项"],
    ),
    "concentration of nothing": (
        {"weights": {"kind": "dirichlet", "concentration": 0.5, **CITED}},
        ["robustness.weights.concentration：应不小于 1"],
    ),
    "spread of published parameters": (
        {"parameters": {"published": 0.1, **CITED}},
        ["robustness.parameters.published：未知的键"],
    ),
    "spread without a reference": ({"parameters": {"assumed": 0.1}}, ["robustness.parameters.reference：缺少此项"]),
    "mistyped table": ({"leave_one_oot": {"vary": True, **CITED}}, ["未知的键", "是否指 leave_one_out"]),
    "an indicator left out never": (
        {"leave_one_out": {"vary": True, "none": 1, **CITED}},
        ["robustness.leave_one_out.none：应小于 1"],
    ),
    "not a power of two": ({"sobol": 1000}, ["robustness：sobol 应为 2 的整数次幂，实为 1000；最近的是 512 与 1024"]),
    "interval of everything": ({"interval": 1}, ["robustness.interval：应小于 1"]),
    "order as likely as not": ({"stable": 0.5}, ["robustness.stable：应大于 0.5"]),
}


def with_study(changes: dict[str, Any]) -> dict[str, Any]:
    raw = deepcopy(RAW)
    raw["robustness"] |= changes
    return raw


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(name: str) -> None:
    changes, parts = WRONG[name]
    with pytest.raises(RulebookError) as caught:
        parse(with_study(changes), "变更.toml")
    for part in parts:
        assert part in str(caught.value)


def with_only(tables: dict[str, Any]) -> dict[str, Any]:
    raw = deepcopy(RAW)
    settings = ("draws", "seed", "interval", "realisations", "stable", "sobol")
    raw["robustness"] = {key: RAW["robustness"][key] for key in settings} | CITED | tables
    return raw


NOTHING_VARIES: dict[str, dict[str, Any]] = {
    "no table": {},
    "limits of coherence only": {"coherence": RAW["robustness"]["coherence"]},
    "one scheme": {"schemes": {"names": ["flat"], **CITED}},
    "one aggregation": {"aggregation": [WAY]},
    "no spread": {"parameters": {"assumed": 0, **CITED}},
    "tables that say no": {"survey": {"vary": False, **CITED}, "leave_one_out": {"vary": False, **CITED}},
}


@pytest.mark.parametrize("name", NOTHING_VARIES)
def test_a_study_that_varies_nothing_is_refused_and_told_what_could_be_given(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        parse(with_only(NOTHING_VARIES[name]), "变更.toml")
    for part in ("robustness：", "weights", "schemes", "aggregation", "parameters", "survey", "leave_one_out"):
        assert part in str(caught.value)


@pytest.mark.parametrize("name", ["weights", "schemes", "aggregation", "parameters", "survey", "leave_one_out"])
def test_any_one_table_that_varies_is_enough(name: str) -> None:
    study = parse(with_only({name: RAW["robustness"][name]}), "变更.toml").robustness
    assert study is not None
    assert study.varies


def test_a_parameter_varies_by_its_basis_and_a_published_one_never() -> None:
    study = load_rulebook("2017").robustness
    assert study is not None
    assert study.parameters is not None
    assert study.parameters.of("published") == 0
    assert 0 < study.parameters.of("derived") < study.parameters.of("calibrated") < study.parameters.of("assumed") < 1


def test_another_year_inherits_the_study_and_a_changed_spread_is_a_difference() -> None:
    book = load_rulebook("2017")
    assert load_rulebook("2016").robustness == book.robustness
    changed = parse(with_study({"weights": {"kind": "perturbed", "spread": 0.1, **CITED}}), "变更.toml")
    (difference,) = compare(book, changed)
    assert (difference.section, difference.kind) == ("robustness", "changed")
    assert ("weights.spread", 0.25, 0.1) in [(one.path, one.before, one.after) for one in difference.details]


@pytest.mark.parametrize("year", ["2016", "2017"])
def test_every_choice_of_a_study_says_why(year: str) -> None:
    study = load_rulebook(year).robustness
    assert study is not None
    tables = [study, study.weights, study.schemes, study.parameters, study.survey, study.leave_one_out, study.coherence]
    for table in (*tables, *study.aggregation):
        assert table is not None
        assert table.basis == "assumed"
        assert table.note
