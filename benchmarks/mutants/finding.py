"""Mutants of a module: mutmut's changes of single nodes, where they may decide a score or a printed figure.

Left out is what decides neither: annotations, decorators, imports, exports and what is for type checkers; what is
raised or reported as a problem; texts with Chinese characters, which are sentences, and what leaves them out; and
`zip`'s `strict`, which only guards.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from benchmarks.mutants.chosen import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAYS_NOTHING_OF_FIGURES = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise)
_NO_FIGURES = {"Problem", "len", "isinstance", "cast", "TypeVar"}
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        file: path of the module.
        function: qualified name of what it lies in; empty at the top.
        operator: mutmut's name of the change.
        before, after: the lines that change, without what is the same around them.
        line: where the change begins, from 1.
        called: whether it lies in the body of a function; else it runs when the module is imported.
        code: the whole module, changed.
    """

    file: str
    function: str
    operator: str
    before: str
    after: str
    line: int
    called: bool
    code: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What it is known by however lines move."""
        return self.file, self.function, self.operator, self.before, self.after

    @property
    def lines(self) -> range:
        """Where the text that is changed stands."""
        return range(self.line, self.line + self.before.count("\n") + 1)

    @property
    def described(self) -> dict[str, Any]:
        """All but the code."""
        return {name: value for name, value in asdict(self).items() if name != "code"}


@dataclass(frozen=True)
class Place:
    """A node and what takes its place."""

    function: str
    operator: str
    line: int
    called: bool
    node: cst.CSTNode
    new: cst.CSTNode


class Module:
    """A module and the places where it can be changed.

    Attributes:
        file: its path.
        lines: by line, what may take the place of a node that begins there.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._text = (ROOT / file).read_text(encoding="utf-8")
        finder = _Finder()
        self._tree = MetadataWrapper(cst.parse_module(self._text), unsafe_skip_copy=True)
        self._tree.visit(finder)
        self.lines: dict[int, list[Place]] = {}
        for place in finder.found:
            self.lines.setdefault(place.line, []).append(place)

    def mutant(self, place: Place) -> Mutant | None:
        """The change at a place; none where nothing that is run would change."""
        tree: cst.Module = self._tree.module.deep_replace(place.node, place.new)  # type: ignore[assignment]
        try:
            changed = ast.dump(ast.parse(tree.code)) != ast.dump(ast.parse(self._text))
        except SyntaxError:
            return None
        if not changed:
            return None
        lines = difflib.ndiff(self._text.splitlines(), tree.code.splitlines())
        told = [line for line in lines if line[:2] in ("- ", "+ ")]
        before, after = ("\n".join(line[2:].strip() for line in told if line[0] == sign) for sign in "-+")
        return Mutant(self.file, place.function, place.operator, before, after, place.line, place.called, tree.code)


class _Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Place] = []
        self._within: list[cst.FunctionDef | cst.ClassDef] = []
        self._parameters = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _SAYS_NOTHING_OF_FIGURES) or _is_no_figure(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._within.append(node)
        self._parameters += isinstance(node, cst.Parameters)
        self.found += self._places(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._within.pop()
        self._parameters -= isinstance(original_node, cst.Parameters)

    def _places(self, node: cst.CSTNode) -> Iterator[Place]:
        line = self.get_metadata(PositionProvider, node).start.line
        function = ".".join(one.name.value for one in self._within)
        called = not self._parameters and any(isinstance(one, cst.FunctionDef) for one in self._within)
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                name = operator.__name__.removeprefix("operator_")
                for new in operator(node):
                    if not any(_is_sentence(one) for one in _gone(node, new)):
                        yield Place(function, name, line, called, node, new)


def _is_no_figure(node: cst.CSTNode) -> bool:
    match node:
        case cst.If(test=cst.Name("TYPE_CHECKING")):
            return True
        case cst.Call(func=cst.Name(name)) if name in _NO_FIGURES:
            return True
        case cst.Arg(keyword=cst.Name("strict"), value=cst.Name("True")):
            return True
        case cst.Expr(value=cst.SimpleString()) | cst.Assign(targets=[cst.AssignTarget(cst.Name("__all__"))]):
            return True
    return isinstance(node, cst.SimpleString) and _is_sentence(node)


def _is_sentence(node: cst.CSTNode | None) -> bool:
    match node:
        case cst.SimpleString(value=text):
            return bool(_CHINESE.search(text))
        case cst.FormattedString(parts=parts):
            return any(isinstance(one, cst.FormattedStringText) and _CHINESE.search(one.value) for one in parts)
    return False


def _gone(node: cst.CSTNode, new: cst.CSTNode) -> list[cst.CSTNode | None]:
    """What a change leaves out: arguments of a call, what is assigned."""
    match node, new:
        case cst.Call(args=args), cst.Call(args=left):
            return [one.value for one in args if one not in left]
        case ((cst.Assign(value=value) | cst.AnnAssign(value=value)), _):
            return [value]
    return []
