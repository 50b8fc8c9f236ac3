"""A document with every kind of block, and charts with a known tooltip."""

from __future__ import annotations

from typing import Any

from reports import table
from reports.document import Document, Exhibit, Figure
from reports.document.markdown import parse
from reports.fonts import FAMILY

INDICATORS = {
    "投资者证券资产安全保护状况": 94.85,
    "投资者服务教育和监督投诉权保护状况": 87.13,
    "投资者自主选择和公平交易权保护状况": 90.31,
    "投资者受偿权保护状况": 76.92,
}
BANDS = {"100分": 41, "[90,100)": 33, "[80,90)": 14, "[70,80)": 8, "[60,70)": 3, "60分以下": 2}

_FILL = (
    "本段是样张正文，用来看排版是否疏密得当。评价结果显示，年度总分较上一年度略有下降，总体保持稳定；四项一级指标两升两降，"
    "其中得分最高的是投资者证券资产安全保护状况。各公司普遍重视投资者教育工作，投教产品形式更加多样，活动覆盖面继续扩大，"
    "但在勤勉尽责和从业人员管理方面仍有较大的提升空间。"
)

_FRONT = f"""
# 引言 {{#foreword .unnumbered}}

{_FILL}^[评价对象为开展经纪业务的证券公司，见[](#t-wide)。]

{_FILL}
"""

_BODY = f"""
# 整体情况 {{#overall}}

总分为**89.18**，各级得分见[](#f-levels)，逐项结果见[](#t-wide)，资产安全见[](#safety)。{_FILL}

⟦f-levels⟧

{_FILL}

⟦t-narrow⟧

# 投资者证券资产安全保护状况 {{#safety}}

{_FILL}^[预警分为三级，级别越高扣分越多。]分布见[](#f-bands)。

## 投资者资金安全保护状况良好，预警次数较上一年度减少 {{#1.1}}

{_FILL}

### 资金监控预警 {{#1.1.1}}

满分公司**41家**，占40.6%。{_FILL}

⟦f-bands⟧

- 预警次数超过三次的公司共5家，**较上一年度减少2家**；
- 没有公司被列为最高级别预警^[最高级别为“重大预警”。]；
- 预警多集中在年末，与资金结算高峰一致。

### 交易系统稳定性 {{#1.1.2}}

{_FILL}

⟦t-broad⟧

## 因资产安全问题被采取措施的公司减少 {{#1.2}}

{_FILL}

> 得分最低的指标是“交易系统稳定性”（[](#1.1.2)），建议行业加大信息安全投入，完善应急预案。

> 越过预警线的公司有3家，建议约谈并跟踪其整改进度。

---

# 附录：指标体系 {{#appendix .unnumbered}}

⟦t-wide⟧
"""


def sample(*, cover: bool = True) -> Document:
    """A report of two chapters and an appendix, with or without a cover."""
    parts: dict[str, Figure | Exhibit] = {
        part.key: part
        for part in (
            Figure("f-levels", "投资者保护状况总分及各一级指标得分", levels(), "横条图：四项得分，最高94.85。"),
            Figure("f-bands", "“资金监控预警”得分分布", bands(), "柱形图：六个分数段的公司数，满分的41家最多。"),
            _narrow_table(),
            _broad_table(),
            _wide_table(),
        )
    }
    return Document(
        title="2017年度证券公司投资者保护状况评价报告（样张）",
        series="中国资本市场投资者保护状况白皮书",
        issuer="投资者保护评价工作组",
        date="二〇一八年十月",
        notice="本报告中的公司均为虚构，数据为演示而重建，不代表任何真实机构。",
        cover=cover,
        front=parse(_FRONT, parts),
        body=parse(_BODY, parts),
    )


def levels() -> dict[str, Any]:
    """Bars of four scores."""
    values = [{"指标": name, "得分": f"{score:.2f}", "score": score} for name, score in INDICATORS.items()]
    encoding = {
        "x": {"field": "score", "type": "quantitative", "scale": {"domain": [0, 100]}, "title": "分"},
        "y": {"field": "指标", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 0}},
        "tooltip": [{"field": "指标", "type": "nominal"}, {"field": "得分", "type": "nominal"}],
    }
    return _chart(values, encoding, 180)


def bands() -> dict[str, Any]:
    """Columns of firms in six bands."""
    values = [{"分数段": band, "公司数": f"{firms}家", "firms": firms} for band, firms in BANDS.items()]
    encoding = {
        "x": {"field": "分数段", "type": "nominal", "sort": None, "axis": {"labelAngle": 0}},
        "y": {"field": "firms", "type": "quantitative", "title": "公司数"},
        "tooltip": [{"field": "分数段", "type": "nominal"}, {"field": "公司数", "type": "nominal"}],
    }
    return _chart(values, encoding, 240)


def _chart(values: list[dict[str, Any]], encoding: dict[str, Any], height: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#0072B2", "clip": True},
        "encoding": encoding,
        "width": 567,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {"font": FAMILY, "axis": {"labelFontSize": 12, "labelFontWeight": 500}},
    }


def _narrow_table() -> Exhibit:
    columns = (table.text("指标"), table.number("2017年度"), table.number("2016年度"), table.number("变化"))
    rows = tuple((name, f"{score:.2f}", "89.59", "+0.28") for name, score in INDICATORS.items())
    return Exhibit("t-narrow", table.Table("各一级指标得分", columns, rows, ("注：变化为本年度与上一年度之差。",)))


def _broad_table() -> Exhibit:
    columns = (
        *map(table.label, ("公司", "统一社会信用代码")),
        table.text("主要原因"),
        *map(table.number, ("预警", "投诉", "得分")),
    )
    reason = "行情高峰时段委托响应缓慢，处理不及时"
    rows = tuple(
        (f"演示{n:02d}证券", f"9100000000000{n:04d}X", reason, f"{n % 4}", f"{n * 7}", f"{100 - n * 0.83:.2f}")
        for n in range(1, 41)
    )
    return Exhibit("t-broad", table.Table("交易系统稳定性得分较低的公司", columns, rows))


def _wide_table() -> Exhibit:
    heads = ("权重", "均分", "中位数", "最低分", "最高分", "标准差", "100分", "[90,100)", "[80,90)", "60分以下")
    cells = ("12.50%", "94.71", "97.00", "61.00", "100.00", "7.32", "41", "33", "14", "2")
    names = tuple(INDICATORS)
    columns = (table.label("代码"), table.text("指标名称"), *map(table.number, heads))
    rows = tuple((f"{n // 9 + 1}.{n // 3 % 3 + 1}.{n % 3 + 1}", names[n % 4], *cells) for n in range(23))
    notes = ("注：权重为在同级指标中的权重。", "资料来源：样张。")
    return Exhibit("t-wide", table.Table("评价指标体系与得分概况", columns, rows, notes))
