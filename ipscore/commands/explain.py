"""`ipscore explain`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated, Literal

from ipscore.parameters import NodeArgument, RunArgument, argument, option


def explain(
    run: RunArgument,
    firm: Annotated[
        str,
        argument(metavar="FIRM", help="公司：代码、全称、简称或曾用名"),
    ],
    node: NodeArgument = None,
    form: Annotated[
        Literal["table", "json"],
        option("--format", "-f", help="输出格式；json 的结构见 ipscore/schemas/explain.schema.json"),
    ] = "table",
) -> None:
    """Explain a firm's scores: all of them, or one down to its records."""
    from ipscore.lookup import find_firm, find_node
    from ipscore.output import print_json
    from ipscore.run_folder import Run
    from reports.rejected_rows import rejected_text
    from reports.terminal import show

    opened = Run.open(run)
    found = find_firm(opened.table("firms"), firm, opened.rulebook.words.noun)
    at = None if node is None else find_node(opened.rulebook, node)
    evaluation = opened.evaluation
    if form == "json":
        from ipscore.json_documents import explain_document
        from ipscore.run_records import kinds_of_run

        document = explain_document(evaluation, found, at, kinds_of_run(opened))
        opened.require_unreplaced()
        print_json(document)
        return
    if at is None:
        from reports.firm_table import overview_table

        shown = [overview_table(evaluation, found.firm_id, found.name)]
    else:
        from ipscore.run_records import kinds_of_run
        from reports.explanation_tables import explanation_table, record_tables, rules_tables

        shown = [
            explanation_table(evaluation, found.firm_id, found.name, at),
            *rules_tables(evaluation, found.firm_id, at),
            *record_tables(evaluation, found.firm_id, at, kinds_of_run(opened)),
        ]
    behind = opened.rulebook.sources_behind(at or "total")
    opened.require_unreplaced()
    show(*([found.remark] if found.remark else []), *shown, rejected_text(evaluation.intake, behind))
