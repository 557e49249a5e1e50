"""What a drafted stretch makes of a recording."""

from collections.abc import Iterable, Sequence

from posecoach.events import Event, HoldSpan, Rep
from posecoach.judge.coach import Coach
from posecoach.pose import Pose
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch


def events(stretch: Stretch, poses: Sequence[Pose], mode: Mode | None = None) -> list[Event]:
    """All events of a recording that is coached as a stretch."""
    coach = Coach(stretch, mode)
    moments = [coach.update(p) for p in poses] + [coach.finish()]
    return [e for m in moments for e in m.events]


def done(found: Iterable[Event]) -> list[Rep | HoldSpan]:
    """The whole repetitions, or the holds, among events."""
    return [e for e in found if isinstance(e, HoldSpan) or (isinstance(e, Rep) and e.complete)]
