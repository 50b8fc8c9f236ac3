"""Sessions of Spark: quiet, leaving nothing behind, and with a clear word where a cluster does not answer."""

from __future__ import annotations

import os
import shutil
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ipscore.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

REMOTE = "SPARK_REMOTE"
"""The environment variable that names a cluster."""

_PORTS = {"sc": 15002, "spark": 7077}
_ANSWER_SECONDS = 5.0
_FORMS = "sc://主机:端口、spark://主机:端口、yarn、k8s://地址、local[核数]"

_ANYWHERE = {
    "spark.sql.session.timeZone": "UTC",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # asks Java for the place of every call
}
_HERE = {
    "spark.log.level": "OFF",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.parquet.compression.codec": "lz4",
}
_SMALL = {
    # plans of a hundred small steps: what would make each of them fast costs more than all of them
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
}


def open_session(remote: str | None, scratch: Path, *, small: bool = False) -> tuple[Any, bool]:
    """A session, and whether it was opened here and must be stopped.

    Args:
        remote: address of a cluster; this machine where not given.
        scratch: a folder for what Spark writes here.
        small: whether what will be counted is small enough that to start soon matters most.

    Raises:
        EngineError: Java is missing, or the cluster cannot be reached.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415  (takes a second)

    address = remote or ""
    if not address and (active := SparkSession.getActiveSession()) is not None:
        return active, False
    if address.startswith("sc://"):
        return _connected(address), True
    insist_on_java()
    _insist_on_answer(address)
    return _launched(address, scratch, small=small), True


def here(session: Any) -> bool:
    """Whether the session's workers see the files of this machine."""
    context = getattr(session, "sparkContext", None) if "connect" not in type(session).__module__ else None
    return context is not None and str(context.master).startswith("local")


def insist_on_java() -> None:
    """Insist on a Java machine, which Spark needs here.

    Raises:
        EngineError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=os.path.join(home, "bin"))):
        raise EngineError(
            "引擎 pyspark 在本机运行需要 Java 17 或更高版本：没有找到 java，也没有设置 JAVA_HOME",
            "请安装 Java 并设置 JAVA_HOME，或不写 --engine pyspark",
        )


def _connected(address: str) -> Any:
    _insist_on_answer(address)
    from pyspark.sql import SparkSession  # noqa: PLC0415

    try:
        session = SparkSession.builder.remote(address).create()
        for name, value in _ANYWHERE.items():
            session.conf.set(name, value)
        return session
    except ImportError as error:
        raise EngineError(
            f"连接 {address} 需要 {error.name or error}", "请执行 pip install 'pyspark[connect]'"
        ) from error
    except Exception as error:
        raise EngineError(
            f"连不上 Spark：{address} 有应答，但不是 Spark Connect 服务（{_first_line(error)}）",
            f"请核对 --spark-remote 或环境变量 {REMOTE}",
        ) from error


def _launched(address: str, scratch: Path, *, small: bool) -> Any:
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    local = not address or address.startswith("local")
    options = dict(_ANYWHERE)
    if local:
        folders = {"spark.local.dir": scratch / "spark", "spark.sql.warehouse.dir": scratch / "warehouse"}
        options |= _HERE | {name: str(folder) for name, folder in folders.items()} | (_SMALL if small else {})
    conf = SparkConf(loadDefaults=False).setAppName("ipscore").setMaster(address or "local[*]")
    conf.setAll(list(options.items()))
    log = scratch / "spark.log"
    try:
        if SparkContext._gateway is None:  # Java says on its error stream what no setting silences
            with log.open("wb") as said:
                SparkContext._ensure_initialized(gateway=launch_gateway(conf, {"stderr": said}), conf=conf)
        return SparkSession.builder.config(conf=conf).getOrCreate()
    except Exception as error:
        said_last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:] if log.exists() else []
        raise EngineError(
            "\n  ".join([f"Spark 起不来：{_first_line(error)}", *said_last]),
            "请按上面 Spark 的说明改正，或不写 --engine pyspark",
        ) from error


def _insist_on_answer(address: str) -> None:
    """Insist that somebody answers at an address that names host and port; those of cluster managers do not."""
    scheme = address.partition("://")[0] if "://" in address else address.partition("[")[0]
    if scheme not in ("", "local", "yarn", "k8s", *_PORTS):
        raise EngineError(f"Spark 的地址 {address} 不对", f"--spark-remote 请写成 {_FORMS}")
    if scheme not in _PORTS:
        return
    parts = urlsplit(address.partition(";")[0])
    try:
        place = (parts.hostname or "", parts.port or _PORTS[scheme])
    except ValueError as error:
        raise EngineError(f"Spark 的地址 {address} 不对：端口须是数字", f"--spark-remote 请写成 {_FORMS}") from error
    if not place[0]:
        raise EngineError(f"Spark 的地址 {address} 没有写主机", f"--spark-remote 请写成 {_FORMS}")
    try:
        socket.create_connection(place, timeout=_ANSWER_SECONDS).close()
    except OSError as error:
        raise EngineError(
            f"连不上 Spark：{address}（{place[0]} 的端口 {place[1]}）在 {_ANSWER_SECONDS:g} 秒内没有应答："
            f"{error.strerror or error}",
            f"请核对 --spark-remote 或环境变量 {REMOTE}",
        ) from error


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
