"""The rules on complaints, written by hand."""

from datetime import date

FILE = "12386投诉工单.parquet"
FIRST, LAST, DONE_BY = date(2017, 1, 1), date(2017, 12, 31), date(2018, 1, 10)
PHONE = "1[3-9][0-9]{9}"
CATEGORIES = (
    *("交易系统", "开户转户销户", "佣金与合同纠纷", "违规荐股", "违规销售搭售", "适当性匹配"),
    *("风险提示", "委托资金管理", "从业人员行为", "服务质量", "其他"),
)
PARAMETERS = (
    ("1.2.1.deduct.complaint", "交易系统", None),
    ("2.1.3.deduct.complaint", "从业人员行为", None),
    ("3.1.1.deduct.at_fault", "开户转户销户", True),
    ("3.1.1.deduct.other", "开户转户销户", False),
    ("3.1.2.deduct.complaint", "违规销售搭售", None),
    ("3.2.1.deduct.complaint", "适当性匹配", None),
    ("3.2.2.deduct.complaint", "风险提示", None),
    ("3.3.1.deduct.complaint", "委托资金管理", None),
    ("3.3.2.deduct.complaint", "佣金与合同纠纷", None),
    ("3.3.3.deduct.complaint", "违规荐股", None),
)
"""Parameter, category, and whether the firm must or must not be at fault."""
RECEIVED, NOT_DONE = "2.3.1.received", "2.3.1.done"
