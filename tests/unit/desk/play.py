"""One made-up user at a desk, who is shown to it look by look."""

from collections.abc import Callable, Iterable

from posecoach.desk.desk import Desk, Wishes
from posecoach.desk.events import DeskEvent, SpellEnded
from posecoach.desk.notify import Times
from posecoach.pose import Pose
from tests.sitter import FRONT, Scene, Sitter, View, nobody

UPRIGHT, SLUMPED = Sitter(), Sitter(slump=1.0, forward=0.5)
NEVER = Times(slump=None, still=None, sitting=None)


class Play:
    """A desk that is shown poses, two seconds apart."""

    def __init__(self, view: View = FRONT, times: Times = NEVER, seed: int = 1) -> None:
        self.desk = Desk(Wishes(times))
        self.scene, self.t, self.events = Scene(view, seed), 0.0, list[DeskEvent]()

    def sits(
        self, seconds: float, of: Sitter = UPRIGHT, others: float | None = 0.0
    ) -> list[DeskEvent]:
        return self.shown(seconds, lambda t: self.scene.pose(t, of, others=others))

    def gone(self, seconds: float) -> list[DeskEvent]:
        return self.shown(seconds, nobody)

    def shown(self, seconds: float, make: Callable[[float], Pose]) -> list[DeskEvent]:
        out: list[DeskEvent] = []
        until = self.t + seconds
        while self.t < until:
            out += self.desk.update(make(self.t))
            self.t += 2.0
        self.events += out
        return out


def of(events: Iterable[DeskEvent], kind: type[DeskEvent]) -> list[DeskEvent]:
    return [e for e in events if isinstance(e, kind)]


def spells(events: Iterable[DeskEvent], kind: str) -> list[tuple[float, float]]:
    return [
        (e.spell.start, e.spell.end)
        for e in events
        if isinstance(e, SpellEnded) and e.spell.kind == kind
    ]
