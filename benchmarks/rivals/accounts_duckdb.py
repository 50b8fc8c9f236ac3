"""Account tables to the twelve indicators in DuckDB SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from benchmarks.rivals import Fates
from benchmarks.rivals.accounts_rules import (
    ADULT_BORN,
    AS_OF,
    CENTENARIAN_BORN,
    CHECK,
    CUSTOMERS,
    FACTORS,
    FUNDS,
    NO_CUSTODY,
    ONE_CODES,
    OTHER,
    PERSON,
    RESIDENT,
    SECURITIES,
    TABLES,
    UNSETTLED,
    DoubledError,
)
from benchmarks.rivals.in_duckdb import fetch_number, write

if TYPE_CHECKING:
    from pathlib import Path

_SUM = " + ".join(f"(b // {10 ** (16 - place)}) % 10 * {factor}" for place, factor in enumerate(FACTORS))
_MACROS = (
    """create macro digits(n) as try_cast(case length(n) when 18 then left(n, 17)
       when 15 then left(n, 6) || '19' || right(n, 9) end as bigint)""",
    "create macro born(b) as (b // 1000) % 100000000",
    f"create macro sums(b) as {_SUM}",
    f"""create macro body(n) as case when try_strptime(born(digits(n))::varchar, '%Y%m%d') is not null
        and (length(n) = 15 or right(n, 1) = substr('{CHECK}', (sums(digits(n)) % 11 + 1)::int, 1))
        then digits(n) end""",
)
_CUSTOMERS = f"""
select count(*) as read,
       count(*) filter (证件类型 = '{RESIDENT}' and length(证件号码) = 15 and body is not null) as fifteen_customers,
       count(*) filter (客户类别 = '{PERSON}' and born > {ADULT_BORN}) as minors,
       count(*) filter (客户类别 = '{PERSON}' and born <= {CENTENARIAN_BORN}) as centenarians,
       count(*) filter (联系电话 is null and 手机号码 is null) as no_phone,
       count(*) filter (联系地址 is null) as no_address,
       count(*) filter (证件有效期 < date '{AS_OF}') as expired
from (
  select *, body(证件号码) as body, coalesce(born(body), strftime(出生日期, '%Y%m%d')::bigint) as born
  from {CUSTOMERS}
)
"""
_KEY_DATA = """
select count(*) from {table} t join {customers} c using (客户号)
where t.姓名 <> c.姓名 or t.证件类型 <> c.证件类型
   or (t.证件号码 <> c.证件号码 and coalesce(body(t.证件号码)::varchar, t.证件号码)
                                    <> coalesce(body(c.证件号码)::varchar, c.证件号码))
"""
_CODES = f"""
create table codes as
select 一码通, body(证件号码) as body, 证件类型, length(证件号码) as digits, 客户类别 = '{PERSON}' as person
from {ONE_CODES} join (select 客户号, 客户类别 from {CUSTOMERS}) using (客户号)
"""
_HELD = "select count(distinct 一码通) as n from codes where person and body is not null group by body"
_NUMBERS = {
    "fifteen_one_codes": f"""select count(distinct 一码通) from codes
                             where 证件类型 = '{RESIDENT}' and digits = 15 and body is not null""",
    "other_documents": f"select count(distinct 一码通) from codes where 证件类型 = '{OTHER}' and person",
    "several_one_codes": f"select sum(n) from ({_HELD}) where n > 1",
    "no_custody": f"select count(distinct 资金账户) from {FUNDS} where 存管状态 = '{NO_CUSTODY}'",
    "usage": f"select count(distinct 证券账户) from {SECURITIES} where 使用信息申报状态 in {UNSETTLED}",
}


def reduce(folder: Path, out: Path) -> Fates:
    """Count the indicators."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    for macro in _MACROS:
        connection.execute(macro)
    read = 0
    for table, key in TABLES.items():
        path = str(folder / f"{table}.parquet").replace("'", "''")
        connection.execute(f"create view {table} as select * from read_parquet('{path}')")
        _insist_on_single(connection, table, key)
        read += fetch_number(connection, f"select count(*) from {table}")
    customers = connection.execute(_CUSTOMERS)
    names = [column for column, *_ in customers.description]
    found = dict(zip(names, customers.fetchone() or (), strict=True))
    connection.execute(_CODES)
    found |= {name: fetch_number(connection, query) for name, query in _NUMBERS.items()}
    queries = [_KEY_DATA.format(table=table, customers=CUSTOMERS) for table in (ONE_CODES, FUNDS, SECURITIES)]
    found["key_data"] = sum(fetch_number(connection, query) for query in queries)
    del found["read"]
    told = ", ".join(f"('{name}', {value}::double)" for name, value in found.items())
    query = f"select '' as firm_id, parameter, '' as cause, quantity from (values {told}) as t(parameter, quantity)"
    write(connection, query, out)
    return Fates(read, read, 0, 0)


def _insist_on_single(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    columns = key if table == CUSTOMERS else f"{key}, 客户号"
    hashes = f"select hash({columns}) as h from {table} group by h having count(*) > 1"
    rows = f"select {columns} from {table} where hash({columns}) in ({hashes}) group by all having count(*) > 1"
    if fetch_number(connection, f"select count(*) from ({rows})"):
        raise DoubledError(table)
