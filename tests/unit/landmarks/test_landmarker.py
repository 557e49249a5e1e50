"""The model's file, of which two landmarkers are loaded, may vanish in between."""

import shutil
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from posecoach.errors import ModelError
from posecoach.landmarks import loading
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.landmarks.people import scores
from posecoach.landmarks.people.choose import Person
from posecoach.paths import resource
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame


def picture() -> Frame:
    """Of the demo: one person, at the left of a wide empty room."""
    source = VideoFile(resource("demo") / "demo_lateral_line.mp4")
    frame = source.read()
    source.close()
    assert frame is not None
    image = cv2.copyMakeBorder(frame.image, 0, 0, 0, frame.image.shape[1], cv2.BORDER_REPLICATE)
    return Frame(np.asarray(image, np.uint8), 0.0)


NOWHERE = Person(np.full((33, 2), 0.99), np.zeros(33))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody else is looked for then")
def test_others_are_found_after_the_file_was_removed(model_path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(model_path, tmp_path / "model.task"))
    frame = picture()
    with MediaPipeLandmarker(copy) as finder:
        copy.unlink()
        assert finder.detect(frame).found
        assert len(finder.others(finder.prepare(frame), NOWHERE)) == 1


def test_a_second_landmarker_is_loaded_only_once_there_is_somebody(
    model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    load = loading.poses

    def told(*wanted: Any) -> Any:
        loaded.append(wanted)
        return load(*wanted)

    frame = picture()
    with MediaPipeLandmarker(model_path) as finder:
        monkeypatch.setattr(loading, "poses", told)
        empty = Frame(np.full_like(frame.image, 127), 0.0)
        assert finder.others(finder.prepare(empty), NOWHERE) == []
        assert loaded == []
        for _ in range(2):
            assert len(finder.others(finder.prepare(frame), NOWHERE)) == 1
        assert len(loaded) == 1


def test_a_damaged_detector_is_done_without(model_path: Path) -> None:
    scores.detector(model_path).write_bytes(b"damaged")
    frame = picture()
    with MediaPipeLandmarker(model_path) as finder:
        assert len(finder.others(finder.prepare(frame), NOWHERE)) == 1


def test_without_a_second_landmarker_nobody_else_is_found(
    model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ModelError("gone")

    frame = picture()
    with MediaPipeLandmarker(model_path) as finder:
        monkeypatch.setattr(loading, "poses", fails)
        for _ in range(2):
            assert finder.others(finder.prepare(frame), NOWHERE) == []
        assert finder.detect(frame).found


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        MediaPipeLandmarker(tmp_path / "none.task")
