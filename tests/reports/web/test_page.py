"""What stands in a page, read without a browser."""

from __future__ import annotations

import base64
import io
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont

from reports.document import Document, Exhibit, Figure, Heading, Paragraph, Text, number
from reports.fonts import PageFont
from reports.web import write_html
from tests.reports.web.conftest import MADE_ON
from tests.reports.web.sample import bands, levels, sample


@pytest.fixture(scope="module")
def page(page_file: Path) -> BeautifulSoup:
    return _read(page_file)


def test_the_head_says_what_the_page_is(page: BeautifulSoup) -> None:
    assert _one(page, "html")["lang"] == "zh-CN"
    assert _one(page, "title").text == sample().title
    assert _one(page, "meta[name=viewport]")["content"] == "width=device-width, initial-scale=1"
    assert _one(page, "meta[name='dcterms.created']")["content"] == "2017-12-31"


def test_cover_and_notice_stand_before_the_text(page: BeautifulSoup) -> None:
    assert _one(page, "header.cover h1").text == sample().title
    assert _lines(_one(page, "header.cover")) == [
        "中国资本市场投资者保护状况白皮书",
        "2017年度证券公司投资者保护状况评价报告（样张）",
        "投资者保护评价工作组",
        "二〇一八年十月",
    ]
    assert "均为虚构" in _one(page, ".notice").text


@pytest.mark.parametrize(
    ("place", "titles"),
    [
        ("main > section > h2", ["引言", "一、整体情况", "二、投资者证券资产安全保护状况", "附录：指标体系", "注释"]),
        (
            "main > section > section > h3",
            ["（一）投资者资金安全保护状况良好，预警次数较上一年度减少", "（二）因资产安全问题被采取措施的公司减少"],
        ),
        ("main > section > section > section > h4", ["1.资金监控预警", "2.交易系统稳定性"]),
    ],
)
def test_sections_nest_like_their_headings(page: BeautifulSoup, place: str, titles: list[str]) -> None:
    assert [heading.text for heading in page.select(place)] == titles


def test_contents_list_chapters_and_sections(page: BeautifulSoup) -> None:
    assert [link.text for link in page.select("nav a")] == [
        "引言",
        "一、整体情况",
        "二、投资者证券资产安全保护状况",
        "（一）投资者资金安全保护状况良好，预警次数较上一年度减少",
        "（二）因资产安全问题被采取措施的公司减少",
        "附录：指标体系",
    ]


def test_every_link_leads_to_one_place_in_the_page(page: BeautifulSoup) -> None:
    ids = Counter(str(found["id"]) for found in page.select("[id]"))
    links = [str(link["href"]) for link in page.select("a[href]")]
    assert set(ids.values()) == {1}
    assert [link for link in links if not link.startswith("#") or unquote(link[1:]) not in ids] == []
    assert len(links) > 10


def test_cross_references_print_numbers(page: BeautifulSoup) -> None:
    paragraph = next(found for found in page.select("main p") if found.text.startswith("总分为"))
    assert [(link.text, link["href"]) for link in paragraph.select("a")] == [
        ("图\u00a01", "#part-f-levels"),
        ("表\u00a03", "#part-t-wide"),
        ("第二章", "#part-safety"),
    ]
    assert paragraph.text.startswith("总分为89.18，各级得分见图\u00a01，逐项结果见表\u00a03，")


def test_footnotes_lead_there_and_back(page: BeautifulSoup) -> None:
    marks = page.select("main sup a")
    notes = page.select(".notes li")
    assert [mark.text for mark in marks] == ["1", "2", "3"]
    for mark, note in zip(marks, notes, strict=True):
        assert mark["href"] == f"#{note['id']}"
        assert _one(note, "a.back")["href"] == f"#{mark['id']}"
    assert notes[0].text.startswith("评价对象为开展经纪业务的证券公司，见表\u00a03。")


def test_proposals_for_the_editor_are_marked(page: BeautifulSoup) -> None:
    item = number(sample()).labels["1.1.2"]
    assert [found.text for found in page.select("p.editor")] == [
        f"待编辑确认得分最低的指标是“交易系统稳定性”（{item}），建议行业加大信息安全投入，完善应急预案。",
        "待编辑确认越过预警线的公司有3家，建议约谈并跟踪其整改进度。",
    ]


@pytest.mark.parametrize(("key", "columns", "rows"), [("t-narrow", 4, 4), ("t-broad", 6, 40), ("t-wide", 12, 23)])
def test_tables_keep_their_cells_and_name_their_parts(page: BeautifulSoup, key: str, columns: int, rows: int) -> None:
    (shown,) = (block.table for block in sample().body if isinstance(block, Exhibit) and block.key == key)
    table = _one(page, f"[id='part-{key}'] table")
    cells = [tuple(cell.text for cell in row.select("th, td")) for row in table.select("tbody tr")]
    assert tuple(cells) == shown.rows
    assert len(cells) == rows
    assert [head["scope"] for head in table.select("thead th")] == ["col"] * columns
    assert [head["scope"] for head in table.select("tbody th")] == ["row"] * rows
    assert _one(table, "caption").text.endswith(shown.title)


def test_notes_stand_below_their_table(page: BeautifulSoup) -> None:
    notes = page.select("#part-t-wide .remark")
    assert [note.text for note in notes] == ["注：权重为在同级指标中的权重。", "资料来源：样张。"]


def test_figures_are_drawn_and_say_what_they_show(page: BeautifulSoup) -> None:
    figure = _one(page, "#part-f-bands")
    assert _one(figure, "figcaption").text == "图\u00a02“资金监控预警”得分分布"
    assert _one(figure, "[role=img]")["aria-label"] == "柱形图：六个分数段的公司数，满分的41家最多。"
    assert {"[90,100)", "60分以下"} <= {text.text for text in figure.select("svg text")}
    assert json.loads(_one(figure, "script").text) == bands()


def test_nothing_comes_from_elsewhere(page: BeautifulSoup, page_file: Path) -> None:
    assert page.select("[src], link, iframe, object, embed, [srcset], image") == []
    style = _one(page, "style").text
    assert [address[:15] for address in re.findall(r"url\(([^)]*)", style)] == ["data:font/woff2"]
    assert "@import" not in style
    assert re.findall(r"<[^>]*style=", _without_scripts(page_file)) == []


def test_the_policy_allows_only_what_is_in_the_page(page: BeautifulSoup) -> None:
    policy = str(_one(page, "meta[http-equiv=Content-Security-Policy]")["content"])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_font_has_every_character(page: BeautifulSoup) -> None:
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", _one(page, "style").text)
    assert found is not None
    with TTFont(io.BytesIO(base64.b64decode(found[1]))) as font:
        known = font.getBestCmap()
    shown = "".join(text for text in _one(page, "body").find_all(string=True) if text.parent.name != "script")
    spoken = json.dumps([levels(), bands()], ensure_ascii=False) + "保存为"
    lacking = {mark for mark in shown + spoken if not mark.isspace() and ord(mark) not in known}
    assert lacking <= {"↩", "☰"}


def test_the_same_document_gives_the_same_bytes(page_file: Path, tmp_path: Path) -> None:
    write_html(sample(), tmp_path / "again.html", made_on=MADE_ON)
    assert (tmp_path / "again.html").read_bytes() == page_file.read_bytes()


def test_a_given_font_is_taken(tmp_path: Path) -> None:
    write_html(_small(), tmp_path / "small.html", made_on=MADE_ON, font=PageFont(b"a font", "400"))
    page = (tmp_path / "small.html").read_text(encoding="utf-8")
    assert base64.b64encode(b"a font").decode() in page
    assert "font-weight:400;" in page


def test_a_document_without_cover_has_a_masthead_and_no_contents(tmp_path: Path) -> None:
    write_html(_small(), tmp_path / "small.html", made_on=MADE_ON, font=PageFont(b"", "400"))
    small = _read(tmp_path / "small.html")
    assert _one(small, "header.masthead h1").text == "小样"
    assert small.select("nav") == small.select(".notice") == small.select(".notes") == []
    assert sum(len(script.text) for script in small.select("script")) < 10_000  # no charts, no Vega


def test_text_is_text_and_never_markup(tmp_path: Path) -> None:
    hostile = "</script><!--<script>alert(1)</script>&amp;\u2028<b>"
    chart = {**bands(), "description": hostile}
    document = Document(
        title=hostile,
        body=(Paragraph((Text(hostile),)), Figure("f", hostile, chart, alt=f'"{hostile}')),
        cover=False,
    )
    write_html(document, tmp_path / "hostile.html", made_on=MADE_ON, font=PageFont(b"", "400"))
    page = _read(tmp_path / "hostile.html")
    assert _one(page, "title").text == _one(page, "h1").text == _one(page, "main > p").text == hostile
    assert _one(page, "[role=img]")["aria-label"] == f'"{hostile}'
    data = _one(page, "script[type='application/json']").text
    assert json.loads(data)["description"] == hostile
    assert "\u2028" not in data
    assert "<" not in data
    assert page.select("b") == []


def _small() -> Document:
    return Document(title="小样", body=(Heading(1, "一章", "one"), Paragraph((Text("正文"),))), cover=False)


def _read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def _one(page: Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def _lines(part: Tag) -> list[str]:
    return list(part.stripped_strings)


def _without_scripts(path: Path) -> str:
    return re.sub(r"<script>.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
