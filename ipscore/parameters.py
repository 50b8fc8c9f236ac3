"""The arguments and options that commands share, each defined once."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

argument = partial(typer.Argument, rich_help_panel="参数", show_default=False)
"""An argument of a command, as `typer.Argument` takes it."""
option = partial(typer.Option, rich_help_panel="选项")
"""An option of a command, as `typer.Option` takes it."""

RunArgument = Annotated[
    Path,
    argument(metavar="RUN", help="ipscore score 写出的运行文件夹"),
]
RecordsArgument = Annotated[Path, argument(metavar="RECORDS", help="数据文件夹")]
NodeArgument = Annotated[
    str | None,
    argument(metavar="NODE", help="指标代码或名称，如 1.2.1；也可用 total、base、bonus"),
]
RulebookOption = Annotated[str, option("--rulebook", "-r", help="规则：年度、名称或文件")]
PeriodOption = Annotated[
    str | None,
    option(
        "--period",
        metavar="PERIOD",
        help="评价期，如 2024-03（月）、2024Q1（季）、2024H1（半年）；不写则用规则文件的",
        show_default=False,
    ),
]
ForceOption = Annotated[bool, option("--force", help="替换已有的同名文件或文件夹", show_default=False)]
AcceptedOption = Annotated[
    list[str] | None,
    option(
        "--accept-rejected",
        metavar="SOURCE=N",
        help="同意某来源的 N 行不合格记录不计（complaints=3），或同意某一行（firm_register:Sheet1:91）；可写多次",
        show_default=False,
    ),
]
PreviousRunsOption = Annotated[
    list[Path] | None,
    option(
        "--previous", "-p", metavar="RUN", help="上一次评价的运行文件夹；规则要与几次相比，就写几个", show_default=False
    ),
]
CacheOption = Annotated[
    bool,
    option("--cache/--no-cache", help="大的 CSV 与 Excel 文件是否留下副本，再次读入时不重新解析", show_default=False),
]
EngineName = Literal["polars", "duckdb", "pyspark"]
EngineOption = Annotated[EngineName, option("--engine", "-e", help="由哪个引擎计数；结果都一样")]
SparkOption = Annotated[
    str | None,
    option(
        "--spark-remote",
        metavar="URL",
        envvar="SPARK_REMOTE",
        show_envvar=True,
        help="Spark 集群，如 sc://主机:15002；不写则在本机运行（--engine pyspark）",
    ),
]
SourceOption = Annotated[
    list[str] | None,
    option(
        "--source",
        metavar="NAME=ADDRESS",
        help="来源在别处的 Parquet（文件、文件夹、通配符，或 s3://、gs://、az://、hdfs://），由引擎直接读入；可写多次",
        show_default=False,
    ),
]
FrameFormat = Literal["table", "csv", "json"]
FormatOption = Annotated[FrameFormat, option("--format", "-f", help="输出格式")]
MarginsOption = Annotated[
    Path | None,
    option("--margins", metavar="FILE", help="把答卷加权到已知的边际：变量、类别、占比（CSV 或 XLSX）"),
]

DETERMINED_WIDTH = 0.02
"""How wide the interval of a recovered weight may be for the weight to be called determined."""
