"""What must hold of every input, and what is raised where it does not."""

from __future__ import annotations


class BrokenError(AssertionError):
    """Something that must hold does not."""


def hold(law: str, found: object, expected: object) -> None:
    """Two things that must be the same.

    Raises:
        BrokenError: they are not.
    """
    if found != expected or type(found) is not type(expected):
        raise BrokenError(f"{law}: {found!r}, not {expected!r}")


def around(text: str) -> tuple[str, ...]:
    """The text with blanks around it, as people and platforms leave them."""
    return (f" {text}", f"{text}\t", f"\u3000{text}\u00a0", f"\n{text}\ufeff")


def in_full_width(text: str) -> str:
    """The text with its ASCII characters in full width."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
