"""Commands that another distribution brings."""

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from ipscore import plug_ins
from ipscore.cli import commands
from ipscore.command_tree import TREE, Leaf, PlugIn
from ipscore.plug_ins import GROUP
from ipscore.versions import __version__
from tests.ipscore.conftest import Ipscore

BROUGHT = {
    words: entry.function
    for words, entry in TREE.walk()
    if isinstance(entry, Leaf) and isinstance(entry.function, PlugIn)
}


def test_every_command_that_a_distribution_names_is_in_the_tree() -> None:
    assert {each.name for each in entry_points(group=GROUP)} == {one.name for one in BROUGHT.values()}
    assert {".".join(words) for words in BROUGHT} == {one.name for one in BROUGHT.values()}


@pytest.mark.parametrize("words", BROUGHT, ids=" ".join)
def test_without_its_distribution_a_command_says_how_to_get_it(
    words: tuple[str, ...], tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plug_ins, "entry_points", lambda **_: ())
    commands.cache_clear()  # a command that ran before has found its distribution
    printed = ipscore(*words, "--out", tmp_path / "out")
    assert printed.code == 1
    assert printed.err.splitlines() == [
        f"错误：ipscore {' '.join(words)} 由安装包 ipscore-demo 提供，这里没有安装",
        f"处理办法：请执行 pip install ipscore_demo-{__version__}-py3-none-any.whl（与 ipscore 的安装包在一处）；"
        "用 uv tool 安装的，见 README 的“安装”一节",
    ]
    assert not (tmp_path / "out").exists()
