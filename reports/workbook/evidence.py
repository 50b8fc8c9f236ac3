"""数据依据: what was counted, answered and measured behind the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.left_out import EXCLUDED
from reports.quantities import unit_of
from reports.workbook.columns import Column
from reports.workbook.parts import Part
from reports.workbook.ratios import cutoff_rows, line_rows, ratio_rows
from reports.workbook.statistics import NAME, NODE

if TYPE_CHECKING:
    from indicator_tree.rules import RuleModel
    from reports.labels import Labels
    from reports.workbook.book import Book
    from scoring import Evaluation
    from scoring.findings import Findings


_AROUND = 3  # rows of a table beside its content: caption, header, an empty one
_ROWS_A_PAGE = 34  # that a printed page holds


def add(book: Book, evaluation: Evaluation, findings: Findings, labels: Labels) -> None:
    """Files, excluded rows, corrections, counts, rates, answers, firms past lines, ratios: those that have rows."""
    sheet = book.sheet(
        "数据依据", "评分所依据的数据", f"由各来源的记录汇总而来；每条记录对得分的影响见{labels.words.noun}评价明细。"
    )
    freeze = sheet.row
    breaks: list[int] = []
    used = 0
    for told in (
        intake_rows,
        excluded_part,
        correction_rows,
        tally_rows,
        rate_rows,
        answer_rows,
        line_rows,
        cutoff_rows,
        ratio_rows,
    ):
        part = told(evaluation, findings, labels)
        if part.rows:
            height = len(part.rows) + _AROUND
            if used and used + height > _ROWS_A_PAGE:
                breaks.append(sheet.row)
                used = 0
            used = (used + height) % _ROWS_A_PAGE
            sheet.caption(part.caption)
            sheet.table(part.columns, part.rows)
    sheet.worksheet.set_h_pagebreaks(breaks)
    sheet.finish((freeze, 2), repeat=(0, 0))


def intake_rows(evaluation: Evaluation, _: Findings, labels: Labels) -> Part:
    """What became of the rows of every source, and why rejected ones were gone without."""
    withdrawn = evaluation.intake["corrected"].sum() > 0
    rows = [
        (
            row["source"],
            row["title"],
            row["reason"] or "",
            "参与评分" if row["scored"] else "规则不用",
            *(row[name] for name in ("read", "used", "rejected", "excluded", "accepted")),
            *((row["corrected"],) if withdrawn else ()),
        )
        for row in evaluation.intake.iter_rows(named=True)
    ]
    columns = (
        Column("数据源", "text", NODE.width, "来源的英文名"),
        Column("来源名称", "text", NAME.width, "来源的名称"),
        Column("同意不计的理由", "text", 26, "不合格的记录为何可以不计，由评价者写明"),
        Column("用途", "text", 18, "规则是否用这个来源"),
        Column("读入", "count", 13, "读入的行数", "行"),
        Column("采用", "count", 11, "采用的行数", "行"),
        Column("不合格", "count", 11, "不合格而没有采用的行数", "行"),
        Column("另存不计", "count", 8, "有效而不在评价范围内，或不是记录的行数", "行"),
        Column("同意不计", "count", 30, "不合格的行中，经同意不计的行数", "行"),
        *((Column("更正撤销", "count", 11, "按决定撤销的行数", "行"),) if withdrawn else ()),
    )
    return Part("读入的记录", columns, rows)


def excluded_part(evaluation: Evaluation, _: Findings, __: Labels) -> Part:
    """Why rows were excluded, by source and reason."""
    columns = (
        Column("数据源", "text", NODE.width, "来源的英文名"),
        Column("来源名称", "text", NAME.width, "来源的名称"),
        Column("原因", "text", 26, "为何不在评价范围内，或不是记录"),
        Column("行数", "count", 18, f"{EXCLUDED}的行数", "行"),
    )
    return Part(f"{EXCLUDED}的行", columns, evaluation.excluded.rows())


def correction_rows(evaluation: Evaluation, _: Findings, labels: Labels) -> Part:
    """What decisions said of records, row by row."""
    words = labels.words
    firms = dict(evaluation.firms.select("firm_id", "firm").iter_rows())
    rows = [
        (
            row["decision"],
            f"{row['title']} {row['record_id']}",
            row["reason"],
            row["action"],
            *(firms.get(row[at], "") for at in ("firm_before", "firm_now")),
            *(row[name] or "" for name in ("header", "old", "new", "nodes")),
            str(row["decided_on"]),
        )
        for row in evaluation.corrections.iter_rows(named=True)
    ]
    columns = (
        Column("决定文号", "text", NODE.width, "同一文号是同一个决定"),
        Column("记录", "text", NAME.width, "来源与记录编号"),
        Column("理由", "text", 26, "为什么更正"),
        Column("处理", "text", 18, "撤销、更正、补录、改列"),
        Column("原属", "text", 13, f"更正前计入哪{words.measure}"),
        Column("现属", "text", 11, f"更正后计入哪{words.measure}"),
        Column("列", "text", 11, "更正了哪一列"),
        Column("原值", "text", 8, "更正前的值"),
        Column("新值", "text", 30, "更正后的值"),
        Column("所涉指标", "text", 11, "依据的记录因此变化的指标"),
        Column("决定日期", "text", 11, "作出决定的日期"),
    )
    return Part("更正决定", columns, rows)


def tally_rows(evaluation: Evaluation, findings: Findings, labels: Labels) -> Part:
    """What was counted, over all firms."""
    words = labels.words
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            row["cause"],
            labels.title(row["source"]),
            row["total"],
            row["firms"],
            row["most"],
            unit_of(row["node"], row["parameter"], evaluation.rulebook),
            row["parameter"],
        )
        for row in findings.tallies.iter_rows(named=True)
    ]
    columns = (
        NODE,
        NAME,
        Column("事项", "text", 26, "计数或计量的事项"),
        Column("来源", "text", 18, "记录的来源"),
        Column("合计", "quantity", 13, f"全部参评{words.noun}的合计，单位见“单位”列"),
        Column(f"涉及{words.noun}", "count", 11, f"数量大于 0 的参评{words.noun}数", words.measure),
        Column(f"单{words.measure}最多", "quantity", 11, f"单{words.measure}{words.noun}的最大值，单位见“单位”列"),
        Column("单位", "text", 8, f"合计与单{words.measure}最多的单位"),
        Column("参数", "text", 30, "在规则文件中的位置"),
    )
    return Part("计数与数量", columns, rows)


def answer_rows(_: Evaluation, findings: Findings, labels: Labels) -> Part:
    """How respondents answered."""
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            labels.question_title(row["question"]),
            row["answer"],
            row["value"],
            row["respondents"],
            row["share"],
        )
        for row in findings.answers.iter_rows(named=True)
    ]
    columns = (
        NODE,
        NAME,
        Column("题目", "text", 26, "调查问卷的题目"),
        Column("答案", "text", 18, "选项"),
        Column("分值", "points", 13, "该答案的分值", "分"),
        Column("作答人数", "count", 11, "选择该答案的有效答卷数", "份"),
        Column("占比", "percent", 11, "占该题有效答卷的比例；答卷加权时为加权比例", "%"),
    )
    return Part("调查答案", columns, rows)


def rate_rows(evaluation: Evaluation, findings: Findings, labels: Labels) -> Part:
    """Records done in time, of all firms together."""
    words = labels.words
    rules = evaluation.rulebook.indicator
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            "按期处理比例",
            labels.title(_only_source(rules[row["node"]].rule)),
            row["received"],
            row["done"],
            row["share"],
            row["without"],
        )
        for row in findings.rates.iter_rows(named=True)
    ]
    columns = (
        NODE,
        NAME,
        Column("比例", "text", 26, f"全部参评{words.noun}合并计算的比例"),
        Column("来源", "text", 18, "记录的来源"),
        Column("收到", "count", 13, f"全部参评{words.noun}收到的记录数", "条"),
        Column("按期处理", "count", 11, "其中按期处理的记录数", "条"),
        Column("占比", "percent", 11, "按期处理占收到的比例", "%"),
        Column(f"没有收到的{words.noun}", "count", 11, f"一条也没有收到的参评{words.noun}", words.measure),
    )
    return Part(f"处理比例（全部{words.noun}合计）", columns, rows)


def _only_source(rule: RuleModel | None) -> str:
    """The source of a rule that reads one."""
    if rule is None:
        raise ValueError("没有计分规则的指标")
    (source,) = rule.sources
    return source
