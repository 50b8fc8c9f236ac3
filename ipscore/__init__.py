"""What a person touches: the command line, run folders, their verification.

>>> from ipscore import read_records
>>> from indicator_tree import load_rulebook
>>> records = read_records("records", load_rulebook("2017"))  # doctest: +SKIP

Importing the package alone loads no dataframe library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipscore.inputs import read_records
    from ipscore.publishing import publish
    from ipscore.versions import __version__

__all__ = ["__version__", "publish", "read_records"]


def __getattr__(name: str) -> object:
    if name == "read_records":
        from ipscore.inputs import read_records  # noqa: PLC0415  (loads the dataframe library)

        return read_records
    if name == "publish":
        from ipscore.publishing import publish  # noqa: PLC0415  (loads the dataframe library)

        return publish
    if name == "__version__":
        from ipscore.versions import __version__  # noqa: PLC0415  (looks the package up)

        return __version__
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
