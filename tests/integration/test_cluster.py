"""`posecoach analyze --dask` on a real scheduler, of whose four workers one is killed midway."""

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

from posecoach.app.commands.sessions import analyze
from posecoach.app.commands.sessions.recording import Job
from posecoach.spec.load import stretch
from tests.shared import TAPES, until

_RECORDINGS = 12


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=4, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as found:
        yield found


@pytest.mark.filterwarnings("default")  # what Dask warns of is Dask's
def test_a_worker_that_is_killed_loses_nothing_and_nothing_comes_twice(
    cluster: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    assert "11 of 12 recordings" in err
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
    capsys.readouterr()
    job = Job(Path(), stretch("hip_rotators"), None, None)
    wanted = analyze.Wanted(table=table, dask="tcp://127.0.0.1:9")
    assert analyze.run([str(folder)], job, wanted) == 1  # nothing is left: nobody is asked
    assert "12 of 12 recordings are done already" in capsys.readouterr().err
