"""The arguments and options of the report commands."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ipscore.parameters import ARGUMENTS, OPTIONS


def _option(*names: str, told: str, panel: str = OPTIONS, **more: Any) -> Any:
    return typer.Option(*names, help=told, rich_help_panel=panel, **more)


_OUT, _FORMAT, _PREVIOUS, _COVER = ("--out", "-o"), ("--format", "-f"), "--previous", "封面"

FirmArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="FIRM", help="公司：代码、全称、简称或曾用名", rich_help_panel=ARGUMENTS, show_default=False
    ),
]
FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="写到哪个文件夹", rich_help_panel=ARGUMENTS, show_default=False)
]

OutOption = Annotated[Path, _option(*_OUT, metavar="FILE", told="写到文件", show_default=False)]
OutOrFolderOption = Annotated[
    Path, _option(*_OUT, metavar="PATH", told="写到文件；与 --all 一起则为文件夹", show_default=False)
]
FileOption = Annotated[Path | None, _option(*_OUT, metavar="FILE", told="写到文件；不写则在运行文件夹旁")]
DataFolderOption = Annotated[Path | None, _option(*_OUT, metavar="DIR", told="写到文件夹；不写则在运行文件夹旁")]

PaperFormOption = Annotated[
    Literal["docx", "pdf", "html"] | None, _option(*_FORMAT, told="格式；不写则由 --out 的后缀决定")
]
FirmFormOption = Annotated[
    Literal["html", "pdf", "xlsx"] | None,
    _option(*_FORMAT, told="格式；不写则由 --out 的后缀决定，--all 则三种都写"),
]
DataFormOption = Annotated[
    Literal["csv", "parquet", "json"] | None, _option(*_FORMAT, told="只写一种格式；不写则三种都写")
]

PreviousOption = Annotated[
    str | None,
    _option(
        _PREVIOUS,
        metavar="RUN_OR_REFERENCE",
        told="上年度：运行文件夹，或公布数字的名称（如 whitepaper_2016）或文件",
    ),
]
PreviousRunOption = Annotated[str | None, _option(_PREVIOUS, metavar="RUN", told="上年度的运行文件夹")]

TemplateOption = Annotated[Path | None, _option("--template", metavar="DOCX", told="自备的 Word 模板（只用于 docx）")]
FontsOption = Annotated[Path | None, _option("--fonts", metavar="DIR", told="优先使用的字体文件夹（只用于 pdf）")]
FinalOption = Annotated[bool, _option("--final", told="定稿：不印待编辑确认的意见建议")]
TextsOption = Annotated[Path | None, _option("--texts", metavar="DIR", told="自备的正文模板文件夹")]

SeriesOption = Annotated[str, _option("--series", told="丛书名", panel=_COVER)]
IssuerOption = Annotated[str, _option("--issuer", told="发布机构", panel=_COVER)]
DateOption = Annotated[str, _option("--date", told="日期，照原样印出", panel=_COVER)]
NoticeOption = Annotated[str, _option("--notice", told="封面上的提示", panel=_COVER)]

ReferencesOption = Annotated[
    list[str] | None,
    _option(
        "--reference",
        metavar="REFERENCE",
        told="公布数字的名称（如 whitepaper_2017）或文件，可写多次：另述由它们反推的权重",
    ),
]
FirmIssuerOption = Annotated[str, _option("--issuer", told="出具机构")]
FirmNoticeOption = Annotated[str, _option("--notice", told="篇首的提示")]
EveryOption = Annotated[bool, _option("--all", told="写出每一家公司的")]
