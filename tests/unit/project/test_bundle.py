"""The bundle without a bundle: its lists, its launcher, the licences, and the workflows."""

import ctypes
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import bundle
import bundle_trial
import licences
import numpy.random.mtrand
import PySide6.QtSvg
import pytest

from tests.shared import ROOT

LAUNCH = ROOT / "packaging" / "launch.py"


def test_the_lists_name_what_there_is_and_leave_nothing_of_the_package_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    models = [p for p, _ in bundle.shared_data(ROOT) if p.endswith(".task")]
    wrong = bundle.check()
    told = [line for line in capsys.readouterr().out.splitlines() if models[0] not in line]
    assert told == [], "the model may not be fetched yet"
    assert wrong in (0, 1)


def test_each_package_that_users_install_has_its_licence_listed() -> None:
    locked = licences.locked()
    assert {"mediapipe", "pyside6-essentials", "shiboken6", "numpy"} <= set(locked)
    assert {"distributed", "dask", "fsspec", "pyarrow", "tornado"} <= set(locked), "of the cluster"
    assert "distributed" not in licences.locked(cluster=False), "the bundle has none of it"
    assert {name for name in locked if not licences.terms(name)} == set()
    page = licences.PAGE.read_text("utf-8")
    missing = [name for name in locked if f"| {name} | " not in page]
    assert missing == [], "run scripts/licences.py"


@pytest.mark.parametrize(
    ("name", "goes_in"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("libstdc++.so.6", False),
        ("libgtk-3.so.0", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("libmvec.so.1", False),
        ("libasound.so.2", True),
        ("mediapipe/tasks/c/libmediapipe.so", True),
        ("posecoach/locale/de/LC_MESSAGES/posecoach.mo", True),
    ],
)
def test_what_nobody_draws_with_and_what_a_system_has_itself_stays_out(
    name: str, goes_in: bool
) -> None:
    assert bundle.wanted(name) is goes_in


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("readelf") is None,
    reason="reads a library of Linux",
)
def test_a_library_that_misses_another_is_told(tmp_path: Path) -> None:
    extension = Path(numpy.random.mtrand.__file__)
    shutil.copy(extension, tmp_path)
    needs = {told.rpartition(" ")[2] for told in bundle_trial.unmet(tmp_path)}
    assert needs == set(), "only what every system has"
    painter = Path(PySide6.QtSvg.__file__)
    shutil.copy(painter, tmp_path)
    missing = [told for told in bundle_trial.unmet(tmp_path) if "libQt6Svg.so.6" in told]
    assert missing == [f"{painter.name} needs libQt6Svg.so.6"]
    (tmp_path / "libQt6Svg.so.6").touch()
    assert [told for told in bundle_trial.unmet(tmp_path) if "libQt6Svg.so.6" in told] == []


def test_the_trial_leaves_windows_what_no_program_there_starts_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYSTEMROOT", "C:\\Windows")
    monkeypatch.setenv("PYTHONHOME", "/of/ours")
    monkeypatch.delenv("TMP", raising=False)
    bare = bundle_trial.environment(tmp_path, windows=False)
    assert set(bare) == {"HOME", "PATH", "LANG"}
    found = bundle_trial.environment(tmp_path, windows=True)
    assert found["SYSTEMROOT"] == "C:\\Windows"
    assert Path(found["POSECOACH_DATA"]).parent == tmp_path, "not the user's own record"
    assert not {"TMP", "PYTHONHOME"} & set(found)


@pytest.mark.parametrize(
    "args",
    [
        ("-c", "from multiprocessing import current_process as c; print(c().name, 'child')"),
        ("-B", "-E", "-c", "from multiprocessing import process; print('child')"),
    ],
)
def test_the_packed_program_is_its_own_python_for_its_child_processes(args: tuple[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(LAUNCH), *args], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip().endswith("child"), done.stderr


def test_it_runs_no_other_code() -> None:
    done = subprocess.run(
        [sys.executable, str(LAUNCH), "-c", "print('mischief')"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "mischief" not in done.stdout
    assert done.returncode != 0


def test_a_bare_system_gets_our_libraries_when_a_link_starts_the_program_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def load(name: str, mode: int = 0) -> None:
        asked.append(name)
        if Path(name).name == name:
            raise OSError(f"{name}: not on this system")

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "AppRun"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "usr" / "_internal"), raising=False)
    runpy.run_path(str(LAUNCH))["missing_libraries"]()
    own = tmp_path / "usr" / "_internal" / "fallback" / "libGL.so.1"
    assert asked[asked.index("libGL.so.1") + 1] == str(own)
    assert asked[0] == "libxcb.so.1", "libGLX needs it"
    assert [name for name in asked if "fallback" not in name] == bundle.FALLBACK


def test_workflows_pin_each_action_by_its_commit() -> None:
    used = [
        line.strip()
        for path in (ROOT / ".github" / "workflows").glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    assert [u for u in used if not re.search(r"@[0-9a-f]{40} # v\d", u)] == []
