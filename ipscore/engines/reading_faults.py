"""What an engine says when it cannot read, in one line."""

from __future__ import annotations

_LONGEST = 200


def told(error: Exception) -> str:
    """The first line of an error that says anything."""
    of_java = getattr(error, "java_exception", None)
    lines = (line.strip() for line in str(error if of_java is None else of_java.toString()).splitlines())
    return next((line for line in lines if line), type(error).__name__)[:_LONGEST]
