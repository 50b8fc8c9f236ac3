"""A report with everything that a report may hold; its figures and words are invented."""

from reports.document import (
    Block,
    Chart,
    Document,
    Exhibit,
    Figure,
    Heading,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Reference,
    Text,
)
from reports.table import Table, label, number, text

SENTENCE = (
    "样本机构全年收到客户反映事项若干，绝大多数在规定期限内办结，个别机构办结偏慢，需要在制度与人员上同时加以改进。"
)
AWKWARD = '#let x = $1 + 2$ *强* _斜_ `码` <标签> @引用 [方括号] {花括号} \\ // 注释 "引号" ~ & % C0001#42'
BANDS = ("100分", "[90,100)", "[80,90)", "[70,80)", "[60,70)", "[0,60)")


def chart(bars: int = 6) -> Chart:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 460,
        "height": 32 * bars,
        "config": {"font": "Noto Sans SC", "axis": {"labelFont": "Noto Sans SC", "titleFont": "Noto Sans SC"}},
        "data": {"values": [{"name": f"样本指标{index}", "mean": 95 - 4 * index} for index in range(bars)]},
        "mark": {"type": "bar", "color": "#35618f"},
        "encoding": {
            "x": {"field": "mean", "type": "quantitative", "title": "均值（分）"},
            "y": {"field": "name", "type": "nominal", "title": None},
        },
    }


def body(*content: Text | Reference | Note) -> Paragraph:
    return Paragraph(content)


def narrow_table(rows: int = 60) -> Exhibit:
    columns = (label("编号"), text("指标名称"), number("均值"), number("上年"), number("变动"), text("主要原因"))
    reasons = ("客户反映增多", "预警次数减少，且未再出现同一事项", "—")
    cells = tuple(
        (
            f"{1 + row // 9}.{1 + row // 3 % 3}.{1 + row % 3}",
            f"样本指标第{row + 1}项保护状况",
            f"{95 - row * 0.37:.2f}",
            f"{94 - row * 0.35:.2f}",
            f"{1 - row * 0.02:+.2f}",
            reasons[row % 3],
        )
        for row in range(rows)
    )
    return Exhibit("narrow", Table("各项样本指标的均值与变动", columns, cells, ("注：均值为简单平均；“—”为无数据。",)))


def wide_table() -> Exhibit:
    columns = (
        label("编号"), text("指标"), *(number(band) for band in BANDS),
        number("均值"), number("中位数"), number("标准差"), label("依据", spare=1),
    )  # fmt: skip
    cells = tuple(
        (f"{row + 1}.1.2", "样本指标的较长名称", *("12（11.9%）" for _ in BANDS), "94.71", "95.00", "3.21", "条款二")
        for row in range(20)
    )
    return Exhibit("wide", Table("样本指标的得分分布（家数与占比）", columns, cells))


def front() -> tuple[Block, ...]:
    note = Note((Text("评价对象为样本机构；分组办法见"), Reference("narrow"), Text("。")))
    return (
        Heading(1, "引言", "preface", numbered=False),
        body(Text("本报告用于检验版式，"), Text("所有机构与数字均为虚构", strong=True), Text("。" + SENTENCE), note),
        body(Text(SENTENCE * 2)),
    )


def chapters() -> tuple[Block, ...]:
    return (
        Heading(1, "样本机构总体情况", "whole"),
        body(Text("样本总分均值为"), Text("89.18", strong=True), Text("分，各级指标见"), Reference("levels"),
             Text("，详见"), Reference("narrow"), Text("与"), Reference("second"), Text("。" + SENTENCE)),
        Figure("levels", "样本一级指标均值", chart(4), "横条图：四项样本指标的均值，自95分起依次降低。"),
        body(Text(SENTENCE * 3)),
        Heading(2, "资金安全状况良好，预警次数较上年减少", "funds"),
        body(Text(SENTENCE), Note((Text("来源：样本记录，编号 C0001-20170302-000017。"),)), Text(SENTENCE)),
        Heading(3, "资金监控预警", "warnings"),
        body(Text(AWKWARD)),
        Listing((
            (Text("提示关注 134 次，涉及 45 家；"),),
            (Text("一般预警 27 次，" + SENTENCE), Note((Text("同一事项只计一次。"),))),
            (Text("见"), Reference("wide"), Text("。")),
        )),
        narrow_table(),
        PageBreak(),
        Heading(1, "自主选择和公平交易", "second"),
        Heading(2, "自主选择状况改善，但转户、销户难的问题仍较突出，需警惕个别机构以各种理由拖延", "transfer"),
        body(Text(SENTENCE * 2)),
        wide_table(),
        Figure("causes", "反映事项的原因", chart(9), "横条图：九项原因。"),
        body(Text(SENTENCE)),
        Heading(1, "意见建议", "proposals"),
        Paragraph((Text("加强客户回访。", strong=True), Text(SENTENCE)), "editor"),
        Paragraph((Text("完善应急预案。", strong=True), Text(SENTENCE), Reference("funds")), "editor"),
        body(Text(SENTENCE)),
    )  # fmt: skip


def report(*, cover: bool = True) -> Document:
    return Document(
        title="2017年度样本机构客户保护状况评价报告",
        series="样本研究 · 客户保护系列",
        issuer="样本评价中心",
        date="二〇一八年十月",
        notice="本报告由演示数据生成，所有机构、编号与数字均为虚构，不得引用。",
        cover=cover,
        front=front(),
        body=chapters(),
    )
