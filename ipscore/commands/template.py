"""`ipscore template`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import RulebookOption, argument


def template(
    folder: Annotated[Path, argument(metavar="DIR", help="写到哪个文件夹")],
    rulebook: RulebookOption = "2017",
) -> None:
    """Write one fill-in workbook per source; never over a file that is there."""
    from data_sources.template import template_name, write_templates
    from ipscore.errors import TargetError
    from ipscore.inputs import sources_of
    from ipscore.rules import read_rules

    rules = read_rules(rulebook)
    book = rules.rulebook
    of_runs = [name for name, table in book.declared.items() if table.run is not None]
    every = sources_of(book, rules.questionnaire)
    sources = [source for source in every if source.name not in of_runs]
    if taken := [name for source in sources if (folder / (name := template_name(source))).exists()]:
        raise TargetError(
            f"{folder} 中已有 {'、'.join(taken)}，不会覆盖", f"请另选一个文件夹，或先移走 {folder} 中的这些文件"
        )
    paths = write_templates(folder, sources, book.closed_vocabulary, book.year)
    typer.echo(f"已写出 {len(paths)} 个模板：")
    for path in paths:
        typer.echo(f"  {path}")
    if titles := [source.title for source in every if source.name in of_runs]:
        typer.echo(f"由运行得出、不必填报的：{'、'.join(titles)}（把运行文件夹整个放进数据文件夹）")
