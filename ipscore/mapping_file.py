"""Proposals as a `mapping.toml` in which nothing holds until somebody removes the `#` before it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from data_sources.proposals.proposal import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.proposals.proposal import Proposal
    from data_sources.source import Source

NAME = "mapping.toml"
_ORDER = ("files", "columns", "values", "records")
_HEAD = f"""\
## 对应：数据文件的写法 = 它在这里的含义。由 ipscore map 按文件内容提出，都只是建议。
## 逐行核对，正确的去掉行首的“# ”；“{UNKNOWN}”须改成右边列出的值。以“##”开头的行是说明，不必改动。
"""


def mapping_text(proposals: Sequence[Proposal], sources: Sequence[Source]) -> str:
    """The file, table by table in a fixed order."""
    titles = {source.name: source for source in sources}
    ordered = sorted(proposals, key=lambda each: (_ORDER.index(each.table), each.source, each.column))
    tables = [
        "\n".join(_table(list(rows), titles))
        for _, rows in groupby(ordered, lambda each: (each.table, each.source, each.column))
    ]
    return "\n\n".join([_HEAD.rstrip("\n"), *tables]) + "\n"


def _table(proposals: Sequence[Proposal], sources: Mapping[str, Source]) -> Iterator[str]:
    first = proposals[0]
    match first.table:
        case "files":
            yield "[files]"
        case "columns":
            yield f"[columns.{first.source}]  # {sources[first.source].title}"
        case "values":
            source = sources[first.source]
            yield f"[values.{first.source}.{first.column}]  # {source.title}：{source.column(first.column).title}"
        case "records":
            yield f"# [records.{first.source}]  # {sources[first.source].title}"
    for each in proposals:
        key = each.text if each.table == "records" else _spelled(each.text)
        yield f"# {key} = {_spelled(each.meaning)}  # {' '.join(each.remark.split())}"


def _spelled(text: str) -> str:
    """A text in TOML, whose strings may be written as those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
