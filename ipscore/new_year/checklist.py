"""`新年度清单.md`: everything in a rulebook that belongs to one year, with its value and where to change it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicator_tree.parameters import BASIS_LABELS
from indicator_tree.rules.scale import percent
from ipscore.manifest import is_any_run
from ipscore.new_year.old_year import CALENDAR, closed_days, seed_follows_the_year
from ipscore.shell_words import shell_command
from scoring.kinds.registry import kind_of
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from indicator_tree import Rulebook
    from ipscore.new_year.old_year import OldYear

CHECKLIST = "新年度清单.md"
_DOCUMENT = re.compile(r"《[^》]*》[^第，。；]*")
_FEW = 12


def checklist_text(old: OldYear, folder: Path, files: Sequence[str]) -> str:
    """The checklist in Markdown: one box per item. Its commands run from the folder that names are relative to now.

    Args:
        old: the year that the new one starts from; what is told is what the new one inherits.
        folder: where the files are written.
        files: what is written beside the checklist, the rulebook first.
    """
    book, year = old.rulebook, old.new
    rules = folder / files[0]
    sections = [
        ("评价期与名称", _period(old)),
        ("截止日", _cut_offs(old)),
        ("调查期", _surveys(old)),
        ("词表", _vocabularies(book)),
        ("公布数字的出处", _references(book)),
        ("权重", _weights(book)),
        ("分段、标准与规则", _rules(book, rules)),
        ("建议、存疑与稳健性的界限", _limits(old)),
        ("报告正文", _texts(old, folder)),
        ("交易日历", _calendar(old) if book.units is None else ()),
        ("数据与映射", _records(old, folder, rules)),
    ]
    lines = [
        f"# {year} 年度清单",
        "",
        f"`{files[0]}` 继承 {old.year} 年度的 `{old.name}`，只写不同之处；下面各项属于某一个年度，请逐项核对，"
        "核对过的打勾。",
        f"没有改写的项沿用所列的现值。改完后运行 `{shell_command('ipscore', 'rulebook', 'check', rules)}`，"
        f"再用 `{shell_command('ipscore', 'rulebook', 'diff', old.name, rules)}` 看改了什么。",
        "命令里的路径从运行 `ipscore rulebook new` 时所在的文件夹算起，请在那里运行。",
        f"同时写出的文件：{'、'.join(f'`{name}`' for name in files)}。",
    ]
    for number, (title, items) in enumerate(sections, 1):
        told = list(items)
        lines += ["", f"## {number}. {title}", "", *([f"- [ ] {item}" for item in told] or ["没有。"])]
    return "\n".join(lines) + "\n"


def _period(old: OldYear) -> Iterator[str]:
    book, (start, end) = old.rulebook, old.period
    yield f"评价期 `[period]`：由 {_span(book.period.start, book.period.end)} 改为 {_span(start, end)}"
    yield "名称与代码 `title`、`id`、`year`：已改，出现在白皮书封面、各表标题和运行的清单里"
    if book.note:
        yield f"说明 `note`：{old.year} 年度为“{book.note}”，已清空；白皮书附录会印出它"


def _cut_offs(old: OldYear) -> Iterator[str]:
    book, (_, end) = old.rulebook, old.period
    for code, rule in book.rules.items():
        for column, days in kind_of(rule).told(rule).deadlines.items():
            yield (
                f"{code} {book.indicator[code].name}：{column} 不晚于评价期末（{end}）后第 {days} 天"
                f"（`rule.done.days_after_period`）"
            )
    if (population := book.population) is not None and population.minimum_age_years:
        yield f"评价范围：到 {end} 成立满 {population.minimum_age_years:g} 年（`[population] minimum_age_years`）"
    for name, table in book.declared.items():
        if table.dated_by is not None:
            yield f"数据源 {table.title or name}：按 {table.dated_by} 判断是否属于评价期（`[source.{name}] dating`）"
    for source, ranges in book.plausible.items():
        for name, one in ranges.items():
            if one.dated:
                told = f"不早于 {one.not_before}" if one.not_before else ""
                if one.days_after_period is not None:
                    told += f"{'，' if told else ''}不晚于评价期末后第 {one.days_after_period} 天"
                yield f"存疑的日期 {source}.{name}：{told}（`[plausible.{source}.{name}]`）"


def _surveys(old: OldYear) -> Iterator[str]:
    if old.questionnaire is not None:
        asked = load_questionnaire(old.questionnaire)
        if (field := old.field_period()) is not None:
            yield (
                f"问卷的调查期 `[field_period]`：由 {_span(*field)} 顺延为 {_span(*map(old.moved(field), field))}，"
                "按实际改写；之外的答卷不计"
            )
        yield f"问卷的题目与选项（{len(asked.question)} 题）：题目改了代码或选项的，规则里的 question 与 values 也要改"
        yield f"质量规则：{'、'.join(rule.label for rule in asked.quality)}"
    if old.rulebook.survey is not None:
        rules = old.rulebook.survey
        yield f"每家至少 {rules.minimum_respondents} 份，置信水平 {rules.confidence:g}（`[survey]`）"
    if old.coding_scheme is not None:
        moved = old.moved_rounds()
        told = "、".join(_span(*map(moved, one)) for one in old.rounds())
        yield f"电话拨测的轮次（`phone_{old.new}.toml` 的 `[calls] round`）：顺延为 {told}"
        closed = closed_days(old)
        known = f"已填 {len(closed)} 天休市日" if closed else "没有现成的，须自行填写"
        yield f"电话拨测的节假日（`[calls] holidays`）：{known}"
    elif old.checks_phones:
        yield no_scheme(old)


def no_scheme(old: OldYear) -> str:
    """That the coding scheme of the old year was not found, and what to do."""
    return (
        f"电话拨测的编码方案没有写出：没有 {old.year} 年度的 `phone_{old.year}.toml`"
        f"（{old.file.name} 及其继承的文件旁边没有，自带的也没有）；请另写 `phone_{old.new}.toml`，放在规则文件旁边"
    )


def _vocabularies(book: Rulebook) -> Iterator[str]:
    for source, columns in book.vocabulary.items():
        for column, values in columns.items():
            yield f"`[vocabulary.{source}] {column}`：{_listed(values)}"
    for source, table in book.source.items():
        for name, one in table.column.items():
            if one.values:
                yield f"`[source.{source}.column.{name}] values`：{_listed(one.values)}"


def _references(book: Rulebook) -> Iterator[str]:
    documents: Counter[tuple[str, str]] = Counter()
    for table in _cited(book.model_dump(mode="json", exclude_none=True)):
        title = str(table["reference"]["title"])
        found = _DOCUMENT.match(title)
        documents[(found[0] if found else title), str(table["basis"])] += 1
    titles = Counter({title: 0 for title, _ in documents})
    for (title, _), count in documents.items():
        titles[title] += count
    for title, count in titles.most_common():
        by_basis = "、".join(
            f"{label} {documents[title, basis]}" for basis, label in BASIS_LABELS.items() if documents[title, basis]
        )
        yield f"{title}：{count} 项参数（{by_basis}）；今年另有规定的，连同 basis、reference 一起改写"


def _cited(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "basis" in value and "reference" in value:
            yield value
        for below in value.values():
            yield from _cited(below)
    elif isinstance(value, list):
        for below in value:
            yield from _cited(below)


def _weights(book: Rulebook) -> Iterator[str]:
    for name, scheme in book.weights.items():
        default = "，默认" if name == book.default_weights else ""
        given = f"：写明 {len(scheme.weight)} 个权重，增删指标后同级仍须写全、和为 1" if scheme.weight else ""
        yield f"`[weights.{name}]` {scheme.title}（{BASIS_LABELS[scheme.basis]}{default}）{given}"


def _rules(book: Rulebook, rules: Path) -> Iterator[str]:
    for name, bands in book.bands.items():
        yield f"分段 `[bands.{name}]`：{'、'.join(bands.labels)}"
    others = []
    for code, rule in book.rules.items():
        if (lines := kind_of(rule).told(rule).lines) is None:
            others.append(code)
        else:
            yield (
                f"{code} {book.indicator[code].name}：监管标准 {percent(lines.limit.value)}、预警标准 "
                f"{percent(lines.warning.value)}（`rule.limit`、`rule.warning`；改了的，`rule.knot` 也要改）"
            )
    others = [code for code in others if code in book.leaves]
    if others:
        show = shell_command("ipscore", "rulebook", "show", rules, others[0])
        yield f"其余规则（{len(others)} 项末级指标）：如 `{show}`，列出参数与出处"


def _limits(old: OldYear) -> Iterator[str]:
    book = old.rulebook
    if book.findings is not None:
        yield f"写进“意见建议”的界限：{_tables('findings', book.findings)}"
    if book.plausibility is not None:
        yield "数据存疑的界限：`[plausibility]`、`[plausible.…]`"
    if book.robustness is not None:
        seed = book.robustness.seed
        told = f"由 {seed} 改为 {old.new}" if seed_follows_the_year(book) else f"沿用 {seed}"
        yield f"稳健性分析 `[robustness]`：种子 `seed` {told}"


def _tables(name: str, rules: Any) -> str:
    return "、".join(f"`[{name}.{key}]`" for key in type(rules).model_fields if getattr(rules, key) is not None)


def _texts(old: OldYear, folder: Path) -> Iterator[str]:
    book = old.rulebook
    write = shell_command("ipscore", "report", "templates", folder / "templates")
    yield f"白皮书的正文：`{write}` 写出可改的模板；{old.year} 年度改过的正文请对照今年的模板再用"
    yield "封面：`--series`、`--issuer`、`--date`、`--notice`"
    told = [("附加分", "说明", book.bonus.description)] if book.bonus else []
    for code in book.nodes:
        node = book.indicator[code]
        told += [(code, "名称", node.name), (code, "说明", node.description)]
        told += [(code, "数据来源", one) for one in node.data_sources]
    for code, what, text in told:
        if re.search(rf"(?<![0-9]){old.year}(?![0-9])", text):
            where = "[bonus]" if code == "附加分" else f'[indicator."{code}"]'
            yield f"{code} 的{what}提到 {old.year} 年：“{text}”（`{where}`）"


def _calendar(old: OldYear) -> Iterator[str]:
    closed, (start, end) = closed_days(old), old.period
    known = f"有 {_span(start, end)} 的 {len(closed)} 个休市日" if closed else f"还没有写全 {_span(start, end)}，须补上"
    yield f"运营指标目录 `{CALENDAR}` 的 `[calendar]`：{known}；检查运营数据时按它判断哪一天应报"


def _records(old: OldYear, folder: Path, rules: Path) -> Iterator[str]:
    records = folder / "records"
    forms = shell_command("ipscore", "template", folder / "forms", "-r", rules)
    yield f"填报模板：`{forms}` 按今年的列与词表写出，发给各单位"
    yield f"数据文件夹：收回的数据放进 `{records}`；`mapping.toml` 是空的，也放进去后，写明各单位的表头与取值"
    check: list[str | Path] = ["ipscore", "check", records, "-r", rules]
    if (previous := _previous(old)) is None:
        yield (
            f"数据齐了以后：`{shell_command(*check)}`；有 {old.year} 年度的运行的，加 `--previous` 和它的文件夹，"
            f"与 {old.year} 年度相比有无异常"
        )
    else:
        yield f"数据齐了以后：`{shell_command(*check, '--previous', previous)}`，与 {old.year} 年度相比有无异常"


def _previous(old: OldYear) -> Path | None:
    """The run of the old year, where its rulebook is the one that a run keeps."""
    given = Path(old.name).parent
    return given if old.rulebook.origin.kept and is_any_run(given) else None


def _listed(values: Sequence[str]) -> str:
    shown = "、".join(values[:_FEW])
    return shown if len(values) <= _FEW else f"{shown} 等 {len(values)} 项"


def _span(start: date, end: date) -> str:
    return f"{start} 至 {end}"
