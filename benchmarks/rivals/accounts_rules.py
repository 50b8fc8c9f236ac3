"""The rules on account tables, written by hand; rows told twice are looked for, and none is expected."""

from datetime import date

AS_OF = date(2019, 8, 31)
ADULT_BORN, CENTENARIAN_BORN = 20010831, 19190831
"""The last day on which an adult, and a centenarian, may have been born."""
CUSTOMERS, ONE_CODES, FUNDS, SECURITIES = "customers", "one_codes", "fund_accounts", "securities_accounts"
TABLES = {CUSTOMERS: "客户号", ONE_CODES: "一码通", FUNDS: "资金账户", SECURITIES: "证券账户"}
"""Table → the column that names its rows; all but the first have a customer, too."""
RESIDENT, OTHER, PERSON = "居民身份证", "其他证件", "个人"
NO_CUSTODY = "未上三方存管"
UNSETTLED = ("未申报", "未撤销")
FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the 17 digits of a resident ID, the first first (GB 11643-1999)."""
CHECK = "10X98765432"


class DoubledError(ValueError):
    """A table tells a row twice."""
