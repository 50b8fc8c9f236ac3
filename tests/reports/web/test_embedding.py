from __future__ import annotations

import json

import pytest

from reports.web.embedding import content_policy, own_ids, script_json
from reports.web.outline import Section, sections


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "\u2028\u2029", "&lt;", "得分"])
def test_json_in_a_script_element_is_inert_and_reads_back(text: str) -> None:
    embedded = script_json({"value": text})
    assert not set("<>&\u2028\u2029") & set(embedded)
    assert json.loads(embedded) == {"value": text}


def test_json_knows_no_numbers_that_are_none() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        script_json({"value": float("nan")})


@pytest.mark.parametrize(
    ("drawing", "own"),
    [
        ('<g clip-path="url(#c7)"/><clipPath id="c7"/>', '<g clip-path="url(#a-1)"/><clipPath id="a-1"/>'),
        ('<g id="x"/><g id="y"/><use href="#y"/>', '<g id="a-1"/><g id="a-2"/><use href="#a-2"/>'),
        ("<text>#1 id</text>", "<text>#1 id</text>"),
    ],
)
def test_ids_of_a_drawing_become_its_own(drawing: str, own: str) -> None:
    assert own_ids(drawing, "a-") == own


def test_the_policy_names_scripts_by_their_hash() -> None:
    # the example of https://www.w3.org/TR/CSP2/#script-src-hash-usage
    policy = content_policy(["alert('Hello, world.');"], "")
    assert "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in policy


@pytest.mark.parametrize(
    ("blocks", "nested"),
    [
        ("", []),
        ("p", [("", ["p"], [])]),
        ("1p2p", [("1", ["p"], [("2", ["p"], [])])]),
        ("13p2", [("1", [], [("3", ["p"], []), ("2", [], [])])]),
        ("p1231", [("", ["p"], []), ("1", [], [("2", [], [("3", [], [])])]), ("1", [], [])]),
    ],
)
def test_sections_nest_by_level(blocks: str, nested: list[object]) -> None:
    plain = [
        {"kind": "heading", "level": int(mark)} if mark.isdigit() else {"kind": "paragraph", "text": mark}
        for mark in blocks
    ]
    assert [_nested(section) for section in sections(plain)] == nested


def _nested(section: Section) -> tuple[str, list[str], list[object]]:
    level = str(section.level) if section.heading else ""
    return level, [block["text"] for block in section.blocks], [_nested(inner) for inner in section.sections]
