"""The whole default routine, untouched by a key: real window, real stream, real model.

A stream shows what a person would do who follows the screen: it looks in the record which set is
in progress, and plays the clip of it; the hip flexor's second side is the first one mirrored.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.records.store import Store
from posecoach.testing import mjpeg
from tests.integration.desktop.seen import ended, screenshot
from tests.shared import clip, until

CLIPS = {
    "hip_flexor": "demo_hip_flexor",
    "hip_rotators": "demo_rotator",
    "lateral_line": "demo_lateral",
}
Film = list[bytes]


def films() -> dict[str, Film]:
    out = {name: mjpeg.film(clip(file)) for name, file in CLIPS.items()}
    source, turned = cv2.VideoCapture(str(clip(CLIPS["hip_flexor"]))), []
    while (got := source.read())[0]:
        turned.append(mjpeg.jpeg(np.ascontiguousarray(got[1][:, ::-1])))
    source.release()
    empty = mjpeg.jpeg(np.full((480, 640, 3), 120, np.uint8))
    return out | {"hip_flexor, right": turned, "nobody": [empty] * 75}


class Actor:
    """Decides which film is played: what the set in progress asks for."""

    def __init__(self) -> None:
        self.wish = "hip_flexor"
        self.over = threading.Event()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while not self.over.wait(0.4):
            with contextlib.suppress(Exception), contextlib.closing(Store()) as store:
                sets = store.sessions()[0].sets
                if not sets:
                    continue
                now = sets[-1]
                swap = now.stretch == "hip_flexor" and now.reps.get("left", 0) >= 6
                self.wish = "hip_flexor, right" if swap else now.stretch


@pytest.fixture
def actor() -> Iterator[tuple[str, Actor]]:
    played, actor = films(), Actor()

    def pictures() -> Iterator[bytes]:
        """A turn at a time, and out of the picture between two."""
        name = "nobody"
        while not actor.over.is_set():
            yield from played[name]
            name = actor.wish if name in ("nobody", actor.wish) else "nobody"

    with mjpeg.server(pictures) as address:
        yield address, actor
    actor.over.set()


def test_the_default_routine_needs_no_key(
    actor: tuple[str, Actor], display: str, model_path: Path, tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [
            sys.executable, "-m", "posecoach", "coach", "--source", actor[0], "--accept-safety",
            "--voice", "off", "--model", str(model_path),
        ],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    folder = os.environ.get("POSECOACH_SHOTS")
    try:
        if folder:
            while process.poll() is None:
                screenshot(display, Path(folder) / f"{time.time():.0f}.png")
                time.sleep(3.0)
        until(lambda: ended() or process.poll() is not None, "the end of the routine", 600)
        time.sleep(1.0)  # the summary, which would go by itself after a minute
        subprocess.run(["xdotool", "key", "q"], env={**os.environ, "DISPLAY": display}, check=False)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert "saved" in out
    with contextlib.closing(Store()) as store:
        (session,) = store.sessions()
    assert session.state == "done"
    done = {s.stretch: s.reps for s in session.sets}
    assert list(done) == ["hip_flexor", "hip_rotators", "lateral_line"]
    for name, dose in (("hip_flexor", 6), ("hip_rotators", 6), ("lateral_line", 5)):
        assert all(n >= dose for n in done[name].values()), done
