"""What is supposed to be otherwise, as people write it: `complaint:GD1`, `1.1.1.points=4`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indicator_tree.checks import suggestion
from ipscore.errors import ChangeError
from scoring.what_if import Drop, Set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data_sources.source import Source


def read_drops(given: Iterable[str], sources: Sequence[Source]) -> list[Drop]:
    """Records to be left out, each once, however often and by whatever name of its source it is given.

    Args:
        given: `SOURCE:RECORD_ID`, the source by its English name (singular or plural) or its Chinese title; `@FILE`
            stands for the lines of a text file, of which empty ones and those that begin with `#` do not count.
        sources: those that the records may have.

    Raises:
        ChangeError: no such source, or no record id; says which there are.
        OSError: the file cannot be read.
    """
    return list(dict.fromkeys(_drop(text, sources) for text in _lines(given)))


def read_sets(given: Iterable[str]) -> list[Set]:
    """Parameters to be set: `KEY=VALUE`.

    Raises:
        ChangeError: there is no `=`.
    """
    return [_set(text) for text in given]


def _lines(given: Iterable[str]) -> Iterator[str]:
    for text in given:
        if not text.startswith("@"):
            yield text
            continue
        path = Path(text[1:])
        try:
            content = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise ChangeError(f"{path} 不是 UTF-8 文本", f"请把 {path.name} 另存为 UTF-8 文本") from error
        lines = (line.strip() for line in content.splitlines())
        yield from (line for line in lines if line and not line.startswith("#"))


def _drop(text: str, sources: Sequence[Source]) -> Drop:
    name, colon, record_id = text.replace("：", ":", 1).partition(":")
    if not colon or not record_id.strip():
        raise ChangeError(f"--drop 应写“数据源:记录编号”，如 complaint:GD201700001；写的是“{text}”", "请改写 --drop")
    return Drop(_source(name.strip(), sources), record_id.strip())


def _source(name: str, sources: Sequence[Source]) -> str:
    plain = name.lower().replace("-", "_").replace(" ", "_")
    for source in sources:
        if plain in (source.name, _singular(source.name)) or name == source.title:
            return source.name
    containing = [source for source in sources if name and name in source.title]
    if len(containing) == 1:
        return containing[0].name
    named = [f"{source.name}（{source.title}）" for source in (containing or sources)]
    if containing:
        raise ChangeError(f"数据源“{name}”可指不止一个：{'、'.join(named)}", f"--drop 的数据源请写全，如 {named[0]}")
    close = suggestion(plain, [source.name for source in sources]).partition("；")[2]
    raise ChangeError(
        f"没有数据源“{name}”；可用：{'、'.join(named)}{f'；{close}' if close else ''}", "请改写 --drop 的数据源"
    )


def _singular(name: str) -> str:
    return f"{name.removesuffix('ies')}y" if name.endswith("ies") else name.removesuffix("s")


def _set(text: str) -> Set:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ChangeError(f"--set 应写“参数=值”，如 1.1.1.deduct.notice.points=4；写的是“{text}”", "请改写 --set")
    return Set(key.strip(), value.strip())
