"""What is said and when, with the time that a voice takes: a calm coach, on clips with faults.

The tapes are of clips of ``tests/clips``, every second frame. The transcripts lie in
``tests/golden/transcripts``; ``pytest --golden`` writes them anew: read each before committing it.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from posecoach import language
from posecoach.events import Cue, Rep
from posecoach.landmarks import tape
from posecoach.pipeline.sink import Step
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.sinks.voice.lineup import Rank
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import VoiceLevel
from posecoach.spec.load import stretch
from posecoach.testing.voice import Rehearsal, Spoken
from tests.shared import GOLDEN, TAPES

TRANSCRIPTS = GOLDEN / "transcripts"
FAULTS = {
    "fault_chest_down": "hip_flexor",
    "fault_sat_back": "hip_flexor",
    "fault_no_hip_shift": "lateral_line",
    "fault_head_upright": "lateral_line",
    "fault_eyes_forward": "hip_rotators",
    "fault_one_knee": "hip_rotators",
}


class Remembering(Rehearsal):
    """A rehearsal that keeps what was wished for, and until when it made sense."""

    def __init__(self) -> None:
        super().__init__()
        self.wished: dict[str, list[tuple[float, float]]] = {}

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = 10.0) -> None:
        self.wished.setdefault(text, []).append((t, keep_s))
        super().say(text, t=t, rank=rank, keep_s=keep_s)


@dataclass
class Session1:
    """One set on one tape: what was said, and the events."""

    spoken: list[Spoken]
    wished: dict[str, list[tuple[float, float]]]
    events: list[object] = field(default_factory=list)


def rehearsed(name: str, level: VoiceLevel = "full") -> Session1:
    voice = Remembering()
    chosen: SetPlan = one_set(stretch(FAULTS[name]))
    session, sink = Session([chosen]), Voice(voice, level)
    events: list[object] = []
    for pose in tape.load(TAPES / f"{name}.npz"):
        now = session.update(pose)
        sink.take(Step(None, pose, now))
        events += now.events
    voice.close()
    return Session1(voice.spoken, voice.wished, events)


def line(one: Spoken) -> str:
    """As it stands in a transcript; a sentence that gave way ends in dots."""
    return f"{one.start:6.1f} - {one.end:5.1f}  {one.text}{' ...' if one.cut else ''}"


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", FAULTS)
def test_the_transcript_reads_as_reviewed(
    name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    language.use(lang)
    try:
        found = "\n".join(line(s) for s in rehearsed(name).spoken) + "\n"
    finally:
        language.use("en")
    path = TRANSCRIPTS / f"{name}.{lang}.txt"
    if request.config.getoption("--golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_overlaps_and_nothing_stale_is_said(name: str) -> None:
    found = rehearsed(name)
    assert found.spoken
    for a, b in pairwise(found.spoken):
        assert a.end <= b.start
    for one in found.spoken:
        waits = [
            one.start - t for t, keep_s in found.wished[one.text] if t <= one.start <= t + keep_s
        ]
        assert waits, f"stale: {one.text}"


@pytest.mark.parametrize("name", FAULTS)
def test_one_correction_a_repetition_at_most_and_never_in_a_row(name: str) -> None:
    found = rehearsed(name)
    corrections = 0
    times = []
    for event in found.events:
        if isinstance(event, Rep):
            corrections = 0
        if isinstance(event, Cue) and event.kind == "correction":
            corrections += 1
            times.append(event.t)
        assert corrections <= 1
    assert times, "the fault is told"
    assert all(b - a >= 5.0 for a, b in pairwise(times))


@pytest.mark.parametrize("name", FAULTS)
def test_the_level_cues_says_what_matters_and_no_more(name: str) -> None:
    full, cues = rehearsed(name), rehearsed(name, "cues")
    assert len(cues.spoken) <= len(full.spoken)
    rules = {e.id for e in full.events if isinstance(e, Cue) and e.kind == "correction"}
    assert rules
    assert any(len(s.text) > 3 for s in cues.spoken), "the correction is said all the same"
