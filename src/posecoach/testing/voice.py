"""A voice that takes its time and says nothing."""

from dataclasses import dataclass

from posecoach.cues.words import VOICE_LETTERS_S
from posecoach.sinks.voice.lineup import Lineup, Rank, Utterance, cuts
from posecoach.sinks.voice.speaker import KEEP_S


@dataclass(frozen=True)
class Spoken:
    """A sentence that was said, from when to when; ``cut`` where another one ended it."""

    start: float
    end: float
    text: str
    cut: bool = False


class Rehearsal:
    """Says nothing aloud, but takes the time that a voice would: for transcripts and tests.

    Args:
        letters_s: letters a second.
    """

    name = "rehearsal"
    failures = 0

    def __init__(self, letters_s: float = VOICE_LETTERS_S) -> None:
        self.spoken: list[Spoken] = []
        self._pace = letters_s
        self._line = Lineup()
        self._playing: Utterance | None = None
        self._since = self._until = 0.0

    def say(self, text: str, *, t: float, rank: Rank = Rank.GUIDE, keep_s: float = KEEP_S) -> None:
        self._pass_to(t)
        if not text:
            return
        new = Utterance(text, t, rank, keep_s)
        self._line.offer(new)
        if cuts(new, self._playing):
            self._end(t, cut=True)
        if self._playing is None:
            self._begin(t)

    def _begin(self, now: float) -> None:
        self._playing = self._line.next(now)
        if self._playing is not None:
            self._since = now
            self._until = now + 0.25 + len(self._playing.text) / self._pace

    def _end(self, now: float, *, cut: bool) -> None:
        assert self._playing is not None
        self.spoken.append(Spoken(self._since, now, self._playing.text, cut))
        self._playing = None

    def _pass_to(self, now: float) -> None:
        while self._playing is not None and self._until <= now:
            end = self._until
            self._end(end, cut=False)
            self._begin(end)

    def hush(self) -> None:
        self._line.clear()
        if self._playing is not None:
            self._end(min(self._until, self._since), cut=True)

    def close(self) -> None:
        self._pass_to(float("inf"))
