"""`ipscore cache`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import typer

app = typer.Typer(
    help="缓存：大的 CSV 与 Excel 文件换成 Parquet 的副本，再次读入时不必重新解析。", no_args_is_help=True
)


@app.command("show", help="列出缓存中的副本：来自哪个文件、多大、何时用过。")
def show_cache() -> None:
    """List the copies in the cache."""
    from ipscore.cache import store
    from ipscore.cache_tables import cache_table
    from reports.terminal import show

    show(cache_table(store()))


@app.command("clear", help="清空缓存；正在使用的副本除外。")
def clear_cache() -> None:
    """Remove all copies that nobody is reading."""
    from ipscore.cache import store
    from ipscore.cache_tables import megabytes

    cleared = store()
    gone = cleared.clear()
    left = cleared.copies()
    typer.echo(f"已清除 {len(gone)} 份副本，{megabytes(sum(copy.size for copy in gone))}：{cleared.folder}")
    if left:
        typer.echo(f"另有 {len(left)} 份正在使用或不能删除，未清除")
