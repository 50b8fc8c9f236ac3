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
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError

from reports.errors import TemplateError

if TYPE_CHECKING:
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
        environment = Environment(autoescape=True)
        values = {key: getattr(document, key) for key in _FIELDS} | {place: _marker(place) for place in PLACES}
        try:
            with as_file(_SHIPPED) as shipped:
                filler = DocxTemplate(str(template or shipped))
                unknown = sorted(filler.get_undeclared_template_variables(environment) - values.keys())
                if not unknown:
                    filler.render(values, environment)
        except (OpcError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise TemplateError(f"模板 {self.name} 不是 Word 文档（.docx）") from error
        except TemplateSyntaxError as error:
            raise TemplateError(f"模板 {self.name} 的占位符写法有误：{error.message}") from error
        if unknown:
            raise TemplateError(
                f"模板 {self.name} 含有不认识的占位符：{'、'.join(unknown)}；可用的是：{'、'.join((*_FIELDS, *PLACES))}"
            )
        word: Word = filler.docx
        return word

    def _style_ids(self) -> dict[str, str]:
        found = {style.name: style.style_id for style in self.word.styles}
        if missing := [name for name in STYLES if name not in found]:
            raise TemplateError(f"模板 {self.name} 缺少样式：{'、'.join(missing)}")
        return {name: found[name] for name in STYLES}

    def _find_places(self) -> dict[str, BaseOxmlElement]:
        places: dict[str, BaseOxmlElement] = {}
        for paragraph in self.word.paragraphs:
            for place in PLACES:
                if paragraph.text.strip() == _marker(place):
                    places[place] = paragraph._p
        if "body" not in places:
            raise TemplateError(f"模板 {self.name} 缺少占位段落 {{{{ body }}}}（须独占一段）")
        return places


def copy_template(path: Path) -> None:
    """Write the shipped template to a file, for a report writer to edit."""
    with as_file(_SHIPPED) as shipped:
        shutil.copyfile(shipped, path)


def _marker(place: str) -> str:
    return f"⟦{place}⟧"
