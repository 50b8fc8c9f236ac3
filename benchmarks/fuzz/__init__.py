"""Cells, and orders of commands, that nobody thought of: `make fuzz`."""
