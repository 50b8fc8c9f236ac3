"""Writing proposals for a mapping beside the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data_sources.declared import register_of
from data_sources.limits import DEFAULT
from data_sources.mapping import mapped_sources
from data_sources.proposals.folder import propose
from ipscore.errors import TargetError
from ipscore.inputs import mapping_beside, sources_of
from ipscore.manifest import is_any_run, stay_out_of_runs
from ipscore.mapping_file import NAME, mapping_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data_sources.proposals.folder import Unread
    from data_sources.proposals.proposal import Proposal
    from ipscore.rules import Rules


class Written(NamedTuple):
    """What was proposed, and which files could not be opened."""

    proposals: Sequence[Proposal]
    unread: Sequence[Unread]


def write_proposals(folder: Path, rules: Rules, target: Path, *, force: bool) -> Written:
    """Propose a mapping for a folder, and write it where there is anything to propose.

    What the rulebook's mapping and the folder's say already is not proposed, unless the folder's is replaced.

    Args:
        folder: the records.
        rules: say which sources there are, and the values that they allow.
        target: the file to be written.
        force: whether an existing file is replaced.

    Raises:
        TargetError: the file exists, or lies in a run.
        FolderError: there are no records.
        MappingFileError: the mapping beside the records is none.
        MappingError: a mapping names what is not there.
        OSError: the file cannot be written.
    """
    stay_out_of_runs(target)
    if target.exists() and not force:
        raise TargetError(f"已有 {target}，不会覆盖", "要替换请加 --force，或用 --out 写到别处")
    book = rules.rulebook
    register = register_of(book).source
    others = [source for source in sources_of(book, rules.questionnaire) if source.name != register.name]
    sources = [register, *others]
    closed = {source.name: source.allowed(book.closed_vocabulary) for source in sources}
    own = None if target.exists() and target.samefile(folder / NAME) else mapping_beside(folder)
    mapping = book.mapping if own is None else own.mapping.over(book.mapping)
    sources = mapped_sources(sources, mapping, closed)
    proposals, unread = propose(folder, sources, closed, DEFAULT, files=mapping.files, passed_over=is_any_run)
    if proposals:
        target.write_text(mapping_text(proposals, sources), encoding="utf-8", newline="\n")
    return Written(proposals, unread)
