"""pandera without pandas; every case in a process of its own, since what is loaded stays loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("pandera")  # the contracts are loaded once

CONTRACTS = "import sys; import data_sources.registry, surveys.responses, surveys.phone_checks"
LOADED = f"{CONTRACTS}; data_sources.registry.SOURCES[0].schema"
VALIDATED = """
class Model(pa.DataFrameModel):
    count: Series[int] = pa.Field(ge=0)

class Other(pl_pa.DataFrameModel):
    count: int = pl_pa.Field(ge=0)

@pa.check_types
def same(frame: DataFrame[Model]) -> DataFrame[Model]:
    return frame

same(pd.DataFrame({"count": [0]}))
Other.validate(pl.DataFrame({"count": [0]}))
if pa.Check.ge(0)(pd.Series([0, -1])).check_passed:
    sys.exit("a check by itself let -1 pass")
for model, frame in ((Model, pd.DataFrame({"count": [-1]})), (Other, pl.DataFrame({"count": [-1]}))):
    try:
        model.validate(frame)
    except errors.SchemaError:
        continue
    sys.exit(f"{model} let -1 pass")
"""
IMPORTED = """
import pandas as pd, pandera.pandas as pa, pandera.polars as pl_pa, polars as pl
from pandera import errors
from pandera.typing import DataFrame, Series
"""

CASES = {
    "contracts load neither pandas nor what works on it": f"""
{LOADED}
assert not {{"pandas", "pyspark", "dask", "modin", "geopandas", "typeguard"}} & sys.modules.keys()
""",
    "it is not loaded before a contract is wanted as a schema": f"""
{CONTRACTS}
assert all(source.columns for source in data_sources.registry.SOURCES)
assert not {{"pandera", "narwhals", "numpy"}} & sys.modules.keys()
""",
    "no check of a contract loads them either": f"""
{LOADED}
import pandera.polars as pa, polars as pl
contract = data_sources.registry.SOURCES[0].schema
assert not pa.Check.ge(0)(pl.LazyFrame({{"count": [1, -1]}}), "count").check_passed.collect().item()
contract.validate(pl.DataFrame(schema={{name: column.dtype.type for name, column in contract.columns.items()}}))
assert "pandas" not in sys.modules
""",
    "nothing is left where modules are found": f"""
import sys
before = list(sys.meta_path)
import data_sources
assert len(sys.meta_path) == len(before) + 1
{LOADED}
assert sys.meta_path == before
import pandera
from importlib.machinery import SourceFileLoader
assert type(pandera.__loader__) is type(pandera.__spec__.loader) is SourceFileLoader
""",
    "a second import of the package waits no second time": f"""
{LOADED}
import importlib
before = list(sys.meta_path)
importlib.reload(data_sources)
assert sys.meta_path == before
""",
    "pandas can be loaded afterwards": f"""
{LOADED}
import pandas
assert int(pandas.Series([1, 2]).sum()) == 3
""",
    "SALib, which needs pandas, can be loaded afterwards": f"""
{LOADED}
import SALib.sample.sobol
assert "pandas" in sys.modules
""",
    "contracts of pandas work afterwards": LOADED + IMPORTED + VALIDATED,
    "names of pandera's own work afterwards": f"""
{LOADED}
import pandera
assert issubclass(pandera.SeriesSchema, object)
assert pandera.DataFrameSchema is __import__("pandera._pandas_deprecated", fromlist=["DataFrameSchema"]).DataFrameSchema
assert not hasattr(pandera, "DataFrameSchemer")
from pandera.typing import Int64, get_dataframe_types
assert get_dataframe_types()
""",
    "contracts of pandas work where pandas was loaded before": "import sys, pandas" + IMPORTED + LOADED + VALIDATED,
    "where pandas was loaded before, pandera loads it too": f"""
import pandas
{LOADED}
import pandera.typing
assert "DataFrame" in vars(pandera.typing)
""",
    "where pandera was loaded before, nothing is done": f"""
import sys, pandera
before = list(sys.meta_path)
{LOADED}
assert sys.meta_path == before
assert "DataFrame" in vars(pandera.typing)
""",
    "two threads may ask at once": f"""
{LOADED}
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import pandera, pandera.typing
barrier = Barrier(4)
def ask(asked):
    barrier.wait()
    return getattr(*asked)
with ThreadPoolExecutor(4) as threads:
    found = list(threads.map(ask, [(pandera.typing, "DataFrame"), (pandera, "DataFrameSchema")] * 2))
assert found[0] is found[2] and found[1] is found[3]
""",
    "a thread that loads pandas meanwhile gets it": f"""
import threading
import data_sources
thread = threading.Thread(target=lambda: found.append(__import__("pandas").__version__))
found = []
thread.start()
{LOADED}
thread.join()
assert found
""",
}


FORKS = f"""
{LOADED}
import json, os, tempfile, traceback
said = {{}}
for case, script in json.load(sys.stdin).items():
    with tempfile.TemporaryFile("w+") as errors_told:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                exec(script)
                code = 0
            except BaseException:
                traceback.print_exc(file=errors_told)
                errors_told.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        errors_told.seek(0)
        said[case] = code, errors_told.read()
json.dump(said, sys.stdout)
"""
"""Loads the contracts once; every case goes on from there in a fork."""


@pytest.fixture(scope="module")
def loaded_before() -> dict[str, tuple[int, str]]:
    """Exit code and errors of every case that begins with the contracts."""
    scripts = {case: rest for case, rest in map(_after_loading, CASES) if rest is not None}
    done = subprocess.run(
        [sys.executable, "-c", FORKS], input=json.dumps(scripts), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _after_loading(case: str) -> tuple[str, str | None]:
    script = CASES[case].lstrip()
    return case, script.removeprefix(LOADED) if script.startswith(LOADED) else None


@pytest.mark.parametrize("case", CASES)
def test_pandera_is(case, loaded_before):
    if case in loaded_before:
        code, errors = loaded_before[case]
        assert code == 0, errors
    else:
        _run(CASES[case])


@pytest.mark.parametrize(
    ("library", "loaded"),
    {
        "a version that does without": ("try:\n    import pandas\nexcept ModuleNotFoundError:\n    pass\n", False),
        "a version that cannot do without": ("import pandas\n", True),
    }.values(),
    ids=["a version that does without", "a version that cannot do without"],
)
def test_other_versions_of_pandera(tmp_path, library, loaded):
    (tmp_path / "pandera.py").write_text(library, encoding="utf-8")
    (tmp_path / "pandas.py").write_text("", encoding="utf-8")
    _run(f"import sys, data_sources, pandera; assert ('pandas' in sys.modules) is {loaded}", tmp_path)


def test_without_pandas_names_of_pandas_are_missing_as_ever(tmp_path):
    missing = "raise ModuleNotFoundError(\"No module named 'pandas'\", name='pandas')"
    (tmp_path / "pandas.py").write_text(missing, encoding="utf-8")
    script = f"""
{LOADED}
import pandera.typing
assert not hasattr(pandera.typing, "DataFrame") and not hasattr(pandera, "DataFrameSchema")
assert "pandas" not in sys.modules
"""
    _run(script, tmp_path)


def _run(script: str, folder: Path | None = None) -> None:
    lines = [f"import sys; sys.path.insert(0, {str(folder)!r})"] if folder else []
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, script])], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
