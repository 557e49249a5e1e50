"""Distributes recordings to workers, and returns exactly one outcome for each."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from posecoach.app.batch.work import Failure, RecordingTask, Result

_TICK_S = 0.2  # Windows handles Ctrl-C only between waits


@dataclass(frozen=True)
class Died:
    """The process that analysed a recording died: because of it, or of one analysed beside it.

    Attributes:
        why: the signal or exit code.
    """

    why: str


class _Again(Enum):
    AGAIN = "again"


#: The processes died before one had begun with the recording: it is handed over again.
AGAIN = _Again.AGAIN
Outcome = Result | Died | _Again


class Pool(Protocol):
    """Workers that analyse recordings: processes here, or a cluster.

    Attributes:
        ahead: how many recordings may be handed over at once.
    """

    @property
    def ahead(self) -> int: ...

    def submit(self, task: RecordingTask, /) -> None: ...

    def wait(self, timeout: float, /) -> list[tuple[RecordingTask, Outcome]]:
        """What has come back, after ``timeout`` seconds at most.

        Raises:
            PosecoachError: nobody is left to analyse anything.
        """
        ...

    def shares(self) -> float:
        """How much of the recordings in work is done, as a number of recordings."""
        ...

    def begun(self) -> list[int]:
        """The places of the recordings that are in work, as far as it is known."""
        ...

    def close(self) -> None:
        """Ends all work at once."""
        ...


def spread(
    tasks: Iterable[RecordingTask],
    pool: Pool,
    on_result: Callable[[RecordingTask, Result], None],
    on_tick: Callable[[], None] = lambda: None,
) -> None:
    """Has all recordings analysed.

    A recording whose process died is tried once more at the end, with no other beside it: what dies
    again is at fault itself.

    Args:
        tasks: the recordings.
        pool: analyses them; the caller closes it.
        on_result: called with each result once, in the order in which they come.
        on_tick: called several times a second.
    """
    waiting, suspects = deque(tasks), deque[RecordingTask]()
    tried: set[int] = set()
    running = 0
    while waiting or suspects or running:
        while waiting and running < pool.ahead:
            pool.submit(waiting.popleft())
            running += 1
        if suspects and not waiting and not running:
            pool.submit(suspects.popleft())
            running += 1
        for task, outcome in pool.wait(_TICK_S):
            running -= 1
            if outcome is AGAIN:
                (suspects if task.index in tried else waiting).appendleft(task)
            elif not isinstance(outcome, Died):
                on_result(task, outcome)
            elif task.index in tried:
                on_result(task, died(task, outcome.why))
            else:
                tried.add(task.index)
                suspects.append(task)
        on_tick()


def died(task: RecordingTask, why: str) -> Failure:
    """A recording that its process did not survive."""
    name = task.recording.path.name
    return Failure(
        name,
        f"{name}: the process that analysed it died ({why}); try it alone, and check the file.",
    )
