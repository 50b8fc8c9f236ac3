"""Weights on standard output, and as a rulebook that applies them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ipscore.errors import TargetError
from ipscore.json_documents import elicit_document
from ipscore.output import print_frame, print_json
from ipscore.weights.overlay import name_of, overlay_text, write_overlay
from reports.elicitation import elicitation_tables
from reports.terminal import show

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook
    from ipscore.parameters import FrameFormat
    from ipscore.weights.overlay import Chosen
    from reports.elicitation import Elicited

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def print_elicited(found: Elicited, form: FrameFormat) -> None:
    """Print elicited weights as tables, as CSV (the weights alone) or as JSON."""
    match form:
        case "json":
            print_json(elicit_document(found))
        case "csv":
            print_frame(found.tables.weights, form)
        case "table":
            show(*elicitation_tables(found))


def write_chosen(path: Path, rulebook: Rulebook, given: str, chosen: Chosen) -> None:
    """Write the rulebook that extends another and weighs as chosen.

    Args:
        path: the file.
        rulebook: the one that is extended.
        given: how it was named.
        chosen: the weights.

    Raises:
        TargetError: the file cannot be written, the name of the scheme is none, or the file is the rulebook itself.
    """
    if _NAME.fullmatch(chosen.scheme) is None:
        raise TargetError(f"权重方案的名称“{chosen.scheme}”只能用字母、数字、下划线和连字符", "请改写 --scheme")
    if path.suffix != ".toml":
        raise TargetError(f"{path}：规则文件的后缀应为 .toml", "--out 请写以 .toml 结尾的文件名")
    if path.exists() and str(path.resolve()) == str(_file_of(given)):
        raise TargetError(f"{path} 就是要继承的规则文件，不会覆盖", "--out 请另写一个文件名")
    write_overlay(path, overlay_text(rulebook, name_of(given, path), chosen))


def _file_of(given: str) -> Path:
    from indicator_tree.loading import find  # noqa: PLC0415  (only where something is written)

    return find(given).resolve()
