"""Bad input by the thousand: real files, mutated; each case is made from its number alone.

A case passes when it is read or refused in one sentence. Anything else, a trace, a hang, is a
mistake of ours. ``scripts/nightly.py fuzz`` runs many in child processes, the tests a few.
"""

import contextlib
import random
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from posecoach.app import settings
from posecoach.app.run import choices
from posecoach.errors import PosecoachError
from posecoach.judge.coach import Coach
from posecoach.landmarks import model, tape
from posecoach.landmarks.fetching.manifest import manifest
from posecoach.paths import resource
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.sinks.recorder import Recorder
from posecoach.sources.camera import check_address, shown_name
from posecoach.sources.file import VideoFile
from posecoach.spec import routine as routines
from posecoach.spec.load import load, stretches
from tests.bodies import MOVERS, in_turn, mover, sequence_of
from tests.kinematic import GOOD, alternating, sequence
from tests.moments import begun

_ODD = ("nan", "inf", "-1", "0", "1e308", "99999999999999999999", '""', "[]", "{}", "true")
_MOST_FRAMES = 200
_ADDRESS = "http:// https:// rtsp:// file:// u:secret@ host :80 :x /p ?secret [ ] % # é"


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut, doubled, zeroed, or put in another order."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at = rng.randrange(len(data))
        length = min(len(data) - at, rng.choice((1, 2, 8, 64, 1024)))
        match rng.randrange(6):
            case 0:
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                del data[at:]
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length]
            case 4:
                data[at : at + length] = bytes(length)
            case _:
                data[at : at + length] = rng.randbytes(length)
    return bytes(data)


def spec(rng: random.Random, folder: Path) -> None:
    """A stretch file: read or refused; one that is read coaches without a slip."""
    source = rng.choice(sorted(resource("stretch_specs").glob("*.toml")))
    lines = source.read_text("utf-8").splitlines()
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, rng.choice(lines))
            case 2:
                head, _, tail = lines[at].partition("=")
                lines[at] = f"{head}= {rng.choice(_ODD)}" if tail else lines[at]
            case 3:
                lines[at] = mutated(lines[at].encode(), rng).decode("utf-8", "replace")
            case _:
                other = rng.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
    path = folder / "mine.toml"
    path.write_text("\n".join(lines) or "#", "utf-8")
    found = load(path)
    for mode in filter(found.judges, found.modes):
        coach = Coach(found, mode)
        for pose in _moves(source.stem):
            coach.update(pose)
        coach.finish()


def settings_file(rng: random.Random, _folder: Path) -> None:
    """The user's settings, as an editor or a bad disk may leave them."""
    lines = [
        'camera = "0"', "mirrored_input = true", 'voice = "full" # loud', "text_size = 1.1",
        'leave_out = ["hip_flexor"]', 'dose = "more"', 'routine = "five_minutes"',
    ]  # fmt: skip
    path = settings.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_edited(lines, rng))
    found = settings.load()
    choices.sets(found, None)
    settings.keep(voice="cues")
    assert settings.load().voice == "cues"


def routine(rng: random.Random, folder: Path) -> None:
    source = rng.choice(list(routines.shipped().values()))
    path = folder / "routine.toml"
    path.write_bytes(_edited(source.read_text("utf-8").splitlines(), rng))
    choices.sets(settings.Settings(), None, routine=str(path))


def _edited(lines: list[str], rng: random.Random) -> bytes:
    """Lines of TOML with slips of a hand, and now and then of a disk."""
    lines = list(lines)
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(at, rng.choice(lines))
            case 2:
                head, _, tail = lines[at].partition("=")
                lines[at] = f"{head}= {rng.choice(_ODD)}" if tail else lines[at]
            case _:
                other = rng.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
    content = "\n".join(lines).encode()
    return mutated(content, rng) if rng.randrange(4) == 0 else content


@cache
def _moves(name: str) -> tuple[Pose, ...]:
    if name in GOOD:
        return tuple(sequence(name, alternating(name, 1), fps=6))
    return tuple(sequence_of(mover(name if name in MOVERS else "bridge"), in_turn(1), fps=6))


@cache
def _tape(folder: Path) -> bytes:
    path = folder / "good.npz"
    tape.save(path, sequence("lateral_line", alternating("lateral_line", 1), fps=5))
    return path.read_bytes()


def a_tape(rng: random.Random, folder: Path) -> None:
    path = folder / "x.npz"
    path.write_bytes(mutated(_tape(folder), rng))
    tape.load(path)


@cache
def _film(folder: Path, suffix: str, codec: str) -> bytes:
    path = folder / f"good{suffix}"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 25.0, (64, 48))
    for i in range(25):
        writer.write(np.full((48, 64, 3), 10 * i, np.uint8))
    writer.release()
    return path.read_bytes()


def video(rng: random.Random, folder: Path) -> None:
    suffix, codec = rng.choice(((".mp4", "mp4v"), (".avi", "MJPG"), (".mkv", "mp4v")))
    path = folder / f"x{suffix}"
    path.write_bytes(mutated(_film(folder, suffix, codec), rng))
    source = VideoFile(path)
    try:
        for _ in range(_MOST_FRAMES):
            if source.read() is None:
                break
        assert source.broken_off is None or path.name in source.broken_off
    finally:
        source.close()


def a_model(rng: random.Random, folder: Path) -> None:
    """A model file that is not, to the byte, one that is known is never run."""
    path = folder / "x.task"
    size = rng.choice([b.bytes for b in manifest().bundle] + [0, 1, 4096])
    path.write_bytes(rng.randbytes(min(size, 64)) + bytes(max(0, size - 64)))
    try:
        model.find(path)
    except PosecoachError:
        return
    raise AssertionError("an unknown model was taken")


@cache
def _database(folder: Path) -> bytes:
    path = folder / "good.db"
    with contextlib.closing(Store(path)) as store:
        recorder = Recorder(store, kind="live", source="fuzz", settings={})
        recorder.add([begun(0, "lateral_line", "mobilizer")])
        recorder.end("done", seen_s=1.0, judged_s=1.0)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def database(rng: random.Random, folder: Path) -> None:
    good = _database(folder)
    path = folder / "x.db"
    for left in folder.glob("x.db*"):
        left.unlink()
    path.write_bytes(mutated(good, rng))
    with contextlib.closing(Store(path)) as store:
        store.setting("safety_accepted")
        store.ranges("lateral_line")
        store.sessions()


def address(rng: random.Random, _folder: Path) -> None:
    parts = [*_ADDRESS.split(), " ", "\n", "\x00"]
    text = "".join(rng.choice(parts) for _ in range(rng.randrange(1, 9)))
    shown = shown_name(text)
    if "://" in text and "u:secret@host" in text:
        assert "u:secret@" not in shown
    check_address(text)


KINDS: dict[str, Callable[[random.Random, Path], None]] = {
    "spec": spec,
    "settings": settings_file,
    "routine": routine,
    "tape": a_tape,
    "video": video,
    "model": a_model,
    "database": database,
    "address": address,
}


def case(kind: str, number: int, folder: Path) -> bool:
    """One case; whether the input was taken (else it was refused in a sentence).

    Raises:
        Exception: a mistake of ours.
    """
    stretches()
    try:
        KINDS[kind](random.Random(f"{kind} {number}"), folder)
    except PosecoachError as error:
        sentence = str(error).strip()
    except sqlite3.DatabaseError:  # the command line puts it into a sentence
        sentence = "damaged" if kind == "database" else ""
    else:
        return True
    if not sentence:
        raise AssertionError("a refusal says why")
    return False
