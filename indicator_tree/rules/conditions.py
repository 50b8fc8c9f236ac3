"""Which records of a source count."""

Scalar = str | bool | int
When = dict[str, Scalar | tuple[Scalar, ...]]
"""Conditions on a source's columns, all of which must hold: a value, or a list of allowed values."""
