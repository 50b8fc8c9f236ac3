"""A folder of tables with a Frictionless `datapackage.json` (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.datapackage.dictionary import Dictionary
from reports.datapackage.files import MEDIA, write_table
from reports.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from indicator_tree.periods import PeriodWords
    from indicator_tree.units import Words
    from reports.datapackage.dictionary import Field, TableNote
    from reports.datapackage.files import Form

DESCRIPTOR = "datapackage.json"
_NOTICE = (
    "本数据包含各{noun}得分与来源记录编号，发布前请确认各数据来源单位的许可。"
    "CSV 中以 =、+、-、@、制表符或回车开头的文字前加有一个单引号（'），以免电子表格当作公式，读入时应去掉；数字不加。"
    "JSON 与 Parquet 照原样保存文字。"
)


@dataclass(frozen=True)
class About:
    """What a package says of itself.

    Attributes:
        name: of the package, in lower case.
        title: in Chinese.
        description: what it holds.
        period: first and last day of the evaluated year.
        sources: the files behind it: title, and any further properties.
        more: further properties of the package.
    """

    name: str
    title: str
    description: str
    period: tuple[date, date]
    sources: tuple[dict[str, Any], ...] = ()
    more: tuple[tuple[str, Any], ...] = ()


def write_datapackage(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    about: About,
    words: Words,
    *,
    period: PeriodWords,
    above: Mapping[str, str],
    forms: Iterable[Form],
) -> None:
    """Write tables and descriptor into an empty folder.

    Every table becomes one file per format, `csv/scores.csv`, described as the resource `scores`; those of other
    formats bear their format as suffix: `scores-json`. The same tables give the same bytes.

    Args:
        folder: is there already.
        tables: by name; strings, numbers, dates, flags, and lists of strings.
        about: the package's own properties.
        words: how firms are called.
        period: how the evaluated period is called.
        above: the nodes above the tree that are told, with their names.
        forms: the formats.
    """
    resources = []
    dictionary = Dictionary.of(words, period, above)
    for form in forms:
        (folder / form).mkdir()
        for name, frame in tables.items():
            path = folder / form / f"{name}.{form}"
            write_table(frame, path, form)
            resources.append(_resource(dictionary.describe(name, frame.columns), frame, path, form, tables))
    start, end = about.period
    descriptor = {
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "notice": _NOTICE.format(noun=words.noun),
        "temporal": {"start": start.isoformat(), "end": end.isoformat()},
        **dict(about.more),
        "sources": list(about.sources),
        "resources": resources,
    }
    text = json_text(descriptor) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")


def _resource(
    note: TableNote, frame: pl.DataFrame, path: Path, form: Form, tables: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    content = path.read_bytes()
    # a reader of Parquet finds types in the file; validators without one check size and fingerprint
    kind = {"type": "file"} if form == "parquet" else {"profile": "tabular-data-resource", "encoding": "utf-8"}
    return {
        "name": _name(note.name, form),
        **kind,
        "title": note.title,
        "description": note.description,
        "path": f"{form}/{path.name}",
        "format": form,
        "mediatype": MEDIA[form],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(note, frame, form, tables),
    }


def _name(table: str, form: Form) -> str:
    return table if form == "csv" else f"{table}-{form}"


def _schema(note: TableNote, frame: pl.DataFrame, form: Form, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field, frame.schema[field.name]) for field in note.fields],
        "missingValues": [""],
    }
    if note.key and set(note.key) <= set(frame.columns):
        schema["primaryKey"] = list(note.key)
    links = [
        {
            "fields": [column],
            "reference": {"resource": "" if table == note.name else _name(table, form), "fields": [to]},
        }
        for column, (table, to) in note.links.items()
        if column in frame.columns and table in tables
    ]
    return schema | ({"foreignKeys": links} if links else {})


def _field(field: Field, dtype: pl.DataType) -> dict[str, Any]:
    described = {"name": field.name, "type": _type(dtype), "title": field.title, "description": field.description}
    return described | ({"unit": field.unit} if field.unit else {})


def _type(dtype: pl.DataType) -> str:
    if dtype.is_integer():
        return "integer"
    if dtype.is_float():
        return "number"
    return {pl.Boolean(): "boolean", pl.Date(): "date"}.get(dtype, "array" if dtype.is_nested() else "string")
