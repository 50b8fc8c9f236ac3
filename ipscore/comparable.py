"""Whether two runs can be compared: they evaluated units of one kind, some of them both times, and are not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import IncomparableRunsError
from ipscore.manifest import NAME, sha256

if TYPE_CHECKING:
    from ipscore.run_folder import Run


def stop_if_incomparable(before: Run, now: Run) -> None:
    """Refuse two runs that evaluated nothing in common.

    Raises:
        IncomparableRunsError: they evaluated other units, or no unit is in both; tells what each evaluated.
    """
    evaluated = [
        set(run.table("firms").filter(pl.col("status") == "evaluated")["firm_id"].to_list()) for run in (before, now)
    ]
    nouns = [run.rulebook.words.noun for run in (before, now)]
    if nouns[0] == nouns[1] and evaluated[0] & evaluated[1]:
        return
    why = f"没有两次都参评的{nouns[1]}" if nouns[0] == nouns[1] else f"评价的一个是{nouns[0]}，一个是{nouns[1]}"
    told = [
        f"  {when} {run.folder}：{run.rulebook.title}，参评 {len(firms)} {run.rulebook.words.measure}{noun}"
        for when, run, firms, noun in zip(("上次", "本次"), (before, now), evaluated, nouns, strict=True)
    ]
    raise IncomparableRunsError(
        "\n".join([f"两次运行不能比较：{why}", *told]), f"请检查 {before.folder} 与 {now.folder} 是否写对"
    )


def are_the_same(before: Run, now: Run) -> bool:
    """Whether two folders hold one run: their manifests, and so all that these list, are equal."""
    return sha256(before.folder / NAME) == sha256(now.folder / NAME)


def stop_unless_earlier(before: Run, now: Run) -> None:
    """Refuse a run that a report cannot hold against as what was before it.

    Raises:
        IncomparableRunsError: it is the same run, or its period begins later.
    """
    if are_the_same(before, now):
        raise IncomparableRunsError(
            f"--previous {before.folder} 就是 {now.folder} 这次运行：与自身比较没有变化可说",
            "--previous 请写上一次的运行文件夹",
        )
    starts = [run.rulebook.period.start for run in (before, now)]
    if starts[0] > starts[1]:
        raise IncomparableRunsError(
            f"--previous {before.folder} 的评价期间始于 {starts[0]}，晚于 {now.folder} 的 {starts[1]}："
            "两个文件夹是否写反了？",
            f"两个文件夹是否写反了？--previous 应是较早的一次，请改为 {now.folder}",
        )
