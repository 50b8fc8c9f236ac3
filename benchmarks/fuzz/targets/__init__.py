"""Functions that take any text and raise `BrokenError` where something that must hold does not."""
