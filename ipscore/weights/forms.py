"""Forms for experts: one each, under a number that names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.atomic_folder import Place
from ipscore.errors import TargetError
from ipscore.weights.nodes import find_parents, siblings_of
from reports.elicitation import METHODS, write_form
from scoring.elicitation.pairwise import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indicator_tree import Rulebook
    from reports.elicitation import Method


def write_forms(
    rulebook: Rulebook, method: Method, nodes: Sequence[str], experts: int, folder: Path, *, force: bool = False
) -> tuple[Path, ...]:
    """Write a form for every expert into a folder of their own.

    Args:
        rulebook: whose weights are judged.
        method: how.
        nodes: whose children are weighed, by code or name; all of them where none is named.
        experts: how many.
        folder: where; it appears whole or not at all.
        force: whether forms that are there are replaced.

    Raises:
        UnknownNodeError: see `find_parents`.
        TargetError: the folder holds something else, or a node has too many children to compare two by two.
    """
    parents = find_parents(rulebook, nodes)
    groups = [siblings_of(rulebook, parent) for parent in parents]
    for group in groups:
        if method == "pairwise" and len(group.names) > LARGEST:
            raise TargetError(
                f"{group.title}有 {len(group.names)} 个下级，两两比较至多 {LARGEST} 个（随机一致性指标只公布到这里）",
                "可用 --method budget 或 best-worst",
            )
    place = Place(folder, force=force, ours=_holds_forms)
    place.check()
    width = max(2, len(str(experts)))
    names = [f"E{number:0{width}}" for number in range(1, experts + 1)]
    with place.new_folder() as partial:
        for expert in names:
            write_form(partial / _file_of(method, expert), rulebook, method, groups, expert)
    return tuple(folder / _file_of(method, expert) for expert in names)


def _file_of(method: Method, expert: str) -> str:
    return f"{_stem(method)}{expert}.xlsx"


def _stem(method: Method) -> str:
    return f"权重征询表_{METHODS[method].replace(' ', '')}_"


def _holds_forms(folder: Path) -> bool:
    """Whether a folder holds nothing but forms."""
    stems = tuple(_stem(method) for method in METHODS)
    return all(path.name.startswith(stems) and path.suffix == ".xlsx" for path in folder.iterdir())
