"""The commands on the record as the user runs them: as processes, and in a real browser."""

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from running.year import make

from posecoach.records import day
from posecoach.records.store import opened
from tests.shared import ROOT, need, posecoach

NIGHTLY = ROOT / "scripts" / "kills.py"


@pytest.fixture
def record(data_folder: Path) -> Path:
    data_folder.mkdir(parents=True)
    make(data_folder / "posecoach.db", 8)
    return data_folder


def test_history_report_export_import_forget(record: Path, tmp_path: Path) -> None:
    shown = posecoach("history", "--stretch", "hip_rotators")
    assert shown.stdout.count("hip_rotators") == 8
    assert "lateral_line" not in shown.stdout
    assert "No such sessions" in posecoach("history", "--since", "2999-01-01").stdout
    assert posecoach("history", "--path").stdout.strip() == str(record / "posecoach.db")

    page = tmp_path / "page.html"
    done = posecoach("report", "--no-open", "--out", str(page))
    assert (done.returncode, done.stdout) == (0, f"Report: {page}\n"), done.stderr
    if os.name == "posix":
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Session 8" in page.read_text("utf-8")
    assert posecoach("report", "3", "--no-open").returncode == 0
    assert "Session 3" in (record / "report.html").read_text("utf-8")

    out = tmp_path / "out.json"
    assert posecoach("export", "--json", "--out", str(out)).returncode == 0
    assert len(posecoach("export").stdout.splitlines()) > 8 * 30
    other = str(tmp_path / "other")
    assert "8 sessions added" in posecoach("import", str(out), POSECOACH_DATA=other).stdout
    again = posecoach("import", str(out), POSECOACH_DATA=other)
    assert "0 sessions added; 8 were there" in again.stdout
    assert posecoach("export", "--json", POSECOACH_DATA=other).stdout == out.read_text("utf-8")
    assert len(json.loads(out.read_text("utf-8"))["sessions"]) == 8

    assert posecoach("forget", "2", "--yes").stdout == "1 session deleted.\n"
    assert posecoach("forget", "--all", "--yes").stdout == (
        "7 sessions deleted, and your own ranges and days at the desk.\n"
    )
    assert "No such sessions" in posecoach("history").stdout


def test_days_at_the_desk_are_reported_before_the_first_session(
    data_folder: Path, tmp_path: Path
) -> None:
    data_folder.mkdir(parents=True)
    with opened(data_folder / "posecoach.db") as store:
        sitting = day.DaySpell("sitting", datetime.now(UTC), length_s=3600.0, judged_s=3000.0)
        day.write(store, sitting, exact=False)
    page = tmp_path / "page.html"
    assert posecoach("report", "--no-open", "--out", str(page)).returncode == 0
    assert "<h1>Your days at the desk</h1>" in page.read_text("utf-8")
    assert "no session yet" in posecoach("report", "--last", "--no-open").stderr


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("report", "--no-open"), 1, "no session yet"),
        (("report", "7", "--no-open"), 1, "no session 7"),
        (("report", "7", "--last"), 2, "Choose one"),
        (("report", "--since", "yesterday"), 2, "2025-03-31"),
        (("history", "--since", "31.3.2025"), 2, "2025-03-31"),
        (("export", "--csv", "--json"), 2, "Choose one"),
        (("export", "--out", "/nowhere/x.csv"), 1, "cannot be written"),
        (("import", "nowhere.json"), 1, "cannot be read"),
        (("forget",), 2, "--all"),
        (("forget", "4", "--yes"), 1, "no session 4"),
        (("forget", "--all"), 2, "--yes"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(args: tuple[str, ...], code: int, says: str) -> None:
    done = posecoach(*args)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_that_was_confirmed_is_lost_when_the_program_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, str(NIGHTLY), "kill", "--count", "3"],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing confirmed was lost" in done.stdout


def test_two_programs_write_one_record_at_once(tmp_path: Path) -> None:
    command = [sys.executable, str(NIGHTLY), "coach", str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        time.sleep(2.0)
    finally:
        for process in both:
            process.kill()
    told = [process.communicate()[0] for process in both]
    assert all("rep" in text for text in told)
    sys.path.insert(0, str(NIGHTLY.parent))
    try:
        from kills import check
    finally:
        sys.path.remove(str(NIGHTLY.parent))
    for text in told:
        assert check(tmp_path, text.splitlines()) == ""


# ---------------------------------------------------------------------- a real browser


def chromium(tmp_path: Path, *args: str) -> str:
    """Runs headless Chromium; gives what it printed, its console included."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    need(program, "no chromium here: apt install chromium")
    assert program is not None
    done = subprocess.run(
        [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", *args],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("args", [("--last",), ("--since", "2020-01-01"), ("--for-clinician",)])
def test_the_report_shows_in_chromium_without_an_error(
    args: tuple[str, ...], record: Path, tmp_path: Path
) -> None:
    import cv2

    page = tmp_path / "page.html"
    assert posecoach("report", *args, "--no-open", "--out", str(page)).returncode == 0
    shades = {}
    for name, scheme in (("light", 1), ("dark", 0)):
        shot = tmp_path / f"{name}.png"
        said = chromium(
            tmp_path, f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={shot}",
            "--window-size=1000,1400", page.as_uri(),
        )  # fmt: skip
        assert "CONSOLE" not in said, said
        image = cv2.imread(str(shot))
        assert image is not None
        assert float(np.std(image)) > 10, "something is drawn"
        shades[name] = float(np.median(image))
    assert shades["light"] > 220
    assert shades["dark"] < 60
    paper = tmp_path / "paper.pdf"
    chromium(tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
    sheets = paper.read_bytes().count(b"/Type /Page\n")
    if "--for-clinician" in args:
        assert sheets == 2
    assert sheets >= 1
