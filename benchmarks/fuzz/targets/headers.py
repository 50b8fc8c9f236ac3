"""Texts that may stand above a column or a table."""

from __future__ import annotations

from benchmarks.fuzz.holding import around, hold, in_full_width
from data_sources.header_texts import canonical_header, header_key, label_of, unit_in, unit_stated
from data_sources.units import is_unit_like, unit_of


def headers(text: str) -> None:
    """A header says the same whatever is around it; what is found in it can be used; a name of it is one of itself."""
    label = label_of((text,))
    for spelled in around(text):
        hold(f"canonical {spelled!r}", canonical_header(spelled), canonical_header(text))
        hold(f"key of {spelled!r}", header_key(spelled), header_key(text))
        hold(
            f"label of {spelled!r}", (label_of((spelled,)).keys, label_of((spelled,)).notes), (label.keys, label.notes)
        )
    for spelled in (*around(text), in_full_width(text)):
        hold(f"the unit in {spelled!r}", unit_in(spelled), unit_in(text))
    unit = unit_in(text)
    hold(f"{unit!r} in {text!r} is a unit", not unit or unit_of(unit) is not None, expected=True)
    for stated in unit_stated(text):
        hold(f"{stated!r} that {text!r} says is a unit", is_unit_like(stated), expected=True)
    hold(f"{text!r} has keys without blanks", [key for key in label.keys if not key or key != key.strip()], [])
