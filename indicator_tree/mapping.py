"""Headers, values and file names that an office uses, written down once: what they mean here, never guessed.

    [columns.integrity_measures]        header as in the file = English name of the column
    "处罚时间" = "decided_on"

    [values.complaints.at_fault]        cell as in the file = what it means; "" is a blank cell
    "有过错" = "是"
    "" = "否"

    [records.complaints]                records without numbers of their own are known by file and row
    number = "file_and_row"

    [files]                             file, or file[sheet] = source; "" leaves it out on purpose
    "投诉补充.csv" = "complaints"

A `mapping.toml` beside the records holds these tables; a rulebook may hold all of them but `[files]`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Strict


class RecordNumbers(Strict):
    """What the records of a source are known by."""

    number: Literal["file_and_row"] = Field(description="没有编号的记录以文件名和行号为编号")


class Mapping(Strict):
    """What headers, values and files mean.

    `columns`: source → header → English column name; `values`: source → column → cell → what it means; `records`:
    source → what its records are known by; `files`: file or `file[sheet]` → source, or "" where it is left out.
    """

    columns: dict[str, dict[str, str]] = Field(default_factory=dict, description="表头的含义")
    values: dict[str, dict[str, dict[str, str]]] = Field(default_factory=dict, description="取值的含义")
    records: dict[str, RecordNumbers] = Field(default_factory=dict, description="没有编号的记录以什么为编号")
    files: dict[str, str] = Field(default_factory=dict, description="文件或工作表属于哪个来源")

    def over(self, below: Mapping) -> Mapping:
        """Both together; where they say different things of the same, this one holds."""
        columns = {
            source: {**below.columns.get(source, {}), **self.columns.get(source, {})}
            for source in {**below.columns, **self.columns}
        }
        values = {
            source: {
                column: {
                    **below.values.get(source, {}).get(column, {}),
                    **self.values.get(source, {}).get(column, {}),
                }
                for column in {**below.values.get(source, {}), **self.values.get(source, {})}
            }
            for source in {**below.values, **self.values}
        }
        records, files = {**below.records, **self.records}, {**below.files, **self.files}
        return Mapping(columns=columns, values=values, records=records, files=files)


NO_MAPPING = Mapping()
"""Nothing means anything but what the contracts say."""
