"""Damage to the cells of a table: each gives the cells, and how many rows below the header hold anything.

None for the number: who is right about the rows is no matter of counting.
"""

# ruff: noqa: D103  (the name of a damage says what it is)

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from benchmarks.damage.formats import Cells

_HUGE = ("1e308", "9" * 400, "-1e400", "0x1F", "1E+17", "123456789012345678901234567890")
_NO_NUMBERS = (
    "nan",
    "NaN",
    "inf",
    "-inf",
    "Infinity",
    "1.#IND",
    "-0",
    "-0.0",
    "NULL",
    "None",
    "N/A",
    "#N/A",
    "#REF!",
    "#DIV/0!",
)
_CONTROL = "\x01\x02\x08\x0b\x0c\x1f\x7f\u200b\u202e\ufeff\ue000"
_DATES = (
    "2018-02-30",
    "0000-00-00",
    "9999-12-31",
    "1899-12-31",
    "2018/13/01",
    "43160",
    "-1",
    "2958466",
    "20180230",
    "18.3.5",
)


def rewritten(draw: random.Random, cells: Cells, choices: tuple[Any, ...], share: float = 0.2) -> Cells:
    """The cells with some below the header replaced."""
    header, *rows = cells
    return [header, *([draw.choice(choices) if draw.random() < share else cell for cell in row] for row in rows)]


def _count(cells: Cells) -> int:
    return sum(any(cell not in (None, "") for cell in row) for row in cells[1:])


def shifted_rows(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    found = [cells[0], *([None, *row] if draw.random() < 0.3 else row for row in cells[1:])]
    return found, len(found) - 1


def header_again(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    at = draw.randrange(2, len(cells))
    return [*cells[:at], list(cells[0]), *cells[at:]], len(cells)


def totals_rows(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    total = [draw.choice(["合计", "总计", "小计", "共计："]), len(cells) - 1, *([None] * (len(cells[0]) - 2))]
    return [*cells, total, total], len(cells) + 1


def notes_below(_: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    rest: list[Any] = [None] * (len(cells[0]) - 1)
    return [*cells, [None, *rest], ["注：以上为初步数据。", *rest], ["制表人：某某", *rest]], len(cells) + 1


def title_above(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    rest: list[Any] = [None] * (len(cells[0]) - 1)
    return [[["汇总表", *rest], [None, *rest]][at % 2] for at in range(draw.randrange(1, 6))] + cells, len(cells) - 1


def header_far_below(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    rest: list[Any] = [None] * (len(cells[0]) - 1)
    return [*([f"说明{at}", *rest] for at in range(draw.randrange(10, 40))), *cells], None


def blank_rows(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    empty: list[Any] = [None] * len(cells[0])
    found = [cells[0]]
    for row in cells[1:]:
        found += [row, *([empty] if draw.random() < 0.4 else [])]
    return found, len(cells) - 1


def blank_columns(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    at = draw.randrange(len(cells[0]))
    return [[*row[:at], None, None, *row[at:]] for row in cells], len(cells) - 1


def many_columns(_: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, *rows = cells
    return [[*header, *(f"附加{at}" for at in range(220))], *([*row, *([1] * 220)] for row in rows)], len(rows)


def column_missing(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    at = draw.randrange(len(cells[0]))
    return [[*row[:at], *row[at + 1 :]] for row in cells], None


def column_twice(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    at = draw.randrange(len(cells[0]))
    return [[*row, row[at]] for row in cells], len(cells) - 1


def columns_in_another_order(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    order = draw.sample(range(len(cells[0])), len(cells[0]))
    return [[row[at] for at in order] for row in cells], len(cells) - 1


def unit_in_header(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    unit = draw.choice(["（万元）", "(%)", "【次】", "（千个）", "（ ）", "(", "（万", "（美元）"])
    return [[f"{name}{unit}" for name in cells[0]], *cells[1:]], len(cells) - 1


def unit_in_cells(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(
        draw, cells, ("12%", "3‰", "1.2万", "5亿元", "￥3", "$4", "7人次", "万", "百分之五", "1,2,3")
    ), len(cells) - 1


def huge_numbers(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(draw, cells, _HUGE), len(cells) - 1


def numbers_that_are_none(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(draw, cells, _NO_NUMBERS), len(cells) - 1


def impossible_dates(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(draw, cells, _DATES), len(cells) - 1


def control_characters(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, *rows = cells
    bad = [
        [f"{cell}{draw.choice(_CONTROL)}" if draw.random() < 0.3 and isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]
    return [header, *bad], len(rows)


def long_cells(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    long = draw.choice(["长", "1", "张3301061990", "a@b.c "]) * draw.choice([1_000, 8_000])
    return rewritten(draw, cells, (long[:30_000],), 0.05), None


def very_long_cell(_: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, first, *rows = cells
    return [header, ["9" * 100_000, *first[1:]], *rows], None


def duplicate_ids(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, *rows = cells
    return [header, *([rows[0][0], *row[1:]] if draw.random() < 0.4 else row for row in rows)], len(rows)


def identical_rows(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    again = [list(row) for row in cells[1:] if draw.random() < 0.5]
    return [*cells, *again], len(cells) - 1 + len(again)


def cut_ids(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, *rows = cells
    cut = ("2.01701E+11", "201701230000000", "2.0E17", "1.23457E+14")
    return [header, *([draw.choice(cut), *row[1:]] for row in rows)], len(rows)


def mixed_types(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(draw, cells, (1, 0.5, "一", date(2018, 5, 6), "是")), len(cells) - 1


def other_scripts(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(
        draw, cells, ("１２", "二〇一八年三月", "٣", "𠮷", "e\u0301", "ﬁ", "㈠", "½", "Ⅳ", "‚‛", "=1+1", "'12", "@x")
    ), len(cells) - 1


def cells_of_blanks(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return rewritten(draw, cells, (" ", "\u3000", "\u00a0", "\t", "-", "—", "/", "无")), None


def no_rows(_: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return cells[:1], 0


def no_header(_: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    return cells[1:], None


def two_headers(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    top = [draw.choice(["基本情况", None]) for _ in cells[0]]
    return [top, *cells], None


def ragged_rows(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    header, *rows = cells
    return [header, *(row[: draw.randrange(1, len(row) + 1)] for row in rows)], None


def header_in_pieces(draw: random.Random, cells: Cells) -> tuple[Cells, int | None]:
    names = [
        f"*{name[:1]}\n{name[1:]}　" if draw.random() < 0.5 else f"{at}、{name}" for at, name in enumerate(cells[0])
    ]
    return [names, *cells[1:]], len(cells) - 1


DAMAGES: tuple[Callable[[random.Random, Cells], tuple[Cells, int | None]], ...] = (
    shifted_rows,
    header_again,
    totals_rows,
    notes_below,
    title_above,
    header_far_below,
    blank_rows,
    blank_columns,
    many_columns,
    column_missing,
    column_twice,
    columns_in_another_order,
    unit_in_header,
    unit_in_cells,
    huge_numbers,
    numbers_that_are_none,
    impossible_dates,
    control_characters,
    long_cells,
    very_long_cell,
    duplicate_ids,
    identical_rows,
    cut_ids,
    mixed_types,
    other_scripts,
    cells_of_blanks,
    no_rows,
    no_header,
    two_headers,
    ragged_rows,
    header_in_pieces,
)
