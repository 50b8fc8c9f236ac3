from dataclasses import replace

import pytest

from data_sources.errors import RegisterError
from tests.data_sources.support import BEIHAI, HUAXIA, REGISTER, XIBU, Everyone, code, read

WARNINGS = "预警编号,证券公司,预警日期,预警级别,预警事项\n"


@pytest.mark.parametrize(
    ("name", "firm_id"),
    [
        (HUAXIA, HUAXIA),
        (HUAXIA.lower(), HUAXIA),
        ("华夏证券股份有限公司", HUAXIA),
        ("华夏证券", HUAXIA),
        (" 华 夏 证 券 ", HUAXIA),
        ("华夏证券有限责任公司", HUAXIA),
        ("华中证券", HUAXIA),
        ("华中信托", HUAXIA),
        ("华中证券有限公司", HUAXIA),
        ("北海证券", BEIHAI),
        ("北海证券(西部)有限公司", XIBU),
        ("北海证券（西部）", XIBU),
    ],
)
def test_a_firm_is_known_by_all_its_names(tmp_path, name, firm_id):
    (tmp_path / "fund_warnings.csv").write_text(WARNINGS + f"Y1,{name},2017-03-05,提示关注,某事\n", encoding="utf-8")
    assert read(tmp_path).tables["fund_warnings"].collect()["entity_id"].to_list() == [firm_id]


def test_a_merged_firm_is_evaluated_with_its_parent(tmp_path):
    (tmp_path / "fund_warnings.csv").write_text(WARNINGS + "Y1,北海西部,2017-03-05,提示关注,某事\n", encoding="utf-8")
    row = read(tmp_path).tables["fund_warnings"].collect().row(0, named=True)
    assert (row["firm_id"], row["entity_id"]) == (BEIHAI, XIBU)


def test_firms_that_are_not_evaluated_say_why(tmp_path):
    firms = read(tmp_path).firms
    assert dict(zip(firms["firm"], firms["status"], strict=True)) == {
        "华夏证券": "evaluated",
        "北海证券": "evaluated",
        "北海西部": "merged",
        "新设证券": "excluded",
        "东方投行": "excluded",
        "南山证券": "evaluated",
    }
    assert firms["reason"].to_list() == [
        None,
        None,
        "与北海证券合并评价",
        "成立不满一年，不参与评价",
        "未开展经纪业务，不参与评价",
        None,
    ]
    assert firms["former_names"].to_list()[0] == ["华中证券", "华中信托"]


def test_a_rulebook_may_leave_merged_firms_out(tmp_path):
    firms = read(tmp_path, population=replace(Everyone(), merged="exclude", requires_brokerage=False)).firms
    assert firms["reason"].to_list()[2:5] == ["已并入北海证券，不参与评价", "成立不满一年，不参与评价", None]


def test_a_chain_of_mergers_leads_to_the_last_parent(tmp_path):
    more = f"{code(7)},西部营业公司,西部营业,,2015-01-01,是,北海西部\n"
    (tmp_path / "firm_register.csv").write_text(REGISTER + more, encoding="utf-8")
    assert read(tmp_path).firms["evaluated_as"].to_list()[-1] == BEIHAI


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        (f"{code(7)},新华夏证券公司,华夏证券,,2015-01-01,是,\n", ["同一名称", "“华夏证券”", "华夏证券、华夏证券"]),
        (
            f"{code(7)},西北证券公司,西北证券,,2015-01-01,是,北海政券\n",
            ["西北证券 合并至“北海政券”", "是否指：北海证券"],
        ),
        (
            f"{code(7)},甲一公司,甲一,,2015-01-01,是,乙二\n{code(8)},乙二公司,乙二,,2015-01-01,是,甲一\n",
            ["合并关系成环", "甲一 → 乙二 → 甲一"],
        ),
    ],
)
def test_a_register_that_contradicts_itself_is_an_error(tmp_path, more, parts):
    (tmp_path / "firm_register.csv").write_text(REGISTER + more, encoding="utf-8")
    with pytest.raises(RegisterError) as error:
        read(tmp_path)
    assert all(part in str(error.value) for part in parts), str(error.value)
