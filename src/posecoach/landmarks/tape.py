"""Reads and writes landmark tapes: the exact poses of a recording, without its pictures.

The format is a NumPy ``.npz`` archive without pickles (docs/tape.md has the same table):

=============  ==================  =====================================================
array          shape, type         content
=============  ==================  =====================================================
``schema``     (), int64           1
``t``          (n,), float64       seconds
``size``       (n, 2), int32       the picture's width and height in pixels
``found``      (n,), bool          whether a person was found
``luminance``  (n,), float64       mean brightness 0..255; NaN where nobody measured it
``contrast``   (n,), float64       contrast of the face 0..255; NaN where nobody measured it
``face``       (n, 2), float64     where the face looks and whether it was seen (0, 1), by the
                                   face detector; NaN where unknown; older tapes lack it
``others``     (n,), float64       the largest other person's size over this person's; NaN where
                                   nobody looked; older tapes lack it
``ears``       (n, 4), float64     the middle of the ears by the face detector, shares of width
                                   and height, how far they are apart, share of the width, and
                                   its score; NaN where there are none; older tapes lack it
``image``      (n, 33, 2), f8      shares of width and height; zeros where not found
``depth``      (n, 33), f8         relative depth
``world``      (n, 33, 3), f8      metres
``visibility`` (n, 33), f8         0..1
``about``      (n,), uint8         what else is said of it, JSON in UTF-8; most tapes lack it
=============  ==================  =====================================================

A compact tape has float32 in place of float64, and points rounded to what can be seen: it needs a
fifth of the space.
"""

import json
import math
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.errors import TapeError
from posecoach.files import written_whole
from posecoach.paths import reason
from posecoach.pose import LANDMARKS, Ears, Pose

SCHEMA = 1
SUFFIX = ".npz"
_MAX_BYTES = 512 << 20  # unpacked: more than two hours at 30 frames a second
_MAX_MEMBERS = 64
_POINTS = {"image": (LANDMARKS, 2), "depth": (LANDMARKS,), "world": (LANDMARKS, 3)}
_SHAPES: dict[str, tuple[tuple[int, ...], str]] = {
    "t": ((), "f"),
    "size": ((2,), "i"),
    "found": ((), "b"),
    "luminance": ((), "f"),
    "contrast": ((), "f"),
    "face": ((2,), "f"),
    "others": ((), "f"),
    "ears": ((4,), "f"),
    **{name: (shape, "f") for name, shape in _POINTS.items()},
    "visibility": ((LANDMARKS,), "f"),
}
_OPTIONAL = ("luminance", "contrast", "face", "others", "ears")
_EARS = ("x", "y", "apart", "score")
_LATER = ("face", "others", "ears")  # older tapes lack them
_MAX_ABOUT_BYTES = 1 << 20
#: Steps of a compact tape, as shares of 1: a fiftieth of a pixel, .06 mm, a thousandth.
_STEPS = {"image": 2**15, "depth": 2**12, "world": 2**14, "visibility": 2**10}


def is_tape(path: Path) -> bool:
    """Whether a file has the name of a landmark tape."""
    return path.suffix == SUFFIX


def _optional(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([math.nan if v is None else v for v in values], dtype=np.float64)


def _none_if_nan(value: float) -> float | None:
    return None if math.isnan(value) else value


def save(
    path: Path,
    poses: Iterable[Pose],
    *,
    about: Mapping[str, Any] | None = None,
    compact: bool = False,
) -> None:
    """Writes a tape that ``load`` can read, or nothing.

    A pose with NaN or infinite points is written as 'nobody found'. A pose without a finite time,
    or earlier than the previous one, is left out.

    Args:
        path: the file; only the user may read it.
        poses: in the order of their times.
        about: plain values that ``about`` reads back.
        compact: round the points to what can be seen; the file is a fifth as large.

    Raises:
        TapeError: the file cannot be written.
    """
    kept: list[Pose] = []
    for pose in poses:
        if math.isfinite(pose.t) and not (kept and pose.t < kept[-1].t):
            kept.append(_valid(pose))
    arrays = _arrays(kept, compact=compact)
    if about is not None:
        arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    try:
        with written_whole(path) as whole, whole.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
    except OSError as error:
        raise TapeError(f"The tape {path} cannot be written ({reason(error)}).") from error


def _arrays(poses: list[Pose], *, compact: bool) -> dict[str, Any]:
    """All that a tape holds of its poses, an array for each kind of value."""
    blank = Pose(
        0.0,
        0,
        0,
        True,
        np.zeros((LANDMARKS, 2)),
        np.zeros(LANDMARKS),
        np.zeros((LANDMARKS, 3)),
        np.zeros(LANDMARKS),
    )

    def stack(name: str, *shape: int) -> np.ndarray:
        rows = [getattr(p if p.found else blank, name) for p in poses]
        values = np.array(rows, dtype=np.float64).reshape(len(poses), *shape)
        if compact:
            return (np.round(values * _STEPS[name]) / _STEPS[name]).astype(np.float32)
        return values

    return {
        "schema": np.int64(SCHEMA),
        "t": np.array([p.t for p in poses], dtype=np.float64),
        "size": np.array([(p.width, p.height) for p in poses], dtype=np.int32).reshape(-1, 2),
        "found": np.array([p.found for p in poses], dtype=np.bool_),
        "luminance": _optional(p.luminance for p in poses),
        "contrast": _optional(p.face_contrast for p in poses),
        "face": np.stack(
            [_optional(p.face_turn for p in poses), _optional(p.face_seen for p in poses)], axis=1
        ),
        "others": _optional(p.others for p in poses),
        "ears": np.stack(
            [_optional(getattr(p.ears, name, None) for p in poses) for name in _EARS], axis=1
        ),
        **{name: stack(name, *shape) for name, shape in _POINTS.items()},
        "visibility": stack("visibility", LANDMARKS),
    }


def _valid(pose: Pose) -> Pose:
    points = (pose.image, pose.depth, pose.world, pose.visibility)
    if not pose.found or all(np.isfinite(p).all() for p in points):
        return pose
    return Pose(pose.t, pose.width, pose.height, luminance=pose.luminance, ears=pose.ears)


def load(path: Path) -> list[Pose]:
    """The poses of a tape.

    Raises:
        TapeError: the file is missing, damaged, too large, or not a tape of this schema.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > _MAX_BYTES:
                raise TapeError(f"The tape {path} is larger than posecoach reads.")
        with np.load(path, allow_pickle=False) as archive:
            there = [n for n in _SHAPES if n not in _LATER or n in archive.files]
            data = {name: archive[name] for name in ("schema", *there)}
        for name in _LATER:
            data.setdefault(name, np.full((*data["t"].shape, *_SHAPES[name][0]), math.nan))
    except TapeError:
        raise
    except OSError as error:
        raise TapeError(f"The tape {path} cannot be read ({reason(error)}).") from error
    except Exception as error:  # zip, zlib and NumPy raise many kinds for a damaged file
        raise TapeError(f"{path} is not a landmark tape, or it is damaged.") from error
    version = data["schema"]
    if version.shape != () or version.dtype.kind != "i" or int(version) != SCHEMA:
        raise TapeError(f"The tape {path} was made by another version of posecoach.")
    n = data["t"].shape[0] if data["t"].ndim else -1
    for name, (shape, kind) in _SHAPES.items():
        array = data[name]
        if array.shape != (n, *shape) or array.dtype.kind != kind:
            raise TapeError(f"{path} is not a landmark tape: '{name}' has the wrong shape.")
        if kind == "f" and name not in _OPTIONAL and not np.isfinite(array).all():
            raise TapeError(f"{path} is not a landmark tape: '{name}' holds no number.")
    if (np.diff(data["t"]) < 0).any() or (n and (data["size"] <= 0).any()):
        raise TapeError(f"{path} is not a landmark tape: its times or sizes make no sense.")
    return [_pose(data, i) for i in range(n)]


def about(path: Path) -> dict[str, Any] | None:
    """What a tape says of itself; None if it says nothing.

    Raises:
        TapeError: the file cannot be read, or is no tape.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if "about.npy" not in archive.namelist():
                return None
            if archive.getinfo("about.npy").file_size > _MAX_ABOUT_BYTES:
                raise TapeError(f"The tape {path} says more of itself than posecoach reads.")
        with np.load(path, allow_pickle=False) as data:
            found = json.loads(data["about"].tobytes().decode())
    except TapeError:
        raise
    except OSError as error:
        raise TapeError(f"The tape {path} cannot be read ({reason(error)}).") from error
    except Exception as error:  # zip, NumPy and JSON raise many kinds for a damaged file
        raise TapeError(f"{path} is not a landmark tape, or it is damaged.") from error
    if not isinstance(found, dict):
        raise TapeError(f"{path} is not a landmark tape, or it is damaged.")
    return found


def _pose(data: dict[str, np.ndarray], i: int) -> Pose:
    width, height = (int(v) for v in data["size"][i])
    luminance = _none_if_nan(float(data["luminance"][i]))
    x, y, apart, score = (float(v) for v in data["ears"][i])
    ears = Ears(x, y, apart, score) if math.isfinite(x + y + apart + score) else None
    if not data["found"][i]:
        return Pose(float(data["t"][i]), width, height, luminance=luminance, ears=ears)
    return Pose(
        float(data["t"][i]),
        width,
        height,
        found=True,
        image=np.asarray(data["image"][i], np.float64),
        depth=np.asarray(data["depth"][i], np.float64),
        world=np.asarray(data["world"][i], np.float64),
        visibility=np.asarray(data["visibility"][i], np.float64),
        luminance=luminance,
        face_contrast=_none_if_nan(float(data["contrast"][i])),
        face_turn=_none_if_nan(float(data["face"][i, 0])),
        others=_none_if_nan(float(data["others"][i])),
        face_seen=None if math.isnan(data["face"][i, 1]) else bool(data["face"][i, 1]),
        ears=ears,
    )
