"""Video files that break off, and files that are none."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.errors import SourceError
from posecoach.sources.file import VideoFile


def test_a_film_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for i in range(60):
        writer.write(np.full((48, 64, 3), 4 * i, np.uint8))
    writer.release()
    assert remark(path) is None
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    found = remark(path)
    assert found is not None
    assert found.startswith("film.avi is damaged or cut off")


def remark(path: Path) -> str | None:
    source = VideoFile(path)
    while source.read() is not None:
        pass
    source.close()
    return source.broken_off


@pytest.mark.parametrize("head", ["#EXTM3U\n", "ffconcat version 1.0\nfile x.mp4\n", "<?xml ?>"])
def test_a_list_of_other_files_is_no_video(head: str, tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_text(head, "utf-8")
    with pytest.raises(SourceError, match="a list of other files"):
        VideoFile(path)
