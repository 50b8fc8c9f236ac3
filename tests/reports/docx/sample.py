"""A document with everything a document can have; its figures are made up."""

from __future__ import annotations

from datetime import date

import polars as pl

from indicator_tree.periods import period_words
from indicator_tree.units import FIRMS
from reports.charts import distribution, level_scores
from reports.document import (
    Block,
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
from reports.table import Column, Table, label, number, text

MADE_ON = date(2017, 12, 31)
_YEAR = period_words(date(2017, 1, 1), MADE_ON, 2017)

_SCORES = pl.DataFrame(
    {
        "node": ["total", "1", "2", "3", "4"],
        "name": [
            "总分",
            "投资者证券资产安全保护状况",
            "投资者服务教育和监督投诉权保护状况",
            "投资者自主选择权和公平交易权保护状况",
            "投资者受偿权保护状况",
        ],
        "mean": [89.18, 94.85, 87.13, 88.4, 85.02],
        "previous": [89.59, 93.69, 88.2, 86.1, None],
    }
)
_BANDS = pl.DataFrame(
    {
        "band": ["100分", "90（含）-100分", "80（含）-90分", "70（含）-80分", "60（含）-70分", "60分以下"],
        "firms": [29, 56, 13, 2, 1, 0],
        "firms_low": [None] * 6,
        "firms_high": [None] * 6,
    },
    schema_overrides={"firms_low": pl.Float64, "firms_high": pl.Float64},
)


def _wide() -> Table:
    """Twelve columns."""
    columns = (
        label("编号"),
        text("指标名称"),
        number("权重"),
        number("公司数"),
        number("平均分"),
        number("中位数"),
        number("最低分"),
        number("最高分"),
        number("标准差"),
        number("2016年度平均分"),
        number("变动（分）"),
        number("变动（%）"),
    )
    names = ("投资者资金安全", "交易系统安全性和稳定性", "违规处罚", "投资者对证券公司服务的满意度评价", "电话畅通情况")
    rows = tuple(
        (
            f"{1 + row // 9}.{1 + row // 3 % 3}.{1 + row % 3}",
            names[row % 5],
            *("25%", "101", "94.71", "96.00", "42.50", "100.00", "8.13", "93.25", "+1.46", "+1.6%"),
        )
        for row in range(36)
    )
    return Table("各指标得分概况", columns, rows, ("注：标准差按全部公司计算。", "变动为与2016年度平均分相比。"))


def _long() -> Table:
    """Six columns, more rows than two pages hold."""
    columns: tuple[Column, ...] = (
        label("代码"),
        text("指标"),
        text("数据来源"),
        text("评价标准"),
        number("权重"),
        number("得分"),
    )
    rows = tuple(
        (
            f"1.1.{row + 1}",
            f"第{row + 1}项指标：投资者资金安全情况",
            "交易结算资金监控系统",
            "根据预警级别和预警次数扣减分，预警次数越多、级别越高，得分越低；没有预警的公司得100分。",
            "12.50%",
            "94.71",
        )
        for row in range(44)
    )
    return Table("评价指标体系", columns, rows)


def _small() -> Table:
    rows = (("提示关注", "134", "62"), ("一般预警", "27", "19"), ("重大预警", "0", "0"))
    return Table(
        "预警次数", (label("预警级别"), number("次数"), number("公司家数")), rows, ("数据来源：资金监控系统。",)
    )


def _body() -> tuple[Block, ...]:
    bars, columns = level_scores(_SCORES, _YEAR), distribution(_BANDS, FIRMS)
    return (
        Heading(1, "2017年度证券公司投资者保护状况整体情况", "overall"),
        Paragraph(
            (
                Text("评价结果显示，2017年度投资者保护状况总分为89.18分，较2016年度（89.59分）"),
                Text("下降0.46%", strong=True),
                Text("，总体保持稳定。4项一级指标“二升二降”，见"),
                Reference("levels"),
                Text("；各指标得分见"),
                Reference("scores"),
                Text("，方法见"),
                Reference("method"),
                Text("。"),
                Note((Text("评价对象为开展经纪业务的证券公司；分布见"), Reference("bands"), Text("。"))),
            )
        ),
        Figure("levels", "投资者保护状况总分及各一级指标得分", bars.chart, bars.alt),
        Heading(1, "投资者证券资产安全保护状况", "assets"),
        Paragraph(
            (
                Text(
                    "投资者享有自己的证券资产（证券和资金）安全不受非法侵害的权利。保护证券资产安全是规范发展的基础和保障。"
                ),
            )
        ),
        Heading(2, "投资者资金安全保护状况", "funds"),
        Paragraph(
            (
                Text("共73家证券公司被预警，累计预警161次，见"),
                Reference("warnings"),
                Text("；违规处罚见"),
                Reference("penalties"),
                Text("，细节见"),
                Reference("item"),
                Text("，总体情况见"),
                Reference("overall"),
                Text("。"),
            )
        ),
        Exhibit("warnings", _small()),
        Paragraph((Text("得分分布如下。"), Note((Text("分数段左闭右开。"),)))),
        Figure("bands", "投资者资金安全保护状况得分分布", columns.chart, columns.alt),
        Heading(3, "预警的主要原因", "item"),
        Listing(
            (
                (Text("手工操作失误较多，造成投资者的交易结算资金出现缺口，且同一公司多次发生；"),),
                (Text("技术系统问题仍然较多"), Note((Text("按预警事项分类。"),)), Text("。")),
            )
        ),
        Heading(2, "违规处罚", "penalties"),
        Paragraph((Text("2017年被采取措施的证券公司有13家，较2016年（20家）明显下降。"),)),
        Heading(1, "意见建议", "advice"),
        Paragraph(
            (Text("得分最低的指标为“净资本”（62.50分），建议关注。见"), Reference("scores"), Text("。")), "editor"
        ),
        Paragraph((Text("手工操作失误连续出现，建议督促相关公司完善流程。"),), "editor"),
        PageBreak(),
        Heading(1, "评价方法及数据来源", "method", numbered=False),
        Paragraph((Text("各指标得分由记录按规则计算。"),)),
        Exhibit("scores", _wide()),
        Exhibit("system", _long()),
    )


DOCUMENT = Document(
    title="2017年度证券公司投资者保护状况评价报告",
    series="中国资本市场投资者保护状况白皮书",
    issuer="中国证券投资者保护基金有限责任公司",
    date="二〇一八年十月",
    notice="本报告的公司均为虚构，数据依据已公布的2017年度报告反推，仅用于演示。",
    front=(
        Heading(1, "引言", "preface", numbered=False),
        Paragraph(
            (
                Text("作为资本市场重要的经营主体，证券公司发挥着重要的市场中介作用。" * 6),
                Note((Text("东亚前海证券成立不满一年，不参与评价。"),)),
            )
        ),
        Paragraph((Text("评价结果分五部分公布，结论以“总分”和4项一级指标的得分表示。" * 5),)),
    ),
    body=_body(),
)
