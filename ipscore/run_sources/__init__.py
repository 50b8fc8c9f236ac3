"""Runs among the records, as the records of the sources that a rulebook makes of them."""
