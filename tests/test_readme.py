"""What the README shows as code is code that works, and what it quotes stands where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_sources.reconstruction import write_records
from indicator_tree import load_rulebook
from indicator_tree.loading import find
from indicator_tree.published import load_published

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


def block(readme: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("readme", READMES)
def test_the_quoted_rule_stands_in_the_rulebook(readme: str) -> None:
    rulebook = find("2017").read_text(encoding="utf-8")
    for line in block(readme, "toml").splitlines():
        assert line in rulebook.splitlines()


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook = load_rulebook("2017")
    write_records(tmp_path / "records", rulebook=rulebook, published=load_published("whitepaper_2017"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(block("README.md", "python"), names)
    assert "101 firms, mean total 89.18" in repr(names["evaluation"])
    assert "<table" in names["evaluation"]._repr_html_()  # type: ignore[attr-defined]


def test_both_readmes_show_the_same_commands() -> None:
    first, second = (
        re.findall(r'show\(\s*"(.*?)"[,)]', (ROOT / readme).read_text(encoding="utf-8")) for readme in READMES
    )
    assert first == second
    assert len(first) == 5
