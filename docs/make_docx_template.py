"""Writes the Word template that is shipped: python docs/make_docx_template.py reports/docx/template.docx.

The template is a file that a report writer edits in Word; this script is how its first version was made, so that every
measure in it can be read. Layout: GB/T 9704-2012 (page, 22 lines of 28 characters, headings, page numbers). Lines and
characters are also set in the styles, for programs that understand the grid of Word differently.
Lengths are in twentieths of a point unless said otherwise.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

MM = 1440 / 25.4
PAGE = (210, 297)
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
LINES, CHARACTERS = 22, 28
BODY = 16  # points: 三号
WIDTH = int((PAGE[0] - MARGINS["left"] - MARGINS["right"]) * MM)
LINE = int((PAGE[1] - MARGINS["top"] - MARGINS["bottom"]) * MM / LINES)
CHARACTER_SPACE = int(
    (WIDTH / CHARACTERS / 20 - BODY) * 4096
)  # what a character is wider than its font's size, 1/4096 pt

TIGHT = int(WIDTH / CHARACTERS) - BODY * 20

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
LATIN = "Times New Roman"
SUBSTITUTES = {
    SONG: "SimSun",
    HEI: "SimHei",
    KAI: "KaiTi",
    FANG: "FangSong",
    TITLE: "方正小标宋_GBK,宋体,SimSun",
}

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SCHEMAS = f'xmlns:w="{W}" xmlns:r="{R}"'


def fonts(east_asian: str, latin: str = LATIN) -> str:
    """The fonts of East-Asian and of other characters."""
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{east_asian}" w:hAnsi="{latin}" w:cs="{LATIN}"/>'


def run(font: str = "", points: float | None = None, *, bold: bool | None = None, tight: bool = False) -> str:
    """Properties of characters, in the schema's order; `tight`: 28 of them to a line."""
    size = "" if points is None else f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    return font + weight + (f'<w:spacing w:val="{TIGHT}"/>' if tight else "") + size


def paragraph(
    *,
    keep: bool = False,
    numbering: str = "",
    border: str = "",
    shade: str = "",
    tabs: str = "",
    spacing: str = "",
    indent: str = "",
    align: str = "",
    outline: int | None = None,
) -> str:
    """Properties of paragraphs, in the schema's order."""
    return "".join(
        (
            "<w:keepNext/><w:keepLines/>" if keep else "",
            numbering,
            f"<w:pBdr>{border}</w:pBdr>" if border else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            f"<w:spacing {spacing}/>" if spacing else "",
            f"<w:ind {indent}/>" if indent else "",
            f'<w:jc w:val="{align}"/>' if align else "",
            "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>',
        )
    )


def style(
    key: str,
    name: str,
    about: str = "",
    characters: str = "",
    *,
    kind: str = "paragraph",
    based: str = "Normal",
    following: str = "",
    linked: bool = True,
) -> str:
    """A style; `linked`: shown in the gallery of styles."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"'
        + ("" if name.isascii() else ' w:customStyle="1"')
        + f'><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + '<w:uiPriority w:val="1"/>'
        + ("<w:qFormat/>" if linked else "")
        + (f"<w:pPr>{about}</w:pPr>" if about else "")
        + (f"<w:rPr>{characters}</w:rPr>" if characters else "")
        + "</w:style>"
    )


def line(edge: str, size: int, color: str = "000000", space: int = 0) -> str:
    """A line of a border; `size` in eighths of a point."""
    return f'<w:{edge} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


FIRST_LINE = f'w:firstLineChars="200" w:firstLine="{BODY * 20 * 2}"'
NO_INDENT = 'w:firstLineChars="0" w:firstLine="0"'
GRID_LINE = f'w:line="{LINE}" w:lineRule="exact"'
PLAIN_LINE = 'w:before="0" w:after="0" w:line="240" w:lineRule="auto"'


def heading(level: int, font: str, *, bold: bool) -> str:
    """The style of a heading, linked to its level of the numbering."""
    number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
    latin = HEI if font == HEI else LATIN
    return style(
        f"Heading{level}",
        f"heading {level}",
        paragraph(keep=True, numbering=number, spacing=GRID_LINE, indent=FIRST_LINE, outline=level - 1),
        run(fonts(font, latin), BODY, bold=bold, tight=True),
        following="BodyText",
    )


def contents(level: int, font: str) -> str:
    """The style of a line of the contents."""
    tabs = f'<w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/>'
    indent = f'w:left="{(level - 1) * 420}" w:right="560" w:firstLineChars="0" w:firstLine="0"'
    about = paragraph(tabs=tabs, spacing='w:before="20" w:after="20"', indent=indent, align="left")
    return style(f"TOC{level}", f"toc {level}", about, run(fonts(font, LATIN), 14), following="Normal", linked=False)


def table_text(key: str, name: str, align: str, *, keep: bool = False, characters: str = "") -> str:
    """A style of text in tables."""
    spacing = 'w:before="30" w:after="30" w:line="240" w:lineRule="auto"'
    about = paragraph(keep=keep, spacing=spacing, indent=NO_INDENT, align=align)
    return style(key, name, about, characters or run(fonts(SONG), 10.5))


TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="报告表格"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="1"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + line("top", 12)
    + line("bottom", 12)
    + line("insideH", 4, "D0D0D0")
    + "</w:tblBorders></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
    + line("top", 12)
    + line("bottom", 6)
    + '</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr></w:tblStylePr></w:style>'
)

NOTICE_BORDER = "".join(line(edge, 6, "7F7F7F", 6) for edge in ("top", "left", "bottom", "right"))


def styles() -> str:
    """All styles."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}"
        f'<w:kern w:val="2"/><w:sz w:val="{BODY * 2}"/><w:szCs w:val="{BODY * 2}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{run(points=BODY)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    centred = {"indent": NO_INDENT, "align": "center"}
    return f"<w:styles {SCHEMAS}>" + defaults + normal + "".join(
        (
            style("BodyText", "Body Text", paragraph(spacing=GRID_LINE, indent=FIRST_LINE), run(tight=True)),
            heading(1, HEI, bold=False),
            heading(2, KAI, bold=False),
            heading(3, FANG, bold=True),
            style(
                "FrontHeading",
                "前置标题",
                paragraph(keep=True, spacing='w:before="120" w:after="240"', outline=0, **centred),
                run(fonts(HEI, HEI), BODY),
                following="BodyText",
            ),
            style(
                "Title",
                "Title",
                paragraph(spacing='w:before="360" w:after="360"', **centred),
                run(fonts(TITLE, TITLE), 22, bold=False),
                following="BodyText",
            ),
            style("CoverSeries", "封面系列", paragraph(**centred), run(fonts(KAI), 18)),
            style("CoverLine", "封面署名", paragraph(**centred), run(fonts(KAI), BODY)),
            style(
                "Notice",
                "封面提示",
                paragraph(
                    border=NOTICE_BORDER,
                    spacing='w:before="480" w:after="240" w:line="300" w:lineRule="auto"',
                    indent=f'w:left="480" w:right="480" {NO_INDENT}',
                ),
                run(fonts(KAI), 14),
            ),
            style(
                "TOCHeading",
                "TOC Heading",
                paragraph(keep=True, spacing='w:before="120" w:after="240"', **centred),
                run(fonts(HEI, HEI), BODY),
                following="Normal",
            ),
            contents(1, HEI),
            contents(2, FANG),
            contents(3, FANG),
            style(
                "ListBullet",
                "List Bullet",
                paragraph(
                    numbering='<w:numPr><w:numId w:val="2"/></w:numPr>',
                    spacing=GRID_LINE,
                    indent='w:left="960" w:hanging="320"',
                ),
                run(tight=True),
            ),
            style(
                "Caption",
                "caption",
                paragraph(spacing='w:before="120" w:after="120"', **centred),
                run(fonts(HEI, HEI), 12, bold=False),
                following="BodyText",
            ),
            style("Picture", "图片", paragraph(keep=True, spacing='w:before="160"', **centred)),
            table_text("TableHead", "表格表头", "left", keep=True, characters=run(fonts(HEI, HEI), 10.5)),
            table_text("TableText", "表格文字", "left"),
            table_text("TableNumber", "表格数字", "right"),
            style(
                "TableNote",
                "表格附注",
                paragraph(spacing=PLAIN_LINE.replace('before="0"', 'before="40"'), indent=NO_INDENT),
                run(fonts(SONG), 9),
            ),
            style(
                "EditorProposal",
                "编者待定",
                paragraph(
                    border=line("left", 36, "C55A11", 8),
                    shade="FBEFE4",
                    spacing=GRID_LINE,
                    indent=f'w:left="240" {FIRST_LINE}',
                ),
                run(fonts(KAI), tight=True),
            ),
            style(
                "FootnoteText",
                "footnote text",
                paragraph(spacing=PLAIN_LINE, indent=NO_INDENT, align="left"),
                run(fonts(SONG), 9),
                linked=False,
            ),
            style(
                "FootnoteReference",
                "footnote reference",
                characters='<w:vertAlign w:val="superscript"/>',
                kind="character",
                based="DefaultParagraphFont",
                linked=False,
            ),
            style("Strong", "Strong", characters="<w:b/><w:bCs/>", kind="character", based="DefaultParagraphFont"),
            style(
                "CommentText",
                "annotation text",
                paragraph(indent=NO_INDENT, align="left"),
                run(fonts(SONG), 10.5),
                linked=False,
            ),
            style(
                "CommentReference",
                "annotation reference",
                characters=run(points=10.5),
                kind="character",
                based="DefaultParagraphFont",
                linked=False,
            ),
            style(
                "Header",
                "header",
                paragraph(border=line("bottom", 4, "7F7F7F", 4), spacing=PLAIN_LINE, **centred),
                run(fonts(SONG), 9),
                linked=False,
            ),
            style(
                "Footer",
                "footer",
                paragraph(spacing=PLAIN_LINE, indent=NO_INDENT),
                run(fonts(SONG, SONG), 14),
                linked=False,
            ),
            TABLE_STYLE,
        )
    ) + "</w:styles>"  # fmt: skip


def numbering() -> str:
    """The numbers of headings, and bullets."""
    kinds = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{depth + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr><w:ind {FIRST_LINE}/></w:pPr></w:lvl>"
        for depth, (kind, text) in enumerate(kinds)
    )
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="960" w:hanging="320"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:hint="default"/></w:rPr></w:lvl>'
    )
    return (
        f"<w:numbering {SCHEMAS}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{bullet}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def words(key: str, text: str = "", extra: str = "") -> str:
    """A paragraph of a style."""
    runs = (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{key}"/>{extra}</w:pPr>{runs}</w:p>'


def section(kind: str = "", numbers: str = "", *, furniture: bool = True) -> str:
    """A section; `furniture`: with header and page number."""
    parts = (("header", "even", "header1"), ("header", "default", "header2"),
             ("footer", "even", "footer1"), ("footer", "default", "footer2"))  # fmt: skip
    references = "".join(f'<w:{part}Reference w:type="{pages}" r:id="{key}"/>' for part, pages, key in parts)
    margins = " ".join(f'w:{side}="{round(size * MM)}"' for side, size in MARGINS.items())
    return (
        "<w:sectPr>"
        + (references if furniture else "")
        + (f'<w:type w:val="{kind}"/>' if kind else "")
        + f'<w:pgSz w:w="{round(PAGE[0] * MM)}" w:h="{round(PAGE[1] * MM)}"/>'
        + f'<w:pgMar {margins} w:header="{round(28 * MM)}" w:footer="{round(22 * MM)}" w:gutter="0"/>'
        + numbers
        + f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CHARACTER_SPACE}"/></w:sectPr>'
    )


def space_before(points: int) -> str:
    """Air above a paragraph."""
    return f'<w:spacing w:before="{points * 20}"/>'


def document() -> str:
    """Cover, foreword, contents and body, each with its placeholders."""
    cover = (
        words("CoverSeries", "{{ series }}", space_before(70))
        + words("Title", "{{ title }}")
        + words("Normal", "{%p if notice %}")
        + words("Notice", "{{ notice }}")
        + words("Normal", "{%p endif %}")
        + words("CoverLine", "{{ issuer }}", space_before(280))
        + words("CoverLine", "{{ date }}")
        + words("TableNote", "", section(furniture=False))
    )
    plain = (
        words("Title", "{{ title }}")
        + words("CoverLine", "{{ issuer }}　{{ date }}")
        + words("Normal", "{%p if notice %}")
        + words("Notice", "{{ notice }}")
        + words("Normal", "{%p endif %}")
    )
    listing = (
        words("TOCHeading", "目　录", "<w:pageBreakBefore/>")
        + words("Normal", "{{ contents }}")
        + words("TableNote", "", section("nextPage", '<w:pgNumType w:fmt="upperRoman" w:start="1"/>'))
    )
    return (
        f"<w:document {SCHEMAS}><w:body>"
        + words("Normal", "{%p if cover %}")
        + cover
        + words("Normal", "{%p else %}")
        + plain
        + words("Normal", "{%p endif %}")
        + words("Normal", "{{ front }}")
        + words("Normal", "{%p if cover %}")
        + listing
        + words("Normal", "{%p endif %}")
        + words("Normal", "{{ body }}")
        + section("nextPage", '<w:pgNumType w:start="1"/>')
        + "</w:body></w:document>"
    )


def field(code: str) -> str:
    """A field."""
    return "".join(
        f"<w:r>{content}</w:r>"
        for content in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )


def footer(align: str, indent: str) -> str:
    """The page number, `— 1 —`."""
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    properties = f'<w:pPr><w:pStyle w:val="Footer"/><w:ind {indent}/><w:jc w:val="{align}"/></w:pPr>'
    return f"<w:ftr {SCHEMAS}><w:p>{properties}{dash.format('— ')}{field('PAGE')}{dash.format(' —')}</w:p></w:ftr>"


def settings() -> str:
    """What holds for the whole document."""
    return (
        f'<w:settings {SCHEMAS}><w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="160"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def footnotes() -> str:
    """The lines above footnotes."""
    kinds = ((-1, "separator"), (0, "continuationSeparator"))
    return f"<w:footnotes {SCHEMAS}>" + "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:snapToGrid w:val="0"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in kinds
    ) + "</w:footnotes>"  # fmt: skip


def font_table() -> str:
    """The fonts, with what may stand in for them."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, others in SUBSTITUTES.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"<w:fonts {SCHEMAS}>{chinese}{latin}</w:fonts>"


HEADER = f"<w:hdr {SCHEMAS}>{words('Header', '{{ title }}')}</w:hdr>"
PARTS = {
    "styles": styles(),
    "numbering": numbering(),
    "settings": settings(),
    "fontTable": font_table(),
    "footnotes": footnotes(),
    "header1": HEADER,
    "header2": HEADER,
    "footer1": footer("left", f'w:leftChars="100" w:left="{14 * 20}"'),
    "footer2": footer("right", f'w:rightChars="100" w:right="{14 * 20}"'),
}
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)


def members() -> dict[str, str]:
    """The files of the package by name."""
    overrides = {f"/word/{name}.xml": f"{CONTENT}.{name.rstrip('12')}+xml" for name in PARTS}
    overrides["/word/document.xml"] = f"{CONTENT}.document.main+xml"
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("12")}" Target="{name}.xml"/>' for name in PARTS
    )
    opening = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'{opening}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'
        ),
        "docProps/core.xml": CORE,
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f"{opening}{relations}</Relationships>",
    } | {f"word/{name}.xml": text for name, text in PARTS.items()}


def main(path: Path) -> None:
    """Write the template."""
    with zipfile.ZipFile(path, "w") as package:
        for name, text in members().items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
