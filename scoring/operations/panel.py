"""Many series side by side: one row a series, its readings in the order of their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.operations.transforms import Scale

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

Cell = TypeVar("Cell", bound=np.generic)


class Panel(NamedTuple):
    """Readings of many series on their even scale, arrays of the shape (series, steps).

    Rows by falling length, so that the series that have a reading at a step are the first ones; beyond its length a row
    is NaN.
    """

    values: Floats
    scale: Scale
    """Of every series."""
    lengths: Numbers
    """Readings of every series, shape (series,)."""
    wrong: Flags
    """Readings that are known to be wrong: they are judged, but are no history."""
    weekday: Numbers
    """0 to 6"""
    month_end: Flags
    volumes: Floats
    """Of the indicator that the series follow, on its even scale; NaN where there is none."""

    def beginning(self, steps: int) -> Panel:
        """The first so many readings of every series, the last of them first."""
        lengths = np.minimum(self.lengths, steps)
        places = (lengths[:, None] - 1 - np.arange(min(steps, self.values.shape[1]))) % np.maximum(lengths, 1)[:, None]

        def turned(cells: npt.NDArray[Cell]) -> npt.NDArray[Cell]:
            return np.take_along_axis(cells, places, axis=1)

        values, volumes = turned(self.values), turned(self.volumes)
        beyond = np.arange(values.shape[1]) >= lengths[:, None]
        values[beyond] = np.nan
        return Panel(
            values, self.scale, lengths, turned(self.wrong), turned(self.weekday), turned(self.month_end), volumes
        )
