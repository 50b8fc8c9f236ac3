"""Exports of survey platforms, in the folder of records and imported: the same responses whatever the platform."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from data_sources import SOURCES
from data_sources.errors import IntakeError, UnrecognisedAnswersError
from data_sources.limits import Limits
from ipscore.survey_import import Imported, import_export
from ipscore.survey_import_table import import_tables
from scoring.accepted_responses import prepare
from surveys import sources
from surveys.errors import SurveyError
from surveys.quality import clean
from surveys.quality_rules import OutsideFieldPeriod
from surveys.questionnaire import load_questionnaire
from tests.data_sources.support import BEIHAI, HUAXIA, REGISTER, read

HERE = Path(__file__).parent / "exports"
QUESTIONNAIRE = load_questionnaire(HERE / "questionnaire.toml")
ALL = (*SOURCES, *sources(QUESTIONNAIRE))
COLUMNS = ["record_id", "firm_id", "answered_on", "seconds", "warned", "sold", "channels"]
RESPONSES = [
    ("1", HUAXIA, date(2017, 11, 8), 325, "满意", "没有", "电话┋现场"),
    ("2", BEIHAI, date(2017, 11, 9), 200, "不满意", "有", None),
    ("3", HUAXIA, date(2017, 11, 10), 180, "一般", None, "短信、微信"),
]
EXPORTS = ["platform.csv", "letters.csv", "codes.csv", "qualtrics.csv"]
HEADER = "答卷编号,填答日期,证券公司,风险提示,搭售\n"


def responses(folder: Path) -> pl.DataFrame:
    table = read(folder, sources=ALL).tables["survey_responses"].collect()
    return table.select(COLUMNS).sort("record_id").with_columns(pl.col("warned", "sold").cast(pl.String))


def rows(*answers: str, firm: str = "华夏证券") -> str:
    return HEADER + "".join(f"{at},2017-11-08,{firm},{text}\n" for at, text in enumerate(answers, start=1))


def imported(folder: Path, text: str, name: str = "导出.csv") -> Imported:
    (folder / name).write_text(text, encoding="utf-8")
    return import_export(folder / name, QUESTIONNAIRE, None)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_in_the_folder_of_records_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    shutil.copy(HERE / name, tmp_path / "投资者调查答卷.csv")
    assert responses(tmp_path).rows() == RESPONSES


@pytest.mark.parametrize("name", EXPORTS)
def test_what_is_imported_reads_as_the_export_does(name: str, tmp_path: Path) -> None:
    (tmp_path / "证券公司名录.csv").write_text(REGISTER, encoding="utf-8")
    found = import_export(HERE / name, QUESTIONNAIRE, tmp_path)
    found.responses.write_csv(tmp_path / "投资者调查答卷.csv")
    assert found.responses["证券公司"].to_list() == ["华夏证券", "北海证券", "华夏证券"]
    assert responses(tmp_path).rows() == RESPONSES


@pytest.mark.parametrize("labelled", [True, False])
def test_a_file_of_spss_is_read_by_labels_or_codes(labelled: bool, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "record_id": ["1", "2", "3"],
            "answered_on": ["2017-11-08", "2017-11-09", "2017-11-10"],
            "seconds": [325.0, 200.0, 180.0],
            "Q1": ["华夏证券", "北海证券", "华夏证券"],
            "Q2": [1.0, 3.0, 2.0],
            "Q3": [1.0, 2.0, None],
            "Q4": ["1,3", "", "2"],
        }
    )
    wordings = ["您的开户券商是？", *(question.wording for question in QUESTIONNAIRE.question)]
    labels = {
        "Q2": {1.0: "满意", 2.0: "一般", 3.0: "不满意"},
        "Q3": {1.0: "没有", 2.0: "有"},
    }
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "投资者调查答卷.sav"),
        column_labels=[*frame.columns[:3], *wordings],
        variable_value_labels=labels if labelled else {},
    )
    assert responses(tmp_path).rows() == RESPONSES


def test_the_platforms_own_columns_are_named_and_not_kept() -> None:
    found = import_export(HERE / "platform.csv", QUESTIONNAIRE, None)
    assert found.ignored == ("来源", "来源详情", "来自IP", "总分")
    assert found.unmatched == ()
    assert "10.0.0" not in found.responses.write_csv()


def test_codes_and_letters_are_said_to_be_taken_by_order() -> None:
    assert import_export(HERE / "platform.csv", QUESTIONNAIRE, None).remarks == ()
    by_codes = import_export(HERE / "codes.csv", QUESTIONNAIRE, None).remarks
    assert [remark.split("（")[0] for remark in by_codes] == [
        "codes.csv：“风险提示”有 3 个答案是代码或字母，按问卷选项的次序对应",
        "codes.csv：“搭售”有 2 个答案是代码或字母，按问卷选项的次序对应",
        "codes.csv：“联系方式”有 2 个答案是代码或字母，按问卷选项的次序对应",
    ]


def test_a_header_that_is_alike_is_only_suggested(tmp_path: Path) -> None:
    text = rows("满意,没有,电话").replace("搭售", "搭售,联系的方式")
    found = imported(tmp_path, text)
    assert found.unmatched == (("联系的方式", "联系方式"),)
    assert "联系方式" not in found.responses.columns


def test_a_scored_question_without_a_header_stops(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="缺少列 搭售（sold）"):
        imported(tmp_path, rows("满意,没有").replace("搭售", "别的问题"))


def test_one_answer_that_is_no_option_costs_that_answer_alone(tmp_path: Path) -> None:
    (tmp_path / "投资者调查答卷.csv").write_text(rows("满意,没有", "很满意,有"), encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    table = records.tables["survey_responses"].collect()
    assert table.sort("record_id").select("warned", "sold").rows() == [("满意", "没有"), (None, "有")]
    assert records.quarantine["survey_responses"].is_empty()
    (entry,) = [each for each in records.intake if each.source == "survey_responses"]
    assert (entry.read, entry.used, entry.rejected, entry.excluded) == (2, 2, 0, 0)
    place = records.unrecognised.select("record_id", "firm_id", "file", "row", "header", "question", "value").row(0)
    assert place == ("2", HUAXIA, "投资者调查答卷.csv", 3, "风险提示", "warned", "很满意")
    assert "是否想写“满意”" in records.unrecognised["reason"][0]
    cleaned = clean(table.lazy(), QUESTIONNAIRE, records.unrecognised)
    steps = dict(cleaned.funnel.select("step", "responses").iter_rows())
    assert (steps["accepted"], steps["unrecognised"]) == (2, 1)


def test_an_answer_of_a_row_that_does_not_count_is_not_lost_evidence(tmp_path: Path) -> None:
    text = rows("满意,没有", "很满意,有").replace("2,2017-11-08", "2,2017-13-08")
    (tmp_path / "投资者调查答卷.csv").write_text(text, encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    assert records.quarantine["survey_responses"]["column"].to_list() == ["填答日期"]
    assert records.unrecognised.is_empty()


@pytest.mark.parametrize(("lost", "stops"), [(1, False), (2, False), (3, True)])
def test_more_than_a_twentieth_of_the_answers_to_a_question_stops(lost: int, stops: bool, tmp_path: Path) -> None:
    text = rows(*["很满意,没有"] * lost, *["满意,有"] * (40 - lost))
    (tmp_path / "投资者调查答卷.csv").write_text(text, encoding="utf-8")
    if not stops:
        assert read(tmp_path, sources=ALL).unrecognised.height == lost
        return
    with pytest.raises(UnrecognisedAnswersError) as caught:
        read(tmp_path, sources=ALL)
    for part in (
        "“风险提示”（warned）",
        "40 个答案中有 3 个",
        "“很满意” 3 个",
        "选项：满意、一般、不满意",
        "mapping.toml",
    ):
        assert part in str(caught.value)


def test_small_files_are_counted_together(tmp_path: Path) -> None:
    for at in range(3):
        text = rows("很满意,没有").replace("\n1,", f"\n{at},")
        (tmp_path / f"投资者调查答卷{at}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UnrecognisedAnswersError, match="投资者调查答卷：“风险提示”（warned）的 3 个答案中有 3 个"):
        read(tmp_path, sources=ALL)


def test_a_bad_row_stops_the_import_since_the_table_would_look_whole(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"(?s)有 1 行不合格，没有写出.*第 2 行，填答日期“某日”"):
        imported(tmp_path, rows("满意,没有").replace("2017-11-08", "某日"))


def test_an_unknown_firm_stops_the_import_where_there_is_a_register(tmp_path: Path) -> None:
    (tmp_path / "名录.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "导出.csv").write_text(rows("满意,没有", firm="华厦证券"), encoding="utf-8")
    with pytest.raises(IntakeError, match="没有这家公司，是否指：华夏证券"):
        import_export(tmp_path / "导出.csv", QUESTIONNAIRE, tmp_path / "名录.csv")
    assert import_export(tmp_path / "导出.csv", QUESTIONNAIRE, None).responses["证券公司"].to_list() == ["华厦证券"]


def test_an_answer_that_is_no_option_is_written_as_it_stands(tmp_path: Path) -> None:
    found = imported(tmp_path, rows("满意,没有", "很满意,有"))
    assert found.responses["风险提示"].to_list() == ["满意", "很满意"]


def test_the_table_says_how_every_header_was_taken(tmp_path: Path) -> None:
    (table,) = import_tables(imported(tmp_path, rows("满意,没有", "很满意,")))
    shown = {row[0]: row[1:] for row in table.rows}
    assert shown["风险提示"] == ("风险提示", "表头", "2", "0", "1", "“很满意”")
    assert shown["搭售"] == ("搭售", "表头", "1", "1", "0", "")
    assert "读入 2 行" in table.notes
    (table,) = import_tables(import_export(HERE / "platform.csv", QUESTIONNAIRE, None))
    assert [row[2] for row in table.rows] == ["别名", "题干", "别名", "别名", "题干", "题干", "题干"]


def test_a_wave_all_of_which_lies_outside_the_field_period_is_said_to(tmp_path: Path) -> None:
    period = OutsideFieldPeriod(
        id="outside", kind="outside_field_period", label="不在调查期内", basis="assumed", reference={"title": "例子"}
    )
    dated = QUESTIONNAIRE.model_copy(update={"quality": (*QUESTIONNAIRE.quality, period)})
    (tmp_path / "投资者调查答卷.csv").write_text(
        rows("满意,没有", "一般,有").replace("2017-11-08", "2017-12-15", 1), "utf-8"
    )
    tables = read(tmp_path, sources=(*SOURCES, *sources(dated))).tables
    _, wave = prepare(tables, (), dated)
    assert wave is not None
    steps = dict(wave.funnel.select("step", "responses").iter_rows())
    assert (steps["outside"], steps["accepted"]) == (1, 1)
    late = {"survey_responses": tables["survey_responses"].filter(pl.col("answered_on") > date(2017, 12, 14))}
    with pytest.raises(SurveyError, match=r"1 份答卷全部被剔除：不在调查期内 1 份。.*2017-10-09 至 2017-12-14"):
        prepare(late, (), dated)


def test_routing_is_not_held_against_an_answer_that_was_not_recognised() -> None:
    questionnaire = load_questionnaire(HERE.parent / "quality_questionnaire.toml")
    given = {"record_id": ["1", "2"], "firm_id": ["甲", "甲"], "entity_id": ["甲", "甲"], "sold": [None, None]}
    options = questionnaire.options
    types = {**dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String)}
    frame = pl.DataFrame(given, {**types, "sold": pl.Enum(options["sold"])}).with_columns(
        product=pl.lit("基金").cast(pl.Enum(options["product"])),
        status=pl.lit(None, pl.String),
        answered_on=pl.lit(date(2017, 10, 10)),
    )
    routed = questionnaire.model_copy(
        update={"quality": tuple(rule for rule in questionnaire.quality if rule.kind in ("unfinished", "off_route"))}
    )
    known = pl.DataFrame({"sold": ["是"], "record_id": ["3"], "firm_id": ["甲"], "entity_id": ["甲"]})
    frame = pl.concat([frame, known.cast({"sold": pl.Enum(options["sold"])})], how="diagonal")
    lost = pl.DataFrame({"record_id": ["1"], "firm_id": ["甲"], "question": ["sold"]})
    assert clean(frame.lazy(), routed, lost).rejected.collect()["record_id"].to_list() == ["2"]


OPEN = (
    "答卷编号,提交时间,所用时间,1、您的开户券商是？,2、开户券商提醒您风险，您满意吗？[单选题],"
    "3、有没有被要求“搭配”购买产品？"
)
ASKED = '"4、券商怎样联系您？（可多选）[多选题]{}"'
ANSWERED = [
    ("1,2017-11-08,325,华夏证券,满意,没有", (True, False, True)),
    ("2,2017-11-09,200,北海证券,不满意,有", (False, False, False)),
    ("3,2017-11-10,180,华夏证券,一般,", (False, True, False)),
]
OPTIONS = ("电话", "短信、微信", "现场")
SPREAD = {
    "1 and 0, the option in brackets": ("({})", ["1"] * 3, "0"),
    "选中 and 未选中, the option behind a colon": ("：{}", ["选中"] * 3, "未选中"),
    "the option's text and blanks": ("_{}", OPTIONS, ""),
    "the option with its letter": ("-{}", ["A.电话", "B.短信、微信", "C.现场"], "(跳过)"),
    "a letter in the header, true and false": ("[A.{}]", ["TRUE"] * 3, "FALSE"),
    "as Qualtrics writes it": (" - Selected Choice - {}", OPTIONS, ""),
}


PIECES = Limits(batch_rows=1, block_bytes=80, held_bytes=0)


def spread_out(header: str, chosen: Sequence[str], not_chosen: str, *, last: str = "") -> str:
    titles = ",".join(ASKED.format(header.format(option)) for option in OPTIONS)
    lines = [f"{OPEN},{titles}"]
    for given, answers in ANSWERED:
        cells = [yes if answer else not_chosen for yes, answer in zip(chosen, answers, strict=True)]
        lines.append(f"{given},{','.join(cells)}")
    return "\n".join([*lines, *([last] if last else [])]) + "\n"


@pytest.mark.parametrize(
    "limits", [Limits(), Limits(batch_rows=1, block_bytes=80, held_bytes=0)], ids=["whole", "pieces"]
)
@pytest.mark.parametrize("written", SPREAD.values(), ids=SPREAD)
def test_options_in_columns_of_their_own_are_one_question(
    tmp_path: Path, written: tuple[str, Sequence[str], str], limits: Limits
) -> None:
    (tmp_path / "投资者调查答卷.csv").write_text(spread_out(*written), encoding="utf-8")
    records = read(tmp_path, sources=ALL, limits=limits)
    table = records.tables["survey_responses"].collect().select(COLUMNS).sort("record_id")
    assert table.with_columns(pl.col("warned", "sold").cast(pl.String)).rows() == RESPONSES
    [entry] = [entry for entry in records.intake if entry.source == "survey_responses"]
    assert (entry.read, entry.used, entry.dropped) == (3, 3, ())
    assert entry.remarks == ("投资者调查答卷.csv：“联系方式”的 3 个选项各占一列，已合为一题",)
    assert records.unrecognised.is_empty()


def test_options_in_columns_of_their_own_are_imported_as_one(tmp_path: Path) -> None:
    found = imported(tmp_path, spread_out("({})", ["1"] * 3, "0"))
    assert found.remarks == ("导出.csv：“联系方式”的 3 个选项各占一列，已合为一题",)
    assert found.responses["联系方式"].to_list() == [row[-1] for row in RESPONSES]
    assert found.unmatched == ()


def test_a_mark_that_says_neither_yes_nor_no_costs_that_answer(tmp_path: Path) -> None:
    last = "4,2017-11-11,190,华夏证券,满意,没有,2,1,0"
    (tmp_path / "投资者调查答卷.csv").write_text(spread_out("({})", ["1"] * 3, "0", last=last), encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    assert records.unrecognised.select("record_id", "question", "value").rows() == [("4", "channels", "2┋短信、微信")]
    table = records.tables["survey_responses"].collect().sort("record_id")
    assert table["channels"].to_list() == [*(row[-1] for row in RESPONSES), None]


def test_a_header_that_stands_again_is_one_still(tmp_path: Path) -> None:
    text = spread_out("({})", ["1"] * 3, "0")
    (tmp_path / "投资者调查答卷.csv").write_text(text + text.splitlines()[0] + "\n", encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    [entry] = [entry for entry in records.intake if entry.source == "survey_responses"]
    assert (entry.read, entry.used, entry.excluded) == (4, 3, 1)


UNCERTAIN = {
    "two columns for one option": ["：电话", "_电话", "：现场"],
    "one option alone": ["：电话", "：别的", "：另外的"],
}


@pytest.mark.parametrize("headers", UNCERTAIN.values(), ids=UNCERTAIN)
def test_columns_that_may_be_options_or_not_are_left(tmp_path: Path, headers: list[str]) -> None:
    titles = ",".join(ASKED.format(header) for header in headers)
    lines = [f"{OPEN},{titles}", *(f"{given},1,0,1" for given, _ in ANSWERED)]
    (tmp_path / "投资者调查答卷.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    assert records.tables["survey_responses"].collect()["channels"].null_count() == 3
    [entry] = [entry for entry in records.intake if entry.source == "survey_responses"]
    assert len(entry.dropped) == 3


STATUSES = {
    "finished responses of investors": ([("IP Address", "True"), ("Imported", "1"), ("IP Address", "False")], 0),
    "numbers for both": ([("0", "1"), ("4", "1"), ("16", "0")], 0),
    "a preview and spam": ([("Survey Preview", "True"), ("Spam", "True"), ("IP Address", "False")], 2),
    "a test by its number": ([("1", "1"), ("0", "1"), ("0", "0")], 1),
}


@pytest.mark.parametrize(("told", "rejected"), STATUSES.values(), ids=STATUSES)
def test_what_qualtrics_says_of_a_response_is_its_status(
    tmp_path: Path, told: list[tuple[str, str]], rejected: int
) -> None:
    lines = (HERE / "qualtrics.csv").read_text(encoding="utf-8").splitlines()
    more = (
        ["Status,Finished,Progress"] * 2 + ['"{""ImportId"":""x""}",,'] + [f"{kind},{done},100" for kind, done in told]
    )
    text = "\n".join(f"{line},{end}" for line, end in zip(lines, more, strict=True)) + "\n"
    (tmp_path / "投资者调查答卷.csv").write_text(text, encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    [entry] = [entry for entry in records.intake if entry.source == "survey_responses"]
    assert (entry.read - entry.excluded, entry.rejected) == (3, rejected)
    assert records.tables["survey_responses"].collect().sort("record_id")["status"].to_list() == [
        "已完成" if done in ("True", "1") else "已开始"
        for kind, done in told
        if kind not in ("Survey Preview", "Spam", "1")
    ]


def test_a_status_column_of_another_platform_is_read_as_it_stands(tmp_path: Path) -> None:
    text = rows("满意,没有", "一般,有").replace("搭售", "搭售,Status").replace("没有\n", "没有,已完成\n")
    (tmp_path / "投资者调查答卷.csv").write_text(text.replace("有\n", "有,0\n"), encoding="utf-8")
    records = read(tmp_path, sources=ALL)
    assert records.quarantine["survey_responses"].select("row", "value").rows() == [(3, "0")]
