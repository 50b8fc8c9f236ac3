"""Messages about wrong usage, which the command-line library words in English, in the evaluators' language."""

from __future__ import annotations

import re

_PATTERNS = {
    r"Missing argument (.+?)\.": (r"缺少参数 \1", r"请写上 \1"),
    r"Missing option (.+?)\. Choose from:\s*(.+)": (r"缺少选项 \1；可选 \2", r"请加上 \1"),
    r"Missing option (.+?)\.": (r"缺少选项 \1", r"请加上 \1"),
    r"Missing command\.": ("缺少命令", "请写上命令"),
    r"No such option: (\S+)": (r"没有选项 \1", r"请去掉或改写 \1"),
    r"No such option: (\S+) \(Possible options: (.+)\)": (r"没有选项 \1；是否指 \2？", r"请改写 \1"),
    r"No such command (.+?)\.": (r"没有命令 \1", r"请改写 \1"),
    r"No such command (.+)\. Did you mean (.+?)\?": (r"没有命令 \1；是否指 \2？", r"请改写 \1"),
    r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)": (r"多余的参数 \1", r"请去掉 \1"),
    r"Option (.+) requires an argument\.": (r"选项 \1 后面应有值", r"请在 \1 后面写上值"),
    r"Option (.+) requires (\d+) arguments\.": (r"选项 \1 后面应有 \2 个值", r"请在 \1 后面写上 \2 个值"),
    r"Option (.+) does not take a value\.": (r"选项 \1 后面不能有值", r"请只写 \1"),
    r"Invalid value for (.+?): (?:Value error, )?(.+) is not one of (.+)\.": (
        r"\1 的值 \2 不在可选值之内：\3",
        r"请改写 \1",
    ),
    r"Invalid value for (.+?): (.+)": (r"\1 的值不对：\2", r"请改写 \1"),
}
"""Wordings of the library → what is wrong, and the way out of it."""

_VALUES = {
    r"Input should be greater than or equal to (\S+)": r"应不小于 \1",
    r"Input should be greater than (\S+)": r"应大于 \1",
    r"Input should be less than or equal to (\S+)": r"应不大于 \1",
    r"Input should be less than (\S+)": r"应小于 \1",
    r"Input should be a valid integer\b.*": "应为整数",
    r"Input should be a valid number\b.*": "应为数字",
    r"Input should be a finite number": "应为有限的数",
    r"(?:Value error, )?(.+) does not match the formats? %Y-%m-%d\.": r"\1 不是日期，应写成 2017-12-31 的样子",
}


def in_chinese(message: str) -> tuple[str, str]:
    """What is wrong and the way out, in Chinese; the message as it is where its wording is not known."""
    unquoted = message.replace("'", "")
    for pattern, (wrong, way_out) in _PATTERNS.items():
        if found := re.fullmatch(pattern, unquoted, re.DOTALL):
            return _value(" ".join(found.expand(wrong).split())), found.expand(way_out)
    return message, "请改正这条命令"


def _value(told: str) -> str:
    """The message with what a value should be in Chinese too."""
    head, colon, what = told.partition("：")
    for pattern, chinese in _VALUES.items():
        if found := re.fullmatch(pattern, what, re.DOTALL):
            return f"{head}{colon}{found.expand(chinese)}"
    return told
