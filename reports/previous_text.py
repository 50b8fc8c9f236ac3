"""The previous runs that an evaluation read, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring import Evaluation


def previous_text(evaluation: Evaluation) -> str:
    """A line per previous run, the latest first, with what should be known of it; empty where none was read."""
    return "\n".join(f"以前的运行：{line}" for line in previous_lines(evaluation))


def previous_lines(evaluation: Evaluation) -> list[str]:
    """The same as single lines."""
    return [
        f"{row['title']}（{row['rulebook']}）" + (f"。{row['remark']}" if row["remark"] else "")
        for row in evaluation.previous.to_dicts()
    ]
