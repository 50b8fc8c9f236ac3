"""`ipscore explain`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from dataclasses import asdict
from typing import Annotated, Literal

from ipscore.parameters import NodeArgument, RunArgument, argument, option


def explain(
    run: RunArgument,
    firm: Annotated[
        str,
        argument(metavar="FIRM", help="公司：代码、全称、简称或曾用名"),
    ],
    node: NodeArgument = None,
    form: Annotated[Literal["table", "json"], option("--format", "-f", help="输出格式")] = "table",
) -> None:
    """Explain a firm's scores: all of them, or one down to its records."""
    from ipscore.lookup import find_firm, find_node
    from ipscore.output import print_json
    from ipscore.run_folder import Run
    from reports import explanation, explanation_tables, firm_scores
    from reports.rejected_rows import rejected_text
    from reports.terminal import show

    opened = Run.open(run)
    found = find_firm(opened.table("firms"), firm, opened.rulebook.words.noun)
    at = None if node is None else find_node(opened.rulebook, node)
    evaluation = opened.evaluation
    if form == "json":
        if at is None:
            print_json(firm_scores.explain_firm(evaluation, found.firm_id).to_dicts())
        else:
            print_json([asdict(step) for step in explanation.explain(evaluation, found.firm_id, at)])
        return
    table = explanation_tables.explanation_table(evaluation, found.firm_id, found.name, at)
    behind = opened.rulebook.sources_behind(at or "total")
    show(*([found.remark] if found.remark else []), table, rejected_text(evaluation.intake, behind))
