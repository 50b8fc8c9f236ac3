"""Errors that people meet: what is wrong, and the way out of it."""

from __future__ import annotations

from typing import Any, ClassVar

_ENDS = ("。", "？", "：")


class ToldError(Exception):
    """Base of every error that is raised on purpose, for people to read: what is wrong, and what to do now.

    A class tells its way out in `WAY_OUT`, or else every error of it has one of its own; without any it cannot be made.

    Attributes:
        message: what is wrong, in Chinese; one line or several.
        way_out: what to do now: one line that names a command, an option or a file.
        about: the file that the way out is about, if it does not name it itself.
    """

    WAY_OUT: ClassVar[str | None] = None

    def __init__(self, message: str, way_out: str | None = None, *, about: str = "") -> None:
        told = way_out or self.WAY_OUT
        if not told:
            missing = f"{type(self).__name__} has no way out"
            raise TypeError(missing)
        self.message, self.way_out, self.about = message, told, about
        super().__init__(self.whole)

    @property
    def whole(self) -> str:
        """Message and way out as one text: in one line if the message is one."""
        between = "\n" if "\n" in self.message else "" if self.message.endswith(_ENDS) else "；"
        return f"{self.message}{between}{self.way_out}"

    @property
    def last_line(self) -> str:
        """The way out as a line of its own, which names the file that it is about."""
        return f"{self.about} {self.way_out}" if self.about else self.way_out

    def __reduce__(self) -> tuple[Any, ...]:
        """Made again in another process as it is, whatever its class is made of."""
        return type(self).__new__, (type(self), *self.args), self.__dict__
