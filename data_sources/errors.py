"""What stops an intake.

A bad row stops nothing (it goes to quarantine); these errors are about files, sheets and headers.

    IntakeError
    ├── FolderError           the folder does not exist, is no folder, or holds no file
    ├── MissingSourceError    a required source has no file in the folder
    ├── MisnamedFileError     a file or sheet has the header of a source and not its name
    ├── UnreadableFileError   a file is empty, corrupt or protected by a password
    │   ├── EncodingError     a text file is neither UTF-8 nor GB18030
    │   └── EmptyFileError    a file holds nothing
    ├── SheetError            no sheet of a workbook can be told to be the source's
    ├── HeaderError           a column's header is missing or stands twice
    ├── RegisterError         the firm register contradicts itself
    ├── MappingError          a mapping names a source, column, value or file that is not there
    ├── UnrecognisedAnswersError  more answers to a question are no option of it than its questionnaire tolerates
    ├── VocabularyError       a vocabulary is given for a column that the source does not have
    ├── StrictIntakeError     rows were rejected where none may be
    ├── AcceptanceError       rejected rows are accepted in words that cannot be understood
    ├── CorrectionsError      decisions that correct records do not fit them
    ├── BulkError             a source that lies at an address is not as an engine can read it
    ├── SpillError            the temporary folder is full or cannot be written
    └── CombinedIntakeError   more than one of the above, all reported at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.told_errors import ToldError

if TYPE_CHECKING:
    from collections.abc import Sequence


class IntakeError(ToldError):
    """Base of everything that stops an intake; resident IDs and phone numbers in its message are masked."""

    def __init__(self, message: str, way_out: str | None = None, *, about: str = "") -> None:
        from data_sources.masking import mask  # noqa: PLC0415  (its patterns take longer than most commands read)

        told = way_out or self.WAY_OUT
        super().__init__(mask(message), told and mask(told), about=mask(about))


class FolderError(IntakeError):
    """The folder does not exist, is no folder, or holds no file."""


class MissingSourceError(IntakeError):
    """A required source has no file in the folder."""

    WAY_OUT = "请补上缺少的文件，或在 mapping.toml 的 [files] 里写明哪个文件是哪个来源"


class MisnamedFileError(IntakeError):
    """A file or sheet has the header of a source and not its name."""


class UnreadableFileError(IntakeError):
    """A file is empty, corrupt or protected by a password; `file` is what it is called, `what` is wrong with it."""

    def __init__(self, file: str, what: str, way_out: str | None = None) -> None:
        super().__init__(f"{file}：{what}", way_out, about=file)


class EncodingError(UnreadableFileError):
    """A text file is neither UTF-8 nor GB18030."""


class EmptyFileError(UnreadableFileError):
    """A file holds nothing: no byte, nothing but blanks, or only empty sheets."""

    WAY_OUT = "请换成有内容的文件，或移出数据文件夹"


class SheetError(IntakeError):
    """No sheet of a workbook can be told to be the source's."""

    WAY_OUT = "请在 mapping.toml 的 [files] 里写明是哪个工作表"


class HeaderError(IntakeError):
    """A column's header is missing or stands twice."""

    WAY_OUT = "请改正表头，或在 mapping.toml 里写明对应；可用 ipscore map 提出"


class RegisterError(IntakeError):
    """The firm register contradicts itself."""

    WAY_OUT = "请改正名录，再用 ipscore check 检查"


class UnrecognisedAnswersError(IntakeError):
    """More answers to a question are no option of it than its questionnaire tolerates, or codes mean nothing sure."""


class VocabularyError(IntakeError):
    """A vocabulary is given for a column that the source does not have."""

    WAY_OUT = "请改正规则文件的 [vocabulary]"


class MappingError(IntakeError):
    """A mapping names a source, column, value or file that is not there."""

    WAY_OUT = "请改正 mapping.toml（或规则文件中的映射）后再运行"


class StrictIntakeError(IntakeError):
    """Rows were rejected where none may be."""

    WAY_OUT = "请改正这些行，或去掉 strict"


class AcceptanceError(IntakeError):
    """Rejected rows are accepted in words that cannot be understood.

    Attributes:
        problems: everything that is wrong.
    """

    def __init__(self, problems: Sequence[str], where: str) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{where} 有 {len(self.problems)} 处问题：\n{lines}", f"请改正 {where}")


class CorrectionsError(IntakeError):
    """Decisions that correct records do not fit them; nothing was applied.

    Attributes:
        problems: everything that is wrong.
    """

    WAY_OUT = "请改正更正决定的文件，再用 ipscore check 检查"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"更正决定有 {len(self.problems)} 处与记录不符或写得不对，一条也没有采用：\n{lines}")


class BulkError(IntakeError):
    """A source that lies at an address is not as an engine can read it: columns of wrong types, no such source."""


class SpillError(IntakeError):
    """The temporary folder is full or cannot be written."""


class CombinedIntakeError(IntakeError):
    """More than one error, all reported at once.

    Attributes:
        errors: the errors in the order of the files.
    """

    WAY_OUT = "请逐一改正上列各处，再用 ipscore check 检查"

    def __init__(self, errors: Sequence[IntakeError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join([f"有 {len(errors)} 处错误：", *(f"- {error}" for error in errors)]))


def raise_all(errors: Sequence[IntakeError]) -> None:
    """Raise nothing for no error, the error itself for one, `CombinedIntakeError` for more."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise CombinedIntakeError(errors)
