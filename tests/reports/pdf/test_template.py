from importlib.resources import files
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.document import Document, Text
from reports.fonts import font_folder
from reports.pdf import TypesettingError, write_pdf
from tests.reports.pdf.conftest import MADE_ON, words
from tests.reports.pdf.sample import body

DOCUMENT = Document("报告", (body(Text("正文文字")),), cover=False)
TEMPLATE = files("reports.pdf").joinpath("report.typ").read_text(encoding="utf-8")


def edited(folder: Path, before: str, after: str) -> Path:
    assert before in TEMPLATE
    path = folder / "office.typ"
    path.write_text(TEMPLATE.replace(before, after), encoding="utf-8")
    return path


def test_an_office_may_edit_the_template(tmp_path: Path) -> None:
    flow = "  flow(report.front + report.body)"
    template = edited(tmp_path, flow, f"{flow}\n  [内部资料]")
    write_pdf(DOCUMENT, tmp_path / "made.pdf", made_on=MADE_ON, template=template)
    assert "内部资料" in words(PdfReader(tmp_path / "made.pdf"))


@pytest.mark.parametrize(
    ("after", "message"),
    [
        ("  flow(report.front + report.body", "unclosed delimiter"),
        ("  flow(report.frond)", "frond"),
        ("  float(report.front)", "expected"),
    ],
)
def test_a_template_edited_badly_is_an_error_in_the_words_of_typst(tmp_path: Path, after: str, message: str) -> None:
    template = edited(tmp_path, "  flow(report.front + report.body)", after)
    with pytest.raises(TypesettingError, match=message) as raised:
        write_pdf(DOCUMENT, tmp_path / "made.pdf", made_on=MADE_ON, template=template)
    assert " report.typ:" in str(raised.value)
    assert not (tmp_path / "made.pdf").exists()


def test_fonts_of_the_office_are_taken_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    with TTFont(next(font_folder().glob("*.ttf")), lazy=True) as font:
        subsetter = Subsetter(Options(layout_features=[], name_IDs=["*"]))
        subsetter.populate(text="正文")
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = "FangSong"
            if record.nameID == 6:
                record.string = "Office-FangSong"
        font.save(folder / "office.ttf")
    write_pdf(DOCUMENT, tmp_path / "made.pdf", made_on=MADE_ON, fonts=folder)
    reader = PdfReader(tmp_path / "made.pdf")
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("Office" in name or "FangSong" in name for name in fonts)
    assert any("NotoSansSC" in name for name in fonts)  # for what the office's font lacks
    assert "正文文字" in words(reader)
