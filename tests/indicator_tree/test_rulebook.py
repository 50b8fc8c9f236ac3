"""The tree, the weights and the bands of the 2017 rulebook, and how rulebooks are found and extended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_tree import load_rulebook, read_rulebook
from indicator_tree.rules import MODELS
from indicator_tree.tree import sort_key

BOOK = load_rulebook("2017")


def test_the_tree_has_4_11_and_23_indicators() -> None:
    assert [sum(BOOK.level(code) == level for code in BOOK.nodes) for level in (1, 2, 3)] == [4, 11, 23]
    assert len(BOOK.leaves) == 23


@pytest.mark.parametrize("scheme", BOOK.weights)
def test_weights_of_siblings_add_up_to_one(scheme: str) -> None:
    weights = BOOK.local_weights(scheme)
    for siblings in BOOK.children.values():
        assert sum(weights[code] for code in siblings) == pytest.approx(1, abs=1e-12)


def test_flat_weights_give_every_leaf_the_same_share() -> None:
    weights = BOOK.local_weights("flat")
    shares = []
    for leaf in BOOK.leaves:
        share, code = 1.0, leaf
        while code is not None:
            share, code = share * weights[code], BOOK.indicator[code].parent
        shares.append(share)
    assert shares == pytest.approx([1 / 23] * 23)


def test_chapter_5_has_bands_of_its_own() -> None:
    assert len(BOOK.band_set("3.3.3").band) == 6
    assert [BOOK.band_set(code).labels[0] for code in ("4", "4.1", "4.1.1", "total")] == ["[90,100]"] * 3 + ["100分"]


def test_every_parameter_names_its_source() -> None:
    def cited(value: object) -> list[dict[str, object]]:
        if isinstance(value, dict):
            own = [value] if "basis" in value else []
            return own + [table for item in value.values() for table in cited(item)]
        return [table for item in value for table in cited(item)] if isinstance(value, list) else []

    tables = cited(json.loads(BOOK.model_dump_json()))
    assert len(tables) > 80
    assert all("第" in table["reference"]["title"] or "引言" in table["reference"]["title"] for table in tables)  # type: ignore[index]


def test_inferred_values_never_pass_for_published() -> None:
    points = [deduct.basis for code in BOOK.leaves for deduct in BOOK.deductions(code)]
    assert "published" not in points
    assert BOOK.weights["published"].basis == "derived"
    assert {part.basis for _, part in BOOK.parts} == {"assumed"}


def test_2016_is_2017_without_what_was_new() -> None:
    earlier = load_rulebook("2016")
    assert set(BOOK.nodes) - set(earlier.nodes) == {"4.2.3"}
    assert earlier.bonus is None
    assert earlier.indicator["4.1.1"].name == "杠杆率"
    assert earlier.closed_vocabulary["annual_ratios"]["ratio"][0] == "杠杆率"


def test_a_rulebook_read_back_from_json_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "rulebook.json"
    path.write_text(BOOK.model_dump_json(), encoding="utf-8")
    assert read_rulebook(path).rulebook == BOOK


def test_a_rulebook_that_extends_another_is_fingerprinted_with_it() -> None:
    files = read_rulebook("2016").files
    assert [name for name, _ in files] == ["investor_protection_2016.toml", "investor_protection_2017.toml"]
    assert all(len(sha) == 64 for _, sha in files)


@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=3), unique_by=tuple))
def test_codes_sort_as_numbers(parts: list[list[int]]) -> None:
    codes = [".".join(map(str, part)) for part in parts]
    assert sorted(codes, key=sort_key) == [".".join(map(str, part)) for part in sorted(parts)]


def test_a_child_extends_lists_of_named_entries_entry_by_entry(tmp_path: Path) -> None:
    child = tmp_path / "child.toml"
    child.write_text(
        'extends = "investor_protection_2017"\n'
        '[indicator."1.2.1".rule]\n'
        'deduct = [{ id = "complaint", points = 3 }, { id = "fresh", label = "新扣分", source = "fund_warnings",'
        ' points = 1, basis = "assumed", reference = { title = "x" } }]\n',
        encoding="utf-8",
    )
    deductions = load_rulebook(child).deductions("1.2.1")
    assert [(deduct.id, deduct.points) for deduct in deductions] == [("complaint", 3), ("measure", 25), ("fresh", 1)]


def test_which_kinds_are_sampled_have_lines_or_look_at_earlier_runs() -> None:
    assert [model.__name__ for model in MODELS if model.SAMPLED] == ["AnswersRule"]
    assert [model.__name__ for model in MODELS if model.LINES] == ["ScaleRule"]
    assert [model.__name__ for model in MODELS if model.COMPARES_RUNS] == ["ChangeRule", "CleanPeriodsRule"]
