"""A page in a browser: headless Chromium, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from indicator_tree.units import FIRMS
from reports.charts import histogram_place, place, waterfall
from reports.document import Document, Drawing, Figure
from reports.web import write_html
from tests.reports.charts.frames import OWN, PLACES, STEPS, all_drawn
from tests.reports.web.conftest import MADE_ON
from tests.support.programs import needs

pytestmark = [needs("chromium"), pytest.mark.xdist_group("chromium")]

Open = Callable[..., Page]
HOSTILE = '<b>甲</b>&"乙"'


@pytest.fixture(scope="module")
def heard() -> list[str]:
    """What the pages asked of the network, or complained of."""
    return []


@pytest.fixture(scope="module")
def opened(browser: Browser, page_file: Path, heard: list[str]) -> Open:
    def opened(*, before: str = "", **settings: Any) -> Page:
        page = browser.new_context(reduced_motion="reduce", **settings).new_page()
        page.on("request", lambda request: _ask(request.url, heard))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(page_file.as_uri())
        if settings.get("java_script_enabled", True):
            page.wait_for_selector("html[data-charts]")
        return page

    return opened


@pytest.fixture(scope="module")
def desktop(opened: Open) -> Page:
    return opened(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def phone(opened: Open) -> Page:
    return opened(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)


@pytest.fixture(autouse=True)
def no_troubles(heard: list[str]) -> Iterator[None]:
    """After each test; one that expects troubles clears them."""
    yield
    found = heard.copy()
    heard.clear()
    assert found == []


def test_every_chart_answers_to_the_pointer(desktop: Page) -> None:
    tip = desktop.locator("#chart-tip")
    for figure, bar, number in (("f-levels", 1, "87.13"), ("f-bands", 0, "41家")):
        desktop.locator(f"#part-{figure} .live .mark-rect path").nth(bar).hover()
        expect(tip).to_contain_text(number)
        expect(tip).to_be_visible()
    assert desktop.locator("figure.chart .live svg").count() == 2
    assert desktop.locator("figure.chart .still svg").first.is_hidden()


def test_no_chart_complains_of_what_it_lacks(browser: Browser, tmp_path: Path, heard: list[str]) -> None:
    charts = tuple(Figure(f"f{at}", name, drawn.chart, "") for at, (name, drawn) in enumerate(all_drawn().items()))
    write_html(Document("图", charts, cover=False), tmp_path / "charts.html", made_on=MADE_ON)
    page = browser.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.goto((tmp_path / "charts.html").as_uri())
    page.wait_for_selector("html[data-charts]")
    drawn_here = sum(isinstance(chart.chart, Drawing) for chart in charts)
    expect(page.locator(".live svg")).to_have_count(len(charts) - drawn_here)
    expect(page.locator("figure.sketched svg")).to_have_count(drawn_here)


@pytest.fixture(scope="module")
def sketched(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with nothing but charts that are drawn mark by mark."""
    path = tmp_path_factory.mktemp("sketched") / "page.html"
    steps = STEPS.with_columns(cause=pl.col("cause").replace("提示关注", HOSTILE))
    drawn = {"steps": waterfall(steps), "places": place(PLACES, FIRMS), "own": histogram_place(OWN, 88.125, FIRMS)}
    figures = tuple(Figure(key, f"图“{key}”", one.chart, one.alt) for key, one in drawn.items())
    write_html(Document("图", figures, cover=False), path, made_on=MADE_ON)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-charts]")
    yield page
    page.close()


def test_a_page_of_drawn_charts_holds_no_browser_engine(sketched: Page) -> None:
    scripts = sketched.locator("script").all_inner_texts()
    assert sum(map(len, scripts)) < 12_000


def test_a_drawn_chart_tells_of_its_marks(sketched: Page) -> None:
    tip = sketched.locator("#chart-tip")
    sketched.locator("#part-steps [data-tip]").nth(1).hover(force=True)
    expect(tip).to_be_visible()
    assert tip.locator("td").all_inner_texts() == ["原因", HOSTILE, "分值", "-9.00", "累计", "91.00"]
    sketched.mouse.move(2, 2)
    expect(tip).to_be_hidden()


def test_a_drawn_chart_is_laid_out_anew_where_it_is_narrow(sketched: Page) -> None:
    def inside() -> list[bool]:
        return sketched.evaluate(
            """() => [...document.querySelectorAll("figure.sketched svg")].map((svg) => {
                const box = svg.getBoundingClientRect();
                const marks = [...svg.querySelectorAll("text, rect, path, line")].map((m) => m.getBoundingClientRect());
                return marks.every((m) => m.left >= box.left - 2 && m.right <= box.right + 2);
            })"""
        )

    names = sketched.locator("#part-places text").filter(has_text="1.2 指标2").first
    size = names.evaluate("one => one.getBoundingClientRect().height")
    assert all(inside())
    sketched.set_viewport_size({"width": 460, "height": 900})
    expect(sketched.locator("#part-places svg")).to_have_attribute("width", "420")
    assert all(inside())
    assert names.evaluate("one => one.getBoundingClientRect().height") == pytest.approx(size, abs=0.5)
    sketched.set_viewport_size({"width": 1280, "height": 900})
    expect(sketched.locator("#part-places svg")).to_have_attribute("width", "567")


@pytest.mark.parametrize(("place", "ending", "begin"), [(0, "png", b"\x89PNG"), (1, "svg", b"<svg")])
def test_a_drawn_chart_can_be_saved(sketched: Page, place: int, ending: str, begin: bytes) -> None:
    with sketched.expect_download() as download:
        sketched.locator("#part-own .keep button").nth(place).click()
    assert download.value.suggested_filename.endswith(f".{ending}")
    saved = Path(download.value.path()).read_bytes()
    assert saved.startswith(begin)
    assert b"data-tip" not in saved


def test_the_interactive_chart_is_as_large_as_the_drawing(desktop: Page) -> None:
    live, still = (desktop.locator(f"#part-f-bands {kind} svg") for kind in (".live", ".still"))
    for side in ("width", "height"):
        assert live.get_attribute(side) == still.get_attribute(side)


def test_a_chart_can_be_saved(desktop: Page) -> None:
    with desktop.expect_download() as download:
        desktop.locator("#part-f-bands .keep button").first.click()
    assert download.value.suggested_filename == "图2“资金监控预警”得分分布.png"
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_on_a_phone_nothing_but_tables_scrolls_sideways(phone: Page) -> None:
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert phone.evaluate("innerWidth") == 390
    assert phone.locator("#part-t-wide .scroll").evaluate("box => box.scrollWidth > box.clientWidth")
    assert phone.locator("#part-f-levels .live svg").evaluate("chart => chart.getBoundingClientRect().width") <= 350


def test_charts_follow_the_width_of_the_page(desktop: Page) -> None:
    chart = desktop.locator("#part-f-bands .live svg")
    desktop.set_viewport_size({"width": 480, "height": 900})
    expect(chart).to_have_attribute("width", "440")
    desktop.set_viewport_size({"width": 1280, "height": 900})
    expect(chart).to_have_attribute("width", "567")


def test_contents_jump_and_say_where_one_is(desktop: Page) -> None:
    link = desktop.locator("nav a", has_text="附录")
    link.click()
    expect(desktop.locator("#part-appendix")).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "true")
    assert desktop.locator("nav a[aria-current]").count() == 1


def test_on_a_phone_contents_open_jump_and_close(phone: Page) -> None:
    link = phone.locator("nav a", has_text="（二）")
    expect(link).to_be_hidden()
    phone.locator("nav summary").tap()
    link.tap()
    expect(link).to_be_hidden()
    expect(phone.locator(".contents-here")).to_have_text("（二）因资产安全问题被采取措施的公司减少")
    top = phone.locator("[id='part-1.2']").evaluate("heading => heading.getBoundingClientRect().top")
    bar = phone.locator("nav").evaluate("bar => bar.getBoundingClientRect().bottom")
    assert bar <= top < 200


def test_titles_break_between_words(phone: Page) -> None:
    title = phone.locator("h1")
    assert title.text_content() == "2017年度证券公司投资者保护状况评价报告（样张）"
    pieces = title.evaluate("title => [...title.childNodes].map((node) => node.data ?? '|').join('')")
    assert "|投资者|保护|" in pieces
    assert "（|" not in pieces


def test_only_what_scrolls_is_a_stop_of_the_keyboard(desktop: Page, phone: Page) -> None:
    for page, stops in ((desktop, []), (phone, ["part-t-broad", "part-t-wide"])):
        found = page.locator(".table:has([tabindex])").evaluate_all("tables => tables.map((table) => table.id)")
        assert found == stops


def test_the_head_of_a_long_table_stays_in_sight(desktop: Page) -> None:
    desktop.locator("#part-t-broad tbody tr").nth(30).scroll_into_view_if_needed()
    expect(desktop.locator("#part-t-broad thead th").first).to_be_in_viewport()


def test_the_first_key_reaches_the_text(opened: Open) -> None:
    page = opened(viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()


def test_without_scripts_the_drawings_stay(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    assert [drawing.is_visible() for drawing in page.locator(".still svg").all()] == [True, True]


def test_a_chart_that_fails_leaves_its_drawing(opened: Open, heard: list[str]) -> None:
    broken = "async () => { throw new Error('broken'); }"
    page = opened(before=f"Object.defineProperty(window, 'vegaEmbed', {{get: () => {broken}, set() {{}}}})")
    assert [drawing.is_visible() for drawing in page.locator(".still svg").all()] == [True, True]
    assert {line.splitlines()[0] for line in heard} == {"Error: broken"}
    heard.clear()


def test_the_page_forbids_itself_the_network(desktop: Page, heard: list[str]) -> None:
    refused = desktop.evaluate("""() => new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
        fetch("https://example.org/").catch(() => {});
    })""")
    assert refused == "connect-src"
    heard.clear()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_on_paper_there_are_drawings_and_no_navigation(request: pytest.FixtureRequest, screen: str) -> None:
    page = request.getfixturevalue(screen)
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    pages = ["".join(found.extract_text().split()) for found in reader.pages]
    assert len(pages) == 7
    chapter = next(text for text in pages if "图2“资金监控预警”得分分布" in text)
    assert "公司数" in chapter  # the chart stands on the page of its caption
    assert "60分以下" in chapter
    assert sum("统一社会信用代码" in text for text in pages) == 2  # the header on every page of a long table
    assert not any("保存为" in text or "目录" in text for text in pages)
    assert "—3—" in pages[2]


def _ask(address: str, heard: list[str]) -> None:
    if not address.startswith(("file:", "data:", "blob:")):
        heard.append(address)
