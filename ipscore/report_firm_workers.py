"""Breakdowns written by several processes side by side.

Processes are started anew: a fork of a process whose frames have run in threads can stand still for ever.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING

from data_sources.locked_folders import scratch_folder
from ipscore.child_processes import begin_child, deaf_children
from ipscore.previous import trend_of
from ipscore.report_firm_files import Order, Printer, file_name
from ipscore.report_firm_font import kept_font, shared_font, texts_told
from ipscore.robustness_files import study_of
from ipscore.run_folder import Run
from ipscore.run_records import kinds_of_run
from reports.firm import Industry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.synchronize import Lock
    from pathlib import Path

    from reports.fonts import PageFont

_ONE_THREAD = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
"""Every process has one processor: more threads would wait for each other."""

_MOST = 61
"""Windows waits for no more processes at once."""

_kept_font: tuple[Lock, Path] | None = None


def in_processes(
    order: Order, firm_ids: Sequence[str], told: Callable[[], None], processes: int | None
) -> dict[str, str]:
    """Write the files of some firms, telling of each firm done; the characters that no font shows, by firm.

    Raises:
        KeyboardInterrupt: interrupted; the processes are ended whatever they are at.
    """
    count = min(processes or os.cpu_count() or 1, max(len(firm_ids), 1), _MOST)
    others = set(active_children())
    context = get_context("spawn")
    with (
        _environment(_ONE_THREAD),
        scratch_folder() as aside,
        ProcessPoolExecutor(count, context, _begin, (context.Lock(), aside / "font.woff2")) as pool,
    ):
        try:
            with deaf_children():  # all processes are started as the first order is given
                waiting = [pool.submit(_write, order, firm_id) for firm_id in firm_ids]
            for done in as_completed(waiting):
                done.result()  # the first that failed ends all
                told()
        except BaseException:
            for child in set(active_children()) - others:
                child.terminate()
            pool.shutdown(cancel_futures=True)  # waits, so that no process outlives the call
            raise
    found = {firm_id: one.result() for firm_id, one in zip(firm_ids, waiting, strict=True)}
    return {firm_id: characters for firm_id, characters in found.items() if characters}


def _begin(lock: Lock, font: Path) -> None:
    """Tell a process where the font of all pages is kept, once one of them has made it."""
    begin_child()
    global _kept_font  # noqa: PLW0603  (of a process of its own)
    _kept_font = (lock, font)


def _font(industry: Industry, told: Iterable[str]) -> PageFont:
    if _kept_font is None:
        return shared_font(industry, *told)
    lock, path = _kept_font
    with lock:
        if not path.exists():
            path.write_bytes(shared_font(industry, *told).content)
        return kept_font(path)


def _write(order: Order, firm_id: str) -> str:
    printer = _printer(order)
    firm = printer.industry.of(firm_id)
    return printer.write(firm, {form: order.out / file_name(firm, form) for form in order.forms})


@cache
def _printer(order: Order) -> Printer:
    """Reads the runs, once in a process."""
    previous = Run(order.previous) if order.previous else None
    before = previous.evaluation if previous else None
    run = Run(order.run)
    course = trend_of(run, previous, order.earlier)
    industry = Industry(run.evaluation, before, order.previous_title, study_of(run), kinds_of_run(run), course)
    told = (order.issuer, order.notice, texts_told(order.texts))
    font = _font(industry, told) if "html" in order.forms else None
    return Printer(industry, order.issuer, order.notice, font, order.texts)


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Settings for processes that are started in the block, unless they are set already."""
    added = {name: value for name, value in settings.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
