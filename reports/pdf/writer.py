"""A document as a PDF: data beside the template `report.typ`, set by typst."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import typst

from data_sources.locked_folders import scratch_folder
from reports.charts import drawing
from reports.column_widths import needs
from reports.document.plain import plain
from reports.errors import TemplateError
from reports.fonts import FAMILY, font_folder
from reports.pdf.glyphs import all_readable, chosen_folders, readable, texts_of, unshown
from reports.pdf.weights import weighted
from reports.table import Column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reports.document import Document
    from reports.document.plain import Plain

TEMPLATE = "report.typ"
_DATA = "document.json"
_PLACE = re.compile(rf"\S*/(?={re.escape(TEMPLATE)})")


class TypesettingError(TemplateError):
    """The document cannot be set: the template was edited into what typst does not understand, or typst fails."""

    WAY_OUT = "请改正 --texts 的正文模板；原样的可用 ipscore report templates 重新取得"


def write_pdf(
    document: Document, path: Path, *, made_on: dt.date, fonts: Path | None = None, template: Path | None = None
) -> str:
    """Write a document as a tagged PDF (PDF/UA-1) with bookmarks; the same document gives the same bytes.

    Args:
        document: the report.
        path: the file to write.
        made_on: the date that the file carries.
        fonts: a folder of an office's own fonts (仿宋, 黑体, 楷体, 方正小标宋), taken by name where they are there;
            without it the packaged font alone is used, whatever the machine has. Further packaged fonts are asked for
            characters that these lack.
        template: an edited copy of `report.typ`.

    Returns:
        The characters that no font has and that are printed as `MISSING`, by their code points.

    Raises:
        TypesettingError: the template is broken; the message is typst's.
        TextError: a key is used twice, or a cross-reference names none.
    """
    told = plain(document)
    drawn = {key: drawing.svg(figure.chart) for key, figure in document.figures.items()}
    text = "".join(set("".join([*texts_of(told), *drawn.values()])))
    folders = chosen_folders(text, [font_folder()] if fonts is None else [fonts, font_folder()])
    known = _fonts(folders)
    with scratch_folder() as root:
        data = _prepared(told, drawn, root, folders)
        data |= {
            "made_on": [made_on.year, made_on.month, made_on.day],
            "fonts": sorted(name.lower() for name in known.families()),
            "family": FAMILY,
        }
        (root / _DATA).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", newline="\n")
        (root / TEMPLATE).write_bytes(_template(template))
        made = _set(root, known, made_on)
    path.write_bytes(made)
    return unshown(text, folders)


def _set(root: Path, fonts: typst.Fonts, made_on: dt.date) -> bytes:
    compiler = typst.Compiler(root=root, font_paths=fonts)
    moment = datetime.combine(made_on, time(), UTC)
    try:
        made = compiler.compile(input=root / TEMPLATE, format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    except typst.TypstError as error:
        raise TypesettingError(
            f"报告模板排不出来：{error.message}\n{_PLACE.sub('', error.diagnostic)}".strip()
        ) from error
    if not isinstance(made, bytes):
        raise TypesettingError("报告模板没有排出 PDF")
    return made


def _prepared(told: Plain, drawn: Mapping[str, str], root: Path, folders: Sequence[Path]) -> Plain:
    """The document as data; charts are drawn into the folder, columns know their widths, headings their rank."""
    data = all_readable(told, folders)
    charts = {readable(key, folders): svg for key, svg in drawn.items()}
    rank = 0
    for index, block in enumerate(data["front"] + data["body"]):
        match block["kind"]:
            case "heading":
                rank = min(block["level"], rank + 1)  # PDF/UA: no level is skipped
                block["rank"] = rank
            case "figure":
                block["file"] = f"figure-{index}.svg"
                svg = readable(charts[block["key"]], folders)
                (root / block["file"]).write_text(weighted(svg), encoding="utf-8", newline="\n")
            case "table":
                cells = list(zip(*block["rows"], strict=True)) or [()] * len(block["columns"])
                for column, texts in zip(block["columns"], cells, strict=True):
                    column.update(asdict(needs(Column(**column), texts)))
            case _:
                pass
    return data


def _template(path: Path | None) -> bytes:
    return path.read_bytes() if path else files("reports.pdf").joinpath(TEMPLATE).read_bytes()


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
