"""``posecoach desk`` as a user runs it, over a tape."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from posecoach.landmarks import tape
from tests.sitter import SIDE, Scene, Sitter


def desk(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "posecoach", "desk", *options],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_tape_is_told_as_json_and_nothing_else_is_printed(tmp_path: Path) -> None:
    scene, slumped = Scene(SIDE), Sitter(slump=1.0, forward=0.5)
    times = np.arange(0, 160, 0.5)
    file = tmp_path / "day.npz"
    tape.save(file, [scene.pose(t, slumped if 40 <= t < 120 else Sitter()) for t in times])
    done = desk("--source", str(file), "--headless", "--json", "-", "--calibrate", "20",
                "--after", "30")  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"spells", "told"}
    assert [t["what"] for t in found["told"]] == ["slump"]
    assert found["told"][0]["t"] == pytest.approx(70, abs=5)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--source", "none.mp4"), "There is no file"),
        (("--after", "30"), "for a recording"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(options: tuple[str, ...], words: str) -> None:
    done = desk(*options, "--headless")
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
