"""Every link of the documentation leads somewhere, and every file that it names is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

if TYPE_CHECKING:
    from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
ROOMS = ["ipscore", "reports", "scoring", "surveys", "data_sources", "indicator_tree", "demonstration/ipscore_demo"]
FOLDERS = [".", "demonstration", "docs", "benchmarks", "findings", "tests", *ROOMS[:-1]]
PAGES = sorted({page for folder in FOLDERS for page in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")})
BUILT = [ROOT / "docs" / "architecture.md", *(page for page in PAGES if page.parent.name in {"rooms", "decisions"})]
NAMED = re.compile(r"[a-z_.]+(?:/[\w.-]+)+(?:/|\.[a-z]\w+)")

LINKS = {"link_open", "image"}

markdown = MarkdownIt("commonmark").enable("table").use(anchors_plugin, max_level=6)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    tokens = markdown.parse(page.read_text(encoding="utf-8"))
    return {str(token.attrs["id"]) for token in tokens if token.type == "heading_open"}


def inline(page: Path) -> list[Token]:
    tokens = markdown.parse(page.read_text(encoding="utf-8"))
    return [child for token in tokens for child in token.children or ()]


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead, but for those to other places in the world."""
    led = [str(child.attrs.get("href") or child.attrs.get("src")) for child in inline(page) if child.type in LINKS]
    return [unquote(link) for link in led if not re.match(r"[a-z]+:", link)]


def wrong(page: Path, link: str) -> str | None:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return f"{link}: no such file"
    if anchor and anchor not in anchors(target):
        return f"{link}: no such heading; there are {sorted(anchors(target))}"
    return None


def test_pages_are_found_wherever_they_lie() -> None:
    assert {"README.md", "docs/architecture.md", "docs/rooms/scoring.md", "demonstration/README.md"} <= {
        *map(name, PAGES)
    }


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [told for link in links(page) if (told := wrong(page, link))] == []


def test_a_link_astray_is_told() -> None:
    page = ROOT / "README.md"
    assert wrong(page, "docs/nowhere.md") == "docs/nowhere.md: no such file"
    assert "no such heading" in (wrong(page, "docs/architecture.md#nowhere") or "")
    assert wrong(page, "docs/architecture.md#where-is-") is None


@pytest.mark.parametrize("page", BUILT, ids=name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    paths = {child.content for child in inline(page) if child.type == "code_inline" and NAMED.fullmatch(child.content)}
    begins = [ROOT, *(ROOT / room for room in ROOMS)]
    missing = [path for path in sorted(paths) if not any((begin / path).exists() for begin in begins)]
    assert missing == []
