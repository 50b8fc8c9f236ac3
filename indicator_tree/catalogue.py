"""Catalogues of operations indicators: by year, by name or by path; TOML, or the JSON that a run keeps.

The model is in `indicator_tree.catalogue_model`, its single tables in `indicator_tree.catalogue_parts`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from indicator_tree import catalogue_checks
from indicator_tree.catalogue_errors import CatalogueError, CatalogueNotFoundError
from indicator_tree.catalogue_model import Catalogue
from indicator_tree.catalogue_parts import CatalogueNode
from indicator_tree.causes import causes, repaired
from indicator_tree.checks import suggestion
from indicator_tree.coercion import coerced, tables_read
from indicator_tree.errors import Problem, RulebookError
from indicator_tree.messages import translate
from indicator_tree.overlay import overlay, remove_entry
from indicator_tree.unreadable import UnreadableError, tables_in

__all__ = [
    "Catalogue",
    "CatalogueError",
    "CatalogueNode",
    "CatalogueNotFoundError",
    "available_catalogues",
    "find_catalogue",
    "load_catalogue",
    "parse_catalogue",
]

LIBRARY = Path(__file__).parent / "catalogues"


def available_catalogues() -> dict[str, Path]:
    """The catalogues that come with the package, by file stem."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.toml"))}


def find_catalogue(name: str) -> Path:
    """The file of a catalogue: a year (`2020`), a name (`operations_2020`) or a path.

    Raises:
        CatalogueNotFoundError: nothing of that name; the message lists what there is.
    """
    known = available_catalogues()
    matches = [path for stem, path in known.items() if name == stem or stem.endswith(f"_{name}")]
    if len(matches) == 1:
        return matches[0]
    if (path := Path(name)).is_file():
        return path
    hint = suggestion(name, known)
    raise CatalogueNotFoundError(f"找不到指标目录 {name}：它不是年度、名称，也不是一个文件。{hint}")


def load_catalogue(name: str | Path = "operations_2020") -> Catalogue:
    """A catalogue by year, name or path.

    A file that says `extends = "operations_2020"` need only say what differs from that catalogue, as a firm's own
    thresholds; `remove` lists the key paths that it drops.

    Raises:
        CatalogueNotFoundError: no such file.
        CatalogueError: the file breaks the rules of catalogues; all problems are listed.
    """
    path = find_catalogue(str(name))
    return parse_catalogue(_merged(path, ()), path.name)


def parse_catalogue(raw: dict[str, Any], file: str) -> Catalogue:
    """A catalogue from plain tables; `file` is named in messages.

    Raises:
        CatalogueError: with every problem found, in tables and across them.
    """
    single: list[Problem] = []
    try:
        catalogue = Catalogue.model_validate(raw)
    except ValidationError as error:
        single = translate(error, Catalogue)
        tables = coerced(repaired(raw, single), Catalogue)
    else:
        tables = tables_read(catalogue)
    if found := causes([*single, *catalogue_checks.problems(tables)]):
        raise CatalogueError(file, found)
    return catalogue


def _merged(path: Path, above: tuple[Path, ...]) -> dict[str, Any]:
    if path in above:
        raise CatalogueError(path.name, [Problem("extends", "指标目录互相继承，成环")])
    raw = _tables(path)
    if (base := raw.pop("extends", None)) is None:
        return raw
    sibling = path.parent / f"{base}.toml"
    tables = _merged(sibling if sibling.is_file() else find_catalogue(str(base)), (*above, path))
    try:
        for key_path in raw.pop("remove", []):
            remove_entry(tables, key_path, path.name)
    except RulebookError as error:
        raise CatalogueError(
            path.name, [Problem(one.path, one.message.replace("规则文件", "目录")) for one in error.problems]
        ) from error
    return overlay(tables, raw)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tables_in(path.read_bytes(), path.suffix)
    except UnreadableError as error:
        raise CatalogueError(path.name, [Problem("（全文）", str(error))]) from error
