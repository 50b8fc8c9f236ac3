"""The modules of the records room form no circle, also where they import for type hints alone."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import data_sources

ROOM = Path(data_sources.__file__).parent


def _name(path, root):
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree, known):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in inside if known & {name, node.module})


def import_graph(root):
    """Module → the modules of the same room that it imports anywhere: above, within functions, for type hints."""
    modules = {_name(path, root): path for path in root.rglob("*.py")}
    known = modules.keys()
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in modules.items()}
    return {name: set(_imported(tree, known)) - {name} for name, tree in trees.items()}


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter(import_graph(ROOM)).prepare()


def test_the_graph_has_the_imports_for_type_hints_and_those_within_functions():
    graph = import_graph(ROOM)
    assert "data_sources.cache.copies" in graph["data_sources.parts"]
    assert "data_sources.registry" in graph["data_sources"]


def test_a_circle_by_a_type_hint_is_found(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "low.py").write_text("if TYPE_CHECKING:\n    from room.high import High\n", encoding="utf-8")
    (room / "high.py").write_text("from room import low\n", encoding="utf-8")
    with pytest.raises(CycleError):
        TopologicalSorter(import_graph(room)).prepare()
