"""`ipscore rulebook …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import json
from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ForceOption, NodeArgument, argument, option

NameArgument = Annotated[
    str,
    argument(metavar="NAME", help="规则：年度、名称或文件"),
]


def list_rulebooks() -> None:
    """List the rulebooks that come with the package."""
    from indicator_tree import load_rulebook
    from indicator_tree.loading import available
    from reports.rulebook_tables import list_table
    from reports.terminal import show

    show(list_table([(path.name, load_rulebook(path)) for path in available().values()]))


def new(
    year: Annotated[int, argument(metavar="YEAR", help="新的年度，如 2018")],
    *,
    base: Annotated[str, option("--from", metavar="NAME", help="上年度的规则：年度、名称或文件", show_default=False)],
    out: Annotated[Path, option("--out", "-o", metavar="DIR", help="写到哪个文件夹", show_default=False)],
    force: ForceOption = False,
) -> None:
    """Write what the evaluation of a new year starts from."""
    from ipscore.new_year.writing import write_new_year
    from ipscore.shell_words import shell_command

    written, remarks = write_new_year(year, base, out, force=force)
    typer.echo(f"已写出 {len(written)} 个文件：")
    for path in written:
        typer.echo(f"  {path}")
    for remark in remarks:
        typer.echo(f"注意：{remark}")
    typer.echo("接下来：")
    typer.echo(f"  逐项核对 {written[-1]}")
    typer.echo(f"  {shell_command('ipscore', 'rulebook', 'check', written[0])}")
    typer.echo(f"  {shell_command('ipscore', 'template', out / 'forms', '-r', written[0])}")


def check(name: NameArgument) -> None:
    """Load a rulebook; every problem is told at once."""
    from ipscore.rules import read_rules
    from reports.rulebook_tables import overview

    found = read_rules(name).source
    typer.echo(f"{found.files[0][0]} 没有问题：{overview(found.rulebook)}")


def show_rulebook(name: NameArgument, node: NodeArgument = None) -> None:
    """Show a rulebook, or one of its indicators in detail."""
    from indicator_tree import load_rulebook
    from ipscore.lookup import find_node
    from reports.rulebook_tables import node_tables, tree_tables
    from reports.terminal import show

    book = load_rulebook(name)
    show(*(tree_tables(book) if node is None else node_tables(book, find_node(book, node))))


def diff(
    older: Annotated[str, argument(metavar="A", help="旧的规则")],
    newer: Annotated[str, argument(metavar="B", help="新的规则")],
) -> None:
    """Tell how two rulebooks differ in what they rule."""
    from indicator_tree import load_rulebook
    from indicator_tree.diff import compare
    from reports.rulebook_diff import diff_text
    from reports.terminal import show

    before, after = load_rulebook(older), load_rulebook(newer)
    show(diff_text(before, after, compare(before, after)))


def schema() -> None:
    """Print the JSON Schema of rulebook files."""
    from indicator_tree.schema import rulebook_schema

    typer.echo(json.dumps(rulebook_schema(), ensure_ascii=False, indent=2))
