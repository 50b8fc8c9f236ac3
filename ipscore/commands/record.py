"""`ipscore record`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated, Literal

from ipscore.parameters import RunArgument, argument, option


def record(
    run: RunArgument,
    record_id: Annotated[str, argument(metavar="ID", help="记录编号，如 GD201700001")],
    *,
    source: Annotated[
        str | None, option("--source", metavar="NAME", help="只在一个数据源里找，如 complaints 或 12386投诉工单")
    ] = None,
    form: Annotated[
        Literal["table", "json"],
        option("--format", "-f", help="输出格式；json 的结构见 ipscore/schemas/record.schema.json"),
    ] = "table",
) -> None:
    """Show one record: what it says, where it stands, what it cost whom."""
    from ipscore.json_documents import record_document
    from ipscore.output import print_json
    from ipscore.record_lookup import find_record
    from ipscore.record_tables import record_tables
    from ipscore.run_folder import Run
    from reports.terminal import show

    opened = Run.open(run)
    found = find_record(opened, record_id, source)
    opened.require_unreplaced()
    if form == "json":
        print_json(record_document(found))
    else:
        show(*(table for one in found for table in record_tables(one)))
