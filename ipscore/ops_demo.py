"""The demonstration of operations: the pilot's readings rebuilt, scored, and compared with what was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from data_sources.csv_files import write_csv
from data_sources.pilot import SEED, rebuild_pilot, write_pilot
from indicator_tree.catalogue import load_catalogue
from indicator_tree.published.operations import load_pilot
from ipscore.atomic_folder import Place
from ipscore.ops_planted import detect, detection_table
from ipscore.ops_score import score_readings
from reports.effect_comparison import compare_effects
from reports.effect_comparison_tables import effect_failures, effect_tables

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from indicator_tree.published.operations import PilotFigures
    from reports.table import Table

READINGS, RUN, PLANTED = "readings", "run", "放入的异常.csv"
NOTICE = "本次运行的公司与读数均为虚构，由公布数字反推而成，不代表任何真实公司。"
_NOTE = "说明.txt"
_NOTE_TEXT = """本文件夹由 ipscore ops demo 写出。
readings/ 是按公布数字反推的试点读数：公司、代码和读数都是虚构的，不代表任何真实公司。
放入的异常.csv 是有意放入读数的异常，供检验监测：kind 为 part 的行只是随另一读数改变。
run/ 是计算结果。
"""


@dataclass(frozen=True)
class OperationsDemonstration:
    """What to print, and every figure that should have come out and did not."""

    tables: tuple[Table | str, ...]
    failures: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The conclusion."""
        if not self.failures:
            return "应再现的公布数字全部再现。"
        return "\n".join([f"有 {len(self.failures)} 个应再现的数字没有再现：", *(f"  {one}" for one in self.failures)])


def demonstrate_operations(folder: Path, *, seed: int = SEED, force: bool = False) -> OperationsDemonstration:
    """Write `readings/`, the list of planted anomalies and `run/` into the folder, and compare.

    Raises:
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    begun = any((folder / name).exists() for name in (READINGS, RUN, PLANTED))
    Place(folder, force=force or not begun, ours=_is_demonstration).check()
    figures = load_pilot()
    catalogue = load_catalogue(figures.catalogue)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _NOTE).write_text(_NOTE_TEXT, encoding="utf-8", newline="\n")
    pilot = rebuild_pilot(catalogue, figures, seed)
    with Place(folder / READINGS, force=True).new_folder() as partial:
        write_pilot(partial, pilot, catalogue, figures, seed)
    write_csv(pilot.planted, folder / PLANTED)
    run = score_readings(
        folder / READINGS, folder / RUN, figures.catalogue, period=period_of(figures), notice=NOTICE, force=True
    )
    tables = run.tables
    comparison = compare_effects(tables, figures)
    found = detect(pilot.planted, tables.alerts, run.table("checks"), tables.readings)
    written = (
        f"读数：{folder / READINGS}（{pilot.readings.height:,} 个，{figures.firms} 家虚构公司）\n"
        f"放入的异常：{folder / PLANTED}\n结果：{folder / RUN}"
    )
    return OperationsDemonstration(
        tables=(written, *effect_tables(comparison), detection_table(found)),
        failures=tuple(effect_failures(comparison)),
    )


def period_of(figures: PilotFigures) -> tuple[date, date]:
    """The days on which all indicators are due: the pilot's months. Clearing goes on for some months more."""
    return figures.first_month, (figures.last_month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _is_demonstration(folder: Path) -> bool:
    note = folder / _NOTE
    return note.is_file() and note.read_text(encoding="utf-8", errors="replace") == _NOTE_TEXT
