"""Tables for programs: CSV, JSON and Parquet with a Frictionless descriptor, and the dictionary of their columns."""

from reports.datapackage.dictionary import OF_FIRMS_ALONE
from reports.datapackage.files import FORMS, Form
from reports.datapackage.package import DESCRIPTOR, About, write_datapackage

__all__ = ["DESCRIPTOR", "FORMS", "OF_FIRMS_ALONE", "About", "Form", "write_datapackage"]
