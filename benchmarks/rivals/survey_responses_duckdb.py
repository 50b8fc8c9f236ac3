"""Responses to evidence in DuckDB SQL: the sound ones in a table, and the few that share something looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rivals import Fates
from benchmarks.rivals.in_duckdb import connect, fetch_number, write
from benchmarks.rivals.survey_responses_rules import (
    ATTENTION,
    COLUMNS,
    CONTRADICTION,
    EXPECTED,
    FILE,
    FIRST,
    LAST,
    OPTIONS,
    QUESTIONS,
    SHARE_OF_MEDIAN,
    STATUSES,
)

if TYPE_CHECKING:
    from pathlib import Path

_ALLOWED = " and ".join(f"coalesce({column} in {options}, true)" for column, options in OPTIONS.items())
_NAMES = [question for question, _ in QUESTIONS.values()]
_SOUND = f"""
create table sound as
select file_row_number as place, firm, 答卷编号, 填答日期, 受访者编号, 设备标识, 填答状态, 填答用时, 是否该公司客户,
       {ATTENTION}, {", ".join(_NAMES)}, hash(entity, {", ".join(COLUMNS)}) as content
from file join names on 证券公司 = name
where 填答日期 is not null and 填答状态 in {STATUSES} and 填答用时 >= 0 and {_ALLOWED}
"""
_SUSPECT = """
create table suspect as
select place, firm, 答卷编号 as record, content from sound
where hash(答卷编号) in (select hash(答卷编号) from sound group by 1 having count(*) > 1)
"""
_DOUBLED = """
create table doubled as
select place, firm from (
  select place, firm, min(content) over same <> max(content) over same as odd, place > min(place) over same as later
  from suspect window same as (partition by record)
) where odd or later
"""
_USED = "create view used as select * from sound where firm is not null and place not in (select place from doubled)"
_FINISHED = f"""
create view finished as
select * from used
where 填答状态 = '{STATUSES[0]}' and 填答日期 between date '{FIRST}' and date '{LAST}'
  and coalesce(是否该公司客户, true)
"""
_LATER = """
create table later_{name} as
select place from (
  select place, row_number() over (partition by firm, {column} order by 填答日期, 答卷编号) as nth
  from {among} where hash(firm, {column}) in (
    select hash(firm, {column}) from {among} where {column} is not null group by 1 having count(*) > 1
  )
) where nth > 1
"""
_ALONE = "create view alone as select * from finished where place not in (select place from later_respondent)"
_BOTH = " and ".join(f"coalesce({column} = '{answer}', false)" for column, answer in CONTRADICTION.items())
_ACCEPTED = f"""
create view accepted as
select * from alone
where place not in (select place from later_device)
  and 填答用时 >= {SHARE_OF_MEDIAN} * (select median(填答用时) from used where 填答状态 = '{STATUSES[0]}')
  and coalesce({ATTENTION} = '{EXPECTED}', true) and not ({_BOTH})
"""
_COUNTED = f"""
create table counted as
select firm, {", ".join(_NAMES)}, count(*) as n from accepted group by all
"""


def _evidence() -> str:
    found = [
        f"select firm as firm_id, '{node}.answers' as parameter, {question} as cause, sum(n)::double as quantity "
        f"from counted where {question} is not null group by all"
        for node, (question, _) in QUESTIONS.items()
    ]
    return " union all ".join(found)


def reduce(folder: Path, out: Path) -> Fates:
    """Count answers."""
    connection = connect(folder, FILE)
    respondent = _LATER.format(name="respondent", column="受访者编号", among="finished")
    device = _LATER.format(name="device", column="设备标识", among="alone")
    steps = (_SOUND, _SUSPECT, _DOUBLED, _USED, _FINISHED, respondent, _ALONE, device, _ACCEPTED, _COUNTED)
    for statement in steps:
        connection.execute(statement)
    write(connection, _evidence(), out)
    read = fetch_number(connection, "select count(*) from file")
    kept = fetch_number(connection, "select count(*) from sound") - fetch_number(
        connection, "select count(*) from doubled"
    )
    used = fetch_number(connection, "select count(*) from used")
    return Fates(read, used, read - kept, kept - used)
