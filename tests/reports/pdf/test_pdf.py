import datetime
import itertools
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from reports.document import Document, Exhibit, Figure, Heading, Note, Paragraph, Reference, Text
from reports.document.plain import plain
from reports.pdf import write_pdf
from reports.table import Table, label, number
from tests.reports.pdf.conftest import MADE_ON, Read, words
from tests.reports.pdf.sample import AWKWARD, SENTENCE, body, chart, report

A4 = (595.3, 841.9)


def titles(outline: list[Any], level: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for entry in outline:
        if isinstance(entry, Destination):
            found.append((level, str(entry.title)))
        else:
            found += titles(entry, level + 1)
    return found


def page_of(reader: PdfReader, wanted: str) -> int:
    (page,) = (index for index in range(len(reader.pages)) if wanted in words(reader, index))
    return page


def test_pages_are_a4(whole: PdfReader) -> None:
    assert {(round(float(page.mediabox.width), 1), round(float(page.mediabox.height), 1)) for page in whole.pages} == {
        A4
    }


def test_the_file_says_title_author_language_and_date(whole: PdfReader) -> None:
    assert whole.metadata is not None
    assert (whole.metadata.title, whole.metadata.author) == (report().title, report().issuer)
    assert whole.metadata.creation_date == datetime.datetime(2017, 12, 31, tzinfo=datetime.UTC)
    assert whole.root_object["/Lang"] == "zh-CN"


def test_the_file_is_tagged_and_declares_pdf_ua(whole: PdfReader) -> None:
    assert whole.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in whole.root_object
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole.root_object["/Metadata"].get_object().get_data()


def test_bookmarks_are_the_numbered_headings(whole: PdfReader) -> None:
    assert titles(whole.outline) == [
        (1, "引言"),
        (1, "目录"),
        (1, "一、样本机构总体情况"),
        (2, "（一）资金安全状况良好，预警次数较上年减少"),
        (3, "1. 资金监控预警"),
        (1, "二、自主选择和公平交易"),
        (2, "（一）自主选择状况改善，但转户、销户难的问题仍较突出，需警惕个别机构以各种理由拖延"),
        (1, "三、意见建议"),
    ]


def test_every_text_of_the_document_can_be_found(whole: PdfReader) -> None:
    def texts(part: Any) -> list[str]:
        match part:
            case dict():
                kept = ("text", "caption", "content", "items", "rows", "notes", "header", "columns")
                return [text for key in kept if key in part for text in texts(part[key])]
            case list():
                return [text for entry in part for text in texts(entry)]
            case str():
                return [part]
            case _:
                return []

    printed = words(whole)
    data = plain(report())
    wanted = texts([data["front"], data["body"]]) + [
        data[key] for key in ("title", "series", "issuer", "date", "notice")
    ]
    assert len(wanted) > 600
    lines = [
        piece for text in wanted for piece in "".join(text.split()).split("。")
    ]  # no sentence spans two pages here
    missing = [piece for piece in lines if piece not in printed]
    assert [piece for piece in missing if piece not in SENTENCE] == []


def test_markup_in_text_is_text(read: Read) -> None:
    assert "".join(AWKWARD.split()) in words(read(Document("报告", (body(Text(AWKWARD)),), cover=False)))


def test_fonts_are_embedded(whole: PdfReader) -> None:
    fonts = [font.get_object() for page in whole.pages for font in page["/Resources"].get("/Font", {}).values()]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]
    assert len(inner) > 10
    assert all("NotoSansSC" in font["/BaseFont"] for font in inner)
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in inner)


def test_a_character_without_glyph_is_marked_and_a_control_character_left_out(read: Read) -> None:
    awkward = Document("报\U0001f600告", (body(Text("甲\U0001f600乙\x00丙\ud800丁\U0002a6a5。")),), cover=False)
    assert "甲〓乙丙〓丁〓。" in words(read(awkward))


def test_rare_characters_are_printed_in_a_fallback_font_and_those_that_no_font_has_are_told(tmp_path: Path) -> None:
    rare = Document("报告", (body(Text("\U00020bb7田\U0002a6a5\x07。")),), cover=False)
    assert write_pdf(rare, tmp_path / "rare.pdf", made_on=MADE_ON) == "\U0002a6a5"
    assert "\U00020bb7田〓。" in words(PdfReader(tmp_path / "rare.pdf"))
    assert write_pdf(report(), tmp_path / "usual.pdf", made_on=MADE_ON) == ""


def test_the_same_document_gives_the_same_bytes(whole_path: Path, tmp_path: Path) -> None:
    write_pdf(report(), tmp_path / "again.pdf", made_on=MADE_ON)
    assert (tmp_path / "again.pdf").read_bytes() == whole_path.read_bytes()


def test_contents_give_the_printed_page_numbers(whole: PdfReader) -> None:
    contents = words(whole, 2)
    labels = whole.page_labels
    page = page_of(whole, "二、自主选择和公平交易（一）")
    assert f"二、自主选择和公平交易{labels[page]}" in contents.replace(".", "")
    assert labels[1:4] == ["I", "II", "1"]
    assert f"—{labels[page]}—" in words(whole, page)


def test_footnotes_stand_on_the_page_of_their_mark(whole: PdfReader) -> None:
    page = page_of(whole, "2来源：样本记录，编号C0001-20170302-000017。")
    assert "（一）资金安全状况良好" in words(whole, page)
    assert "1评价对象为样本机构；分组办法见表1。" in words(whole, 1)


def test_many_footnotes_keep_the_numbers_of_the_document(read: Read) -> None:
    notes = tuple(Paragraph((Text(SENTENCE), Note((Text(f"第{index}条注。"),)))) for index in range(1, 31))
    printed = words(read(Document("报告", notes, cover=False)))
    assert all(f"{index}第{index}条注。" in printed for index in range(1, 31))


def test_references_lead_to_their_targets(whole: PdfReader) -> None:
    page = whole.pages[page_of(whole, "样本总分均值为")]
    targets = [entry.get_object()["/Dest"] for entry in page["/Annots"]]
    named = whole.named_destinations
    ends = [named[target].dest_array if isinstance(target, str) else target.get_object() for target in targets]
    pages = [next(at for at, other in enumerate(whole.pages) if other == end[0].get_object()) for end in ends]
    wanted = ("图1样本一级指标均值", "表1各项样本指标的均值与变动", "二、自主选择和公平交易（一）")
    assert pages[: len(wanted)] == [page_of(whole, text) for text in wanted]


def test_a_long_table_repeats_its_header_and_is_marked_as_continued(whole: PdfReader) -> None:
    header = "编号指标名称均值上年变动主要原因"
    pages = [index for index in range(len(whole.pages)) if header in words(whole, index)]
    assert len(pages) >= 3
    assert [f"续表1{header}" in words(whole, page) for page in pages] == [False, *[True] * (len(pages) - 1)]


def test_figures_carry_their_text_and_alternative_text(whole: PdfReader) -> None:
    assert "样本指标8" in words(whole)
    described = [str(entry["/Alt"]) for entry in elements(whole, "/Figure")]
    assert described == ["横条图：四项样本指标的均值，自95分起依次降低。", "横条图：九项原因。"]


def elements(reader: PdfReader, kind: str) -> list[Any]:
    found: list[Any] = []
    waiting = [reader.root_object["/StructTreeRoot"].get_object()]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S") == kind:
            found.append(element)
        children = element.get("/K", [])
        listed = children if isinstance(children, list) else [children]
        below = [child.get_object() for child in listed]
        waiting = [child for child in below if isinstance(child, dict)] + waiting
    return found


def test_tables_are_tagged_with_header_cells(whole: PdfReader) -> None:
    assert len(elements(whole, "/Table")) == 2
    assert len(elements(whole, "/TD")) == 60 * 6 + 20 * 12


def test_proposals_are_marked_once_for_neighbours(whole: PdfReader) -> None:
    assert words(whole).count("待编辑确认") == 1


def test_a_breakdown_has_neither_cover_nor_contents_and_is_denser(whole: PdfReader, dense_path: Path) -> None:
    dense = PdfReader(dense_path)
    assert "目录" not in words(dense)
    assert {report().title, report().notice} <= set(dense.pages[0].extract_text().replace("2017 ", "2017").split("\n"))
    assert len(dense.pages) <= len(whole.pages) / 2


def test_body_text_stands_on_the_grid_of_the_standard(read: Read) -> None:
    """GB/T 9704-2012, 5.2.3: 22 lines a page, 28 characters a line."""
    reader = read(Document("报告", (Heading(1, "章", "one"), *(body(Text("文" * 1500)) for _ in range(2)))))
    page = reader.pages[3].extract_text().split("\n")
    lines = [line for line in page if set(line) == {"文"}]
    assert [len(line) for line in lines] == [28] * 22


def test_a_heading_may_skip_a_level(read: Read) -> None:
    reader = read(Document("报告", (Heading(2, "节", "a"), Heading(3, "项", "b"), Heading(1, "章", "c")), cover=False))
    assert [title for _, title in titles(reader.outline)] == ["（一）节", "1. 项", "一、章"]


def test_columns_that_can_be_spared_go_where_nothing_else_helps(read: Read) -> None:
    columns = (
        *(label(f"列{index}") for index in range(9)),
        label("可略", spare=1),
        label("先略", spare=2),
        number("末"),
    )
    cells = tuple("很长的不换行单元格"[:9] for _ in range(9))
    table = Table("很宽", columns, ((*cells, "可略的单元格内容", "先略的单元格内容", "1"),))
    printed = words(read(Document("报告", (Exhibit("wide", table),), cover=False)))
    assert ("列8" in printed, "可略" in printed, "先略" in printed) == (True, False, False)


def test_a_table_without_rows_is_printed(read: Read) -> None:
    table = Table("无记录", (label("指标"), number("均值")), (), ("注：无。",))
    assert "表1无记录指标均值注：无。" in words(read(Document("报告", (Exhibit("none", table),), cover=False)))


def test_a_very_high_chart_fits_on_one_page(read: Read) -> None:
    figure = Figure("high", "很高的图", chart(60), "横条图")
    reader = read(Document("报告", (figure, body(Text("见"), Reference("high"))), cover=False))
    page = page_of(reader, "图1很高的图")
    assert all(f"样本指标{index}" in words(reader, page) for index in (0, 30, 59))


def test_text_fills_the_page_before_a_chart_that_does_not_fit_but_not_beyond_its_chapter(read: Read) -> None:
    lines = tuple(body(Text(f"第{index}段")) for index in range(14))
    figures = (Figure("high", "很高的图", chart(20), "横条图"), Figure("last", "末一图", chart(3), "横条图"))
    following = (figures[0], body(Text("后文")), figures[1], Heading(1, "次章", "next"))
    reader = read(Document("报告", (Heading(1, "首章", "first"), *lines, *following)))
    before = page_of(reader, "第13段")
    assert "后文" in words(reader, before)
    assert "图1很高的图" in words(reader, before + 1)
    assert page_of(reader, "图2末一图") <= before + 2
    text = "".join(words(reader, page) for page in range(len(reader.pages)))
    assert text.rindex("图1很高的图") < text.rindex("二、次章")
    assert text.rindex("图2末一图") < text.rindex("二、次章")


@pytest.mark.parametrize("cover", [True, False])
def test_a_long_title_loses_no_character(read: Read, *, cover: bool) -> None:
    title = "二〇一七年度关于样本机构客户保护状况的全面评价与若干专题研究暨历年比较分析总报告" * 2
    assert title in words(read(Document(title, (body(Text("文")),), cover=cover)), 0)


def test_numbers_of_the_document_are_those_printed(read: Read) -> None:
    blocks = [Heading(1, f"章{index}", f"k{index}") for index in range(1, 13)]
    reader = read(Document("报告", tuple(itertools.chain.from_iterable((block, body(Text("文"))) for block in blocks))))
    assert (1, "十二、章12") in titles(reader.outline)


def test_a_caption_stays_with_its_table(read: Read) -> None:
    table = Table("短表的标题", (label("首列表头"), number("值")), (("甲", "1"), ("乙", "2")))
    for lines in range(38, 48):
        filled = tuple(body(Text("文")) for _ in range(lines))
        reader = read(Document("报告", (*filled, Exhibit("short", table)), cover=False))
        assert "首列表头" in words(reader, page_of(reader, "短表的标题"))


def test_a_running_header_takes_one_line(read: Read) -> None:
    title = "二〇一七年度样本机构客户保护状况全面评价报告及专题研究"
    chapter = "这是一个和书名差不多一样长的章名所以页眉放不下两个"
    reader = read(Document(title, (Heading(1, chapter, "one"), body(Text("文")))))
    assert reader.pages[2].extract_text().split("\n")[0] == f"一、{chapter}"
