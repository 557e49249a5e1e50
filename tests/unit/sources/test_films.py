"""Every film: the codings in the table of docs/films.md, made here by the ffmpeg command."""

import contextlib
import re
import shutil
import struct
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from posecoach.errors import SourceError
from posecoach.paths import checkout
from posecoach.sources.file import VideoFile
from posecoach.sources.film import turned
from tests.shared import frames_of, need

FPS, COUNT = 25, 12
_E = 65536  # one, in a display matrix
WIDTH, HEIGHT = 96, 64
_FFMPEG = shutil.which("ffmpeg")
#: What the table promises: file name, encoder, further options, and how far a grey may be off.
TABLE = [
    ("h264.mp4", "libx264", "-pix_fmt yuv420p", 6),
    ("h264.mov", "libx264", "-pix_fmt yuv444p", 6),
    ("hevc.mp4", "libx265", "-pix_fmt yuv420p -x265-params log-level=error", 6),
    ("hevc10.mp4", "libx265", "-pix_fmt yuv420p10le -x265-params log-level=error", 6),
    ("av1.mp4", "libaom-av1", "-cpu-used 8 -row-mt 1", 8),
    ("av1.webm", "libaom-av1", "-cpu-used 8 -row-mt 1", 8),
    ("vp8.webm", "libvpx", "", 8),
    ("vp9.webm", "libvpx-vp9", "-deadline realtime", 8),
    ("mpeg4.mp4", "mpeg4", "-q:v 2", 6),
    ("mpeg4.avi", "mpeg4", "-q:v 2 -bf 2", 6),
    ("mpeg2.mpg", "mpeg2video", "-q:v 2", 6),
    ("mpeg2.ts", "mpeg2video", "-q:v 2", 6),
    ("mjpeg.avi", "mjpeg", "-q:v 2 -pix_fmt yuvj420p", 6),
    ("prores.mov", "prores_ks", "", 6),
    ("wmv.wmv", "wmv2", "-q:v 2", 8),
    ("theora.ogv", "libtheora", "-q:v 9", 8),
    ("moving.gif", "gif", "", 12),
    ("moving.webp", "libwebp_anim", "-lossless 1 -loop 0", 2),
]

#: The first word of the row of docs/films.md that an encoder's films prove.
CODINGS = {
    "libx264": "H.264",
    "libx265": "HEVC",
    "libaom-av1": "AV1",
    "libvpx": "VP8",
    "libvpx-vp9": "VP8",
    "mpeg4": "MPEG-4",
    "mpeg2video": "MPEG-2",
    "mjpeg": "Motion",
    "prores_ks": "ProRes",
    "wmv2": "Windows",
    "libtheora": "Theora",
    "gif": "GIF",
    "libwebp_anim": "WebP",
}


def pictures(width: int = WIDTH, height: int = HEIGHT, count: int = COUNT) -> np.ndarray:
    """Greys that grow lighter, with a white field in the upper left corner."""
    out = np.empty((count, height, width, 3), np.uint8)
    for i in range(count):
        out[i] = grey(i)
        out[i, : height // 4, : width // 4] = 255
    return out


def grey(i: int) -> int:
    return 40 + 10 * i


@cache
def encoders() -> str:
    command = [_FFMPEG or "", "-hide_banner", "-encoders"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def make(path: Path, encoder: str, options: str = "", shown: np.ndarray | None = None) -> Path:
    """Writes a film by the ffmpeg command; skips the test where that cannot be done."""
    need(_FFMPEG, "the ffmpeg command is not here")
    need(re.search(rf" {encoder} ", encoders()), f"this ffmpeg cannot write {encoder}")
    shown = pictures() if shown is None else shown
    height, width = shown.shape[1:3]
    subprocess.run(
        [
            *(str(_FFMPEG), "-loglevel", "error", "-y", "-threads", "1", "-f", "rawvideo"),
            *("-pix_fmt", "bgr24", "-s", f"{width}x{height}", "-r", str(FPS), "-i", "-"),
            *("-c:v", encoder, *options.split(), str(path)),
        ],
        input=shown.tobytes(),
        check=True,
    )
    return path


@pytest.mark.parametrize(("name", "encoder", "options", "most"), TABLE, ids=[t[0] for t in TABLE])
def test_each_coding_of_the_table_is_read(
    name: str, encoder: str, options: str, most: int, tmp_path: Path
) -> None:
    found = frames_of(make(tmp_path / name, encoder, options))
    assert len(found) == COUNT
    assert [f.t for f in found] == pytest.approx([i / FPS for i in range(COUNT)], abs=0.0015)
    for i, frame in enumerate(found):
        assert frame.image.shape == (HEIGHT, WIDTH, 3)
        assert abs(float(frame.image[HEIGHT // 2 :].mean()) - grey(i)) < most
        assert frame.image[2:8, 2:8].mean() > 240


def test_the_table_is_that_of_the_docs() -> None:
    root = checkout()
    assert root is not None
    told = (root / "docs" / "films.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ((?:`\.\w+`(?:, )?)+) \|", told, re.MULTILINE)
    promised = {
        re.split(r"[ ,]", coding)[0]: set(re.findall(r"\.\w+", files)) for coding, files in rows
    }
    assert len(promised) == len(rows)
    made: dict[str, set[str]] = {}
    for name, encoder, *_ in TABLE:
        made.setdefault(CODINGS[encoder], set()).add(Path(name).suffix)
    assert set(made) == set(promised)
    assert {c: files - promised[c] for c, files in made.items() if files - promised[c]} == {}


@pytest.mark.parametrize(("width", "height"), [(97, 63), (33, 50), (1, 1), (4098, 16)])
def test_odd_sizes_keep_their_size(width: int, height: int, tmp_path: Path) -> None:
    shown = pictures(width, height, 3)
    found = frames_of(make(tmp_path / "odd.mkv", "ffv1", "-pix_fmt bgr0", shown))
    assert all(np.array_equal(f.image, s) for f, s in zip(found, shown, strict=True))


def test_grey_and_deep_pictures_become_bgr(tmp_path: Path) -> None:
    for kind in ("gray", "gray16le", "yuv444p16le"):
        found = frames_of(make(tmp_path / f"{kind}.mkv", "ffv1", f"-pix_fmt {kind}"))
        assert abs(float(found[3].image[HEIGHT // 2 :].mean()) - grey(3)) < 3


def _matrix(a: int, b: int, c: int, d: int) -> bytes:
    return struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)


@pytest.mark.parametrize(
    ("matrix", "corner"),
    [
        ((0, 1, -1, 0), (0, -1)),  # a quarter to the right: the upper left corner is upper right
        ((0, -1, 1, 0), (-1, 0)),
        ((-1, 0, 0, -1), (-1, -1)),
        ((-1, 0, 0, 1), (0, -1)),
    ],
)
def test_pictures_are_turned_as_the_file_says(
    matrix: tuple[int, ...], corner: tuple[int, int], tmp_path: Path
) -> None:
    path = make(tmp_path / "x.mp4", "mpeg4", "-q:v 2")
    content = path.read_bytes()
    head, track = content[: content.find(b"tkhd")], content[content.find(b"tkhd") :]
    plain, other = _matrix(_E, 0, 0, _E), _matrix(*(_E * n for n in matrix))
    assert plain in track
    path.write_bytes(head + track.replace(plain, other, 1))
    found = frames_of(path)
    assert len(found) == COUNT
    for image in (f.image for f in found):
        assert image.shape == ((WIDTH, HEIGHT, 3) if matrix[1] else (HEIGHT, WIDTH, 3))
        corners = {c: float(image[c].mean()) for c in ((0, 0), (0, -1), (-1, 0), (-1, -1))}
        assert max(corners, key=lambda c: corners[c]) == corner


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ((_E, 0, 0, _E), lambda x: x),
        ((0, _E, -_E, 0), lambda x: np.rot90(x, -1)),  # a point to the right is then below
        ((0, -_E, _E, 0), np.rot90),
        ((-_E, 0, 0, -_E), lambda x: np.rot90(x, 2)),
        ((-_E, 0, 0, _E), np.fliplr),
        ((_E, 0, 0, -_E), np.flipud),
        ((0, _E, _E, 0), lambda x: x.transpose(1, 0, 2)),
        ((0, -_E, -_E, 0), lambda x: np.rot90(x, 2).transpose(1, 0, 2)),
        ((46341, 46341, -46341, 46341), lambda x: x),  # by 45 degrees: left as it is
    ],
)
def test_a_display_matrix_turns_and_mirrors(matrix: tuple[int, ...], expected: object) -> None:
    a, b, c, d = matrix
    image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    found = turned(image, np.array([[a, b, 0], [c, d, 0], [0, 0, 1 << 30]]))
    assert callable(expected)
    assert np.array_equal(found, expected(image))


def test_times_of_a_variable_rate_are_those_stored(tmp_path: Path) -> None:
    options = r"-vf select=not(mod(n\,3))+lt(n\,4) -fps_mode passthrough"
    found = frames_of(make(tmp_path / "vfr.mkv", "mpeg4", options))
    assert [f.t for f in found] == pytest.approx([n / FPS for n in (0, 1, 2, 3, 6, 9)], abs=0.0015)


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("name", ["x.ts", "x.avi", "x.mkv", "x.gif"])
def test_what_can_be_read_of_a_cut_film_is_read(name: str, keep: float, tmp_path: Path) -> None:
    encoder = {".gif": "gif", ".mkv": "libx264"}.get(Path(name).suffix, "mpeg4")
    shown = np.random.default_rng(1).integers(0, 255, (COUNT, HEIGHT, WIDTH, 3), np.uint8)
    path = make(tmp_path / name, encoder, "-g 4" if encoder != "gif" else "", shown)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole))])
    found = frames_of(path)
    assert len(found) >= keep * COUNT - 3
    assert all(b > a for a, b in pairwise(f.t for f in found))


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    need(_FFMPEG, "the ffmpeg command is not here")
    path = tmp_path / "sound.mp4"
    command = [str(_FFMPEG), "-loglevel", "error", "-f", "lavfi", "-i", "sine=duration=0.2"]
    subprocess.run([*command, str(path)], check=True)
    with pytest.raises(SourceError, match=r"sound\.mp4 is not a video: it holds no moving picture"):
        VideoFile(path)


def test_a_coding_that_nobody_knows_is_named(tmp_path: Path) -> None:
    path = make(tmp_path / "new.mov", "libx264", "-pix_fmt yuv420p")
    content = path.read_bytes()
    assert b"avc1" in content
    path.write_bytes(content.replace(b"avc1", b"zq9x"))
    with pytest.raises(SourceError, match=r"coded as 'zq9x', which cannot be read here; save it"):
        VideoFile(path)


def test_a_film_without_a_whole_picture_names_its_coding(tmp_path: Path) -> None:
    path = make(tmp_path / "x.mkv", "libx264", "-g 100")
    content = bytearray(path.read_bytes())
    start = content.find(b"\x1f\x43\xb6\x75")  # the first cluster: all pictures lie in it
    content[start + 20 :] = bytes(len(content) - start - 20)
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"holds no picture that can be read \(its codec is h264"):
        frames_of(path)


def test_a_still_webp_is_a_still_picture(tmp_path: Path) -> None:
    path = make(tmp_path / "x.webp", "libwebp", "-frames:v 1")
    with pytest.raises(SourceError, match="still picture"):
        VideoFile(path)


def test_a_cut_webp_costs_no_trace(tmp_path: Path) -> None:
    path = make(tmp_path / "x.webp", "libwebp_anim", "-lossless 1")
    content = path.read_bytes()
    for keep in (16, 40, len(content) // 2):
        path.write_bytes(content[:keep])
        with contextlib.suppress(SourceError):
            assert len(frames_of(path)) < COUNT


def test_two_ffmpegs_live_in_one_process_and_talk_to_descriptor_2(tmp_path: Path) -> None:
    """OpenCV brings an FFmpeg of its own: films by PyAV and streams by OpenCV, in turn."""
    path = make(tmp_path / "x.avi", "mjpeg", "-pix_fmt yuvj420p")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    damaged = tmp_path / "damaged.avi"
    damaged.write_bytes(content)
    code = f"""
import cv2
from pathlib import Path
from posecoach.sources.file import VideoFile
for _ in range(2):
    for name in ({str(path)!r}, {str(damaged)!r}):
        capture = cv2.VideoCapture(name, cv2.CAP_FFMPEG)
        source = VideoFile(Path(name))
        while (frame := source.read()) is not None:
            assert capture.read()[0]
        capture.release()
        source.close()
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "done\n"
