"""`ipscore dictionary`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated, Literal

from ipscore.parameters import RulebookOption, option


def dictionary(
    form: Annotated[
        Literal["table", "md", "csv", "json"],
        option("--format", "-f", help="输出格式"),
    ] = "table",
    rulebook: RulebookOption = "2017",
) -> None:
    """Print the data dictionary of all sources."""
    from data_sources.dictionary import data_dictionary
    from ipscore.dictionary_tables import dictionary_tables
    from ipscore.inputs import sources_of
    from ipscore.output import print_frame
    from ipscore.rules import read_rules
    from reports.terminal import show

    rules = read_rules(rulebook)
    book = rules.rulebook
    sources = sources_of(book, rules.questionnaire)
    frame = data_dictionary(sources, book.closed_vocabulary, book.year)
    if form == "table":
        show(*dictionary_tables(sources, frame))
    else:
        print_frame(frame, form)
