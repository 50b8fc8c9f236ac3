"""Draws the rooms from what they import, and lists what lies in each, for `cog`."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {  # from the top floor down
    "ipscore_demo": ROOT / "demonstration" / "ipscore_demo",
    **{room: ROOT / room for room in ("ipscore", "reports", "scoring", "surveys", "data_sources", "indicator_tree")},
}
THICK, THIN = 100, 20  # imports: a thick line from so many on, a dotted one below so many


def drawing() -> None:
    """Print which room imports which as a Mermaid flowchart for Markdown."""
    imports = _imports_between_rooms()
    print("```mermaid", "flowchart TD", sep="\n")
    for room, folder in ROOMS.items():
        print(f'    {room}["{folder.relative_to(ROOT).as_posix()}/"]')
    for (upper, lower), number in sorted(imports.items(), key=lambda found: [*map(list(ROOMS).index, found[0])]):
        print(f"    {upper} {_line(number)} {lower}")
    print("```")


def contents(room: str) -> None:
    """Print the modules and packages of a room, each with the first sentence of its docstring, as a table."""
    print("| where | what |", "|---|---|", sep="\n")
    for child in sorted(ROOMS[room].iterdir()):
        source = child / "__init__.py" if child.is_dir() else child
        if source.suffix == ".py" and source.is_file() and child.name != "__init__.py":
            print(f"| `{child.name}{'/' * child.is_dir()}` | {_first_sentence(source)} |")


def _imports_between_rooms() -> Counter[tuple[str, str]]:
    sys.path[:0] = sorted({str(folder.parent) for folder in ROOMS.values()})
    graph = grimp.build_graph(*ROOMS, cache_dir=str(ROOT / ".import_linter_cache"))
    return Counter(
        (importer.split(".")[0], imported.split(".")[0])
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if importer.split(".")[0] != imported.split(".")[0]
    )


def _line(number: int) -> str:
    return "==>" if number >= THICK else "-.->" if number < THIN else "-->"


def _first_sentence(source: Path) -> str:
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8")))
    if not said:
        raise LookupError(f"{source} says not what it is for")
    sentence, stop, _ = " ".join(said.split("\n\n")[0].split()).partition(". ")
    return (sentence + stop.strip()).replace("|", "\\|")
