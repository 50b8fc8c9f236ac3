"""Warnings to evidence in DuckDB SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rivals import Fates
from benchmarks.rivals.fund_warnings_rules import FILE, FIRST, LAST, LEVELS, parameter
from benchmarks.rivals.in_duckdb import connect, fetch_number, write

if TYPE_CHECKING:
    from pathlib import Path

_SOUND = f"""
create view sound as
select 预警编号 as record, entity, firm, 预警日期 as occurred, 预警级别 as level, 预警事项 as matter,
       file_row_number as place
from file join names on 证券公司 = name
where 预警级别 in {tuple(LEVELS)} and 预警日期 is not null
"""
_SUSPECT = """
create table suspect as
select *, hash(entity, occurred, level, matter) as content from sound
where hash(record) in (select hash(record) from sound group by 1 having count(*) > 1)
"""
_DOUBLED = """
create table doubled as
select place from (
  select place, min(content) over same <> max(content) over same as odd, place > min(place) over same as later
  from suspect window same as (partition by record)
) where odd or later
"""
_COUNTED = """
create table counted as
select entity, firm, occurred, level, matter, count(*) as n from sound
where place not in (select place from doubled) group by all
"""
_EVENTS = f"""
create table events as
select firm, level, sum(most) as counted, sum(reported - most) as merged
from (
  select firm, occurred, level, matter, max(n) as most, sum(n) as reported from counted
  where firm is not null and occurred between date '{FIRST}' and date '{LAST}' group by all
) group by all
"""


def _evidence() -> str:
    found = [
        f"select firm as firm_id, '{parameter(level, merged=merged)}' as parameter, '' as cause, "
        f"{'merged' if merged else 'counted'}::double as quantity from events where level = '{level}'"
        for level in LEVELS
        for merged in (False, True)
    ]
    return f"select * from ({' union all '.join(found)}) where quantity > 0"


def reduce(folder: Path, out: Path) -> Fates:
    """Count warnings."""
    connection = connect(folder, FILE)
    for statement in (_SOUND, _SUSPECT, _DOUBLED, _COUNTED, _EVENTS):
        connection.execute(statement)
    write(connection, _evidence(), out)
    read = fetch_number(connection, "select count(*) from file")
    kept = fetch_number(connection, "select sum(n) from counted")
    used = fetch_number(connection, "select sum(counted + merged) from events")
    return Fates(read, used, read - kept, kept - used)
