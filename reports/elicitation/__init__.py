"""Forms on which experts judge the weights of indicators, and what their judgements come to."""

from reports.elicitation.form import write_form
from reports.elicitation.layout import METHODS, Method, Siblings, sheet_name
from reports.elicitation.tables import elicitation_tables
from reports.elicitation.told import Elicited
from reports.elicitation.workbook import write_elicitation

__all__ = [
    "METHODS",
    "Elicited",
    "Method",
    "Siblings",
    "elicitation_tables",
    "sheet_name",
    "write_elicitation",
    "write_form",
]
