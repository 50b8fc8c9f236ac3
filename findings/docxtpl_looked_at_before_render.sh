#!/bin/sh
# docxtpl 0.20.2 with python-docx 1.2.0: who looks at a template's paragraphs before it is rendered keeps looking at the template.
# python-docx remembers the body that it gave out first; docxtpl puts another body into the document when it renders.
# Expected: after render(), `docx.paragraphs` shows the rendered text, as it does where nobody looked before.
# Seen: it shows `{{ name }}` still, while the saved file holds the rendered text. What follows: a check of placeholders before
# rendering makes every later search through `docx.paragraphs` miss what is in the file; `docx.element.body` shows it.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet docxtpl==0.20.2 python-docx==1.2.0 jinja2==3.1.6
cat >"$away/look.py" <<'PYTHON'
import sys
from pathlib import Path

import docx
from docxtpl import DocxTemplate

folder = Path(sys.argv[1])
template = docx.Document()
template.add_paragraph("{{ name }}")
template.save(folder / "template.docx")


def rendered(look: bool) -> list[str]:
    filler = DocxTemplate(str(folder / "template.docx"))
    if look:
        list(filler.get_docx().paragraphs)
    filler.render({"name": "filled"})
    filler.save(str(folder / "saved.docx"))
    return [one.text for one in filler.docx.paragraphs]


print("not looked at before:", plain := rendered(look=False))
print("looked at before:    ", looked := rendered(look=True))
print("saved in both cases: ", saved := [one.text for one in docx.Document(str(folder / "saved.docx")).paragraphs])
sys.exit(not (plain == saved == ["filled"] and looked == ["{{ name }}"]))
PYTHON
"$away/env/bin/python" "$away/look.py" "$away" || { echo "the body that was looked at is the rendered one now"; exit 1; }
