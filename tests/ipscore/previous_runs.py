"""A small rulebook that reads previous runs, and records of several years, as files."""

from __future__ import annotations

from pathlib import Path

CITED = 'basis = "assumed", reference = { title = "约定" }'
FIRST = f"""
id = "yearly_YEAR"
title = "年度评价"
year = YEAR
default_weights = "equal"
default_bands = "whole"
missing = "reweight"
units = {{ noun = "部门", measure = "个", register_title = "部门名录" }}
period = {{ start = YEAR-01-01, end = YEAR-12-31 }}
scale = {{ {CITED} }}
bands.whole = {{ {CITED}, band = [{{ label = "全部", low = 0, high = 100, closed = "both" }}] }}
weights.equal = {{ title = "等权", kind = "equal", {CITED} }}

[source.problems]
title = "问题"
dated_by = "on"

[source.problems.column]
record_id = {{ title = "编号", kind = "code" }}
on = {{ title = "日期", kind = "date" }}

[indicator."1"]
name = "问题"

[indicator."1".rule]
kind = "deduction"
deduct = [{{ id = "x", label = "问题", source = "problems", points = 10, {CITED} }}]
"""
LETTERS = """
[node.total]
letters = "grade"

[letters.grade]
title = "等级"
labels = ["A", "B"]
method = "quota"
shares = [0.5, 0.5]
ties = "up"
basis = "assumed"
reference = { title = "约定" }
"""
GUARDED = LETTERS + "guardrail = { points = 2, from_previous_run = true }\n"
CHANGE = f"""
[indicator."2"]
name = "改进"

[indicator."2".rule]
kind = "change"
of = "1"
by = "difference"
knot = [{{ change = -20, score = 0, {CITED} }}, {{ change = 20, score = 100, {CITED} }}]
"""


def rulebook(folder: Path, year: int, more: str = "") -> Path:
    """A rulebook of one year, with more tables."""
    path = folder / f"yearly_{year}.toml"
    path.write_text(FIRST.replace("YEAR", str(year)) + more, encoding="utf-8")
    return path


def records(folder: Path, year: int, problems: dict[str, int]) -> Path:
    """So many problems of every department in a year."""
    at = folder / f"records{year}"
    at.mkdir()
    names = "".join(f"{name}\n" for name in problems)
    (at / "部门名录.csv").write_text(f"部门名称\n{names}", encoding="utf-8")
    rows = [f"{name}{number},{name},{year}-05-01\n" for name, many in problems.items() for number in range(many)]
    (at / "问题.csv").write_text(f"编号,部门,日期\n{''.join(rows)}", encoding="utf-8")
    return at
