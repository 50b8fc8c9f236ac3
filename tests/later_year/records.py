"""Records of 2018, made of the demonstration's of 2017: a year later, with firms that are new, and a new source."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from stdnum.cn import uscc

from indicator_tree import load_rulebook
from ipscore import read_records

FIRMS, YEAR = 108, timedelta(days=365)
RESPONSES = 75
OLD_ID, NEW_ID = "2017", "2018"
FILES = {
    "fund_warnings": "资金监控预警",
    "complaints": "12386投诉工单",
    "integrity_measures": "诚信档案措施",
    "annual_ratios": "年报风控指标",
    "education_products": "投教产品",
    "education_activities": "投教活动",
    "education_bases": "投教基地",
    "social_projects": "社会责任项目",
    "phone_checks": "电话畅通调查",
    "survey_responses": "投资者调查答卷",
}
SECRETS = ("respondent", "device")
CAUSES = ("系统", "人员", "制度")
MATTERS = ("估值差错", "信息披露", "划款差错")


def write_later_year(demonstration: Path, folder: Path) -> Path:
    """Write one CSV per source; 101 firms of last year and 7 whose records are copies of the first ones'."""
    records = read_records(demonstration / "records", load_rulebook("2017"), cache=False)
    old = records.firms.filter(status="evaluated").sort("firm_id")
    fresh = [(_code(n), f"新{'甲乙丙丁戊己庚'[n]}证券") for n in range(FIRMS - old.height)]
    copied = {code: old["firm_id"][n] for n, (code, _) in enumerate(fresh)}
    folder.mkdir(parents=True)
    register = [
        *old.select("firm_id", "full_name", "firm", "established_on").rows(),
        *((code, f"{name}股份有限公司", name, date(2012, 5, 1)) for code, name in fresh),
    ]
    names = ["firm_id", "full_name", "short_name", "established_on"]
    _write(
        pl.DataFrame(register, names, orient="row").with_columns(
            brokerage=pl.lit("是"), former_names=pl.lit(""), merged_into=pl.lit("")
        ),
        folder / "证券公司名录.csv",
    )
    for name, title in FILES.items():
        _write(_later(name, records.tables[name].collect(), copied), folder / f"{title}.csv")
    _write(_custody(old["firm_id"].to_list() + list(copied)), folder / "基金托管检查.csv")
    return folder


def _later(name: str, table: pl.DataFrame, copied: dict[str, str]) -> pl.DataFrame:
    """A source a year later: its dates, its numbers, the new firms, what the questionnaire and the contract ask now."""
    dates = [column for column, dtype in table.schema.items() if dtype == pl.Date]
    moved = [
        pl.lit(date(2018, 12, 31)).alias(column) if column == "as_of" else pl.col(column) + YEAR for column in dates
    ]
    texts = [pl.col(column).cast(pl.String) for column, dtype in table.schema.items() if isinstance(dtype, pl.Enum)]
    flags = [
        pl.when(column).then(pl.lit("是")).when(~pl.col(column)).then(pl.lit("否")).alias(column)
        for column, dtype in table.schema.items()
        if dtype == pl.Boolean
    ]
    table = table.drop(*(column for column in SECRETS if column in table.columns))
    table = table.with_columns(*moved, *texts, *flags)
    if name == "survey_responses":
        table = table.group_by("firm_id", maintain_order=True).head(RESPONSES)
        half = pl.int_range(pl.len()) % 5 == 0
        table = table.with_columns(
            suitability_match=pl.when(half & pl.col("suitability_match").is_not_null())
            .then(pl.lit("部分是"))
            .otherwise("suitability_match")
        )
    if name == "complaints":
        place = pl.int_range(pl.len()) % len(CAUSES)
        table = table.with_columns(cause=place.replace_strict(dict(enumerate(CAUSES)), return_dtype=pl.String))
    copies = [
        table.filter(firm_id=source).with_columns(firm_id=pl.lit(code), **_renumbered(table, f"-N{n}"))
        for n, (code, source) in enumerate(copied.items())
    ]
    whole = pl.concat([table, *copies]).rename({"firm_id": "firm"}).drop("entity_id")
    if name == "annual_ratios":
        return whole.drop("record_id")  # the reader's own: the source has none
    if "record_id" in whole.columns:
        whole = whole.with_columns(pl.col("record_id").str.replace(OLD_ID, NEW_ID))
    return whole


def _renumbered(table: pl.DataFrame, suffix: str) -> dict[str, pl.Expr]:
    return {"record_id": pl.col("record_id") + suffix} if "record_id" in table.columns else {}


def _custody(firms: list[str]) -> pl.DataFrame:
    rows = [
        (f"TG2018-{n:03}", firms[n * 37 % len(firms)], date(2018, 1, 15) + timedelta(days=7 * n), MATTERS[n % 3])
        for n in range(45)
    ]
    return pl.DataFrame(rows, ["检查编号", "证券公司", "检查日期", "问题"], orient="row")


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_csv(path, include_bom=True)


def _code(number: int) -> str:
    body = f"91990000NEWF{number:05}".replace("I", "1")
    return body + uscc.calc_check_digit(body)
