"""The rules on responses to the questionnaire of 2017, written by hand."""

from datetime import date

FILE = "投资者调查答卷.parquet"
FIRST, LAST = date(2017, 10, 9), date(2017, 12, 14)
STATUSES = ("已完成", "已开始", "已发送")
SHARE_OF_MEDIAN = 0.3
_SATISFIED = ("非常满意", "满意", "一般", "不满意", "非常不满意")
_IS_THERE = ("不存在", "存在")
QUESTIONS = {
    "2.1.2": ("权益及风险提示服务满意度", _SATISFIED),
    "2.2.3": ("投教工作满意度", _SATISFIED),
    "3.1.2": ("违规销售及搭售", ("从来没有", "非常少", "偶尔", "经常")),
    "3.2.1": ("适当性匹配", ("是", "否")),
    "3.2.2": ("风险提示情况", ("充分提示了风险", "仅含糊说了一下", "不记得了", "没有提示风险")),
    "3.3.1": ("委托资金管理问题", _IS_THERE),
    "3.3.2": ("违约或违规承诺收益", _IS_THERE),
    "3.3.3": ("违规荐股", _IS_THERE),
}
"""Indicator → question, answers."""
ATTENTION, EXPECTED = "注意力检测", "一般"
OPTIONS = {
    "地区": ("东部", "中部", "西部", "东北"),
    "年龄": ("30岁以下", "30至39岁", "40至49岁", "50至59岁", "60岁及以上"),
    "资产规模": ("10万元以下", "10万至50万元", "50万至100万元", "100万元及以上"),
    "交易频率": ("每周一次以上", "每月一至四次", "每季度一至三次", "更少"),
    ATTENTION: _SATISFIED,
    **dict(QUESTIONS.values()),
}
CONTRADICTION = {
    "权益及风险提示服务满意度": "非常满意",
    "投教工作满意度": "非常满意",
    "风险提示情况": "没有提示风险",
}
COLUMNS = ("填答日期", "受访者编号", "设备标识", "填答状态", "填答用时", "是否该公司客户", *OPTIONS)
"""What a response says beside its number and its firm."""
