"""A file that is no TOML, no JSON or no UTF-8: where, and what is usually the cause."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tomllib

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CAUSES = {
    "Cannot overwrite a value": "同一个键写了两次",
    "Cannot declare": "同一张表写了两次",
    "Cannot mutate immutable": "一张表不能既写在一行里又另写",
    "Duplicate inline table key": "同一个键写了两次",
    "Unclosed array": "列表缺少右方括号 ]",
    "Unclosed inline table": "花括号里的表缺少右花括号 }",
    "Unterminated string": "文字缺少右引号",
    "Illegal character": "有不允许的字符（如文字没有写完就换行，缺少右引号）",
    "Expected '=' after a key": "键的后面应是等号；键中有中文或点的要加引号",
    "Expected ']' at the end of a table declaration": "表名缺少右方括号 ]",
    "Expected newline or end of document": "一行只能写一项；值的后面多了内容",
    "Invalid initial character for a key part": "键不能这样开头；键中有中文的要加引号",
    "Invalid value": "等号后面的值写得不对；文字要加引号",
    "Invalid date or datetime": "没有这一天；日期写成 2017-12-31 的样子",
    "Invalid hex value": "反斜线后面的代码写得不对；路径里的反斜线写成 /",
    "Unescaped": "反斜线写得不对；路径里的反斜线写成 /",
}


def unreadable(error: UnicodeDecodeError | tomllib.TOMLDecodeError | json.JSONDecodeError) -> str:
    """What is wrong with the text as a whole, in Chinese."""
    if isinstance(error, UnicodeDecodeError):
        return f"无法解析：不是 UTF-8 编码（第 {error.start + 1} 个字节起），请另存为 UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"无法解析：不是 JSON，错在第 {error.lineno} 行第 {error.colno} 列"
    text = str(error)
    cause = next((told for begin, told in _CAUSES.items() if text.startswith(begin)), "写法不合 TOML")
    found = _PLACE.search(text)
    where = f"第 {found[1]} 行第 {found[2]} 列" if found else "文末（多半是前面的引号或括号没有写完）"
    return f"无法解析：不是完好的 TOML 文件，{where}：{cause}"
