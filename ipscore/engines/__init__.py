"""Engines that reduce records to evidence: Polars in this process, DuckDB, or Spark on this machine or a cluster.

The reduction is one program (`scoring.reducing`); an engine only brings the records before it. Its library is imported
when the engine is used.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from ipscore.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipscore.engines.engine import Engine

__all__ = ["ENGINES", "engine_of"]

ENGINES = ("polars", "duckdb", "pyspark")
"""The first is taken where none is named."""

_NEEDED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "duckdb": ("duckdb", ("duckdb", "pyarrow")),
    "pyspark": ("spark", ("pyspark", "pyarrow", "pandas")),
}
"""The extra that brings an engine, and the modules that it needs."""


def engine_of(name: str = ENGINES[0], *, session: Any = None, remote: str | None = None) -> Engine:
    """An engine by its name; to be closed after use, as by `with`.

    Args:
        name: one of `ENGINES`.
        session: a `pyspark.sql.SparkSession` to work in; it is left running.
        remote: address of a cluster: `sc://host:port` (Spark Connect), `spark://host:port`, `yarn`, `k8s://…`; without
            it and without a session, Spark runs on this machine.

    Raises:
        EngineError: no such engine, or its libraries are not installed, or a cluster is given to another engine.
    """
    if name not in ENGINES:
        raise EngineError(f"没有引擎 {name}；{suggestion(name, ENGINES)}", f"--engine 请写 {'、'.join(ENGINES)} 之一")
    if name != "pyspark" and (session is not None or remote is not None):
        raise EngineError(
            f"只有引擎 pyspark 才连接 Spark，引擎 {name} 用不上", "请去掉 --spark-remote，或加 --engine pyspark"
        )
    if name in _NEEDED:
        extra, modules = _NEEDED[name]
        if missing := [module for module in modules if find_spec(module) is None]:
            raise EngineError(
                f"引擎 {name} 需要 {'、'.join(missing)}，没有安装", f"请执行 pip install 'ipscore[{extra}]'"
            )
    if name == "duckdb":
        engine: Engine = import_module("ipscore.engines.on_duckdb").DuckDBEngine()
    elif name == "pyspark":
        engine = import_module("ipscore.engines.on_spark").SparkEngine(session, remote)
    else:
        engine = import_module("ipscore.engines.on_polars").PolarsEngine()
    return engine
