"""Published figures of the operations pilot, as data.

Only the reconstructed readings and the comparison know them; scoring never does (a layering contract forbids it).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from indicator_tree.causes import causes
from indicator_tree.errors import PublishedError
from indicator_tree.messages import translate
from indicator_tree.parameters import Reference, Strict
from indicator_tree.published import LIBRARY, CountFigure
from indicator_tree.unreadable import UnreadableError, tables_in

if TYPE_CHECKING:
    from pathlib import Path

PILOT = "operations_pilot"


class AccountFigure(Strict):
    """The best-improved firm's first and last reported value of an account indicator."""

    indicator: str
    name: str
    first: int = Field(gt=0)
    last: int = Field(ge=0)

    @property
    def change(self) -> float:
        """Last over first, less 1."""
        return self.last / self.first - 1


class ClearingFigure(Strict):
    """Seconds per clearing record of all firms together, month by month."""

    system: str
    name: str
    first_month: date
    values: tuple[float, ...] = Field(min_length=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months of the values."""
        start = self.first_month.year * 12 + self.first_month.month - 1
        return tuple(date((start + at) // 12, (start + at) % 12 + 1, 1) for at in range(len(self.values)))


class EfficiencyFigure(Strict):
    """The best-improved firm's change of seconds per record."""

    system: str
    name: str
    change: float


class ChangeFigure(Strict):
    """The best-improved firm's change of an indicator, as the text rounds it."""

    indicator: str
    system: str
    name: str
    change: float


class Contradiction(Strict):
    """Two statements of the document that cannot both hold; `computed` names the figure to print beside them."""

    key: str
    about: str
    says: str
    computed: str
    note: str


class PilotFigures(Strict):
    """All figures that the pilot's evaluation publishes. Months are their first days."""

    title: str
    catalogue: str
    firms: int
    first_month: date
    last_month: date
    reference: Reference
    account: tuple[AccountFigure, ...] = Field(min_length=1)
    clearing: tuple[ClearingFigure, ...] = Field(min_length=1)
    efficiency: tuple[EfficiencyFigure, ...] = Field(min_length=1)
    change: tuple[ChangeFigure, ...] = ()
    count: dict[str, CountFigure] = Field(default_factory=dict)
    contradiction: tuple[Contradiction, ...] = ()


def load_pilot(path: Path = LIBRARY / f"{PILOT}.toml") -> PilotFigures:
    """The pilot's figures that come with the package, or those of another file.

    Raises:
        PublishedError: the file is not there or no TOML, or keys are missing, unknown or wrong.
    """
    try:
        return PilotFigures.model_validate(tables_in(path.read_bytes()))
    except OSError as error:
        raise PublishedError(f"{path.name}：无法读取：{error.strerror}", f"请检查 {path.name} 能否读取") from error
    except UnreadableError as error:
        raise PublishedError(f"{path.name}：{error}", f"请改正 {path.name}") from error
    except ValidationError as error:
        problems = "\n".join(f"  {problem}" for problem in causes(translate(error, PilotFigures)))
        raise PublishedError(f"{path.name}：\n{problems}", f"请改正 {path.name}") from error
