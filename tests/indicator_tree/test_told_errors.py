"""Errors that people meet say what to do now, or cannot be made."""

from __future__ import annotations

import pickle

import pytest

from indicator_tree.told_errors import ToldError


class NamelessError(ToldError):
    """An error of a class that states no way out."""


class DiskError(ToldError):
    """An error of a class that states one."""

    WAY_OUT = "请换一块盘"


def test_an_error_without_a_way_out_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="NamelessError has no way out"):
        NamelessError("盘坏了")


@pytest.mark.parametrize(
    ("error", "whole", "last_line"),
    [
        (DiskError("盘坏了"), "盘坏了；请换一块盘", "请换一块盘"),
        (DiskError("盘坏了", "请修盘"), "盘坏了；请修盘", "请修盘"),
        (DiskError("盘坏了？", about="C:"), "盘坏了？请换一块盘", "C: 请换一块盘"),
        (DiskError("盘坏了：\n  1. 有坏道"), "盘坏了：\n  1. 有坏道\n请换一块盘", "请换一块盘"),
    ],
    ids=["of the class", "of its own", "about something", "of several lines"],
)
def test_it_tells_what_is_wrong_and_what_to_do(error: ToldError, whole: str, last_line: str) -> None:
    assert (str(error), error.last_line) == (whole, last_line)


def test_it_comes_whole_out_of_another_process() -> None:
    again = pickle.loads(pickle.dumps(NamelessError("盘坏了", "请修盘", about="C:")))
    assert (type(again), str(again), again.last_line) == (NamelessError, "盘坏了；请修盘", "C: 请修盘")
