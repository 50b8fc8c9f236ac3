"""The template: its placeholders, its styles, and what is said where one is missing.

Placeholders on the cover and in headers: `{{ title }}`, `{{ series }}`, `{{ issuer }}`, `{{ date }}`, `{{ notice }}`;
they may stand in conditions of docxtpl (`{%p if notice %}`), where `cover` says whether there is a cover and contents.
Paragraphs of their own: `{{ front }}`, `{{ contents }}`, `{{ body }}` (the last is required).
"""

from __future__ import annotations

import shutil
import zipfile
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import TemplateError as FillingError
from jinja2.sandbox import SandboxedEnvironment

from reports.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document

STYLES = (
    *("Body Text", "Heading 1", "Heading 2", "Heading 3", "前置标题", "List Bullet", "编者待定"),
    *("Caption", "图片", "报告表格", "表格表头", "表格文字", "表格数字", "表格附注"),
    *("toc 1", "toc 2", "footnote text", "footnote reference", "Strong"),
)
"""The styles that parts of a document are printed in, by the names that Word stores."""

PLACES = ("front", "contents", "body")
"""The placeholders that stand in paragraphs of their own."""

PLACEHOLDERS: Mapping[str, str] = {
    "title": "报告名称",
    "series": "丛书名（--series）",
    "issuer": "发布机构（--issuer）",
    "date": "日期（--date）",
    "notice": "篇首的提示（--notice）；可为空",
    "cover": "有无封面和目录，用于 {%p if cover %}",
    "front": "引言，须独占一段",
    "contents": "目录，须独占一段",
    "body": "正文，须独占一段；不可缺",
}
"""Placeholder → what it is filled with, in Chinese."""

_SHIPPED = files("reports.docx") / "template.docx"
_FIELDS = ("title", "series", "issuer", "date", "notice", "cover")


class Filled:
    """A template with its cover filled, ready for the parts.

    Attributes:
        word: the document of python-docx.
        styles: style name → id, for every name in `STYLES`.
        places: place → the paragraph that stands for it; those the template does not have are missing.
    """

    def __init__(self, template: Path | None, document: Document) -> None:
        """Fill a template.

        Args:
            template: a .docx; the shipped one if None.
            document: whose cover is filled in.

        Raises:
            TemplateError: the template cannot be used; in Chinese, naming the template and what it lacks.
        """
        self.name = "（随附）" if template is None else str(template)
        self.word = self._fill(template, document)
        self.styles = self._style_ids()
        self.places = self._find_places()

    def _fill(self, template: Path | None, document: Document) -> Word:
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        values = {key: getattr(document, key) for key in _FIELDS} | {place: _marker(place) for place in PLACES}
        try:
            with as_file(_SHIPPED) as shipped:
                filler = DocxTemplate(str(template or shipped))
                _keep_breaks(filler)
                unknown = sorted(filler.get_undeclared_template_variables(environment) - values.keys())
                if not unknown:
                    filler.render(values, environment)
        except (OpcError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise TemplateError(f"模板 {self.name} 不是 Word 文档（.docx）") from error
        except TemplateSyntaxError as error:
            raise TemplateError(f"模板 {self.name} 的占位符写法有误：{error.message}") from error
        except FillingError as error:
            raise TemplateError(f"模板 {self.name} 不能填写：{error}") from error
        if unknown:
            raise TemplateError(
                f"模板 {self.name} 含有不认识的占位符：{'、'.join(unknown)}",
                f"可用的是：{'、'.join((*_FIELDS, *PLACES))}",
            )
        word: Word = filler.docx
        return word

    def _style_ids(self) -> dict[str, str]:
        exact = {str(style.name): style.style_id for style in self.word.styles}
        # Names of built-in styles have no case: Word writes `toc 1` and `footnote text`, LibreOffice `TOC 1` and
        # `Footnote Text`.
        any_case = {name.casefold(): style for name, style in exact.items()}
        found = {name: exact.get(name, any_case.get(name.casefold())) for name in STYLES}
        if missing := [name for name, style in found.items() if style is None]:
            raise TemplateError(f"模板 {self.name} 缺少样式：{'、'.join(missing)}")
        return {name: style for name, style in found.items() if style is not None}

    def _find_places(self) -> dict[str, BaseOxmlElement]:
        places: dict[str, BaseOxmlElement] = {}
        for paragraph in self.word.paragraphs:
            for place in PLACES:
                if paragraph.text.strip() == _marker(place):
                    places[place] = paragraph._p
        if "body" not in places:
            raise TemplateError(f"模板 {self.name} 缺少占位段落 {{{{ body }}}}（须独占一段）")
        return places


def section_break(paragraph: BaseOxmlElement) -> BaseOxmlElement | None:
    """The section break that a paragraph ends with; it states pages, header and footer of the section before it."""
    found: BaseOxmlElement | None = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    return found


def _keep_breaks(filler: DocxTemplate) -> None:
    """Give the breaks in paragraphs of conditions, which go when the template is filled, a paragraph of their own.

    LibreOffice moves a break that stood in an empty paragraph, or before one, into the paragraph beside it.
    """
    for paragraph in list(filler.get_docx().element.body.iter(qn("w:p"))):  # `.paragraphs` would keep the unfilled body
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()
        if not words.startswith("{%p"):
            continue
        pages = [each for each in paragraph.iter(qn("w:br")) if each.get(qn("w:type")) == "page"]
        section = section_break(paragraph)
        if not pages and section is None:
            continue
        own = OxmlElement("w:p")
        if section is not None:
            properties = OxmlElement("w:pPr")
            properties.append(section)
            own.append(properties)
        for each in pages:
            run = OxmlElement("w:r")
            run.append(each)
            own.append(run)
        if words.startswith(("{%p else", "{%p elif")):
            paragraph.addprevious(own)
        else:
            paragraph.addnext(own)


def copy_template(path: Path) -> None:
    """Write the shipped template to a file, for a report writer to edit."""
    with as_file(_SHIPPED) as shipped:
        shutil.copyfile(shipped, path)


def _marker(place: str) -> str:
    return f"⟦{place}⟧"
