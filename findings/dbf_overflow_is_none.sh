#!/bin/sh
# dbf 0.99.11 gives None for a numeric field full of asterisks, which is how dBase and FoxPro store a number that is too long
# for its field, and None as well for a field of blanks: a number that was lost cannot be told from one that was never there.
# Expected: an error, or something else than the empty field. What follows: whoever reads clearing files with it has to look
# at the bytes of the field.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet dbf==0.99.11
"$away/env/bin/python" - "$away/amounts.dbf" <<'PYTHON'
import struct
import sys
from importlib.metadata import version

import dbf

path = sys.argv[1]
field = b"AMOUNT".ljust(11, b"\0") + b"N" + bytes(4) + bytes([5, 2]) + bytes(14)
records = b" 12.50" + b" *****" + b"      "
header = struct.pack("<BBBBLHH20x", 3, 124, 3, 1, 3, 32 + len(field) + 1, 6)
with open(path, "wb") as file:
    file.write(header + field + b"\r" + records + b"\x1a")
table = dbf.Table(path, codepage="cp936").open(dbf.READ_ONLY)
found = [record.AMOUNT for record in table]
table.close()
print("dbf", version("dbf"), "reads 12.50, *****, blanks as", found)
assert found == [12.5, None, None], "they are told apart now"
PYTHON
