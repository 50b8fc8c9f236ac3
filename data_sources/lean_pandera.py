"""pandera without pandas, until something asks for it.

The contracts are those of `pandera.polars`, which needs no pandas. But `import pandera` loads pandas wherever it is
installed, and what works on pandas too (PySpark, Dask, Modin, GeoPandas): a second or more of every start, for names
that nothing here uses. pandera runs without pandas where it finds none, so its first import finds none.

What it leaves out then is made up for when it is first asked for: `pandera.pandas`, `pandera.typing.DataFrame` and the
rest are there as ever. Where pandas or pandera is loaded already, nothing is done.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from threading import get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_LIBRARY = "pandera"
_HIDDEN = "pandas"
_BACKENDS = f"{_LIBRARY}.backends.register_checks"
_EXTENDED = frozenset({_LIBRARY, f"{_LIBRARY}.typing"})


def postpone_pandas() -> None:
    """Let the first import of pandera do without pandas; to be called before it. Loads nothing itself."""
    if _LIBRARY not in sys.modules:
        sys.meta_path.insert(0, _FirstImport())


class _FirstImport(MetaPathFinder):
    """Waits for the first import of pandera; gone from `sys.meta_path` when that runs."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _LIBRARY or _HIDDEN in sys.modules:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _LeanLoader(spec.loader.name, spec.loader.path)
        return spec


class _LeanLoader(SourceFileLoader):
    """Loads pandera as where pandas is not installed."""

    def exec_module(self, module: ModuleType) -> None:
        sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _FirstImport)]
        module.__loader__ = loader = SourceFileLoader(self.name, self.path)
        if module.__spec__ is not None:
            module.__spec__.loader = loader
        try:
            with _hidden(_HIDDEN):
                loader.exec_module(module)
                _settle_backends()
        except ModuleNotFoundError as error:
            if error.name != _HIDDEN:
                raise
            loader.exec_module(module)  # a version that cannot do without
        else:
            for name in _EXTENDED & sys.modules.keys():
                vars(sys.modules[name])["__getattr__"] = _completed(sys.modules[name])


class _Missing(MetaPathFinder):
    """Answers one thread that a package is not installed."""

    def __init__(self, package: str) -> None:
        self.package, self.thread = package, get_ident()

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if fullname == self.package and get_ident() == self.thread:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


@contextmanager
def _hidden(package: str) -> Iterator[None]:
    finder = _Missing(package)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def _settle_backends() -> None:
    """Let pandera register what checks frames of Polars; else it looks for pandas once more at its first check."""
    import polars as pl  # noqa: PLC0415  (pandera loads it too)

    with suppress(ImportError, AttributeError):  # of another version: then it looks for pandas
        importlib.import_module(_BACKENDS).register_default_check_backends(pl.LazyFrame)


def _completed(module: ModuleType) -> Callable[[str], object]:
    """The `__getattr__` of a module that was run without pandas: runs it once more, now with pandas."""
    threads: set[int] = set()

    def __getattr__(attribute: str) -> object:  # noqa: N807
        spec, thread = module.__spec__, get_ident()
        if not attribute.startswith("__") and thread not in threads and spec is not None and spec.loader is not None:
            threads.add(thread)
            try:
                spec.loader.exec_module(module)
            finally:
                threads.remove(thread)
            vars(module).pop("__getattr__", None)
            sys.modules.pop(_BACKENDS, None)  # it remembers that there was no pandas
            if attribute in vars(module):
                return vars(module)[attribute]
        message = f"module {module.__name__!r} has no attribute {attribute!r}"
        raise AttributeError(message)

    return __getattr__
