"""`ipscore cache`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import typer


def show_cache() -> None:
    """List the copies in the cache."""
    from ipscore.cache import store
    from ipscore.cache_tables import cache_table
    from reports.terminal import show

    show(cache_table(store()))


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
