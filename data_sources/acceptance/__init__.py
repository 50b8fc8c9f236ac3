"""Rejected rows that somebody decided to go on without: how that is written, and whether it fits what was rejected.

A rejected row is missing evidence, never "nothing happened". Going on without it is a decision with a reason, stated in
`accepted.toml` beside the records or on the command line, and only for exactly the rows that were rejected.
"""

from data_sources.acceptance.file import ACCEPTED_FILE, AcceptedFile, read_accepted, write_accepted
from data_sources.acceptance.option import COMMAND_LINE, parse_options
from data_sources.acceptance.settling import Accepted, Settlement, settle
from data_sources.acceptance.wanted import Place, Wanted

__all__ = [
    "ACCEPTED_FILE",
    "COMMAND_LINE",
    "Accepted",
    "AcceptedFile",
    "Place",
    "Settlement",
    "Wanted",
    "parse_options",
    "read_accepted",
    "settle",
    "write_accepted",
]
