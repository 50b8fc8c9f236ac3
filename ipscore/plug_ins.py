"""Commands that another distribution brings: found by its entry points, so that nothing of it is imported here."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ipscore.errors import MissingPlugInError
from ipscore.versions import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipscore.command_tree import PlugIn

GROUP = "ipscore.commands"
"""The group of entry points under which a distribution names its commands."""


def function_of(plug_in: PlugIn) -> Callable[..., object]:
    """The function of a command.

    Raises:
        MissingPlugInError: the distribution that brings it is not installed.
    """
    found = next(iter(entry_points(group=GROUP, name=plug_in.name)), None)
    if found is None:
        raise MissingPlugInError(
            f"ipscore {plug_in.name.replace('.', ' ')} 由安装包 ipscore-{plug_in.extra} 提供，这里没有安装",
            f"请执行 pip install ipscore_{plug_in.extra}-{__version__}-py3-none-any.whl（与 ipscore 的安装包在一处）；"
            "用 uv tool 安装的，见 README 的“安装”一节",
        )
    function: Callable[..., object] = found.load()
    return function
