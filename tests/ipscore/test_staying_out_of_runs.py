"""Nothing is written inside a run of either kind."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from ipscore.errors import TargetError
from ipscore.manifest import is_operations_run, is_run, stay_out_of_runs

MANIFESTS = {
    "a run": ('{"format": "ipscore-run/1"}', (True, False)),
    "an operations run": ('{"format": "ipscore-operations/1"}', (False, True)),
    "the manifest of something else": ('{"format": "ipscore-robustness/1"}', (False, False)),
    "a manifest without format": ("{}", (False, False)),
    "a manifest that is a list": ("[1]", (False, False)),
    "a manifest that is cut off": ('{"format": "ipscore-run/1"', (False, False)),
    "a manifest that is no text": (b"\xff\xfe\x00", (False, False)),
    "no manifest": (None, (False, False)),
}


@pytest.mark.parametrize(("manifest", "kinds"), MANIFESTS.values(), ids=MANIFESTS)
def test_a_run_is_known_by_its_manifest(tmp_path: Path, manifest: str | bytes | None, kinds: tuple[bool, bool]) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    if manifest is not None:
        (folder / "manifest.json").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    assert (is_run(folder), is_operations_run(folder)) == kinds
    refused = pytest.raises(TargetError, match="之内，写入会破坏那次运行")
    with refused if any(kinds) else nullcontext():
        stay_out_of_runs(folder / "reports" / "book.xlsx")
    stay_out_of_runs(folder)
    stay_out_of_runs(tmp_path / "book.xlsx")
