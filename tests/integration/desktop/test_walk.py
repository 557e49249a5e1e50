"""A walk through the whole app with a real mouse and real keys: first run to second session."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from posecoach.records.store import Store
from tests.shared import until


class Hand:
    """Mouse and keyboard of a display, and what the app's log says of its pages."""

    def __init__(self, display: str, process: subprocess.Popen[str], data: Path) -> None:
        self._env = {**os.environ, "DISPLAY": display}
        self._process, self._log = process, data / "logs" / "posecoach-events.log"

    def _do(self, *args: str) -> None:
        subprocess.run(["xdotool", *args], env=self._env, check=True)
        time.sleep(0.3)

    def key(self, *keys: str) -> None:
        for key in keys:
            self._do("key", key)

    def click(self, x: int, y: int) -> None:
        self._do("mousemove", str(x), str(y), "click", "1")

    def pages(self) -> list[str]:
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [line.rpartition(" page ")[2] for line in lines if " page " in line]

    def on(self, page: str, times: int = 1) -> None:
        """Waits until a page has been shown so many times, and is the one that is shown."""
        until(
            lambda: (
                (self.pages().count(page) >= times and self.pages()[-1] == page)
                or self._process.poll() is not None
            ),
            f"the page {page}",
        )
        assert self._process.poll() is None, self._process.communicate()
        time.sleep(0.5)


@pytest.fixture
def walked(
    stream: str, display: str, data_folder: Path, model_path: Path
) -> Iterator[tuple[Hand, subprocess.Popen[str]]]:
    """The app in a full screen, on its very first run, with a phone as its camera."""
    data_folder.mkdir(parents=True)
    settings = f'camera = "{stream}"\nvoice = "off"\n'
    (data_folder / "settings.toml").write_text(settings, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "posecoach"],
        env={**os.environ, "DISPLAY": display, "POSECOACH_MODEL": str(model_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Hand(display, process, data_folder), process
    finally:
        process.kill()


def reps() -> int:
    with contextlib.suppress(Exception), contextlib.closing(Store()) as store:
        return sum(sum(s.reps.values()) for s in store.sessions()[0].sets)
    return 0


def sessions() -> int:
    with contextlib.suppress(Exception), contextlib.closing(Store()) as store:
        return len(store.sessions())
    return 0


def test_from_the_first_run_to_the_second_session(
    walked: tuple[Hand, subprocess.Popen[str]], data_folder: Path
) -> None:
    hand, process = walked
    hand.on("first_run")
    time.sleep(1.0)  # no press counts before
    hand.click(1230, 712)  # 'I have read this'
    for _ in ("no emergency sign", "none for a clinician"):
        time.sleep(1.0)  # it must have been there to be read
        hand.key("n")
    time.sleep(2.0)  # the camera's picture
    for _ in ("camera", "voice", "you", "ready"):
        hand.key("Return")
        time.sleep(1.0)
    hand.on("home")
    hand.key("Right")  # nothing moves the focus away from the large button by itself
    hand.click(1150, 690)  # the last of the three stretches: the lateral line
    hand.on("question")
    hand.key("3")
    hand.on("coaching", 2)
    until(lambda: reps() >= 2, "two repetitions in the record")
    hand.key("space")
    hand.on("pause")
    hand.key("Next")  # a clicker's key: go on
    hand.on("coaching", 3)
    hand.key("q")
    hand.on("summary")
    hand.key("2")
    hand.key("Next")
    hand.on("home", 2)
    hand.key("F5")  # a clicker's key: today's routine
    hand.on("question", 2)
    hand.key("s")
    hand.on("coaching", 5)
    until(lambda: sessions() == 2, "the second session in the record")
    hand.click(1310, 60)  # the pause button
    hand.on("pause", 2)
    hand.key("Escape")
    hand.on("home", 3)
    hand.key("q")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    with contextlib.closing(Store()) as store:
        second, first = store.sessions()  # the newest first
        assert store.discomforts()[0][1:] == (3, 2)
        assert store.setting("safety_accepted") == "yes"
    assert [s.stretch for s in first.sets] == ["lateral_line"]
    assert [s.stretch for s in second.sets] == ["hip_flexor"]
    assert first.state == second.state == "ended"
    assert "saved" in out
