"""Whatever happens to the cache, the records are the same."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from data_sources.cache import copies
from data_sources.cache.entry import ENTRY
from data_sources.cache.store import Store
from tests.data_sources.cache.support import ALL_FILES, assert_identical, cache_in, nothing_is_parsed
from tests.data_sources.support import read

TITLES = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of records whose register is there already."""
    records = tmp_path / "records"
    records.mkdir()
    rows = "".join(f"G{n},{'华夏证券' if n % 3 else '无名'},其他,2017-03-05,,否\n" for n in range(50))
    (records / "complaints.csv").write_text(TITLES + rows, encoding="utf-8")
    read(records)
    return records


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def read_with(folder, cache, limit=1 << 30):
    return read(folder, cache=cache_in(cache, limit), limits=ALL_FILES)


def overwrite(path, content):
    path.write_bytes(content)


def swap(first, second):
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


DAMAGES = {
    "rows cut short": lambda copy: overwrite(rows_of(copy), rows_of(copy).read_bytes()[:-10]),
    "a bit turned": lambda copy: overwrite(rows_of(copy), turned(rows_of(copy).read_bytes(), 40)),
    "rows gone": lambda copy: rows_of(copy).unlink(),
    "rows of another make": lambda copy: pl.DataFrame({"a": [1]}).write_parquet(rows_of(copy)),
    "entry cut short": lambda copy: overwrite(copy / ENTRY, (copy / ENTRY).read_bytes()[:-10]),
    "a bit of the entry turned": lambda copy: overwrite(copy / ENTRY, turned((copy / ENTRY).read_bytes(), 200)),
    "entry gone": lambda copy: (copy / ENTRY).unlink(),
    "entry of another kind": lambda copy: (copy / ENTRY).write_text("[]"),
}


def rows_of(copy):
    return next(copy.glob("0-000000.parquet"))


def turned(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_copy_is_made_anew(folder, cache, damage):
    plain = read_with(folder, cache)
    for copy in cache.iterdir():
        damage(copy)
    assert_identical(plain, read_with(folder, cache))
    with nothing_is_parsed():
        assert_identical(plain, read_with(folder, cache))


def test_a_copy_under_the_key_of_another_is_not_read(folder, cache):
    plain = read_with(folder, cache)
    one, other = sorted(cache.iterdir())
    for name in (ENTRY, "0-000000.parquet"):
        swap(one / name, other / name)
    assert_identical(plain, read_with(folder, cache))
    with nothing_is_parsed():
        assert_identical(plain, read_with(folder, cache))


def test_only_the_owner_may_look_into_the_cache(folder, cache):
    read_with(folder, cache)
    assert {oct(path.stat().st_mode & 0o777) for path in (cache, *cache.iterdir())} == {"0o700"}
    assert {oct(path.stat().st_mode & 0o777) for path in cache.rglob("*.*")} == {"0o600"}


def test_a_cache_that_others_may_write_is_neither_read_nor_written(folder, cache):
    plain = read_with(folder, cache)
    cache.chmod(0o777)
    before = sorted(cache.rglob("*"))
    found = read_with(folder, cache)
    assert_identical(plain, found)
    assert found.cache_remarks == (
        f"缓存文件夹 {cache} 写不进（不归本用户所有，或别人也可写入）：结果不受影响，下次仍须重新解析文本文件",
    )
    assert sorted(cache.rglob("*")) == before


def test_a_cache_that_cannot_be_made_costs_one_remark(folder, tmp_path):
    (tmp_path / "file").write_text("")
    plain = read(folder)
    found = read_with(folder, tmp_path / "file" / "cache")
    assert_identical(plain, found)
    assert len(found.cache_remarks) == 1


FULL = [OSError(errno.ENOSPC, "No space left on device"), pl.exceptions.ComputeError("No space left on device")]


@pytest.mark.parametrize("fault", FULL, ids=["told by the system", "told by Polars"])
def test_a_full_disk_costs_one_remark_and_leaves_nothing(folder, cache, monkeypatch, fault):
    plain = read(folder)

    def refuse(self, frame, name):
        raise fault

    monkeypatch.setattr(copies.Making, "_write", refuse)
    found = read_with(folder, cache)
    assert_identical(plain, found)
    assert len(found.cache_remarks) == 1
    assert list(cache.iterdir()) == []


def test_what_was_not_used_for_the_longest_time_goes_first(folder, cache):
    read_with(folder, cache)
    size = sum(copy.size for copy in Store(cache, 0).copies())
    for age, copy in enumerate(sorted(cache.iterdir())):
        os.utime(copy / ENTRY, (1000 + age, 1000 + age))
    oldest = min(Store(cache, 0).copies(), key=lambda copy: copy.used).folder
    text = (folder / "complaints.csv").read_text(encoding="utf-8")
    (folder / "complaints.csv").write_text(text + "G99,华夏证券,其他,2017-03-05,,否\n", encoding="utf-8")
    used = {copy.folder for copy in Store(cache, 0).copies() if "firm_register" in (copy.folder / ENTRY).read_text()}
    read_with(folder, cache, limit=size + 100)
    left = {copy.folder for copy in Store(cache, 0).copies()}
    assert used <= left, "the copy of the register was used just now"
    assert (oldest in left) == (oldest in used)
    assert sum(copy.size for copy in Store(cache, 0).copies()) <= size + 100


def test_a_copy_larger_than_the_cache_is_not_kept(folder, cache):
    plain = read(folder)
    assert_identical(plain, read_with(folder, cache, limit=10))
    assert list(cache.iterdir()) == []


def test_a_copy_that_is_read_is_not_removed(folder, cache):
    read_with(folder, cache)
    store = Store(cache, 0)
    keys = [copy.folder.name for copy in store.copies()]
    lock = store.hold(keys[0])
    assert lock is not None
    assert [copy.folder.name for copy in store.clear()] == keys[1:]
    lock.release()
    assert [copy.folder.name for copy in store.clear()] == keys[:1]


READER = """
import sys
from pathlib import Path
from tests.data_sources.cache.support import ALL_FILES, cache_in
from tests.data_sources.support import read
found = read(Path(sys.argv[1]), cache=cache_in(Path(sys.argv[2])), limits=ALL_FILES)
print(found.intake, found.quarantine["complaints"].hash_rows().sum(), found.cache_remarks)
"""


def test_processes_side_by_side_do_no_harm(folder, cache):
    started = [
        subprocess.Popen([sys.executable, "-c", READER, folder, cache], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = {process.communicate(timeout=120)[0] for process in started}
    assert len(said) == 1
    assert said.pop().endswith(" ()\n")
    assert len(list(cache.iterdir())) == 2
    with nothing_is_parsed():
        read_with(folder, cache)


DYING = """
import os, signal, sys
from pathlib import Path
from data_sources.cache.store import Store
folder, lock = Store(Path(sys.argv[1]), 1000).begin()
(folder / "half").write_text("half")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_goes_when_the_next_copy_is_made(folder, cache):
    subprocess.run([sys.executable, "-c", DYING, cache], check=False)
    (half,) = (path for path in cache.iterdir() if path.is_dir())
    living, lock = Store(cache, 1000).begin()
    assert not half.exists()
    read_with(folder, cache)
    assert living.exists(), "its process lives"
    lock.release()


def test_a_copy_is_used_when_it_is_read(folder, cache):
    read_with(folder, cache)
    for copy in cache.iterdir():
        os.utime(copy / ENTRY, (1000, 1000))
    read_with(folder, cache)
    assert all(copy.used > time.time() - 600 for copy in Store(cache, 0).copies())


def test_a_store_of_nothing_has_nothing(tmp_path):
    store = Store(Path(tmp_path / "none"), 0)
    assert (store.copies(), store.clear(), store.hold("key")) == ([], [], None)
