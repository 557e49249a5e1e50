"""What is said next: the most urgent, and nothing that is stale."""

from itertools import pairwise

from posecoach.sinks.voice.lineup import Lineup, Rank, Utterance, cuts
from posecoach.testing.voice import Rehearsal


def test_the_most_urgent_is_next_and_what_is_stale_is_never_said() -> None:
    line = Lineup()
    line.offer(Utterance("well done", 0.0, Rank.PRAISE, 2.5))
    line.offer(Utterance("push your hips", 0.1, Rank.CORRECTION, 3.0))
    found = line.next(1.0)
    assert found is not None
    assert found.text == "push your hips"
    assert line.next(3.0) is None, "praise that comes late praises something else"


def test_a_newer_count_replaces_an_older_one_that_waits() -> None:
    line = Lineup()
    for i in (1, 2, 3):
        line.offer(Utterance(str(i), float(i) / 10, Rank.COUNT, 1.2))
    found = line.next(0.4)
    assert found is not None
    assert found.text == "3"
    assert line.next(0.4) is None


def test_only_instructions_give_way() -> None:
    long = Utterance("how it goes", 0.0, Rank.INSTRUCTION, 12.0)
    short = Utterance("now left", 0.0, Rank.GUIDE, 5.0)
    new = Utterance("4", 1.0, Rank.COUNT, 1.2)
    assert cuts(new, long)
    assert not cuts(new, short)
    assert not cuts(short, long)
    assert not cuts(new, None)


def test_a_rehearsal_takes_the_time_of_a_voice_and_never_overlaps() -> None:
    speaker = Rehearsal(letters_s=10.0)
    speaker.say("x" * 30, t=0.0, rank=Rank.INSTRUCTION)
    speaker.say("1", t=1.0, rank=Rank.COUNT, keep_s=1.2)
    speaker.say("y" * 10, t=1.1, rank=Rank.CORRECTION, keep_s=3.0)
    speaker.say("late", t=1.15, rank=Rank.PRAISE, keep_s=0.5)
    speaker.close()
    assert [(s.text[0], s.cut) for s in speaker.spoken] == [("x", True), ("1", False), ("y", False)]
    assert all(a.end <= b.start for a, b in pairwise(speaker.spoken))
