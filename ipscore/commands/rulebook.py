"""`ipscore rulebook …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import json
from typing import Annotated

import typer

from ipscore.parameters import NodeArgument, argument

app = typer.Typer(help="规则文件：检查、查看、比较。", no_args_is_help=True)

NameArgument = Annotated[
    str,
    argument(metavar="NAME", help="规则：年度、名称或文件"),
]


@app.command("list", help="列出自带的规则文件。")
def list_rulebooks() -> None:
    """List the rulebooks that come with the package."""
    from indicator_tree import load_rulebook
    from indicator_tree.loading import available
    from reports.rulebook_tables import list_table
    from reports.terminal import show

    show(list_table([(path.name, load_rulebook(path)) for path in available().values()]))


@app.command("check", help="检查规则文件，一次列出全部问题。")
def check(name: NameArgument) -> None:
    """Load a rulebook; every problem is told at once."""
    from ipscore.rules import read_rules
    from reports.rulebook_tables import overview

    found = read_rules(name).source
    typer.echo(f"{found.files[0][0]} 没有问题：{overview(found.rulebook)}")


@app.command("show", help="查看指标体系与规则；写明指标则列出它的全部参数与出处。")
def show_rulebook(name: NameArgument, node: NodeArgument = None) -> None:
    """Show a rulebook, or one of its indicators in detail."""
    from indicator_tree import load_rulebook
    from ipscore.lookup import find_node
    from reports.rulebook_tables import node_tables, tree_tables
    from reports.terminal import show

    book = load_rulebook(name)
    show(*(tree_tables(book) if node is None else node_tables(book, find_node(book, node))))


@app.command("diff", help="比较两份规则：旧、新。")
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


@app.command("schema", help="规则文件的 JSON Schema，供编辑器补全与检查。")
def schema() -> None:
    """Print the JSON Schema of rulebook files."""
    from indicator_tree.schema import rulebook_schema

    typer.echo(json.dumps(rulebook_schema(), ensure_ascii=False, indent=2))
