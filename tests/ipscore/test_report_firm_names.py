"""What a firm's files are called: any code and name, on any file system, and never two firms alike."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ipscore.report_firm_files import file_name


def named(firm_id: str, name: str) -> str:
    firm: Any = SimpleNamespace(firm_id=firm_id, name=name)
    return file_name(firm, "html")


@pytest.mark.parametrize(
    ("firm_id", "name", "expected"),
    [
        ("919900000KDFTQNGG9", "蔷垣证券", "919900000KDFTQNGG9_蔷垣证券_评价明细.html"),
        ("A.1", "甲 分部", "A.1_甲_分部_评价明细.html"),
        ("财务部/一科", "一科", "财务部_一科_5576d310_一科_评价明细.html"),
    ],
    ids=["a credit code stands as it is", "a dot in a code stays", "a slash in a code is told by a digest"],
)
def test_a_file_is_called_after_code_and_name(firm_id: str, name: str, expected: str) -> None:
    assert named(firm_id, name) == expected


@pytest.mark.parametrize("sign", list('<>:"/\\|?*\n\x00'))
def test_no_sign_that_a_file_system_refuses_is_left(sign: str) -> None:
    assert sign not in named(f"甲{sign}山", f"甲{sign}山")


def test_codes_that_differ_in_such_a_sign_alone_have_files_of_their_own() -> None:
    assert len({named(code, "甲山") for code in ("甲/1", "甲\\1", "甲_1", "甲?1")}) == 4
