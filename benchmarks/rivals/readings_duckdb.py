"""Readings to months in DuckDB SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rivals import Fates
from benchmarks.rivals.in_duckdb import connect, fetch_number, write
from benchmarks.rivals.readings_rules import ABNORMAL, FILE, NORMAL, closed_days, known_series

if TYPE_CHECKING:
    from pathlib import Path

_SERIES = """
create table series (label varchar, written varchar, indicator varchar, system varchar, kind varchar,
                     low double, high double, how varchar)
"""
_READ = f"""
create view readings as
select entity, indicator, system, how, 日期 as day, file_row_number as place, 数值 is null as empty,
       case when kind = 'state'
            then case when 数值 = '{NORMAL}' then 0.0 when starts_with(数值, '{ABNORMAL}：') then 1.0 end
            else try_cast(数值 as double) end as value,
       coalesce(value is not null and (kind = 'state' or value between low and high)
                and (kind <> 'count' or (value = round(value) and value >= 0)), false) as readable,
       isodow(日期) <= 5 and 日期 not in (select day from closed) as due
from file left join names on 证券公司 = name
          left join series on 指标 = label and 系统 is not distinct from written
"""
_SOUND = """
create view sound as
select * from readings where empty or (entity is not null and indicator is not null and day is not null and readable)
"""
_KEY = "entity, indicator, system, day"
_SUSPECT = f"""
create table suspect as
select {_KEY}, value, empty or not due as apart, place from sound
where entity is not null and hash({_KEY}) in (
  select hash({_KEY}) from sound where entity is not null group by 1 having count(*) > 1
)
"""
_DOUBLED = f"""
create table doubled as
select place, apart from (
  select place, apart, place > min(place) over same as later,
         min(coalesce(value, -1)) over same <> max(coalesce(value, -1)) over same as odd
  from suspect window same as (partition by {_KEY})
) where odd or later
"""
_MONTHS = """
select entity as firm_id, indicator as parameter, system || ' ' || strftime(month, '%Y-%m') as cause,
       case how when 'last' then last when 'mean' then mean when 'sum' then sum else max end as quantity
from (
  select entity, indicator, system, how, date_trunc('month', day) as month,
         arg_max(value, day) as last, avg(value) as mean, sum(value) as sum, max(value) as max
  from sound where not empty and due and place not in (select place from doubled) group by all
)
"""


def reduce(folder: Path, out: Path) -> Fates:
    """Put readings together by month."""
    connection = connect(folder, FILE)
    connection.execute("create table closed (day date)")
    connection.executemany("insert into closed values (?)", [(day,) for day in closed_days()])
    connection.execute(_SERIES)
    pairs = connection.execute("select distinct 指标, 系统 from file").fetchall()
    connection.executemany("insert into series values (?, ?, ?, ?, ?, ?, ?, ?)", known_series(pairs))
    for statement in (_READ, _SOUND, _SUSPECT, _DOUBLED):
        connection.execute(statement)
    write(connection, _MONTHS, out)
    read = fetch_number(connection, "select count(*) from file")
    sound = fetch_number(connection, "select count(*) from sound")
    apart = fetch_number(connection, "select count(*) from sound where empty or not due")
    doubled = fetch_number(connection, "select count(*) from doubled")
    apart -= fetch_number(connection, "select count(*) from doubled where apart")
    return Fates(read, sound - doubled - apart, read - sound + doubled, apart)
