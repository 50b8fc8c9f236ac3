"""`ipscore map`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ForceOption, RecordsArgument, RulebookOption, option


def propose_mapping(
    records: RecordsArgument,
    *,
    rulebook: RulebookOption = "2017",
    out: Annotated[
        Path | None,
        option("--out", "-o", metavar="FILE", help="写到哪个文件；不写则为数据文件夹中的 mapping.toml"),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Propose a mapping for the headers, cells and files that no contract knows."""
    from ipscore.mapping_file import NAME
    from ipscore.mapping_proposals import write_proposals
    from ipscore.rules import read_rules

    target = records / NAME if out is None else out
    written = write_proposals(records, read_rules(rulebook), target, force=force)
    for unread in written.unread:
        typer.echo(f"读不了：{unread.reason}", err=True)
    if not written.proposals:
        typer.echo("没有要写明的对应：表头、取值和文件名都认得。")
        return
    typer.echo(f"已写出 {target}：{len(written.proposals)} 条建议。")
    typer.echo("请逐条核对，去掉正确的行首的 #；改好后运行 ipscore check 检查。")
