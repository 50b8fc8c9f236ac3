"""Commands and groups of commands made of the tree: imported when they are called, with help in Chinese."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from ipscore.command_tree import Branch, Leaf, PlugIn
from ipscore.count_progress import announce
from ipscore.help_page import help_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer._click import Context  # what Typer's own signatures name; it has no public name

_FOR_PROGRAMS = ("json", "csv")


class Command(TyperCommand):
    """A command whose module is imported when it is called; before that it has a name and a help text alone."""

    def __init__(self, name: str, leaf: Leaf) -> None:
        super().__init__(name, help=leaf.help, rich_markup_mode=None)
        self._function, self._doing = leaf.function, leaf.doing

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        """Import the command's function and read the arguments as its signature says."""
        self._load()
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Context) -> Any:
        """Say what is being done, but for programs that read the output, and do it."""
        if self._doing and ctx.params.get("form") not in _FOR_PROGRAMS:
            announce(self._doing)
        return super().invoke(ctx)

    def get_help(self, ctx: Context) -> str:
        """The page of help."""
        return help_page(ctx)

    def _load(self) -> None:
        if self.callback is not None:
            return
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command()(self._loaded())
        made = typer.main.get_command(app)
        self.params, self.callback = made.params, made.callback

    def _loaded(self) -> Callable[..., object]:
        if isinstance(self._function, PlugIn):
            from ipscore.plug_ins import function_of  # noqa: PLC0415  (finding distributions takes time)

            return function_of(self._function)
        module, _, name = self._function.partition(":")
        function: Callable[..., object] = getattr(import_module(f"ipscore.commands.{module}"), name)
        return function


class CommandGroup(TyperGroup):
    """A group of commands; called without any it shows its help.

    Attributes:
        branch: what it is made of.
    """

    def __init__(self, name: str, branch: Branch, params: Sequence[Any] = ()) -> None:
        entries = {word: entry for under in branch.headings.values() for word, entry in under.items()}
        made = [
            CommandGroup(word, entry) if isinstance(entry, Branch) else Command(word, entry)
            for word, entry in entries.items()
        ]
        super().__init__(
            name=name, commands=made, help=branch.help, params=list(params), no_args_is_help=True, rich_markup_mode=None
        )
        self.branch = branch

    def get_help(self, ctx: Context) -> str:
        """The page of help."""
        return help_page(ctx, self.branch.headings)
