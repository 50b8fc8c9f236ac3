"""`新年度清单.md`: everything in a rulebook that belongs to one year, with its value and where to change it."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from indicator_tree.parameters import BASIS_LABELS
from indicator_tree.rules.scale import percent
from ipscore.new_year.moving import same_day, same_weekday
from ipscore.new_year.texts import CALENDAR, closed_days
from scoring.kinds.registry import kind_of
from surveys.coding_scheme import load_coding_scheme
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from ipscore.new_year.texts import OldYear

CHECKLIST = "新年度清单.md"
_DOCUMENT = re.compile(r"《[^》]*》[^第，。；]*")
_FEW = 12


def checklist_text(old: OldYear, year: int, files: Sequence[str]) -> str:
    """The checklist in Markdown: one box per item.

    Args:
        old: the year that the new one starts from; what is told is what the new one inherits.
        year: the new one.
        files: what is written beside it, the rulebook first.
    """
    book, rulebook = old.rulebook, files[0]
    sections = [
        ("评价期与名称", _period(book, year)),
        ("截止日", _cut_offs(book, year)),
        ("调查期", _surveys(old, year)),
        ("词表", _vocabularies(book)),
        ("公布数字的出处", _references(book)),
        ("权重", _weights(book)),
        ("分段、标准与规则", _rules(book)),
        ("建议、存疑与稳健性的界限", _limits(book)),
        ("报告正文", _texts(book)),
        ("交易日历", _calendar(year) if book.units is None else ()),
        ("数据与映射", _records(year)),
    ]
    lines = [
        f"# {year} 年度清单",
        "",
        f"`{rulebook}` 继承 {old.name}，只写不同之处；下面各项属于某一个年度，请逐项核对，核对过的打勾。",
        "没有改写的项沿用所列的现值。改完后运行 `ipscore rulebook check "
        f"{rulebook}`，再用 `ipscore rulebook diff {old.name} {rulebook}` 看改了什么。",
        f"同时写出的文件：{'、'.join(f'`{name}`' for name in files)}。",
    ]
    for number, (title, items) in enumerate(sections, 1):
        told = list(items)
        lines += ["", f"## {number}. {title}", "", *([f"- [ ] {item}" for item in told] or ["没有。"])]
    return "\n".join(lines) + "\n"


def _period(book: Rulebook, year: int) -> Iterator[str]:
    moved = partial(same_day, years=year - book.year)
    yield f"评价期 `[period]`：由 {_span(book.period)} 改为 {moved(book.period.start)} 至 {moved(book.period.end)}"
    yield "名称与代码 `title`、`id`、`year`：已改，出现在白皮书封面、各表标题和运行的清单里"
    if book.note:
        yield f"说明 `note`：上年度为“{book.note}”，已清空；白皮书附录会印出它"


def _cut_offs(book: Rulebook, year: int) -> Iterator[str]:
    end = same_day(book.period.end, year - book.year)
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


def _surveys(old: OldYear, year: int) -> Iterator[str]:
    moved = partial(same_weekday, years=year - old.year)
    if old.questionnaire is not None:
        asked = load_questionnaire(old.questionnaire)
        if asked.field_period is not None:
            field = asked.field_period
            yield (
                f"问卷的调查期 `[field_period]`：由 {_span(field)} 顺延为 {moved(field.start)} 至 {moved(field.end)}，"
                "按实际改写；之外的答卷不计"
            )
        yield f"问卷的题目与选项（{len(asked.question)} 题）：题目改了代码或选项的，规则里的 question 与 values 也要改"
        yield f"质量规则：{'、'.join(rule.label for rule in asked.quality)}"
    if old.rulebook.survey is not None:
        rules = old.rulebook.survey
        yield f"每家至少 {rules.minimum_respondents} 份，置信水平 {rules.confidence:g}（`[survey]`）"
    if old.coding_scheme is not None:
        rounds = load_coding_scheme(old.coding_scheme).calls.round
        told = "、".join(f"{moved(one.start)} 至 {moved(one.end)}" for one in rounds)
        yield f"电话拨测的轮次（`phone_{year}.toml` 的 `[calls] round`）：顺延为 {told}"
        closed = closed_days(year)
        known = f"已填 {len(closed)} 天休市日" if closed else "没有现成的，须自行填写"
        yield f"电话拨测的节假日（`[calls] holidays`）：{known}"


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


def _rules(book: Rulebook) -> Iterator[str]:
    for name, bands in book.bands.items():
        yield f"分段 `[bands.{name}]`：{'、'.join(bands.labels)}"
    for code, rule in book.rules.items():
        if (lines := kind_of(rule).told(rule).lines) is not None:
            yield (
                f"{code} {book.indicator[code].name}：监管标准 {percent(lines.limit.value)}、预警标准 "
                f"{percent(lines.warning.value)}（`rule.limit`、`rule.warning`；改了的，`rule.knot` 也要改）"
            )
    leaves = len(book.leaves)
    yield f"其余扣分、分档（共 {leaves} 项末级指标）：`ipscore rulebook show 规则文件 指标` 列出参数与出处"


def _limits(book: Rulebook) -> Iterator[str]:
    if book.findings is not None:
        yield f"写进“意见建议”的界限：{_tables('findings', book.findings)}"
    if book.plausibility is not None:
        yield "数据存疑的界限：`[plausibility]`、`[plausible.…]`"
    if book.robustness is not None:
        yield f"稳健性分析：`[robustness]`，种子 {book.robustness.seed}"


def _tables(name: str, rules: Any) -> str:
    return "、".join(f"`[{name}.{key}]`" for key in type(rules).model_fields if getattr(rules, key) is not None)


def _texts(book: Rulebook) -> Iterator[str]:
    yield "白皮书的正文：`ipscore report templates 文件夹` 写出可改的模板；上年度改过的正文请对照今年的模板再用"
    yield "封面：`--series`、`--issuer`、`--date`、`--notice`；与上年度比较：`--previous` 上年度的运行"
    for code in book.nodes:
        node = book.indicator[code]
        for what, text in (
            ("名称", node.name),
            ("说明", node.description),
            *(("数据来源", one) for one in node.data_sources),
        ):
            if str(book.year) in text:
                yield f'{code} 的{what}提到 {book.year} 年：“{text}”（`[indicator."{code}"]`）'


def _calendar(year: int) -> Iterator[str]:
    closed = closed_days(year)
    known = f"已有 {year} 年，{len(closed)} 个休市日" if closed else f"还没有 {year} 年，须补上"
    yield f"运营指标目录 `{CALENDAR}` 的 `[calendar]`：{known}；`ipscore ops check` 按它判断哪一天应报"


def _records(year: int) -> Iterator[str]:
    yield "填报模板：`ipscore template 文件夹 -r 规则文件` 按今年的列与词表写出，发给各单位"
    yield "`mapping.toml`：是空的；放进数据文件夹后，写明各单位的表头与取值"
    check = "`ipscore check 数据文件夹 -r 规则文件 --previous 上年度的运行`"
    yield f"数据齐了以后：{check}，与 {year - 1} 年度相比有无异常"


def _listed(values: Sequence[str]) -> str:
    shown = "、".join(values[:_FEW])
    return shown if len(values) <= _FEW else f"{shown} 等 {len(values)} 项"


def _span(period: Any) -> str:
    return f"{period.start} 至 {period.end}"
