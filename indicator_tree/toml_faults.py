"""What is wrong with a text that is no TOML: the line, what is allowed there, and what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indicator_tree.toml_marks import QUOTES, WIDE, marks_of

if TYPE_CHECKING:
    import tomllib

    from indicator_tree.toml_marks import Mark

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"\s*\[\[?(?P<name>[^\]#]*)")
_KEY = re.compile(r"\s*(?P<key>[^=\"'#\[\]{},]+?)\s*=")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_VALUES = (
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9-])"), "数字里不写千分号，{0} 写成 {1}"),
    (re.compile(r"[0-9.]+\s*[%％]"), "百分数写成小数，{0} 写成 {1}"),
    (re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"), "日期写成 2017-12-31 的样子，{0} 写成 {1}"),
    (re.compile(r"(?i:true|false)\b"), "真假只写小写的 true、false，{0} 写成 {1}"),
    (re.compile(r"(?<![\w.,])0[0-9]+\b(?![-:])"), "数字不以 0 开头，{0} 写成 {1}"),
    (re.compile(r"(?<![\w.])\.[0-9]+|(?<![\w.])[0-9]+\.(?![0-9])"), "小数点前后都要有数字，{0} 写成 {1}"),
)
_CAUSES = {
    "Cannot overwrite a value": "同一个键写了两次",
    "Cannot declare": "同一张表写了两次",
    "Cannot redefine": "同一张表写了两次",
    "Cannot mutate immutable": "一张表不能既写在一行里又另写",
    "Duplicate inline table key": "同一个键写了两次",
    "Unclosed array": "列表缺少右方括号 ]，或两项之间缺少逗号",
    "Unclosed inline table": "花括号里的表须写在一行里，两项之间用逗号，以 } 结束",
    "Unterminated string": "文字缺少右引号",
    'Expected "\'"': "文字缺少右引号",
    "Illegal character": "文字没有写完就换行，缺少右引号",
    "Found invalid character": "有不允许的字符",
    "Expected '=' after a key": "键的后面应是等号：键 = 值",
    "Expected ']": "表名缺少右方括号",
    "Expected newline or end of document": "一行只能写一项；值的后面多了内容",
    "Invalid initial character for a key part": "键不能为空，也不能这样开头",
    "Invalid statement": "一行应是 键 = 值、[表名] 或 # 注",
    "Invalid value": "等号后面的值写得不对；文字要加引号",
    "Invalid date or datetime": "没有这一天；日期写成 2017-12-31 的样子",
    "Invalid hex value": "反斜线后面的代码写得不对；路径里的反斜线写成 /",
    "Escaped character": "反斜线后面的代码写得不对；路径里的反斜线写成 /",
    "Unescaped": "反斜线写得不对；路径里的反斜线写成 /",
}
_OF_KEYS = ("Invalid statement", "Expected '='", "Invalid initial", "Expected ']")
_OF_VALUES = ("Invalid value", "Invalid initial", "Expected newline", "Unclosed", "Expected '='")
_NO_MORE = ("Invalid value", "Invalid initial", "Expected '='")
_OPENED = {
    "Unclosed array": "[",
    "Unclosed inline": "{",
    "Unterminated": QUOTES,
    "Illegal": QUOTES,
    'Expected "\'"': QUOTES,
}
"""What nothing closes, by the beginning of what `tomllib` says."""


def toml_fault(text: str, error: tomllib.TOMLDecodeError) -> str:
    """`第 3 行第 5 列：“＝”是全角的等号，应写半角的 =`."""
    told = str(error)
    lines = text.splitlines() or [""]
    place = _PLACE.search(told)
    line, column = (int(place[1]), int(place[2])) if place else _end(lines)
    cause = next((cause for begin, cause in _CAUSES.items() if told.startswith(begin)), "写法不合 TOML")
    marks = list(marks_of(text))
    signs = next((signs for begin, signs in _OPENED.items() if told.startswith(begin)), "")
    opened = next((mark for mark in reversed(marks) if mark.open and mark.sign in signs and mark.line <= line), None)
    if opened is not None:
        closed_wide = next((sign for sign in lines[opened.line - 1][opened.column :] if _is_quote(sign)), None)
        if opened.sign in QUOTES and closed_wide:
            cause = f"文字以半角的 {opened.sign} 开始，却以全角的 {closed_wide} 结束，应写半角的 {opened.sign}"
        wide = next((mark for mark in marks if opened.line <= mark.line <= line and mark.sign in WIDE), None)
        if wide is not None:
            return _told(wide.line, wide.column, _wide(wide.sign))
        return _not_ended(opened, cause)
    wide = next((mark for mark in marks if mark.line == line and mark.sign in WIDE), None)
    if wide is not None:
        return _told(line, wide.column, _wide(wide.sign))
    shown = lines[line - 1] if line <= len(lines) else ""
    if told.startswith(_NO_MORE) and not shown[column - 1 :].strip(" \t") and place:
        return _cut_short(marks, line, column, shown) or _told(line, column, cause)
    if told.startswith(_NO_MORE) and not place and (within := _bracket(marks, line)):
        return _not_ended(within, "列表缺少右方括号 ]，或花括号里的表没有写完")
    hint = _key(shown) if told.startswith(_OF_KEYS) else ""
    hint = hint or (_value(shown, column) if told.startswith(_OF_VALUES) else "")
    twice = f"：{shown.strip()}" if cause.endswith("写了两次") else ""
    return _told(line, column, hint or f"{cause}{twice}")


def _told(line: int, column: int, cause: str) -> str:
    return f"第 {line} 行第 {column} 列：{cause}"


def _not_ended(opened: Mark, cause: str) -> str:
    return _told(opened.line, opened.column, f"从这里的 {opened.sign} 起没有写完：{cause}")


def _bracket(marks: list[Mark], line: int) -> Mark | None:
    return next((mark for mark in reversed(marks) if mark.open and mark.sign in "[{" and mark.line <= line), None)


def _cut_short(marks: list[Mark], line: int, column: int, shown: str) -> str:
    """A line that ends within brackets; empty if it does not."""
    if (opened := _bracket(marks, line)) is not None:
        return _not_ended(opened, _CAUSES["Unclosed array" if opened.sign == "[" else "Unclosed inline table"])
    return _told(line, column, _CAUSES["Unclosed inline table"]) if shown.count("{") > shown.count("}") else ""


def _end(lines: list[str]) -> tuple[int, int]:
    """The last character that is there: what is missing is missing after it."""
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    return last, max(len(lines[last - 1].rstrip()), 1)


def _is_quote(sign: str) -> bool:
    return sign in WIDE and "引号" in WIDE[sign][0]


def _wide(sign: str) -> str:
    what, narrow = WIDE[sign]
    if not narrow:
        return f"这里有{what}，请删去"
    if narrow == " ":
        return f"这里有{what}，应写半角的空格"
    return f"{sign} 是{what}，应写半角的 {narrow}"


def _key(line: str) -> str:
    """A bare key that needs quotes; empty if there is none."""
    header = _HEADER.match(line)
    found = header or _KEY.match(line)
    if found is None:
        return ""
    given = (found["name"] if header else found["key"]).strip()
    if '"' in given or "'" in given:
        return ""
    parts = [part.strip() for part in given.split(".")]
    if all(_BARE.fullmatch(part) for part in parts) or not all(parts):
        return ""
    written = ".".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in parts)
    what = "表名" if header else "键"
    return f"{what} {given} 里只有字母、数字、下划线和连字符可以不加引号；写成 {written}"


def _value(line: str, column: int) -> str:
    """A value that is written as people do; empty if it is none of those known."""
    key, equals, after = line.partition("=")
    for pattern, told in _VALUES if equals else ():
        for found in pattern.finditer(after):
            start = len(key) + 1 + found.start()
            if start <= column <= start + len(found[0]) + 1:
                return told.format(found[0], _meant(found[0]))
    bare = re.match(r"(?P<words>[^\W\d][^=,\]}#\"']*)(?P<equals>=?)", line[column - 1 :])
    if not equals or bare is None or bare["words"].isascii():
        return ""
    words = bare["words"].strip()
    return f'{"键有中文的" if bare["equals"] else "文字"}要加引号：写成 "{words}"'


def _meant(given: str) -> str:
    """The value as TOML writes it."""
    digits = given.replace(",", "")
    if given[-1] in "%％":
        return f"{float(given[:-1]) / 100:.10g}"
    parts = re.findall(r"[0-9]+", given)
    if re.search(r"[-/年]|\..*\.", given):
        return f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}"
    if given.isalpha():
        return given.lower()
    if given.startswith("."):
        return f"0{given}"
    return f"{digits}0" if given.endswith(".") else (digits.lstrip("0") or "0")
