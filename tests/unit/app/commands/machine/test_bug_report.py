"""The report for a bug, the log, and what neither may hold."""

import io
import logging
from pathlib import Path

import pytest

from posecoach import nativelog
from posecoach.app.commands.machine import bug_report
from posecoach.app.commands.machine.doctor import DoctorFinding
from posecoach.errors import PosecoachError


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("open http://anna:pw@cam:80/x?token=1 now", "open http://…@cam:80/x?… now"),
        ("rtsp://u@cam/live failed", "rtsp://…@cam/live failed"),
        ("what? no address", "what? no address"),
        ("'https://cam/a?b=c'", "'https://cam/a?…'"),
    ],
)
def test_secrets_are_cut_out_of_addresses(text: str, clean: str) -> None:
    assert nativelog.without_secrets(text) == clean


def test_the_report_holds_no_home_no_name_no_film(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    text = bug_report.redacted("/home/anna/films/my_back.mp4 of anna, /Users/berta/x, banana")
    assert text == "FILE.mp4 of user, /Users/user/x, banana"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/data/patients/Anna Schmidt knee.mp4 opened", "FILE.mp4 opened"),
        ("'C:\\\\films\\\\my back.wmv'", "'FILE.wmv'"),
        ("anna.gif, anna.webp, anna.3gp", "FILE.gif, FILE.webp, FILE.3gp"),
        ("3/4 of it, then knee.mov", "3/4 of it, then FILE.mov"),
    ],
)
def test_no_film_is_named(text: str, clean: str) -> None:
    assert bug_report.redacted(text) == clean


def test_folders_outside_the_home_are_not_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bug_report, "data_dir", lambda create: tmp_path / "of anna")
    monkeypatch.setattr(bug_report, "checkout", lambda: tmp_path)
    text = f"record {tmp_path}/of anna/posecoach.db, model {tmp_path}/models/a.task"
    assert bug_report.redacted(text) == "record DATA/posecoach.db, model POSECOACH/models/a.task"


def test_a_cameras_name_stays_out() -> None:
    line = bug_report.line(DoctorFinding("camera", True, "0: Anna's phone; 1: desk"))
    assert "Anna" not in line
    assert "2 found" in line


def test_the_report_is_shown_before_it_is_written(
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (data_folder / "logs").mkdir(parents=True)
    events = data_folder / "logs" / nativelog.EVENTS
    events.write_text("2026-01-01 INFO http://anna:pw@cam/x\n", "utf-8")
    monkeypatch.setattr(bug_report, "findings", lambda: [DoctorFinding("model", None, "later")])
    stdin = io.StringIO("n\n")
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", stdin)
    path = tmp_path / "report.txt"
    assert bug_report.write(path) == 0
    assert not path.exists()
    assert "http://…@cam/x" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert bug_report.write(path) == 0
    assert "mediapipe" in path.read_text("utf-8")
    with pytest.raises(PosecoachError, match="not a file"):
        bug_report.write(tmp_path)


def test_the_log_rotates_and_is_discreet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    logger = logging.getLogger("posecoach")
    before, propagate = list(logger.handlers), logger.propagate
    nativelog.events_log(tmp_path / "events.log", 2000)
    try:
        for i in range(200):
            logger.info("line %d of http://anna:pw@cam/x", i)
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
        logger.propagate = propagate
    files = sorted(tmp_path.iterdir())
    assert [f.name for f in files] == ["events.log", "events.log.1", "events.log.2"]
    assert all(f.stat().st_size <= 2000 for f in files)
    assert not any("anna" in f.read_text("utf-8") for f in files)


def test_the_native_log_makes_room(tmp_path: Path) -> None:
    path = tmp_path / "posecoach.log"
    path.write_text("x" * 11, "utf-8")
    with open(nativelog.native_log(path, 10), "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
        file.write("new")
    assert path.read_text("utf-8") == "new"
    assert (tmp_path / "posecoach.old.log").exists()
