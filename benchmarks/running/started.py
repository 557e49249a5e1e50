"""Start-up of the real program: a window on a screen of its own, a camera over HTTP.

Seconds from the start of the process until the home page is painted, or until the window shows the
camera's first picture and the first coached one, as the program's own log tells.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from posecoach.records.file import FILE_NAME
from posecoach.records.store import Store

TOOLS = ("Xvfb",)
_LINE = re.compile(r"^(\S+ \S+),(\d{3}) \w+ (first picture shown|coaching begins|home painted)$")


def possible() -> bool:
    return all(shutil.which(t) for t in TOOLS)


@contextlib.contextmanager
def screen() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A virtual display: its name, and the process that serves it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            yield f":{pipe.readline().strip()}", server
    finally:
        server.terminate()
        server.wait(10)


def once(display: str, address: str, model: Path) -> tuple[float, float]:
    """Starts the program once; gives seconds to the first picture and the first coached one."""
    args = ["coach", "lateral_line", "--source", address, "--accept-safety", "--voice", "off"]
    wanted = ("first picture shown", "coaching begins")
    first, coached = _seconds(display, [*args, "--model", str(model)], wanted)
    return first, coached


def home(display: str) -> float:
    """Starts the app once, as on all days after the first; gives seconds until its home page."""
    return _seconds(display, [], ("home painted",))[0]


def pause(display: str, address: str, model: Path) -> float:
    """Starts a break once, as the tray's click does; gives seconds until its first picture."""
    args = ["break", "--source", address, "--accept-safety", "--voice", "off"]
    return _seconds(display, [*args, "--model", str(model)], ("first picture shown",))[0]


def _seconds(display: str, args: list[str], wanted: tuple[str, ...]) -> list[float]:
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "DISPLAY": display, "POSECOACH_DATA": data}
        # As for a user: what was compiled once is kept.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        with contextlib.closing(Store(Path(data) / FILE_NAME)) as store:
            store.set_setting("safety_accepted", "yes")
        log = Path(data) / "logs" / "posecoach-events.log"
        start = time.time()
        process = subprocess.Popen(
            [sys.executable, "-m", "posecoach", *args],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: dict[str, float] = {}
        try:
            while len(found) < len(wanted) and time.time() < start + 30 and process.poll() is None:
                time.sleep(0.1)
                for line in log.read_text("utf-8").splitlines() if log.exists() else ():
                    match = _LINE.match(line)
                    if match:
                        when = datetime.strptime(match[1], "%Y-%m-%d %H:%M:%S").astimezone()
                        found[match[3]] = when.timestamp() + int(match[2]) / 1000 - start
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    never = float("inf")
    return [found.get(name, never) for name in wanted]
