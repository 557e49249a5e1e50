"""What is said next: the most urgent first, nothing stale, one at a time. Pure.

A voice says one sentence at a time and takes seconds for each; by then a count may be over. So
each sentence waits in line for only so long, and an instruction gives way to a correction.
"""

from dataclasses import dataclass
from enum import IntEnum

_LONGEST_LINE = 2  # never more than two behind: older ones are stale


class Rank(IntEnum):
    """How urgent a sentence is; smaller is more urgent."""

    DIRECTION = 0
    COUNT = 1
    CORRECTION = 2
    GUIDE = 3
    PRAISE = 4
    INSTRUCTION = 5


@dataclass(frozen=True)
class Utterance:
    """One sentence.

    Attributes:
        at: seconds, when it was wished for.
        keep_s: how long it may wait; then it is stale, and never said.
    """

    text: str
    at: float
    rank: Rank = Rank.GUIDE
    keep_s: float = 10.0


class Lineup:
    """The sentences that wait."""

    def __init__(self) -> None:
        self._waiting: list[Utterance] = []

    def offer(self, new: Utterance) -> None:
        """Takes a sentence; a newer count or direction replaces an older one that waits."""
        if new.rank in (Rank.COUNT, Rank.DIRECTION):
            self._waiting = [u for u in self._waiting if u.rank != new.rank]
        self._waiting.append(new)
        while len(self._waiting) > _LONGEST_LINE:
            self._waiting.remove(max(self._waiting, key=lambda u: (u.rank, -u.at)))

    def next(self, now: float) -> Utterance | None:
        """The sentence to say now, or None."""
        self._waiting = [u for u in self._waiting if now - u.at <= u.keep_s]
        if not self._waiting:
            return None
        found = min(self._waiting, key=lambda u: (u.rank, u.at))
        self._waiting.remove(found)
        return found

    def clear(self) -> None:
        """Forgets all that waits."""
        self._waiting.clear()


def cuts(new: Utterance, playing: Utterance | None) -> bool:
    """Whether a new sentence ends the one that is being said: only long instructions give way."""
    return playing is not None and playing.rank == Rank.INSTRUCTION and new.rank <= Rank.CORRECTION
