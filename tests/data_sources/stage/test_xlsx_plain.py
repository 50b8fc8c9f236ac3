"""Sheets that are cut into columns are held against the same sheets parsed cell by cell."""

import random
from dataclasses import replace

import pytest

from data_sources.limits import DEFAULT
from data_sources.stage import xlsx, xlsx_package, xlsx_plain
from data_sources.stage.xlsx_cells import address
from tests.data_sources.stage.xlsx_builder import package

FORMATS = [14, "yyyy-mm-dd hh:mm:ss", "0.0%", '0!.0,"万"', "@", ";;;", '@"级"']
STRINGS = ["甲", "", " 空格 ", "a&amp;b", "很长的一段文字，说明一件事情", "x_x000D_y", '"quoted"']
WORDS = [*STRINGS, "12%", "#N/A", "=A1", "a&lt;b", "two\nlines", "it's", "{}", "\u3000z", "长" * 50]
NUMBERS = [
    "0", "-0", "7", "007", "1.0", "0.1", "1E-7", "1e5", "+5", ".5", "1234567890123456", "123456789012345",
    "0.28999999999999998",
    "60", "61", "43054", "43054.5", "43054.999999999", "2958465", "2958466", "-5", " 12 ", "x", "0.455",
    "761.87021404490219",
]  # fmt: skip


def tidy_cell(rng, kind, style):
    """What stands behind the reference of a cell of a tidy column."""
    if kind == "inline":
        return (
            f'{style} t="inlineStr"><is><t>{rng.choice(["乙方证券", "丙", f"GD{rng.randrange(10**6)}"])}</t></is></c>'
        )
    if kind == "shared":
        return f'{style} t="s"><v>{rng.randrange(len(STRINGS))}</v></c>'
    return f"{style}><v>{rng.randrange(40000, 44000)}</v></c>"


def odd_cell(rng, style):
    word, number = rng.choice(WORDS), rng.choice(NUMBERS)
    bodies = [
        f' t="inlineStr"><is><t>{word}</t></is></c>',
        f' t="inlineStr"><is><t xml:space="preserve"> {word} </t></is></c>',
        f' t="inlineStr"><is><r><t>{word}</t></r><r><t>b</t></r></is></c>',
        f' t="str"><v>{word}</v></c>',
        ' t="str"><v><![CDATA[a<b]]></v></c>',
        f"><v>{number}</v></c>",
        f' t="n"><v>{number}</v></c>',
        f">\n<v>{number}</v>\n</c>",
        "><v></v></c>",
        "/>",
        ' t="b"><v>1</v></c>',
        ' t="e"><v>#N/A</v></c>',
        ' t="d"><v>2017-03-05T00:00:00</v></c>',
        f"><f>A1*2</f><v>{number}</v></c>",
        "><f>A1*2</f></c>",
        f' t="str"><f>A1&amp;"x"</f><v>{word}</v></c>',
        "><v>5</v></c><c><v>6</v></c>",
        "><v>5</v></c><c r='ZZ9'><v>6</v></c>",
    ]
    return style + rng.choice(bodies)


def sheet_of(rng, oddness):
    """The rows of a sheet: tidy columns, with gaps, and some odd cells and rows."""
    width, height, gaps = rng.choice([1, 3, 6, 30]), rng.choice([5, 60, 200]), rng.choice([0, 0.05, 0.5])
    kinds = [rng.choice(["inline", "shared", "number"]) for _ in range(width)]
    styles = [rng.choice(["", ' s="1"', ' s="2"', ' s="3"']) for _ in range(width)]
    rows, number = [], 0
    for _ in range(height):
        number += 1 if rng.random() > oddness / 5 else 3
        odd = [rng.random() < oddness for _ in range(width)]
        cells = [
            f'<c r="{address(number - 1, at)}"'
            + (
                odd_cell(rng, rng.choice(["", *(f' s="{style}"' for style in range(8))]))
                if odd[at]
                else tidy_cell(rng, kinds[at], styles[at])
            )
            for at in range(width)
            if rng.random() >= gaps
        ]
        tag = f'<row r="{number}"' + rng.choice(
            ["", "", ' spans="1:9"', ' hidden="1"', ' ht="0"'] if rng.random() < oddness else [""]
        )
        rows.append(f"{tag}>{''.join(cells)}</row>" if rng.random() >= oddness / 20 else f"{tag}/>")
    return "".join(rows)


@pytest.fixture
def small_pieces(monkeypatch):
    """A sheet comes in many pieces, and rows of no pattern wait for few others."""
    monkeypatch.setattr(xlsx_package, "_BLOCK", 2000)
    monkeypatch.setattr(xlsx_plain, "_PIECE", 2000)
    monkeypatch.setattr(xlsx_plain, "_MOST_PENDING", 50)


def both_ways(content):
    """A sheet as it is cut and as it is parsed wholly; None for one that is not cut."""
    book = xlsx._Workbook(content, "甲.xlsx", replace(DEFAULT, cut_from_bytes=0))
    (part,) = book.book.sheets
    plain = book._plainly(part)
    cut = plain and book._made(part, *plain)
    return cut and told(cut), told(book._read_wholly(part))


def told(sheet):
    return sheet.head.rows(), sorted(sheet.marks.rows()), sheet.remarks


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(30))
def test_sheets_are_read_alike_cut_or_parsed(seed):
    rng = random.Random(seed)
    oddness = rng.choice([0, 0.01, 0.1])
    strings = "".join(f"<si><t>{text}</t></si>" for text in STRINGS)
    content = package(sheet_of(rng, oddness), formats=FORMATS, strings=strings)
    cut, parsed = both_ways(content)
    assert cut is not None or oddness
    assert cut in (None, parsed)


TIDY = [f'<row r="{n}"><c r="A{n}" t="str"><v>甲{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(1, 200)]


@pytest.mark.parametrize(
    "odd",
    [
        '<row r="50"><c r="A50" t="str"><v>x</v></c><c r="B51"><v>5</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x</v></c><c r=\'B50\'><v>5</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x</v></c><c r="B50"><v>5</v></c><c r="C50"><v>6</v></c></row>',
        '<row r="50"><c r="B50"><v>5</v></c><c r="A50" t="str"><v>x</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x&amp;y</v></c><c r="B50"><v>5</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x\ry</v></c><c r="B50"><v>5</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x</v><!-- <v>z</v> --></c><c r="B50"><v>5</v></c></row>',
        '<row r="50"><c r="A50" t="str"><v>x</v></c><!-- </row><row r="50"><c r="A50"><v>z</v></c> --></row>',
        '<row r="50" hidden="1"><c r="A50" t="str"><v>x</v></c><c r="B50"><v>5</v></c></row>',
        '<row r="050"><c r="A050" t="str"><v>x</v></c><c r="B050"><v>5</v></c></row>',
        '<row><c t="str"><v>x</v></c><c r="B50"><v>5</v></c></row>',
        '<row r="50"/>',
        '<row r="49"><c r="A49" t="str"><v>x</v></c><c r="B49"><v>5</v></c></row>',
    ],
)
def test_one_row_that_is_not_as_the_others_is_read_as_it_is(odd):
    rows = [*TIDY[:49], odd, *TIDY[50:]]
    cut, parsed = both_ways(package("".join(rows)))
    assert cut in (None, parsed)
    content = package("".join(rows))
    (read,) = xlsx.read_xlsx(content, "甲.xlsx", replace(DEFAULT, cut_from_bytes=0))
    assert told(read) == parsed


def test_tidy_sheets_are_cut():
    cut, parsed = both_ways(package("".join(TIDY)))
    assert cut == parsed
    assert cut[0][:2] == [("甲1", "1"), ("甲2", "2")]
