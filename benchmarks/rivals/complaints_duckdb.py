"""Complaints to evidence in DuckDB SQL: one pass counts, one finds numbers that stand twice, one looks at these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rivals import Fates
from benchmarks.rivals.complaints_rules import (
    CATEGORIES,
    DONE_BY,
    FILE,
    FIRST,
    LAST,
    NOT_DONE,
    PARAMETERS,
    PHONE,
    RECEIVED,
)
from benchmarks.rivals.in_duckdb import connect, fetch_number, write

if TYPE_CHECKING:
    from pathlib import Path

_SOUND = f"""
create view sound as
select 工单编号 as record, 证券公司 as name, 投诉类别 as category, 受理日期 as received, 办结日期 as closed,
       是否存在过错 as fault, 受理日期 between date '{FIRST}' and date '{LAST}' as inside,
       coalesce(办结日期 > date '{DONE_BY}', true) as late
from file
where 投诉类别 in {CATEGORIES} and 受理日期 is not null and 是否存在过错 is not null
  and coalesce(办结日期 >= 受理日期, true) and not regexp_full_match(工单编号, '{PHONE}')
  and 证券公司 in (select name from names)
"""
_KEY = "category, fault, inside, late"
_COUNTED = f"""
create table counted as
select firm, {_KEY}, sum(n) as n
from (select name, {_KEY}, count(*) as n from sound group by all) join names using (name)
group by all
"""
_TWICE = "create table twice as select hash(record) as h from sound group by h having count(*) > 1"
_SUSPECT = f"""
create table suspect as
select firm, record, {_KEY}, hash(entity, category, received, closed, fault) as content, count(*) as n
from sound join names using (name) where hash(record) in (select h from twice) group by all
"""
_DOUBLED = f"""
create table doubled as
select firm, {_KEY}, sum(if(contents > 1, n, n - 1)) as n
from (select *, count(*) over (partition by record) as contents from suspect) group by all
"""
_LEFT = f"""
create table evidenced as
select firm, {_KEY}, sum(n) as n
from (select * from counted union all by name select firm, {_KEY}, -n as n from doubled) group by all
"""


def _evidence() -> str:
    used = "select firm, category, fault, late, n from evidenced where firm is not null and inside"
    found = [
        f"select firm, '{parameter}' as parameter, n from used where category = '{category}'"
        + ("" if fault is None else f" and fault = {fault}")
        for parameter, category, fault in PARAMETERS
    ]
    found += [
        f"select firm, '{RECEIVED}' as parameter, n from used",
        f"select firm, '{NOT_DONE}' as parameter, n from used where late",
    ]
    return (
        f"with used as ({used}) select firm as firm_id, parameter, '' as cause, sum(n)::double as quantity "
        f"from ({' union all '.join(found)}) group by all having sum(n) > 0"
    )


def reduce(folder: Path, out: Path) -> Fates:
    """Count complaints."""
    connection = connect(folder, FILE)
    for statement in (_SOUND, _COUNTED, _TWICE, _SUSPECT, _DOUBLED, _LEFT):
        connection.execute(statement)
    write(connection, _evidence(), out)
    read = fetch_number(connection, "select count(*) from file")
    kept = fetch_number(connection, "select sum(n) from evidenced")
    used = fetch_number(connection, "select sum(n) from evidenced where firm is not null and inside")
    return Fates(read, used, read - kept, kept - used)
