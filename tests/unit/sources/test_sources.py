"""Video files and other sources: each frame in order, times that rise, and errors that help."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.clock import SystemClock
from posecoach.errors import SourceError
from posecoach.sources import camera
from posecoach.sources.camera import Camera, as_bgr, is_stream, shown_name
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.sources.newest import NewestFrame, Paced
from posecoach.testing.clock import FakeClock
from posecoach.testing.source import FakeSource
from tests.shared import frames_of

WIDTH, HEIGHT = 64, 48


def picture(level: int) -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), level, dtype=np.uint8)


def video(path: Path, frames: int = 12, fps: float = 25.0, codec: str = "mp4v") -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), fps, (WIDTH, HEIGHT))
    assert writer.isOpened()
    for i in range(frames):
        writer.write(picture(20 + 200 * i // max(1, frames - 1)))
    writer.release()
    return path


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize(("fps", "frames"), [(10.0, 7), (25.0, 12), (30.0, 30), (60.0, 20)])
def test_every_frame_comes_once_with_its_time(tmp_path: Path, fps: float, frames: int) -> None:
    path = video(tmp_path / "x.mp4", frames, fps)
    found = frames_of(path)
    assert len(found) == frames
    times = [f.t for f in found]
    assert times[0] == 0.0
    assert all(b > a for a, b in pairwise(times))
    assert times == pytest.approx([i / fps for i in range(frames)], abs=0.002)


def test_frames_are_bgr_in_the_order_of_the_film(tmp_path: Path) -> None:
    found = frames_of(video(tmp_path / "x.mp4"))
    for f in found:
        assert f.image.shape == (HEIGHT, WIDTH, 3)
        assert f.image.dtype == np.uint8
    levels = [float(f.image.mean()) for f in found]
    assert levels == sorted(levels)
    assert levels[-1] - levels[0] > 150


def test_what_is_known_before_the_first_frame(tmp_path: Path) -> None:
    source = VideoFile(video(tmp_path / "my film.mp4", 12, 25.0))
    assert source.info.name == "my film.mp4"
    assert not source.info.live
    assert source.info.frames == 12
    assert source.info.fps == pytest.approx(25.0)
    source.close()


def test_the_end_stays_the_end(tmp_path: Path) -> None:
    source = VideoFile(video(tmp_path / "x.mp4", 3))
    for _ in range(3):
        assert source.read() is not None
    assert source.read() is None
    assert source.read() is None
    source.close()


def test_other_containers_are_read_too(tmp_path: Path) -> None:
    assert len(frames_of(video(tmp_path / "x.avi", 9, codec="MJPG"))) == 9


def test_names_with_spaces_and_umlauts(tmp_path: Path) -> None:
    good = video(tmp_path / "x.mp4", 5)
    there = good.rename(tmp_path / "Übung 1 (früh) %03d.mp4")
    assert len(frames_of(there)) == 5


def _missing(path: Path) -> None:
    assert not path.exists()


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("this is not a film\n" * 100)


def _noise(path: Path) -> None:
    path.write_bytes(bytes((i * 89 + 7) % 256 for i in range(5000)))


def _head_alone(path: Path) -> None:
    path.write_bytes(video(path.with_name("good.mp4")).read_bytes()[:60])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "There is no file"),
        (_folder, "not a file"),
        (_empty, "is empty"),
        (_text, "not a video"),
        (_noise, "not a video"),
        (_head_alone, "not a video"),
    ],
)
def test_what_is_no_video_is_told(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    path = tmp_path / "film.mp4"
    make(path)
    with pytest.raises(SourceError) as caught:
        VideoFile(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".BMP"])
def test_a_still_picture_is_told_apart(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    ok, data = cv2.imencode(suffix.lower(), picture(90))
    assert ok
    path.write_bytes(data.tobytes())
    with pytest.raises(SourceError, match="still picture"):
        VideoFile(path)


def test_odd_pixel_formats_become_bgr() -> None:
    grey = np.full((4, 5), 100, dtype=np.uint8)
    assert as_bgr(grey).shape == (4, 5, 3)
    assert (as_bgr(grey) == 100).all()
    with_alpha = np.full((4, 5, 4), 50, dtype=np.uint8)
    assert as_bgr(with_alpha).shape == (4, 5, 3)
    deep = np.full((4, 5, 3), 65535, dtype=np.uint16)
    assert as_bgr(deep).dtype == np.uint8
    assert (as_bgr(deep) == 255).all()


# ---------------------------------------------------------------------- streams and cameras


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("0", "0"),
        ("FaceTime HD", "FaceTime HD"),
        ("http://192.168.0.5:8080/video", "http://192.168.0.5:8080/video"),
        ("rtsp://anna:secret@cam.local:554/live?token=abc#x", "rtsp://cam.local:554/live"),
        ("http://[broken", "stream"),
    ],
)
def test_names_that_are_shown_hold_no_secrets(source: str, shown: str) -> None:
    assert shown_name(source) == shown
    assert is_stream(source) == ("://" in source)


def test_an_unknown_scheme_is_told_without_its_secrets() -> None:
    with pytest.raises(SourceError) as caught:
        Camera("ftp://anna:secret@host/x", FakeClock())
    assert "'ftp'" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_camera_that_is_not_there_lists_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "cameras", lambda: [(0, "Front"), (2, "Desk")])
    with pytest.raises(SourceError) as caught:
        Camera("Kitchen", FakeClock())
    assert "'Kitchen'" in str(caught.value)
    assert "0: Front" in str(caught.value)
    assert "2: Desk" in str(caught.value)


def test_a_camera_by_a_part_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "cameras", lambda: [(0, "Front HD"), (2, "Desk Cam")])
    assert camera.number_of("desk") == 2
    assert camera.number_of("7") == 7


def test_the_backend_can_be_chosen_before_opencv_is_there() -> None:
    assert "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS" in os.environ


# ---------------------------------------------------------------------- in time


def test_a_paced_file_runs_at_its_own_speed() -> None:
    clock = FakeClock(100.0)
    frames = [Frame(picture(1), t) for t in (0.5, 0.6, 1.5)]
    source = FakeSource(frames)
    paced = Paced(source, clock)
    assert paced.info.live
    shown = []
    while paced.read() is not None:
        shown.append(clock.now())
    assert shown == pytest.approx([100.0, 100.1, 101.0])
    paced.close()
    assert source.closed


def test_a_paced_file_that_was_held_up_catches_up() -> None:
    clock = FakeClock()
    paced = Paced(FakeSource([Frame(picture(1), i / 10) for i in range(5)]), clock)
    assert paced.read() is not None
    clock.sleep(0.35)
    times = []
    while paced.read() is not None:
        times.append(clock.now())
    assert times == pytest.approx([0.35, 0.35, 0.35, 0.4])


def test_the_newest_frame_alone_is_kept() -> None:
    frames = [Frame(picture(i), i / 30) for i in range(9)]
    reader = NewestFrame(lambda: FakeSource(frames), SystemClock())
    reader.join(5.0)
    assert reader.ended
    serial, frame = reader.newest(0, timeout=0.0)
    assert serial == 9
    assert frame is not None
    assert frame.t == pytest.approx(8 / 30)
    assert reader.newest(serial, timeout=0.0) == (9, None)
    reader.end()


def test_times_of_a_live_source_rise_even_where_it_repeats_itself() -> None:
    frames = [Frame(picture(1), 1.0), Frame(picture(2), 1.0), Frame(picture(3), 0.5)]
    reader = NewestFrame(lambda: FakeSource(frames), SystemClock())
    reader.join(5.0)
    _, frame = reader.newest(0, timeout=0.0)
    assert frame is not None
    assert frame.t == pytest.approx(1.0002)
    assert reader.now() > frame.t
    reader.end()


class Breaking:
    """A source that gives one frame and is then unplugged."""

    def __init__(self) -> None:
        self.info = FakeSource([]).info
        self.left = 1
        self.closed = False

    def read(self) -> Frame | None:
        if self.left:
            self.left -= 1
            return Frame(picture(1), 0.1)
        raise SourceError("unplugged")

    def close(self) -> None:
        self.closed = True


def test_a_source_that_breaks_off_is_closed_and_tells_why() -> None:
    source = Breaking()
    reader = NewestFrame(lambda: source, SystemClock())
    reader.join(5.0)
    assert str(reader.error) == "unplugged"
    assert reader.ended
    assert source.closed
    reader.end()
