"""Every kind of page for everyone: axe finds no violation, of any impact, on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from reports.document import Document, Figure
from reports.firm import Industry, breakdown
from reports.operations.effect import effect_report
from reports.operations.effect_view import Effect
from reports.operations.firm_month import FirmMonth
from reports.operations.monthly import monthly_report
from reports.web import write_html
from reports.whitepaper import Imprint, whitepaper
from scoring.findings import find
from tests.reports.charts.frames import all_drawn
from tests.reports.operations.sample import FIRMS, MONTH, OWN, tables
from tests.reports.small import WITH_SURVEY, A, evaluation
from tests.reports.web.conftest import MADE_ON
from tests.reports.web.sample import sample
from tests.support.programs import needs

pytestmark = [needs("chromium"), pytest.mark.xdist_group("chromium")]


def _white_paper() -> Document:
    scored = evaluation(WITH_SURVEY)
    return whitepaper(scored, find(scored), imprint=Imprint("丛书", "机构", "2018年", "虚构"))


def _charts() -> Document:
    drawn = all_drawn().items()
    return Document("图", tuple(Figure(f"f{at}", name, one.chart, one.alt) for at, (name, one) in enumerate(drawn)))


PAGES: dict[str, Callable[[], Document]] = {
    "every block": sample,
    "every chart": _charts,
    "the white paper": _white_paper,
    "a breakdown": lambda: breakdown(Industry(evaluation(WITH_SURVEY)).of(A), notice="虚构"),
    "a month of operations": lambda: monthly_report(FirmMonth.of(tables(), OWN, MONTH)),
    "an evaluation of the effect": lambda: effect_report(Effect(tables(), FIRMS)),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(browser: Browser, tmp_path: Path, name: str) -> None:
    document = PAGES[name]()
    write_html(document, tmp_path / "page.html", made_on=MADE_ON)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_selector("html[data-charts]" if document.figures else "main")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(each["impact"], each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    page.close()


def test_a_fault_is_noticed(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<html lang="zh"><title>图</title><main><h1>图</h1><img src=""></main></html>')
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert [each["id"] for each in Axe().run(page).response["violations"]] == ["image-alt"]
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_says_in_a_sentence_what_it_shows(name: str) -> None:
    for figure in PAGES[name]().figures.values():
        assert figure.alt.endswith("。")
        assert "：" in figure.alt
