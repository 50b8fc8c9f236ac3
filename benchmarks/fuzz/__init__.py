"""Cells that nobody thought of: `make fuzz`."""
