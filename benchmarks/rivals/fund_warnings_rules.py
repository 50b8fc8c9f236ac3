"""The rules on warnings, written by hand."""

from datetime import date

FILE = "资金监控预警.parquet"
FIRST, LAST = date(2017, 1, 1), date(2017, 12, 31)
LEVELS = {"提示关注": "notice", "一般预警": "general", "重大预警": "major"}


def parameter(level: str, *, merged: bool = False) -> str:
    """The parameter of a level, or of the events that firms evaluated together share."""
    return f"1.1.1.deduct.{LEVELS[level]}" + (".same_event" if merged else "")
