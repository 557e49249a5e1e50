"""The queue of sentences to say: the most urgent comes first, outdated ones are dropped. Pure.

A sentence takes seconds to say, and meanwhile a count may be outdated. So each sentence waits only
for a limited time, and an instruction is cut off by a correction.
"""

from dataclasses import dataclass
from enum import IntEnum

_MAX_WAITING = 2  # sentences; of more, the least urgent and oldest are dropped


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
        at: when it was added, seconds.
        keep_s: the longest that it may wait; then it is dropped.
    """

    text: str
    at: float
    rank: Rank = Rank.GUIDE
    keep_s: float = 10.0


class Lineup:
    """The sentences that wait to be said."""

    def __init__(self) -> None:
        self._waiting: list[Utterance] = []

    def offer(self, new: Utterance) -> None:
        """Adds a sentence; a count or direction replaces an older one that is waiting."""
        if new.rank in (Rank.COUNT, Rank.DIRECTION):
            self._waiting = [u for u in self._waiting if u.rank != new.rank]
        self._waiting.append(new)
        while len(self._waiting) > _MAX_WAITING:
            self._waiting.remove(max(self._waiting, key=lambda u: (u.rank, -u.at)))

    def next(self, now: float) -> Utterance | None:
        """Removes and returns the sentence to say now; None if there is none."""
        self._waiting = [u for u in self._waiting if now - u.at <= u.keep_s]
        if not self._waiting:
            return None
        found = min(self._waiting, key=lambda u: (u.rank, u.at))
        self._waiting.remove(found)
        return found

    def clear(self) -> None:
        """Drops all waiting sentences."""
        self._waiting.clear()


def cuts(new: Utterance, playing: Utterance | None) -> bool:
    """Whether ``new`` cuts off the current sentence: only instructions are cut off."""
    return playing is not None and playing.rank == Rank.INSTRUCTION and new.rank <= Rank.CORRECTION
