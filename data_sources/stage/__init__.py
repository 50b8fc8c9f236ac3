"""From a file, whatever its format, to tables of cells as the file shows them."""
