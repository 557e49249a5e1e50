"""A made-up day of eight hours at a desk: what happens when, on a clock turned by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from posecoach.app.desk.live import pause
from posecoach.desk.desk import Desk
from posecoach.desk.events import Blindness, DeskEvent
from tests.sitter import FRONT, SIDE, Scene, Sitter, View, nobody

LOOK_S = 5.0
MIN = 60.0


UPRIGHT = Sitter()


@dataclass(frozen=True)
class Part:
    """A part of the day, in minutes.

    Attributes:
        until: when it ends.
        sitter: the person; None for an empty chair.
        view: where the camera is.
        moves: how far they move about: the mean way from one place to the next, metres.
        others: the size of the largest other head in view.
        blind: why there is no picture.
        done: the break, for which there is none, was done.
        asleep: the machine is.
    """

    until: float
    sitter: Sitter | None = UPRIGHT
    view: View = FRONT
    moves: float = 0.06
    others: float = 0.0
    blind: Blindness | None = None
    done: bool = True
    asleep: bool = False


SLUMPED = Sitter(slump=1.0, forward=0.4)
LAPTOP_TILTED = replace(FRONT, tilt=6.0)
AT_THE_SIDE = SIDE

#: From nine to five.
DAY = (
    Part(25),  # sits down, is learnt, works and moves
    Part(42, SLUMPED),  # sinks: told after ten minutes
    Part(46, Sitter(stands=True)),
    Part(100),  # sits for 54 minutes: told after 45
    Part(130, blind="taken"),  # a call in another program
    Part(135),
    Part(150, SLUMPED, others=0.85),  # a colleague at the desk: not told
    Part(152),
    Part(154, blind="break"),  # a break of two minutes, from the tray
    Part(175),
    Part(200, view=LAPTOP_TILTED),  # the lid is tilted
    Part(202, others=0.35, view=LAPTOP_TILTED),  # somebody walks past behind
    Part(210, view=LAPTOP_TILTED),
    Part(255, None),  # lunch
    Part(275, view=LAPTOP_TILTED),
    Part(300, view=AT_THE_SIDE),  # now the laptop stands at the side
    Part(316, SLUMPED, view=AT_THE_SIDE),  # told after ten minutes
    Part(330, view=AT_THE_SIDE),
    Part(370, asleep=True),  # the machine is suspended
    Part(390, view=AT_THE_SIDE),
    Part(400, view=AT_THE_SIDE, blind="covered"),  # the shutter is closed
    Part(410, view=AT_THE_SIDE),
    Part(450, view=AT_THE_SIDE, moves=0.002),  # reads, almost still: told
    Part(452, Sitter(stands=True), view=AT_THE_SIDE),
    Part(475, view=AT_THE_SIDE),
    Part(480, None),
)


@dataclass
class Run:
    """Plays a day."""

    parts: tuple[Part, ...]
    desk: Desk = field(default_factory=Desk)
    events: list[DeskEvent] = field(default_factory=list)
    looks: int = 0

    def play(self, on_event: Callable[[Desk, DeskEvent], None] | None = None) -> list[DeskEvent]:
        """Looks through the whole day; returns its events."""
        rng = np.random.default_rng(5)
        scenes: dict[View, Scene] = {}
        t, begin = 0.0, 0.0
        place, goal, next_move = np.zeros(2), np.zeros(2), 0.0
        for part in self.parts:
            scene = scenes.setdefault(part.view, Scene(part.view))
            while t < part.until * MIN:
                if part.asleep:
                    t = part.until * MIN
                    break
                if t >= next_move:  # now and then they settle a little elsewhere
                    goal = rng.normal(0, part.moves, 2)
                    next_move = t + rng.uniform(40, 240)
                place = place + 0.5 * (goal - place)
                self._look(part, scene, t, place, on_event)
                t += pause(self.desk, LOOK_S)
            if part.blind == "break" and part.done:
                self._keep(self.desk.break_done(t), on_event)
            begin = part.until * MIN
        self.events += self.desk.finish(begin)
        return self.events

    def _look(
        self,
        part: Part,
        scene: Scene,
        t: float,
        place: np.ndarray,
        on_event: Callable[[Desk, DeskEvent], None] | None,
    ) -> None:
        self.looks += 1
        if part.blind is not None:
            found = self.desk.cannot_see(t, part.blind)
        elif part.sitter is None:
            found = self.desk.update(nobody(t))
        else:
            moved = replace(part.sitter, x=float(place[0]), z=float(place[1]) / 2)
            found = self.desk.update(scene.pose(t, moved, others=part.others))
        self._keep(found, on_event)

    def _keep(
        self, found: list[DeskEvent], on_event: Callable[[Desk, DeskEvent], None] | None
    ) -> None:
        self.events += found
        if on_event is not None:
            for event in found:
                on_event(self.desk, event)
