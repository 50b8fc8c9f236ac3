"""One maker per case: writes the records folder with one table handed over as the case says.

A maker is given the folder, in which all other tables lie as tidy CSV, and the rows of its own table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import openpyxl
import xlsxwriter

from benchmarks.damage.office import fill, grid, old_workbook, open_document, web_page, workbook
from tests.data_sources.handed_over.market import QUESTIONS, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.data_sources.handed_over.market import Row, Table

REGISTER, WARNINGS, COMPLAINTS, MEASURES = "证券公司名录", "资金监控预警", "12386投诉工单", "诚信档案措施"
RATIOS, PRODUCTS, BASES, PROJECTS = "年报风控指标", "投教产品", "投教基地", "社会责任项目"
CALLS, RESPONSES = "电话畅通调查", "投资者调查答卷"
FULL_WIDTH = {**{code: code + 0xFEE0 for code in range(0x30, 0x3A)}, ord("-"): "－", ord(","): "，", ord("."): "．"}
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Maker:
    """How a case is made.

    Attributes:
        title: the table that is handed over otherwise.
        make: writes it into the folder.
        tidy: the rows whose scores the case must have, where they are not those of the tidy year.
    """

    title: str
    make: Callable[[Path, Table], None]
    tidy: Callable[[Table], Table] | None = None


MAKERS: dict[str, Maker] = {}


def of(
    title: str, tidy: Callable[[Table], Table] | None = None
) -> Callable[[Callable[[Path, Table], None]], Callable[[Path, Table], None]]:
    """Register a maker under its name, which is the case's id."""

    def register(make: Callable[[Path, Table], None]) -> Callable[[Path, Table], None]:
        MAKERS[make.__name__] = Maker(title, make, tidy)
        return make

    return register


def changed(rows: Table, **cells: Callable[[Any], Any]) -> Table:
    """The rows with the cells of some columns rewritten; empty cells stay empty."""
    return [
        {key: cells[key](cell) if key in cells and cell != "" else cell for key, cell in row.items()} for row in rows
    ]


def headed(rows: Table, headers: Mapping[str, str]) -> Table:
    """The rows under other headers."""
    return [{headers.get(key, key): cell for key, cell in row.items()} for row in rows]


def dates(rows: Table, written: Callable[[date], Any]) -> Table:
    """The rows with every date written otherwise."""
    return [{key: written(cell) if isinstance(cell, date) else cell for key, cell in row.items()} for row in rows]


def csv(folder: Path, title: str, rows: Table, **how: Any) -> None:
    """A CSV named after its source."""
    write_csv(folder / f"{title}.csv", rows, **how)


def by_firm(rows: Table) -> list[tuple[str, list[Row]]]:
    """The rows of each firm, firms in order."""
    ordered = sorted(rows, key=lambda row: row["证券公司"])
    return [(firm, list(group)) for firm, group in groupby(ordered, lambda row: row["证券公司"])]


# ── the sheet ──


@of(COMPLAINTS)
def title_totals_notes(folder: Path, rows: Table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "二〇一八年度热线投诉工单汇总"
    sheet.merge_cells("A1:F1")
    sheet["A2"], sheet["F2"] = "填报部门：客户服务部", "2019年2月1日"
    below = fill(sheet, grid(rows), 3)
    sheet.cell(below, 1, "合计")
    sheet.cell(below, 2, len(rows))
    sheet.cell(below + 2, 1, "注：以工单受理日期为准。")
    sheet.cell(below + 3, 1, "制表：某甲　审核：某乙")
    book.save(folder / f"{COMPLAINTS}.xlsx")


@of(COMPLAINTS)
def two_row_header_merged_down(folder: Path, rows: Table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for position, header in enumerate(list(rows[0])[:4], 1):
        sheet.cell(1, position, header)
        sheet.merge_cells(start_row=1, end_row=2, start_column=position, end_column=position)
    sheet["E1"], sheet["E2"], sheet["F2"] = "处理结果", "办结日期", "是否存在过错"
    sheet.merge_cells("E1:F1")
    fill(sheet, grid(rows)[1:], 3)
    book.save(folder / f"{COMPLAINTS}.xlsx")


@of(COMPLAINTS)
def firm_merged_down(folder: Path, rows: Table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    first = fill(sheet, [list(rows[0])])
    for _, group in by_firm(rows):
        last = fill(sheet, grid(group)[1:], first) - 1
        if last > first:
            sheet.merge_cells(start_row=first, end_row=last, start_column=2, end_column=2)
        first = last + 1
    book.save(folder / f"{COMPLAINTS}.xlsx")


def _with_hidden_sheet(folder: Path, rows: Table, shown: str, hidden: str) -> None:
    further = changed(rows[:25], 工单编号=lambda number: f"{number}-撤")
    book = openpyxl.Workbook()
    book.active.title = shown
    fill(book.active, grid(rows))
    sheet = book.create_sheet(hidden)
    sheet.sheet_state = "hidden"
    fill(sheet, grid(further))
    book.save(folder / f"{COMPLAINTS}.xlsx")


@of(COMPLAINTS)
def hidden_sheet_of_the_source(folder: Path, rows: Table) -> None:
    _with_hidden_sheet(folder, rows, COMPLAINTS, f"{COMPLAINTS}（撤销）")


@of(COMPLAINTS)
def hidden_sheet_same_header(folder: Path, rows: Table) -> None:
    _with_hidden_sheet(folder, rows, "Sheet1", "Sheet3")


@of(RATIOS)
def formulas_without_results(folder: Path, rows: Table) -> None:
    formulas = changed(rows, 分子=lambda number: f"={number}/1", 分母=lambda number: f"=0+{number}")
    workbook(folder / f"{RATIOS}.xlsx", ("Sheet1", grid(formulas)))


@of(RATIOS)
def formulas_with_results(folder: Path, rows: Table) -> None:
    with xlsxwriter.Workbook(folder / f"{RATIOS}.xlsx") as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(grid(rows)):
            for position, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_formula(number, position, f"={cell}*1", None, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, position, cell, day)
                else:
                    sheet.write(number, position, cell)


@of(COMPLAINTS)
def explanation_sheets_first(folder: Path, rows: Table) -> None:
    told = [["请逐单填写，不得空行"], ["有疑问请联系客户服务部"]]
    workbook(folder / f"{COMPLAINTS}.xlsx", ("填表说明", told), ("目录", []), ("数据", grid(rows)))


@of(COMPLAINTS)
def further_columns_twice(folder: Path, rows: Table) -> None:
    cells = [[*row, None, f"经办{number}", None] for number, row in enumerate(grid(rows))]
    cells[0][6:] = ["备注", "经办人", "备注"]
    workbook(folder / f"{COMPLAINTS}.xlsx", ("Sheet1", cells))


@of(COMPLAINTS)
def header_with_stars_and_breaks(folder: Path, rows: Table) -> None:
    starred = headed(rows, {header: f"*{header[:2]}\n{header[2:]} " for header in rows[0]})
    workbook(folder / f"{COMPLAINTS}.xlsx", ("Sheet1", grid(starred)))


@of(COMPLAINTS)
def subtotals(folder: Path, rows: Table) -> None:
    cells: list[list[Any]] = [list(rows[0])]
    for firm, group in by_firm(rows):
        cells += [*grid(group)[1:], [None, f"{firm} 小计", len(group), None, None, None]]
    workbook(folder / f"{COMPLAINTS}.xlsx", ("Sheet1", cells))


@of(MEASURES)
def column_missing(folder: Path, rows: Table) -> None:
    csv(folder, MEASURES, [{key: cell for key, cell in row.items() if key != "层级"} for row in rows])


@of(COMPLAINTS, tidy=lambda rows: [dict(rows[0], 证券公司="余韵证券")])
def header_only(folder: Path, rows: Table) -> None:
    (folder / f"{COMPLAINTS}.csv").write_text(",".join(rows[0]) + "\r\n", encoding="utf-8-sig", newline="")


# ── dates ──


@of(COMPLAINTS)
def dates_month_first(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, dates(rows, lambda day: f"{day:%m/%d/%Y}"))


@of(COMPLAINTS)
def dates_english_month(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, dates(rows, lambda day: f"{day:%d-%b-%y}"))


@of(COMPLAINTS)
def dates_without_year(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, dates(rows, lambda day: f"{day.month}月{day.day}日"))


@of(COMPLAINTS)
def dates_serial_text(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, dates(rows, lambda day: (day - EPOCH).days))


@of(COMPLAINTS)
def full_width_ids_and_dates(folder: Path, rows: Table) -> None:
    wide = [
        {key: str(cell).translate(FULL_WIDTH) if "编号" in key or "日期" in key else cell for key, cell in row.items()}
        for row in rows
    ]
    csv(folder, COMPLAINTS, wide)


@of(COMPLAINTS)
def closed_before_received(folder: Path, rows: Table) -> None:
    wrong = [dict(row, 办结日期=date(2017, 2, 1)) if number < 4 else row for number, row in enumerate(rows)]
    csv(folder, COMPLAINTS, wrong)


# ── amounts, counts and ratios ──


@of(RATIOS)
def amounts_with_units_in_cells(folder: Path, rows: Table) -> None:
    spelled = changed(
        rows,
        分子=lambda yuan: f"{yuan // 10**8}.{yuan % 10**8:08d}亿元",
        分母=lambda yuan: f"{yuan // 10**4}万元",
    )
    csv(folder, RATIOS, spelled)


@of(RATIOS)
def amounts_with_units_in_headers(folder: Path, rows: Table) -> None:
    spelled = changed(rows, 分子=lambda yuan: yuan // 10**4, 分母=lambda yuan: f"{yuan // 10**8}.{yuan % 10**8:08d}")
    csv(folder, RATIOS, headed(spelled, {"分子": "分子（万元）", "分母": "分母（亿元）"}))


def _percentages(rows: Table, numerator: str, denominator: str) -> Table:
    return [dict(row, 分子=numerator.format(row["分子"] / row["分母"] * 100), 分母=denominator) for row in rows]


@of(RATIOS)
def ratio_as_percent_over_hundred_percent(folder: Path, rows: Table) -> None:
    csv(folder, RATIOS, _percentages(rows, "{:.14f}%", "100%"))


@of(RATIOS)
def ratio_as_number_over_hundred(folder: Path, rows: Table) -> None:
    csv(folder, RATIOS, _percentages(rows, "{:.14f}", "100"))


@of(RATIOS)
def ratios_wide(folder: Path, rows: Table) -> None:
    cells: list[list[Any]] = []
    for firm, group in by_firm(rows):
        cells.append([firm, *(row["分子"] / row["分母"] for row in group)])
    header = ["证券公司", *(row["指标名称"] for row in by_firm(rows)[0][1])]
    book = openpyxl.Workbook()
    fill(book.active, [header, *cells])
    for row in book.active.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0.00%"
    book.save(folder / f"{RATIOS}.xlsx")


@of(PROJECTS)
def amount_header_in_wan(folder: Path, rows: Table) -> None:
    csv(folder, PROJECTS, headed(changed(rows, 金额=lambda yi: round(yi * 10**4)), {"金额": "金额（万元）"}))


@of(PROJECTS)
def amount_cells_with_units(folder: Path, rows: Table) -> None:
    csv(folder, PROJECTS, changed(rows, 金额=lambda yi: f"{round(yi * 10**4)}万元" if yi < 10 else f"{yi}亿"))


@of(PRODUCTS)
def count_header_in_wan(folder: Path, rows: Table) -> None:
    csv(folder, PRODUCTS, headed(changed(rows, 点击量=lambda clicks: clicks / 10**4), {"点击量": "点击量（万次）"}))


@of(PRODUCTS)
def count_cells_in_wan(folder: Path, rows: Table) -> None:
    csv(folder, PRODUCTS, changed(rows, 点击量=lambda clicks: f"{clicks / 10**4}万"))


@of(RATIOS)
def full_width_separators_currency(folder: Path, rows: Table) -> None:
    spelled = changed(
        rows,
        分子=lambda yuan: f"{yuan:,.2f}".translate(FULL_WIDTH),
        分母=lambda yuan: f"￥{yuan:,.2f}".translate(FULL_WIDTH),
    )
    csv(folder, RATIOS, spelled)


@of(RATIOS)
def ratio_cells_not_applicable(folder: Path, rows: Table) -> None:
    rows[3]["分子"] = "-"
    rows[11] |= {"分子": "不适用", "分母": "不适用"}
    csv(folder, RATIOS, rows)


@of(RATIOS)
def firm_without_ratios(folder: Path, rows: Table) -> None:
    csv(folder, RATIOS, rows[5:])


@of(RATIOS)
def ratios_of_last_year(folder: Path, rows: Table) -> None:
    old = [dict(row, 截止日期=date(2017, 12, 31)) if number < 5 else row for number, row in enumerate(rows)]
    csv(folder, RATIOS, old)


@of(RATIOS)
def ratios_of_two_years(folder: Path, rows: Table) -> None:
    before = [dict(row, 分子=row["分子"] // 2, 截止日期=date(2017, 12, 31)) for row in rows]
    csv(folder, RATIOS, [*before, *rows])


@of(RATIOS)
def ratio_restated(folder: Path, rows: Table) -> None:
    csv(folder, RATIOS, [*rows, dict(rows[7], 分子=rows[7]["分子"] + 10_000)])


@of(RATIOS)
def ratio_zero_denominator(folder: Path, rows: Table) -> None:
    rows[2]["分母"] = 0
    rows[8]["分子"] = -rows[8]["分子"]
    csv(folder, RATIOS, rows)


# ── firms and numbers of records ──


@of(COMPLAINTS)
def firms_by_any_name(folder: Path, rows: Table) -> None:
    from tests.data_sources.handed_over.market import market  # noqa: PLC0415  (rows of another table)

    known = {row["公司简称"]: row for row in market()[REGISTER]}
    for number, row in enumerate(rows):
        firm = known[row["证券公司"]]
        former = str(firm["曾用名"]).split("、")[0] or firm["公司全称"]
        names = (
            firm["公司全称"],
            firm["统一社会信用代码"],
            f"　{firm['公司简称']} ",
            former,
            firm["统一社会信用代码"].lower(),
        )
        row["证券公司"] = (firm["公司简称"], *names)[number % 6]
    csv(folder, COMPLAINTS, rows)


@of(COMPLAINTS)
def firms_with_typos(folder: Path, rows: Table) -> None:
    wrong = {"听涛证券": "听淘证券", "暮云证券": "暮云", "青崖证券": "青崖证劵", "拾穗证券": "拾穗证券有限责任公司"}
    csv(folder, COMPLAINTS, changed(rows, 证券公司=lambda firm: wrong.get(firm, firm)))


@of(COMPLAINTS)
def ids_in_scientific_notation(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, changed(rows, 工单编号=lambda _: "2.01812E+17"))


@of(COMPLAINTS)
def no_record_numbers(folder: Path, rows: Table) -> None:
    numbered = [{"序号": number, **row} for number, row in enumerate(rows, 1)]
    csv(folder, COMPLAINTS, [{key: cell for key, cell in row.items() if key != "工单编号"} for row in numbered])


# ── the survey ──


@of(RESPONSES)
def survey_question_wordings(folder: Path, rows: Table) -> None:
    csv(folder, RESPONSES, headed(rows, WORDINGS))


@of(RESPONSES)
def survey_platform_export(folder: Path, rows: Table) -> None:
    exported = [
        {
            "答卷编号": row["答卷编号"],
            "提交答卷时间": f"{row['填答日期'].year}/{row['填答日期'].month}/{row['填答日期'].day} 9:41:07",
            "所用时间": f"{row['填答用时']}秒",
            "来源": "链接",
            "来自IP": "192.0.2.7(某地)",
            "1、您在哪家券商开户？": row["证券公司"],
            **{f"{number}、{WORDINGS[question]}": row[question] for number, question in enumerate(QUESTIONS, 2)},
        }
        for row in rows
    ]
    csv(folder, RESPONSES, exported)


@of(RESPONSES)
def survey_option_codes(folder: Path, rows: Table) -> None:
    coded = [
        {key: QUESTIONS[key].index(cell) + 1 if key in QUESTIONS else cell for key, cell in row.items()} for row in rows
    ]
    csv(folder, RESPONSES, coded)


@of(RESPONSES)
def survey_durations(folder: Path, rows: Table) -> None:
    csv(
        folder,
        RESPONSES,
        changed(
            rows,
            填答用时=lambda seconds: f"{seconds // 60}分{seconds % 60}秒",
            填答日期=lambda day: f"{day.year}/{day.month}/{day.day} 20:03:55",
        ),
    )


@of(RESPONSES)
def survey_code_row_above(folder: Path, rows: Table) -> None:
    write_csv(
        folder / f"{RESPONSES}.csv",
        [dict(zip((f"V{number}" for number in range(len(rows[0]))), row, strict=True)) for row in grid(rows)],
    )


@of(RESPONSES)
def survey_minutes(folder: Path, rows: Table) -> None:
    minutes = changed(rows, 填答用时=lambda seconds: max(1, round(seconds / 60)))
    csv(folder, RESPONSES, headed(minutes, {"填答用时": "填答用时（分钟）"}))


def _five_unanswered(rows: Table) -> Table:
    return [dict(row, 委托管理="", 产品适合程度="") if number % 50 == 1 else row for number, row in enumerate(rows)]


@of(RESPONSES, tidy=_five_unanswered)
def survey_answers_near_misses(folder: Path, rows: Table) -> None:
    csv(
        folder,
        RESPONSES,
        [
            dict(row, 委托管理="未存在", 产品适合程度="差不多") if number % 50 == 1 else row
            for number, row in enumerate(rows)
        ],
    )


@of(RESPONSES)
def survey_answers_of_one_firm(folder: Path, rows: Table) -> None:
    firm = rows[0]["证券公司"]
    csv(folder, RESPONSES, [dict(row, 委托管理="未存在") if row["证券公司"] == firm else row for row in rows])


# ── files ──


@of(COMPLAINTS)
def csv_gb18030_tab(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows, encoding="gb18030", separator="\t")


@of(COMPLAINTS)
def csv_utf16_tab(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows, encoding="utf-16", separator="\t")


@of(COMPLAINTS)
def txt_gb18030_tab(folder: Path, rows: Table) -> None:
    write_csv(folder / f"{COMPLAINTS}.txt", rows, encoding="gb18030", separator="\t")


@of(COMPLAINTS)
def csv_big5(folder: Path, rows: Table) -> None:
    traditional = str.maketrans(
        "编号证券类别办结过错构员险违规销货质务适当开户转", "編號證券類別辦結過錯構員險違規銷貨質務適當開戶轉"
    )
    other = str.maketrans("业买卖为资从听涛栖云枫远临横归鸿长桥监鉴", "業買賣為資從聽濤棲雲楓遠臨橫歸鴻長橋監鑑")
    more = str.maketrans("涨诉荐统务发动风响韵", "漲訴薦統務發動風響韻")
    lines = [",".join(str(cell) for cell in row) for row in [list(rows[0]), *(list(row.values()) for row in rows)]]
    text = "\r\n".join(lines).translate(traditional).translate(other).translate(more)
    (folder / f"{COMPLAINTS}.csv").write_bytes(text.encode("big5", errors="replace"))


@of(COMPLAINTS)
def csv_pipe(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows, separator="|")


@of(COMPLAINTS)
def xls_binary(folder: Path, rows: Table) -> None:
    old_workbook(folder / f"{COMPLAINTS}.xls", grid(rows))


@of(COMPLAINTS)
def ods(folder: Path, rows: Table) -> None:
    open_document(folder / f"{COMPLAINTS}.ods", grid(rows))


@of(COMPLAINTS)
def html_named_xls(folder: Path, rows: Table) -> None:
    (folder / f"{COMPLAINTS}.xls").write_text(web_page(grid(rows)), encoding="utf-8")


@of(COMPLAINTS)
def text_named_xls(folder: Path, rows: Table) -> None:
    write_csv(folder / f"{COMPLAINTS}.xls", rows, encoding="gb18030", separator="\t")


@of(COMPLAINTS)
def garbage_xlsx(folder: Path, rows: Table) -> None:
    noise = bytes(range(256)) * 20
    (folder / f"{COMPLAINTS}.xlsx").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + noise + rows[0]["工单编号"].encode()
    )


@of(COMPLAINTS)
def year_in_file_name(folder: Path, rows: Table) -> None:
    csv(folder, f"2018年{COMPLAINTS}", rows)


@of(COMPLAINTS)
def annex_in_file_name(folder: Path, rows: Table) -> None:
    workbook(folder / f"附件2：{COMPLAINTS}（定稿）.xlsx", ("Sheet1", grid(rows)))


@of(COMPLAINTS)
def strange_files_beside(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows)
    for name in (f"~${COMPLAINTS}.xlsx", ".DS_Store", "Thumbs.db", "来函.docx", "清单.pdf", "全部材料.zip"):
        (folder / name).write_bytes(b"not what it is named")


@of(MEASURES)
def short_file_name(folder: Path, rows: Table) -> None:
    workbook(folder / "诚信档案.xlsx", ("措施", grid(rows)))


@of(COMPLAINTS)
def second_batch_in_subfolder(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows[:130])
    (folder / "客服部").mkdir()
    csv(folder / "客服部", f"{COMPLAINTS}_补报", rows[130:])


@of(COMPLAINTS)
def second_batch_misnamed(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows[:130])
    csv(folder, "投诉补报", rows[130:])


@of(COMPLAINTS)
def second_batch_in_broken_archive(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, rows[:130])
    (folder / f"{COMPLAINTS}_补报.zip").write_bytes(b"PK\x03\x04 cut off")


# ── values ──


@of(COMPLAINTS)
def flags_as_marks(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, changed(rows, 是否存在过错={"是": "√", "否": "×"}.__getitem__))


@of(COMPLAINTS)
def flags_as_words(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, changed(rows, 是否存在过错={"是": "有过错", "否": "无过错"}.__getitem__))


@of(COMPLAINTS)
def flags_as_spoken(folder: Path, rows: Table) -> None:
    csv(folder, COMPLAINTS, changed(rows, 是否存在过错={"是": "是", "否": "不是"}.__getitem__))


@of(MEASURES)
def vocabulary_near_misses(folder: Path, rows: Table) -> None:
    for number, row in enumerate(rows):
        if number % 4 == 0:
            row["措施类型"] += "（警示函）" if row["措施类型"] == "行政监管措施" else "（书面警示）"
        if row["涉及事项"] == "适当性管理":
            row["涉及事项"] = "适当性"
    csv(folder, MEASURES, rows)


@of(REGISTER)
def register_untidy(folder: Path, rows: Table) -> None:
    untidy = changed(
        rows,
        统一社会信用代码=lambda code: f"{code[:8]} {code[8:]}",
        成立日期=lambda day: f"{day.year}年{day.month}月",
    )
    workbook(folder / f"{REGISTER}.xlsx", ("Sheet1", grid(untidy)))


@of(REGISTER)
def register_other_words(folder: Path, rows: Table) -> None:
    other = changed(rows, 经纪业务资格={"是": "有", "否": "无"}.__getitem__)
    csv(folder, REGISTER, headed(other, {"经纪业务资格": "是否有经纪业务资格"}))


@of(CALLS)
def phone_steps_as_digits_and_words(folder: Path, rows: Table) -> None:
    digits = {"是": 1, "否": 0}.__getitem__
    words = {"是": "接通", "否": "未接通"}.__getitem__
    csv(folder, CALLS, changed(rows, 能否接通=words, 有人接听=digits, 态度良好=digits, 有效答复=digits))


@of(CALLS)
def phone_round_missing(folder: Path, rows: Table) -> None:
    csv(folder, CALLS, rows[1:])


@of(CALLS)
def phone_checks_of_last_year(folder: Path, rows: Table) -> None:
    csv(folder, CALLS, changed(rows, 拨测日期=lambda day: day.replace(year=2017)))


@of(BASES)
def base_missing(folder: Path, rows: Table) -> None:
    csv(folder, BASES, rows[1:])


WORDINGS = {
    "权利与风险提醒": "您的券商会提醒您有哪些权利、面临哪些风险，您满意吗？",
    "投资者教育满意度": "您对券商举办的投资者教育满意吗？",
    "搭配销售": "券商卖产品给您时，搭配过您不要的产品吗？",
    "产品适合程度": "券商推荐的产品，适合您承受风险的能力吗？",
    "风险说明": "购买之前，券商把风险说明到什么程度？",
    "委托管理": "您交给券商管理的资金出过问题吗？",
    "违约与承诺": "券商违反过合同，或者承诺过收益吗？",
    "推荐股票": "券商的人违反规定向您推荐过股票吗？",
}
