"""Whatever is decided, no row vanishes: read = used + rejected + excluded + corrected."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.errors import CorrectionsError
from tests.data_sources.corrections.support import added, corrected, decision, write

FIRMS = ["华夏证券", "北海证券", "新设证券", "华夏政券"]
ROW = st.builds(
    "{},{},{},{},,{}".format,
    st.sampled_from([f"G{number}" for number in range(6)]),
    st.sampled_from(FIRMS),
    st.sampled_from(["其他", "交易系统", "其它"]),
    st.sampled_from(["2017-03-05", "2018-03-05"]),
    st.sampled_from(["是", "否"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=9), st.data())
def test_no_row_vanishes_and_corrections_that_fit_are_all_applied(rows: list[str], data: st.DataObject) -> None:
    decisions: list[str] = []
    for number in data.draw(st.lists(st.sampled_from([f"G{number}" for number in range(6)]), unique=True, max_size=4)):
        own = [row.split(",") for row in rows if row.startswith(f"{number},")]
        if not own:
            decisions += added(number, f"更{number}")
            continue
        _, firm, category, *_ = data.draw(st.sampled_from(own))
        target = next(each for each in FIRMS[:3] if each != firm)
        decisions.append(
            data.draw(
                st.sampled_from(
                    [
                        decision(number, "撤销", "投诉类别", category, number=f"更{number}"),
                        decision(number, "撤销", number=f"更{number}"),
                        decision(number, "改列", "", firm, target, f"更{number}"),
                    ]
                )
            )
        )
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), decisions or None, rows)
        problems: tuple[str, ...] = ()
        try:
            records = corrected(folder)
        except CorrectionsError as error:
            problems = error.problems
        assert all("内容不同" in problem or "仍不能计入" in problem for problem in problems)
        if problems:
            return
        plain = corrected(write(Path(name, "plain"), None, rows))
    used = 0
    for entry in records.intake:
        assert entry.read == entry.used + entry.rejected + entry.excluded + entry.corrected
        used += entry.used if entry.source == "complaints" else 0
    assert records.tables["complaints"].collect().height == used
    assert next(e.read for e in records.intake if e.file.startswith("12386")) == len(rows)
    assert records.corrections.applied.height == len(decisions)
    touched = set(records.corrections.applied["record_id"])
    assert touched == {row.split(",")[1] for row in decisions}
    one, other = (
        state.tables["complaints"]
        .collect()
        .filter(~state.tables["complaints"].collect()["record_id"].is_in(list(touched)))
        for state in (plain, records)
    )
    assert one.equals(other)
