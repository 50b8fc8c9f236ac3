#!/bin/sh
# uv 0.13.9 with another index than the one in uv.lock (UV_DEFAULT_INDEX): `uv run` takes other bytes under the locked name
# and version, runs them, and writes the lock anew, without a word. `uv sync --locked` refuses the index even where it has
# the same files. Expected: the same files are taken from the other index, and others refused by the hashes of the lock.
# What follows: from a mirror the locked packages are installed by `uv export` and `uv pip sync`, which hold to the hashes.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet uv==0.13.9
"$away/env/bin/pip" download --quiet --no-deps --dest "$away/same/six" six==1.17.0
mkdir -p "$away/project" "$away/other/six"
cat >"$away/project/pyproject.toml" <<'TOML'
[project]
name = "project"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["six==1.17.0"]
TOML
"$away/env/bin/python" - "$away/same/six" "$away/other/six" <<'PYTHON'
import sys
from pathlib import Path
from zipfile import ZipFile

same, other = map(Path, sys.argv[1:])
[wheel] = same.glob("*.whl")
with ZipFile(wheel) as read, ZipFile(other / wheel.name, "w") as written:
    for name in read.namelist():
        written.writestr(name, "other = True\n" if name == "six.py" else read.read(name))
for folder in (same, other):
    (folder / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
PYTHON
cd "$away/project"
uv="$away/env/bin/uv"
"$uv" lock --quiet
cp uv.lock first.lock
if UV_DEFAULT_INDEX="$away/same" "$uv" sync --quiet --locked 2>said; then echo "the same files are taken from another index now"; exit 1; fi
grep -q "needs to be updated" said || { cat said; exit 1; }
UV_DEFAULT_INDEX="$away/other" "$uv" run --quiet python -c 'import six; assert six.other'
! cmp -s uv.lock first.lock || { echo "the lock stays as it was now"; exit 1; }
"$uv" --version
echo "uv run took another six 1.17.0 from another index, and wrote the lock anew:"
diff first.lock uv.lock || true
