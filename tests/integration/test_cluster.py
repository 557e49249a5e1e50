"""`posecoach analyze --dask` on a real scheduler, one of whose four workers is killed in the middle."""

import contextlib
import csv
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from tests.shared import TAPES, posecoach, until

_RECORDINGS = 40


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=4, threads_per_worker=1, processes=True, dashboard_address=None
    ) as found:
        yield found


@pytest.mark.filterwarnings("default")  # what Dask warns of is Dask's
def test_a_worker_that_is_killed_loses_nothing_and_nothing_comes_twice(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    folder, table = tmp_path / "in", tmp_path / "t.csv"
    folder.mkdir()
    for i in range(_RECORDINGS):
        shutil.copy(TAPES / "fault_one_knee.npz", folder / f"{i:02}.npz")
    (folder / "07.npz").write_bytes(b"damaged")
    arguments = [
        "analyze", str(folder), "--stretch", "hip_rotators", "--table", str(table),
        "--dask", cluster.scheduler_address,
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "posecoach", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        journal = tmp_path / "t.csv.journal"
        until(lambda: journal.exists() and journal.stat().st_size > 0, "something is done")
        victim = next(iter(cluster.workers.values())).pid
        os.kill(victim, signal.SIGKILL)
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 1, err
    assert "39 of 40 recordings" in err
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Counter(Path(r["file"]).stem for r in rows if r["kind"] == "session")
    assert found == Counter(f"{i:02}" for i in range(_RECORDINGS) if i != 7)
    unread = [r for r in rows if r["kind"] == "unread"]
    assert [Path(r["file"]).stem for r in unread] == ["07"]
    for kind in ("repetition", "fault"):
        each = Counter(r["file"] for r in rows if r["kind"] == kind)
        assert len(each) == _RECORDINGS - 1
        assert len(set(each.values())) == 1
    with contextlib.closing(cluster):
        again = posecoach(*arguments)  # nothing is left to do: nobody is asked
    assert "40 of 40 recordings are done already" in again.stderr


def test_no_scheduler_is_a_sentence(tmp_path: Path) -> None:
    tape = TAPES / "fault_one_knee.npz"
    done = posecoach(
        "analyze", str(tape), "--stretch", "hip_rotators", "--table", str(tmp_path / "t.csv"),
        "--dask", "nowhere:x",
    )  # fmt: skip
    assert done.returncode == 1
    assert "No Dask scheduler answers at nowhere:x" in done.stderr
    assert "Traceback" not in done.stderr
