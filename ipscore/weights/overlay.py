"""Weights as a rulebook that extends the one they are for: a scheme of their own, which is the default."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indicator_tree.loading import available
from ipscore.new_year.toml_text import quoted
from ipscore.writing import whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.parameters import Basis


@dataclass(frozen=True)
class Chosen:
    """A weight scheme that was found, and what the rulebook will say of it.

    Attributes:
        scheme: its name.
        title: its title.
        weights: of the nodes that it is about; siblings add up to 1. All others keep those of `base`.
        base: the scheme whose weights the others keep.
        basis: how it is known.
        reference: who, when, by which method.
        note: what else a reader must know.
        experts: the weights of every expert, where there were some: the assumption of a study of robustness.
    """

    scheme: str
    title: str
    weights: Mapping[str, float]
    base: str
    basis: Basis
    reference: str
    note: str = ""
    experts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def overlay_text(rulebook: Rulebook, extends: str, chosen: Chosen) -> str:
    """A rulebook in TOML that extends another and weighs its indicators as chosen.

    Args:
        rulebook: the one that is extended.
        extends: how its file is called.
        chosen: the weights.
    """
    kept = rulebook.local_weights(chosen.base)
    weights = {code: chosen.weights.get(code, kept[code]) for code in rulebook.nodes}
    draws = bool(chosen.experts) and rulebook.robustness is not None
    removed = [f'["weights", {quoted(chosen.scheme)}]'] if chosen.scheme in rulebook.weights else []
    if draws and rulebook.robustness is not None and rulebook.robustness.weights is not None:
        removed.append('["robustness", "weights"]')
    lines = [
        f"extends = {quoted(extends)}",
        *([f"remove = [{', '.join(removed)}]"] if removed else []),
        f"default_weights = {quoted(chosen.scheme)}",
        "",
        f"[weights.{chosen.scheme}]",
        f"title = {quoted(chosen.title)}",
        'kind = "given"',
        *_cited(chosen.basis, chosen.reference, chosen.note),
        f"weight = {_table(weights)}",
    ]
    if draws:
        lines += ["", "[robustness.weights]", 'kind = "experts"', *_cited(chosen.basis, chosen.reference, "")]
        for expert, own in chosen.experts.items():
            lines += ["", "[[robustness.weights.expert]]", f"id = {quoted(expert)}", f"weight = {_table(own)}"]
    return "\n".join(lines) + "\n"


def write_overlay(path: Path, text: str) -> None:
    """Write such a rulebook, whole or not at all.

    Raises:
        TargetError: the file cannot be written.
    """
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")


def name_of(rulebook: str, beside: Path) -> str:
    """How a rulebook that is extended is called: as it was given where it comes with the package, else by its path
    as seen from the file that extends it.
    """
    path = Path(rulebook)
    if not path.is_file() or any(rulebook == stem or stem.endswith(f"_{rulebook}") for stem in available()):
        return rulebook
    try:
        return Path(os.path.relpath(path.resolve(), beside.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return path.resolve().as_posix()


def _cited(basis: Basis, reference: str, note: str) -> list[str]:
    return [
        f"basis = {quoted(basis)}",
        f"reference = {{ title = {quoted(reference)} }}",
        *([f"note = {quoted(note)}"] if note else []),
    ]


def _table(weights: Mapping[str, float]) -> str:
    return "{ " + ", ".join(f"{quoted(code)} = {weight!r}" for code, weight in weights.items()) + " }"
