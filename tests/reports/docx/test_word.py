"""What a Word file has: read back from the file, not from the code that made it."""

from __future__ import annotations

import dataclasses
import re
import runpy
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.document import Document, Exhibit, Figure, Heading, Note, Paragraph, Text
from reports.docx import copy_template, write_docx
from reports.docx.widths import fit
from reports.errors import TemplateError
from reports.table import Table, number, text
from tests.reports.docx.sample import DOCUMENT, MADE_ON
from tests.reports.docx.schema import FREE, ORDERS
from tests.support.office import convert
from tests.support.programs import needs

ROOT = Path(__file__).parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "report.docx"
    write_docx(DOCUMENT, path, made_on=MADE_ON)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def simple(*blocks: Paragraph | Heading | Exhibit, cover: bool = True) -> Document:
    return Document("报告", blocks, cover=cover)


def lines(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_pages_are_those_of_the_standard(written: Path) -> None:
    for section in docx.Document(str(written)).sections:
        sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
        assert [round(size.mm) for size in (*sizes, section.left_margin, section.right_margin)] == [
            210, 297, 37, 35, 28, 26,
        ]  # fmt: skip
        grid = section._sectPr.find(qn("w:docGrid"))
        assert grid.get(qn("w:type")) == "linesAndChars"
        pitch = int(grid.get(qn("w:linePitch"))) / 20 * 25.4 / 72
        assert (297 - 37 - 35) // pitch == 22
        width = (16 + int(grid.get(qn("w:charSpace"))) / 4096) * 25.4 / 72
        assert (210 - 28 - 26) / width == pytest.approx(28, abs=0.01)


def test_body_lines_hold_what_the_grid_says_where_grids_are_not_understood() -> None:
    styles = docx.Document(str(ROOT / "reports/docx/template.docx")).styles
    body = styles["Body Text"]
    assert body.paragraph_format.line_spacing.pt * 22 == pytest.approx((297 - 37 - 35) / 25.4 * 72, abs=1)
    spacing = body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))
    characters = (210 - 28 - 26) / 25.4 * 72 / (16 + int(spacing) / 20)
    assert int(characters) == 28


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Normal", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Title", "方正小标宋简体", 22),
        ("Footer", "宋体", 14),
    ],
)
def test_styles_have_east_asian_fonts(style: str, font: str, points: int) -> None:
    template = docx.Document(str(ROOT / "reports/docx/template.docx"))
    found = template.styles[style]
    defaults = template.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    own = found.element.rPr.find(qn("w:rFonts"))
    fonts = defaults.find(qn("w:rFonts")) if own is None else own
    assert (fonts.get(qn("w:eastAsia")), found.font.size.pt) == (font, points)


def test_the_shipped_template_is_what_the_script_makes(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "docs/make_docx_template.py"))["main"](tmp_path / "made.docx")
    copy_template(tmp_path / "shipped.docx")
    assert parts(tmp_path / "shipped.docx") == parts(tmp_path / "made.docx")


def test_headings_are_numbered_by_word(written: Path) -> None:
    found = [
        (p.style.name, p.text) for p in docx.Document(str(written)).paragraphs if p.style.name.startswith("Heading")
    ]
    assert found == [(f"Heading {b.level}", b.text) for b in DOCUMENT.body if isinstance(b, Heading)]
    levels = parse_xml(parts(written)["word/numbering.xml"]).findall(f".//{W}lvl")
    shown = {
        level.find(f"{W}pStyle").get(f"{W}val"): (
            level.find(f"{W}numFmt").get(f"{W}val"),
            level.find(f"{W}lvlText").get(f"{W}val"),
        )
        for level in levels
    }
    assert shown["Heading1"] == ("chineseCountingThousand", "%1、")
    assert shown["Heading2"] == ("chineseCountingThousand", "（%2）")
    assert shown["Heading3"] == ("decimal", "%3.")


def test_a_heading_without_number_has_none(written: Path) -> None:
    plain = next(p for p in docx.Document(str(written)).paragraphs if p.text == "评价方法及数据来源")
    assert plain._p.pPr.numPr.numId.val == 0


def test_every_field_leads_to_a_bookmark(written: Path) -> None:
    members = parts(written)
    body = members["word/document.xml"].decode()
    marks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', body)
    assert len({key for key, _ in marks}) == len({name for _, name in marks}) == len(marks) > 0
    everywhere = body + members["word/footnotes.xml"].decode()
    targets = re.findall(r"(?:PAGE)?REF (\S+)", everywhere) + re.findall(r'w:anchor="([^"]+)"', everywhere)
    assert set(targets) <= {name for _, name in marks}
    assert everywhere.count('"begin"') == everywhere.count('"separate"') == everywhere.count('"end"') > 0


def test_references_and_captions_show_the_numbers_of_the_document(written: Path) -> None:
    shown = lines(written)
    assert "图\u00a01　投资者保护状况总分及各一级指标得分" in shown
    assert "表\u00a02　各指标得分概况" in shown
    assert any("违规处罚见第二章（二），细节见第二章（一）1，总体情况见第一章。" in line for line in shown)
    assert any("见图\u00a01；各指标得分见表\u00a02，方法见“评价方法及数据来源”。" in line for line in shown)
    body = parts(written)["word/document.xml"].decode()
    assert len(re.findall(r"REF \S+ \\n \\h", body)) == 2
    codes = re.findall(r"SEQ (\S) ", parts(written)["word/document.xml"].decode())
    assert sorted(codes) == ["图"] * 2 + ["表"] * 3


def test_contents_hold_their_entries(written: Path) -> None:
    contents = parse_xml(parts(written)["word/document.xml"]).find(f".//{W}sdt")
    entries = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in contents.iter(f"{W}p")]
    assert entries == [
        "引言",
        "一、2017年度证券公司投资者保护状况整体情况",
        "二、投资者证券资产安全保护状况",
        "（一）投资者资金安全保护状况",
        "（二）违规处罚",
        "三、意见建议",
        "评价方法及数据来源",
    ]


def test_footnotes_are_footnotes(written: Path) -> None:
    members = parts(written)
    notes = parse_xml(members["word/footnotes.xml"])
    shown = {note.get(f"{W}id"): "".join(t.text for t in note.iter(f"{W}t")).strip() for note in notes}
    referred = re.findall(r'footnoteReference w:id="(\d+)"', members["word/document.xml"].decode())
    assert [shown[key] for key in referred] == [
        "东亚前海证券成立不满一年，不参与评价。",
        "评价对象为开展经纪业务的证券公司；分布见图\u00a02。",
        "分数段左闭右开。",
        "按预警事项分类。",
    ]


def test_tables_repeat_their_header_and_keep_rows_in_one_piece(written: Path) -> None:
    document = docx.Document(str(written))
    tables = [block.table for block in DOCUMENT.blocks if isinstance(block, Exhibit)]
    for table, content in zip(document.tables, tables, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == [column.header for column in content.columns]
        assert tuple(cell.text for cell in table.rows[-1].cells) == content.rows[-1]
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * len(content.rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        styles = [cell.paragraphs[0].style.name for cell in table.rows[1].cells]
        assert styles == ["表格数字" if column.number else "表格文字" for column in content.columns]
    assert "变动为与2016年度平均分相比。" in lines(written)


def test_pictures_say_in_words_what_they_show(written: Path) -> None:
    pictures = parse_xml(parts(written)["word/document.xml"]).findall(f".//{qn('wp:docPr')}")
    assert [picture.get("descr") for picture in pictures] == [figure.alt for figure in DOCUMENT.figures.values()]
    assert len({picture.get("id") for picture in pictures}) == len(pictures)


def test_proposals_are_marked_and_commented(written: Path) -> None:
    document = docx.Document(str(written))
    marked = [p.text for p in document.paragraphs if p.style.name == "编者待定" and p.text.startswith("【建议")]
    proposals = [b for b in DOCUMENT.blocks if isinstance(b, Paragraph) and b.role == "editor"]
    assert len(marked) == len(proposals) == len(list(document.comments))
    assert marked[1] == "【建议，待编辑确认】手工操作失误连续出现，建议督促相关公司完善流程。"


def test_no_comment_stands_before_a_footnote(tmp_path: Path) -> None:
    noted = Paragraph((Text("正文"), Note((Text("注"),))))
    write_docx(simple(Paragraph((Text("建议"),), "editor"), noted), tmp_path / "a.docx", made_on=MADE_ON)
    document = docx.Document(str(tmp_path / "a.docx"))
    assert list(document.comments) == []
    assert "【建议，待编辑确认】建议" in lines(tmp_path / "a.docx")


def test_children_stand_in_the_order_of_the_schema(written: Path) -> None:
    seen = set()
    for name, content in parts(written).items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for element in parse_xml(content).iter(*(f"{W}{tag}" for tag in ORDERS)):
            tag = element.tag.removeprefix(W)
            order = ORDERS[tag].split()
            children = [child.tag.removeprefix(W) for child in element]
            if tag in FREE:
                assert order[0] not in children[1:], (name, tag, children)
            else:
                assert [order.index(child) for child in children] == sorted(order.index(child) for child in children), (
                    name,
                    tag,
                    children,
                )
            seen.add(tag)
    assert seen == ORDERS.keys()


def test_every_part_is_typed_and_every_relation_leads_somewhere(written: Path) -> None:
    members = parts(written)
    types = members["[Content_Types].xml"].decode()
    overrides = set(re.findall(r'PartName="/([^"]+)"', types))
    extensions = set(re.findall(r'Extension="([^"]+)"', types))
    assert overrides <= members.keys()
    assert {"word/footnotes.xml", "word/comments.xml", "word/numbering.xml"} <= overrides
    assert all(name in overrides or name.rsplit(".", 1)[-1] in extensions for name in members)
    relations = members["word/_rels/document.xml.rels"].decode()
    targets = dict(re.findall(r'<Relationship Id="([^"]+)" Type="[^"]+" Target="([^"]+)"', relations))
    assert {f"word/{target}" for target in targets.values()} <= members.keys()
    used = re.findall(r'r:(?:id|embed)="([^"]+)"', members["word/document.xml"].decode())
    assert set(used) <= targets.keys()
    assert len(used) > 0


def test_properties(written: Path) -> None:
    properties = docx.Document(str(written)).core_properties
    assert (properties.title, properties.author) == (DOCUMENT.title, DOCUMENT.issuer)
    assert (properties.created.date(), properties.modified.date()) == (MADE_ON, MADE_ON)
    assert properties.language == "zh-CN"


def test_the_same_document_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_docx(DOCUMENT, tmp_path / "again.docx", made_on=MADE_ON)
    assert (tmp_path / "again.docx").read_bytes() == written.read_bytes()


def test_without_cover_there_are_no_contents(tmp_path: Path) -> None:
    write_docx(simple(Heading(1, "得分", "a"), cover=False), tmp_path / "a.docx", made_on=MADE_ON)
    document = docx.Document(str(tmp_path / "a.docx"))
    assert [line for line in lines(tmp_path / "a.docx") if line.strip()] == ["报告", "得分"]
    assert len(document.sections) == 1


def test_text_from_outside_is_text(tmp_path: Path) -> None:
    table = Table("表", (text("事项"),), (("<b>&\x07{{ x }}",),))
    document = dataclasses.replace(simple(Exhibit("t", table)), title="A&B <报告>")
    write_docx(document, tmp_path / "a.docx", made_on=MADE_ON)
    written = docx.Document(str(tmp_path / "a.docx"))
    assert written.tables[0].rows[1].cells[0].text == "<b>&{{ x }}"
    assert "A&B <报告>" in lines(tmp_path / "a.docx")


def edited(tmp_path: Path, part: str, old: str, new: str) -> Path:
    """The shipped template with a change."""
    copy_template(tmp_path / "own.docx")
    members = parts(tmp_path / "own.docx")
    assert old in members[part].decode()
    members[part] = members[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(tmp_path / "own.docx", "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return tmp_path / "own.docx"


def test_an_office_may_have_its_own_template(tmp_path: Path) -> None:
    template = edited(tmp_path, "word/document.xml", "目　录", "本书目录")
    write_docx(simple(Heading(1, "得分", "a")), tmp_path / "a.docx", template, made_on=MADE_ON)
    assert "本书目录" in lines(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("old", "new"), [('"toc 1"', '"TOC 1"'), ('"footnote text"', '"Footnote Text"'), ('"Strong"', '"strong"')]
)
def test_names_of_built_in_styles_have_no_case(tmp_path: Path, old: str, new: str) -> None:
    template = edited(tmp_path, "word/styles.xml", f"w:name w:val={old}", f"w:name w:val={new}")
    write_docx(DOCUMENT, tmp_path / "a.docx", template, made_on=MADE_ON)
    assert lines(tmp_path / "a.docx")


BREAK = '<w:r><w:br w:type="page"/></w:r>'


@pytest.mark.parametrize("tag", ["{%p if cover %}", "{%p endif %}"])
def test_a_page_break_beside_a_condition_stays(tmp_path: Path, tag: str) -> None:
    template = edited(tmp_path, "word/document.xml", f">{tag}</w:t></w:r>", f">{tag}</w:t></w:r>{BREAK}")
    plain, broken = tmp_path / "a.docx", tmp_path / "b.docx"
    write_docx(simple(), plain, made_on=MADE_ON)
    write_docx(simple(), broken, template, made_on=MADE_ON)
    counts = [parts(path)["word/document.xml"].decode().count(BREAK) for path in (plain, broken)]
    assert counts[1] > counts[0]


@needs("soffice")
def test_a_template_that_libreoffice_saved_gives_the_same_pages(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    copy_template(tmp_path / "own.docx")
    saved = convert(tmp_path / "own.docx", "docx", tmp_path / "saved")
    write_docx(DOCUMENT, tmp_path / "a.docx", made_on=MADE_ON)
    write_docx(DOCUMENT, tmp_path / "b.docx", saved, made_on=MADE_ON)
    shipped, own = (docx.Document(str(tmp_path / name)).sections for name in ("a.docx", "b.docx"))
    heads = [[paragraph.text for paragraph in section.header.paragraphs] for section in own]
    assert heads == [[paragraph.text for paragraph in section.header.paragraphs] for section in shipped]
    assert [text for text in lines(tmp_path / "b.docx") if text] == [
        text for text in lines(tmp_path / "a.docx") if text
    ]


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("word/document.xml", "{{ issuer }}", "{{ issuer.__class__ }}", r"own\.docx 不能填写：.*unsafe"),
        ("word/document.xml", "{{ body }}", "正文", r"own\.docx 缺少占位段落 \{\{ body \}\}"),
        ("word/document.xml", "{{ issuer }}", "{{ publisher }}", r"own\.docx 含有不认识的占位符：publisher"),
        ("word/document.xml", "{{ issuer }}", "{{ issuer", r"own\.docx 的占位符写法有误"),
        ("word/styles.xml", 'w:val="编者待定"', 'w:val="待定"', r"own\.docx 缺少样式：编者待定"),
        ("[Content_Types].xml", "document.main", "other", r"own\.docx 不是 Word 文档"),
    ],
)
def test_a_template_that_lacks_something_is_named(tmp_path: Path, part: str, old: str, new: str, said: str) -> None:
    template = edited(tmp_path, part, old, new)
    with pytest.raises(TemplateError, match=said):
        write_docx(simple(), tmp_path / "a.docx", template, made_on=MADE_ON)


def test_a_template_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_text("模板")
    with pytest.raises(TemplateError, match="不是 Word 文档"):
        write_docx(simple(), tmp_path / "a.docx", tmp_path / "own.docx", made_on=MADE_ON)


def test_columns_fill_the_room_and_numbers_are_never_broken() -> None:
    table = Table("表", (text("事项"), *[number("得分")] * 11), (("预警" * 40, *["100.00"] * 11),))
    layout = fit(table, 442)
    assert sum(layout.widths) == pytest.approx(442)
    assert min(layout.widths[1:]) >= layout.size * 3


def test_words_of_headers_are_never_broken() -> None:
    table = Table("表", (text("事项"), *[number("[90,100)")] * 8), (("预警" * 40, *["1"] * 8),))
    layout = fit(table, 442)
    assert min(layout.widths[1:]) >= layout.size * 4


def test_columns_that_can_be_spared_are_left_out_where_the_room_does_not_suffice() -> None:
    table = Table("表", (text("事项"), *[number("得分", spare=1)] * 20), (("预警", *["100.00"] * 20),))
    assert fit(table, 442).columns == (0,)


@needs("soffice", "pdftotext", "pdfinfo")
def test_libreoffice_opens_it(written: Path, tmp_path: Path) -> None:
    pdf = convert(written, "pdf", tmp_path)
    about = subprocess.run([shutil.which("pdfinfo") or "", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in about
    read = subprocess.run(
        [shutil.which("pdftotext") or "", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = "".join(read.split())
    for heading in (block for block in DOCUMENT.blocks if isinstance(block, Heading)):
        assert "".join(heading.text.split()) in words
    assert "二、投资者证券资产安全保护状况" in words
    for note in ("东亚前海证券成立不满一年，不参与评价。", "分布见图2。", "分数段左闭右开。", "按预警事项分类。"):
        assert note in words
    assert all(figure.caption in words for figure in DOCUMENT.blocks if isinstance(figure, Figure))
