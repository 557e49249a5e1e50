"""Tries the bundle, an AppDir or an AppImage as somebody without Python would.

With an empty environment and home, in a fresh system (entered by chroot) if one is given: its
version, what doctor finds, the demo, two recordings at once (child processes), the entry in the
menu, and the app itself on a virtual display.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from posecoach import __version__

ROOT = Path(__file__).parent.parent
MOST_MB = 600

#: What every Linux with glibc has, or whoever has a Wayland desktop (the libwayland ones).
_OF_THE_SYSTEM = ("ld-linux", "libc.", "libdl.", "libgcc_s.", "libm.", "libmvec.", "libpthread.",
                  "libresolv.", "librt.", "libstdc++.", "libsystemd.", "libutil.", "libwayland-",
                  )  # fmt: skip
#: What no program on Windows starts without, or finds the user's folders by.
_OF_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA")
_OF_THE_KERNEL = ("proc", "sys", "dev")  # folders that every system has from its kernel


def _mount(*what: str) -> None:
    subprocess.run(["mount", *what], check=True)


def megabytes(folder: Path) -> float:
    """The size of a folder, or of a file."""
    if folder.is_file():
        return folder.stat().st_size / 1e6
    return sum(p.lstat().st_size for p in folder.rglob("*") if not p.is_dir()) / 1e6


def starter(what: Path) -> str:
    """What starts in a bundle or an AppDir; empty for an AppImage, which is started itself."""
    if what.is_file():
        return ""
    if what.suffix == ".AppDir":
        return "AppRun"
    return "posecoach.exe" if sys.platform == "win32" else "posecoach"


def environment(home: Path, *, windows: bool) -> dict[str, str]:
    """All that the program is told of its system: nearly nothing.

    On Windows what a program cannot do without stays. The folders of the real user are among that,
    so its record is kept in ``home`` all the same.
    """
    bare = {"HOME": str(home), "PATH": "/nowhere", "LANG": "C.UTF-8"}
    if not windows:
        return bare
    kept = {name: os.environ[name] for name in _OF_WINDOWS if name in os.environ}
    return {**kept, **bare, "POSECOACH_DATA": str(home / "posecoach")}


def _is_program(path: Path) -> bool:
    """Whether a file is a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def unmet(folder: Path) -> list[str]:
    """Which libraries the programs and libraries in a folder need and will not find on Linux.

    Empty as well where there is no ``readelf`` to tell.
    """
    tool = shutil.which("readelf")
    if tool is None:
        return []
    files = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()]
    programs = [p for p in files if _is_program(p)]
    there = {p.name for p in folder.rglob("*.so*")}
    found = []
    for path in programs:
        said = subprocess.run(
            [tool, "-d", "-W", str(path)], capture_output=True, text=True, check=False
        ).stdout
        needs = {line.split("[")[1].rstrip("]") for line in said.splitlines() if "(NEEDED)" in line}
        found += [
            f"{path.relative_to(folder)} needs {name}"
            for name in sorted(needs - there)
            if not name.startswith(_OF_THE_SYSTEM)
        ]
    return found


class Trial:
    """Runs the bundle as somebody without Python would, and remembers what went wrong.

    ``program`` is its path and ``wrong`` what went wrong; ``home`` is its home, seen from here.

    Args:
        what: the bundle, an AppDir, or an AppImage, which is unpacked for each run: where there is
            no FUSE it cannot be mounted.
        root: a system of its own to run it in; None for this one, with an empty environment.
    """

    def __init__(self, what: Path, root: Path | None) -> None:
        self.wrong: list[str] = []
        self.home = Path(tempfile.mkdtemp(prefix="posecoach-trial-"))
        self._root = root
        self._more = {"APPIMAGE_EXTRACT_AND_RUN": "1"} if what.is_file() else {}
        started = starter(what)
        self.program = what / started
        if root is not None:
            place = root / "opt" / "posecoach"
            shutil.rmtree(place, ignore_errors=True)
            if what.is_file():
                place.mkdir(parents=True)
                shutil.copy(what, place)
                started = what.name
            else:
                shutil.copytree(what, place, symlinks=True)
            self.home = root / "home" / "trial"
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
            for name in _OF_THE_KERNEL:
                _mount("--bind", f"/{name}", str(root / name))
            self.program = Path("/opt/posecoach") / started

    def place(self, path: Path) -> Path:
        """A file of ours where the program can read it."""
        copy = self.home / path.name
        shutil.copy(path, copy)
        return copy if self._root is None else Path("/") / copy.relative_to(self._root)

    def run(self, *args: str, expect: str = "", code: int = 0, **more: str) -> str:
        """Runs it with arguments; what it should print and its exit code are checked."""
        home = self.home if self._root is None else Path("/") / self.home.relative_to(self._root)
        env = {**environment(home, windows=sys.platform == "win32"), **self._more, **more}
        command = [str(self.program), *args]
        if self._root is not None:
            said = [f"{name}={value}" for name, value in env.items()]
            command = ["chroot", str(self._root), "/usr/bin/env", "-i", *said, *command]
        start = time.monotonic()
        done = subprocess.run(
            command, env=None if self._root is not None else env, capture_output=True, text=True,
            timeout=900, check=False, cwd=self.home,
        )  # fmt: skip
        took = time.monotonic() - start
        text = done.stdout + done.stderr
        good = done.returncode == code and expect in text and "Traceback" not in text
        print(f"{'ok   ' if good else 'WRONG'} {took:5.1f} s  posecoach {' '.join(args)}")
        if not good:
            self.wrong.append(" ".join(args))
            print(f"exit {done.returncode}, expected {code} and {expect!r}\n{text[-3000:]}")
        return text

    def end(self) -> None:
        """Deletes what was made."""
        shutil.rmtree(self.home, ignore_errors=True)
        if self._root is not None:
            shutil.rmtree(self._root / "opt" / "posecoach", ignore_errors=True)
            for name in _OF_THE_KERNEL:
                subprocess.run(["umount", str(self._root / name)], check=False)


def try_out(what: Path, root: Path | None) -> int:
    """Tries the bundle, an AppDir or an AppImage; returns an exit code."""
    size = megabytes(what)
    print(f"{what}: {size:.0f} MB (at most {MOST_MB})")
    trial = Trial(what, root)
    clips = ROOT / "tests" / "clips"
    try:
        trial.run("--version", expect=f"posecoach {__version__}")
        trial.run("doctor", expect="pose_landmarker_full.task")
        trial.run("stretches", expect="hip_flexor")
        trial.run("demo", "--headless", "--voice", "off", expect="Session 1 saved.")
        two = [str(trial.place(clips / f"{n}.mp4")) for n in ("walk_out", "hip_sit_back")]
        trial.run("analyze", *two, "--stretch", "hip_flexor", expect="hip_sit_back.mp4: Hip flexor")
        trial.run("history", expect="demo")
        trial.run("report", "--no-open", expect="Report: ")
        trial.run("export", "--json", expect='"sessions"')
        trial.run("model", "fetch", expect="The pose model is there")
        trial.run("analyze", "nowhere.mp4", "--stretch", "hip_flexor", expect="nowhere.mp4", code=1)
        if sys.platform.startswith("linux"):
            _menu(trial)
        if shutil.which("Xvfb"):
            _window(trial)
        else:
            print("window: NOT DONE, Xvfb is not here")
    finally:
        trial.end()
    for path in ("LICENSE", "LICENCES.md", "LGPL-3.0.txt", "Atkinson-Hyperlegible-OFL.txt"):
        if what.is_dir() and not list(what.rglob(f"licences/{path}")):
            trial.wrong.append(f"no licence {path}")
    if what.is_dir():
        trial.wrong += unmet(what)
    if size > MOST_MB:
        trial.wrong.append(f"{size:.0f} MB are more than {MOST_MB}")
    for wrong in trial.wrong:
        print(f"WRONG: {wrong}")
    return 1 if trial.wrong else 0


def _menu(trial: Trial) -> None:
    """The entry in the menu starts this very program, and goes again."""
    share = trial.home / ".local" / "share"
    entry = share / "applications" / "posecoach.desktop"
    trial.run("install-menu", expect="is in your menu now")
    if not entry.is_file() or f'Exec="{trial.program}"\n' not in entry.read_text("utf-8"):
        trial.wrong.append(f"the menu's entry does not start {trial.program}")
    if not list(share.rglob("icons/hicolor/scalable/apps/posecoach.svg")):
        trial.wrong.append("the menu's entry has no icon")
    trial.run("install-menu", "--remove", expect="The menu entry is gone.")
    if entry.exists():
        trial.wrong.append("the menu's entry stayed")


def _window(trial: Trial) -> None:
    """The demo in the app's window, to its end, on a virtual display that takes TCP."""
    number = 90 + os.getpid() % 100
    display = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1366x768x24", "-listen", "tcp", "-ac"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(2.0)
        # By TCP: a root of its own does not see the socket of the machine.
        trial.run("demo", "lateral_line", "--windowed", "--voice", "off", expect="saved.",
                  DISPLAY=f"127.0.0.1:{number}")  # fmt: skip
    finally:
        display.terminate()
        display.wait(10)
