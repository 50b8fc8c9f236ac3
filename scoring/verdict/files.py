"""Files that are not what they seem when they are opened: hidden sheets and rows, and whatever else was remarked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.verdict.subject import Subject


def hidden_sheets(subject: Subject) -> Iterator[Finding]:
    """Sheets that a person who opens the file does not see, and that were read."""
    for entry in subject.records.intake:
        if entry.hidden:
            text = f"{entry.file}[{entry.sheet}]：工作表是隐藏的，其中 {entry.read:,} 行已读入；要计入吗？"
            yield Finding("hidden_sheet", "doubtful", text, entry.source, entry.file, entry.sheet, entry.read)


def file_remarks(subject: Subject) -> Iterator[Finding]:
    """What was remarked while a file was read, such as hidden rows."""
    for entry in subject.records.intake:
        place = f"{entry.file}[{entry.sheet}]" if entry.sheet else entry.file
        for remark in entry.remarks:
            text = remark if remark.startswith(place) else f"{place}：{remark}"
            yield Finding("file_remark", "doubtful", text, entry.source, entry.file, entry.sheet)


def general_remarks(subject: Subject) -> Iterator[Finding]:
    """What did not go as it should and changes nothing."""
    yield from (Finding("remark", "note", remark) for remark in subject.records.remarks)


def ignored_files(subject: Subject) -> Iterator[Finding]:
    """Files and sheets that belong to no source."""
    for name in subject.records.ignored:
        yield Finding("ignored", "note", f"{name}：不属于任何来源，没有读入", file=name)
