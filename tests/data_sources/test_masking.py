import tomllib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from data_sources.errors import HeaderError
from data_sources.masking import LIKELY_PERSONAL, mask
from tests.data_sources.support import HUAXIA, code, read

CASES = tomllib.loads((Path(__file__).parent / "masking.toml").read_text(encoding="utf-8"))
RESIDENT, PHONE = "11010519491231002X", "13812345678"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RESIDENT, "11****************"),
        ("身份证110105194912310021。", "身份证11****************。"),
        ("110105491231002", "11*************"),
        (PHONE, "138********"),
        ("电话138-1234-5678转", "电话138**********转"),
        ("０１３８１２３４５６７８", "０１３８１２３４５６７８"),
        ("１３８１２３４５６７８", "138********"),
        ("010-12345678", "010*********"),
        (HUAXIA, HUAXIA),
        ("GD2017-0001", "GD2017-0001"),
        ("2017-03-05", "2017-03-05"),
    ],
)
def test_resident_ids_and_phone_numbers_are_masked(text, expected):
    assert mask(text) == expected


@pytest.mark.parametrize("case", CASES["masked"], ids=lambda case: case["text"])
def test_personal_data_is_masked_however_it_is_written(case):
    assert mask(case["text"]) == case["left"]
    assert pl.Series([case["text"]]).str.contains(LIKELY_PERSONAL).item()


@pytest.mark.parametrize("text", [*CASES["stays"]["texts"], *(code(number) for number in range(1, 300, 7))])
def test_what_is_not_personal_stays(text):
    assert mask(text) == text


def test_a_resident_id_that_passes_for_a_credit_code_is_masked():
    ids = ["51010119900307" + f"{number:03d}" for number in range(200)]
    ids = [each + ric.calc_check_digit(each + "0") for each in ids]
    assert any(uscc.is_valid(each) for each in ids)
    assert all(mask(each) == "51" + "*" * 16 for each in ids)


@given(
    st.text(st.sampled_from("0138 19-－０１３８xX字"))
    | st.text(st.sampled_from("0138619.． -－E+@＠a字"))
    | st.from_regex(r"[字１A]?(\+?86)?[ -]?1[3-9][0-9][ .-]?[0-9]{4}[ .-]?[0-9]{4}[字E]?")
    | st.from_regex(r"[字A]?110101[ -]?1990[ -]?0307[ -]?451[0-9X][A字]?")
    | st.from_regex(r"[1-9]\.[0-9]{4,12}[eE]\+?1[07]")
    | st.from_regex(r"[字１]?(1[1-5]|44)[0-9]{4}(19)?[0-9]{2}0[1-9][0-9]{6}[X字]?")
)
def test_no_text_with_personal_data_is_passed_over(text):
    likely = pl.Series([text]).str.contains(LIKELY_PERSONAL).item()
    assert likely or mask(text) == text


def test_record_numbers_are_not_looked_at_one_by_one():
    assert not pl.Series(["GD2017-00000123", "2017-03-05", "20170305"]).str.contains(LIKELY_PERSONAL).any()


def test_error_messages_are_masked():
    assert RESIDENT not in str(HeaderError(f"找到的表头：{RESIDENT}"))


def test_no_personal_data_comes_out_of_an_intake(tmp_path):
    measures = f"""措施编号,证券公司,决定日期,作出机构,措施类型,涉及事项,当事人,当事人类型,层级,备注
C1,华夏证券,2017-02-01,证监局,行政处罚,其他,张三丰、李四,人员,公司,{RESIDENT}
C2,华夏证券,2017-02-01,证监局,行政处罚,其他,华夏证券股份有限公司,公司,公司,
C3,{PHONE},2017-02-01,证监局,行政处罚,其他,王五,人员,公司,
C4,华夏证券,{RESIDENT},证监局,行政处罚,其他,王五,自然人,公司,
{PHONE},华夏证券,2017-02-01,证监局,行政处罚,其他,赵六,人员,公司,
{PHONE},华夏证券,2017-02-01,证监局,行政处罚,其他,赵六,人员,公司,
"""
    (tmp_path / "integrity_measures.csv").write_text(measures, encoding="utf-8")
    records = read(tmp_path)
    table = records.tables["integrity_measures"].collect()
    assert table.filter(pl.col("record_id") == "C1")["subject"].item() == "张*、李*"
    assert table.filter(pl.col("record_id") == "C2")["subject"].item() == "华夏证券股份有限公司"
    kept_out = records.quarantine["integrity_measures"].write_csv()
    for personal in (RESIDENT, PHONE, "三丰", "王五", "赵六"):
        assert personal not in kept_out
    assert next(entry.dropped for entry in records.intake if entry.file == "integrity_measures.csv") == ("备注",)


@pytest.mark.parametrize(
    "number",
    [
        RESIDENT,
        PHONE,
        "+86 138-1234-5678",
        "１３８１２３４５６７８",
        "13812345678.0",
        "1.3812345678E+10",
        "110105 19491231 0021",
        "ID：110105194912310021",
        "110105491231002",
    ],
)
def test_a_number_that_looks_personal_never_becomes_a_record(tmp_path, number):
    lines = ["工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错"]
    lines += [f"{each},华夏证券,其他,2017-03-05,,否" for each in (number, "GD201701340", "GD1", number)]
    (tmp_path / "complaints.csv").write_text("\n".join(lines), encoding="utf-8")
    records = read(tmp_path)
    assert records.tables["complaints"].collect()["record_id"].to_list() == ["GD1", "GD201701340"]
    found = records.quarantine["complaints"]
    assert found.select("row", "kind").rows() == [(2, "rejected"), (5, "rejected")]
    assert set(found["reason"]) == {"编号像身份证号或手机号，请改用工单自己的编号"}
    assert set(found["value"]) == {mask(number)}
    assert set(found["value"]) != {number}


@pytest.mark.parametrize(
    "number", ["GD201701340", "20170305001", "GD17030500123", "2017-0305-0001", "12386-13-1", HUAXIA]
)
def test_a_number_of_its_own_is_a_record(tmp_path, number):
    row = f"{number},华夏证券,其他,2017-03-05,,否\n"
    (tmp_path / "complaints.csv").write_text(
        "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错\n" + row, encoding="utf-8"
    )
    assert read(tmp_path).tables["complaints"].collect()["record_id"].to_list() == [number]


def test_a_number_of_a_county_that_no_list_knows_is_covered_even_if_it_passes_for_a_firm() -> None:
    number = "510032197707269939"
    assert uscc.is_valid(number)
    assert number not in mask(f"当事人 {number}")


@pytest.mark.parametrize("place", ["110105", "330113", "500184", "620201"])
def test_a_resident_id_that_passes_for_a_credit_code_is_masked_whatever_its_place(place):
    numbers = (body + ric.calc_check_digit(body + "0") for body in (f"{place}20010601{at:03d}" for at in range(1000)))
    passing = [number for number in numbers if uscc.is_valid(number)]
    assert passing
    assert {mask(number) for number in passing} == {place[:2] + "*" * 16}
