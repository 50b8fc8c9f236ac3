"""Makes the pictures of the guide on reports from the reports of a demonstration: `make pictures`.

A page of the white paper's PDF and one of a firm's breakdown, drawn by `pdftoppm` (Debian: poppler-utils), and the
white paper's web page on a wide screen, in `chromium`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 610, 863  # pixels; the proportions of A4
LARGEST = 150_000  # bytes, so that the page stays quick to load
SCREEN = 1090  # pixels of the screen that the width of a picture shows


def draw_page(pdf: Path, caption: str, picture: Path) -> None:
    """Draw the page of a PDF on which a figure has this caption."""
    text = _run("pdftotext", "-layout", pdf, "-").decode()
    captioned = [number for number, on_page in enumerate(text.split("\f"), 1) if _is_captioned(on_page, caption)]
    if not captioned:
        raise LookupError(f"{pdf}: no figure is captioned {caption}")
    page = captioned[0]
    size = ("-scale-to-x", WIDTH, "-scale-to-y", HEIGHT)
    picture.write_bytes(_run("pdftoppm", "-png", "-f", page, "-l", page, *size, pdf))


def draw_screen(page: Path, part: str, picture: Path) -> None:
    """Draw a web page, scrolled to one of its parts, as a wide screen shows it."""
    scale = WIDTH / SCREEN
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        screen = browser.new_page(
            viewport={"width": SCREEN, "height": round(HEIGHT / scale)}, device_scale_factor=scale
        )
        screen.goto(page.resolve().as_uri())
        screen.locator(f'[id="{part}"]').evaluate("part => part.scrollIntoView()")
        screen.wait_for_timeout(1000)  # milliseconds, in which charts in view are drawn
        screen.screenshot(path=picture)
        browser.close()


def _is_captioned(page: str, caption: str) -> bool:
    return any(line.startswith("图") and line.endswith(caption) for line in map(str.strip, page.splitlines()))


def _run(*command: object) -> bytes:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout  # noqa: S603


def main() -> None:
    """Make all pictures anew."""
    reports = Path(sys.argv[1]) / "reports"
    FOLDER.mkdir(exist_ok=True)
    draw_page(reports / "白皮书.pdf", "总分及各一级指标得分", FOLDER / "whitepaper-pdf.png")
    draw_screen(reports / "白皮书.html", "part-sec-1", FOLDER / "whitepaper-html.png")
    draw_page(next(reports.glob("评价明细_*.pdf")), "总分的由来", FOLDER / "firm-pdf.png")
    for picture in sorted(FOLDER.glob("*.png")):
        size = picture.stat().st_size
        print(f"{picture.name}: {size:,} bytes")
        if size > LARGEST:
            sys.exit(f"{picture.name} is larger than {LARGEST:,} bytes")


if __name__ == "__main__":
    main()
