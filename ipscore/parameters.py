"""The arguments and options that commands share, each defined once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

ARGUMENTS, OPTIONS = "参数", "选项"

RunArgument = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="ipscore score 写出的运行文件夹", rich_help_panel=ARGUMENTS, show_default=False),
]
RecordsArgument = Annotated[
    Path, typer.Argument(metavar="RECORDS", help="数据文件夹", rich_help_panel=ARGUMENTS, show_default=False)
]
NodeArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="NODE",
        help="指标代码或名称，如 1.2.1；也可用 total、base、bonus",
        rich_help_panel=ARGUMENTS,
        show_default=False,
    ),
]
RulebookOption = Annotated[
    str, typer.Option("--rulebook", "-r", help="规则：年度、名称或文件", rich_help_panel=OPTIONS)
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="替换已有的同名文件或文件夹", rich_help_panel=OPTIONS, show_default=False)
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="有一行不合格即报错", rich_help_panel=OPTIONS, show_default=False)
]
CacheOption = Annotated[
    bool,
    typer.Option(
        "--cache/--no-cache",
        help="大的 CSV 与 Excel 文件是否留下副本，再次读入时不重新解析",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
EngineName = Literal["polars", "duckdb", "pyspark"]
EngineOption = Annotated[
    EngineName, typer.Option("--engine", "-e", help="由哪个引擎计数；结果都一样", rich_help_panel=OPTIONS)
]
SparkOption = Annotated[
    str | None,
    typer.Option(
        "--spark-remote",
        metavar="URL",
        envvar="SPARK_REMOTE",
        show_envvar=True,
        help="Spark 集群，如 sc://主机:15002；不写则在本机运行（--engine pyspark）",
        rich_help_panel=OPTIONS,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME=ADDRESS",
        help="来源在别处的 Parquet（文件、文件夹、通配符，或 s3://、gs://、az://、hdfs://），由引擎直接读入；可写多次",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
FrameFormat = Literal["table", "csv", "json"]
FormatOption = Annotated[FrameFormat, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OPTIONS)]
MarginsOption = Annotated[
    Path | None,
    typer.Option(
        "--margins",
        metavar="FILE",
        help="把答卷加权到已知的边际：变量、类别、占比（CSV 或 XLSX）",
        rich_help_panel=OPTIONS,
    ),
]

DETERMINED_WIDTH = 0.02
"""How wide the interval of a recovered weight may be for the weight to be called determined."""
