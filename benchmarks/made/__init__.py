"""Rows of every kind of record, made by their number."""
