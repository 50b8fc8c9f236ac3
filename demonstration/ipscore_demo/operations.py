"""The demonstration of operations: the pilot's readings rebuilt, scored, and compared with what was published."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data_sources.csv_files import write_csv
from indicator_tree.catalogue import load_catalogue
from indicator_tree.published.operations import load_pilot
from ipscore.atomic_folder import Place
from ipscore.ops_score import score_readings
from ipscore_demo.demonstration import Demonstration, open_folder
from ipscore_demo.detection import detect, detection_table
from ipscore_demo.pilot import SEED, rebuild_pilot, write_pilot
from reports.comparison_tables import reproduced
from reports.effect_comparison import compare_effects
from reports.effect_comparison_tables import effect_failures, effect_tables

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from indicator_tree.published.operations import PilotFigures

READINGS, RUN, PLANTED = "readings", "run", "放入的异常.csv"
NOTICE = "本次运行的公司与读数均为虚构，由公布数字反推而成，不代表任何真实公司。"
_NOTE = """本文件夹由 ipscore ops demo 写出。
readings/ 是按公布数字反推的试点读数：公司、代码和读数都是虚构的，不代表任何真实公司。
放入的异常.csv 是有意放入读数的异常，供检验监测：kind 为 part 的行只是随另一读数改变。
run/ 是计算结果。
"""


def demonstrate_operations(
    folder: Path, *, seed: int = SEED, force: bool = False, records_only: bool = False
) -> Demonstration:
    """Write `readings/`, the list of planted anomalies and `run/` into the folder, and compare; or all but the run.

    Raises:
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    figures = load_pilot()
    catalogue = load_catalogue(figures.catalogue)
    open_folder(folder, _NOTE, (READINGS, RUN, PLANTED), left_out=(RUN,) if records_only else (), force=force)
    pilot = rebuild_pilot(catalogue, figures, seed)
    with Place(folder / READINGS, force=True).new_folder() as partial:
        write_pilot(partial, pilot, catalogue, figures, seed)
    write_csv(pilot.planted, folder / PLANTED)
    if records_only:
        return Demonstration((), (), f"读数：{folder / READINGS}\n放入的异常：{folder / PLANTED}")
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
    failures = tuple(effect_failures(comparison))
    return Demonstration(
        tables=(written, *effect_tables(comparison), detection_table(found)),
        failures=failures,
        verdict=reproduced(failures),
    )


def period_of(figures: PilotFigures) -> tuple[date, date]:
    """The days on which all indicators are due: the pilot's months. Clearing goes on for some months more."""
    return figures.first_month, (figures.last_month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
