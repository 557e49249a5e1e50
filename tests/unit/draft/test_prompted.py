"""A prompted recording: what is said, what is kept, and that it ends by itself."""

from collections.abc import Iterable

from posecoach.draft.make import draft
from posecoach.draft.prompted import Prompt, PromptedRecording
from posecoach.pose import Pose
from tests.movements import FPS, PEOPLE, movement, recorded
from tests.postures import nobody, standing

_WHAT = "Now five times."


def later(poses: Iterable[Pose], by: float) -> list[Pose]:
    from dataclasses import replace

    return [replace(p, t=p.t + by) for p in poses]


def still(first: float, last: float) -> list[Pose]:
    """Standing in the start position of the squat."""
    one = recorded(movement("squat"), PEOPLE[0], 1, fps=FPS)[0]
    count = round((last - first) * FPS)
    return later([one] * count, 0.0) if not count else [
        later([one], first + i / FPS)[0] for i in range(count)
    ]  # fmt: skip


def stage(recording: PromptedRecording) -> str:
    return recording.stage


def played(recording: PromptedRecording, poses: Iterable[Pose]) -> list[Prompt]:
    return [said for p in poses for said in recording.update(p)]


def test_it_counts_down_records_and_stops_by_itself() -> None:
    recording = PromptedRecording(_WHAT)
    moving = later(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), 9.0)
    ending = still(moving[-1].t + 1 / FPS, moving[-1].t + 12.0)
    told = played(recording, [*(nobody(i / FPS) for i in range(10)), *still(1.0, 9.0), *moving])
    assert stage(recording) == "move"
    told += played(recording, ending)
    assert stage(recording) == "done"
    assert [s.text for s in told] == [
        "Be where the camera sees all of you.",
        "Good. Stay there.",
        "3",
        "2",
        "1",
        _WHAT,
        "Thank you, that is recorded.",
    ]
    assert sum(draft(recording.recorded, "Squat").reps.values()) == 4


def test_who_is_not_wholly_seen_is_told_again() -> None:
    recording = PromptedRecording(_WHAT)
    told = played(recording, [nobody(i / FPS) for i in range(260)])
    assert len(told) == 3
    assert stage(recording) == "place"
    assert not recording.recorded


def test_who_never_moves_is_waited_for_but_not_for_ever() -> None:
    recording = PromptedRecording(_WHAT)
    played(recording, [standing(i / FPS) for i in range(100)])
    assert stage(recording) == "move"
    played(recording, [standing(i / FPS) for i in range(100, 1700)])
    assert stage(recording) == "done"
