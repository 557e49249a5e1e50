"""The whole coach over generated bodies, and what it said of them."""

from collections.abc import Sequence

from posecoach.events import Cue, Event, Fault
from posecoach.events import Rep as CountedRep
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.pose import SIDES, Pose, Side
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode
from tests.kinematic import GOOD

STRETCHES = sorted(GOOD)


def coached(name: str, poses: Sequence[Pose], mode: Mode | None = None) -> list[Moment]:
    coach = Coach(stretch(name), mode)
    return [*(coach.update(p) for p in poses), coach.finish()]


def events(moments: Sequence[Moment]) -> list[Event]:
    return [e for m in moments for e in m.events]


def reps(moments: Sequence[Moment]) -> list[CountedRep]:
    return [e for e in events(moments) if isinstance(e, CountedRep)]


def counts(moments: Sequence[Moment], *, complete: bool = True) -> dict[Side, int]:
    """The repetitions of each side: complete ones, or those that turned back early."""
    sides = [r.side for r in reps(moments) if r.complete == complete]
    return {s: sides.count(s) for s in SIDES}


def faults(moments: Sequence[Moment]) -> list[Fault]:
    return [e for e in events(moments) if isinstance(e, Fault)]


def rules(moments: Sequence[Moment]) -> set[str]:
    return {f.rule for f in faults(moments)}


def cues(moments: Sequence[Moment], kind: str) -> list[Cue]:
    return [e for e in events(moments) if isinstance(e, Cue) and e.kind == kind]
