"""The coding scheme of a phone survey as data: what counts as yes at each step, and when firms are called."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict
from surveys.data_files import load_data_file

if TYPE_CHECKING:
    from indicator_tree import Rulebook

CODING_SCHEMES = Path(__file__).parent / "coding_schemes"
"""Where the coding schemes are kept, one TOML file each, named by id."""

STEPS = ("connected", "answered", "polite", "effective")
LAST_HOUR = 23


class Step(Cited):
    """A step of a call, what is asked of it, and what counts as yes and as no."""

    code: str
    label: str = Field(min_length=1)
    question: str = Field(min_length=1)
    yes: str = Field(min_length=1)
    no: str = Field(min_length=1)


class Round(Strict):
    """First and last day on which the calls of a round may be made."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Round:
        if self.end < self.start:
            message = f"end（{self.end}）不得早于 start（{self.start}）"
            raise ValueError(message)
        return self


class PartOfDay(Strict):
    """Hours of the day, 9 for 9:00 to 9:59, that count as one time of day."""

    label: str = Field(min_length=1)
    hours: tuple[int, ...] = Field(min_length=1)


class Calls(Cited):
    """When calls are made; a firm is called at another part of the day in every round."""

    round: tuple[Round, ...] = Field(min_length=1)
    part_of_day: tuple[PartOfDay, ...] = Field(min_length=1)
    holidays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Calls:
        problems = []
        hours = [hour for part in self.part_of_day for hour in part.hours]
        if len(self.part_of_day) < len(self.round):
            problems.append(f"{len(self.round)} 轮须有至少 {len(self.round)} 个时段，现有 {len(self.part_of_day)} 个")
        if len({len(part.hours) for part in self.part_of_day}) > 1:
            problems.append("各时段的钟点数须相同，才能在钟点上均衡")
        if len(set(hours)) < len(hours) or not all(0 <= hour <= LAST_HOUR for hour in hours):
            problems.append(f"hours 须是 0 至 {LAST_HOUR} 的整数，且不重复")
        if any(later.start <= earlier.end for earlier, later in zip(self.round, self.round[1:], strict=False)):
            problems.append("各轮须先后相接，不得重叠")
        if problems:
            raise ValueError("；".join(problems))
        return self


class CodingScheme(Strict):
    """The coding scheme of one year's phone survey."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    year: int
    step: tuple[Step, ...]
    calls: Calls

    @model_validator(mode="after")
    def _all_steps(self) -> CodingScheme:
        if tuple(step.code for step in self.step) != STEPS:
            message = f"step 须依次为 {'、'.join(STEPS)}"
            raise ValueError(message)
        return self


def load_coding_scheme(name: str | Path) -> CodingScheme:
    """Load a coding scheme by its id (of those kept here) or from a file.

    Raises:
        QuestionnaireError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    return load_data_file(CodingScheme, name, CODING_SCHEMES, "电话调查的编码方案", "方案")


def find_coding_scheme(rulebook: Rulebook) -> Path:
    """The file of the coding scheme of a rulebook's year: `phone_2018.toml`.

    It is looked for beside the rulebook's own file, then beside those that it extends, then among those of the package;
    nothing need be there.
    """
    file = f"phone_{rulebook.year}.toml"
    beside = [folder / file for folder in rulebook.folders]
    return next((path for path in beside if path.is_file()), CODING_SCHEMES / file)
