"""The arguments and options of the report commands."""

from pathlib import Path
from typing import Annotated, Literal

from ipscore.parameters import argument, option

_OUT, _FORMAT, _PREVIOUS, _COVER = ("--out", "-o"), ("--format", "-f"), "--previous", "封面"

FirmArgument = Annotated[
    str | None,
    argument(metavar="FIRM", help="公司：代码、全称、简称或曾用名"),
]
TemplatesFolderArgument = Annotated[Path | None, argument(metavar="DIR", help="写到哪个文件夹")]
DescribeOption = Annotated[
    bool, option("--describe", help="列出模板可用的占位符、样式、变量和过滤器（附例），不写文件", show_default=False)
]

OutOption = Annotated[Path, option(*_OUT, metavar="FILE", help="写到文件", show_default=False)]
OutOrFolderOption = Annotated[
    Path, option(*_OUT, metavar="PATH", help="写到文件；与 --all 一起则为文件夹", show_default=False)
]
FileOption = Annotated[Path | None, option(*_OUT, metavar="FILE", help="写到文件；不写则在运行文件夹旁")]
DataFolderOption = Annotated[Path | None, option(*_OUT, metavar="DIR", help="写到文件夹；不写则在运行文件夹旁")]

PaperFormOption = Annotated[
    Literal["docx", "pdf", "html"] | None, option(*_FORMAT, help="格式；不写则由 --out 的后缀决定")
]
FirmFormOption = Annotated[
    Literal["html", "pdf", "xlsx"] | None,
    option(*_FORMAT, help="格式；不写则由 --out 的后缀决定，--all 则三种都写"),
]
DataFormOption = Annotated[
    Literal["csv", "parquet", "json"] | None, option(*_FORMAT, help="只写一种格式；不写则三种都写")
]

PreviousOption = Annotated[
    str | None,
    option(
        _PREVIOUS,
        metavar="RUN_OR_REFERENCE",
        help="上年度：运行文件夹，或公布数字的名称（如 whitepaper_2016）或文件",
    ),
]
PreviousRunOption = Annotated[str | None, option(_PREVIOUS, metavar="RUN", help="上年度的运行文件夹")]

EarlierOption = Annotated[
    list[str] | None,
    option(
        "--earlier",
        metavar="RUN",
        help="更早年度的运行文件夹，可写多次：另述历年走势（连同 --previous 的运行）",
        show_default=False,
    ),
]

TemplateOption = Annotated[Path | None, option("--template", metavar="DOCX", help="自备的 Word 模板（只用于 docx）")]
FontsOption = Annotated[Path | None, option("--fonts", metavar="DIR", help="优先使用的字体文件夹（只用于 pdf）")]
FinalOption = Annotated[bool, option("--final", help="定稿：不印待编辑确认的意见建议")]
TextsOption = Annotated[Path | None, option("--texts", metavar="DIR", help="自备的正文模板文件夹")]

SeriesOption = Annotated[str, option("--series", help="丛书名", rich_help_panel=_COVER)]
IssuerOption = Annotated[str, option("--issuer", help="发布机构", rich_help_panel=_COVER)]
DateOption = Annotated[str, option("--date", help="日期，照原样印出", rich_help_panel=_COVER)]
NoticeOption = Annotated[str, option("--notice", help="封面上的提示", rich_help_panel=_COVER)]

ReferencesOption = Annotated[
    list[str] | None,
    option(
        "--reference",
        metavar="REFERENCE",
        help="公布数字的名称（如 whitepaper_2017）或文件，可写多次：另述由它们反推的权重",
    ),
]
FirmIssuerOption = Annotated[str, option("--issuer", help="出具机构")]
FirmTextsOption = Annotated[
    Path | None, option("--texts", metavar="DIR", help="自备的正文模板文件夹（如何提出异议、联系人、截止日期）")
]
FirmNoticeOption = Annotated[str, option("--notice", help="篇首的提示")]
EveryOption = Annotated[bool, option("--all", help="写出每一家公司的")]
